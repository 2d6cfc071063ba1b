"""Names out of a byline: split, and rid of roles, contacts and labels."""

from __future__ import annotations

import re
from functools import cache

from pipelines.lexicon.tables import source
from pipelines.page.bounds import NAMES
from pipelines.page.words import fold, squeeze

_LABEL = re.compile(
    r"^(?:written by|authored by|posted by|published by|reported by|reporting by|story by|words by|text by|article by|edited by|reviewed by|by|par|von|por|di|da|door|av|af|przez|text|texte|texto|testo|autor(?:in)?(?:en)?|auteur|autore|autores|author|authors|byline|propos recueillis par|recueilli par|reporter|mit|with|und|and|et|y|e|de notre (?:correspondant\w{0,30}|envoyée? spéciale?))\s{0,9}[:\-–]?\s{1,9}|^(?:autor|author|auteur|text|von|by|par)\s{0,9}:\s{0,9}|^(?:written|posted|published) (?-i:by(?=[A-Z]))",
    re.IGNORECASE,
)
_PICTURE = re.compile(
    r"bild|[fp]h?oto|image|kamera|camera|gra(?:f|ph)i|illustr|video", re.IGNORECASE
)
_NEXT_LABEL = re.compile(r"\s{0,9}[,;|/]?\s{0,9}[^\W\d_]{3,40}:\s")
_SPLIT = re.compile(
    r"\s{0,9}[;|•·\n、]\s{0,9}|\s{1,9}[-–—/]\s{1,9}|\s{0,9},\s{0,9}|\s{1,9}(?:and|und|et|och|og|ja|en|i|ve|with|avec|mit|sowie)\s{1,9}|\s{0,9}&\s{0,9}|\s{1,9}y\s{1,9}(?=[A-ZÁÉÍÓÚÑ])|\s{1,9}e\s{1,9}(?=[A-ZÁÉÍÓÚÃÕ])|/(?=\w{3})",
    re.IGNORECASE,
)
_MAIL = re.compile(r"(?<!\S)[^\s@]+@\S+|https?://\S+|www\.\S+|@\w+")
_PAREN = re.compile(r"\s{0,9}[(\[][^)\]]{0,60}[)\]]")
_RANK = r"(?:(?:senior|junior|chief|staff|deputy|managing|executive|contributing|associate|assistant|political|sports?|business|news|science|health|technology|culture|foreign|special|freelance|digital|national|city|features?|multimedia|investigative)\s{1,9}){0,6}"
_JOB = (
    r"(?:reporter|editor|editor-in-chief|correspondent|journalist|writer|columnist|contributor|producer|photographer|author|analyst|intern|publisher|presenter|blogger|staff writer|bureau chief|fact[- ]check\w{0,30}|professor|lecturer|director|manager|ceo|founder|co-founder|specialist|phd|md"
    r"|redakteur(?:in)?|redaktor\w{0,30}|reporterin|korrespondent(?:in)?|journaliste?(?:in)?|chefredakteur(?:in)?|volontär(?:in)?|autorin|ressortleiter(?:in)?|leiter(?:in)?|mitarbeiter(?:in)?|fotograf(?:in)?|freie[rs]?|rédact\w{1,30} en chef|correspondante?|envoyée?s? spécia(?:le?s?|ux)|chroniqueu\w{1,30}|grand reporter|stagiaire"
    r"|periodista|redactora?|corresponsal|colaborador[ae]?|giornalista|redattore|inviat[oa]|corrispondente|verslaggever|redacteur|correspondent|dziennikar\w{1,30}|toimittaja|redaktorka|journalist|újságíró|reportér(?:ka)?|novinar(?:ka)?|žurnalist\w{0,30}|כתבת?|محرر|مراسل)"
)
_ROLE = re.compile(rf"\b{_RANK}{_JOB}\b(?s:.*)", re.IGNORECASE)
# "A B/PA", and in print "A B for The Paper": who a person writes for
_SUFFIX = re.compile(r"(?<=[^\W\d_]{3})\s?/\s?[A-Z][A-Z.-]{1,6}(?=\s{0,9}$)")
_PICTURE_BY = re.compile(
    r"\s{1,9}(?:illustrations?|symbolbild(?:er)?|fotos?|photos?|photography|fotografie|bilder)\b:?\s{1,9}\S(?s:.*)",
    re.IGNORECASE,
)
_FOR = re.compile(r"\s{1,9}[Ff]or\s{1,9}(?:[Tt]he\s{1,9})?[A-Z](?s:.*)")
_ONLY_ROLE = re.compile(rf"{_RANK}{_JOB}s?", re.IGNORECASE)
_TIMEY = re.compile(
    r"\b(?:\d{1,2}[:.h]\d{2}|\d{1,2}\.\s?\d{1,2}\.|(?:19|20)\d{2}|updated|published|publié|mis à jour|aktualisiert|veröffentlicht|min read|minutes? (?:read|ago)|hours? ago|lesezeit|uhr)\b(?s:.*)",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"^(?:follow(?: .*)?|view .*|see .*|more (?:from|by).*|all (?:posts|articles|stories).*|read more.*|show .*|share.*|email.*|e-mail|contact.*|subscribe.*|bio|about.*|profile|biography|published|updated|posted(?: on| in)?|last updated|opinion|comment(?:s|ary)?|analysis|news|admin(?:istrator)?|editor|author|authors|guest|staff|unknown|none|null|n/?a|anonymous|user|root|undefined|true|false|[\[{].*|webmaster|editorial|image|photo|credit|getty.*|getty images|facebook|twitter|instagram|linkedin|x|whatsapp|copy link|print|save|advertisement|anzeige|contributor|journalist|reporter|writer|on|in|at|from|sponsored.*|member|mehr|voir .*|tous ses articles|autor|autorin|auteur|verified|expert|medically.*|fact.?checked.*|reviewed.*|edited.*|translated.*|illustration.*|fotos?.*|photographs?.*|bild.*|jr\.?|sr\.?|ph\.?d\.?|m\.?d\.?|mba|esq\.?|rn|rd|cpa|dr\.?|ms|msc|ma|ba)$",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|janv|févr|fevr|avr|juin|juil|août|déc|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|fev|out)[a-zéûäíô]{0,9}"
_DAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b(?s:.*)"
    rf"|\b{_MONTH}\.?\s{{1,9}}\d(?s:.*)|\b\d{{1,2}}(?:st|nd|rd|th|\.)?[\s-]+(?:de\s{{1,9}})?{_MONTH}\b(?s:.*)"
    r"|\b(?:on|am|at|um|in|le|el|à|il)\s{0,9}$|\b(?:vor|il y a|hace)\s{1,9}\d(?s:.*)|\b(?:last|first) (?:updated?|published)\b(?s:.*)",
    re.IGNORECASE,
)
# "19 Dec 2025 · A B": the line's date in front of the name
_DATED = re.compile(
    r"^[^|·•]{0,40}?(?:(?:19|20)\d\d|\d[./]\d\d)\b[^|·•]{0,20}?\s{0,9}(?:[|·•]|\s[-–—/]+\s)\s{0,9}(?=[^\W\d_])"
)
# a whole piece that is only the label of a byline: "By", "Written by", "Autor"
_ALONE = re.compile(
    r"^(?:(?:written|posted|published|reported|created|story|text|words|article|edited|reviewed|authored|erstellt|geschrieben|veröffentlicht|kommentar|interview|analyse|publié|rédigé|écrit|escrito|publicado|scritto)\s+)?"
    r"(?:by|von|par|por|di|da|door|av|af|from|de|der|die|und|and|with|mit|last|name|names|no author|learn more.*|read (?:full|his|her|more|my).*|close .*|folgen.*|\+.*|small|medium|large|text size|autor\w*|authors?|follow\w*|teilen|copy.*|listen.*|play.*|home|tags?|quelle|source|beitrag|stand|heute)$",
    re.IGNORECASE,
)
# words of a biography, not of a name
_SENTENCE = re.compile(
    r"\b(?:is|was|has|are|i|you|your|we|our|ist|war|hat|est|sont)\b|[?!]|\.\s+[a-z]"
)
_ALL_BY = re.compile(
    r"^(?:zeige|view|see|show|read|more|all|alle|voir|ver|mehr|tous|todos)\b.{0,40}?\b(?:by|von|from|de|par|por)\s{1,9}",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s{1,9}(?:[|•·●~»]|//|[-–—])(?:\s|$)|\s(?:on|at|am|um|in|under|unter|le|el|il|à)\s{1,9}(?=\S)|\s{1,9}\d|\s{0,9}[•·●»]|,\s{0,9}\d|\b(?:leave a|no) comment|\bkommentare?\b|\s\(",
    re.IGNORECASE,
)
_CODES = frozenset(
    (
        "ap",
        "afp",
        "dpa",
        "apa",
        "sda",
        "efe",
        "sid",
        "pti",
        "ani",
        "pap",
        "anp",
        "tt",
        "ntb",
        "stt",
        "upi",
        "aap",
        "epd",
        "kna",
    )
)
_AGENCIES = _CODES | {
    "reuters",
    "associated press",
    "agence france-presse",
    "europa press",
    "ansa",
    "lusa",
    "belga",
    "pa media",
    "pa",
    "xinhua",
    "tass",
    "bloomberg",
    "ats",
    "ritzau",
    "ians",
}
_AGENCY = re.compile(r"^(?:the|von|mit|quelle:)\s{1,9}|\s{1,9}news$")
_EASTERN_ROLE = re.compile(r"\s{0,9}(?:기자|특파원|記者|记者|编辑)$")
_LAST_FIRST = re.compile(r"^([^\W\d_][\w'’-]+),\s+([^\W\d_][\w'’.-]*)$")
_PARTICLE = re.compile(
    r"(?:van|von|vom|zu|de|der|den|del|della|di|da|do|dos|du|le|la|al|el|bin|ibn|ter|ten|af|av|st)\b|[dl]['’]",
    re.IGNORECASE,
)
_LAST_TWO = re.compile(r"[^,]{1,200}\s(?:and|und|et|y|e|og|och|en)\s[^,]{1,200}", re.IGNORECASE)
_NO_MORE = re.compile(r"(?!(?:and|und|et|y|e)\b).", re.IGNORECASE)
_JOINED = re.compile(r"\s(?:and|und|et|y|e|og|och|en|&)\s", re.IGNORECASE)
_CAPITAL = f"[{''.join(c for c in map(chr, range(0x41, 0x2000)) if c.isupper())}]"
_PERSON = re.compile(
    rf"^{_CAPITAL}[\w'’.-]+(?: (?:{_CAPITAL}\.|[a-z]{{2,3}}|{_CAPITAL}[\w'’-]+))? {_CAPITAL}[\w'’-]+$"
)
_ORGANISATION = re.compile(
    r"\b(?:news|times|post|blog|magazine|media|the|bank|group|team|online|tv|radio|press|security|care|company|inc|llc|gmbh|services?|journal|daily|today|world|redaktion|digital|content|articles?|solutions?|network|institute|university|center|le|la|die|der|das)\b|[.&]\w",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"\s{1,9}(?:(?:web|news|online)\s{1,9})?(?:staff|admin|online|news)(?:\s{1,9}(?:reporters?|writers?))?$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"^(?:\w[\w-]*\.)+(?:com|net|org|info|news|co|tv|io|[a-z]{2})(?:\.[a-z]{2})?$", re.IGNORECASE
)
_LETTER = re.compile(r"[^\W\d_]")
_EDGE = " \t.,:;-–—|*•·●~/\"'“”«»„"
_MAX_NAMES = 12


@cache
def _eastern_desk() -> re.Pattern[str]:
    """The desk in front of a name that is all in Chinese or Japanese letters."""
    return re.compile(
        rf"^\S{{1,8}}(?:{source('byline.desk_end')})\s+(?=[\u3005\u3040-\u30ff\u3400-\u9fff]{{2,8}}$)"
    )


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
        n for n in names if len(n) > 3 or " " in n or not n.isascii() or n.casefold() in _CODES
    ]
    return (longer or names)[:_MAX_NAMES]


