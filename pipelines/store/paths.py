"""Where everything lies in a dataset folder. No other module spells these names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_META = "_meta"
_ARCHIVE = "_archive"

SKETCHES = f"{_META}/sketches"
"""Sketches of the texts, for near duplicates: a table that only the next run reads."""
DOCUMENTS = f"{_META}/documents"
"""What the last run knew of each text: a table that only the next run reads."""
PAIRS = f"{_META}/pairs"
"""Pairs of near duplicates: a table that only the next run reads."""
PAGES = f"{_META}/pages"
"""What each page was like, for the model of its paper: a table that only learning reads."""
BLOCKS = f"{_META}/blocks"
"""What stood where on each page, as numbers: a table that only learning reads."""
PAPERS = f"{_META}/papers"
"""What was learned of each paper: a table that the inspection page reads."""
SINGLE = {t: f"{_META}/single-{t}" for t in ("articles", "revisions", "provenance")}
"""Rows as single pages gave them, where a paper's model has changed them: tables by the
name of the table that they were in."""
SIDE_TABLES = (SKETCHES, DOCUMENTS, PAIRS, PAGES, BLOCKS, PAPERS, *SINGLE.values())
LEFTOVER = f"{_META}/leftover"
"""Data files that no version names, where no version was in force."""
CURRENT = f"{_META}/CURRENT"
"""The file that makes a folder a dataset, as messages call it."""


@dataclass(frozen=True, slots=True)
class DatasetPaths:
    """The files and folders of one dataset."""

    folder: Path

    @property
    def archive(self) -> Path:
        """The pages as fetched, in segments."""
        return self.folder / _ARCHIVE

    @property
    def meta(self) -> Path:
        """What belongs to the dataset and is no row of it."""
        return self.folder / _META

    @property
    def frontier(self) -> Path:
        """The addresses of the crawl, a SQLite file."""
        return self.meta / "frontier.sqlite"

    @property
    def stdin_urls(self) -> Path:
        """The addresses that came on standard input."""
        return self.meta / "stdin-urls.txt"

    @property
    def crashes(self) -> Path:
        """Tracebacks of errors of our own while answers were read."""
        return self.meta / "crashes.log"

    @property
    def lock(self) -> Path:
        """The file that the one writer holds."""
        return self.meta / "lock"

    @property
    def current(self) -> Path:
        """The file that names the manifest of the version that counts."""
        return self.folder / CURRENT

    def manifest(self, name: str) -> Path:
        """The manifest of a version, by its file name."""
        return self.meta / name

    @property
    def staging(self) -> Path:
        """Where new data files wait for their commit."""
        return self.meta / "staging"

    @property
    def rebuild(self) -> Path:
        """Where a new build grows beside the version in force."""
        return self.meta / "rebuild"

    @property
    def spill(self) -> Path:
        """Where DuckDB puts what memory does not hold."""
        return self.meta / "spill"

    @property
    def spark(self) -> Path:
        """What Spark has extracted so far."""
        return self.meta / "spark"
