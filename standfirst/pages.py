"""From pages to results: one at once, or a folder of saved ones in parallel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import InputError, RecipeError
from pipelines.extract.extractor import Extractor
from pipelines.extract.result import source_of
from pipelines.extract.rules import Rules
from pipelines.extract.sites import base as sites
from pipelines.model import Page
from pipelines.page.opt_outs import header_opt_outs
from standfirst.results import Result

if TYPE_CHECKING:
    from pipelines.extract.selectors import Selectors
    from pipelines.extract.sites.base import SiteParser

NO_ADDRESS = "file:///page.html"
AHEAD = "standfirst.extract reads pages that you have. For an address use standfirst.crawl with a recipe (`standfirst new` writes one): it obeys robots.txt and keeps the page."


def extract(
    html_or_path: str | bytes | Path,
    url: str | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    select: Mapping[str, str] | None = None,
) -> Result:
    """Return the article on one page, or why there is none.

    `html_or_path` is the page as bytes (best: the encoding is found as a browser does),
    as text, or the path of a saved one. `url` is its address: relative links, the
    language and the id follow from it. `headers` are those of the answer (content type,
    opt-outs). `select` are CSS selectors by field (`title`, `author`, `date`, `teaser`,
    `body`) where the generic extractor fails. Nothing is asked of any network.

    Raises InputError for a file that cannot be read, RecipeError for a wrong selector.
    """
    path, body, content_type = _read(html_or_path)
    given = {k.lower(): v for k, v in (headers or {}).items()}
    page = Page(
        url=url or (path.resolve().as_uri() if path else NO_ADDRESS),
        body=body,
        content_type=content_type or given.get("content-type"),
        fetched=datetime.now(UTC),
        opt_outs=tuple(header_opt_outs(given.items())),
    )
    return Result.of(_extractor(page, select).extract(page), path)


def _extractor(page: Page, select: Mapping[str, str] | None) -> Extractor:
    """The page is the caller's already, so what it says of mining is told, not acted on."""
    chosen = {source_of(page): _selectors(select)} if select else {}
    return Extractor(Rules(reserved="keep", select=chosen))


def _selectors(select: Mapping[str, str]) -> Selectors:
    from pydantic import ValidationError

    from pipelines.extract.selectors import Selectors
    from pipelines.recipe import Select

    try:
        return Selectors.of(Select.model_validate(dict(select)))
    except ValidationError as error:
        faults = "; ".join(f"{f['loc'][-1]}: {f['msg']}" for f in error.errors())
        known = ", ".join(Select.model_fields)
        msg = f"select: {faults}. It takes CSS selectors by field: {known}."
        raise RecipeError(msg) from error


def _read(page: str | bytes | Path) -> tuple[Path | None, bytes, str | None]:
    """Return the path if it is one, the bytes, and their content type where it is known."""
    if isinstance(page, bytes):
        return None, page, None
    if isinstance(page, str) and ("<" in page or "\n" in page):
        kind = "text/html" if "<" in page else "text/plain"
        return None, page.encode("utf-8", "replace"), f"{kind}; charset=utf-8"
    if not isinstance(page, (str, Path)):
        msg = f"extract takes a page as text, bytes or a path, not {type(page).__name__}."
        raise InputError(msg)
    if str(page).startswith(("http://", "https://")):
        raise InputError(f"{page} is an address. {AHEAD}")
    path = Path(page)
    try:
        return path, path.read_bytes(), None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        msg = f"{str(page)[:200]} is neither HTML nor a file that can be read: {reason}."
        raise InputError(msg) from error


def extract_many(
    folder_or_paths: str | Path | Iterable[str | Path],
    *,
    url: Callable[[Path], str] | None = None,
    workers: int | None = None,
    progress: bool | Callable[[int, int], None] | None = None,
) -> Iterator[Result]:
    """Yield the results for saved pages, in order, extracted in parallel.

    Takes a folder (its `.html`, `.htm` and `.xhtml` files, also in folders below, by
    name) or paths. `url` tells the address of a file; without it the address counts that
    the page declares as its own. `workers` are processes, one per
    core when not given. `progress`: True or False for a bar on stderr (None: where it is
    a terminal), or a function that is told how many are done, of how many. A page that
    hangs or kills its worker is rejected; the others go on.

    Raises InputError for a folder that is not there.
    """
    from pipelines.build import saved

    return _extract_all(saved.find(folder_or_paths), url, workers, progress)


def _extract_all(
    paths: list[Path],
    url: Callable[[Path], str] | None,
    workers: int | None,
    progress: bool | Callable[[int, int], None] | None,
) -> Iterator[Result]:
    from pipelines.build import saved
    from standfirst.progress import teller

    results = saved.results(paths, url or (lambda _: None), workers=workers)
    with teller(progress, len(paths)) as tell:
        for path, result in zip(paths, results, strict=True):
            tell()
            yield Result.of(result, path)


def register_parser(parser: type[SiteParser]) -> type[SiteParser]:
    """Use a site parser for its hosts from now on; returns it, so it is a decorator too.

    `extract` uses it in this process. For `extract_many`, `crawl` and `build`, whose
    workers are processes of their own, it must stand in a module that can be imported.
    Raises InputError for a class that names no hosts.
    """
    if not (isinstance(parser, type) and issubclass(parser, sites.SiteParser) and parser.hosts):
        msg = f"{getattr(parser, '__name__', parser)} is no site parser: derive a class from standfirst.SiteParser and give it `hosts`."
        raise InputError(msg)
    sites.register(parser)
    return parser
