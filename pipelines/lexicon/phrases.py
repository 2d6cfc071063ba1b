"""The words of a wall, as parts that combine, in many languages.

Not a list of sentences. A wall says some of: read on, the rest, this article,
subscribe, subscriber, reserved, sign in, register, already one of us, a price.
One part alone is everyday language; certain pairs are not. Counter-parts name
what such boxes speak of when they are not about the article: a newsletter,
comments, saving, an app, cookies, the printed paper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipelines.lexicon.hearing import Heard, hear
from pipelines.lexicon.hints import speaking
from pipelines.page.words import fold

_PRICE = re.compile(
    r"(?:[€$£¥₹₩₺₽₴]|\b(?:eur|usd|chf|kr\.?|r\$|rs\.?)) ?\d|\d(?:[.,]\d{1,12})? ?(?:[€$£¥₹₩₺₽₴円元원]|(?:eur|euros?|chf|kr|kron\w{1,3}|zł|kč|ft|lei|tl|руб\w{0,30}|грн|dollars?)\b)"
    r"|\b(?:par|per|pro|al|por|na|za|i|på|a|each) (?:mois|month|monat|mes|mese|mês|maand|miesiąc|måned(?:en)?|månad(?:en)?|week|woche|semaine|semana|settimana|year|jahr|an)\b|/ ?(?:month|mois|monat|mes|week|mo\b)"
    r"|sans engagement|cancel any ?time|jederzeit kündbar|free trial|essai gratuit|(?:kostenlos|gratis) testen|prueba gratis|prova grat|probe?monat|monatlich|mensuel|havi \d|aylık|в месяц|на місяць|kuukau|měsíčně|miesięcznie"
    r"|\b\d{1,12} (?:months?|weeks?|mois|semaines|monate|wochen|dagar|dage|dager|dní|дней|днів) (?:free|for|offerts?|gratuits?|gratis|kostenlos|för|for|за)|無料トライアル|初月|月額|शुल्क|प्रति माह|شهري",
)
_THIS = re.compile(
    r"\bthis (?:article|story|content|page|post|report|text|piece)|\b(?:cet|l')\s?article|\bce contenu|\bcette (?:enquête|page)|\bdies(?:er|en|em|es) (?:artikel|beitrag|inhalt|text)|\best[ea] (?:art[ií]culo|contenido|nota|noticia|artigo|conteúdo|matéria|reportagem|texto)"
    r"|\bquest[oa] (?:articolo|contenuto|notizia|è un contenuto)|\b(?:dit|het) (?:artikel|verhaal)|\bt(?:en|ego|ym) (?:artykuł|tekst|materiał)\w*|\bta treść|\bd(?:en|et) här (?:artikeln|texten|innehållet)|\bdenne (?:artikel|artiklen|artikkelen|saken)|\btä(?:mä|män|tä) (?:artikkel|juttu|jutun|sisäl)"
    r"|\b(?:tento|tohoto) (?:článek|článku|obsah|text)|\bacest(?:ui)? (?:articol|conținut)|\bez (?:a|egy) (?:\w{1,30} )?(?:cikk|tartalom)|\ba cikk|αυτό το (?:άρθρο|περιεχόμενο)|το (?:άρθρο|περιεχόμενο)|\bbu (?:haber|içerik|makale|yazı)|эт(?:а|от|у|ой) (?:стать|публикац|материал|текст|контент)|ц(?:я|ей|ю) (?:статт|публікац|матеріал|текст|контент)"
    r"|この記事|本文|本記事|此(?:文|文章|内容|內容)|이 (?:기사|콘텐츠|글)|هذ[اه] (?:المقال|المحتوى|الخبر|المادة)|\btent[oa] (?:článok|text|obsah)|\bta (?:članek|vsebina)|\bova[jn]\w* (?:članak|tekst|sadržaj)|овај (?:чланак|текст|садржај)|тази (?:статия|публикация)|този (?:материал|текст)|\bþess(?:i|a|ari) (?:grein|frétt)|\bšis straipsnis|\bšį straipsnį|\bš(?:is|o|ī) rakst|\bsee (?:artikkel|lugu)|\baquest (?:article|contingut)|\bhierdie (?:artikel|storie)|(?:כתבה|ידיעה) זו|מאמר זה|תוכן זה|این (?:مطلب|مقاله|محتوا|گزارش)|یہ (?:مضمون|خبر|تحریر)|এই (?:লেখা|খবর|প্রতিবেদন|নিবন্ধ)|bài (?:viết|báo) này|nội dung này|\b(?:artikel|berita|konten|kandungan) ini\b|(?:บทความ|เนื้อหา|ข่าว)นี้|\b(?:makala|habari) hi[iy]\w*|यह (?:लेख|खबर|सामग्री|आर्टिकल|स्टोरी)|इस (?:लेख|खबर|आर्टिकल|स्टोरी)",
)
_ALL = re.compile(
    r"\b(?:all|every|unlimited|tou(?:s|tes)|illimité|alle[nrs]?|sämtlich|unbegrenzt|uneingeschränkt|tod[oa]s|ilimitad|tutt[ie]\b|illimitat|onbeperkt|wszystk|nielimitowan|bez ograniczeń|alla|obegränsa|ubegræns|ubegrens|kaikki|rajat|neomezen|vše|toate|nelimitat|minden|korlátlan|tüm|sınırsız)"
    r"|όλ[αη]|απεριόριστ|\bвсе\b|без ограничен|безлимит|усі|всі\b|без обмежен|すべて|全て|放題|无限|無限|무제한|모든|بلا حدود|غير محدود|सभी|असीमित|\b(?:všetky|neobmedzen|vse\b|neomejen|neograničen|visus|neribot|neierobežot|piiramatu|ótakmark|onbeperk|tots els|totes les|semua|tanpa batas)|неограничен|всички|כל ה|ללא הגבלה|نامحدود|تمام|সব|tất cả|không giới hạn|ทั้งหมด|ไม่จำกัด",
)
COUNTER = re.compile(
    r"newsletter|\b(?:per|by|via|par|por|op|via) (?:e-?mail|correo|mail)|news-letter|infolettre|lettre d'info|briefing|inbox|mailing|nieuwsbrief|nyhedsbrev|nyhetsbrev|uutiskirj|bolet[íi][nm]|hírlev|бюллетен|рассылк|розсилк|メルマガ|メールマガ|뉴스레터|电子报|電子報|时事通讯|نشر(?:ة|تنا)|न्यूज़लेटर|न्यूजलेटर|e-novic|naujienlaišk|jaunumu vēst|uudiskir|póstlist|fréttabréf|nuusbrief|butllet[íi]|buletin|surat berita|bilten|билтен|ניוזלטר|خبرنامه|نیوز لیٹر|নিউজলেটার|bản tin|จดหมายข่าว|jarida letu|bülten|zpravodaj|ενημερωτικό δελτίο"
    r"|\bcomment(?:s|er|aires?|ing)?\b|have your say|kommentar|kommentier|\bcoment[aá]|comentario|comentário|\bcomment[io]\b|commentare|kommento|komentov|komentow|komentář|komentar|skoment|kommenter|коммент|комент|σχόλι|σχολιά|yorum|コメント|评论|評論|댓글|تعليق|टिप्पणी|koment[uā]|kommenteeri|ummæli|тагуб|תגוב|نظر (?:دهید|بدهید)|دیدگاه|تبصر|মন্তব্য|bình luận|ความคิดเห็น|\bmaoni|opmerking|hozzászól|reacties|reageren|réagir|discuss|join the conversation|contributions|forum|dezbat|debate\b|have a say"
    r"|リアクション|フォロー|\bfollow\b|bookmark|\bsave\b|sauvegard|plus tard|for later|später|saved articles|reading list|favori|favourite|salvar|guardar|salvare|preferiti|bewaren|merken|merkliste|speichern|zapisać|schow|\bspara\b|\bgemme\b|\blagre\b|tallenta|\bulož|salva\b|elment|αποθηκεύ|kaydet|сохран|закладк|зберег|スクラップ|保存|ブックマーク|收藏|스크랩|북마크|لحفظ|सेव|gift (?:this|article|link)|verschenk|offrir cet|\bregala|oferecer est|cadeau|podarow|ge bort|gi bort|подарит|プレゼント|podcast|\baudio|vorlesen|anhören|listen to|écouter|escuchar|ascolta|\bouvir|beluister|posłucha|lyssna|\blytte?\b|слуша|音声|summary|résumé de|zusammenfassung lesen|요약|read aloud"
    r"|\bdonat|\bspende|faire un don|faites un don|\bdonaci|\bdonazion|\bdoaç|\bdoneer|darowizn|пожертв|寄付|捐款|후원|تبرع|сайт без рекламы|ajouter (?:l.article )?(?:à|aux?) (?:vos|mes|ma|votre)\b"
    r"|\bapps?\b|\bappen\b|\bapli[ck]a|l'application|application mobile|sovellu|alkalmazás|εφαρμογή|uygulama|приложени|застосун|アプリ|应用|앱을|تطبيق|ऐप|aplikāciju|programėl|rakendus|smáforrit|אפליקצי|اپلیکیشن|অ্যাপ|ứng dụng|aplikasi|แอป|ایپ\b|cookie|evästee|sütik|çerez|informasjonskapsl|consent|ad-?free|ad[- ]?block|sans publicité|sin publicidad|sem anúncios|ohne werbung|werbeblocker|bloqueur|bloqueador|push|notifi[ck]|rss|youtube|유튜브|यूट्यूब|تلغرام|telegram|whatsapp|\bchannel|\bcanal\b|\bkanal\b|频道|頻道|voting|abstimm"
    r"|free (?:to read|for (?:all|everyone))|freely|open to (?:all|everyone)|für alle|frei zugänglich|bleib\w{1,30} (?:frei|kostenlos|gratis)|pour tous|para tod[oa]s|abiertos?\b|per tutti|blijven gratis|gratis toegankelijk|dla wszystkich|för alla|for alle\b|kaikille|vapaasti|pro všechny|pentru toți|mindenki|για όλουσ|herkes|для всех|для всіх|すべて無料|免费阅读所有|모두 무료|للجميع|za sve\b|за всички|visiems|visiem\b|kõigile|fyrir alla|per a tothom|vir almal|לכולם|برای همه|সবার জন্য|cho mọi người|untuk semua orang|สำหรับทุกคน"
    r"|e-?paper|\bprint(?:ed)?\b|druckausgabe|gedruckt|\bpapier|en papel|cartace|impress[ao]|papperstid|\btrykte|papiravis|painettu|tištěn|tipărit|nyomtatott|έντυπ|basılı|печатн|друкован|紙の|紙版|印刷|종이|الورقي|छपी|e-mail alert",
)
METER = re.compile(
    r"\b\d{1,2} (?:of|out of|z|von|de|sur|di|van|av|af|из|з) (?:your |sus |tus |vos |seus )?\d{1,2}\b.{0,25}(?:free|darmow|kostenlos|gratis|gratuit|grátis|бесплатн|безкоштовн)"
    r"|\b\d{1,2} (?:more |remaining )?free (?:articles?|stories)\b.{0,20}(?:left|remaining|this month)|free articles? (?:left|remaining)"
    r"|(?:restano|restent|reste|quedan|restam|pozostał\w{0,30}|noch|nog) (?:\w{1,30} )?\d{1,2} \w{0,12} ?(?:gratis|gratuit\w{0,30}|grátis|darmow\w{0,30}|kostenlos\w{0,30})"
    r"|articles? gratuits? restants?|kostenlose[nr]? artikel (?:übrig|verbleib)|artículos gratis (?:restantes|este mes)|darmowych artykułów",
    re.IGNORECASE,
)
APPEAL = re.compile(
    r"\bsupport (?:us|our|the|independent|local|quality|free|real)\b|\bsupport\w{0,9} .{0,30}journalism|did you (?:like|enjoy)|enjoyed this|no paywall|free for everyone|soutene[zr]|soutenir|vous a plu|vous avez aimé|unterstütz\w{0,30}|gefallen|apóya\w{0,30}|apoya\w{0,30}|te ha gustado|sostien[ie]|ti è piaciuto|apoi[ea]\b|gostou|steun\b|wspieraj|wesprzyj|stött|\bstøt|поддерж|підтрим|\btue (?:meitä|meidän)|podpoř|susține|támogas|στηρίξ|destek|応援|支持|支援|후원|ادعم|सहयोग|free to read|freely available|frei zugänglich|abierto para todos|gratuit[oi]s? per tutti|gratuito para todos",
    re.IGNORECASE,
)
_BADGE = re.compile(
    r"^\W{0,30}(?:article |contenu |réservé (?:aux )?|exclusi\w{1,30} (?:für|pour|para|per|for) |nur für |for |only for |sólo para |solo para |per |apenas para |alleen voor |dla |kun for |för |tylko dla |para |len pre |pre |samo za |za |tik |tikai |ainult |net vir |vir |només per a |per a |aðeins fyrir |fyrir |khusus )?"
    r"(?:abonnés?|réservé aux abonnés|abonnenten|abonnentinnen und abonnenten|\w{0,30}abonnenten|mitglieder|subscribers?(?:[ -]only)?|members?(?:[ -]only)?|subscriber exclusive|premium|suscriptores|abbonati|assinantes|abonnees|prenumerator\w{0,30}|prenumeranter|abonnenter|tilaajille|předplatitel\w{0,30}|előfizető\w{0,30}|συνδρομητές|abonelere özel|для подписчиков|для передплатників|有料会員限定|会員限定|有料記事|付费|會員專屬|会员专享|predplatiteľ\w{0,30}|naročnik\w{0,30}|pretplatnik\w{0,30}|претплатник\w{0,30}|за абонати|áskrifend\w{0,30}|prenumeratoriams|abonentiem|tellija\w{0,30}|subscriptors|intekenaars|למנויים(?: בלבד)?|ویژه مشترکان|pelanggan|เฉพาะสมาชิก|dành cho thành viên|유료|구독자 전용|للمشتركين|contenu abonné|article abonné|article réservé aux abonnés|contenu réservé aux abonnés|contenido exclusivo|conteúdo exclusivo|plus-?artikel|abo|plus|\[extrait\])\W{0,30}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """The parts that a text speaks, and how strongly they make a wall together."""

    parts: frozenset[str]
    counter: bool
    strength: float
    """0: everyday language; from 1 on: a wall's words."""

    @property
    def asks_registration(self) -> bool:
        """An account is asked for, no subscription ("five articles a month" is no price)."""
        return "register" in self.parts and "subscribe" not in self.parts


