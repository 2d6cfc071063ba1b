"""The faults of `world.py`: what is answered, and where such an address belongs."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate

import brotli

from pipelines import zstd


@dataclass(frozen=True, slots=True)
class Address:
    """One address of the world and the fault that it drew."""

    host: str
    number: int
    fault: str

    @property
    def title(self) -> str:
        """The headline of its story: no other has it."""
        return f"Council number {self.number} votes on its bridge"

    @property
    def path(self) -> str:
        """Its path."""
        return f"{FAULTS[self.fault].folder}/story-number-{self.number}"

    @property
    def urls(self) -> list[str]:
        """The addresses in the list, most often one."""
        return [f"http://{self.host}{self.path}{end}" for end in FAULTS[self.fault].spellings]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of an address."""

    address: Address
    host: str
    path: str
    earlier: int


@dataclass(frozen=True, slots=True)
class Fault:
    """What an address answers, and how it must end."""

    answer: Callable[[Asked], bytes | None]
    ends: str = "row"
    """`row`, or reasons of rejection and states of the frontier, any of them."""
    cut: bool = False
    """A row of it must not claim to be free."""
    folder: str = ""
    spellings: tuple[str, ...] = ("",)


def http(
    status: int, body: bytes = b"", kind: str = "text/html; charset=utf-8", **more: str
) -> bytes:
    """Return the bytes of an answer."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
    lines += [f"Content-Length: {len(body)}", "Connection: close"]
    return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + body


def page(asked: Asked, head: str = "", word: str = "council") -> bytes:
    """Return the story of an address."""
    number = asked.address.number
    text = "".join(
        f"<p>Paragraph {n} of story {number} says, at some length, that the {word} of town {number * 7 + n} has met and decided something new about bridge {number}.</p>"
        for n in range(6)
    )
    title = asked.address.title
    return f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{text}</article></body></html>'.encode()


def _bare(title: str, text: str, head: str = "") -> Callable[[Asked], bytes]:
    body = f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1><p>{text}</p></body></html>"
    return lambda _: http(200, body.encode())


def _with(head: str) -> Callable[[Asked], bytes]:
    return lambda asked: http(200, page(asked, head))


def _packed(coding: str, pack: Callable[[bytes], bytes]) -> Callable[[Asked], bytes]:
    return lambda asked: http(200, pack(page(asked)), Content_Encoding=coding)


def _moved(to: str, status: int = 301) -> Callable[[Asked], bytes]:
    """Redirect what was listed, and answer its target with the story. In the target `{}`
    is the path."""

    def answer(asked: Asked) -> bytes:
        target = to.format(asked.address.path, host=asked.address.host)
        there = target.partition("//")[2] or f"{asked.address.host}{target}"
        if f"{asked.host}{asked.path}" == there:
            return http(200, page(asked))
        return http(status, b"moved", Location=target)

    return answer


def _first(answer: Callable[[Asked], bytes | None]) -> Callable[[Asked], bytes | None]:
    """Do something else the first time, then serve the story."""
    return lambda asked: answer(asked) if not asked.earlier else http(200, page(asked))


def _endless(asked: Asked) -> bytes:
    number = len(asked.path.split("/")) + 1
    return http(302, b"", Location=f"/story-number-{asked.address.number}" + "/x" * number)


def _circle(asked: Asked) -> bytes:
    other = "" if asked.path.endswith("/consent") else "/consent"
    return http(302, b"", Location=f"/story-number-{asked.address.number}{other}")


def _refresh(asked: Asked) -> bytes:
    if asked.path.endswith("/moved"):
        return http(200, page(asked))
    meta = f'<meta http-equiv="refresh" content="0; url={asked.path}/moved">'
    return http(200, f"<html><head>{meta}</head><body>Opening</body></html>".encode())


def _short(asked: Asked) -> bytes:
    body = page(asked)
    return http(200, body).replace(
        b"Content-Length: %d" % len(body), b"Content-Length: %d" % (len(body) + 700)
    )


def _unended(asked: Asked) -> bytes:
    body = page(asked)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"%x\r\n%s\r\n" % (len(body), body)


def _slow(asked: Asked) -> bytes:
    time.sleep(0.5)
    return http(200, page(asked))


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def _busy(asked: Asked) -> bytes:
    return http(429, b"slow", Retry_After=formatdate(time.time() + 1, usegmt=True))


def _ld(inside: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle",{inside}}}</script>'


_TEXT = "The reader is asked for some patience at this point, and is thanked for it in advance. "
FAULTS: dict[str, Fault] = {
    "none": Fault(lambda asked: http(200, page(asked))),
    "gzip": Fault(_packed("gzip", gzip.compress)),
    "brotli": Fault(_packed("br", brotli.compress)),
    "zstd": Fault(_packed("zstd", zstd.compress)),
    "bare deflate": Fault(_packed("deflate", _deflated)),
    "coding that lies": Fault(_packed("gzip", bytes)),
    "packed twice": Fault(_packed("gzip", lambda body: gzip.compress(gzip.compress(body)))),
    "coding nobody knows": Fault(_packed("x-none", bytes)),
    "packed and cut": Fault(_packed("gzip", lambda body: gzip.compress(body)[:-9]), cut=True),
    "shorter than declared": Fault(_short, cut=True),
    "last chunk missing": Fault(_unended, cut=True),
    "bomb": Fault(_packed("gzip", lambda _: gzip.compress(b"0" * 20_000_000)), "too_large"),
    "too large": Fault(lambda _: http(200, b"x" * 500_000), "too_large"),
    "cut once": Fault(_first(lambda _: None)),
    "cut always": Fault(lambda _: None, "failed|pending"),
    "busy once": Fault(_first(_busy)),
    "closed once": Fault(_first(lambda _: http(503, b"", Retry_After="0"))),
    "broken always": Fault(lambda _: http(500, b"broken"), "http_status|failed"),
    "not found": Fault(lambda _: http(404, b"none"), "http_status"),
    "gone": Fault(lambda _: http(410, b"none"), "http_status"),
    "odd status": Fault(lambda _: http(999, b"none"), "http_status|failed"),
    "slash": Fault(_moved("{}/")),
    "www": Fault(_moved("http://www.{host}{}")),
    "index page": Fault(_moved("{}/index.html")),
    "tracking": Fault(_moved("{}?utm_source=x", 302)),
    "other address": Fault(_moved("/archive{}")),
    "circle": Fault(_circle, "failed|redirected"),
    "itself": Fault(lambda asked: http(302, b"", Location=asked.path), "failed"),
    "endless": Fault(_endless, "failed|redirected"),
    "malformed target": Fault(lambda _: http(302, b"", Location="http://[http//x"), "failed"),
    "inside": Fault(lambda _: http(302, b"", Location="ftp://x.example/"), "blocked"),
    "no target": Fault(lambda _: http(302, b"moved"), "failed"),
    "home": Fault(lambda _: http(302, b"", Location="/"), "removed"),
    "unasked 304": Fault(lambda _: http(304), "failed"),
    "204": Fault(lambda _: http(204), "failed"),
    "empty": Fault(lambda _: http(200, b" \n "), "failed"),
    "meta refresh": Fault(_refresh),
    "bots": Fault(_bare("Just a moment...", _TEXT), "challenge"),
    "captcha": Fault(_bare("paper", "<div class='h-captcha'></div>"), "challenge"),
    "consent": Fault(_bare("We value your privacy", _TEXT * 6), "consent"),
    "maintenance": Fault(_bare("Down for maintenance", _TEXT * 3), "maintenance"),
    "login": Fault(_bare("Log in", "<input type=password name=p>"), "login"),
    "age": Fault(_bare("Confirm your age", _TEXT), "age_gate"),
    "scripts": Fault(_bare("Please enable JavaScript", _TEXT), "needs_rendering"),
    "soft 404": Fault(_bare("Page not found", _TEXT), "error_page"),
    "half a character": Fault(_with(_ld('"headline":"A \\ud83d","author":{"name":"O"}'))),
    "control characters": Fault(lambda a: http(200, page(a, word="coun\x00\x1b[2Jcil"))),
    "malformed canonical": Fault(_with('<link rel="canonical" href="http://[x]/">')),
    "far date": Fault(_with(_ld('"datePublished":"9999-12-31T23:59:59-12:00"'))),
    "huge number": Fault(_with(_ld(f'"wordCount":{"9" * 30}'))),
    "utf-16": Fault(lambda a: http(200, b"\xff\xfe" + page(a).decode().encode("utf-16-le"))),
    "unknown charset": Fault(lambda a: http(200, page(a), "text/html; charset=none")),
    "whole as a part": Fault(lambda a: http(206, page(a), Content_Range="bytes 0-9999/9999")),
    "odd dates": Fault(lambda a: http(200, page(a), Last_Modified="Wed, 99 Oct 9999", Expires="²")),
    "slow": Fault(_slow),
    "pdf": Fault(lambda _: http(200, b"%PDF-1.7 x", "application/pdf"), "not_html"),
    "reserved": Fault(lambda a: http(200, page(a), TDM_Reservation="1"), "reserved"),
    "closed by robots": Fault(lambda a: http(200, page(a)), "blocked", folder="/closed"),
    "parameters of a visit": Fault(
        lambda a: http(200, page(a)), spellings=("?v=a", "?v=b", "?PHPSESSID=0123456789abcdef")
    ),
}
