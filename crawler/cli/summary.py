"""What a run did, in lines."""

from __future__ import annotations

import time

from crawler.cli import say
from crawler.run import CrawlSummary
from pipelines.errors import (
    DatasetError,
    NothingKept,
    Refused,
    StorageError,
    TooManyFailures,
)
from pipelines.store.manifest import Manifest

_ACCESS = ("free", "metered", "registration", "subscription", "unknown")


def show(summary: CrawlSummary, command: str) -> None:
    """Print the numbers of a run and what to do next."""
    manifest, counts, urls = summary.manifest, summary.manifest.counts, summary.urls
    access = ", ".join(f"{summary.access[a]} {a}" for a in _ACCESS if summary.access.get(a))
    say(f"fetched      {summary.pages} pages in {summary.seconds:.1f} s; {summary.new_rows} articles new or revised" + (f" ({access})" if access else ""))
    say(f"dataset      {counts.get('rows', 0)} articles, {counts.get('revisions', 0)} revisions, {counts.get('duplicates', 0)} repeats, {counts.get('rejected', 0)} set aside")
    say(f"addresses    {urls.get('discovered', 0)} discovered = {urls.get('fetched', 0)} fetched + {urls.get('blocked', 0)} blocked + {urls.get('pending', 0)} pending + {urls.get('failed', 0)} failed; {urls.get('redirected', 0)} aliases")
    if urls.get("elsewhere"):
        say(f"             {urls['elsewhere']} more are on domains of other shards: `standfirst reshard` hands them over")
    for reason, number in manifest.crawl.get("reasons", {}).items():
        say(f"             {number} {reason}")
    for pattern, number in manifest.crawl.get("limits", {}).items():
        say(f"limit        {number} addresses like {pattern} kept out (crawl.max_per_pattern)")
    for origin, until, reason in summary.closed:
        say(f"waiting      {origin}: {reason}, asked again after {time.strftime('%H:%M:%S', time.localtime(until))}")
    for error in summary.errors:
        say(f"error        {error}")
    if summary.coverage:
        say("fields       " + ", ".join(f"{name} {share:.0%}" for name, share in summary.coverage.items()))
    say(f"files        {summary.folder}")
    if manifest.rows("articles"):
        say(f"look at it   standfirst view {summary.folder}   (report: {summary.folder / 'report.html'})")
    if summary.interrupted or urls.get("pending"):
        say(f"continue     {command}")


def outcome(summary: CrawlSummary, max_failed: int | None) -> int:
    """Return the exit code of a run, or raise the error that has it."""
    problems = summary.manifest.problems()
    if problems:
        raise DatasetError("the run's numbers do not add up: " + "; ".join(problems) + ". Please report this.")
    if summary.errors:
        raise StorageError(summary.errors[0])
    if summary.interrupted:
        return 130
    urls = summary.urls
    if max_failed is not None and urls.get("failed", 0) > max_failed:
        raise TooManyFailures(f"{urls['failed']} addresses failed, more than `crawl.max_failed` = {max_failed}. The reasons stand above; running again tries what is pending.")
    if summary.manifest.counts.get("rows", 0) == 0:
        _explain_nothing(summary.manifest)
    return 0


def _explain_nothing(manifest: Manifest) -> None:
    reasons: dict[str, int] = manifest.crawl.get("reasons", {})
    refused = sum(n for r, n in reasons.items() if "robots" in r or "403" in r or "401" in r or "429" in r)
    statuses = manifest.notes.get("http_refused", 0)
    found = manifest.crawl.get("urls", {}).get("discovered", 0)
    discovery = manifest.crawl.get("discovery", {})
    if refused or statuses or discovery.get("blocked") or (discovery.get("failed") and not found):
        raise Refused("the site let nothing be collected (robots.txt, or an error status for every page). The reasons stand above. `standfirst crawl` again later, or ask the publisher.")
    raise NothingKept(f"{found} addresses were found and no article was kept. `rejected/` in the dataset says why for every page; check `discover` and `allow` in the recipe.")
