"""Evidence → status and boundary.

Two questions, two answers: is the article declared reserved, and where does the public
text end? Candidates are found, weighed by learned models, and placed; what they say
together with the page's statements is read off one table.
"""

from __future__ import annotations

from dataclasses import replace

from pipelines.access import (
    choice,
    confidence,
    cut as cuts,
    parts as reserved,
    scene as scenes,
    statements,
    verdict,
)
from pipelines.access.candidates import Candidate, speaks
from pipelines.access.cut import Cut
from pipelines.access.evidence import Access, Basis, Boundary, Evidence, Says, Signal, Status
from pipelines.access.scene import CUT, Scene
from pipelines.access.select import select
from pipelines.access.verdict import Facts
from pipelines.access.weighing import Models, Weighed, WeighedPart, parts, reasons, shipped, walls
from pipelines.layout import roles
from pipelines.layout.blocks import Block
from pipelines.layout.layout import Layout
from pipelines.page.document import Document
from pipelines.papers.known import NOTHING, Known

__all__ = ["judge", "select"]


def judge(
    document: Document,
    layout: Layout,
    models: Models | None = None,
    *,
    keep_declared: bool = False,
    known: Known = NOTHING,
) -> Access:
    """Return status, confidence, evidence and boundary of the page.

    `keep_declared`: text that is shown stays public where only the page's own markup
    reserves it. `known` is what the paper's other pages tell of this one's blocks.
    """
    models = models or shipped()
    access, signs = examine(document, layout, models, keep_declared=keep_declared, known=known)
    sure = round(models.access.probability(signs), 2)
    if access.status is Status.UNKNOWN:
        sure = min(sure, _UNSETTLED)
    place = replace(access.boundary, confidence=sure) if access.boundary is not None else None
    return replace(access, confidence=sure, boundary=place)


_HALF = 0.5
"""Share of a wall's threshold that is enough where the text behind it is kept back."""
_UNSETTLED = 0.45
"""What is not settled is less sure than even odds."""


def examine(
    document: Document,
    layout: Layout,
    models: Models,
    *,
    keep_declared: bool = False,
    known: Known = NOTHING,
) -> tuple[Access, dict[str, float]]:
    """Return the answer for a page and the signs that tell how sure it is."""
    evidence = statements.read(document, layout)
    scene = scenes.of(document, layout, evidence, known)
    weighed = walls(scene, models)
    wall = choice.wall(scene, weighed, models.wall.threshold)
    closed = scenes.closed(scene) if wall is not None else scene
    if closed is not scene:
        scene, weighed = closed, walls(closed, models)
        wall = choice.wall(scene, weighed, models.wall.threshold)
    kept = parts(scene, models, weighed)
    believed = _believed(kept, models.part.threshold, wall=wall is not None)
    if wall is None:
        hidden = [p.part.indexes for p in believed if p.signs.get("is_hidden")]
        wall = choice.before_part(scene, weighed, hidden, _HALF * models.wall.threshold)
    away = _put_away(kept, believed)
    found = _Found(scene, wall, believed, away, keep=keep_declared)
    return _answer(found, evidence, weighed, models)


class _Found:
    """What is believed of one page."""

    def __init__(
        self,
        scene: Scene,
        wall: Weighed | None,
        believed: list[WeighedPart],
        away: list[WeighedPart],
        *,
        keep: bool,
    ) -> None:
        self.scene, self.wall = scene, wall
        self.cut: Cut | None = None
        self.away = away
        """Hidden ends that nothing closes: left out, and no boundary stands before them."""
        self.whole = [p for p in believed if _covers_shown_text(p)]
        """Parts that cover the text from its start on: they say whether, never where."""
        parts = [p for p in believed if not _covers_shown_text(p)]
        self.shown = [p for p in parts if keep and not _is_unreadable(p)]
        """Parts that are declared reserved, and stay public by the recipe's wish."""
        self.parts = [p for p in parts if p not in self.shown]


def _covers_shown_text(part: WeighedPart) -> bool:
    return bool(part.signs.get("whole_and_shown")) and part.part.kind not in (
        "vendor_sure",
        "scrambled",
        "filler",
    )


def _believed(weighed: list[WeighedPart], threshold: float, *, wall: bool) -> list[WeighedPart]:
    return [p for p in weighed if _is_believed(p, threshold, wall=wall)]