_PAIRS = (
    ({"reserved", "subscribe"}, 1.2),
    ({"reserved", "read_on"}, 1.1),
    ({"reserved", "this"}, 1.0),
    ({"reserved", "sign_in"}, 1.0),
    ({"reserved", "register"}, 1.0),
    ({"reserved", "price"}, 0.9),
    ({"remaining"}, 1.1),
    ({"go_on", "subscribe"}, 1.1),
    ({"go_on", "register"}, 1.0),
    ({"go_on", "sign_in"}, 1.0),
    ({"go_on", "price"}, 0.95),
    ({"read_on", "subscribe"}, 1.0),
    ({"read_on", "register"}, 0.9),
    ({"read_on", "sign_in"}, 0.9),
    ({"read_on", "price"}, 0.8),
    ({"already", "subscribe", "sign_in"}, 0.7),
    ({"already", "sign_in"}, 0.4),
    ({"already", "subscribe"}, 0.5),
    ({"already", "register"}, 0.5),
    ({"subscribe", "sign_in"}, 0.5),
    ({"subscribe", "price"}, 0.6),
    ({"this", "subscribe"}, 0.7),
    ({"this", "register"}, 0.7),
    ({"this", "sign_in"}, 0.6),
)
_MEANS = {
    Heard.RESERVED: "reserved",
    Heard.READ_ON: "read_on",
    Heard.UNLOCK: "go_on",
    Heard.REMAINING: "remaining",
    Heard.PAY: "subscribe",
    Heard.ENTER: "sign_in",
    Heard.JOIN: "register",
    Heard.HAD: "already",
}
"""What is heard, and the part of a wall that it is."""
_FREE = ("free ", "gratuit", "gratis", "grátis", "kostenlos", "darmow", "бесплатн", "безкоштовн")


