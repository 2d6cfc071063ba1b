"""Pages that are built from where they lie: the archive's segments, or WARC files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from crawler.discovery.public import why_forbidden
from crawler.warc.answers import Answer, answer_of
from crawler.warc.files import WarcFile, find
from crawler.warc.records import Record, opt_outs, read, when
from pipelines.build.files import PageFile, Segment
from pipelines.build.pool import PageTask
from pipelines.build.worker import process_page
from pipelines.errors import InputError, RecipeError
from pipelines.extract.rules import Rules
from pipelines.identity import asked_url
from pipelines.model import Page
from pipelines.page.opt_outs import header_opt_outs
from pipelines.patterns import selects
from pipelines.recipe import Recipe
from pipelines.store.archive import Ref, Stored, segments
from pipelines.store.paths import DatasetPaths


@dataclass(frozen=True)
class WarcPages(PageFile):
    """The pages of a WARC file that a source of the recipe wants."""

    url: str
    size: int
    source: str
    allow: tuple[str, ...]
    deny: tuple[str, ...]
    max_bytes: int
    allow_loopback: bool

    @property
    def name(self) -> str:
        """File name without folders."""
        return WarcFile(self.url, self.size).name

    @property
    def key(self) -> str:
        """Address, size, and what is wanted of it."""
        return f"{self.url} {self.size} {self.source} {self.allow} {self.deny} {self.max_bytes}"

    def offsets(self) -> Iterator[tuple[int, int]]:
        """Yield the place of every record; the last one ends with the file."""
        last: int | None = None
        for record in read(self.url, most=0):
            offset = record.offset
            if last is not None and last < offset:
                yield last, offset
            last = offset
        if last is not None:
            yield last, max(self.size, last + 1)

    def tasks(self, start: int, end: int, rules: Rules) -> Iterator[PageTask]:
        """Yield the wanted pages of a stretch, read in this process as one stream."""
        # a file of unknown size has no end that is known before
        for record in read(self.url, start, end if end > start else None, most=self.max_bytes):
            if not isinstance(record, Record):
                continue
            answer = answer_of(record, self.max_bytes)
            if answer is None or not answer.is_page or not self._wanted(record.url):
                continue
            page = self._stored(record, answer, self.name)
            yield PageTask(Ref(self.name, record.offset, 1), process_page, (page, rules))

    def _wanted(self, url: str) -> bool:
        return why_forbidden(url, allow_loopback=self.allow_loopback) is None and selects(
            urlsplit(url).path, self.allow, self.deny
        )

    def _stored(self, record: Record, answer: Answer, name: str) -> Stored:
        page = Page(
            url=asked_url(record.url),
            body=answer.body,
            content_type=answer.header("content-type") or None,
            status=answer.status,
            fetched=when(record) or datetime.now(UTC),
            source=self.source or None,
            opt_outs=tuple(dict.fromkeys([*opt_outs(record), *header_opt_outs(answer.headers)])),
            truncated=answer.truncated,
            archive_file=name,
            archive_offset=record.offset,
        )
        return Stored(page, "too_large" if answer.large else None)


def refuse_to_learn_from_warcs(recipe: Recipe, files: Sequence[PageFile]) -> None:
    """Raise RecipeError where papers are to be learned and no archive holds their pages:
    what is read again is read from there."""
    if recipe.extract.learn and any(isinstance(file, WarcPages) for file in files):
        msg = "`extract.learn` reads pages again from the archive, and there is none: the recipe names WARC files. `standfirst crawl` takes their pages in; then build, in parts or on Spark. Or set `learn` to false."
        raise RecipeError(msg)


def page_files(archive: Path, recipe: Recipe, recipe_folder: Path) -> list[PageFile]:
    """Return the files to build from: the archive, or else the recipe's WARC files.

    Raises InputError where there are neither, RecipeError for a limit that only a
    crawl can keep.
    """
    found: list[PageFile] = [Segment.of(path.resolve()) for path in segments(archive)]
    if found:
        return found
    for source in recipe.source:
        if source.warc and source.max_pages:
            msg = "`source.max_pages` is counted page by page, which a build in parts or on Spark does not do. Leave it out, or use `standfirst crawl`."
            raise RecipeError(msg)
        for file in find(source.warc, recipe_folder) if source.warc else ():
            found.append(
                WarcPages(
                    file.url,
                    file.size,
                    source.label,
                    tuple(source.allow),
                    tuple(source.deny),
                    recipe.crawl.max_bytes,
                    recipe.crawl.allow_loopback,
                )
            )
    if not found:
        msg = f"{DatasetPaths(recipe_folder).archive} holds no pages, and the recipe names no WARC files. `standfirst crawl` fetches pages."
        raise InputError(msg)
    return found
