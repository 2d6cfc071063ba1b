"""Authors as printed: one per person or desk, no roles, no site name.

Declared authors (JSON-LD, meta, microdata) come first where they are persons;
the byline near the headline decides where nothing is declared, or where only
the publisher itself is.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from pipelines.access.public import PublicDocument as Document, PublicLayout as Layout
from pipelines.fields.authors import declared as declared_authors, ordinary, printed_byline, ranking
from pipelines.fields.authors.names import is_agency, is_person
from pipelines.fields.authors.ranking import Candidate
from pipelines.fields.candidates import Candidates
from pipelines.fields.site_name import letters
from pipelines.identity import account_of
from pipelines.model import Found
from pipelines.page import jsonld
from pipelines.page.words import fold


def find(document: Document, layout: Layout) -> Candidates[list[str]]:
    """Return the authors with all candidates; nobody named: no chosen value."""
    asked = ranking.candidates(document, layout)
    chosen, considered = by_rules(asked, document, layout)
    surer = ranking.surer(asked, chosen, document, layout)
    if surer is not None and surer not in considered:
        considered.append(surer)
    return Candidates(surer or chosen, considered)


def by_rules(
    asked: list[Candidate], document: Document, layout: Layout
) -> tuple[Found[list[str]] | None, list[Found[list[str]]]]:
    """Return what the rules choose among the candidates, and which they considered."""
    declared = [c.found for c in asked if c.block is None]
    lines = [c for c in asked if c.block is not None and c.form != "bare"]
    printed = [c.found for c in lines]
    if not declared and not printed and not _is_news(document):
        declared = _of_own_site(document, layout)
    chosen = _instead_of_account(declared, lines, layout) or _choose(declared, printed)
    return chosen, [*declared, *printed]


def _of_own_site(document: Document, layout: Layout) -> list[Found[list[str]]]:
    """Who signs on a site of one's own: a person whose name it bears, with no role behind
    it and of no words that the text writes too, or the account whose name is the beginning
    of the address."""
    anyone = [c for c in declared_authors.find(document, [], desks=False) if c.value] or [
        n.found for n in printed_byline.find(layout, []) if n.found.value and n.form != "bare"
    ]
    account, known = _account(document.url), ordinary.words_of(layout)
    return [
        c
        for c in anyone
        if (all(map(is_person, c.value)) and _is_bare(c) and not ordinary.share(c.value, known))
        or [letters(n) for n in c.value] == [account]
    ]


def _account(url: str) -> str:
    """Return the account that a host of many writers names first: `anna` of
    `anna.blogs.example`; nothing where the host is the site's own."""
    return letters(account_of(urlsplit(url).hostname or ""))


def _is_bare(found: Found[list[str]]) -> bool:
    """A declaration of the names and nothing else; a line of print has "By" in front."""
    return found.source == "html" or fold(found.raw) == fold("; ".join(found.value))


def _instead_of_account(
    declared: list[Found[list[str]]], lines: list[Candidate], layout: Layout
) -> Found[list[str]] | None:
    """Who entered the text is declared, or the section it stands in; who wrote it is printed:
    "By" and a person near the headline, or a name that its markup marks as one, where no
    declared name stands. An agency, or a name in another script, may be both."""
    first = lines[0] if lines else None
    if first is None or not declared or not _says_who(first, layout):
        return None
    names = [n for d in declared for n in d.value]
    if not all(map(is_person, first.found.value)) or any(map(_may_be_both, names)):
        return None
    if {_last(n) for n in names} & {_last(n) for n in first.found.value}:
        return None  # the same person, declared with more names
    zone = [fold(b.text) for b in ranking.head_lines(layout)]
    return None if any(fold(n) in text for n in names for text in zone) else first.found


def _last(name: str) -> str:
    return fold(name).split(" ")[-1]


def _may_be_both(name: str) -> bool:
    return is_agency(name) or name.lower() == name.upper()


def _says_who(line: Candidate, layout: Layout) -> bool:
    if printed_byline.says_by(line.found.raw):
        return True
    top = layout.headline
    return (
        line.form in ("marked", "byline")
        and line.block is not None
        and top is not None
        and top.index < line.block.index <= layout.body_start
    )


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
