"""Blocks of the container → paragraphs of the article.

What goes: boxes that are no body (by role), link lines ("Read also: …"), lines
that repeat title, byline, date or standfirst, and what hangs at the end.
"""

from __future__ import annotations

import re

from pipelines.body import roles
from pipelines.body.blocks import Block
from pipelines.page.words import fold, similarity

# "read also" and its like at the start of a line, by language
_ALSO = re.compile(
    r"^[^\w]*(?:read (?:also|more|next|on|the full)\b|also read|see also|see more|more:|more on|more from|related(?: (?:article|stor|read|content|post|coverage|link|topic|video)\w*)?\s*:"
    r"|recommended|don'?t miss|you (?:may|might) (?:also )?like|watch(?: now)?:|listen(?: now)?:|learn more|click here|editor'?s (?:note|pick)"
    r"|(?:à|a) lire(?: (?:aussi|également|ensuite))?\b|lire (?:aussi|également|la suite|notre|plus)|voir aussi|sur le même (?:sujet|thème)|(?:à|a) (?:voir|écouter)(?: aussi| également)?\b|pour aller plus loin"
    r"|lesen sie (?:auch|hier|mehr|dazu)|lies (?:auch|hier|mehr)|mehr (?:zum thema|dazu|lesen)|siehe auch|auch interessant|weiterlesen|hier geht es|zum thema"
    r"|lea (?:también|tambien|además|más)|lee (?:también|tambien|más)|leer (?:más|también)|te puede interesar|le puede interesar|ver también|vea también|mira también|también (?:puedes )?leer|más información"
    r"|leggi (?:anche|di più)|vedi anche|potrebbe interessarti|leia (?:também|tambem|mais)|veja (?:também|mais|tamb)|saiba mais|lees (?:ook|meer|verder)|bekijk ook|zie ook"
    r"|czytaj (?:także|też|więcej|również)|zobacz (?:także|też|również|więcej)|przeczytaj (?:także|też|również)|läs (?:också|mer|även)|les (?:også|mer)|læs (?:også|mere)|lue (?:myös|lisää)|katso myös"
    r"|čtěte (?:také|také)|přečtěte si|viz také|čítajte (?:aj|tiež)|citește (?:și|mai)|citeşte (?:şi|mai)|vezi și|olvassa (?:el|még)|olvasd el|διαβάστε (?:επίσης|ακόμη|περισσότερα)|δείτε (?:επίσης|ακόμη)"
    r"|читайте (?:также|ещё|еще|далее)|читать (?:также|далее)|смотрите также|по теме|читайте (?:також|ще)|дивіться також|bunu da oku|ayrıca oku|ilgili haber|okuyun:|関連記事|あわせて読みたい|合わせて読みたい|関連ニュース|延伸閱讀|延伸阅读|相关阅读|相關新聞|相关新闻|관련기사|관련 기사|اقرأ أيضا|اقرأ أيضًا|إقرأ أيضاً|طالع أيضا|यह भी पढ़ें|ये भी पढ़ें|इसे भी पढ़ें)",
    re.IGNORECASE,
)
_PROMO = re.compile(
    r"(?:sign up (?:for|to)\b.{0,60}(?:newsletter|email|updates|alerts|inbox)|subscribe to (?:our|the|my)\b.{0,50}(?:newsletter|channel|podcast|feed|mailing)|follow (?:us|me|him|her|them) on\b|(?:like|join|find) us on (?:facebook|twitter|telegram|whatsapp|instagram|x)\b"
    r"|download (?:our|the) .{0,20}app\b|(?:share|tweet|pin) this (?:article|post|story)|share (?:this )?on (?:facebook|twitter|x|linkedin|whatsapp)|get (?:the latest|our) .{0,40}(?:newsletter|inbox)|(?:in|to) your inbox|click here to (?:subscribe|sign|join|read)"
    r"|abonnez[- ]vous à (?:notre|la) (?:newsletter|infolettre)|inscrivez[- ]vous à (?:notre|la) (?:newsletter|infolettre)|suivez[- ]nous sur|recevez .{0,40}(?:newsletter|par (?:e-?)?mail)|newsletter (?:abonnieren|bestellen)|(?:abonnieren|bestellen) sie .{0,30}newsletter|melden sie sich .{0,40}newsletter|folgen sie uns|folge uns"
    r"|suscríbe(?:te|se) a (?:nuestr[ao]|la) (?:newsletter|boletín|canal)|síguenos en|siga-nos|inscreva-se (?:em|na|no)|iscriviti alla (?:nostra )?newsletter|seguici su|meld je aan voor .{0,30}nieuwsbrief|volg ons (?:op|via)"
    r"|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|todos os direitos reservados|tutti i diritti riservati)",
    re.IGNORECASE,
)
_ENDING = re.compile(r"[.!?…。！？।؟»”\"'’:;)\]]\s*$")
_KEPT_KINDS = frozenset(("p", "div", "li", "blockquote", "pre", "td", "th", "dd", "dt"))
_DATE_LINE = re.compile(r"\d{1,2}[:.h]\d{2}|\b(?:19|20)\d{2}\b")