def _without_place(names: list[str]) -> list[str]:
    """`AFP, MANILA`: a word in capitals behind an agency is where it writes from."""
    if not names or not is_agency(names[0]):
        return names
    return [names[0], *(n for n in names[1:] if is_agency(n) or not n.isupper() or " " in n)]


def without_extras(names: list[str]) -> list[str]:
    """Beside a full name, a bare role, the newsroom or words in lower case are none."""
    if not any(" " in n and n[0].isupper() for n in names):
        return names
    return [
        n
        for n in names
        if not _ONLY_ROLE.fullmatch(n) and fold(n) != "redaktion" and not _is_phrase(n)
    ]


def _is_phrase(text: str) -> bool:
    """Several words that begin in lower case, and not with a particle of a name."""
    return " " in text and text[0].islower() and not _PARTICLE.match(text)


def printed_names(raws: list[str], *, declared: bool = False) -> list[str]:
    """Return the names in printed lines: what follows a date, a dash or a bar is none."""
    cut = []
    for raw in raws:
        text = _DAY.sub(
            "", _TIMEY.sub("", _strip_labels(_labelled(_after_date(squeeze(raw[:NAMES])))))
        )
        place = _TAIL.search(text, 1)
        cut.append(text[: place.start()] if place else text)
    names = clean_names(cut, declared=declared)
    if len(names) > 1 and " " in names[0]:
        # after a full name a single word is a place, a paper or a rubric
        return [names[0], *(n for n in names[1:] if " " in n or not n.isascii())]
    return names


