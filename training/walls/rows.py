"""Candidates with answers: from made pages, from pages that people have marked, and from
articles whose whole body is known."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.access import candidates, parts, scene as scenes, signs, statements
from pipelines.access.candidates import Candidate
from pipelines.access.parts import Part
from pipelines.access.scene import Scene
from pipelines.extract.place import place
from pipelines.extract.sites.guides import Guides
from pipelines.layout.blocks import Block
from pipelines.layout.layout import Layout, lay_out
from pipelines.page.document import Document
from training.common.gold import Case, cases, once
from training.walls import made


@dataclass(slots=True)
class Row:
    """One candidate and whether it is what it might be."""

    signs: dict[str, float]
    answer: bool


@dataclass(slots=True)
class Page:
    """One page with its candidates."""

    domain: str
    scene: Scene | None
    walled: bool | None
    """None: not known."""
    walls: list[tuple[Candidate, Row]] = field(default_factory=list)
    parts: list[tuple[Part, bool]] = field(default_factory=list)
    real: bool = True
    sure: list[float] = field(default_factory=list)
    """How likely each candidate is a wall, said without its domain."""
    kept: list[float] = field(default_factory=list)
    """How likely each part is kept from the public, said without its domain."""
    name: str = ""


def page_of(html: bytes, url: str) -> tuple[Document, Layout]:
    """Return a page and its layout, the headline in its place."""
    document = Document(html, url or "https://paper.example/article", "text/html")
    return document, place(document, lay_out(document), Guides())


def scene_of(html: bytes, url: str) -> Scene:
    """Return the page as the candidates see it."""
    document, layout = page_of(html, url)
    return scenes.of(document, layout, statements.read(document, layout))


def of_made(count: int) -> Iterator[Page]:
    """Yield the made pages."""
    for page in made.pages(count):
        scene = scene_of(page.html, f"https://{page.domain}/2026/story")
        found = Page(page.domain, scene, page.walled, real=False, name=page.shape)
        every = candidates.find(scene)
        for each in every:
            lines = each.lines(scene)
            inside = [b for b in lines if _carries(b, "w")]
            answer = page.walled and (
                each.cut > 0
                or 2 * sum(len(b.text) for b in inside) >= sum(len(b.text) for b in lines)
            )
            found.walls.append(
                (each, Row(signs.of(each, scene, every), answer and bool(inside or each.cut)))
            )
        for part in parts.find(scene):
            hit = [scene.blocks[i] for i in part.hit]
            found.parts.append((part, 2 * sum(_carries(b, "r") for b in hit) > len(hit)))
        yield found


def _carries(block: Block, letter: str) -> bool:
    if any(e.get("data-t") == letter for e in block.stack):
        return True
    return any(e.get("data-t") == letter for e in block.element.iter())


WRITTEN = Path(__file__).with_name("written.jsonl")
"""Pages that were written by hand after what papers and their systems do, each in a markup
and in words of its own."""


def of_written() -> Iterator[Page]:
    """Yield the pages that were written by hand."""
    with WRITTEN.open(encoding="utf-8") as lines:
        written = [json.loads(line) for line in lines]
    for row in written:
        scene = scene_of(row["html"].encode(), row["url"])
        found = Page(row["template"], scene, row["walled"], real=False, name=row["id"])
        walls = [norm(w) for w in row["wall"]]
        every = candidates.find(scene)
        for each in every:
            text = norm(" ".join(b.text for b in each.lines(scene)))
            answer = any(w in text for w in walls)
            found.walls.append((each, Row(signs.of(each, scene, every), answer)))
        yield found


_DROP = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")


def norm(text: str) -> str:
    """Return a text without what differs between readers: white space, forms of letters."""
    return _DROP.sub("", unicodedata.normalize("NFKC", text))


def marked_pages(data: Path, part: str = "read") -> Iterator[tuple[dict[str, Any], bytes]]:
    """Yield what people have marked on each page of a part, and the page."""
    folder = data / "paywall"
    with (folder / "annotations.jsonl").open(encoding="utf-8") as lines:
        marked = [json.loads(line) for line in lines]
    for row in marked:
        if row["part"] == part and row["access"] != "unknown":
            stored = folder / "pages" / f"{row['page_sha256']}.html.gz"
            yield row, gzip.decompress(stored.read_bytes())


def of_marked(data: Path) -> Iterator[Page]:
    """Yield the pages on which people have marked the boundary."""
    for row, html in marked_pages(data):
        yield _marked(row, html)


def _marked(row: dict[str, Any], html: bytes) -> Page:
    scene = scene_of(html, row["url"])
    walled = row["access"] in ("subscription", "registration")
    found = Page(row["domain"], scene, walled, name=row["id"])
    anchors = [(a["kind"], norm(a["text"])) for a in row["leak_anchors"]]
    walls = [t for k, t in anchors if k == "wall" and len(t) >= 8]
    kept = [t for k, t in anchors if k in ("paid", "scrambled", "filler") and len(t) >= 8]
    public = [norm(a) for a in row["public_anchors"]]
    end = _end_of_public(row, scene)
    every = candidates.find(scene)
    for each in every:
        text = norm(" ".join(b.text for b in each.lines(scene)))
        answer = bool(row["boundary"]) and any(w in text for w in walls)
        if answer or (not walled and not row["boundary"]) or each.end <= end:
            found.walls.append((each, Row(signs.of(each, scene, every), answer)))
    for part in parts.find(scene):
        text = norm(" ".join(scene.blocks[i].text for i in part.hit))
        answer = any(k in text for k in kept) and not any(p in text for p in public)
        found.parts.append((part, answer))
    return found


def _end_of_public(row: dict[str, Any], scene: Scene) -> int:
    """Index of the last public block of a page with a boundary: what stands behind it may
    ask again, and nobody has said what it is."""
    last = norm((row["boundary"] or {}).get("last_public_text") or "")[-30:]
    known = [b.index for b in scene.blocks if last and norm(b.text).endswith(last)]
    return known[0] if known else -1


def of_bodies(data: Path, most: int) -> Iterator[Page]:
    """Yield pages whose whole body is known to be shown: no candidate with body behind it
    is a wall, and nothing on the page is kept back."""
    marked = {row["url"] for row, _ in marked_pages(data)}
    count = 0
    for case in once(cases(data, *_WITH_BODIES)):
        pieces = _pieces(case)
        if case.paid or not pieces or case.url in marked or count >= most:
            continue
        count += 1
        yield _open(case, pieces)


def _pieces(case: Case) -> list[str]:
    """The paragraphs of a known body, or the segments of it that are known; short ones
    stand on a page more than once."""
    body = "\n".join(case.gold.get("paragraphs") or []) or str(case.gold.get("body") or "")
    long = [p for p in map(norm, body.split("\n")) if len(p) >= _PIECE]
    return long or [norm(p) for p in case.gold.get("with_text", ())]


_WITH_BODIES = (
    "fundus", "aeb", "fundus_eval", "aed", "wcxb", "wcxb_other", "trafilatura", "readability",
)  # fmt: skip
_PIECE = 40
"""Characters of a piece of text that stands once on a page."""


def _open(case: Case, pieces: list[str]) -> Page:
    scene = scene_of(case.html(), case.url)
    found = Page(case.domain, scene, None, name=f"{case.set}/{case.id}")
    known, seen = _told(scene, pieces)
    last = known[-1] if known else -1
    every = candidates.find(scene)
    for each in every:
        if each.end <= last:
            found.walls.append((each, Row(signs.of(each, scene, every), False)))
    for part in parts.find(scene):
        if seen >= _ALL or set(part.hit) & set(known):
            found.parts.append((part, False))
    return found


_ALL = 0.9
"""Share of the known pieces that are shown from which nothing is kept back."""


def _told(scene: Scene, pieces: list[str]) -> tuple[list[int], float]:
    """Blocks that hold known text, and the share of its pieces that is shown."""
    texts = [norm(b.text) for b in scene.blocks]
    known: list[int] = []
    shown = 0
    for piece in pieces:
        at = [
            i
            for i, t in enumerate(texts)
            if t and (piece in t or (len(t) >= _PIECE and t in piece))
        ]
        known += at
        shown += any(scene.shown[i] for i in at)
    return sorted(set(known)), shown / max(1, len(pieces))