def _is_believed(part: WeighedPart, threshold: float, *, wall: bool) -> bool:
    """Hidden text amid shown text is a template or a tooltip; on a page that says free it
    is folded away, unless there is more of it in a box named for a wall than is shown.
    What a product writes around reserved text alone needs nobody's word beside it, nor does
    the hidden end of a text that its page says is not free; a short one needs it."""
    has = part.signs.get
    if has("hides_most") or part.part.kind == "vendor_sure":
        return True
    if has("more_after_than_inside") and part.part.basis is not Basis.SCRAMBLED:
        return False
    if has("hidden_and_free") and not wall:
        return False
    if has("hides_little") and not (wall or has("hidden_and_paid")):
        return False
    if has("hidden_and_paid") and not has("covers_whole"):
        return True
    return part.probability >= threshold


def _put_away(weighed: list[WeighedPart], believed: list[WeighedPart]) -> list[WeighedPart]:
    """The hidden end of a text, where nothing else says that it is closed: who hides it and
    why is not known. A page that says it is free has folded it."""
    doubted = [p for p in weighed if p.part.kind in ("hiding", "own_style") and p not in believed]
    return [p for p in doubted if not p.signs.get("hidden_and_free")]


def _answer(
    found: _Found, evidence: list[Evidence], weighed: list[Weighed], models: Models
) -> tuple[Access, dict[str, float]]:
    scene = found.scene
    kept = _kept(found)
    facts = verdict.stated(evidence)
    if found.wall is None and not kept:
        found.cut = cuts.find(scene, paid=verdict.declares_paid(facts))
    evidence += _signs(found, kept, models)
    facts = _seen(facts, found)
    case = verdict.decide(facts)
    signs = confidence.signs(scene, facts, case, found.wall, found.parts, weighed)
    place = _place(found, kept)
    whole = verdict.is_complete(facts, case, shown=scene.before[-1], cut=place is not None)
    held = frozenset(kept).union(*(p.part.indexes for p in found.away))
    if place is not None:
        held |= scene.foreign
        if found.wall is not None and not found.wall.candidate.cut:
            held |= _own_words(scene, found.wall.candidate)
    if found.away and whole:
        whole = None  # whether what is hidden is of the text, nothing tells
    return Access(case.status, 0.0, evidence, place, held, whole), signs


def _own_words(scene: Scene, wall: Candidate) -> frozenset[int]:
    """The lines of a wall from the first that speaks of it: a byline may stand in its box."""
    lines = wall.lines(scene)
    said = next((b.index for b in lines if speaks(b)), wall.end)
    return frozenset(b.index for b in lines if b.index >= said and not b.roles & _SIGNED)


_SIGNED = roles.BYLINE | roles.META


def _kept(found: _Found) -> dict[int, Basis]:
    """Block → what keeps it from the public."""
    kept: dict[int, Basis] = {}
    for part in sorted(found.parts, key=lambda p: -p.probability):
        for index in part.part.indexes:
            kept.setdefault(index, part.part.basis)
    if found.wall is not None:
        hidden = found.scene.hidden
        start = found.scene.layout.body_start
        for n in range(start, len(found.scene.blocks)):
            if hidden[n + 1] > hidden[n]:
                kept.setdefault(n, Basis.HIDDEN_TEXT)  # no hidden text is public beside a wall
    return kept


def _seen(facts: Facts, found: _Found) -> Facts:
    """The statements, and what is seen of the text."""
    names = [p for p in (*found.parts, *found.whole) if reserved.names_registration(p.part)]
    return replace(
        facts,
        wall=found.wall is not None,
        wall_asks_account=found.wall is not None and found.wall.asks_account,
        kept_back=any(_is_unreadable(p) for p in found.parts),
        marked=any(not _is_unreadable(p) for p in (*found.parts, *found.shown)),
        marked_account=any(p in found.parts for p in names),
        whole_account=any(p in found.whole for p in names),
        cut=found.cut is not None,
        falls_short=bool(found.scene.notes.get("falls_short")),
    )


def _is_unreadable(part: WeighedPart) -> bool:
    if part.part.basis in (Basis.HIDDEN_TEXT, Basis.SCRAMBLED):
        return True
    return bool(part.signs.get("is_hidden")) or part.part.kind in (
        "vendor",
        "vendor_sure",
        "marker",
    )


def _place(found: _Found, kept: dict[int, Basis]) -> Boundary | None:
    """The earliest place that a wall, a reserved part or a cut gives."""
    scene = found.scene
    body = set(scene.paragraphs_and_hidden)
    places = [(i, kept[i]) for i in sorted(kept) if i in body and not _is_amid(found, i)][:1]
    if found.wall is not None:
        places.append(_of_wall(scene, found.wall, places))
    if found.cut is not None:
        places.append((found.cut.block, Basis.TRUNCATED))
    if not places:
        return None
    block, basis = min(places, key=lambda p: p[0])
    path = scene.blocks[min(block, len(scene.blocks) - 1)].path
    quoted = _quoted(scene, found.wall, kept) if found.wall is not None else None
    inline = found.wall.candidate if found.wall is not None else None
    chars = inline.cut if inline is not None and block == inline.start else 0
    return Boundary(block, path, basis, 0.0, quoted, chars)


