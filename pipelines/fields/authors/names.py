"""Names out of a byline: split, and rid of roles, contacts and labels."""

from __future__ import annotations

import re

from pipelines.fields.authors import name_shapes as shapes
from pipelines.lexicon.agencies import agencies
from pipelines.lexicon.tables import labels
from pipelines.page.bounds import NAMES
from pipelines.page.words import fold, squeeze

_NEXT_LABEL = re.compile(r"\s{0,9}[,;|/]?\s{0,9}[^\W\d_]{3,40}:\s")


_MAIL = re.compile(r"(?<!\S)[^\s@]+@\S+|https?://\S+|www\.\S+|@\w+")
_PAREN = re.compile(r"\s{0,9}[(\[][^)\]]{0,60}[)\]]")
# "A B/PA", and in print "A B for The Paper": who a person writes for
_SUFFIX = re.compile(r"(?<=[^\W\d_]{3})\s?/\s?[A-Z][A-Z.-]{1,6}(?=\s{0,9}$)")


# "A B @ Employer"
_AT = re.compile(r"(?<=[^\W\d_]{2}) @ [^,;|&]{1,60}")


# "19 Dec 2025 · A B": the line's date in front of the name
_DATED = re.compile(
    r"^[^|·•]{0,40}?(?:(?:19|20)\d\d|\d[./]\d\d)\b[^|·•]{0,20}?\s{0,9}(?:[|·•]|\s[-–—/]+\s)\s{0,9}(?=[^\W\d_])"
)
_LAST_FIRST = re.compile(r"^([^\W\d_][\w'’-]+),\s+([^\W\d_][\w'’.-]*)$")


_CAPITAL = f"[{''.join(c for c in map(chr, range(0x41, 0x2000)) if c.isupper())}]"
_PERSON = re.compile(
    rf"^{_CAPITAL}[\w'’.-]+(?: (?:{_CAPITAL}\.|[a-z]{{2,3}}|{_CAPITAL}[\w'’-]+))? {_CAPITAL}[\w'’-]+$"
)


_ADDRESS = re.compile(
    r"^(?:\w[\w-]*\.)+(?:com|net|org|info|news|co|tv|io|[a-z]{2})(?:\.[a-z]{2})?$", re.IGNORECASE
)
_LETTER = re.compile(r"[^\W\d_]")
_EDGE = " \t.,:;-–—|*•·●~/\"'“”«»„"
_MAX_NAMES = 12


def clean_names(raws: list[str], *, declared: bool = False) -> list[str]:
    """Return the names in these byline texts, in order, each once.

    Names of one letter or more than 60 characters, counters, dates, e-mail
    addresses, biographies and calls to follow are no names. Initials stay only
    where nothing longer was found; agency codes always. `declared` texts come
    from markup made for names: an account name in lower case is one there, and
    `Last, First` is turned around.
    """
    names: list[str] = []
    seen: set[str] = set()
    for raw in raws[:_MAX_NAMES]:
        for name in _names_of(raw[:NAMES], declared=declared):
            key = fold(name)
            if key not in seen:
                seen.add(key)
                names.append(name)
    names = _without_place(without_extras(names))
    longer = [
        n
        for n in names
        if len(n) > 3 or " " in n or not n.isascii() or n.casefold() in agencies().codes
    ]
    return (longer or names)[:_MAX_NAMES]


def _without_place(names: list[str]) -> list[str]:
    """`AFP, MANILA`: a word in capitals behind an agency is where it writes from."""
    if not names or not is_agency(names[0]):
        return names
    return [names[0], *(n for n in names[1:] if is_agency(n) or not n.isupper() or " " in n)]


