"""Kicker or section as printed, keywords, lead image, declared word count."""

from __future__ import annotations

from urllib.parse import urljoin

from pipelines.access.public import PublicDocument as Document, PublicLayout as Layout
from pipelines.fields.candidates import Candidates
from pipelines.layout import roles
from pipelines.layout.blocks import Block
from pipelines.model import Found
from pipelines.page import jsonld
from pipelines.page.bounds import VALUE, VALUES
from pipelines.page.words import fold, squeeze

_MAX_TAGS = 40
_ELSEWHERE = (
    roles.HIDDEN | roles.WALL | roles.BYLINE | roles.META | roles.NAV | roles.FOOT | roles.ASIDE | roles.AD | roles.FORM
    | roles.RELATED | roles.CARD | roles.SHARE | roles.COOKIE | roles.NEWSLETTER
)  # fmt: skip
"""Boxes whose label is not the article's."""


def find(document: Document, layout: Layout, title: str | None) -> Candidates[str]:
    """Return the kicker printed by the headline, the declared section, or the last step
    of the declared path to the article."""
    found = [
        *_printed(layout, title),
        *_declared(document, layout),
        *_path(document, title),
        *_trail(layout, title),
    ]
    return Candidates(found[0] if found else None, found)


def _printed(layout: Layout, title: str | None) -> list[Found[str]]:
    if layout.headline is None:
        return []
    found = []
    start = max(0, layout.headline.index - 5)
    for block in layout.blocks[start : layout.headline.index + 3]:
        text = _label(block)
        if (
            block is layout.headline
            or not 2 < len(text) < 60
            or (title and fold(text) == fold(title))
        ):
            continue
        if block.roles & roles.KICKER and not block.roles & _ELSEWHERE & ~layout.headline.roles:
            found.append(Found(text, "html", block.path, text))
    return found


def _label(block: Block) -> str:
    """The words of the block; of links with nothing between them those of the first, the
    others are topics."""
    glued = block.links > 1 and not any(sign in block.text for sign in ",·|/")
    first = next(block.element.iter("a"), None) if glued else None
    return block.text if first is None else squeeze("".join(first.itertext()))


def _declared(document: Document, layout: Layout) -> list[Found[str]]:
    found = []
    for node in document.article_nodes[:1]:
        raw = jsonld.text_of(jsonld.get(node, "articleSection"))
        if raw:
            found.append(Found(_first(squeeze(raw), layout), "json-ld", "articleSection", raw))
    for name in (
        "article:section",
        "og:article:section",
        "parsely-section",
        "section",
        "cxenseparse:taxonomy",
        "dc.subject",
    ):
        raw = document.meta(name)
        if raw and len(raw) < 60 and not (name == "dc.subject" and "," in raw):
            found.append(Found(_first(raw, layout), "meta", name, raw))
            break
    return [f for f in found if f.value and not _is_host(f.value)]


def _first(declared: str, layout: Layout) -> str:
    """The first of several sections: blogs declare all categories and tags in one string.
    A name with a comma of its own is printed as one somewhere."""
    first, _, more = declared.partition(",")
    if not more or any(b.text == declared for b in layout.blocks):
        return declared
    return first.strip()


def _is_host(name: str) -> bool:
    """A name like `example.com` is the site's."""
    return " " not in name and "." in name.strip(".")


def _path(document: Document, title: str | None) -> list[Found[str]]:
    """The page over the article in the declared breadcrumbs; the first step is the home page."""
    for node in document.ld:
        if "breadcrumblist" in jsonld.types(node):
            items = jsonld.get(node, "itemListElement")
            steps = [name for name in map(_step, items if isinstance(items, list) else []) if name]
            return [Found(s, "json-ld", "BreadcrumbList", s) for s in _over(steps, title)]
    return []


def _over(steps: list[str], title: str | None) -> list[str]:
    """The last step that is neither the article nor the home page; none: an empty list."""
    if steps and title and _is_start_of(steps[-1], title):
        steps = steps[:-1]
    return [s for s in steps[1:][-1:] if len(s) < 60]


def _trail(layout: Layout, title: str | None) -> list[Found[str]]:
    """The same as printed: a row of links over the headline that calls itself breadcrumbs."""
    if layout.headline is None:
        return []
    start = max(0, layout.headline.index - _ABOVE)
    row = [b for b in layout.blocks[start : layout.headline.index] if _is_crumb(b)]
    steps = [b.text.strip(" /»›>|") for b in row]
    return [Found(s, "html", row[0].path, s) for s in _over([s for s in steps if s], title)]


_ABOVE = 40
"""Blocks over the headline in which the path to it may stand."""


def _is_crumb(block: Block) -> bool:
    if block.link_share < 0.5:
        return False
    names = (
        f"{e.get('class') or ''} {e.get('id') or ''} {e.get('aria-label') or ''}"
        for e in block.stack[-5:]
    )
    return any("breadcrumb" in n.lower() for n in names)


def _step(item: object) -> str:
    """The name of one step of a path."""
    if not isinstance(item, dict):
        return ""
    linked = jsonld.get(item, "item")
    return squeeze(
        jsonld.text_of(jsonld.get(item, "name"))
        or (jsonld.text_of(linked) if isinstance(linked, dict) else None)
        or ""
    )


def _is_start_of(step: str, title: str) -> bool:
    """The last step is the article itself, cut or not."""
    own = fold(step.rstrip(" .…"))
    return bool(own) and (fold(title).startswith(own) or own.startswith(fold(title)))


def tags(document: Document) -> list[str]:
    """Return the publisher's keywords, in order, each once."""
    raw: list[str] = [content for _, content in document.metas("article:tag", "og:article:tag")]
    for node in document.article_nodes[:1]:
        value = jsonld.get(node, "keywords")
        raw += (
            [v for v in value if isinstance(v, str)]
            if isinstance(value, list)
            else [str(value)]
            if isinstance(value, str)
            else []
        )
    if not raw:
        raw = [content for _, content in document.metas("news_keywords", "keywords")]
    parts = [squeeze(p) for item in raw[:VALUES] for p in item[:VALUE].split(",")]
    return list(dict.fromkeys(p for p in parts if 1 < len(p) < 60))[:_MAX_TAGS]


def image(document: Document) -> str | None:
    """Return the absolute address of the declared lead image; None when none."""
    raw = document.meta("og:image", "og:image:url", "twitter:image", "twitter:image:src")
    if not raw:
        for node in document.article_nodes[:1]:
            value = jsonld.get(node, "image")
            value = value[0] if isinstance(value, list) and value else value
            raw = jsonld.get(value, "url") if isinstance(value, dict) else value
    if not isinstance(raw, str) or not raw.strip() or len(raw) >= VALUE:
        return None
    try:
        return urljoin(document.url, raw.strip())
    except ValueError:
        return None
