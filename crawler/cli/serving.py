"""The server of the inspection page: loopback only, one person, one dataset.

It answers only under its own name (no other site's page can reach it through a name
that leads here), and takes marks only from its own pages.
"""

from __future__ import annotations

import contextlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

from crawler.cli import is_about_a_file
from pipelines.errors import InputError, StandfirstError
from pipelines.extract.result import Extraction
from pipelines.view import marks, pages
from pipelines.view.marks import Mark
from pipelines.view.records import Records
from pipelines.view.stored import POLICY, draw
from pipelines.view.understood import understood

OWN = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
MAX_MARK = 4096


class Viewer:
    """Serves the inspection of a dataset on 127.0.0.1."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder = folder
        self.records = Records(folder)
        self.extractor = self.records.extractor()
        self.lock = threading.Lock()
        try:
            self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        except OSError as error:
            msg = f"port {port} of this machine cannot be used: {error.strerror}. Give another --port, or none for a free one."
            raise InputError(msg) from error
        self._server.daemon_threads = True

    @property
    def address(self) -> str:
        """The address of the index."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def serve(self) -> None:
        """Serve until interrupted."""
        self._server.serve_forever(poll_interval=0.2)

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _article(self, identifier: str) -> str:
        """Return one article's inspection; without its page where that cannot be read."""
        shown = self.records.article(identifier)
        understanding = None
        with contextlib.suppress(InputError):
            page = self.records.page(shown.article.archive_file, shown.article.archive_offset)
            found = self.records.extractor_of(shown.article, self.extractor).extract(page)
            understanding = understood(found) if isinstance(found, Extraction) else None
        return pages.article(shown, marks.read(self.folder), understanding)

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[str, str, bytes]:
        """Return (content type, policy, body). Raises InputError where there is nothing."""
        kind, _, rest = path.strip("/").partition("/")
        with self.lock:
            if not kind:
                return "text/html", OWN, pages.index(self.records, marks.read(self.folder)).encode()
            if kind == "article":
                return "text/html", OWN, self._article(rest).encode()
            if kind == "page":
                shown = self.records.article(rest)
                page = self.records.page(shown.article.archive_file, shown.article.archive_offset)
                own = self.records.extractor_of(shown.article, self.extractor)
                drawn = draw(page, shown.provenance, own).html
                return "text/html", POLICY, drawn.encode("utf-8", "replace")
            if kind == "stored":
                offset = query.get("offset", [""])[0]
                page = self.records.page(
                    query.get("file", [""])[0], int(offset) if offset.isdigit() else None
                )
                return (
                    "text/html",
                    POLICY,
                    draw(page, [], self.extractor).html.encode("utf-8", "replace"),
                )
        found = pages.static(rest) if kind == "static" else None
        if found is None:
            msg = f"there is nothing at {path}"
            raise InputError(msg)
        return "text/css" if rest.endswith(".css") else "text/javascript", OWN, found


class _Handler(BaseHTTPRequestHandler):
    viewer: Viewer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if not self._is_own():
            self._send(403, "text/plain", OWN, b"open this page under 127.0.0.1")
            return
        try:
            kind, policy, body = self.viewer.answer(parts.path, parse_qs(parts.query))
        except StandfirstError as error:
            self._send(404, "text/plain", OWN, str(error).encode("utf-8", "replace"))
            return
        except Exception as error:
            if not isinstance(error, OSError) and not is_about_a_file(error):
                raise
            said = "a file of the dataset cannot be read; `standfirst check` names it"
            self._send(500, "text/plain", OWN, said.encode())
            return
        self._send(200, kind, policy, body)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if (
            not self._is_own()
            or self.path != "/mark"
            or self.headers.get("X-Standfirst") != "mark"
            or length > MAX_MARK
        ):
            self._send(403, "text/plain", OWN, b"marks come from the inspection page only")
            return
        try:
            raw = json.loads(self.rfile.read(length))
            marks.add(
                self.viewer.folder,
                Mark(
                    str(raw["id"]),
                    str(raw["field"]),
                    str(raw["verdict"]),
                    str(raw.get("note") or ""),
                ),
            )
        except (ValueError, KeyError, TypeError, OSError) as error:
            self._send(400, "text/plain", OWN, str(error).encode())
            return
        self._send(200, "application/json", OWN, b"{}")

    def _is_own(self) -> bool:
        return (self.headers.get("Host") or "").split(":")[0] in ("127.0.0.1", "localhost")

    def _send(self, status: int, kind: str, policy: str, body: bytes) -> None:
        self.send_response(status)
        for name, value in (
            ("Content-Type", f"{kind}; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Content-Security-Policy", policy),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Cache-Control", "no-store"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  inherited
        """Keep quiet."""


def _handler(viewer: Viewer) -> type[BaseHTTPRequestHandler]:
    """Return the handler of one viewer's requests."""
    return type("Handler", (_Handler,), {"viewer": viewer})