def may_count(text: str) -> bool:
    """Tell quickly whether free articles may be counted in the text."""
    text = text.lower()
    return any(stem in text for stem in _FREE)


def still_counts(text: str) -> bool:
    """Tell whether a line counts free articles and some are left: a meter that runs stops nobody."""
    if not may_count(text) or not METER.search(text):
        return False
    numbers = [int(n) for n in _COUNT.findall(text)]
    return bool(numbers) and 0 not in numbers and len(set(numbers)) == len(numbers)


_COUNT = re.compile(r"(?<![\w.,$€£])\d{1,2}(?![\w.,%€])")


def stems_in(text: str) -> tuple[str, ...]:
    """Return the languages in which a longer text may say something of a wall."""
    return tuple(speaking(fold(text)))


def may_speak(text: str, languages: tuple[str, ...] | None = None) -> bool:
    """Tell quickly whether any part of a wall may stand in the text."""
    found = speaking(fold(text))
    return bool(found) if languages is None else any(name in found for name in languages)


def languages(text: str) -> tuple[str, ...]:
    """Return the languages of which a wall's words may stand in the text."""
    return tuple(sorted(speaking(fold(text))))


@lru_cache(maxsize=8192)
def spoken(text: str, tongues: tuple[str, ...] | None = None) -> Spoken:
    """Return the parts that stand in `text` and their joint strength.

    `tongues` are the languages of the box around the line; without them, those
    that the line itself may be in.
    """
    text = fold(text)
    parts = _parts(text, tongues)
    return weigh(parts, counter=bool(parts) and _is_about_something_else(text, parts))