def without_extras(names: list[str]) -> list[str]:
    """Beside a full name, a bare role, the newsroom or words in lower case are none; nor is
    what ends in a role behind it: "A B, Healthcare Reporter"."""
    if not any(" " in n and n[0].isupper() for n in names):
        return names
    return [
        n
        for place, n in enumerate(names)
        if not shapes.only_role().fullmatch(n)
        and not (place and shapes.ends_in_role().search(n))
        and fold(n) not in labels("names.newsroom")
        and not _is_phrase(n)
    ]


_LISTED = re.compile(r",\s+")


def titled(text: str) -> list[str]:
    """Return the names in a list of persons with their roles, "A B, Reporter, and C D, Head of
    X, Employer"; none where it is no such list.

    A role follows the first name. What stands behind a role is a further name where "and"
    joins it or a role of its own follows; else it is who they work for.
    """
    pieces = [
        (bool(number) or place == 0, part.strip())
        for place, piece in enumerate(_LISTED.split(text))
        for number, part in enumerate(shapes.listed_and().split(piece))
        if part.strip()
    ]
    if len(pieces) < 3 or not is_person(pieces[0][1]) or shapes.ends_in_role().search(pieces[0][1]):
        return []
    roles = [bool(shapes.ends_in_role().search(part)) for _, part in pieces]
    if not roles[1]:
        return []
    return [
        part
        for place, (joined, part) in enumerate(pieces)
        if not roles[place]
        and is_person(part)
        and (joined or (place + 1 < len(pieces) and roles[place + 1]))
    ]


def _is_phrase(text: str) -> bool:
    """Several words that begin in lower case, and not with a particle of a name."""
    return " " in text and text[0].islower() and not shapes.particle().match(text)


def printed_names(raws: list[str], *, declared: bool = False) -> list[str]:
    """Return the names in printed lines: what follows a date, a dash or a bar is none."""
    cut = []
    for raw in raws:
        listed = titled(_strip_labels(squeeze(raw[:NAMES])))
        if len(listed) > 1:
            cut += listed
            continue
        text = shapes.day().sub(
            "", shapes.timey().sub("", _strip_labels(_labelled(_after_date(squeeze(raw[:NAMES])))))
        )
        place = shapes.tail().search(text, 1)
        cut.append(_without_house(text[: place.start()] if place else text))
    names = clean_names(cut, declared=declared)
    if len(names) > 1 and " " in names[0]:
        # after a full name a single word is a place, a paper or a rubric
        return [names[0], *(n for n in names[1:] if " " in n or not n.isascii())]
    return names


def _without_house(text: str) -> str:
    """`A B Le Papier`: an article behind a whole name begins the paper's."""
    house = shapes.inner_article().search(text)
    return text[: house.start()] if house and is_person(text[: house.start()]) else text


def _after_date(text: str) -> str:
    """`19 Dec 2025 · A B`: what follows the date, where it is a person; it may be a rubric."""
    date = _DATED.match(text)
    rest = text[date.end() :] if date else ""
    place = shapes.tail().search(rest, 1)
    return rest if is_person(rest[: place.start()] if place else rest) else text


def _labelled(text: str) -> str:
    """`Bericht: A B Foto: C D`: the person behind the first label, whatever it says."""
    label, colon, rest = text.partition(": ")
    first = _NEXT_LABEL.split(rest)[0] if colon and " " not in label else ""
    return first if is_person(first) and not shapes.picture().search(label) else text


def _names_of(raw: str, *, declared: bool) -> list[str]:
    text = _AT.sub("", _MAIL.sub(" ", squeeze(raw)))
    text = _SUFFIX.sub("", _PAREN.sub("", text))
    text = _strip_labels(text)
    turned = _LAST_FIRST.match(text) if declared else None
    if turned and not any(map(is_agency, turned.groups())):
        text = f"{turned[2]} {turned[1]}"
    text = _without_paper(text if declared else shapes.written_for().sub("", text))
    parts = shapes.split().split(text)
    if (
        declared
        and len(parts) == 2
        and "," not in text
        and min(len(p.split()) for p in parts) == 1
        and max(len(p.split()) for p in parts) > 2
    ):
        parts = [text]  # "Center for Drug Evaluation and Research" is one desk
    found = [_one(part, declared=declared, whole=len(parts) == 1) for part in parts]
    return [name for name in found if name]


