"""What was extracted elsewhere → a dataset, page by page in the order of the archive.

The rules of one machine decide what repeats what, because they are the ones that run.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipelines.build.files import PageFile, Segment
from pipelines.build.worker import Done
from pipelines.papers.evidence import Stored
from pipelines.papers.summary import NOTE as LEARNED
from pipelines.store.archive import Ref
from pipelines.store.dataset import Dataset
from pipelines.store.manifest import Part

COMMIT = 2000


def replay(
    dataset: Dataset,
    results: Iterable[tuple[Ref, Done]],
    files: Sequence[PageFile],
    notes: Mapping[str, Any] | None = None,
) -> None:
    """Put every result into a dataset, in the place of what is in it.

    Only segments of the archive are noted as read: WARC files that lie elsewhere are none.
    The dataset is not final after it.
    """
    others = {name: note for name, note in dataset.manifest.notes.items() if name != LEARNED}
    manifest = replace(dataset.manifest, notes={**others, **(notes or {})})
    if manifest.version:
        nothing: dict[str, Any] = {"counts": {}, "archived": {}, "final": False}
        empty: dict[str, list[Part]] = {name: [] for name in manifest.tables}
        dataset.replace_tables(empty, notes=manifest.notes, **nothing)
        dataset.forget()
    else:
        dataset.manifest = manifest
    waiting = iter(results)
    while held := list(itertools.islice(waiting, COMMIT)):
        seen = [Stored(d.seen, r.file, r.offset, r.length) for r, d in held if d.seen is not None]
        dataset.commit([(ref, done.result, done.sketch) for ref, done in held], seen)
    own = {file.name for file in files if isinstance(file, Segment)}
    archived = {name: end for name, end in dataset.manifest.archived.items() if name in own}
    dataset.manifest = replace(dataset.manifest, archived=archived)
