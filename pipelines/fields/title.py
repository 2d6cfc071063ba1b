"""The headline as printed: no site name, no kicker.

Printed headings and declared titles vote. A heading that a declaration confirms
wins; a declared title that only adds a site name, is cut off or is worded for
search engines loses against the heading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from pipelines.access.public import PublicDocument as Document, PublicLayout as Layout
from pipelines.fields.candidates import Candidates
from pipelines.fields.site_name import is_only_site, letters, site_names, without_site
from pipelines.layout import roles
from pipelines.model import Found
from pipelines.page import jsonld
from pipelines.page.document import Element
from pipelines.page.words import containment, fold, similarity, squeeze, word_set, words

_CUT = re.compile(r"(?:\.\.\.|…)\s{0,9}$")
_JOINT = re.compile(r"\s{0,9}(?:[-–—|·•»:/~@ㅣ｜]|--)")
_SITE_JOINT = re.compile(r"\s{1,9}[-–—|]\s")


def find(document: Document, layout: Layout) -> Candidates[str]:
    """Return the headline with all candidates; none found: no chosen value."""
    names = site_names(document)
    declared = _declared(document, names)
    printed = _printed(layout, declared, names)
    echoed = _echoed(layout, declared)
    chosen = _choose(declared, printed, echoed, document, layout)
    if chosen is not None:
        chosen = replace(chosen, value=_MARKDOWN.sub("", chosen.value))
    return Candidates(chosen, [*(p.found for p in printed), *echoed, *declared])


_MARKDOWN = re.compile(r"^#{1,6} (?=\S)")
"""The sign of a heading in Markdown that a page shows as it was typed: `## Title`."""


def _declared(document: Document, names: list[str]) -> list[Found[str]]:
    found = []
    for node in document.article_nodes[:3]:
        for key in ("headline", "name"):
            raw = jsonld.text_of(jsonld.get(node, key))
            if raw and len(raw) > 3:
                found.append(Found(without_site(raw, names), "json-ld", key, raw))
                break
        if found:
            break
    for name in (
        "og:title",
        "twitter:title",
        "headline",
        "dc.title",
        "parsely-title",
        "sailthru.title",
        "citation_title",
        "title",
    ):
        raw = document.meta(name)
        if raw:
            source = "opengraph" if name.startswith("og:") else "meta"
            found.append(Found(without_site(raw, names), source, name, raw))
    if document.head.title:
        raw = document.head.title
        found.append(Found(without_site(raw, names), "html", "title", raw))
    return [f for f in found if f.value and not is_only_site(f.value, names)]


@dataclass(frozen=True, slots=True)
class _Heading:
    """A printed heading and whether it stands where a headline stands."""

    found: Found[str]
    leads: bool
    """It comes before the running text."""


def _printed(layout: Layout, declared: list[Found[str]], names: list[str]) -> list[_Heading]:
    """Headings that may be the headline: `<h1>` first, then what stands above the body."""
    found: list[_Heading] = []
    elements: dict[Element, list[int]] = {}
    for block in layout.blocks:
        if block.kind == "h1" and not block.roles & (roles.HIDDEN | roles.FOOT):
            heading = next(e for e in reversed(block.stack) if e.tag == "h1")
            elements.setdefault(heading, []).append(block.index)
    for heading, indexes in elements.items():
        blocks = [layout.blocks[i] for i in indexes]
        leads = blocks[0].index <= layout.body_start
        whole = " ".join(b.text for b in blocks)
        bare = _without_labels(whole, heading, declared)
        if bare != whole and (
            _has_kicker(heading) or any(fold(bare) in fold(d.raw) for d in declared)
        ):
            found.append(_Heading(Found(bare, "html", blocks[0].path, whole), leads))
        if len(whole) < 500 and not is_only_site(whole, names):
            found.append(_Heading(Found(whole, "html", blocks[0].path, whole), leads))
        if len(blocks) > 1:
            found.extend(
                _Heading(Found(b.text, "html", b.path, b.text), leads)
                for b in blocks
                if len(b.text) > 12
            )
    for block in layout.blocks[: layout.body_start + 3]:
        prop = (block.element.get("itemprop") or "").lower()
        if prop in ("headline", "name headline") and block.kind != "h1":
            found.append(
                _Heading(Found(block.text, "microdata", block.path, block.text), leads=True)
            )
    return found


def _has_kicker(heading: Element) -> bool:
    """Its own markup names a part of it a kicker, whatever the declared titles say."""
    return any(roles.of(e) & roles.KICKER for e in heading.iterdescendants("span", "small"))


def _without_labels(text: str, heading: Element, declared: list[Found[str]]) -> str:
    """Return a heading without the kicker, badge or second line that its markup names as one,
    or sets apart where the declared titles leave it out."""
    known = {fold(d.value) for d in declared}
    for element in heading.iterdescendants("span", "small", "em", "strong", "a"):
        label = squeeze("".join(element.itertext()))
        rest = text.removeprefix(label) if text.startswith(label) else text.removesuffix(label)
        left_out = fold(text) not in known and fold(rest.strip(" :|–-")) in known
        if not left_out and not roles.of(element) & roles.KICKER:
            continue
        text = rest.strip(" :|–-") if _is_headline_like(rest) else text
    return text


def _echoed(layout: Layout, declared: list[Found[str]]) -> list[Found[str]]:
    """Lines above the body that a declared title repeats and then continues with a
    site or a rubric: the headline of pages whose `<h1>` is a logo or missing."""
    found = []
    for block in layout.blocks[: layout.body_start + 3]:
        text = block.text
        if (
            block.kind == "h1"
            or block.roles & (roles.HIDDEN | roles.NAV | roles.FOOT)
            or len(text) > 300
        ):
            continue
        if any(_continues(d.raw, text) for d in declared) and _is_headline_like(text):
            found.append(Found(text, "html", block.path, text))
    return sorted(found, key=lambda f: -len(f.value))


def _choose(
    declared: list[Found[str]],
    printed: list[_Heading],
    echoed: list[Found[str]],
    document: Document,
    layout: Layout,
) -> Found[str] | None:
    best: tuple[float, Found[str]] | None = None
    some_lead = any(h.leads for h in printed)
    for heading in printed:
        value = _support(heading.found, declared, document)
        if some_lead and not heading.leads and value < _REPEATED:
            continue  # cards of other articles resemble what is declared of this one
        value += 0.01 * sum(fold(d.value) == fold(heading.found.value) for d in declared)
        if best is None or value > best[0] + 1e-9:
            best = (value, heading.found)
    if (
        echoed
        and (best is None or best[0] < 0.9)
        and sum(fold(d.value) == fold(echoed[0].value) for d in declared) > 1
    ):
        return echoed[0]
    if best is not None and best[0] >= 0.5:
        clean = _without_tail(_without_kicker(best[1], declared), declared)
        return _with_topic(_as_declared(clean, declared), declared, layout)
    united = _united(declared, document.url, best[1].value if best else "")
    if united is not None:
        return united
    if echoed:
        return echoed[0]
    leading = [h.found for h in printed if h.leads]
    if len(leading) == 1 and _is_headline_like(leading[0].value):
        return leading[0]
    return _best_declared(declared) or (best[1] if best else None)


_REPEATED = 0.9
"""Support of a heading that a declared title repeats or goes on from."""


def _support(candidate: Found[str], declared: list[Found[str]], document: Document) -> float:
    """How well a printed heading agrees with what is declared, 0 to 1 and a little."""
    value = 0.0
    for other in declared:
        equal = fold(candidate.value) == fold(other.value)
        score = 1.2 if equal else similarity(candidate.value, other.value)
        if len(words(candidate.value)) >= 4:
            score = max(score, 0.9 * containment(candidate.value, other.raw or other.value))
        elif _is_followed(candidate.value, other.raw):
            score = 0.9
        if _CUT.search(other.value):
            score = max(score, containment(_CUT.sub("", other.value), candidate.value))
        elif len(words(other.value)) >= 4:
            score = max(score, 0.9 * containment(other.value, candidate.value))
        value = max(value, score)
    slug = urlsplit(document.url).path.rsplit("/", 2)
    slug_words = word_set(" ".join(slug[-2:]).replace("-", " ").replace("_", " "))
    own = word_set(candidate.value)
    if _is_address(candidate.value, document.url):
        return max(value, 0.8)
    if own and len(slug_words) >= 3:
        value = max(value, 0.8 * len(own & slug_words) / len(own))
    return value


def _is_address(text: str, url: str) -> bool:
    """The last part of the address spells the heading, though it is one word."""
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2].partition(".")[0]
    return len(last) > 5 and letters(text) == letters(last)


def _is_followed(short: str, title: str) -> bool:
    """A title that goes on with a site's name behind a spaced dash or bar; a colon follows
    a blog's own name."""
    rest = fold(title).removeprefix(fold(short))
    return len(words(short)) > 1 and len(rest) < len(fold(title)) and bool(_SITE_JOINT.match(rest))


