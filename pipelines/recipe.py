"""The recipe: one TOML file that says what to collect and how.

An unknown key is an error with file, line and a suggestion.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pipelines.errors import InputError, RecipeError

_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,80}$")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DatasetTable(_Strict):
    """What the dataset is called and who answers for it."""

    name: str
    """Folder and dataset name: letters, digits, `.`, `-`, `_`."""
    title: str = ""
    """Human title, for the card."""
    contact: str = ""
    """`mailto:` or `https://` address that goes into the user agent. A crawl that
    sends a request to anybody but this machine refuses to start without it."""
    description: str = ""
    """A paragraph for the card."""

    @field_validator("name")
    @classmethod
    def _file_name(cls, value: str) -> str:
        if not _NAME.match(value):
            msg = "must be a file name: letters, digits, '.', '-' and '_'"
            raise ValueError(msg)
        return value


def _css(value: str | None) -> str | None:
    """Return a selector that can be read. Raises ValueError."""
    import cssselect

    if value is not None:
        try:
            cssselect.parse(value)
        except cssselect.SelectorError as error:
            msg = f"`{value}` is no CSS selector: {error}"
            raise ValueError(msg) from error
    return value


def _web(value: str) -> str:
    """Return an address with scheme and host. Raises ValueError."""
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.netloc):
        msg = f"`{value}` is no web address: it must begin with https:// (or http://)"
        raise ValueError(msg)
    return value


class Select(_Strict):
    """CSS selectors for one source, by field, where the generic extractor fails."""

    title: str | None = None
    """Selector of the headline."""
    author: str | None = None
    """Selector of each author's name."""
    date: str | None = None
    """Selector of the publication date."""
    teaser: str | None = None
    """Selector of the standfirst."""
    body: str | None = None
    """Selector of the element that holds the body."""

    _css = field_validator("*")(_css)


class Source(_Strict):
    """One place where articles are found."""

    site: str = ""
    """Home page of the site, with scheme."""
    name: str = ""
    """Value of the column `source`; the host when empty."""
    discover: list[Literal["sitemap", "feed", "section", "links"]] = Field(
        default_factory=lambda: ["sitemap", "feed"]  # type: ignore[arg-type]
    )
    """Where addresses come from: `sitemap`, `feed`, `section`, `links`."""
    sitemaps: list[str] = Field(default_factory=list)
    """Sitemap addresses, beside those that robots.txt names."""
    feeds: list[str] = Field(default_factory=list)
    """Feed addresses, beside those that the home page names."""
    sections: list[str] = Field(default_factory=list)
    """Addresses of section pages, followed through their pagination."""
    urls: str | None = None
    """File with one address per line, relative to the recipe; `-`: standard input."""
    warc: str | list[str] | None = None
    """WARC files (`*.warc.gz`, `*.warc.zst`, `*.warc`) to read pages from: a path
    pattern relative to the recipe, a URL (`s3://`, `https://`), or a list of them. The
    publishers get no request."""
    html: str | list[str] | None = None
    """Saved pages to read: a path pattern relative to the recipe (`pages/**/*.html`), or a
    list of them. The publishers get no request."""
    addresses: str | None = None
    """CSV or JSON Lines with the columns `file` and `url`, for the saved pages of `html`;
    without it a page's own declared address counts."""
    render: bool = False
    """Let a browser run the pages' scripts (needs `python3 dev.py setup browser`)."""
    since: date | None = None
    """Oldest publication date to keep, where a date is known."""
    until: date | None = None
    """Newest publication date to keep, where a date is known."""
    allow: list[str] = Field(default_factory=list)
    """Path patterns with `*`; an address must match one of them."""
    deny: list[str] = Field(default_factory=list)
    """Path patterns with `*`; an address must match none of them."""
    max_pages: int | None = Field(default=None, ge=1)
    """Most article pages to fetch from this source."""
    delay: float | None = Field(default=None, ge=0)
    """Seconds between two requests to a host of this source."""
    select: Select | None = None
    """Selectors that help the generic extractor on this site."""

    @property
    def label(self) -> str:
        """Value of the column `source`: the name, or else the host; empty without both."""
        return (self.name or urlsplit(self.site).hostname or "").removeprefix("www.")

    @field_validator("site", "sitemaps", "feeds", "sections")
    @classmethod
    def _on_the_web(cls, value: str | list[str]) -> str | list[str]:
        return [_web(url) for url in value] if isinstance(value, list) else _web(value)


