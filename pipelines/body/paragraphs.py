"""Blocks of the container → paragraphs of the article.

What goes: boxes that are no body (by role), link lines ("Read also: …"), lines
that repeat title, byline, date or standfirst, and what hangs at the end.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice, pairwise, takewhile

from pipelines.body import roles
from pipelines.body.blocks import Block
from pipelines.body.fringe import (
    ENDING,
    LINKED,
    linked_tail,
    without_fringe,
    without_tail,
)
from pipelines.page.document import Element
from pipelines.page.words import fold, is_dense, similarity

# "read also" and its like at the start of a line, by language
_ALSO = re.compile(
    r"^[^\w]*(?:read (?:also|more|next|on|the full)\b|also read|see also|see more|more ?:|watch more|more on|more from|related(?: (?:article|stor|read|content|post|coverage|link|topic|video)\w*)?\s*:"
    r"|recommended|don'?t miss|you (?:may|might) (?:also )?like|(?:watch|listen|video|in pictures|photos)(?: now)? ?[:|]|learn more|click here|editor'?s (?:note|pick)"
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
    r"(?:sign up (?:for|to)\b.{0,60}(?:newsletter|email|updates|alerts|inbox)|subscribe to (?:our|the|my)\b.{0,50}(?:newsletter|channel|podcast|feed|mailing)|follow (?:us|me|him|her|them) on\b|^follow .{3,60} on (?:google news|twitter|facebook|instagram|whatsapp|bluesky|x)\b|^(?:listen|subscribe) to .{3,60} on (?:spotify|apple podcasts|youtube)|got a (?:story|tip)\?|get in touch with our\b|^for more (?:stories|news|articles) like this\b|(?:like|join|find) us on (?:facebook|twitter|telegram|whatsapp|instagram|x)\b"
    r"|download (?:our|the) .{0,20}app\b|(?:share|tweet|pin) this (?:article|post|story)|share (?:this )?on (?:facebook|twitter|x|linkedin|whatsapp)|get (?:the latest|our) .{0,40}(?:newsletter|inbox)|(?:in|to) your inbox|click here to (?:subscribe|sign|join|read)"
    r"|abonnez[- ]vous à (?:notre|la) (?:newsletter|infolettre)|inscrivez[- ]vous à (?:notre|la) (?:newsletter|infolettre)|suivez[- ]nous sur|recevez .{0,40}(?:newsletter|par (?:e-?)?mail)|newsletter (?:abonnieren|bestellen)|(?:abonnieren|bestellen) sie .{0,30}newsletter|melden sie sich .{0,40}newsletter|folgen sie uns|folge uns"
    r"|suscríbe(?:te|se) a (?:nuestr[ao]|la) (?:newsletter|boletín|canal)|síguenos en|siga-nos|inscreva-se (?:em|na|no)|iscriviti alla (?:nostra )?newsletter|seguici su|meld je aan voor .{0,30}nieuwsbrief|volg ons (?:op|via)"
    r"|(?:support us|unterstützen sie uns|soutenez-nous|apóyanos|sostienici)\b.{0,60}(?:donat|spende|\bdon\b|donaci|donazi|member|mitglied)|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|todos os direitos reservados|tutti i diritti riservati)",
)
# what a page says of itself: consent for embeds, commissions, the answer of a form
_ABOUT_PAGE = re.compile(
    r"(?:externe[rnms]? inhalte?\b.{0,160}(?:anzeig|ergänz|geladen|erlaub)|empfohlener (?:redaktioneller|externer) inhalt|personenbezogene daten .{0,60}(?:drittplattform|drittanbieter|übermittelt)|(?:youtube|twitter|instagram|facebook|tiktok|x)-inhalte? (?:erlauben|anzeigen|laden)"
    r"|contenu (?:externe|tiers) .{0,80}(?:cookie|afficher|accept)|ce contenu (?:est bloqué|n'est pas (?:visible|disponible))|contenido externo .{0,80}(?:cookie|mostrar|acept)|contenuto esterno .{0,80}(?:cookie|accett)|externe inhoud .{0,80}(?:cookie|accept)"
    r"|(?:external|third[- ]party) content .{0,80}(?:cookie|accept|consent|allow)|this (?:embed|content) .{0,60}(?:may be using cookies|set cookies|use cookies)"
    r"|(?:earn|get|receive) (?:an? |some |a small |a share of )?(?:affiliate )?(?:commission|the revenue)|may (?:earn|get|receive) .{0,40}(?:commission|compensation)|contains? affiliate links|affiliate-links?\b.{0,120}provision"
    r"|for (?:general )?(?:informational|information|educational)(?: and educational)? purposes only|support (?:our|independent|local) journalism|(?:our|local|independent) journalism (?:needs|depends)"
    r"|(?:please|bitte|sorry|veuillez|por favor)\b[^.]{0,80}javascript|javascript (?:is (?:disabled|required)|ist (?:deaktiviert|erforderlich)|für ihren browser)|aktivieren sie javascript"
    r"|recaptcha|your subscription (?:could not|has been)|successfully subscribed|problem subscribing)",
)
# who took the picture above: a label and a name, no sentence
_PICTURE_CREDIT = re.compile(
    r"^\W*(?:(?:(?:alle|all|titel|header)[ -]?)?(?:photo|image|picture|foto|bild|video|screenshot)s?(?:er)?(?:quellen?|nachweise?|rechte|credits?)?|(?:crédits?|créditos?|credits?|kredit)(?: (?:photo|foto|image|bild|der fotografie)s?)?)"
    r"(?: (?:credits?|by|via|sources?|quellen?|crédit|courtesy(?: of)?|\(\w+\)))?\s?(?:[:：©/]|\(c\)|(?<=courtesy of))\s?[^.!?]{2,100}[)\]]*$|^\W*©\s?[^.!?]{2,70}$",
    re.IGNORECASE,
)
# both patterns are for text in lower case: ignoring case makes a search four times slower
# one of these words stands in every line that the two patterns above know: looking for
# a plain word is many times faster than trying the patterns
_PROMO_WORDS = ("sign up", "subscribe", "follow ", "us on ", "download ", "share ", "tweet ", "pin this", "newsletter", "inbox", "click here", "abonnez", "inscrivez", "suivez", "recevez", "folgen sie", "folge uns", "suscríbe", "síguenos", "siga-nos", "inscreva", "iscriviti", "seguici", "nieuwsbrief", "volg ons", "reserved", "vorbehalten", "réservés", "reservados", "riservati", "listen to", "got a ", "get in touch", "like this", "support us", "unterstützen sie uns", "soutenez-nous", "apóyanos", "sostienici")
_ABOUT_WORDS = ("inhalt", "contenu", "contenido externo", "contenuto esterno", "externe inhoud", "content", "embed", "personenbezogene", "commission", "compensation", "purposes only", "journalism", "javascript", "revenue", "affiliate", "recaptcha", "subscri")
# how the lines under an article start or look: agency credit, picture credit, address
_UNDER = re.compile(
    r"^\W*(?:(?:additional |further )?reporting by\b|(?:writing|editing|compiled|edited) by\b|(?:fotos?|photos?|bild(?:er)?|image|picture|foto ?\(s\))(?: by\b| ?[:©])|©|\(c\)|copyright\b|originally published|this (?:article|story|post) (?:was )?(?:originally|first) "
    r"|contributing(?: to this (?:story|report|article))?:|more information ?:|journal information ?:|provided by \w|includes information from\b|stats courtesy of\b|read the original (?:article|story)\b|(?:filed|posted) (?:under|in)\b"
    r"|abgelegt unter\b|zitiervorschlag\b|classé (?:sous|dans)\b|archivado en\b|archiviato in\b|arquivado em\b|comments are (?:closed|moderated)|die kommentare sind geschlossen|les commentaires sont fermés|los comentarios están cerrados)"
    r"|\b(?:contributed to this (?:story|report|article)|edited for length\b.{0,30}|abgerufen am:? ?\d.{0,20})\W*$"
    r"|\bdoi(?:\.org/|: ?)10\.\d|[\w.+-]+@[\w-]+\.\w{2,}",
    re.IGNORECASE,
)
# what stands over an advertisement
_AD_LABELS = frozenset((
    "ad", "ads", "advert", "advertisement", "advertisements", "advertising", "sponsored", "sponsored content", "advertisement continue reading the main story", "story continues below advertisement",
    "article continues below advertisement", "continue reading below advertisement", "scroll to continue", "article continues after ad", "swipe to scroll horizontally", "anzeige", "anzeigen", "werbung", "publicité",
    "annonce", "annonces", "annons", "reklame", "reklama", "reklam", "mainos", "publicidad", "publicidade", "pubblicità", "advertentie", "la suite après cette publicité", "la suite de l'article après la publicité",
    "continua após a publicidade", "continua dopo la pubblicità", "реклама", "διαφημιση", "διαφήμιση", "إعلان", "اعلان", "广告", "廣告", "広告", "광고", "iklan", "quảng cáo", "โฆษณา", "विज्ञापन", "বিজ্ঞাপন", "hirdetés", "publicitate", "oglas",
))  # fmt: skip
_LABEL_SIGNS = " -–—:.[]()*|"
_KEPT_KINDS = frozenset(("p", "div", "li", "blockquote", "pre", "td", "th", "dd", "dt"))
_TRAIL = re.compile(r"\s[»›>→/|]\s")
_DATE_LINE = re.compile(r"\d{1,2}[:.h]\d{2}|\b(?:19|20)\d{2}\b")


def select(candidates: list[Block], *, drop: list[str], core: Element | None = None) -> list[Block]:
    """Return the blocks of the article body.

    `drop` holds texts that stand elsewhere in the record (title, standfirst,
    byline): a line that only repeats one of them, before the body starts, goes.
    `core` is the box that has most of the text.
    """
    announced = _announced(candidates) | _interrupting(candidates)
    linked = _linked_subheads(candidates) | _linked_cells(candidates)
    end = linked_tail(candidates)
    said = _house_words(candidates)
    kept = [b for b in candidates if b.index < end and b.index not in announced and (_is_body(b, said) or b in linked)]
    kept = _trim_start(kept, drop)
    kept = without_fringe(_without_standfirsts(_without_repeats(kept)))
    kept = [b for b in kept if not (len(b.text) < 120 and _PICTURE_CREDIT.match(b.text))]
    kept = _trim_end(without_tail(kept, core), drop[1:])
    return _without_idle_headings(kept)


def _announced(candidates: list[Block]) -> set[int]:
    """Links right behind a line like "Read also": what it announces."""
    found: set[int] = set()
    open_ = False
    for block in candidates:
        if _ALSO.match(block.text) and len(block.text) < 120:
            open_ = True
        elif open_ and block.link_share > LINKED:
            found.add(block.index)
        else:
            open_ = False
    return found


def _interrupting(candidates: list[Block]) -> set[int]:
    """Lines between two paragraphs of the text that only point to other articles."""
    found: set[int] = set()
    strong = [i for i, b in enumerate(candidates) if b.is_strong]
    for start, end in pairwise(strong):
        between = candidates[start + 1 : end]
        if 0 < len(between) <= _FEW and between[-1].links and _points_elsewhere(between):
            found.update(b.index for b in between)
    return found


_FEW = 6


def _points_elsewhere(lines: list[Block]) -> bool:
    """One linked headline, with what it is in front of it: on the same line or on one above."""
    if len(lines) == 1:
        return _is_labelled_link(lines[0]) or _is_linked_headline(lines[0])
    label, *links = lines
    return not label.links and len(label.text) < _NAME and len(label.text.split()) < 5 and all(map(_is_linked_headline, links))


_NAME = 40
"""Fewer characters name a box, and say nothing."""


def _is_body(block: Block, said: tuple[list[str], list[str]]) -> bool:
    flags = block.roles
    if flags & roles.NOT_BODY or block.kind == "h1":
        return False
    text = block.text
    if len(text) < 40 and fold(text).strip(_LABEL_SIGNS) in _AD_LABELS:
        return False
    if not any(map(str.isalnum, text)):
        return False
    if is_link_line(block):
        return False
    return not (len(text) < _HOUSE_LINE and _is_house_line(text, *said))


def _linked_subheads(candidates: list[Block]) -> set[Block]:
    """Linked headings among the paragraphs of the text: an article on many things links
    each where it begins, while a link to another article stands in a box of its own."""
    linked = [b for b in candidates if _is_linked_subhead(b)]
    if not linked:
        return set()
    chars: Counter[Element] = Counter()
    for block in candidates:
        if block.is_strong and not block.roles & roles.NOT_BODY:
            chars[block.element.getparent()] += len(block.text)
    total = chars.total()
    return {b for b in linked if 10 * chars[b.element.getparent()] > total}


def _is_linked_subhead(block: Block) -> bool:
    if not block.is_heading or block.kind == "h1" or block.link_share <= 0.9:
        return False
    return not block.roles & roles.NOT_BODY and not _ALSO.match(block.text)


def _linked_cells(candidates: list[Block]) -> set[Block]:
    """Links in a row of data: without its name the row says nothing. A link beside one
    other cell, its date, leads to another article."""
    rows: dict[Element, list[Block]] = {}
    for block in candidates:
        if block.kind in ("td", "th") and not block.roles & roles.NOT_BODY:
            row = next((e for e in reversed(block.stack) if e.tag == "tr"), None)
            if row is not None:
                rows.setdefault(row, []).append(block)
    return {b for row in rows.values() if sum(c.link_share < 0.5 for c in row) > 1 for b in row if b.link_share > 0.85}


_HOUSE_LINE = 400
"""Characters that a line of the house has at most."""


def _house_words(candidates: list[Block]) -> tuple[list[str], list[str]]:
    """The words of the two patterns that stand in any line: a page has few of them, and
    no line need be searched for the others."""
    low = "\n".join(b.text for b in candidates if len(b.text) < _HOUSE_LINE).lower()
    return [w for w in _PROMO_WORDS if w in low], [w for w in _ABOUT_WORDS if w in low]


def _is_house_line(text: str, promo_words: list[str], about_words: list[str]) -> bool:
    """Tell whether a line is the house speaking: an offer, a consent, a disclosure."""
    low = text.lower()
    if len(text) < 300 and any(w in low for w in promo_words) and _PROMO.search(low):
        return True
    return any(w in low for w in about_words) and bool(_ABOUT_PAGE.search(low))


def is_link_line(block: Block) -> bool:
    """Tell whether the line only points elsewhere: "Read also: …", a list of links."""
    text = block.text
    share = block.link_share
    if block.is_heading:
        return bool(_ALSO.match(text)) or share > 0.9
    if _ALSO.match(text) and (share > 0.25 or len(text) < 60) and len(text) < 300:
        return True
    return share > LINKED and (block.kind not in ("p", "li") or block.links > 2 or len(text) < 40)


def _is_linked_headline(block: Block) -> bool:
    """A paragraph that is one link and ends as no sentence does."""
    return block.kind in ("p", "div") and block.links == 1 and block.link_share > 0.85 and not ENDING.search(block.text)


_HEADLINE = 24
_LABEL = re.compile(r"[^:：]{2,30}[:：]\s*(?=\S)")


def _is_labelled_link(block: Block, least: int = _HEADLINE) -> bool:
    """A few words, a colon, and all the rest one link as long as a headline: in any
    language that points to another article."""
    if not block.links or block.kind not in ("p", "div") or len(block.text) > 300:
        return False
    label = _LABEL.match(block.text)
    if label is None or len(label.group().split()) > 4:
        return False
    rest = block.text[label.end() :]
    if is_dense(rest):
        least //= 2
    return len(rest) >= least and block.link_chars >= (0.9 if block.links == 1 else 0.7) * len(rest)


def _trim_start(kept: list[Block], drop: list[str]) -> list[Block]:
    """Drop lines before the first paragraph that repeat the head of the article."""
    folded = [fold(d) for d in drop if d]
    position = 0
    result: list[Block] = []
    dated = _has_dateline(kept)
    kept = _under_standfirst(kept, folded[1:])
    while position < len(kept) and position < 14:
        block = kept[position]
        text = fold(block.text)
        if any(_repeats(text, d) for d in folded) and not _opens_the_text(block, kept[position + 1 :]):
            position += 1
            continue
        if block.is_strong and (block.kind == "p" or ENDING.search(block.text)):
            break
        if len(block.text) < 90 and not block.is_heading and (_is_fact_line(block) or (dated and _is_label(block))):
            position += 1
            continue
        result.append(block)
        position += 1
    return result + kept[position:]


def _under_standfirst(kept: list[Block], known: list[str]) -> list[Block]:
    """Where the standfirst stands among the first lines it goes, though a full sentence
    may stand over it; a single short line over it is a subtitle, a place, a label."""
    for place, block in enumerate(kept[:_HEAD_LINES]):
        if len(block.text) > 40 and fold(block.text) in known and not _opens_the_text(block, kept[place + 1 :]):
            over = kept[:place]
            if place == 1 and not (over[0].is_strong or over[0].kind == "li" or ENDING.search(over[0].text)):
                over = []
            return over + kept[place + 1 :]
    return kept


_HEAD_LINES = 6


def _opens_the_text(block: Block, following: list[Block]) -> bool:
    """A plain paragraph, followed by one of its own kind and place, is body even
    where the description repeats it."""
    after = next((b for b in following if b.is_strong), None)
    if after is None or (block.element.tag, after.element.tag) != ("p", "p"):
        return False
    if _is_bold(block) and not _is_bold(after):
        return False  # set apart by its type
    return _place(block) == _place(after) and block.element.get("class") == after.element.get("class")


def _is_bold(block: Block) -> bool:
    return block.bold_chars > 0.9 * len(block.text)


def _place(block: Block) -> tuple[Element, str, str | None]:
    """Where a paragraph stands: boxes of one name side by side are one place, as page
    builders put every paragraph into a box of its own."""
    home = block.element.getparent()
    return home.getparent(), home.tag, home.get("class")


def _repeats(text: str, known: str) -> bool:
    if text == known or (len(text) > 15 and text in known and len(known) < 600):
        return True
    return len(text) > 40 and similarity(text, known) > 0.85


def _is_fact_line(block: Block) -> bool:
    """A date, a byline, a counter: short, no sentence, beside the body's start."""
    text = block.text
    if len(_TRAIL.findall(text)) > 1:
        return True
    if _DATE_LINE.search(text) and (not ENDING.search(text) or _is_date_only(text)):
        return True
    return block.link_share > 0.5 or (
        len(text) < 25 and block.kind in ("div", "li") and not ENDING.search(text)
    )


