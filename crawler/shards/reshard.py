"""A crawl cut into shards: which folder holds which, and the handover to another cut.

Addresses move with their registered domain from frontier to frontier; pages and
articles stay in the folder that has them, until `merge` makes one dataset of all.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from crawler.frontier.model import Fact
from crawler.frontier.reader import Reader
from crawler.frontier.store import Frontier
from crawler.frontier.transfer import hand_over, hand_over_finds
from crawler.shards.shard import Shard
from pipelines import recipe as recipes
from pipelines.errors import InputError
from pipelines.recipe import Recipe, Source
from pipelines.store.lock import locked
from pipelines.store.paths import DatasetPaths

FOLDER = "shards"


def folder_of(dataset: Path, shard: Shard | None) -> Path:
    """Return the folder of a shard of a dataset; the dataset's own without one."""
    return dataset if shard is None else dataset / FOLDER / shard.folder_name


def folders(dataset: Path) -> dict[Shard, Path]:
    """Return the shard folders below a dataset folder, in order."""
    named = [
        (Shard.named(path.name), path)
        for path in (dataset / FOLDER).glob("*-of-*")
        if _frontier(path).exists()
    ]
    found = [(shard, path) for shard, path in named if shard is not None]
    return dict(sorted(found, key=lambda pair: (pair[0].of, pair[0].number)))


def _frontier(folder: Path) -> Path:
    return DatasetPaths(folder).frontier


@contextlib.contextmanager
def opened(folder: Path, shard: Shard | None = None) -> Iterator[Frontier]:
    """Yield the frontier of a folder."""
    frontier = Frontier(_frontier(folder), shard)
    try:
        yield frontier
    finally:
        frontier.close()


def settle(folder: Path, shard: Shard | None) -> Shard | None:
    """Return the shard that a folder's frontier holds; a new one takes `shard`.

    Raises InputError where the folder holds something else, or was handed over.
    """
    with opened(folder) as frontier:
        moved, held, merged = map(frontier.fact, (Fact.MOVED, Fact.SHARD, Fact.MERGED))
        if merged:
            msg = f"{folder} was merged from {merged}: no recipe can go on with it. Crawl the parts and merge them again."
            raise InputError(msg)
        if moved:
            msg = f"the addresses of {folder} were handed over to {moved} shards. Crawl those; this folder keeps its articles for `standfirst merge`."
            raise InputError(msg)
        if held is None and shard is not None:
            if frontier.count_articles():
                msg = f"{folder} holds a crawl that is not cut into shards. Give another folder with --into, or leave --shard out."
                raise InputError(msg)
            held = frontier.note(Fact.SHARD, str(shard))
    if held is not None and shard is not None and held != str(shard):
        msg = f"{folder} holds shard {held}, not {shard}. `standfirst reshard` changes the number of shards."
        raise InputError(msg)
    return Shard.parse(held) if held is not None else None


def refuse_other_cut(dataset: Path, folder: Path, shard: Shard | None) -> None:
    """Raise InputError where the addresses of a dataset are with other folders than one
    that is to be crawled now."""
    if shard is None and folder != dataset:
        return
    others = (
        _givers(dataset, shard.of)
        if shard
        else [p for p in folders(dataset).values() if not moved(p)]
    )
    if not others:
        return
    if shard is None:
        msg = f"{dataset} is crawled in shards ({others[0]}, …). Crawl those with --shard, or make one dataset of them: `standfirst merge {dataset / FOLDER}/* --into FOLDER`."
    else:
        msg = f"the addresses of {dataset} are not cut into {shard.of} shards ({others[0]} has some). `standfirst reshard {dataset} --shards {shard.of}` hands them over first."
    raise InputError(msg)


def _givers(dataset: Path, of: int) -> list[Path]:
    """Return the folders whose addresses a cut into `of` shards has to take over."""
    whole = [dataset] if _frontier(dataset).exists() else []
    others = [*whole, *(path for shard, path in folders(dataset).items() if shard.of != of)]
    return [path for path in others if not moved(path)]