class Crawl(_Strict):
    """How to fetch."""

    delay: float = Field(default=1.0, ge=0, le=3600)
    """Seconds between two requests to one host."""
    max_pages: int | None = Field(default=None, ge=1)
    """Most article pages to fetch in all."""
    max_depth: int = Field(default=5, ge=0, le=100)
    """Pages of pagination, and levels of a link crawl."""
    max_bytes: int = Field(default=10 * 1024 * 1024, ge=1024)
    """Largest page, compressed or not."""
    timeout: float = Field(default=30.0, gt=0)
    """Seconds for one page."""
    tries: int = Field(default=4, ge=1, le=20)
    """How often an address is requested when the server fails."""
    backoff: float = Field(default=2.0, gt=0)
    """Seconds before the second try; each further wait is twice as long."""
    concurrency: int = Field(default=16, ge=1, le=256)
    """Connections in all."""
    per_host: int = Field(default=1, ge=1, le=8)
    """Connections to one host."""
    per_domain: int = Field(default=4, ge=1, le=64)
    """Connections to all hosts of one registered domain together."""
    per_address: int = Field(default=8, ge=1, le=64)
    """Connections to one IP address, whatever names lead to it (not behind a `proxy`)."""
    adaptive: bool = True
    """Leave a host that answers slowly a pause as long as its answer took."""
    daily_pages: int | None = Field(default=None, ge=1)
    """Most article pages to request from one host in a day (UTC)."""
    max_per_pattern: int = Field(default=2000, ge=10)
    """Most section pages, and most addresses with parameters, of one shape (numbers
    aside) on a host: endless calendars and filters end here, and are reported."""
    revisit: Literal["listed", "age", "never"] = "listed"
    """Which kept articles a new run requests again: those that the site `listed` as changed,
    also those that are due by their `age` (6 hours in the first two days, daily in the
    first week, weekly in the first month), or `never` any."""
    min_free_mb: int = Field(default=200, ge=0)
    """Stop in order when less disk than this is free, in MB."""
    max_wait: float = Field(default=120.0, ge=0)
    """Longest wait for a closed host before the run ends with it pending, seconds."""
    max_failed: int | None = None
    """More failed pages than this end the run with exit code 3."""
    workers: int | None = Field(default=None, ge=1, le=256)
    """Extraction processes; one per core when not given."""
    proxy: str | None = None
    """Forward HTTP proxy, `http://host:port`."""
    allow_loopback: bool = False
    """Allow addresses on this machine. For the demo and for tests."""


class Policy(_Strict):
    """What follows from a publisher's opt-outs."""

    reserved: Literal["skip", "metadata", "keep"] = "skip"
    """Where text and data mining is reserved: `skip` the page, keep its `metadata`
    without text, or `keep` it (you then need a right of your own)."""
    declared: Literal["cut", "keep"] = "cut"
    """Text that a metered page shows, and that its own markup reserves: `cut` the text
    there, or `keep` it."""
    robots: Literal["obey"] = "obey"
    """robots.txt is obeyed; there is no other value."""


class Extract(_Strict):
    """How pages are read."""

    learn: bool = False
    """Learn from the pages of each paper what repeats on them (its walls, its furniture), and
    read again with that what a single page could not tell."""


class Dedup(_Strict):
    """Duplicates."""

    near: bool = True
    """Find near duplicates and fill `cluster_id` and `cluster_role`."""


class Output(_Strict):
    """Files."""

    shard_rows: int = Field(default=50_000, ge=100)
    """Rows per Parquet file."""


class Recipe(_Strict):
    """A whole recipe."""

    dataset: DatasetTable
    source: Annotated[list[Source], Field(min_length=1)]
    crawl: Crawl = Crawl()
    policy: Policy = Policy()
    extract: Extract = Extract()
    dedup: Dedup = Dedup()
    output: Output = Output()


def load(path: Path) -> Recipe:
    """Return the recipe in a file. Raises InputError or RecipeError, with the line."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        msg = f"the recipe {path} cannot be read: {error.strerror}. `standfirst new NAME https://paper.example` writes one."
        raise InputError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"the recipe {path} is not UTF-8 text (byte {error.start}). Save it as UTF-8."
        raise RecipeError(msg) from error
    return parse(text, str(path))


def parse(text: str, name: str = "recipe") -> Recipe:
    """Return the recipe in a text. Raises RecipeError with the line of each fault."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"{name}: not TOML: {error}. Strings need quotes, tables need [brackets]."
        raise RecipeError(msg) from error
    if not raw:
        raise RecipeError(f"{name} is empty. A recipe begins like this:\n\n{_SMALLEST}")
    return made(raw, text, name)