def _has_dateline(kept: list[Block]) -> bool:
    """Tell whether a date stands among the lines over the first paragraph."""
    lead = islice(kept, next((i for i, b in enumerate(kept) if b.is_strong), 0))
    return any(_DATE_LINE.search(b.text) and _is_date_only(b.text) for b in lead)


def _is_date_only(text: str) -> bool:
    """A date with at most a few words around it: "25/04/2026, updated at 15:10h."."""
    return len(text) < 60 and sum(w.isalpha() for w in text.split()) < 6


def _is_label(block: Block) -> bool:
    """A word or two without an end, as the place that stands beside a date."""
    return len(block.text) < 25 and len(block.text.split()) < 4 and not ENDING.search(block.text)


def _without_standfirsts(kept: list[Block]) -> list[Block]:
    """A paragraph named as a standfirst, in a box of its own amid the body, is that of
    another article; where many are named so, it is how the page names its text."""
    homes = Counter(b.element.getparent() for b in kept if b.is_strong)
    first = next((i for i, b in enumerate(kept) if b.is_strong and not b.roles & roles.TEASER), len(kept))
    cards = [b for b in kept[first + 2 :] if _named_teaser(b) and homes[b.element.getparent()] == 1]
    return kept if len(cards) > 3 else [b for b in kept if b not in cards]