def _is_amid(found: _Found, index: int) -> bool:
    """A hidden paragraph amid the text, with more shown behind it than hidden, is kept back
    and says nothing of where the text ends: a tooltip, a caption that opens."""
    scene = found.scene
    in_part = any(index in p.part.indexes for p in found.parts)
    return not in_part and scene.behind(index) > scene.hidden_behind(index)


def _of_wall(scene: Scene, wall: Weighed, others: list[tuple[int, Basis]]) -> tuple[int, Basis]:
    """Where the text ends by a wall: at the wall, or, if that is a dialog, stands far from the
    text or before one as short as a cut one, behind all that is shown."""
    candidate, dialog = wall.candidate, bool(wall.signs.get("named_dialog"))
    if candidate.cut:
        return candidate.start, Basis.VISIBLE_WALL
    if not choice.is_elsewhere(scene, candidate):
        return _first_line(scene, candidate), Basis.VISIBLE_WALL
    before = candidate.start <= scene.last
    if before and not dialog and scene.behind(candidate.end) > CUT:
        return candidate.start, Basis.WALL_BEFORE_BODY
    end = max(scene.last + 1, 0)
    basis = Basis.WALL_BEFORE_BODY if before else Basis.VISIBLE_WALL
    return (min(end, others[0][0]) if others else end), basis


def _first_line(scene: Scene, candidate: Candidate) -> int:
    """The wall's first line, or the question or lone heading that leads to it."""
    index, blocks = candidate.start, scene.blocks
    above = blocks[index - 1] if index else None
    if above is None or index - 1 <= scene.last or scene.layout.container not in above.stack:
        return index
    asks = len(above.text) < _QUESTION and above.text.endswith(_CURIOUS)
    return index - 1 if asks or above.is_heading else index


_QUESTION = 60
_CURIOUS = ("?", "？", "؟", ";")


def _quoted(scene: Scene, wall: Weighed, kept: dict[int, Basis]) -> str:
    """The wall's own words: the lines that ask for something; nothing that is reserved."""
    if wall.candidate.cut:
        return scene.blocks[wall.candidate.start].text[wall.candidate.cut :].strip()[:_QUOTED]
    lines = [b for b in wall.candidate.lines(scene) if b.index not in kept]
    said: list[Block] = [b for b in lines if speaks(b)]
    return " ".join(b.text for b in said or lines)[:_QUOTED]


_QUOTED = 300


def _signs(found: _Found, kept: dict[int, Basis], models: Models) -> list[Evidence]:
    """What was believed, as evidence: where it stands and which signs decided."""
    signs = [_of_whole(p) for p in found.whole]
    signs += [_of_part(found.scene, p, models, Says.NOTE) for p in found.away]
    signs += [_of_part(found.scene, p, models) for p in found.parts]
    if found.wall is not None:
        signs.insert(0, _wall_sign(found.scene, found.wall, kept, models))
    if found.cut is not None:
        last = found.scene.blocks[found.scene.last]
        said = "; ".join(found.cut.reasons)
        signs.append(Evidence(Signal.CUT, last.path, said, Says.LOCKED, found.cut.sure))
    return signs


def _wall_sign(scene: Scene, wall: Weighed, kept: dict[int, Basis], models: Models) -> Evidence:
    says = Says.REGISTRATION if wall.asks_account else Says.LOCKED
    path = scene.blocks[wall.candidate.start].path
    why = reasons(models.wall.linear, wall.signs)
    if wall.box is not None:
        why = f"{wall.box}; {why}"
    text = _quoted(scene, wall, kept)
    return Evidence(Signal.WALL, path, text, says, round(wall.probability, 2), detail=why)


def _of_part(scene: Scene, part: WeighedPart, models: Models, says: Says | None = None) -> Evidence:
    if says is None:
        says = Says.LOCKED if _is_unreadable(part) else Says.METERED
        says = Says.REGISTRATION if reserved.names_registration(part.part) else says
    path = scene.blocks[part.part.hit[0]].path
    why = reasons(models.part.linear, part.signs)
    return Evidence(
        part.part.basis.signal, path, part.part.sign, says, round(part.probability, 2), detail=why
    )


def _of_whole(part: WeighedPart) -> Evidence:
    says = Says.REGISTRATION if reserved.names_registration(part.part) else Says.NOTE
    return Evidence(Signal.WHOLE_BODY, "css", part.part.sign, says, round(part.probability, 2))
