"""The only way out for a browser: a forward proxy on loopback that judges each connection.

A rendered page may lead its browser anywhere: by redirects, frames, fetch, workers,
WebSockets, new windows or a name that resolves differently the second time. The browser
is started so that all of it comes through here (`browser_options`), and here a
connection is opened only to an address that was judged after it was resolved, and to
that very address. HTTP as RFC 9112, `CONNECT` as RFC 9110, section 9.3.6.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler.discovery.public import is_allowed, is_public, why_forbidden

HEAD_BYTES = 64 * 1024
"""A request's head may be so long."""
CONNECT_SECONDS = 20.0
IDLE_SECONDS = 60.0
"""A connection on which nothing moves for so long is closed."""
_CHUNK = 64 * 1024
_HOP = frozenset(("proxy-connection", "connection", "keep-alive", "proxy-authorization"))


class Refused(Exception):
    """The fence opens no such connection."""


@dataclass(slots=True)
class Fence:
    """A forward proxy on 127.0.0.1, in a thread of its own; a free port.

    `upstream` is the proxy of the recipe: names are then resolved there, and only what
    an address says of itself can be judged here.
    """

    allow_loopback: bool = False
    upstream: str | None = None
    ports: frozenset[int] | None = None
    """Ports of this machine that may be asked; None: any."""
    passed: int = 0
    """Connections that were opened."""
    refused: Counter[str] = field(default_factory=Counter)
    """Connections that were not, by reason."""
    port: int = 0
    _loop: asyncio.AbstractEventLoop | None = None
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen. Returns when the port is known; raises OSError when there is none."""
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, args=(listener,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the port and every connection."""
        if self._loop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(timeout=5)
            self._loop = self._thread = None

    @property
    def counts(self) -> dict[str, object]:
        """What it did, as the manifest keeps it."""
        return {"passed": self.passed, "refused": dict(self.refused.most_common(50))}

    def _serve(self, listener: socket.socket) -> None:
        assert self._loop is not None
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._answer, sock=listener, limit=HEAD_BYTES)
        )
        try:
            self._loop.run_forever()
        finally:
            server.close()
            for task in asyncio.all_tasks(self._loop):
                task.cancel()
            self._loop.run_until_complete(asyncio.sleep(0))
            self._loop.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of the browser: one request, or one tunnel."""
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), IDLE_SECONDS)
            await self._pass_on(head, reader, writer)
        except Refused as error:
            self.refused[str(error)] += 1
            writer.write(_no(403, str(error)))
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            writer.write(_no(502, "no connection"))
        except ValueError:
            self.refused["not a request"] += 1
            writer.write(_no(400, "not a request"))
        finally:
            with contextlib.suppress(OSError):
                await writer.drain()
                writer.close()

    async def _pass_on(
        self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        lines = head.decode("latin-1").split("\r\n")
        method, target, _ = lines[0].split(" ", 2)
        tunnel = method.upper() == "CONNECT"
        url = f"https://{target}/" if tunnel else target
        parts = urlsplit(url)
        reason = why_forbidden(url, allow_loopback=self.allow_loopback, ports=self.ports)
        if reason is not None:
            raise Refused(reason)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        far_reader, far_writer = await self._open(parts.hostname or "", port)
        self.passed += 1
        try:
            if tunnel and self.upstream:
                far_writer.write(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode())
            elif tunnel:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                far_writer.write(_forwarded(lines, url, whole=bool(self.upstream)))
            await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))
        finally:
            far_writer.close()

    async def _open(
        self, host: str, port: int
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to an address of the host that was judged; the same one, not the name."""
        if self.upstream:
            proxy = urlsplit(self.upstream)
            place = asyncio.open_connection(proxy.hostname, proxy.port or 3128)
            return await asyncio.wait_for(place, CONNECT_SECONDS)
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(info[4][0]) for info in found]
        allowed = [a for a in addresses if is_allowed(a, allow_loopback=self.allow_loopback)]
        own = not any(map(is_public, allowed))
        if allowed and own and self.ports is not None and port not in self.ports:
            raise Refused(f"port {port} of this machine is none that the recipe names")
        if not allowed:
            raise Refused(f"{host} resolves to {addresses[0]}, which is not a public address")
        return await asyncio.wait_for(asyncio.open_connection(allowed[0], port), CONNECT_SECONDS)


def browser_options(port: int) -> list[str]:
    """Return the switches that leave Chromium no other way than the fence on a port."""
    return [
        f"--proxy-server=http://127.0.0.1:{port}",
        "--proxy-bypass-list=<-loopback>",  # without it, loopback goes around the proxy
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
        "--disable-quic",
        "--dns-prefetch-disable",
        "--no-pings",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-domain-reliability",
        "--disable-sync",
        "--no-first-run",
    ]


def _forwarded(lines: list[str], url: str, *, whole: bool) -> bytes:
    """Return the head of a plain request as it goes on; one request a connection."""
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    method, _, version = lines[0].split(" ", 2)
    upgrade = any(line.lower().startswith("upgrade:") for line in lines[1:])
    dropped = _HOP - {"connection"} if upgrade else _HOP
    kept = [
        line for line in lines[1:] if line and line.split(":")[0].strip().lower() not in dropped
    ]
    kept += [] if upgrade else ["Connection: close"]
    first = f"{method} {url if whole else path} {version}"
    return "\r\n".join([first, *kept, "", ""]).encode("latin-1")


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copy one direction until it ends; then say so to the other side."""
    with contextlib.suppress(OSError, TimeoutError):
        while data := await asyncio.wait_for(reader.read(_CHUNK), IDLE_SECONDS):
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(OSError, RuntimeError):
        if writer.can_write_eof():
            writer.write_eof()


def _no(status: int, why: str) -> bytes:
    body = f"standfirst: {why}\n".encode("utf-8", "replace")
    head = f"HTTP/1.1 {status} Refused\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body