def _without_paper(text: str) -> str:
    """`A and B, Paper`: after the last name of a list stands who they write for."""
    names, _, paper = text.rpartition(",")
    last = names.rpartition(",")[2]
    is_paper = paper[:1].isspace() and shapes.no_more().match(paper.strip())
    listed = (
        is_paper and shapes.last_two().fullmatch(last) and len(shapes.joined().findall(text)) == 1
    )
    return names if listed else text


def _strip_labels(text: str) -> str:
    for _ in range(2):
        shorter = shapes.label().sub("", text).strip()
        if shorter == text or not shorter:
            break
        text = shorter
    return text


def _one(part: str, *, declared: bool, whole: bool) -> str | None:
    text = _strip_labels(shapes.all_by().sub("", part.strip(_EDGE)))
    text = shapes.picture_by().sub("", text)
    paper = shapes.written_for().search(text)
    if paper and is_person(text[: paper.start()]):
        text = text[: paper.start()]
    text = shapes.timey().sub("", text).strip(_EDGE)
    text = shapes.day().sub("", text).strip(_EDGE)
    text = shapes.eastern_desk().sub("", shapes.eastern_role().sub("", text))
    if shapes.alone().match(text) or shapes.sentence().search(text):
        return None
    role = shapes.role().search(text)
    if role and not (declared and whole and " " in text and len(text[: role.start()].split()) < 2):
        before = text[: role.start()].strip(_EDGE)
        # a surname may be a job: "A Leiter", "Anna Writer"
        text = (
            text
            if " " not in before
            and is_person(text)
            and is_name(before)
            and not shapes.noise().match(before)
            else before
        )
    if not text or shapes.noise().match(text) or not is_name(text, declared=declared):
        return None
    return text.title() if text.isupper() and len(text) > 5 and " " in text else text


def is_agency(text: str) -> bool:
    """Tell whether `text` is a news agency, with or without its desk (`dpa/lno`)."""
    return shapes.agency().sub("", text.partition("/")[0].strip().casefold()) in agencies().every


def is_name(text: str, *, declared: bool = False) -> bool:
    """Tell whether `text` has the shape of a person's or a desk's name."""
    if not 2 <= len(text) <= 60 or ": " in text or sum(c.isdigit() for c in text) > 2:
        return False
    if len(text.split()) > 7 or not _LETTER.search(text):
        return False
    first = text.lstrip("'’\"").replace("@", "")[:1]
    if declared and len(text.split()) <= 3:
        return True
    # a script without case, or a capital somewhere: "van der Berg" is a name, "read more" is none
    if first.islower():
        return any(c.isupper() for c in text) and (
            " " not in text or bool(shapes.particle().match(text))
        )
    return not first.isdigit()


def is_person(name: str) -> bool:
    """Tell whether a name is a person's, not a desk's or a firm's."""
    return (
        bool(_PERSON.match(name))
        and "_" not in name
        and not shapes.organisation().search(name)
        and not shapes.staff().search(name)
    )


def foreign(names: list[str], sites: list[str]) -> list[str]:
    """The names without the site's own, its staff, and the parts of it beside a person."""
    kept = [n for n in names if not is_own(n, sites)]
    if len(kept) < 2:
        return kept
    return [n for n in kept if fold(n).split(" ")[0] not in sites]


def is_own(name: str, sites: list[str]) -> bool:
    """The site, whether with its staff ("Paper Staff") or as an address ("paper.com")."""
    if not sites:
        return False
    own = _tight(shapes.staff().sub("", name)).removeprefix("the")
    return any(own == _tight(site).removeprefix("the") for site in sites) or bool(
        _ADDRESS.match(name)
    )


def _tight(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())
