"""A small server on loopback that answers for whole hosts, as a forward HTTP proxy.

So every page keeps its own host and path (`http://paper.example/article`) and
nothing but this machine is asked. Tests and demo use the same one.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from crawler.demo.site import Reply

Answerer = Callable[[str, str, int], Reply]
"""(host, path, number of earlier requests of the address) → answer."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as the server saw it."""

    at: float
    host: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)


class Server:
    """Serves an answerer on 127.0.0.1, on a free port."""

    def __init__(self, answer: Answerer) -> None:
        self.answer = answer
        self.seen: list[Seen] = []
        self._earlier: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._server.server_address[1])

    @property
    def proxy(self) -> str:
        """Its address, for `crawl.proxy` in a recipe."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def reply(self, host: str, path: str, headers: dict[str, str]) -> Reply:
        """Note a request and return its answer."""
        with self._lock:
            earlier = self._earlier[(host, path)]
            self._earlier[(host, path)] += 1
            self.seen.append(Seen(time.time(), host, path, headers))
        return self.answer(host, path, earlier)

    def count(self, host: str, path: str) -> int:
        """Return how often an address was asked."""
        return self._earlier[(host, path)]


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            host = parts.hostname or (self.headers.get("Host") or "").split(":")[0]
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            reply = server.reply(host, path, dict(self.headers.items()))
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(reply.body)))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  inherited
            """Keep quiet: `Server.seen` has every request."""

        def handle(self) -> None:
            try:
                super().handle()
            except (ConnectionError, BrokenPipeError):
                self.close_connection = True

    return Handler
