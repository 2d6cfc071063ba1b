"""What was extracted elsewhere → a dataset, page by page in the order of the archive.

The rules of one machine decide what repeats what, because they are the ones that run.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from pipelines.build.files import PageFile, Segment
from pipelines.extract.result import Extraction
from pipelines.model import Rejected
from pipelines.store.archive import Ref
from pipelines.store.dataset import Dataset
from pipelines.store.manifest import Part

COMMIT = 2000


def replay(
    dataset: Dataset,
    results: Iterable[tuple[Ref, Extraction | Rejected, np.ndarray | None]],
    files: Sequence[PageFile],
    notes: Mapping[str, Any] | None = None,
) -> None:
    """Put every result into a dataset, in the place of what is in it.

    Only segments of the archive are noted as read: WARC files that lie elsewhere are none.
    The dataset is not final after it.
    """
    manifest = replace(dataset.manifest, notes={**dataset.manifest.notes, **(notes or {})})
    if manifest.version:
        nothing: dict[str, Any] = {"counts": {}, "archived": {}, "final": False}
        empty: dict[str, list[Part]] = {name: [] for name in manifest.tables}
        dataset.replace_tables(empty, notes=manifest.notes, **nothing)
        dataset.forget()
    else:
        dataset.manifest = manifest
    waiting = iter(results)
    while held := list(itertools.islice(waiting, COMMIT)):
        dataset.commit(held)
    own = {file.name for file in files if isinstance(file, Segment)}
    archived = {name: end for name, end in dataset.manifest.archived.items() if name in own}
    dataset.manifest = replace(dataset.manifest, archived=archived)