def _named_teaser(block: Block) -> bool:
    own = block.is_strong and len(block.text) < 300 and bool(block.roles & roles.TEASER)
    return own and bool(roles.of(block.element) & roles.TEASER)


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


def _trim_end(kept: list[Block], names: list[str]) -> list[Block]:
    """Drop what hangs under the article: link lines, tags, credits, the author's bio."""
    people = [fold(n) for n in names if 1 < len(n.split()) < 5]
    end = _end_of_text(kept, len(kept) - _linked_tail(kept), people)
    if end and _announces(kept[end - 1]):
        end = _end_of_text(kept, end - 1, people)
    return _without_remarks(kept[:end])


def _end_of_text(kept: list[Block], end: int, people: list[str]) -> int:
    floor = max(0, end - 12)
    while end > floor and (_hangs(kept[end - 1]) or (end > 3 and _is_credit(kept[end - 1], people))):
        end -= 1
    return end


def _announces(block: Block) -> bool:
    """A last line with a colon: what it announces is no part of the text."""
    return len(block.text) < 80 and block.text.endswith((":", "："))


def _without_remarks(kept: list[Block]) -> list[Block]:
    """Drop a few short lines behind the last paragraph of a text that ends its sentences."""
    remarks = len(list(takewhile(_is_remark, reversed(kept))))
    end = len(kept) - remarks
    if not 0 < remarks <= _REMARKS or not end or not kept[end - 1].is_strong or not _ends_sentences(kept):
        return kept
    return kept[:end]