def select(candidates: list[Block], *, drop: list[str]) -> list[Block]:
    """Return the blocks of the article body.

    `drop` holds texts that stand elsewhere in the record (title, standfirst,
    byline): a line that only repeats one of them, before the body starts, goes.
    """
    announced = _announced(candidates)
    kept = [b for b in candidates if b.index not in announced and _is_body(b)]
    kept = _trim_start(kept, drop)
    kept = _without_repeats(kept)
    kept = _trim_end(kept)
    return _without_idle_headings(kept)


def _announced(candidates: list[Block]) -> set[int]:
    """Links right behind a line like "Read also": what it announces."""
    found: set[int] = set()
    open_ = False
    for block in candidates:
        if _ALSO.match(block.text) and len(block.text) < 120:
            open_ = True
        elif open_ and block.link_share > 0.85:
            found.add(block.index)
        else:
            open_ = False
    return found


def _is_body(block: Block) -> bool:
    flags = block.roles
    if flags & roles.NOT_BODY:
        return False
    text = block.text
    if block.kind == "h1":
        return False
    if not any(c.isalnum() for c in text):
        return False
    if is_link_line(block):
        return False
    return not (len(text) < 300 and _PROMO.search(text))


def is_link_line(block: Block) -> bool:
    """Tell whether the line only points elsewhere: "Read also: …", a list of links."""
    text = block.text
    share = block.link_share
    if block.is_heading:
        return bool(_ALSO.match(text)) or share > 0.9
    if _ALSO.match(text) and (share > 0.25 or len(text) < 60) and len(text) < 300:
        return True
    return share > 0.85 and (block.kind not in ("p", "li") or block.links > 2 or len(text) < 40)


def _trim_start(kept: list[Block], drop: list[str]) -> list[Block]:
    """Drop lines before the first paragraph that repeat the head of the article."""
    folded = [fold(d) for d in drop if d]
    position = 0
    result: list[Block] = []
    while position < len(kept) and position < 14:
        block = kept[position]
        text = fold(block.text)
        if any(_repeats(text, d) for d in folded) and not _opens_the_text(block, kept[position + 1 :]):
            position += 1
            continue
        if block.is_strong and (block.kind == "p" or _ENDING.search(block.text)):
            break
        if len(block.text) < 60 and not block.is_heading and _is_fact_line(block):
            position += 1
            continue
        result.append(block)
        position += 1
    return result + kept[position:]


def _opens_the_text(block: Block, following: list[Block]) -> bool:
    """A plain paragraph, followed by one of its own kind and place, is body even
    where the description repeats it."""
    after = next((b for b in following if b.is_strong), None)
    if after is None or (block.element.tag, after.element.tag) != ("p", "p"):
        return False
    same_place = block.element.getparent() is after.element.getparent()
    return same_place and block.element.get("class") == after.element.get("class")


def _repeats(text: str, known: str) -> bool:
    if text == known or (len(text) > 15 and text in known and len(known) < 600):
        return True
    return len(text) > 40 and similarity(text, known) > 0.85


def _is_fact_line(block: Block) -> bool:
    """A date, a byline, a counter: short, no sentence, beside the body's start."""
    text = block.text
    if _DATE_LINE.search(text) and not _ENDING.search(text):
        return True
    return block.link_share > 0.5 or (
        len(text) < 25 and block.kind in ("div", "li") and not _ENDING.search(text)
    )


def _without_repeats(kept: list[Block]) -> list[Block]:
    """The same long line twice (screen and print, pull quotes) counts once."""
    seen: set[str] = set()
    result = []
    for block in kept:
        if len(block.text) > 50:
            if block.text in seen:
                continue
            seen.add(block.text)
        result.append(block)
    return result


def _trim_end(kept: list[Block]) -> list[Block]:
    """Drop link lines, tag lines and short fragments after the last sentence."""
    end = len(kept)
    floor = max(0, end - 12)
    while end > floor:
        block = kept[end - 1]
        text = block.text
        if block.is_heading or block.link_share > 0.7:
            end -= 1
            continue
        if block.kind == "div" and len(text) < 80 and not _ENDING.search(text):
            end -= 1
            continue
        break
    return kept[:end]


def _without_idle_headings(kept: list[Block]) -> list[Block]:
    """A subhead stays only where text of the same section follows it."""
    result: list[Block] = []
    for position, block in enumerate(kept):
        if block.is_heading:
            following = kept[position + 1] if position + 1 < len(kept) else None
            if following is None:
                continue
            if following.is_heading and following.kind <= block.kind:
                continue
        result.append(block)
    return result


def says_also(text: str) -> bool:
    """Tell whether a line starts like "Read also" in one of the known languages."""
    return bool(_ALSO.match(text))


def is_sentence(text: str) -> bool:
    """Tell whether a line ends as a sentence does."""
    return bool(_ENDING.search(text))
