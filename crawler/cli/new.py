"""standfirst new"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from crawler.cli import say
from crawler.cli.completion import folders
from crawler.cli.places import Place, contact_of
from pipelines.errors import counted

if TYPE_CHECKING:
    from crawler.crawl.preview import Look, SourceLook
    from pipelines.recipe import Recipe

DELAY = 1.0
"""Seconds between two pages of a host in the recipe that is written."""
MOST = 10
"""Sitemaps, and feeds, that a recipe names for a site at most."""
USUAL_SITEMAPS = (
    "/sitemap.xml",
    "/sitemap_index.xml",
    "/news-sitemap.xml",
    "/sitemap-news.xml",
    "/sitemaps/news.xml",
    "/wp-sitemap.xml",
)
USUAL_FEEDS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml")
_USUAL = frozenset((*USUAL_SITEMAPS, *USUAL_FEEDS))


@click.command(
    epilog="Examples:\n\n  standfirst new lokal https://paper.example --contact mailto:me@university.example\n\n  standfirst new press https://one.example https://two.example --contact mailto:me@university.example"
)
@click.argument("name")
@click.argument("sites", nargs=-1, required=True, metavar="URL...")
@click.option(
    "--contact",
    default="",
    callback=contact_of,
    help="mailto: or https: address that goes into the user agent.",
)
@click.option(
    "--into",
    type=Place(),
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
    from pipelines.errors import InputError

    folder = into or Path("datasets") / name
    path = folder / "recipe.toml"
    if path.exists():
        raise InputError(f"{path} is there already. Edit it, or choose another name.")
    roots = list(dict.fromkeys(_root(site) for site in sites))
    given = _Given(name, contact, proxy, loopback=allow_loopback or bool(proxy))
    found = _look(given, roots)
    show(found, roots, delay=DELAY)
    looked = zip(roots, found.sources, strict=True)
    missing = {root: cause(found, site) for root, site in looked if not site.articles}
    if not found.articles:
        raise InputError(
            f"no article address was found on {', '.join(roots)}. {cause(found, found.sources[0])}"
        )
    for root, why in missing.items():
        say(f"left out     {root}: {why}")
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(recipe_text(given, roots, found), encoding="utf-8")
    say(f"recipe       {path}; no article was requested")
    say(f"next         standfirst crawl {path}")
    return 0


@dataclass(frozen=True, slots=True)
class _Given:
    """What the command line says, beside the sites."""

    name: str
    contact: str
    proxy: str | None
    loopback: bool


def _look(given: _Given, roots: list[str]) -> Look:
    """Look at every site: at what it names itself; at the usual places of what it does not
    name; where there is nothing at all, at the links of its home page."""
    from crawler.cli.looked import Progress
    from crawler.crawl.preview import look

    told = Progress()
    found = look(_recipe(given, [_named(root) for root in roots]), Path.cwd(), watch=told)
    sites = list(found.sources)
    for way, where in ((usual, "the usual places"), (links, "the links of home pages")):
        asked = {n: wanted for n, site in enumerate(sites) if (wanted := way(roots[n], site))}
        if asked:
            told.go_on(where)
            again = look(_recipe(given, list(asked.values())), Path.cwd(), watch=told)
            for n, seen in zip(asked, again.sources, strict=True):
                guessed = way is usual
                sites[n] = sites[n].join(seen.without_guesses(_USUAL) if guessed else seen)
            found = replace(
                found,
                robots={**again.robots, **found.robots},
                reserved={**again.reserved, **found.reserved},
                closed=list(dict.fromkeys([*found.closed, *again.closed])),
                errors=[*found.errors, *again.errors],
            )
    return replace(found, sources=sites)


def _answers(site: SourceLook) -> bool:
    """Tell whether it makes sense to ask a site more."""
    return not any(
        said == "robots.txt" or _leads_here(said) or said.startswith("port ") or _refuses(said)
        for _, said in site.discovery.get("home", [])
    )


def _refuses(said: str) -> bool:
    return said.startswith(("HTTP 401", "HTTP 403", "HTTP 429", "HTTP 451"))


def cause(found: Look, site: SourceLook) -> str:
    """Return why a look at a site found nothing, and what to do."""
    home = [said for _, said in site.discovery.get("home", []) if said != "read"]
    refused = next((s for s in home if s.startswith("port ") or _leads_here(s)), None)
    if refused:
        here = "its address leads to this machine" if _leads_here(refused) else refused
        return f"No request was sent: {here}. Addresses on this machine need --allow-loopback."
    if home and home[0] == "robots.txt":
        return "Its robots.txt closes it for this crawler."
    if home and _refuses(home[0]):
        return f"It refuses this crawler ({home[0]}). Write to the publisher, or leave it out."
    if home and home[0] != "not looked at":
        return f"It could not be read: {home[0]}. Check the address, or try again later."
    if found.closed and not site.answered("home"):
        return f"It could not be read: {found.closed[0][1]}. Check the address, or try again later."
    return "It has no sitemap and no feed where they usually are, and its home page leads to no article. Write a recipe with `sections = [...]` or a list in `urls`."


def _leads_here(said: str) -> bool:
    return "this machine" in said or "public address" in said


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


def _named(root: str) -> dict[str, Any]:
    """Look at what robots.txt and the home page name."""
    return {"site": root, "discover": ["sitemap", "feed"]}


def usual(root: str, site: SourceLook) -> dict[str, Any]:
    """Look where sitemaps and feeds usually are, for those that a site does not name."""
    if not _answers(site):
        return {}
    paths = {"sitemap": USUAL_SITEMAPS, "feed": USUAL_FEEDS}
    missing = [kind for kind in paths if not site.answered(kind)]
    places = {f"{kind}s": [root + path for path in paths[kind]] for kind in missing}
    return {"site": root, "discover": missing, **places} if missing else {}


def links(root: str, site: SourceLook) -> dict[str, Any]:
    """Look at where the home page leads, of a site that has nothing else."""
    if site.articles or not _answers(site):
        return {}
    return {"site": root, "discover": ["section"]}


def _recipe(given: _Given, sources: list[dict[str, Any]]) -> Recipe:
    from pipelines.recipe import made

    crawl = {
        "delay": 0.5,
        "max_wait": 5,
        "tries": 1,
        "proxy": given.proxy,
        "allow_loopback": given.loopback,
    }
    dataset = {"name": given.name, "contact": given.contact}
    return made({"dataset": dataset, "source": sources, "crawl": crawl}, name="what was given")


def recipe_text(given: _Given, roots: list[str], found: Look) -> str:
    """Return the recipe for what was found: a source for each site that offers something, a
    remark with the cause for each other one."""
    lines = [
        f"# Written by `standfirst new`; {counted(found.expected(), 'article')} expected.",
        "[dataset]",
        f"name = {json.dumps(given.name)}",
        f"contact = {json.dumps(given.contact)}",
        "",
    ]
    for root, site in zip(roots, found.sources, strict=True):
        lines += _source(root, site) if site.articles else _left_out(root, cause(found, site))
    lines += ["[crawl]", f"delay = {DELAY}", "# max_pages = 500"]
    lines += [f"proxy = {json.dumps(given.proxy)}"] if given.proxy else []
    lines += ["allow_loopback = true"] if given.loopback else []
    return "\n".join(lines) + "\n"


def _source(root: str, site: SourceLook) -> list[str]:
    from crawler.cli.looked import offer

    named = {kind: site.tops.get(kind, [])[:MOST] for kind in ("sitemap", "feed")}
    ways = [kind for kind, urls in named.items() if urls] or ["section"]
    lines = [
        "[[source]]",
        f"site = {json.dumps(root)}",
        f"discover = {json.dumps(ways)}  # {offer(site)}",
    ]
    lines += [f"{kind}s = {json.dumps(urls)}" for kind, urls in named.items() if urls]
    return [*lines, "# since = 2026-01-01", '# allow = ["/politics/*"]', ""]


def _left_out(root: str, why: str) -> list[str]:
    return [f"# {root} is left out: nothing was found there. {why}", ""]