def together(lines: list[Spoken]) -> Spoken:
    """Return what the lines of one box say; the first one tells what it is about."""
    parts = frozenset(
        part for line in lines if line is lines[0] or not line.counter for part in line.parts
    )
    if any("read_on" in line.parts and "all" not in line.parts for line in lines):
        parts -= {"all"}  # one line asks for this article, another praises the offer
    return weigh(parts, counter=lines[0].counter or _labels_something_else(lines))


def _labels_something_else(lines: list[Spoken]) -> bool:
    """A bare label, and the only other line that speaks is about comments or the like."""
    others = [line for line in lines[1:] if line.parts]
    return (
        lines[0].parts <= {"reserved", "subscribe"}
        and bool(others)
        and all(line.counter for line in others)
    )


def weigh(parts: frozenset[str], *, counter: bool) -> Spoken:
    """Return the parts with the strength that they have together."""
    matched = [value for wanted, value in _PAIRS if wanted <= parts]
    strength = min(1.4, max(matched, default=0.0) + 0.15 * max(0, len(matched) - 1))
    return Spoken(parts, counter, strength * (0.45 if counter else 1.0))


def _is_about_something_else(text: str, parts: frozenset[str]) -> bool:
    """A newsletter, comments, saving; or a request to those who have read it all."""
    if COUNTER.search(text):
        return True
    return not parts & {"reserved", "remaining", "go_on"} and bool(APPEAL.search(text))


def _parts(text: str, tongues: tuple[str, ...] | None) -> frozenset[str]:
    heard = hear(text, tongues)
    parts = {part for word, part in _MEANS.items() if word in heard}
    if _PRICE.search(text):
        parts.add("price")
    if parts:
        if _ALL.search(text):
            parts.add("all")
        if _THIS.search(text):
            parts.add("this")
    return frozenset(parts)


def is_badge(text: str) -> bool:
    """Tell whether a short label says that the article is for subscribers."""
    return len(text) < 50 and bool(_BADGE.match(text.strip()))