def _ends_sentences(kept: list[Block]) -> bool:
    """The paragraphs of this text end as sentences do: not all languages and poets do so."""
    ends = [bool(ENDING.search(b.text)) for b in kept if b.is_strong]
    return sum(ends) > 0.8 * len(ends)


_REMARK, _REMARKS = 100, 4
"""Characters of a remark; more of them in a row are a list, an address or a poem."""
_BRACKETED = re.compile(r"[(（【\[/<＜].{2,24}[)）】\]/>＞]")


def _is_remark(block: Block) -> bool:
    """A few words under the text that end no sentence, or stand in brackets: who took the
    pictures, where the report comes from, where to follow the paper."""
    if block.kind not in ("p", "div") or block.is_strong or len(block.text) > _REMARK:
        return False
    return not ENDING.search(block.text) or bool(_BRACKETED.fullmatch(block.text))


def _linked_tail(kept: list[Block]) -> int:
    """How many items a list of links at the end has: judged as a whole, since the
    linked words are a part of each line only."""
    items = list(takewhile(lambda b: b.kind == "li" and b.element.getparent() is kept[-1].element.getparent(), reversed(kept)))
    linked = sum(b.link_chars for b in items) > 0.35 * sum(len(b.text) for b in items)
    return len(items) if linked and len(items) > 1 else 0