def _without_kicker(found: Found[str], declared: list[Found[str]]) -> Found[str]:
    """A heading that is a declared title with a few words in front: the title, unless
    most of the declared ones have those words too."""
    text = fold(found.value)
    if 2 * sum(fold(d.value) == text for d in declared) > len(declared):
        return found
    for other in declared:
        known = fold(other.value)
        if len(known) > 15 and text != known and text.endswith(known):
            front = text[: -len(known)].strip(" :|-–+.")
            if text[: -len(known)] == front + " " and len(front) < 4:
                continue  # "The" is no kicker
            if len(front) < 40 and len(front) < len(known):
                start = len(found.value) - len(other.value)
                if fold(found.value[start:]) == known:
                    return Found(found.value[start:], found.source, found.where, found.raw)
    return found


def _united(declared: list[Found[str]], url: str, heading: str) -> Found[str] | None:
    """The declared title that the `<title>` repeats and the address spells: three
    witnesses outweigh a heading that agrees with none (a live blog's latest entry)."""
    first = next((d for d in declared if d.source in ("json-ld", "opengraph")), None)
    last = declared[-1] if declared else None
    if first is None or last is None or last.source != "html" or len(words(first.value)) < 4:
        return None
    if not _continues(last.raw, first.value):
        return None
    slug = _slug(url)
    spelt, other = len(slug & word_set(first.value)), len(slug & word_set(heading))
    return first if len(slug) >= 3 and spelt >= 0.7 * len(slug) and other * 3 <= len(slug) else None


