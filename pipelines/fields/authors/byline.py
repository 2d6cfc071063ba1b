"""Authors as printed: one per person or desk, no roles, no site name.

Declared authors (JSON-LD, meta, microdata) come first where they are persons;
the byline near the headline decides where nothing is declared, or where only
the publisher itself is.
"""

from __future__ import annotations

from pipelines.access.public import PublicDocument as Document, PublicLayout as Layout
from pipelines.fields.authors import declared as declared_authors, printed_byline, ranking
from pipelines.fields.authors.names import is_person
from pipelines.fields.candidates import Candidates
from pipelines.model import Found
from pipelines.page import jsonld
from pipelines.page.words import fold


def find(document: Document, layout: Layout) -> Candidates[list[str]]:
    """Return the authors with all candidates; nobody named: no chosen value."""
    asked = ranking.candidates(document, layout)
    declared = [c.found for c in asked if c.block is None]
    printed = [c.found for c in asked if c.block is not None and c.form != "bare"]
    if not declared and not printed and not _is_news(document):
        # a personal site bears its author's name, and no role behind it
        anyone = [c for c in declared_authors.find(document, [], desks=False) if c.value] or [
            n.found for n in printed_byline.find(layout, []) if n.found.value and n.form != "bare"
        ]
        declared = [c for c in anyone if all(map(is_person, c.value)) and _is_bare(c)]
    chosen = _instead_of_account(declared, printed, layout) or _choose(declared, printed)
    surer = ranking.surer(asked, chosen, layout)
    considered = [*declared, *printed]
    if surer is not None and surer not in considered:
        considered.append(surer)
    return Candidates(surer or chosen, considered)


def _is_bare(found: Found[list[str]]) -> bool:
    """A declaration of the names and nothing else; a line of print has "By" in front."""
    return found.source == "html" or fold(found.raw) == fold("; ".join(found.value))


def _instead_of_account(
    declared: list[Found[list[str]]], printed: list[Found[list[str]]], layout: Layout
) -> Found[list[str]] | None:
    """Who entered the text is declared, who wrote it is printed: "By" and a person near the
    headline, where no declared name stands. A desk or a name in another script may be both."""
    first = printed[0] if printed else None
    if first is None or not declared or not printed_byline.says_by(first.raw):
        return None
    names = [n for d in declared for n in d.value]
    if not all(map(is_person, [*first.value, *names])):
        return None
    zone = [fold(b.text) for b in layout.head_zone]
    return None if any(fold(n) in text for n in names for text in zone) else first


def _is_news(document: Document) -> bool:
    return any("news" in t for node in document.ld[:60] for t in jsonld.types(node))


def _choose(
    declared: list[Found[list[str]]], printed: list[Found[list[str]]]
) -> Found[list[str]] | None:
    cased = [d for d in declared if any(c.isupper() or not c.isascii() for n in d.value for c in n)]
    if not cased:
        # account names in lower case stand behind any printed name
        by = next((p for p in printed if any(c.isupper() for c in p.value[0])), None)
        return by or next(iter([*declared, *printed]), None)
    first = cased[0]
    # another declaration, or one printed line, may name more persons than the first
    for other in [*cased[1:], *(p for p in printed[:2] if _is_one_line(p))]:
        if len(first.value) < len(other.value) <= 6 and _covers(other.value, first.value):
            return other
    if (
        len(first.value) == 1
        and printed
        and not any(_covers(p.value, first.value) for p in printed)
    ):
        for other in cased[1:]:
            if any(_covers(p.value, other.value) for p in printed):
                return other
    return first


def _is_one_line(found: Found[list[str]]) -> bool:
    """One printed line reads "By A, B and C", a date behind it at most."""
    raw = fold(found.raw)
    end = max(raw.find(fold(n)) + len(n) for n in found.value)
    if printed_byline.is_stamp(raw[end:]):
        raw = raw[:end]
    length = sum(map(len, found.value)) + 6 * len(found.value) + 12
    return (
        printed_byline.begins_with_by(found.raw)
        and len(raw) < length
        and all(fold(n) in raw for n in found.value)
    )


def _covers(names: list[str], wanted: list[str]) -> bool:
    have = {fold(n) for n in names}
    return all(fold(w) in have for w in wanted)
