"""Saved pages: which files there are, and the address of each.

What most people have is a folder of HTML. The address of a page comes from a table
beside the files where there is one, else from what the page itself declares. What writes
files is loaded only by who reads many pages.
"""

from __future__ import annotations

import contextlib
import csv
import glob
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipelines.errors import InputError
from pipelines.model import Page, Reason

if TYPE_CHECKING:
    from pipelines.build.worker import Done
    from pipelines.extract.extractor import Extractor
    from pipelines.extract.result import Extraction
    from pipelines.model import Rejected

SAVED = (".html", ".htm", ".xhtml")
"""Endings of saved pages, as they are looked for in a folder."""
HEAD_BYTES = 256 * 1024
"""How far into a page its declared address is looked for."""
FIRST_YEAR = 1991
"""Archives and copies that lost their dates give 1970 or 1980."""
FILE_COLUMNS = ("file", "path", "filename", "name")
ADDRESS_COLUMNS = ("url", "address", "link")


def find(given: str | Path | Iterable[str | Path]) -> list[Path]:
    """Return saved pages: those of a folder, also in folders below, by name; or the paths.

    Raises InputError for a folder that is not there.
    """
    if not isinstance(given, (str, Path)):
        return [Path(path) for path in given]
    folder = Path(given)
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder. Give a folder of saved pages, or their paths.")
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in SAVED and p.is_file())


def matching(pattern: str, folder: Path) -> list[Path]:
    """Return the files that match a pattern of a recipe, by name. Raises InputError for none."""
    found = sorted(Path(p) for p in glob.glob(str(folder / pattern), recursive=True))  # noqa: PTH207  the pattern may be absolute
    files = [path for path in found if path.is_file()]
    if not files:
        msg = f"no saved page matches {folder / pattern}. `html` in the recipe is a path relative to the recipe, such as pages/**/*.html."
        raise InputError(msg)
    return files


def addresses(table: Path) -> dict[Path, str]:
    """Return the address of each file that a table names, by its resolved path.

    The table is CSV with a heading line, or JSON Lines; it has a column `file` (or
    `path`) and a column `url`. Paths are relative to the table. Lines without both are
    passed over. Raises InputError where the table cannot be read or has no such columns.
    """
    try:
        text = table.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{table} cannot be read: {error}.") from error
    rows = list(_json_lines(text) if text.lstrip()[:1] == "{" else _csv(text))
    found = {}
    for row in rows:
        file, url = _first(row, FILE_COLUMNS), _first(row, ADDRESS_COLUMNS)
        if file and url:
            found[(table.parent / file).resolve()] = url
    if rows and not found:
        msg = f"{table} names no file with its address: it needs the columns `file` and `url`."
        raise InputError(msg)
    return found


def _csv(text: str) -> Iterator[dict[str, str]]:
    head = text.partition("\n")[0]
    mark = max(",;\t", key=head.count)
    for row in csv.DictReader(text.splitlines(), delimiter=mark):
        yield {str(k).strip().lower(): v for k, v in row.items() if isinstance(v, str)}


def _json_lines(text: str) -> Iterator[dict[str, str]]:
    for line in text.splitlines():
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(row, dict):
            yield {str(k).lower(): v for k, v in row.items() if isinstance(v, str)}


def _first(row: Mapping[str, str], names: Iterable[str]) -> str:
    return next((row[n].strip() for n in names if row.get(n, "").strip()), "")


def own_address(body: bytes) -> str | None:
    """Return the address that a page declares as its own; None when it declares none."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(body[:HEAD_BYTES])
    places = (
        ('link[rel~="canonical"]', "href"),
        ('meta[property="og:url"]', "content"),
        ('meta[name="og:url"]', "content"),
    )
    for selector, attribute in places:
        node = tree.css_first(selector)
        url = (node.attributes.get(attribute) or "").strip() if node is not None else ""
        if _is_web(url):
            return url
    return None


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def address_of(path: Path, body: bytes, known: Mapping[Path, str]) -> str:
    """Return the address of a saved page: the table's, its own, or else its place on disk."""
    return known.get(path.resolve()) or own_address(body) or path.resolve().as_uri()


def saved_at(path: Path) -> datetime | None:
    """Return when a file was saved; None where its date was before there was a web to save."""
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return at if at.year >= FIRST_YEAR else None


def extract_file(path: Path, url: str | None, extractor: Extractor | None = None) -> Done:
    """Extract a saved page in a worker process. Never raises for a bad page or file.

    Without `url` the page's own address counts; without an `extractor` the bare one.
    """
    from pipelines.build.worker import Done, unreadable
    from pipelines.extract.extractor import Extractor
    from pipelines.extract.rules import Rules
    from pipelines.store.archive import Ref

    extractor = extractor or Extractor(Rules(reserved="keep"))
    try:
        body = path.read_bytes()
        at = saved_at(path)
    except OSError as error:
        detail = f"{path} cannot be read: {error.strerror}"
        place = url or path.resolve().as_uri()
        return Done(unreadable(Ref(str(path), 0, 0), Reason.UNREADABLE, detail, url=place))
    address = url or address_of(path, body, {})
    return Done(extractor.extract(Page(url=address, body=body, fetched=at)))


def results(
    paths: Sequence[Path],
    url: Callable[[Path], str | None],
    *,
    workers: int | None = None,
    extractor: Extractor | None = None,
) -> Iterator[Extraction | Rejected]:
    """Yield the result of every saved page, in order, extracted in processes of their own.

    `url` tells the address of a file; None: the one that the page declares. A page that
    hangs or kills its worker is rejected; the others go on.
    """
    from pipelines.build.pool import WINDOW, PagePool, PageTask
    from pipelines.build.spawn import unguarded
    from pipelines.store.archive import Ref

    pool, waiting = PagePool(workers), iter(paths)
    with contextlib.closing(pool):
        for _ in paths:
            with unguarded():  # not around what the caller does between two results
                for path in itertools.islice(waiting, WINDOW - len(pool)):
                    given = (path, url(path), extractor)
                    pool.feed(PageTask(Ref(str(path), 0, 0), extract_file, given))
                taken = pool.take(block=True)
            assert taken is not None
            yield taken[1].result
