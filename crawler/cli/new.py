"""standfirst new"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from crawler.cli import say
from crawler.cli.completion import folders

if TYPE_CHECKING:
    from crawler.crawl.preview import Look
    from pipelines.recipe import Recipe

USUAL_SITEMAPS = (
    "/sitemap.xml",
    "/sitemap_index.xml",
    "/news-sitemap.xml",
    "/sitemap-news.xml",
    "/sitemaps/news.xml",
    "/wp-sitemap.xml",
)
USUAL_FEEDS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml")


@click.command(
    epilog="Examples:\n\n  standfirst new lokal https://paper.example --contact mailto:me@university.example\n\n  standfirst new press https://one.example https://two.example --contact mailto:me@university.example"
)
@click.argument("name")
@click.argument("sites", nargs=-1, required=True, metavar="URL...")
@click.option(
    "--contact", default="", help="mailto: or https: address that goes into the user agent."
)
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    shell_complete=folders,
    help="Dataset folder; datasets/NAME when not given.",
)
@click.option("--allow-loopback", is_flag=True, help="Allow addresses on this machine.")
@click.option("--proxy", help="Forward HTTP proxy, http://host:port.", hidden=True)
def command(
    name: str,
    sites: tuple[str, ...],
    contact: str,
    into: Path | None,
    allow_loopback: bool,
    proxy: str | None,
) -> int:
    """Look at robots.txt, sitemaps and feeds of sites and write a recipe for them."""
    from crawler.cli.looked import show
    from crawler.crawl.preview import look
    from pipelines.errors import InputError

    folder = into or Path("datasets") / name
    path = folder / "recipe.toml"
    if path.exists():
        raise InputError(f"{path} is there already. Edit it, or choose another name.")
    roots = [_root(site) for site in sites]
    allow_loopback = allow_loopback or bool(proxy)
    recipe = _trial(name, roots, contact, proxy, loopback=allow_loopback)
    found = look(recipe, Path.cwd())
    show(found, recipe)
    if not found.articles:
        raise InputError(f"no article address was found on {', '.join(sites)}. {_cause(found)}")
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(
        _text(name, roots, contact, found, proxy, loopback=allow_loopback), encoding="utf-8"
    )
    say(f"recipe       {path}")
    say(f"next         standfirst crawl {path}")
    return 0


def _cause(found: Look) -> str:
    """Return why a look found nothing, and what to do."""
    said = [said for url, said in found.discovery.get("home", []) if said != "read"]
    refused = next(
        (s for s in said if s.startswith("port ") or "this machine" in s or "public address" in s),
        None,
    )
    if refused:
        return f"It was not asked: {refused}. Addresses on this machine need --allow-loopback."
    if found.closed:
        return f"It could not be read: {found.closed[0][1]}. Check the address, or try again later."
    if said and said[0] == "robots.txt":
        return "Its robots.txt closes it for this crawler."
    return "It has no sitemap and no feed where they usually are. Write a recipe with `sections = [...]` or a list in `urls`."


def _root(site: str) -> str:
    from pipelines.errors import InputError

    url = site if "://" in site else f"https://{site}"
    parts = urlsplit(url)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or ("." not in parts.hostname and parts.hostname != "localhost")
    ):
        raise InputError(f"{site} is no address of a site. Give it like https://paper.example")
    return f"{parts.scheme}://{parts.netloc}"


def _trial(
    name: str, roots: list[str], contact: str, proxy: str | None, *, loopback: bool
) -> Recipe:
    from pipelines.recipe import Recipe

    # each site twice: what it names itself, and the usual places
    sources = [{"site": root, "discover": ["sitemap", "feed"]} for root in roots]
    sources += [
        {
            "site": root,
            "name": root,
            "discover": ["sitemap", "feed"],
            "sitemaps": [root + p for p in USUAL_SITEMAPS],
            "feeds": [root + p for p in USUAL_FEEDS],
        }
        for root in roots
    ]
    crawl = {"delay": 0.5, "max_wait": 5, "tries": 1, "proxy": proxy, "allow_loopback": loopback}
    return Recipe.model_validate(
        {"dataset": {"name": name, "contact": contact}, "source": sources, "crawl": crawl}
    )


def _text(
    name: str, roots: list[str], contact: str, found: Look, proxy: str | None, *, loopback: bool
) -> str:
    import json

    lines = [
        f"# Written by `standfirst new`; about {found.expected()} articles are expected.",
        "[dataset]",
        f"name = {json.dumps(name)}",
        f"contact = {json.dumps(contact)}",
        "",
    ]
    for root in roots:
        host = (urlsplit(root).hostname or "").removeprefix("www.")
        own = {
            kind: [
                u
                for u in _tops(found, kind)
                if (urlsplit(u).hostname or "").removeprefix("www.").endswith(host)
            ]
            for kind in ("sitemap", "feed")
        }
        lines += [
            "[[source]]",
            f"site = {json.dumps(root)}",
            f"discover = {json.dumps([k for k, v in own.items() if v] or ['section'])}",
        ]
        lines += [f"{kind}s = {json.dumps(urls)}" for kind, urls in own.items() if urls]
        lines += ["# since = 2026-01-01", '# allow = ["/politics/*"]', ""]
    lines += ["[crawl]", "delay = 1.0", "# max_pages = 500"]
    lines += [f"proxy = {json.dumps(proxy)}"] if proxy else []
    lines += ["allow_loopback = true"] if loopback else []
    return "\n".join(lines) + "\n"


def _tops(found: Look, kind: str) -> list[str]:
    """Sitemaps that no other sitemap names, and feeds; at most ten."""
    return found.tops.get(kind, [])[:10]
