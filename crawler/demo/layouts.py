"""HTML of the included papers: two article layouts, lists and feeds."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape as e

from crawler.demo.papers import Story, path_of

_WORDS = {
    "fr": {"by": "Par", "on": "Publié le", "mod": "Mis à jour le", "sub": "Cet article est réservé aux abonnés.", "join": "Abonnez-vous pour lire la suite, à partir de 1 € par mois.", "have": "Déjà abonné ? Connectez-vous",
           "reg": "Créez un compte gratuit pour continuer la lecture de cet article.", "in": "Déjà inscrit ? Se connecter", "nl": "Recevez chaque matin notre newsletter : inscrivez-vous gratuitement.", "ad": "Soutenez une presse libre : découvrez nos offres d’abonnement.",
           "rel": "À lire aussi", "badge": "Réservé aux abonnés", "months": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"},
    "de": {"by": "Von", "on": "Veröffentlicht am", "mod": "Aktualisiert am", "sub": "Dieser Artikel ist exklusiv für unsere Abonnenten.", "join": "Jetzt weiterlesen mit dem Digitalabo, im ersten Monat für 1 €.", "have": "Bereits Abonnent? Hier einloggen",
           "reg": "Registrieren Sie sich kostenlos, um diesen Artikel weiterzulesen.", "in": "Schon registriert? Anmelden", "nl": "Unser Newsletter am Morgen: jetzt kostenlos bestellen.", "ad": "Lokaljournalismus unterstützen: unsere Abo-Angebote im Überblick.",
           "rel": "Lesen Sie auch", "badge": "Nur für Abonnenten", "months": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"},
    "en": {"by": "By", "on": "Published", "mod": "Updated", "sub": "This article is for subscribers only.", "join": "Subscribe to continue reading from $1 a week.", "have": "Already a subscriber? Log in",
           "reg": "Register for a free account to continue reading this article.", "in": "Already registered? Sign in", "nl": "Get our morning newsletter in your inbox.", "ad": "Support local journalism: see our subscription offers.",
           "rel": "Read also", "badge": "Subscribers only", "months": "January February March April May June July August September October November December"},
}  # fmt: skip


def _printed(at: datetime, language: str) -> str:
    month = _WORDS[language]["months"].split()[at.month - 1]
    if language == "en":
        return f"{month} {at.day}, {at.year} at {at:%H:%M}"
    return (
        f"{at.day}. {month} {at.year}, {at:%H:%M} Uhr"
        if language == "de"
        else f"{at.day} {month} {at.year} à {at:%Hh%M}"
    )


def _json_ld(host: str, name: str, item: Story) -> str:
    node: dict[str, object] = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": item.title, "datePublished": item.published.isoformat(),
        "author": [{"@type": "Person", "name": item.author}], "publisher": {"@type": "NewsMediaOrganization", "name": name}, "articleSection": item.section,
    }  # fmt: skip
    if item.modified:
        node["dateModified"] = item.modified.isoformat()
    if item.access == "free":
        node["isAccessibleForFree"] = True
    elif item.access in ("metered", "declared", "hidden"):
        node["isAccessibleForFree"] = "False"
    if item.access == "declared":
        node["hasPart"] = {
            "@type": "WebPageElement",
            "isAccessibleForFree": "False",
            "cssSelector": ".kept-back",
        }
    if item.access == "hidden":
        node["articleBody"] = " ".join(item.paragraphs)
    raw = json.dumps(node, ensure_ascii=False)
    return raw[:-1] + ",}" if item.broken_json else raw


def _head(host: str, name: str, item: Story) -> str:
    tier = (
        '<meta name="article:content_tier" content="metered">' if item.access == "metered" else ""
    )
    return f"""<!doctype html><html lang="{item.language}"><head><meta charset="{item.charset}"><title>{e(item.title)} | {e(name)}</title>
