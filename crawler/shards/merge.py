"""Shards, or any datasets, into one: archive, addresses and rows.

The merged dataset stands on its own: it can be read, checked, built again from its
archive and, where all parts have the same recipe, crawled on. Merging the same
parts again changes nothing; parts that have grown are taken in anew.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path

from crawler.frontier.model import Fact
from crawler.frontier.reader import tally
from crawler.frontier.transfer import everything, hand_over, hand_over_finds
from crawler.shards.reshard import moved, opened
from pipelines import recipe as recipes
from pipelines.build.builder import extract_pending
from pipelines.build.learn import learn
from pipelines.build.spawn import unguarded
from pipelines.errors import InputError
from pipelines.extract.rules import Rules
from pipelines.papers.summary import NOTE as LEARNED
from pipelines.publish.published import publish
from pipelines.store import duck, manifest as manifests
from pipelines.store.archive import borrow, segment_name, segments
from pipelines.store.dataset import Dataset
from pipelines.store.finish import finish
from pipelines.store.lock import locked
from pipelines.store.manifest import Manifest
from pipelines.store.paths import CURRENT, DatasetPaths
from pipelines.store.union import Input, unite

NOTE = "merged_from"
"""Note of the manifest: part → its version, and the names of its segments here."""


def merge(parts: Sequence[Path], into: Path) -> Manifest:
    """Make one dataset of several and return its manifest.

    Raises InputError for what is no dataset, and for a target that holds pages of
    its own, MissingLibrary where DuckDB is not installed.
    """
    parts = list(dict.fromkeys(p.resolve() for p in parts))
    into = into.resolve()
    _refuse(parts, into)
    duck.library("`standfirst merge`")
    with contextlib.ExitStack() as held:
        for folder in [*parts, into]:
            held.enter_context(locked(folder))
        dataset = Dataset(into)
        inputs, note = _inputs(parts, into, dataset.manifest)
        if dataset.manifest.final and dataset.manifest.notes.get(NOTE) == note:
            return dataset.manifest
        return _merged(dataset, inputs, note)


def _refuse(parts: Sequence[Path], into: Path) -> None:
    found = False
    for part in parts:
        paths = DatasetPaths(part)
        # a shard that `reshard` made and nobody has crawled yet: addresses without a version
        waits = paths.frontier.exists() and not manifests.numbers(part)
        if not paths.current.exists() and not waits:
            msg = f"{part} holds no dataset (no {CURRENT}). Give the folders that `standfirst crawl` wrote."
            raise InputError(msg)
        manifests.check_version(part, manifests.load(part))
        found = found or not waits
    if not found:
        msg = f"{parts[0]} holds no version yet. Run `standfirst crawl` on the shards first."
        raise InputError(msg)
    if into in parts:
        msg = f"{into} cannot be merged into itself. Give a new folder with --into."
        raise InputError(msg)
    if all(moved(part) for part in parts):
        msg = (
            f"the addresses of {parts[0]} were handed over to other shards. Name those folders too."
        )
        raise InputError(msg)


def _inputs(
    parts: Sequence[Path], into: Path, before: Manifest
) -> tuple[list[Input], dict[str, dict[str, object]]]:
    """Return the parts, each with the names that its segments have in the merged archive.

    A segment keeps the name that an earlier merge gave it.
    """
    known = before.notes.get(NOTE, {})
    taken = {name for part in known.values() for name in part["segments"].values()}
    if before.version and set(before.archived) - taken:
        msg = f"{into} holds pages of its own. Merge into a new folder, with {into} as one of the parts."
        raise InputError(msg)
    free = (name for number in range(1, 1_000_000) if (name := segment_name(number)) not in taken)
    inputs: list[Input] = []
    note: dict[str, dict[str, object]] = {}
    for part in parts:
        key = Path(os.path.relpath(part, into)).as_posix()
        old = known.get(key, {}).get("segments", {})
        manifest = manifests.load(part)
        # a copy that was made without its archive still says where its pages stood
        known_here = {path.name for path in segments(DatasetPaths(part).archive)}
        names = {
            name: old.get(name) or next(free)
            for name in sorted(known_here | manifest.archived.keys())
        }
        inputs.append(Input(part, manifest, names))
        note[key] = {"version": manifest.version, "segments": names}
    return inputs, note


def _merged(
    dataset: Dataset, inputs: Sequence[Input], note: dict[str, dict[str, object]]
) -> Manifest:
    folder = dataset.folder
    for part in inputs:
        for old, new in part.names.items():
            if (part.paths.archive / old).exists():
                borrow(part.paths.archive / old, dataset.paths.archive / new)
    recipes.copy(inputs[0].folder / "recipe.toml", folder / "recipe.toml")
    recipe = recipes.load(folder / "recipe.toml")
    ends = _addresses(folder, inputs)
    # what was learned of some parts' papers is learned anew from the pages of all
    own = (NOTE, LEARNED)
    notes = {k: v for p in reversed(inputs) for k, v in p.manifest.notes.items() if k not in own}
    unite(dataset, inputs, notes={**notes, NOTE: note}, name=folder.name)
    with unguarded():
        # what a part had fetched and not yet extracted
        extract_pending(dataset, Rules.of(recipe), workers=recipe.crawl.workers, committed=ends)
        learn(dataset, recipe)
    with opened(folder) as frontier:
        numbers = tally(frontier)
    manifest = finish(
        dataset,
        near=recipe.dedup.near,
        shard_rows=recipe.output.shard_rows,
        crawl=numbers,
        again=True,
    )
    publish(folder, recipe, manifest)
    return manifest


def _addresses(folder: Path, inputs: Sequence[Input]) -> dict[str, int]:
    """Put the addresses of all parts into one frontier; return the segments' ends."""
    files = [p.paths.frontier for p in inputs if not moved(p.folder)]
    files = [f for f in files if f.exists()]
    ends: dict[str, int] = {}
    for part in inputs:
        known = dict(part.manifest.archived)
        if part.paths.frontier.exists():
            with opened(part.folder) as frontier:
                known.update(frontier.segment_ends())
        ends.update({part.names[name]: end for name, end in known.items() if name in part.names})
    with opened(folder) as frontier, frontier.transaction():
        frontier.forget_addresses()
        frontier.forget_segments()
        for file in files:
            hand_over(frontier, file, everything, None)
        for file in files:
            hand_over_finds(frontier, file, everything)
        frontier.keep_segments(ends)
        if not _same_recipe(inputs):
            frontier.note(Fact.MERGED, "parts with different recipes")
    return ends


def _same_recipe(inputs: Sequence[Input]) -> bool:
    sources = [recipes.load(p.folder / "recipe.toml").source for p in inputs]
    return all(
        [s.model_dump(exclude={"urls", "warc"}) for s in own]
        == [s.model_dump(exclude={"urls", "warc"}) for s in sources[0]]
        for own in sources
    )
