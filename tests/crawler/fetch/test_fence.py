"""The browser's only way out: every connection is judged by the address it really reaches."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from crawler.discovery.public import is_allowed, is_public, why_forbidden
from crawler.fetch.fence import Fence, browser_options


class _Inside(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.seen.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]
        body = b"inside"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def inside() -> Iterator[ThreadingHTTPServer]:
    """A server of this machine that no page may reach."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Inside)
    server.seen = []  # type: ignore[attr-defined]
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def fenced(request: str, **options: object) -> tuple[bytes, Fence]:
    """What the fence answers to the bytes of one connection."""
    fence = Fence(**options)  # type: ignore[arg-type]
    fence.start()
    try:
        with socket.create_connection(("127.0.0.1", fence.port), timeout=10) as line:
            line.sendall(request.encode())
            line.shutdown(socket.SHUT_WR)
            answer = b""
            while data := line.recv(65536):
                answer += data
    finally:
        fence.stop()
    return answer, fence


def get(url: str) -> str:
    return f"GET {url} HTTP/1.1\r\nHost: x\r\nProxy-Connection: keep-alive\r\n\r\n"


def test_a_plain_request_is_passed_on_with_its_path(inside):
    answer, fence = fenced(get(f"http://127.0.0.1:{inside.server_port}/a?b=1"), allow_loopback=True)
    assert answer.endswith(b"inside")
    (path, headers) = inside.seen[0]
    assert path == "/a?b=1"
    assert headers["Connection"] == "close"
    assert "Proxy-Connection" not in headers
    assert fence.counts == {"passed": 1, "refused": {}}


def test_a_tunnel_carries_what_comes(inside):
    port = inside.server_port
    answer, _ = fenced(
        f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\nGET /t HTTP/1.0\r\n\r\n", allow_loopback=True
    )
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"inside")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "127.1"],
)
@pytest.mark.parametrize("form", ["get", "connect"])
def test_no_way_to_this_machine(inside, host, form):
    port = inside.server_port
    request = (
        get(f"http://{host}:{port}/")
        if form == "get"
        else f"CONNECT {host}:{port} HTTP/1.1\r\n\r\n"
    )
    answer, fence = fenced(request)
    assert answer.startswith(b"HTTP/1.1 403")
    assert inside.seen == []
    assert fence.passed == 0
    assert sum(fence.refused.values()) == 1


@pytest.mark.parametrize(
    "request_line", ["nonsense", "GET\r\n", "\x00\x00 \x01 x", "GET http://[bad/ HTTP/1.1"]
)
def test_what_is_no_request_gets_no_connection(request_line):
    answer, fence = fenced(request_line + "\r\n\r\n")
    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 403"))
    assert fence.passed == 0


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
    """Let names resolve to these addresses, one list after the other."""
    left = list(answers)

    async def getaddrinfo(self, host, port, **_):
        addresses = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses]

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", getaddrinfo)


def test_a_name_that_leads_inside_is_refused(inside, monkeypatch):
    resolving(monkeypatch, ["127.0.0.1"])
    answer, fence = fenced(get("http://paper.example:8080/"))
    assert b"127.0.0.1, which is not a public address" in answer
    assert fence.passed == 0


def test_the_address_that_was_judged_is_the_one_that_is_reached(inside, monkeypatch):
    """A second look-up with another answer cannot come in between: there is none."""
    connected: list[str] = []
    real = asyncio.open_connection

    async def open_connection(host, port, **_):
        connected.append(host)
        return await real("127.0.0.1", inside.server_port)

    resolving(monkeypatch, ["10.0.0.7", "93.184.216.34"], ["127.0.0.1"])
    monkeypatch.setattr(asyncio, "open_connection", open_connection)
    fenced(get("http://paper.example/"))
    assert connected == ["93.184.216.34"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::127.0.0.1", False),
        ("64:ff9b::5db8:d822", True),
        ("64:ff9b:1::10.0.0.1", False),
        ("2002:7f00:1::", False),
        ("2002:5db8:d822::", True),
        ("::127.0.0.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("224.0.0.1", False),
        ("not an address", False),
    ],
)
def test_an_address_counts_as_what_it_holds(address, public):
    assert is_public(address) is public
    assert is_allowed(address, allow_loopback=False) is public


@pytest.mark.parametrize(
    ("address", "allowed"),
    [("127.0.0.1", True), ("::1", True), ("10.0.0.1", False), ("169.254.169.254", False)],
)
def test_loopback_means_loopback_alone(address, allowed):
    assert is_allowed(address, allow_loopback=True) is allowed
    host = f"[{address}]" if ":" in address else address
    assert (why_forbidden(f"http://{host}/", allow_loopback=True) is None) is allowed


def test_the_browser_is_told_of_no_other_way():
    told = browser_options(4711)
    for switch in (
        "--proxy-server=http://127.0.0.1:4711",
        "--proxy-bypass-list=<-loopback>",
        "--disable-quic",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--dns-prefetch-disable",
    ):
        assert switch in told
    assert any(o.startswith("--host-resolver-rules=MAP * ~NOTFOUND") for o in told)


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("[::1]", True),
        ("2130706433", True),
        ("paper.example", False),
        ("93.184.216.34", False),
    ],
)
def test_other_ports_than_those_of_the_web_are_open_on_this_machine_only(host: str, allowed: bool):
    assert (why_forbidden(f"http://{host}:2222/", allow_loopback=True) is None) is allowed
    assert why_forbidden(f"http://{host}:2222/", allow_loopback=False) is not None