def _hangs(block: Block) -> bool:
    """A heading without text, a link line, a fragment."""
    if block.is_heading or block.link_share > (0.4 if block.kind == "li" else 0.7) or _is_labelled_link(block, 1):
        return True
    if len(block.text) < _NAME and block.text.endswith((":", "：")):
        return True  # what it announces is gone
    return block.kind == "div" and len(block.text) < 80 and not ENDING.search(block.text)


_BEGINS = 20
"""A line about the author begins with the name; one that quotes a person does not."""


def _is_credit(block: Block, people: list[str]) -> bool:
    """Who wrote, took or owns this, and where to write to; or a line about the author."""
    text = block.text
    if len(text) < 300 and (_UNDER.search(text) or _ALSO.match(text)):
        return True
    return len(text) < 600 and any(name in fold(text)[: len(name) + _BEGINS] for name in people)


def _without_idle_headings(kept: list[Block]) -> list[Block]:
    """A subhead stays only where text of the same section follows it."""
    result: list[Block] = []
    for position, block in enumerate(kept):
        if block.is_heading:
            following = kept[position + 1] if position + 1 < len(kept) else None
            if following is None:
                continue
            if following.is_heading and following.kind <= block.kind and not _says_something(block):
                continue
        result.append(block)
    return result


def _says_something(heading: Block) -> bool:
    """A heading that is a sentence stays without text under it: a picture or a post may
    be what it speaks of."""
    return len(heading.text) > 60 or heading.text.endswith(":")


def says_also(text: str) -> bool:
    """Tell whether a line starts like "Read also" in one of the known languages."""
    return bool(_ALSO.match(text))


def is_sentence(text: str) -> bool:
    """Tell whether a line ends as a sentence does."""
    return bool(ENDING.search(text))
