"""Every address of a finished crawl has one place: a row, a rejection, an alias of another
address, or a state of its own with its reason."""

from __future__ import annotations

from pathlib import Path

from crawler.frontier.model import Fact, State, key_of
from crawler.frontier.reader import Reader
from pipelines.store import manifest as manifests
from pipelines.store.parquet import read_columns
from pipelines.store.paths import DatasetPaths


def unaccounted(folder: Path) -> list[str]:
    """Return what is wrong with the places of a dataset's addresses, one line each."""
    manifest = manifests.load(folder)
    found = list(manifest.problems())
    kept = _keys(folder, manifest, "articles", "revisions")
    aside = _keys(folder, manifest, "rejected")
    nameless = _nameless(folder, manifest)
    with Reader(DatasetPaths(folder).frontier) as frontier:
        rows = frontier.ask(
            "SELECT u.key, h.origin || u.path, u.state, coalesce(u.reason, ''), u.target"
            " FROM urls u JOIN hosts h ON h.id = u.host WHERE u.kind = 0"
        )
        for key, url, state, reason, target in list(rows):
            told = key in kept or key in aside
            if not told and state == State.FETCHED and nameless:
                nameless, told = nameless - 1, True
            wrong = _why_wrong(frontier, State(state), reason, target, told)
            if wrong:
                found.append(f"{url}: {State(state).name.lower()}, {wrong}")
    return found


def _keys(folder: Path, manifest: manifests.Manifest, *tables: str) -> set[int]:
    return {
        key_of(url)
        for table in tables
        for batch in read_columns(folder, manifest.parts(table), ["url"])
        for url in batch["url"].to_pylist()
    }


def _nameless(folder: Path, manifest: manifests.Manifest) -> int:
    """Return how many pages were set aside of which only the place in the archive is known."""
    urls = (
        url
        for batch in read_columns(folder, manifest.parts("rejected"), ["url"])
        for url in batch["url"].to_pylist()
    )
    return sum("://" not in url for url in urls)


def _why_wrong(
    frontier: Reader, state: State, reason: str, target: int | None, told: bool
) -> str | None:
    if state is State.FETCHED and not told:
        return "but no row and no rejection has it"
    if state in (State.BLOCKED, State.FAILED) and not reason:
        return "without a reason"
    if state is State.REDIRECTED and not _leads_somewhere(frontier, target):
        return "but it leads to no address that is known"
    return None


def _leads_somewhere(frontier: Reader, key: int | None) -> bool:
    for _ in range(20):
        row = frontier._one("SELECT state, target FROM urls WHERE key = ?", key)
        if row is None or row[0] != State.REDIRECTED:
            return row is not None
        key = row[1]
    return False


def finished(folder: Path) -> list[Path]:
    """Return the datasets below a folder whose crawl has come to its end."""
    found = []
    for file in folder.rglob("frontier.sqlite"):
        paths = DatasetPaths(file.parent.parent)
        if paths.current.exists():
            with Reader(paths.frontier) as frontier:
                if frontier.fact(Fact.RUN) == "done":
                    found.append(paths.folder)
    return found
