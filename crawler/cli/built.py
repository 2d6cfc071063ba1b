"""What is said of a build when it is done: of one archive, or of the parts of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.cli import say
from pipelines.errors import counted

if TYPE_CHECKING:
    from pipelines.build.rebuild import BuildSummary


def gave(summary: BuildSummary) -> str:
    """Return how many articles came from how many pages, and how long it took."""
    counts = summary.manifest.counts
    articles = counted(counts.get("rows", 0), "article")
    pages = counted(counts.get("pages", 0), "archived page")
    return f"{articles} from {pages} in {summary.seconds:.1f} s"


def say_where(summary: BuildSummary) -> None:
    """Say what was lost, where the version before is kept, and where the files are."""
    for line in summary.lost:
        say(f"lost         {line}")
    if summary.kept:
        say(f"kept         {summary.kept} holds the version before")
    say(f"files        {summary.folder}")
