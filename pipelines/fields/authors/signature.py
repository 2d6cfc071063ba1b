"""Who signs, in the words of many countries: "Piše: A B", "بقلم أحمد علي", "홍길동 기자".

A line counts only as a whole: a known word, then nothing but a few words that have
the shape of names. Where a script knows no capitals, the shape is length alone, so
the line must be short.
"""

from __future__ import annotations

import re

from pipelines.fields.authors.names import is_person

# before a colon or a space
_WORDS = (
    "av|tekst|journalist|skrevet av|skriven av|text|reporter|af|skrevet af|kirjoittanut|kirjoittaja|teksti|toimittaja|höfundur|eftir|texti|blaðamaður"
    "|door|door onze (?:redacteur|correspondent|verslaggever)|auteur|geschreven door|deur|geskryf deur|texte|rédigé par|par|por|texto|escrito por|redacción|per|text de"
    "|di|testo di|scritto da|a cura di|dal nostro inviato|autork?a?|oprac\\.|opracowani[ea]|opracował[a]?|napisał[a]?|tekst|napsala?|připravila?|napísala?|pripravila?"
    "|szerző|írta|szöveg|scris de|de|autor(?:ica|ka|ė|e)?|autori(?:us)?|autors|piše|avtor(?:ica)?|besedilo|parengė|rašo|sagatavoja|teksts|kirjutas|toimetas|toimetaja"
    "|από|του|της|των|γράφει(?: ο| η)?|γράφουν οι|συντάκτης|συντάκτρια|κείμενο|ρεπορτάζ|автор(?:ы|ка|и)?|текст|корреспондент|журналіст(?:ка)?|от|репортер|аутор|пише"
    "|yazar|haber|yazan|muhabir|tác giả|viết bởi|theo|bài|bài viết|phóng viên|thực hiện|oleh|penulis|ditulis oleh|na|mwandishi|imeandikwa na|ngu|auteur"
)
_CASED = re.compile(rf"^({_WORDS})\s{{0,9}}[:：\-–—|]?\s{{1,9}}(?=\S)", re.IGNORECASE)
_CASELESS = re.compile(
    r"^(?:بقلم|كتبت?|الكاتبة?|إعداد|اعداد|تحرير|مأت|מאת|כתבה?|כתב|نویسنده|نوشته|خبرنگار|تحریر|از|مصنف|رپورٹ|लेखक|लेखिका|द्वारा|रिपोर्ट|संवाददाता|लेखन"
    r"|লেখক|লেখা|প্রতিবেদক|எழுதியவர்|రచయిత|โดย|เรื่อง|ผู้เขียน)\s*(?:[:：\-–—/|]\s*|\s)(?=\S)"
)
_NAME_END = re.compile(r"\s{0,9}(?:[|•·,،/]|\s[-–—]\s|\d|Editor\b)(?s:.*)")
_KOREAN = re.compile(
    r"^(?:[(\[<][^)\]>]{2,20}[)\]>]\s{0,9})?/?(?:글|기자명|취재)?\s{0,9}[=:]?\s{0,9}([가-힣]{2,4}(?:\s?[·,]\s?[가-힣]{2,4}){0,3})\s?(?:(?:선임|수습|인턴|전문|객원)?기자|특파원|논설위원)(?:\s{0,9}=?\s{0,9}\S{1,99}@\S{1,99}|\s{0,9}=)?$"
)
_KOREAN_LABEL = re.compile(r"^(?:기자명|글쓴이|작성자|글)\s{0,9}[:=]?\s{0,9}([가-힣]{2,4})$")
_HAN = r"[\u3400-\u9fff\u3040-\u30ff々]"
_CHINESE = re.compile(
    rf"^[【\[(（]?(?:本[报報]?)?(?:记者|記者|作者|撰文|取材・文|執筆|著者|文)(?:\s{{0,9}}[:：／/]\s{{0,9}}|\s{{1,9}}|(?={_HAN}{{2,3}}(?:[／/】]|$)|{_HAN}{{5}}[報报][導道]))({_HAN}{{2,3}}?{_HAN}?)(?:\s{{0,9}}[／/]\s{{0,9}}{_HAN}{{2,6}}|{_HAN}{{2}}[報报][導道])?[】\])）]?$"
)
_AFTER = re.compile(
    rf"^({_HAN}{{2,5}})\s?(?:記者|记者|\s[報报][導道]|／[報报][導道])$|^(\S+ \S+(?: \S+)?) (?:skrifar|yazdı)$"
)
_HOUSES = ("社", "网", "網", "台", "局", "报", "報")
_MOST = 60


def signed(text: str) -> str | None:
    """Return the names in a line that signs; None when it is another line."""
    if not 3 < len(text) <= _MOST:
        return None
    eastern = (
        _KOREAN.match(text)
        or _KOREAN_LABEL.match(text)
        or _CHINESE.match(text)
        or _AFTER.match(text)
    )
    if eastern:
        name = str(next(g for g in eastern.groups() if g))
        return None if name.endswith(_HOUSES) else name
    return _cased(text) or _caseless(text)


def _cased(text: str) -> str | None:
    label = _CASED.match(text)
    if label is None:
        return None
    names = text[label.end() :]
    first = re.split(
        r"\s{0,9}(?:[,|•]|\s[-–—]\s|\s(?:og|och|ja|en|et|y|e|i|și|és|un|ir|a|и|і|та|και|ve|và|dan|na|and)\s)",
        names,
    )[0]
    return names if is_person(first) else None


def _caseless(text: str) -> str | None:
    label = _CASELESS.match(text)
    if label is None:
        return None
    name = _NAME_END.sub("", text[label.end() :]).strip()
    return (
        name
        if 1 < len(name.split()) < 5 and len(name) < 30 and not re.search(r"[.:؟?!।۔]", name)
        else None
    )