<meta property="og:title" content="{e(item.title)}"><meta property="og:site_name" content="{e(name)}"><meta property="og:type" content="article">
<meta name="description" content="{e(item.teaser)}"><meta property="article:published_time" content="{item.published.isoformat()}">{tier}
<link rel="alternate" type="application/rss+xml" href="/feed.xml"><script type="application/ld+json">{_json_ld(host, name, item)}</script></head>"""


def _box(item: Story, kind: str, others: list[Story], href: str) -> str:
    words = _WORDS[item.language]
    if kind == "newsletter":
        return f'<div class="newsletter-box"><p>{words["nl"]}</p><form><input type="email"><button>OK</button></form></div>'
    if kind == "advert":
        return f'<div class="promo-abo"><p>{words["ad"]} <a href="/abo">→</a></p></div>'
    target = next((o for o in others if o.slug != item.slug), item)
    return f'<p class="inline-link"><strong>{words["rel"]} :</strong> <a href="{href}">{e(target.title)}</a></p>'


def _wall(item: Story) -> str:
    words = _WORDS[item.language]
    if item.access == "registration":
        return f'<div class="account-gate"><p>{words["reg"]}</p><p><a href="/register">{words["in"]}</a></p></div>'
    return f'<div class="offer-box"><h3>{words["sub"]}</h3><p>{words["join"]}</p><p><a href="/login">{words["have"]}</a></p></div>'


def _body(item: Story, others: list[Story]) -> str:
    href = "/section/"
    parts: list[str] = []
    for number, paragraph in enumerate(item.paragraphs):
        if item.access in ("subscription", "registration") and number >= item.public:
            break
        if number in item.subheads:
            parts.append(f"<h2>{e(item.subheads[number])}</h2>")
        kept = number >= item.public
        attribute = (
            ' class="kept-back"'
            if kept and item.access == "declared"
            else ' style="display:none"'
            if kept and item.access == "hidden"
            else ""
        )
        parts.append(f"<p{attribute}>{e(paragraph)}</p>")
        if number == 1:
            parts += [_box(item, kind, others, href) for kind in item.extras]
    if item.access in ("subscription", "registration", "hidden"):
        parts.append(_wall(item))
    return "\n".join(parts)


def _cards(stories: list[Story]) -> str:
    return "".join(
        f'<div class="card"><h3><a href="{path_of(s)}">{e(s.title)}</a></h3><p>{e(s.teaser[:90])}…</p></div>'
        for s in stories
    )


def classic(host: str, name: str, item: Story, others: list[Story]) -> str:
    """Return an article in the classic layout: kicker, h1, standfirst, byline, body."""
    words = _WORDS[item.language]
    badge = (
        f'<span class="abo-label">{words["badge"]}</span>'
        if item.access in ("subscription", "hidden")
        else ""
    )
    changed = f" – {words['mod']} {_printed(item.modified, item.language)}" if item.modified else ""
    return f"""{_head(host, name, item)}<body><header class="site-header"><a href="/">{e(name)}</a><nav><a href="/section/">{e(item.section)}</a><a href="/abo">Abo</a></nav></header>
<main><article><header><p class="kicker">{e(item.section)}</p>{badge}<h1>{e(item.title)}</h1><p class="chapo">{e(item.teaser)}</p>
<div class="byline">{words["by"]} <a rel="author" href="/autor/x">{e(item.author)}</a></div><p class="date"><time datetime="{item.published.isoformat()}">{words["on"]} {_printed(item.published, item.language)}</time>{changed}</p></header>
<figure><img src="/i.jpg" alt=""><figcaption>{e(item.author)} / Photo</figcaption></figure>
<div class="texte">{_body(item, others)}</div></article>
<section class="related"><h2>{words["rel"]}</h2>{_cards(others[:5])}</section></main><footer><p>© {e(name)}</p></footer></body></html>"""


def wide(host: str, name: str, item: Story, others: list[Story]) -> str:
    """Return an article in the wide layout: div soup, byline behind the headline."""
    words = _WORDS[item.language]
    changed = (
        f' <span class="upd">{words["mod"]} {_printed(item.modified, item.language)}</span>'
        if item.modified
        else ""
    )
    label = (
        f'<span class="flag">{words["badge"]}</span>'
        if item.access in ("subscription", "hidden")
        else ""
    )
    return f"""{_head(host, name, item)}<body class="single has-sidebar"><div id="top"><div class="logo"><a href="/">{e(name)}</a></div><ul class="menu"><li><a href="/section/">All</a></li></ul></div>
