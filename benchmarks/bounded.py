"""Is every page read in bounded time: a megabyte in one place, and random repetition?

    python benchmarks/bounded.py [--inputs 1000] [--only WORD] [--seed 1]

First pages that put a megabyte, a hundred thousand of something, or ten thousand levels
in one place: each must be read, or set aside, in `MOST` CPU seconds. Then random pages, each
one made of some pieces said again and again, at a length and at twice the length: CPU
time must not grow by more than `RATIO`; what seems to is measured again, the least of
three runs. Ends with 1 where a page takes too long.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipelines.extract.extractor import extract
from pipelines.model import Page

MOST = 2.0
RATIO = 3.0
LEAST = 0.1
"""CPU seconds below which a ratio tells nothing."""
MB = 1_000_000
MANY = 100_000
DEEP = 10_000
URL = "https://paper.example/2026/council-meets-again"
TEXT = "".join(
    f"<p>Paragraph {n} says at some length that the council of the town has met again and decided something new about the bridge.</p>"
    for n in range(6)
)


def page(head: str = "", top: str = "", body: str = TEXT, attributes: str = "") -> str:
    """Return an article with something in one place."""
    return f'<!doctype html><html lang="en"><head><title>Council meets again</title>{head}</head><body><article {attributes}><h1>Council meets again</h1>{top}{body}</article></body></html>'


def _ld(inside: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle",{inside}}}</script>'


def _meta(name: str) -> Callable[[str], str]:
    return lambda fill: page(f'<meta name="{name}" property="{name}" content="{fill}">')


PLACES: dict[str, Callable[[str], str]] = {
    "title": lambda f: page().replace("Council meets again</title>", f"{f}</title>"),
    "headline": lambda f: page().replace("Council meets again</h1>", f"{f}</h1>"),
    "byline": lambda f: page(top=f'<p class="byline">By {f}</p>'),
    "line of print": lambda f: page(top=f"<p>By {f}</p>"),
    "date": lambda f: page(top=f'<time datetime="{f}">{f}</time>'),
    "date line": lambda f: page(top=f'<p class="date">Published 3 May 2024 {f}</p>'),
    "standfirst": lambda f: page(top=f'<p class="standfirst">{f}</p>'),
    "paragraph": lambda f: page(body=f"<p>{f}</p>{TEXT}"),
    "caption": lambda f: page(top=f"<figure><img><figcaption>{f}</figcaption></figure>"),
    "link": lambda f: page(top=f'<p><a href="/{f}">{f}</a></p>'),
    "class": lambda f: page(attributes=f'class="{f}"'),
    "style": lambda f: page(attributes=f'style="{f}"'),
    "style sheet": lambda f: page(f"<style>{f}</style>"),
    "selector": lambda f: page(f"<style>.{f}{{display:none}}</style>", attributes='class="a"'),
    "comment": lambda f: page(f"<!--{f}-->"),
    "base": lambda f: page(f'<base href="{f}"><link rel="canonical" href="{f}">'),
    "refresh": lambda f: page(f'<meta http-equiv="refresh" content="{f}">'),
    "wall": lambda f: page(top=f'<div class="paywall"><p>Subscribe to continue {f}</p></div>'),
    "plain": lambda f: f,
    **{name: _meta(name) for name in ("author", "description", "article:published_time", "og:title", "og:type", "article:section", "keywords", "robots")},
    **{
        f"ld {key}": (lambda f, key=key: page(_ld(f'"{key}":"{f}"')))
        for key in ("author", "headline", "datePublished", "description", "articleBody", "articleSection", "isAccessibleForFree", "keywords")
    },
}  # fmt: skip
FILLS = (" ", "a", "a ", "A B, ", "1 ", "1.", "&nbsp;", ", ", "by ", "/", "- ", "é", "年", "subscribe ", "[", "(", "{", "#a,", ".a ", "/*", "'")  # fmt: skip
SHAPES: dict[str, Callable[[], str]] = {
    "attributes": lambda: page(attributes=" ".join(f"a{n}=1" for n in range(MANY))),
    "siblings": lambda: page(top="<p>x</p>" * MANY),
    "bare siblings": lambda: page(top="<i></i>" * MANY),
    "spans": lambda: page(top=f"<p>{'<span>a</span>' * MANY}</p>"),
    "links": lambda: page(top='<a href="/b">a</a>' * MANY),
    "breaks": lambda: page(top="<br>" * MANY),
    "rows": lambda: page(top=f"<table>{'<tr><td>a' * MANY}</table>"),
    "levels": lambda: page(top="<div>" * MANY),
    "inline levels": lambda: page(top=f"<p>{'<b>' * DEEP}x"),
    "metas": lambda: page('<meta name="author" content="A B">' * MANY),
    "scripts": lambda: page(_ld('"author":"A B"') * 10_000),
    "sheets": lambda: page("<style>.a{display:none}</style>" * 10_000, attributes='class="a"'),
    "rules": lambda: page(f"<style>{'.a,.b{display:none}' * MANY}</style>", attributes='class="a"'),
    "classes": lambda: page(attributes=f'class="{" ".join(f"c{n}" for n in range(MANY))}"'),
    "json levels": lambda: page(_ld(f'"author":{"[" * DEEP}{"]" * DEEP}')),
    "json objects": lambda: page(_ld('"author":' + '{"a":' * DEEP + "1" + "}" * DEEP)),
    "json authors": lambda: page(_ld('"author":[' + ",".join('{"name":"A B"}' for _ in range(MANY)) + "]")),
    "json keys": lambda: page(_ld(",".join(f'"k{n}":1' for n in range(MANY)))),
    "tags": lambda: page('<meta property="article:tag" content="a">' * MANY),
}  # fmt: skip
PIECES = (
    "<p>", "</p>", "<div class='", "'>", "</div>", "<br><br>", "<a href='/x'>", "</a>", "<b>", "</b>", "<h1>", "</h1>", "<li>",
    "<span>", "<time datetime='2024-05-03'>", "</time>", "<table><tr><td>", "<blockquote>", "<figure>", "<style>.a{", "}</style>",
    '<script type="application/ld+json">', '{"@type":"NewsArticle",', '"author":"', '",', "</script>", "<meta name='author' content='",
    "By ", "A B", ", ", " and ", " | ", " - ", "3 May 2024", "12:30", "subscribe to continue reading", "already a subscriber?",
    "Photo: ", "read also: ", "&nbsp;", "&#x", "\n", "\t", "  ", "[", "(", "...", "“", "/", "@", "é", "年", "كتب", "1.", "paywall", "hidden",
)  # fmt: skip


def seconds(text: str, times: int = 1) -> float:
    """Return the CPU seconds that one page takes, the least of some runs."""
    body, least = text.encode("utf-8", "replace"), float("inf")
    for _ in range(times):
        started = time.process_time()
        extract(Page(url=URL, body=body, content_type="text/html; charset=utf-8"))
        least = min(least, time.process_time() - started)
    return least


def large(only: str) -> tuple[int, int]:
    """Read the pages with very much in one place; return how many, and how many are slow."""
    made: dict[str, Callable[[], str]] = {
        f"{place} of {fill!r}": (
            lambda make=make, fill=fill: make((fill * (MB // len(fill) + 1))[:MB])
        )
        for place, make in PLACES.items()
        for fill in FILLS
    }
    tried = slow = 0
    for name, make in {**SHAPES, **made}.items():
        if only not in name:
            continue
        tried += 1
        text = make()
        took = seconds(text)
        if took > MOST:
            took = seconds(text, 2)
        if took > MOST:
            slow += 1
            print(f"{took:8.2f} s  {name}", flush=True)
    return tried, slow


def repeated(chance: random.Random, length: int) -> Callable[[int], str]:
    """Return what makes a page of a length by saying some pieces again and again."""
    pieces = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 5)))
    head = "".join(chance.choice(PIECES) for _ in range(chance.randint(0, 4)))
    in_head = chance.random() < 0.3

    def make(times: int) -> str:
        fill = head + pieces * (times * length // len(pieces))
        return page(fill) if in_head else page(top=fill)

    return make


def growing(inputs: int, seed: int, length: int) -> int:
    """Read random pages at one length and at twice it; return how many grow too much."""
    chance, bad = random.Random(seed), 0
    for number in range(inputs):
        make = repeated(chance, length)
        once, twice = seconds(make(1)), seconds(make(2))
        if twice < LEAST or twice <= RATIO * once:
            continue
        once, twice = seconds(make(1), 3), seconds(make(2), 3)
        if twice > LEAST and twice > RATIO * once:
            bad += 1
            print(f"x{twice / once:4.1f} {twice:6.2f} s  input {number}: {make(1)[130:200]!r}")
    return bad


def main() -> int:
    """Print what takes too long."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inputs", type=int, default=1000)
    parser.add_argument("--length", type=int, default=20_000, help="characters of a random page")
    parser.add_argument("--only", default="", help="large pages of this name")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    seconds(page())  # the models and words are read once
    tried, slow = large(args.only)
    print(f"{tried} large pages, {slow} take more than {MOST:g} s", flush=True)
    bad = growing(args.inputs, args.seed, args.length)
    print(f"{args.inputs} random pages, {bad} grow faster than their length")
    return 1 if slow or bad else 0


if __name__ == "__main__":
    sys.exit(main())