def _after_date(text: str) -> str:
    """`19 Dec 2025 · A B`: what follows the date, where it is a person; it may be a rubric."""
    date = _DATED.match(text)
    rest = text[date.end() :] if date else ""
    place = _TAIL.search(rest, 1)
    return rest if is_person(rest[: place.start()] if place else rest) else text


def _labelled(text: str) -> str:
    """`Bericht: A B Foto: C D`: the person behind the first label, whatever it says."""
    label, colon, rest = text.partition(": ")
    first = _NEXT_LABEL.split(rest)[0] if colon and " " not in label else ""
    return first if is_person(first) and not _PICTURE.search(label) else text


def _names_of(raw: str, *, declared: bool) -> list[str]:
    text = _MAIL.sub(" ", squeeze(raw))
    text = _SUFFIX.sub("", _PAREN.sub("", text))
    text = _strip_labels(text)
    turned = _LAST_FIRST.match(text) if declared else None
    if turned and not any(map(is_agency, turned.groups())):
        text = f"{turned[2]} {turned[1]}"
    text = _without_paper(text if declared else _FOR.sub("", text))
    parts = _SPLIT.split(text)
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
    is_paper = paper[:1].isspace() and _NO_MORE.match(paper.strip())
    listed = is_paper and _LAST_TWO.fullmatch(last) and len(_JOINED.findall(text)) == 1
    return names if listed else text


def _strip_labels(text: str) -> str:
    for _ in range(2):
        shorter = _LABEL.sub("", text).strip()
        if shorter == text or not shorter:
            break
        text = shorter
    return text


def _one(part: str, *, declared: bool, whole: bool) -> str | None:
    text = _strip_labels(_ALL_BY.sub("", part.strip(_EDGE)))
    text = _PICTURE_BY.sub("", text)
    paper = _FOR.search(text)
    if paper and is_person(text[: paper.start()]):
        text = text[: paper.start()]
    text = _TIMEY.sub("", text).strip(_EDGE)
    text = _DAY.sub("", text).strip(_EDGE)
    text = _eastern_desk().sub("", _EASTERN_ROLE.sub("", text))
    if _ALONE.match(text) or _SENTENCE.search(text):
        return None
    role = _ROLE.search(text)
    if role and not (declared and whole and " " in text and len(text[: role.start()].split()) < 2):
        before = text[: role.start()].strip(_EDGE)
        # a surname may be a job: "A Leiter", "Anna Writer"
        text = (
            text
            if " " not in before
            and is_person(text)
            and is_name(before)
            and not _NOISE.match(before)
            else before
        )
    if not text or _NOISE.match(text) or not is_name(text, declared=declared):
        return None
    return text.title() if text.isupper() and len(text) > 5 and " " in text else text


def is_agency(text: str) -> bool:
    """Tell whether `text` is a news agency, with or without its desk (`dpa/lno`)."""
    return _AGENCY.sub("", text.partition("/")[0].strip().casefold()) in _AGENCIES


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
        return any(c.isupper() for c in text) and (" " not in text or bool(_PARTICLE.match(text)))
    return not first.isdigit()


def is_person(name: str) -> bool:
    """Tell whether a name is a person's, not a desk's or a firm's."""
    return (
        bool(_PERSON.match(name))
        and "_" not in name
        and not _ORGANISATION.search(name)
        and not _STAFF.search(name)
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
    own = _tight(_STAFF.sub("", name)).removeprefix("the")
    return any(own == _tight(site).removeprefix("the") for site in sites) or bool(
        _ADDRESS.match(name)
    )


def _tight(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())
