"""The inspection page and the report, in a real browser, with the network off."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.cli import main
from crawler.cli.serving import Viewer
from crawler.crawl.run import CrawlSummary
from crawler.fetch import rendering
from pipelines.model import Page
from pipelines.publish.report.drift import alarms
from pipelines.publish.report.page import NAME
from pipelines.view import marks
from pipelines.view.records import Records, difference
from pipelines.view.stored import BOUNDARY_ID, draw

pytestmark = pytest.mark.slow
Demo = tuple[Path, list[CrawlSummary]]
needs_browser = pytest.mark.skipif(
    rendering.browser() is None, reason="no Chromium on this machine"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=rendering.browser(),
            args=["--no-sandbox", "--disable-quic", "--disable-background-networking"],
        )
        yield started
        started.close()


@pytest.fixture(scope="module")
def viewer(demo: Demo) -> Iterator[Viewer]:
    with Viewer(demo[0]) as running:
        yield running


def walled(viewer: Viewer, basis: str = "visible_wall") -> str:
    rows = viewer.records._rows(
        "SELECT id FROM articles WHERE boundary_basis = ? ORDER BY id LIMIT 1", basis
    )
    return str(rows[0]["id"])


def expect(locator: Any) -> Any:
    """Wait for a state without a script in the page: its policy forbids `eval`."""
    from playwright.sync_api import expect as wait

    return wait(locator)


@needs_browser
def test_report_draws_every_plot_and_asks_nothing(demo: Demo, browser: Any):
    page = browser.new_page()
    asked, said = [], []
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: said.append(m.text) if m.type == "error" else None)
    page.goto((demo[0] / NAME).as_uri())
    expect(page.locator(".plot[data-drawn=yes]")).to_have_count(
        page.locator(".plot").count(), timeout=20_000
    )
    assert page.locator(".plot svg").count() == page.locator(".plot").count() >= 7
    assert [u for u in asked if not u.startswith("file:")] == []
    assert said == []
    page.close()


def test_report_is_small_and_adds_up(demo: Demo):
    text = (demo[0] / NAME).read_text(encoding="utf-8")
    assert len(text.encode()) < 1_000_000
    assert "It adds up." in text


def test_drift_of_a_source_is_found():
    weeks = [
        {
            "source": "a",
            "week": f"2026-01-{n:02}",
            "articles": 30,
            "authors": 0.9 if n < 9 else 0.1,
            "teaser": 1.0,
            "locked": 0.2,
            "length": 3000,
        }
        for n in range(1, 13)
    ]
    assert [(a.source, a.what) for a in alarms(weeks)] == [("a", "authors")]
    assert alarms(weeks[:8]) == []


@needs_browser
def test_boundary_is_drawn_between_public_text_and_wall(viewer: Viewer, browser: Any):
    shown = viewer.records.article(walled(viewer))
    stored = viewer.records.page(shown.article.archive_file, shown.article.archive_offset)
    page = browser.new_page()
    page.set_content(draw(stored, shown.provenance).html)
    last = page.get_by_text((shown.article.text or "").split("\n\n")[-1][:60]).first.bounding_box()
    line = page.locator(f"#{BOUNDARY_ID}").bounding_box()
    wall = page.get_by_text((shown.article.wall_text or "")[:30]).first.bounding_box()
    assert last["y"] < line["y"] < wall["y"] + wall["height"]
    page.close()


HOSTILE = b"""<html><head><base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example/"><link rel="stylesheet" href="https://evil.example/x.css">
<style>@import url(https://evil.example/y.css); body{background:url(https://evil.example/z.png)}</style></head><body onload="document.title='run'"><h1>The bridge of Altona and its long story</h1>
<script>document.title='run';fetch('https://evil.example/')</script><svg onload="document.title='run'"><script>document.title='run'</script></svg><img src=x onerror="document.title='run'">
<a href="javascript:document.title='run'">x</a><iframe srcdoc="<script>parent.document.title='run'</script>"></iframe><form action="https://evil.example/"><button>go</button></form><object data="https://evil.example/o"></object>
<p style="background:url(https://evil.example/p.png)">The council met on a long evening, and after some debate it agreed to build the bridge over the river, as it had promised to the town.</p>
<p>A second paragraph says why the bridge had been closed for so many years, and who pays for the works that begin in spring.</p></body></html>"""


@needs_browser
def test_hostile_page_does_nothing(browser: Any):
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.set_content(
        draw(Page(url="http://paper.example/a", body=HOSTILE, content_type="text/html"), []).html
    )
    page.wait_for_timeout(300)
    assert page.title() != "run"
    assert [u for u in asked if "evil" in u] == []
    assert "evil.example" not in page.content()
    page.close()


@needs_browser
def test_marks_survive_a_reload(viewer: Viewer, browser: Any, demo: Demo, capsys):
    identifier = walled(viewer)
    page = browser.new_page()
    page.goto(f"{viewer.address}article/{identifier}")
    title, date = page.locator(".mark").nth(0), page.locator(".mark").nth(1)
    page.keyboard.press("1")
    expect(title).to_have_attribute("data-verdict", "right")
    date.get_by_role("button", name="Wrong").click()
    expect(date).to_have_attribute("data-verdict", "wrong")
    page.locator(".mark").nth(2).get_by_role("button", name="Can't tell").click()
    title.locator(".note").fill("as printed")
    title.locator(".note").press("Enter")
    page.reload()
    assert title.get_attribute("data-verdict") == "right"
    assert title.locator(".note").input_value() == "as printed"
    assert page.locator(".mark").nth(2).get_attribute("data-verdict") == "unclear"
    assert shown_value(page, "title") == viewer.records.article(identifier).article.title
    page.close()
    with pytest.raises(SystemExit):
        main(["check", str(demo[0]), "--marks"])
    shown = capsys.readouterr().out
    assert "title            1.00  95 % interval 0.21 to 1.00  (1 of 1 right)" in shown
    assert "date_published   0.00  95 % interval 0.00 to 0.79  (0 of 1 right)" in shown
    assert "authors" not in shown


def shown_value(page: Any, field: str) -> str:
    return str(page.locator(f".mark[data-field={field}] .value").text_content())


@needs_browser
def test_index_filters_and_opens(viewer: Viewer, browser: Any):
    page = browser.new_page()
    page.goto(viewer.address)
    everything = page.locator("#rows tr").count()
    page.locator("#facets label", has_text="subscription").locator("input").check()
    assert 0 < page.locator("#rows tr").count() < everything
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/article/*")
    assert page.locator("iframe#page").get_attribute("sandbox") == ""
    page.get_by_role("link", name="All records").click()
    page.wait_for_selector("#rows tr")
    assert 0 < page.locator("#rows tr").count() < everything  # the filter is still there
    page.close()


@needs_browser
def test_what_is_chosen_stands_in_the_address_and_in_a_query(viewer: Viewer, browser: Any):
    page = browser.new_page()
    page.goto(viewer.address)
    page.locator("#facets label", has_text="subscription").locator("input").check()
    page.locator("#facets label", has_text="0.90 and more").first.locator("input").check()
    page.keyboard.press("/")
    page.keyboard.type("e")
    shown = page.locator("#rows a").all_text_contents()
    asked = page.locator("#query").text_content()
    kept = page.evaluate("location.href")
    page.close()
    other = browser.new_page()
    other.goto(kept)
    assert shown
    assert other.locator("#rows a").all_text_contents() == shown
    other.close()
    query = asked.replace("'articles/*.parquet'", f"'{viewer.folder}/articles/*.parquet'")
    titles = viewer.records._connection.execute(query.replace("*", "title", 1)).fetchall()
    assert sorted(t for (t,) in titles) == sorted(shown)


@needs_browser
def test_search_sorts_and_counts(viewer: Viewer, browser: Any):
    page = browser.new_page()
    page.goto(viewer.address)
    title = page.locator("#rows tr").nth(3).locator("a").text_content()
    page.keyboard.press("/")
    page.keyboard.type(title[:25])
    assert page.locator("#rows tr").count() >= 1
    assert title in page.locator("#rows a").first.text_content()
    page.locator("#clear").click()
    page.select_option("#order", "title")
    titles = page.locator("#rows a").all_text_contents()
    assert titles == sorted(titles)
    page.close()


@needs_browser
@pytest.mark.parametrize("width", [1280, 400])
def test_headline_is_at_the_top_and_the_boundary_a_key_away(
    viewer: Viewer, browser: Any, width: int
):
    shown = viewer.records.article(walled(viewer))
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{viewer.address}article/{shown.article.id}")
    assert page.locator("#headline").bounding_box()["y"] < 900
    page.keyboard.press("b")
    line = page.locator("#boundary").bounding_box()
    last = page.locator(".stretch.text").last.bounding_box()
    assert 0 < last["y"] < line["y"] < 900
    assert shown.article.wall_text[:30] in page.locator("#boundary").text_content()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto("about:blank")
    page.goto(f"{viewer.address}article/{shown.article.id}#boundary")
    page.wait_for_function("() => scrollY > 0")
    assert 0 < page.locator("#boundary").bounding_box()["y"] < 900
    page.close()


@needs_browser
def test_the_last_public_words_stay_in_sight_above_the_boundary(viewer: Viewer, browser: Any):
    shown = viewer.records.article(walled(viewer))
    page = browser.new_page(viewport={"width": 400, "height": 800})
    page.goto(f"{viewer.address}article/{shown.article.id}")
    far = '\'<div class="stretch caption" style="height:320px"></div>\''
    page.evaluate(f"document.getElementById('boundary').insertAdjacentHTML('beforebegin', {far})")
    page.keyboard.press("b")
    last = page.locator(".stretch.text").last.bounding_box()
    bar = page.locator(".bar").bounding_box()
    assert last["y"] + last["height"] >= bar["y"] + bar["height"] + 40
    assert page.locator("#boundary").bounding_box()["y"] < 800 - 60
    page.close()


@needs_browser
def test_the_list_comes_first_on_a_narrow_screen(viewer: Viewer, browser: Any):
    page = browser.new_page(viewport={"width": 400, "height": 800})
    page.goto(viewer.address)
    assert page.locator("#rows a").first.bounding_box()["y"] < 800
    assert page.evaluate("scrollY") == 0
    page.locator("#filter-box summary").click()
    assert page.locator("#facets label", has_text="not yet").is_visible()
    page.close()


def get(address: str, **headers: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(
            urllib.request.Request(address, headers=headers), timeout=10
        ) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_other_names_get_nothing(viewer: Viewer):
    assert get(viewer.address, Host="evil.example")[0] == 403


def test_marks_from_elsewhere_are_refused(viewer: Viewer):
    request = urllib.request.Request(
        viewer.address + "mark",
        data=json.dumps({"id": "x", "field": "title", "verdict": "right"}).encode(),
        method="POST",
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)
    assert refused.value.code == 403


@pytest.mark.parametrize(
    "path", ["article/ffff", "stored?file=../../etc/passwd&offset=0", "static/../../x", "page/none"]
)
def test_what_is_not_there_is_said(path, viewer: Viewer):
    assert get(viewer.address + path)[0] == 404


def test_revision_shows_what_changed(demo: Demo):
    records = Records(demo[0])
    identifier = str(records._rows("SELECT id FROM revisions ORDER BY id LIMIT 1")[0]["id"])
    from pipelines.view.pages import article

    shown = article(records.article(identifier), {})
    assert "<h2>Versions</h2>" in shown
    assert "<ins>" in shown


@pytest.mark.parametrize("basis", ["hidden_text", "declared_selector"])
def test_reserved_text_is_not_shown_in_the_inspection_either(basis, viewer: Viewer):
    from crawler.demo.papers import path_of
    from crawler.demo.site import HOSTS, stories

    shown = viewer.records.article(walled(viewer, basis))
    story = next(
        s for h in HOSTS for s in stories(h) if f"http://{h}{path_of(s)}" == shown.article.url
    )
    drawn = draw(
        viewer.records.page(shown.article.archive_file, shown.article.archive_offset),
        shown.provenance,
    ).html
    assert "sf-reserved" in drawn
    whole = get(f"{viewer.address}article/{shown.article.id}")[1]
    assert "reserved" in whole
    assert not any(
        p[:60] in page for p in story.paragraphs[story.public :] for page in (drawn, whole)
    )


def test_difference_is_escaped():
    assert difference("a <b> c", "a <i> c") == "a <del>&lt;b&gt;</del> <ins>&lt;i&gt;</ins> c"


def test_unknown_mark_is_refused(tmp_path):
    with pytest.raises(ValueError, match="unknown mark"):
        marks.add(tmp_path, marks.Mark("a", "colour", "right"))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_croissant_is_valid(demo: Demo):
    croissant = pytest.importorskip("mlcroissant")
    loaded = croissant.Dataset(str(demo[0] / "croissant.json"))
    assert loaded.metadata.ctx.issues.report() == ""
    assert next(iter(loaded.records("articles")))["articles/id"]
