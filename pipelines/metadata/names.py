"""Names out of a byline: split, and rid of roles, contacts and labels."""

from __future__ import annotations

import re

from pipelines.page.words import fold, squeeze

_LABEL = re.compile(
    r"^(?:written by|posted by|published by|reported by|reporting by|story by|words by|text by|article by|edited by|reviewed by|by|par|von|por|di|da|door|av|af|przez|text|texte|texto|testo|autor(?:in)?(?:en)?|auteur|autore|autores|author|authors|byline|propos recueillis par|recueilli par|reporter|mit|with|und|and|et|y|e|de notre (?:correspondant\w*|envoyée? spéciale?))\s*[:\-–]?\s+|^(?:autor|author|auteur|text|von|by|par)\s*:\s*",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*[;|•·\n]\s*|\s+[-–—/]\s+|\s*,\s*|\s+(?:and|und|et|och|og|ja|en|i|ve|with|avec|mit|sowie)\s+|\s*&\s*|\s+y\s+(?=[A-ZÁÉÍÓÚÑ])|\s+e\s+(?=[A-ZÁÉÍÓÚÃÕ])|/(?=\w{3,})",
    re.IGNORECASE,
)
_MAIL = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|@\w+")
_PAREN = re.compile(r"\s*[(\[][^)\]]{0,60}[)\]]")
_ROLE = re.compile(
    r"\b(?:(?:senior|junior|chief|staff|deputy|managing|executive|contributing|associate|assistant|political|sports?|business|news|science|health|technology|culture|foreign|special|freelance|digital|national|city|features?|multimedia|investigative)\s+)*"
    r"(?:reporter|editor|editor-in-chief|correspondent|journalist|writer|columnist|contributor|producer|photographer|author|analyst|intern|publisher|presenter|blogger|staff writer|bureau chief|fact[- ]check\w*|professor|lecturer|director|manager|ceo|founder|co-founder|specialist|phd|md"
    r"|redakteur(?:in)?|redaktor\w*|reporterin|korrespondent(?:in)?|journaliste?(?:in)?|chefredakteur(?:in)?|volontär(?:in)?|autorin|ressortleiter(?:in)?|leiter(?:in)?|mitarbeiter(?:in)?|fotograf(?:in)?|freie[rs]?|rédact\w+ en chef|correspondante?|envoyée? spéciale?|chroniqueu\w+|grand reporter|stagiaire"
    r"|periodista|redactora?|corresponsal|colaborador[ae]?|giornalista|redattore|inviat[oa]|corrispondente|verslaggever|redacteur|correspondent|dziennikar\w+|toimittaja)\b.*$",
    re.IGNORECASE,
)
_TIMEY = re.compile(r"\b(?:\d{1,2}[:.h]\d{2}|\d{1,2}\.\s?\d{1,2}\.|(?:19|20)\d{2}|updated|published|publié|mis à jour|aktualisiert|veröffentlicht|min read|minutes? (?:read|ago)|hours? ago|lesezeit|uhr)\b.*$", re.IGNORECASE)
_NOISE = re.compile(
    r"^(?:follow(?: .*)?|view .*|see .*|more (?:from|by).*|all (?:posts|articles|stories).*|read more.*|show .*|share.*|email.*|e-mail|contact.*|subscribe.*|bio|about.*|profile|biography|published|updated|posted(?: on| in)?|last updated|opinion|comment(?:s|ary)?|analysis|news|admin(?:istrator)?|editor|author|authors|guest|staff|unknown|none|null|n/?a|anonymous|user|root|webmaster|redaktion|editorial|image|photo|credit|getty.*|getty images|facebook|twitter|instagram|linkedin|x|whatsapp|copy link|print|save|advertisement|anzeige|contributor|journalist|reporter|writer|on|in|at|from|sponsored.*|member|mehr|voir .*|tous ses articles|autor|autorin|auteur|verified|expert|medically.*|fact.?checked.*|reviewed.*|edited.*|translated.*|illustration.*|fotos?.*|photographs?.*|bild.*|jr\.?|sr\.?|ph\.?d\.?|m\.?d\.?|mba|esq\.?|rn|rd|cpa|dr\.?|ms|msc|ma|ba)$",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")
_MAX_NAMES = 12


def clean_names(raws: list[str]) -> list[str]:
    """Return the names in these byline texts, in order, each once.

    Names of one letter or more than 60 characters, counters, dates, e-mail
    addresses and calls to follow are no names. Initials stay only where nothing
    longer was found.
    """
    names: list[str] = []
    seen: set[str] = set()
    for raw in raws[:_MAX_NAMES]:
        for name in _names_of(raw):
            key = fold(name)
            if key not in seen:
                seen.add(key)
                names.append(name)
    longer = [n for n in names if len(n) > 3 or " " in n]
    return (longer or names)[:_MAX_NAMES]


def _names_of(raw: str) -> list[str]:
    text = _MAIL.sub(" ", squeeze(raw))
    text = _PAREN.sub("", text)
    text = _strip_labels(text)
    found = []
    for part in _SPLIT.split(text):
        name = _one(part)
        if name:
            found.append(name)
    return found


def _strip_labels(text: str) -> str:
    for _ in range(2):
        shorter = _LABEL.sub("", text).strip()
        if shorter == text or not shorter:
            break
        text = shorter
    return text


def _one(part: str) -> str | None:
    text = _strip_labels(part.strip(" \t.,:;-–—|*•·\"'“”«»„"))
    text = _TIMEY.sub("", text).strip(" .,:;-–—|")
    role = _ROLE.search(text)
    if role:
        text = text[: role.start()].strip(" .,:;-–—|")
    if not text or _NOISE.match(text) or not is_name(text):
        return None
    return text.title() if text.isupper() and len(text) > 5 and " " in text else text


def is_name(text: str) -> bool:
    """Tell whether `text` has the shape of a person's or a desk's name."""
    if not 2 <= len(text) <= 60 or sum(c.isdigit() for c in text) > 2:
        return False
    if len(text.split()) > 7 or not _LETTER.search(text):
        return False
    first = text.lstrip("'’\"").replace("@", "")[:1]
    # a script without case, or a capital somewhere: "van der Berg" is a name, "read more" is none
    return not first.islower() or any(c.isupper() for c in text)
