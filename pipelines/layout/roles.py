"""What an element says of itself: by tag, role, class, id and style.

Publishers name the parts of a page in English or in their own language. The
table holds words for *kinds of page parts*, never names of sites; a word must
stand as a whole token of a class or id (`related-links`, `relatedLinks`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from pipelines.page.document import Element

NAV = 1 << 0
FOOT = 1 << 1
ASIDE = 1 << 2
SHARE = 1 << 3
COMMENT = 1 << 4
RELATED = 1 << 5
AD = 1 << 6
NEWSLETTER = 1 << 7
CAPTION = 1 << 8
AUTHORBOX = 1 << 9
COOKIE = 1 << 10
TAGS = 1 << 11
META = 1 << 12
HIDDEN = 1 << 13
HEADER = 1 << 14
FORM = 1 << 15
EMBED = 1 << 16
BYLINE = 1 << 17
TEASER = 1 << 18
WALL = 1 << 19
BODY = 1 << 20
CARD = 1 << 21
SOFT_HIDDEN = 1 << 22
KICKER = 1 << 23
VEILED = 1 << 24
"""There, but as it stands not to be read: transparent, blurred, without height, inert.
Sites fade their text in from such a state, so alone it takes nothing away."""

NOT_BODY = (
    NAV | FOOT | ASIDE | SHARE | COMMENT | RELATED | AD | NEWSLETTER | CAPTION
    | AUTHORBOX | COOKIE | TAGS | META | HIDDEN | SOFT_HIDDEN | FORM | EMBED | BYLINE
    | KICKER
)  # fmt: skip

_TAGS = {
    "nav": NAV, "menu": NAV, "footer": FOOT, "aside": ASIDE, "figcaption": CAPTION,
    "figure": CAPTION, "form": FORM, "header": HEADER, "dialog": HIDDEN, "address": META,
    "hgroup": HEADER, "time": META,
}  # fmt: skip

_ROLES = {
    "navigation": NAV, "menubar": NAV, "menu": NAV, "banner": HEADER, "contentinfo": FOOT,
    "complementary": ASIDE, "search": NAV, "dialog": COOKIE, "alertdialog": COOKIE,
}  # fmt: skip

_WORDS: tuple[tuple[int, str], ...] = (
    (NAV, "nav|navi|navbar|navigation|subnav|menu|submenu|breadcrumbs?|pagination|pager|paging"
          "|toolbar|masthead|topbar|skip-link|skiplink|toc|table-of-contents|tableofcontents"
          "|inhaltsverzeichnis|sommaire|ez-toc|lang-switcher|tabs-nav|widgets?-area|megamenu"),
    (FOOT, "footer|foot|colophon|imprint|impressum|bottom-bar"),
    (ASIDE, "aside|sidebar|side-bar|sidecolumn|side-column|right-rail|rail|marginalia|secondary"
            "|offcanvas|off-canvas|widget|infobox|factbox|fact-box|faktenbox|encadre|kasten"),
    (SHARE, "share|sharing|shares|sharebar|sharebox|share-bar|share-buttons?|social|socials|sharedaddy"
            "|sharethis|addthis|addtoany|a2a|social-media|follow-us|followus|teilen|partage|partager"
            "|compartir|condividi|print-button|tools|article-tools|article-actions"),
    (COMMENT, "comments?|comment-list|commentlist|commentarea|commentaires?|kommentare?|kommentarer"
              "|comentarios?|commenti|disqus|respond|replies|reactions|reacties|discussion|talkback"
              "|livefyre|viafoura|coral"),
    (RELATED, "related|relateds|relatedposts|related-posts|yarpp|crp|jp-relatedposts|recommend|recommended"
              "|recommendations?|recommandations?|more-stories|more-from|more-news|more-on|morenews|readmore"
              "|read-more|read-also|readalso|see-also|seealso|also-read|lire-aussi|a-lire|lireaussi|mehr-zum-thema"
              "|mehrzumthema|weitere|weiterlesen|weiterfuehrend|similar|outbrain|taboola|trending|popular"
              "|most-read|mostread|most-popular|mostpopular|latest|latest-news|next-article|prev-next|nextprev|post-navigation|recirc"
              "|recirculation|onward|inline-teaser|teaser-list|teaserlist|teaser-box|promo|promobox|promos|promotion"
              "|linkbox|link-box|linklist|link-list|suggestions?|suggested|relacionad[ao]s?|correlat[ei]|lees-ook|leesook"
              "|further-reading|feed-more|newsfeed|upnext|up-next|interlink|link-preview|vlp|interstitial-link|internal-link|crosslink"
              "|keep-reading|you-may-like|youmaylike|dont-miss|editors-picks?|top-stories|topstories|lesetipp|lesetipps|linktipps?"),
    (AD, "ad|ads|adv|advert|adverts|advertisement|advertising|adslot|ad-slot|adsense|adbox|sponsor|sponsored"
         "|sponsors|banner|dfp|gpt|anzeige|werbung|publicite|pub|publicidad|pubblicita|reklama|reklame|annonce|affiliate"
         "|cta|call-to-action|donate|donation|donations|spenden|fundraising|membership-appeal|commercial|billboard|shopping|buy-now|marketing"),
    (FOOT, "references|bibliography|footnotes|endnotes|literaturverzeichnis|bibliographie|citations|reflist"),
    (NEWSLETTER, "newsletters?|newsletter-signup|signup|sign-up|mailchimp|mailpoet|optin|opt-in|infolettre|nl-box"
                 "|subscribe-form|subscription-form|email-signup|emailsignup|hs-form|mc-embed|mc4wp|push-notification|whatsapp-box|app-promo"),
    (CAPTION, "caption|captions|wp-caption|wp-caption-text|figcaption|credit|credits|photo-credit|image-credit|photocredit"
              "|legende|legend|bildunterschrift|bildtext|bu|image-caption|img-caption|media-caption|image-description|image-annotation|photo-description|copyright|gallery|slideshow|carousel"
              "|slider|swiper|lightbox|photo-gallery|diaporama|bildergalerie|galerie|video-player|videoplayer|audio-player|audioplayer|jwplayer|player|podcast-player"),
    (AUTHORBOX, "author-bio|authorbio|author-box|authorbox|about-author|about-the-author|author-info|author-profile|author-card|author-description"
                "|bio|biography|abh-box|saboxplugin|saboxplugin-wrap|author-desc|contributor-bio|autorenbox|autoreninfo|writer-bio|post-author-bio|m-author-bio|pp-multiple-authors|molongui-author-box|ts-fab|author-about|post-author-box|user-bio"),
    (COOKIE, "cookie|cookies|cookie-notice|cookiebanner|consent|gdpr|ccpa|cmp-banner|cmp-box|cmp-modal|cmp-popup|cmp-overlay|cmp-layer|cmpbox|onetrust|didomi|usercentrics|modal|popup|pop-up|overlay|toast|snackbar|browser-warning|adblock|adblocker"),
    (HIDDEN, "onetrust|didomi|usercentrics|qc-cmp|qc-cmp2|cookiebot|truste|fc-consent|sp-message"),
    (TAGS, "tags|tag-list|taglist|tag-links|tagcloud|keywords|topics|topic-list|categories|cat-links|schlagworte|schlagwoerter|etiquetas|mots-cles|hashtags|article-tags|post-tags|entry-tags|tagged"),
    (META, "meta|post-meta|entry-meta|article-meta|metadata|postmeta|entry-footer|dateline-time|timestamp|published|pubdate|post-date|entry-date|article-date|publish-date|date|datetime|reading-time|readtime|read-time|lesezeit|word-count|post-views|page-views|views-count|view-count|post-info|article-info|disclaimer-box|correction-link|rating|ratings|vote|votes|likes"),
    (BYLINE, "byline|bylines|by-line|author|authors|author-name|authorname|autor|autoren|auteur|auteurs|signature|article-author|post-author|entry-author|writer|contributors?|reporter|vcard|firma|autore|autorenzeile"),
    (HEADER, "header|head|article-header|entry-header|post-header|page-header|headline|story-header|hero"),
    (HIDDEN, "sr-only|visually-hidden|visuallyhidden|screen-reader-text|screenreader|screen-reader|assistive|a11y|u-hidden|is-hidden|print-only|printonly|only-print|noscreen"),
    (SOFT_HIDDEN, "hidden|hide|d-none|invisible|js-hidden|display-none|displaynone"),
    (EMBED, "twitter-tweet|instagram-media|fb-post|tiktok-embed|reddit-card|datawrapper|infogram|flourish"),
    (TEASER, "teaser|standfirst|stand-first|lead|lede|leadtext|lead-text|chapo|chapeau|vorspann|subtitle|sub-title|subheadline|sub-headline|subhead|subheading"
             "|dek|deck|excerpt|summary|intro|introduction|introtext|abstract|strap|strapline|entradilla|bajada|copete|sommario|ingress|manchet|unterzeile|subtitulo|sottotitolo|catenaccio|occhiello|lid|zajawka|perex|anons|description|article-description|headline-sub|preamble|kurzfassung|untertitel"),
    (KICKER, "kicker|overline|dachzeile|rubric|rubrique|surtitre|topline|eyebrow|antetitulo|ladillo|spitzmarke|category-label|section-label|label|flag|badge"),
    (BODY, "article-body|articlebody|article-content|articlecontent|article-text|articletext|entry-content|post-content|postcontent|post-body|postbody|story-body|storybody|story-content|story-text|body-text|bodytext|body-copy|bodycopy|content-body|rich-text|richtext|rte|wysiwyg|article|story|main-content|maincontent|text|paragraphs?|copy|artikel|fliesstext|texte|corps|cuerpo|corpo|tresc|article-detail|article-main|td-post-content|blog-content|single-content|news-content|news-text|entry"),
    (CARD, "card|tile|teaser|item-list|listing|list-item|grid-item|post-item|article-item|news-item|story-card|article-card|snippet|preview"),
    (WALL, "paywall|pay-wall|regwall|reg-wall|piano|tp-container|premium|subscri\\w{0,40}|abonn\\w{0,40}|abo|abos|abo-\\w{1,40}|locked|lock|gate|gated|metered|meter|wall|membership|memberships|members-only|member-only|reserved|restricted|restriction|unlock|leaky|mepr[^\\s-]{0,40}|pmpro[^\\s-]{0,40}|rcp|poool|qiota|steady|plenigo|zephr|suscri\\w{0,40}|abbonament\\w{0,40}|prenumer\\w{0,40}|assinante\\w{0,40}|offer|offers|upsell|login-required|registration|member|paid|gh-post-upgrade|newspack|swg|tinypass|blur\\w{0,40}|scrambl\\w{0,40}|obfuscat\\w{0,40}"),
)  # fmt: skip

_LITERAL = re.compile(r"^(?:[a-z0-9-]|(?<=[a-z])\?)+$")


def _spellings(word: str) -> list[str]:
    """`comments?` → `comments`, `comment`."""
    if "?" not in word:
        return [word]
    before, _, after = word.partition("?")
    return [w for rest in _spellings(after) for w in (before + rest, before[:-1] + rest)]


def _compile() -> tuple[dict[str, int], list[tuple[int, re.Pattern[str]]]]:
    """Plain words go into a table (a class is looked up piece by piece), the few
    others stay patterns."""
    plain: dict[str, int] = {}
    patterns = []
    for flag, alternatives in _WORDS:
        rest = []
        for word in alternatives.split("|"):
            if _LITERAL.match(word):
                for spelling in _spellings(word):
                    plain[spelling] = plain.get(spelling, 0) | flag
            else:
                rest.append(word)
        if rest:
            patterns.append((flag, re.compile(rf"-(?:{'|'.join(rest)})(?=-)")))
    return plain, patterns


_PLAIN, _PATTERNS = _compile()
_ANY_PATTERN = re.compile("|".join(pattern.pattern for _, pattern in _PATTERNS))


def _longest() -> dict[str, int]:
    """First piece of a word → pieces of the longest word that begins with it."""
    found: dict[str, int] = {}
    for word in _PLAIN:
        first = word.partition("-")[0]
        found[first] = max(found.get(first, 0), word.count("-") + 1)
    return found


_BEGINNINGS = _longest()
_NAME = re.compile(r"[A-Za-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SPLIT = re.compile(r"[^a-z0-9]+")
_PIECE = re.compile(r"[a-z0-9]+")
_INVISIBLE_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BLURRED_STYLE = re.compile(r"filter\s{0,9}:[^;]{0,200}?blur\(\s{0,9}+(?!0)", re.IGNORECASE)
_VEILING_STYLE = re.compile(
    r"(?:^|[;\s])(?:opacity\s{0,9}:\s{0,9}0(?:\.0{1,9})?|(?:max-)?height\s{0,9}:\s{0,9}0(?:px)?|user-select\s{0,9}:\s{0,9}none)\s{0,9}(?:;|!|$)",
    re.IGNORECASE,
)


# names that speak of the layout around a box, not of the box
_LAYOUT = re.compile(
    r"-(?:no|has|with|without|non)-[a-z]{1,40}(?=-)"
    r"|-(?:overflow|x|y|label|labels|title|scroll|border|backface|visibility|xs|sm|md|lg|xl|print|mobile|phone|tablet|small)-(?:hidden|hide|invisible)(?=-)"
    r"|-(?:hidden|hide)-(?:for|on|at|below|above|under|xs|sm|md|lg|xl|[sml]|small|medium|large|mobile|phone|tablet|desktop|print|text|scrollbar)(?=-)"
    r"|-(?:hidden|d-none)(?=-(?:[a-z0-9]{1,20}-){0,6}?(?:xs|sm|md|lg|xl|xxl|2xl)-(?:block|flex|grid|inline|table))"
    # hidden from those who pay: shown to everybody else
    r"|-(?:subscribers?|members?|premium|paid|logged-?in)-(?:hide|hidden)(?=-)"
    r"|-elementor-(?:invisible|widget(?:-(?!elementor-)[a-z]{1,40})?)(?=-)"
    r"|-text-(?:left|right|center|justify|start|end|align|xs|sm|base|md|lg|xl|[2-9]xl|\d{1,4}|uppercase|capitalize|nowrap|white|black|muted|dark|light|primary|[a-z]{1,20}-\d{2,3})(?=-)"
    r"|-(?:btn|button|text|font|color|is|link|bg|border|fill|stroke)(?:-outline)?-secondary(?=-)"
    r"|-(?:bg|border|shadow|ring|rounded)-(?:card|sidebar)(?=-)|-text-card(?=-foreground-)"
)


# one of these stands in every name that `_LAYOUT` matches
_LAYOUT_WORDS = frozenset(
    (
        "no",
        "has",
        "with",
        "without",
        "non",
        "hidden",
        "hide",
        "invisible",
        "d",
        "elementor",
        "text",
        "secondary",
        "card",
        "sidebar",
    )
)


def tokens(names: str) -> str:
    """Return class and id names as one string of tokens: `-article-body-wide-`.

    The parts of each name stay in order, so that two-word names match.
    """
    return f"-{_SPLIT.sub('-', _lower(names))}-"


def _lower(names: str) -> str:
    """Return names in lower case, `relatedLinks` parted; most have no capital to look for."""
    lowered = names.lower()
    return lowered if lowered == names else _NAME.sub(_parted, names).lower()


def _parted(name: re.Match[str]) -> str:
    """Part `topAdBox` into its words; `n1AuAdJlVL`, made by a machine, has none."""
    parts = _CAMEL.split(name.group())
    shortest = 3.5 if any(map(str.isdigit, name.group())) else 2.5
    if len(parts) > 2 and len(name.group()) < shortest * len(parts):
        return name.group()
    return "-".join(parts)


_THROWN = NAV | SHARE | COMMENT | RELATED | AD | NEWSLETTER | COOKIE
"""Roles whose boxes are thrown away, text and all."""
_HYPHENED = re.compile(r"(?<![a-z])[a-z]++(?:-[a-z]++)++")


@cache
def _interface() -> frozenset[str]:
    """Words that names of page parts are made of."""
    file = Path(__file__).parents[1] / "lexicon" / "names.toml"
    return frozenset(tomllib.loads(file.read_text(encoding="utf-8"))["interface"]) | frozenset(
        piece for word in _PLAIN for piece in word.split("-")
    )


@lru_cache(maxsize=32768)
def _of_a_part(name: str) -> str:
    """Return a name without the word that would throw its box away, where other words in
    it say what a section is about: `related-illnesses`, `menu-de-fete`."""
    if not _HYPHENED.fullmatch(name):
        return name
    first, rest = name.split("-", 1)
    if not _PLAIN.get(first, 0) & _THROWN:
        return name
    about = [word for word in rest.split("-") if len(word) > 2 and word not in _interface()]
    return rest if about else name


@lru_cache(maxsize=32768)
def _of_name(name: str) -> tuple[tuple[str, ...], int, bool]:
    """Return the words of one name, the roles that they tell alone, and whether they may
    tell others beside another name: names come again in ever other company."""
    pieces = tuple(_PIECE.findall(_lower(name)))
    opens = any(_BEGINNINGS.get(word, 0) > len(pieces) - place for place, word in enumerate(pieces))
    return pieces, _told(pieces), opens or not _LAYOUT_WORDS.isdisjoint(pieces)


@lru_cache(maxsize=32768)
def of_names(names: str) -> int:
    """Return the roles that the words of a class or id attribute tell."""
    every = names.split()
    if "-" in names:
        every = [_of_a_part(name) if "-" in name else name for name in every]
    if ":" in names or "[" in names:
        every = _without_states(" ".join(every)).split()
    known = [_of_name(name) for name in every]
    if any(joins for _, _, joins in known):
        return _told([piece for pieces, _, _ in known for piece in pieces])
    flags = 0
    for _, own, _ in known:
        flags |= own
    return flags


def _told(pieces: Sequence[str]) -> int:
    """Return the roles that words in a row tell."""
    string = f"-{'-'.join(pieces)}-"
    if not _LAYOUT_WORDS.isdisjoint(pieces):
        string = _LAYOUT.sub("", string)
        pieces = string.strip("-").split("-")
    flags = 0
    for start, word in enumerate(pieces):
        longest = _BEGINNINGS.get(word, 0)
        if longest:
            flags |= _PLAIN.get(word, 0)
            for piece in pieces[start + 1 : start + longest]:
                word = f"{word}-{piece}"
                flags |= _PLAIN.get(word, 0)
    if _ANY_PATTERN.search(string):
        for flag, pattern in _PATTERNS:
            if pattern.search(string):
                flags |= flag
    return flags


_FOLDS = frozenset(("accordion", "accordeon", "collapse", "collapsible", "collapsed", "tabpanel"))


def folds(names: str) -> bool:
    """Tell whether a class names a box that is closed until a click opens it."""
    return not _FOLDS.isdisjoint(tokens(names).split("-"))


# a utility class that shows again, from some width on, what another one hides
_SHOWN = re.compile(
    r"(?<![\w-])(?:xs|sm|md|lg|xl|[2-9]xl|xxl|mobile|tablet|laptop|desktop):!?(?:tw-)?(?:block|flex|grid|inline|table|contents|visible|list-item|flow-root|not-sr-only)"
)


def _without_states(names: str) -> str:
    """Drop utility classes that hold for a state, a width or one value only
    (`md:leading-6`, `empty:hidden`, `w-[30ch]`): they tell a look, not a part of the page."""
    every = names.split()
    plain = [n for n in every if ":" not in n and "[" not in n]
    if _SHOWN.search(names):
        plain = [
            n
            for n in plain
            if n.removeprefix("!").removeprefix("tw-") not in ("hidden", "sr-only", "invisible")
        ]
    return " ".join(plain)


def _is_slug(identifier: str) -> bool:
    """Tell whether an id is the anchor of a heading, made from its words: it says
    what the section is about, not what the box is."""
    return (
        len(_SPLIT.findall(identifier)) >= 4
        and identifier.count("_") < 2
        and identifier == identifier.lower()
    )


def of(element: Element) -> int:
    """Return all roles that an element tells by tag, attributes, class and id."""
    tag = element.tag
    flags = _TAGS.get(tag, 0)
    if tag == "figure" and next(element.iter(*_FIGURES_OF_TEXT), None) is not None:
        flags = 0  # a table, a listing or a quotation is no caption
    attributes = element.keys()  # their values may be long, and few are asked for
    if not attributes:
        return flags
    if not _SPEAKING.isdisjoint(attributes):
        for name in _SPEAKING.intersection(attributes):
            flags |= _attribute(name, element.get(name))
    names = element.get("class") if "class" in attributes else ""
    identifier = element.get("id") if "id" in attributes else ""
    if identifier and tag not in _ANCHORED and not _is_slug(identifier):
        names = f"{names} {identifier}"
    told = of_names(names) if names else 0
    return flags | (told & ~_OF_DATA if tag in _ROWS else told)


_FIGURES_OF_TEXT = ("table", "pre", "blockquote")
_ANCHORED = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
"""The id of a heading is the address of its section, made of its words."""
_ROWS = frozenset(("tr", "tbody", "thead"))
_OF_DATA = CAPTION | KICKER | META | BYLINE | TAGS | CARD
"""What a part of a table is not: its name (`player-7`, `date`) tells what its data are."""
_SPEAKING = frozenset(
    (
        "role",
        "style",
        "hidden",
        "aria-hidden",
        "inert",
        "subscriptions-section",
        "amp-access",
        "data-poool",
        "data-poool-mode",
        "itemprop",
    )
)


def _attribute(name: str, value: str) -> int:
    """Return the roles that one attribute tells."""
    if name == "role":
        return _ROLES.get(value, 0)
    if name == "style":
        return _style(value)
    if name == "hidden":
        return 0 if value == "until-found" else HIDDEN
    if name == "aria-hidden":
        return SOFT_HIDDEN if value == "true" else 0
    if name == "inert":
        return VEILED
    if name == "itemprop":
        return _ITEMPROPS.get(value.strip().lower(), 0)
    return WALL


@lru_cache(maxsize=4096)
def _style(style: str) -> int:
    """Return the roles that an element's own style tells."""
    if _INVISIBLE_STYLE.search(style):
        return HIDDEN
    if _BLURRED_STYLE.search(style):
        return VEILED | WALL
    return VEILED if _VEILING_STYLE.search(style) else 0


_ITEMPROPS = {
    "articlebody": BODY, "author": BYLINE, "datepublished": META, "datemodified": META,
    "caption": CAPTION, "comment": COMMENT, "keywords": TAGS, "publisher": META,
    "alternativeheadline": TEASER,
}  # fmt: skip
