"""Pages that are empty without scripts: said so, or run in a browser where the recipe wants it."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pyarrow.dataset as ds
import pytest
from loopback import RECIPE, article_page

from crawler.crawl.run import CrawlSummary, crawl
from crawler.demo.server import Server
from crawler.demo.site import Reply
from crawler.fetch import rendering
from pipelines.errors import RecipeError

pytestmark = pytest.mark.slow
URL = "http://paper.example/story-number-1"
TEXT = article_page(1).split("<body>")[1].split("</body>")[0].replace("'", "\\'")
SHELL = f"""<!doctype html><html lang="en"><head><title>Council number 1 meets again</title></head><body><div id="root"></div>
<img src="/picture.jpg"><script>/* {"x" * 3000} */
fetch('/api/story').then(r => r.text()).then(t => {{ document.getElementById('root').innerHTML = t }});
fetch('/closed/secret');</script></body></html>"""


def answer(host: str, path: str, earlier: int) -> Reply:
    if path == "/robots.txt":
        return Reply(b"User-agent: *\nDisallow: /closed/\n", content_type="text/plain")
    if path == "/api/story":
        time.sleep(0.5)  # longer than the page takes to load
        return Reply(TEXT.replace("\\'", "'").encode())
    return Reply(SHELL.encode()) if path.startswith("/story") else Reply(b"", 404)


def run(folder: Path, server: Server, *, render: bool) -> CrawlSummary:
    (folder / "urls.txt").write_text(URL)
    text = RECIPE.format(proxy=server.proxy, tries=2, reserved="skip")
    (folder / "recipe.toml").write_text(
        text.replace("discover = []", f"discover = []\nrender = {str(render).lower()}")
    )
    return crawl(folder / "recipe.toml")


def test_page_without_text_says_that_it_needs_rendering(tmp_path):
    with Server(answer) as server:
        run(tmp_path, server, render=False)
    assert ds.dataset(tmp_path / "rejected").to_table()["reason"].to_pylist() == ["needs_rendering"]


@pytest.mark.skipif(rendering.browser() is None, reason="no Chromium on this machine")
def test_rendered_page_becomes_a_row(tmp_path):
    pytest.importorskip("scrapy_playwright")
    with Server(answer) as server:
        summary = run(tmp_path, server, render=True)
    assert summary.errors == []
    assert "bridge 1" in ds.dataset(tmp_path / "articles").to_table()["text"].to_pylist()[0]
    paths = {s.path for s in server.seen if s.host == "paper.example"}
    assert "/picture.jpg" not in paths
    assert "/closed/secret" not in paths


def test_missing_browser_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("STANDFIRST_CHROMIUM", raising=False)
    with Server(answer) as server, pytest.raises(RecipeError, match="no Chromium was found"):
        run(tmp_path, server, render=True)


INSIDE = "127.0.0.1:{port}"
WAYS = (
    "<iframe src='http://{inside}/frame'></iframe>",
    "<meta http-equiv='refresh' content='0;url=http://{inside}/refresh'>",
    "<link rel='prefetch' href='http://{inside}/prefetch'><link rel='preload' as='fetch' href='http://{inside}/preload'>",
    "<link rel='preconnect' href='http://{inside}'><link rel='stylesheet' href='http://{inside}/style'>",
    "<object data='http://{inside}/object'></object><embed src='http://{inside}/embed'>",
    "<script src='http://{inside}/script'></script><img src='http://{inside}/picture'>",
    "<script>fetch('http://{inside}/fetch', {mode: 'no-cors'})</script>",
    "<script>fetch('/go?to=http://{inside}/redirected').catch(() => 0)</script>",
    "<script>fetch('http://localhost:{port}/name', {mode: 'no-cors'}); fetch('http://[::1]:{port}/six', {mode: 'no-cors'})</script>",
    "<script>fetch('http://169.254.169.254/latest', {mode: 'no-cors'}); fetch('http://10.0.0.1/', {mode: 'no-cors'})</script>",
    "<script>new WebSocket('ws://{inside}/socket'); new EventSource('http://{inside}/events')</script>",
    "<script>navigator.sendBeacon('http://{inside}/beacon', 'x'); window.open('http://{inside}/window')</script>",
    "<script>const w = new Worker(URL.createObjectURL(new Blob([`fetch('http://{inside}/worker', {mode: 'no-cors'}); importScripts('http://{inside}/imported')`])))</script>",
    "<script>const c = new RTCPeerConnection({iceServers: [{urls: 'stun:127.0.0.1:{udp}'}]}); c.createDataChannel('x'); c.createOffer().then(o => c.setLocalDescription(o))</script>",
    "<form id='f' action='http://{inside}/form'></form><script>document.getElementById('f').submit()</script>",
    "<script>location.href = 'http://{inside}/location'</script>",
    "<iframe src='/go?to=http://{inside}/framed'></iframe><iframe src='/go?to=/closed/page'></iframe>",
)


@pytest.mark.skipif(rendering.browser() is None, reason="no Chromium on this machine")
def test_no_page_leads_its_browser_inside(tmp_path):
    """Every way that a page has, at once: nothing of it reaches this machine."""
    pytest.importorskip("scrapy_playwright")
    inside = socket.create_server(("127.0.0.1", 0))
    inside.setblocking(False)
    stun = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    stun.bind(("127.0.0.1", 0))
    stun.setblocking(False)
    port, udp = inside.getsockname()[1], stun.getsockname()[1]

    leaving = [w for w in WAYS if any(x in w for x in ("refresh", "submit()", "location."))]
    pages = ["".join(w for w in WAYS if w not in leaving), *leaving]

    def way(number: int) -> str:
        made = pages[number].replace("{inside}", INSIDE)
        return made.replace("{port}", str(port)).replace("{udp}", str(udp))

    def hostile(host: str, path: str, earlier: int) -> Reply:
        if path == "/robots.txt":
            return Reply(b"User-agent: *\nDisallow: /closed/\n", content_type="text/plain")
        if path.startswith("/go?to="):
            return Reply(b"", 302, headers={"Location": path.partition("=")[2]})
        if path.startswith("/leads"):
            return Reply(b"", 302, headers={"Location": f"http://127.0.0.1:{port}/led"})
        number = int(path.rpartition("-")[2] or 0) if path.startswith("/story") else -1
        page = article_page(1).replace("</body>", way(number) + "</body>") if number >= 0 else ""
        return Reply(page.encode()) if page else Reply(b"", 404)

    urls = [f"http://paper.example/story-{n}" for n in range(len(pages))]
    (tmp_path / "urls.txt").write_text("\n".join([*urls, "http://paper.example/leads"]))
    with Server(hostile) as server, inside, stun:
        text = RECIPE.format(proxy=server.proxy, tries=2, reserved="skip")
        text = text.replace("allow_loopback = true", "").replace(
            "discover = []", "discover = []\nrender = true"
        )
        text = text.replace('name = "try"', 'name = "try"\ncontact = "mailto:a@paper.example"')
        (tmp_path / "recipe.toml").write_text(text)
        summary = crawl(tmp_path / "recipe.toml")
        with pytest.raises(BlockingIOError):
            inside.accept()
        with pytest.raises(BlockingIOError):
            stun.recv(1)
    assert {s.host for s in server.seen} == {"paper.example"}
    assert not any(s.path.startswith("/closed") for s in server.seen)
    assert sum(summary.manifest.crawl["rendering"]["refused"].values()) > 0
