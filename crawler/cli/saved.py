"""Many saved pages to JSON Lines: `standfirst extract FILE... | FOLDER`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crawler.cli import say
from crawler.cli.records import extractor_of, print_record
from pipelines.errors import InputError, counted
from pipelines.extract.result import Extraction

TELL = 500
"""Pages between two words on how far it is, where there is no terminal."""


def extract_all(targets: tuple[str, ...], table: Path | None, recipe: Path | None) -> int:
    """Print a line for every page; return 0 when one of them was an article, else 1.

    Raises InputError for a file or folder that is not there.
    """
    from pipelines.build import saved

    paths = list(dict.fromkeys(p for t in targets for p in _paths(t)))
    if not paths:
        msg = f"{targets[0]} holds no saved page: no file ends in {', '.join(saved.SAVED)}."
        raise InputError(msg)
    known = saved.addresses(table) if table is not None else {}
    if table is not None:
        _tell_addresses(paths, known, table)
    found: Counter[str] = Counter()
    for number, result in enumerate(_results(paths, known, recipe), 1):
        article = isinstance(result, Extraction)
        print_record(result.article if isinstance(result, Extraction) else result)
        found["" if article else result.reason] += 1
        if number % TELL == 0 and not sys.stderr.isatty():
            say(f"extracting   {number} of {counted(len(paths), 'page')}")
    _tell(found, len(paths))
    return 0 if found[""] else 1


def _paths(target: str) -> list[Path]:
    from pipelines.build import saved

    path = Path(target)
    if path.is_dir():
        return saved.find(path)
    if not path.exists():
        msg = f"{target} cannot be read: there is no such file. Give saved pages or their folder."
        raise InputError(msg)
    return [path]


def _tell_addresses(paths: list[Path], known: dict[Path, str], table: Path) -> None:
    """Say how many pages a table names, and how many of its rows name none of them."""
    named = sum(path.resolve() in known for path in paths)
    line = f"addresses    {named} of {counted(len(paths), 'page')} from {table}"
    rest = len(known) - named
    say(line + (f"; {counted(rest, 'row')} of it for other files" if rest else ""))


def _tell(found: Counter[str], pages: int) -> None:
    aside = {reason: number for reason, number in found.most_common() if reason}
    say(
        f"extracted    {counted(found[''], 'article')} from {counted(pages, 'page')}"
        + (f"; {sum(aside.values())} set aside" if aside else "")
    )
    for reason, number in aside.items():
        say(f"             {number} {reason}")


def _results(paths: list[Path], known: dict[Path, str], recipe: Path | None) -> Iterator[Any]:
    """Yield the result of every page, in the order of the files."""
    from rich.console import Console
    from rich.progress import Progress

    from pipelines.build import saved

    extractor, _ = extractor_of(recipe, "")
    given = saved.results(paths, lambda path: known.get(path.resolve()), extractor=extractor)
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        yield from bar.track(given, total=len(paths), description="extracting")
