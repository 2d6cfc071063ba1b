"""What a run did, in lines."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import click

from crawler.cli import from_here, row, say
from crawler.crawl.run import CrawlSummary
from pipelines.errors import (
    DatasetError,
    NothingKept,
    Refused,
    StorageError,
    TooManyFailures,
    counted,
)
from pipelines.model import Reason
from pipelines.page.inert import as_json
from pipelines.recipe import Recipe
from pipelines.store import duck
from pipelines.store.manifest import Manifest
from pipelines.store.parquet import read_columns

_UNREAD = 5
_IN_PART = "read in part: "
_HOSTS = 10
_STAND_INS = frozenset(
    (Reason.CHALLENGE, Reason.CONSENT, Reason.LOGIN, Reason.AGE_GATE, Reason.MAINTENANCE)
)
_ACCESS = ("free", "metered", "registration", "subscription", "unknown")


def show(summary: CrawlSummary, command: str, recipe: Recipe | None = None) -> None:
    """Print the numbers of a run and what to do next."""
    for line in _lines(summary, recipe):
        row(line)
    for origin, until, reason in summary.closed:
        at = time.strftime("%H:%M:%S", time.localtime(until))
        row(f"waiting      {origin}: {reason}, next request after {at}")
    for line in summary.mended:
        row(f"mended       {line}")
    for error in summary.errors if summary.manifest.problems() else summary.errors[1:]:
        row(f"error        {error}")  # the first one is what the run ends with
    if summary.coverage:
        shares = (f"{name} {share:.0%}" for name, share in summary.coverage.items())
        say(f"fields       {', '.join(shares)}")
    folder = from_here(summary.folder)
    say(f"files        {folder}")
    if not duck.there():
        say(
            f"not done     near duplicates and the report: both need DuckDB. Type: {duck.how_to_install()}  and then the same command again"
        )
    elif summary.manifest.rows("articles"):
        say(f"look at it   standfirst view {folder}   (report: {folder / 'report.html'})")
    if summary.interrupted or summary.urls.get("pending"):
        say(f"continue     {command}")


def finished(summary: CrawlSummary, command: str) -> None:
    """Print the numbers of a run as one JSON object, for machines."""
    left = summary.interrupted or bool(summary.urls.get("pending"))
    event = {
        "event": "finished",
        "pages": summary.pages,
        "new_or_revised": summary.new_rows,
        "seconds": round(summary.seconds, 1),
        "dataset": summary.manifest.counts,
        "addresses": summary.urls,
        "errors": summary.errors,
        "files": str(from_here(summary.folder)),
        "continue": command if left else None,
    }
    click.echo(as_json(event), err=True)


def _lines(summary: CrawlSummary, recipe: Recipe | None) -> Iterator[str]:
    yield from _numbers(summary)
    yield from _left_out(summary)
    yield from _in_the_way(summary)
    yield from _limits(summary, recipe)


def _numbers(summary: CrawlSummary) -> Iterator[str]:
    """Yield what was fetched, what the dataset holds, and the sum of the addresses."""
    urls = summary.urls
    yield (
        f"fetched      {counted(summary.pages, 'page')} in {summary.seconds:.1f} s; {counted(summary.new_rows, 'article')} new or revised"
    )
    if summary.access:
        yield f"access       {_access(summary.access)}"
    learned = summary.manifest.counts.get("read_again", 0)
    if learned:
        yield f"learned      {counted(learned, 'row')} of the dataset read again with what their papers' pages tell; `access` above is that of each page alone"
    yield f"dataset      {held(summary.manifest.counts)}"
    outside = f" + {urls['left_out']} left out" if urls.get("left_out") else ""
    yield (
        f"addresses    {urls.get('discovered', 0)} discovered = {urls.get('fetched', 0)} fetched + {urls.get('blocked', 0)} blocked + {urls.get('pending', 0)} pending + {urls.get('failed', 0)} failed{outside}; {counted(urls.get('redirected', 0), 'alias', 'aliases')}"
    )
    if urls.get("elsewhere"):
        yield (
            f"             {urls['elsewhere']} more are on domains of other shards: `standfirst reshard` hands them over"
        )
    for reason, number in summary.manifest.crawl.get("reasons", {}).items():
        yield f"             {number} {reason}"


def held(counts: dict[str, int]) -> str:
    """Return what a dataset holds, by the numbers of its manifest."""
    return f"{counted(counts.get('rows', 0), 'article')}, {counted(counts.get('revisions', 0), 'revision')}, {counted(counts.get('duplicates', 0), 'repeat')}, {counts.get('rejected', 0)} set aside"


def _left_out(summary: CrawlSummary) -> Iterator[str]:
    """Yield what could not be read, what was not taken, and which pages gave no row."""
    crawl = summary.manifest.crawl
    for kind, url, reason in crawl.get("unread", [])[:_UNREAD]:
        word = "read in part" if reason.startswith(_IN_PART) else "not read    "
        yield f"{word} {kind} {url}: {reason.removeprefix(_IN_PART)}"
    for source, what, reason, number in crawl.get("left_out", []):
        yield f"left out     {number} {what} of {source}: {reason}"
    for reason, number in crawl.get("skipped", {}).items():
        yield f"left out     {counted(number, 'record')} of WARC files: {reason}"
    if summary.manifest.counts.get("rejected"):
        aside = set_aside(summary.folder, summary.manifest).items()
        yield "set aside    " + ", ".join(f"{number} {reason}" for reason, number in aside)


def _limits(summary: CrawlSummary, recipe: Recipe | None) -> Iterator[str]:
    """Yield which limits of the recipe were reached."""
    for pattern, number in summary.manifest.crawl.get("limits", {}).items():
        addresses = counted(number, "address", "addresses")
        yield f"limit        {addresses} like {pattern} kept out (crawl.max_per_pattern)"
    limit = recipe.crawl.max_pages if recipe is not None else None
    pending = summary.urls.get("pending", 0)
    if limit and pending and summary.pages >= limit:
        stay = "stays" if pending == 1 else "stay"
        waiting = f"{counted(pending, 'address', 'addresses')} {stay}"
        yield f"limit        {waiting} pending: crawl.max_pages = {limit} a run"


def _in_the_way(summary: CrawlSummary) -> Iterator[str]:
    found = stand_ins(summary.folder, summary.manifest)
    for host, kinds in list(found.items())[:_HOSTS]:
        told = ", ".join(f"{number} {kind}" for kind, number in kinds.most_common())
        yield f"in the way   {host} answers with pages that are none of its articles: {told}"


def _access(statuses: dict[str, int]) -> str:
    """Return what is asked of readers on the pages of a run that hold an article."""
    told = ", ".join(f"{statuses[a]} {a}" for a in _ACCESS if statuses.get(a))
    return f"{told}, on {counted(sum(statuses.values()), 'page')} with an article"


def stand_ins(folder: Path, manifest: Manifest) -> dict[str, Counter[str]]:
    """Return the hosts that served something else in the place of articles: how many pages
    of which kind."""
    found: dict[str, Counter[str]] = {}
    for batch in read_columns(folder, manifest.parts("rejected"), ["url", "reason"]):
        pairs = zip(batch["url"].to_pylist(), batch["reason"].to_pylist(), strict=True)
        for url, reason in pairs:
            if reason in _STAND_INS:
                found.setdefault(urlsplit(url).netloc, Counter())[reason] += 1
    return found


def set_aside(folder: Path, manifest: Manifest) -> dict[str, int]:
    """Return how many pages were set aside for which reason, most first; repeats aside."""
    found: Counter[str] = Counter()
    for batch in read_columns(folder, manifest.parts("rejected"), ["reason"]):
        found.update(batch["reason"].to_pylist())
    found.pop(Reason.DUPLICATE_URL.value, None)
    return dict(found.most_common())


def outcome(summary: CrawlSummary, max_failed: int | None, *, shard: bool = False) -> int:
    """Return the exit code of a run, or raise the error that has it.

    A shard to which nothing fell is done: not every part of a cut has something.
    """
    problems = summary.manifest.problems()
    if problems:
        raise DatasetError(
            "the run's numbers do not add up: " + "; ".join(problems) + ". Please report this."
        )
    if summary.errors:
        raise StorageError(summary.errors[0])
    if summary.interrupted:
        return 130
    urls = summary.urls
    if max_failed is not None and urls.get("failed", 0) > max_failed:
        raise TooManyFailures(
            f"{counted(urls['failed'], 'address', 'addresses')} failed, more than `crawl.max_failed` = {max_failed}. The reasons stand above; running again tries what is pending."
        )
    if summary.manifest.counts.get("rows", 0) == 0:
        if shard and _fell_nothing_to(summary):
            say("nothing to do: no address and no file of this crawl belongs to this shard")
            return 0
        _explain_nothing(summary)
    return 0


def _fell_nothing_to(summary: CrawlSummary) -> bool:
    """Tell whether a shard has read no list and no page, and nothing has failed."""
    crawl, counts = summary.manifest.crawl, summary.manifest.counts
    tried = counts.get("pages") or crawl.get("urls", {}).get("discovered")
    return not (tried or crawl.get("unread") or crawl.get("reasons"))


def _explain_nothing(summary: CrawlSummary) -> None:
    """Raise the error of a run that kept nothing, with the cause that the run saw."""
    manifest = summary.manifest
    reasons: dict[str, int] = manifest.crawl.get("reasons", {})
    unread: list[list[str]] = manifest.crawl.get("unread", [])
    found = manifest.crawl.get("urls", {}).get("discovered", 0)
    aside = set_aside(summary.folder, manifest)
    said = [*(reason for _, _, reason in unread), *(r.partition(": ")[2] for r in reasons)]
    if aside.keys() <= _REFUSALS and any(_refuses(reason) for reason in said):
        cause = next(reason for reason in said if _refuses(reason))
        raise Refused(
            f"the site let nothing be collected: {_in_words(cause)}. Crawl again later, or ask the publisher."
        )
    if aside:
        most, number = next(iter(aside.items()))
        hint = (
            " (a reservation against text and data mining; see `policy.reserved` in the recipe)"
            if most == Reason.RESERVED.value
            else ""
        )
        raise (Refused if most in _REFUSALS else NothingKept)(
            f"{counted(number, 'page')} read and set aside as `{most}`{hint}. `rejected/` in the dataset says why for every page."
        )
    if said and not found:
        raise NothingKept(
            f"no address was found: {said[0]}. Check the addresses in the recipe; `standfirst crawl RECIPE --dry-run` shows what each one answers."
        )
    addresses = counted(found, "address", "addresses")
    if said:
        raise NothingKept(f"{addresses} found and none could be read: {said[0]}.")
    raise NothingKept(
        f"{addresses} found and no article kept. Check `discover`, `allow` and `urls` in the recipe; `standfirst crawl RECIPE --dry-run` shows what is found."
    )


_REFUSALS = frozenset((Reason.HTTP_STATUS.value,))


def _refuses(reason: str) -> bool:
    return reason == "robots.txt" or any(
        code in reason
        for code in (
            "HTTP 401",
            "HTTP 403",
            "HTTP 429",
            "HTTP 451",
            "HTTP 5",
            "robots.txt answered",
        )
    )


def _in_words(reason: str) -> str:
    return "its robots.txt closes it for this crawler" if reason == "robots.txt" else reason