<div class="wrap"><div class="story"><div class="label">{e(item.section)}</div>{label}<h1 class="headline">{e(item.title)}</h1><h2 class="standfirst">{e(item.teaser)}</h2>
<div class="meta"><span class="author">{words["by"]} {e(item.author)}</span> · <time datetime="{item.published.isoformat()}">{_printed(item.published, item.language)}</time>{changed}</div>
<div class="share"><a href="#">Share</a></div><div class="story-body">{_body(item, others)}</div></div>
<div class="sidebar"><h3>Most read</h3>{_cards(others[:4])}</div></div><div class="footer">© {e(name)}. All rights reserved.</div></body></html>"""


def simple(title: str, text: str) -> str:
    """Return a page with one line."""
    return f"<!doctype html><html><head><title>{e(title)}</title></head><body><h1>{e(text)}</h1></body></html>"


def home(host: str, name: str, language: str, newest: list[Story]) -> str:
    """Return a front page."""
    return f"""<!doctype html><html lang="{language}"><head><title>{e(name)}</title><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head>
<body><h1>{e(name)}</h1><nav><a href="/section/">All articles</a></nav>{_cards(newest)}</body></html>"""


def section(host: str, name: str, language: str, chunk: list[Story], number: int) -> str:
    """Return one page of the list of all articles."""
    following = (
        f'<a rel="next" href="/section/?page={number + 1}">{number + 1}</a>' if number < 3 else ""
    )
    trap = '<a href="/agenda/2026-06">Agenda</a>' if language == "fr" else ""
    return f"""<!doctype html><html lang="{language}"><head><title>{e(name)}: {number}</title></head><body><h1>{e(name)}</h1>{_cards(chunk)}
<div class="pagination">{following}</div>{trap}</body></html>"""


def calendar(host: str, path: str) -> str:
    """Return a month of the endless calendar: it always links to the next one."""
    raw = path.rsplit("/", 1)[-1][:7]
    try:
        month = datetime.strptime(raw + "-01", "%Y-%m-%d") + timedelta(days=32)  # noqa: DTZ007  a calendar month has no zone
    except ValueError:
        month = datetime(2026, 6, 1)  # noqa: DTZ001
    return f'<!doctype html><html lang="fr"><head><title>Agenda {raw}</title></head><body><h1>Agenda {raw}</h1><p>Rien ce mois-ci.</p><a rel="next" href="/agenda/{month:%Y-%m}">suivant</a></body></html>'


def sitemap_index(host: str, paths: list[str]) -> str:
    """Return a sitemap index."""
    rows = "".join(f"<sitemap><loc>http://{host}{p}</loc></sitemap>" for p in paths)
    return f'<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'


def sitemap(host: str, stories: list[Story], extra: list[str], *, news: bool = False) -> str:
    """Return a sitemap, with news dates if asked for."""
    rows = []
    for item in stories:
        at = (
            f"<news:news><news:publication_date>{item.published.isoformat()}</news:publication_date></news:news>"
            if news
            else ""
        )
        changed = (item.modified or item.published).isoformat()
        rows.append(
            f"<url><loc>http://{host}{path_of(item)}</loc>{at}<lastmod>{changed}</lastmod></url>"
        )
    rows += [f"<url><loc>http://{host}{p}</loc></url>" for p in extra]
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{"".join(rows)}</urlset>'


def rss(host: str, name: str, stories: list[Story]) -> str:
    """Return an RSS feed."""
    rows = "".join(
        f"<item><title>{e(s.title)}</title><link>http://{host}{path_of(s)}</link><pubDate>{format_datetime(s.published)}</pubDate></item>"
        for s in stories
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{e(name)}</title><link>http://{host}/</link>{rows}</channel></rss>'


def atom(host: str, name: str, stories: list[Story]) -> str:
    """Return an Atom feed."""
    rows = "".join(
        f'<entry><title>{e(s.title)}</title><id>http://{host}{path_of(s)}</id><link href="http://{host}{path_of(s)}"/><published>{s.published.isoformat()}</published><updated>{s.published.isoformat()}</updated></entry>'
        for s in stories
    )
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>{e(name)}</title><id>http://{host}/</id><updated>2026-05-20T00:00:00Z</updated>{rows}</feed>'