def made(raw: dict[str, Any], text: str = "", name: str = "the recipe") -> Recipe:
    """Return the recipe that tables make. Raises RecipeError with each fault, and its line in
    `text` where there is one."""
    try:
        return Recipe.model_validate(raw)
    except ValidationError as error:
        lines = [_explain(fault, text, name) for fault in error.errors()]
        raise RecipeError("\n".join(lines)) from error


_SOURCE = re.compile(r"[ \t]{0,99}\[\[[ \t]{0,99}source[ \t]{0,99}\]\]")
_OWN_FILES = re.compile(
    r"^[ \t]{0,99}(?:urls|warc|html|addresses)[ \t]{0,99}=[ \t]{0,99}(?:\[[^\[\]]*\]|.*)",
    re.MULTILINE,
)
_QUOTED = re.compile(r'"([^"\n]+)"|\'([^\'\n]+)\'')


def copy(source: Path, target: Path) -> None:
    """Write a recipe into another folder; the files that it names stay where they are."""
    if source.resolve() == target.resolve() or not source.exists():
        return

    def seen_from_there(found: re.Match[str]) -> str:
        name = found.group(1) or found.group(2)
        if name == "-" or "://" in name:
            return found.group(0)
        return json.dumps(os.path.relpath(source.resolve().parent / name, target.resolve().parent))

    target.parent.mkdir(parents=True, exist_ok=True)
    text = _OWN_FILES.sub(
        lambda line: _QUOTED.sub(seen_from_there, line.group(0)), source.read_text(encoding="utf-8")
    )
    target.write_text(text, encoding="utf-8")


def refuse_other(source: Path, target: Path) -> None:
    """Raise InputError where a dataset folder holds the dataset of another recipe."""
    if source.resolve() == target.resolve() or not target.exists():
        return
    own, other = load(source).dataset.name, load(target).dataset.name
    if own != other:
        msg = f'{target.parent} holds the dataset "{other}", the recipe is of "{own}". Give another folder with --into.'
        raise InputError(msg)


_SMALLEST = """[dataset]
name = "lokal"
contact = "mailto:you@university.example"

[[source]]
site = "https://paper.example"
"""
_KINDS = {
    "float": "a number, such as 1.5",
    "int": "a whole number, such as 500",
    "bool": "true or false",
    "string": "a text in quotes",
    "list": "a list in [brackets]",
    "date": "a date, such as 2026-01-31",
}


def _explain(fault: Any, text: str, name: str) -> str:
    where = [str(p) for p in fault["loc"]]
    key = next((p for p in reversed(where) if not p.isdigit()), "")
    line = _line(text, key, next((int(p) for p in where if p.isdigit()), None))
    place = f"{name}:{line}" if line else name
    path = ".".join(p for p in where if not p.isdigit())
    if fault["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, _keys(where[:-1]), n=1)
        hint = (
            f" Did you mean `{near[0]}`?"
            if near
            else f" Known keys: {', '.join(_keys(where[:-1]))}."
        )
        return f"{place}: unknown key `{path}`.{hint}"
    if fault["type"] == "missing":
        more = (
            ' Add a table `[[source]]` with `site = "https://paper.example"`.'
            if path == "source"
            else " Add it."
        )
        return f"{place}: `{path}` is missing.{more}"
    kind = next(
        (
            said
            for name, said in _KINDS.items()
            if fault["type"].startswith(f"{name}_")
            and fault["type"].endswith(("_type", "_parsing"))
        ),
        None,
    )
    if kind is not None:
        return f"{place}: `{path}` must be {kind}, not {fault['input']!r}."
    return f"{place}: `{path}`: {fault['msg'].removeprefix('Value error, ')}."


def _line(text: str, key: str, source: int | None) -> int | None:
    """Return the line of a key, in the source of a number where it is of one; None where it
    stands nowhere."""
    pattern = re.compile(rf"^\s*(?:{re.escape(key)}\s*=|\[+\s*(?:[\w.]+\.)?{re.escape(key)}\s*\]+)")
    lines = text.splitlines()
    sources = [n for n, line in enumerate(lines) if _SOURCE.match(line)]
    begin = sources[source] if source is not None and source < len(sources) else 0
    found = (n for n, line in enumerate(lines, 1) if n > begin and pattern.match(line))
    return next(found, None)


def _keys(where: list[str]) -> list[str]:
    model: Any = Recipe
    for step in where:
        if step.isdigit():
            continue
        annotation = model.model_fields[step].annotation
        model = next((m for m in _models(annotation)), model)
    return list(model.model_fields)


def _models(annotation: Any) -> list[Any]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for a in getattr(annotation, "__args__", ()) for m in _models(a)]