def moved(folder: Path) -> bool:
    """Tell whether the addresses of a folder were handed over to other shards."""
    if not _frontier(folder).exists():
        return False
    with Reader(_frontier(folder)) as frontier:
        return frontier.fact(Fact.MOVED) is not None


def reshard(recipe_path: Path, of: int) -> dict[Shard, int]:
    """Hand all addresses of a dataset to `of` shards; return how many each one holds.

    With the number as it is, only the addresses that one shard found on the domain
    of another change hands. Killed at any moment, the same command goes on. Raises
    InputError where there is nothing to cut.
    """
    dataset, recipe = recipe_path.resolve().parent, recipes.load(recipe_path)
    givers = _givers(dataset, of)
    takers = [Shard(number, of) for number in range(1, of + 1)]
    peers = [path for shard, path in folders(dataset).items() if shard.of == of]
    if not givers and not peers:
        msg = f"{dataset} holds no crawl yet. `standfirst crawl {recipe_path} --shard 1/{of}` starts one in shards."
        raise InputError(msg)
    with contextlib.ExitStack() as held:
        for folder in dict.fromkeys([*givers, *(folder_of(dataset, s) for s in takers)]):
            held.enter_context(locked(folder))
        taken = _taken(dataset, takers, givers)
        for shard in takers:
            if not taken:
                _take(dataset, recipe, shard, givers, peers)
            recipes.copy(recipe_path, folder_of(dataset, shard) / "recipe.toml")
        for folder in givers:
            _give_up(folder, of)
        for folder in peers:
            with opened(folder) as frontier:
                frontier.forget_elsewhere()
    return {shard: _count(folder_of(dataset, shard)) for shard in takers}


def _taken(dataset: Path, takers: list[Shard], givers: list[Path]) -> bool:
    """Tell whether a handover that was stopped had come so far that every shard has
    everything: some givers know it already, and would not be asked again."""
    if not givers:
        return False
    for shard in takers:
        path = _frontier(folder_of(dataset, shard))
        if not path.exists():
            return False
        with Reader(path) as frontier:
            named = (frontier.fact(Fact.TAKEN) or "").split("/")
        if not {folder.name for folder in givers} <= set(named):
            return False
    return True


def _give_up(folder: Path, of: int) -> None:
    """Note in a giver, at once, that its addresses are elsewhere."""
    with opened(folder) as frontier, frontier.transaction():
        frontier.note(Fact.MOVED, str(of))
        # what it once took itself says nothing of the next time
        frontier.forget(Fact.TAKEN)


def _take(
    dataset: Path, recipe: Recipe, shard: Shard, givers: list[Path], peers: list[Path]
) -> None:
    """Bring the frontier of one shard up to date, in one transaction."""
    own = folder_of(dataset, shard)
    others = [path for path in peers if path != own]
    looks_for = {number for number, source in enumerate(recipe.source) if shard.looks_for(source)}
    # what a list names and no shard looks for is counted by the first
    outside = {n for n, s in enumerate(recipe.source) if _counts_outside(shard, s)}
    with opened(own, shard) as frontier, frontier.transaction():
        if givers:
            frontier.forget_addresses()  # of an earlier cut into as many: stale
        for folder in givers:
            hand_over(frontier, _frontier(folder), shard.owns, looks_for, outside)
        for folder in [*givers, *others]:
            hand_over_finds(frontier, _frontier(folder), shard.owns)
        frontier.forget(Fact.MOVED)
        frontier.note(Fact.SHARD, str(shard))
        if givers:
            frontier.note(Fact.TAKEN, "/".join(folder.name for folder in givers))


def _counts_outside(shard: Shard, source: Source) -> bool:
    if any(Shard(number, shard.of).looks_for(source) for number in range(1, shard.of + 1)):
        return shard.looks_for(source)
    return shard.number == 1


def _count(folder: Path) -> int:
    with opened(folder) as frontier:
        return frontier.count_articles()