def _slug(url: str) -> frozenset[str]:
    """The words of the address's wordiest part, numbers and particles aside."""
    parts = (word_set(p.replace("-", " ").replace("_", " ")) for p in urlsplit(url).path.split("/"))
    return frozenset(w for w in max(parts, key=len) if not w.isdigit() and len(w) > 2)


def _with_topic(found: Found[str], declared: list[Found[str]], layout: Layout) -> Found[str]:
    """A headline printed in two lines: the topic above the `<h1>` belongs to it where
    the declared titles join both by a colon. One word is a rubric and stays out."""
    known = ": " + fold(found.value)
    joined = min(
        (d for d in declared if fold(d.value).endswith(known)),
        key=lambda d: len(d.value),
        default=None,
    )
    if joined is None or sum(known in fold(d.value) for d in declared) < 2:
        return found
    topic = fold(joined.value)[: -len(known)]
    if len(words(topic)) < 2 or not any(
        fold(b.text).startswith(topic) for b in layout.blocks[: layout.body_start + 3]
    ):
        return found
    return Found(joined.value, found.source, found.where, found.raw)


def _without_tail(found: Found[str], declared: list[Found[str]]) -> Found[str]:
    """A heading that ends in the site's name, as a declared title without it proves."""
    for other in declared:
        if (
            other.value != other.raw
            and len(words(other.value)) >= 3
            and fold(found.value) != fold(other.value)
            and _continues(found.value, other.value)
        ):
            tail = fold(found.value)[len(fold(other.value)) :]
            if fold(squeeze(other.raw)).endswith(tail):
                return Found(other.value, found.source, found.where, found.raw)
    return found


def _best_declared(declared: list[Found[str]]) -> Found[str] | None:
    """The declared title that all others only continue (with a site or a rubric), or
    that most others agree with; earlier ones win ties."""
    whole = [d for d in declared if not _CUT.search(d.value)] or declared
    if not whole:
        return None
    shortest = min(whole, key=lambda d: len(d.value))
    if len(words(shortest.value)) >= 4 and all(_continues(d.value, shortest.value) for d in whole):
        return shortest
    return max(whole, key=lambda d: sum(similarity(d.value, o.value) > 0.8 for o in whole))


def _continues(text: str, start: str) -> bool:
    longer, known = fold(text), fold(start)
    return longer == known or (
        longer.startswith(known) and bool(_JOINT.match(longer[len(known) :]))
    )


def _as_declared(found: Found[str], declared: list[Found[str]]) -> Found[str]:
    """A heading put together from several boxes: the declared title with the same
    words has the punctuation between them."""
    own = words(fold(found.value))
    for other in declared:
        if (
            len(own) > 2
            and other.value != found.value
            and words(fold(other.value)) == own
            and len(other.value) > len(found.value)
            and _joins(other.value, found.value)
        ):
            return Found(other.value, found.source, found.where, found.raw)
    return found


_WORD = re.compile(r"(\w+)")
_BETWEEN = re.compile(r"\s{0,9}[:–—|·.-]\s{0,9}")


def _joins(text: str, parts: str) -> bool:
    """Tell whether `text` is `parts` with a sign where the latter has but a space: what
    stands around the words, and every other sign between them, is as it was printed."""
    signs, printed = _WORD.split(fold(text))[::2], _WORD.split(fold(parts))[::2]
    if len(signs) != len(printed) or signs[0] != printed[0] or signs[-1] != printed[-1]:
        return False
    return all(
        own == said or (said.strip() == _BETWEEN.sub(" ", own, count=1).strip())
        for own, said in zip(signs, printed, strict=True)
    )


def _is_headline_like(text: str) -> bool:
    return len(text) >= 12 and len(words(text)) >= 3
