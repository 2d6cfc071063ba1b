"""What was extracted elsewhere becomes a dataset: in batches, in the place of what was there."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pipelines_store import batch, extraction

from pipelines.build import replay as module
from pipelines.build.files import Segment
from pipelines.build.replay import replay
from pipelines.build.worker import Done, unreadable
from pipelines.model import Reason
from pipelines.store.archive import Ref
from pipelines.store.dataset import Dataset

FILES = [Segment(Path("a"), 9)]


def results(number: int, file: str = "a", seen: Any = None) -> list[tuple[Ref, Done]]:
    refs = [Ref(file, n, 1) for n in range(number)]
    return [(r, Done(unreadable(r, Reason.UNREADABLE, "made"), seen=seen)) for r in refs]


@pytest.mark.parametrize(("number", "sizes"), [(2000, [2000]), (2001, [2000, 1]), (0, [])])
def test_two_thousand_pages_are_one_version(tmp_path, monkeypatch, number, sizes):
    batches: list[int] = []
    monkeypatch.setattr(Dataset, "commit", lambda _, found, seen: batches.append(len(found)))
    replay(Dataset(tmp_path), results(number), FILES)
    assert batches == sizes


def test_what_pages_tell_of_their_paper_comes_with_its_place(tmp_path, monkeypatch):
    told: list[Any] = []
    monkeypatch.setattr(Dataset, "commit", lambda _, found, seen: told.extend(seen))
    monkeypatch.setattr(module, "Stored", lambda *given: given)
    seen: Any = "numbers"
    replay(Dataset(tmp_path), [*results(1), *results(1, "b", seen)], FILES)
    assert told == [("numbers", "b", 0, 1)]


def test_a_note_stands_from_the_first_version_on(tmp_path):
    dataset = Dataset(tmp_path)
    replay(dataset, results(3), FILES, {"parts": "key"})
    assert dataset.manifest.notes == {"parts": "key"}
    assert (dataset.manifest.counts, dataset.manifest.final) == ({"pages": 3, "rejected": 3}, False)


def test_what_was_in_a_dataset_goes(tmp_path):
    dataset = Dataset(tmp_path)
    dataset.commit([(r, d.result, None) for r, d in results(3)])
    dataset.replace_tables({}, notes={"own": 1, "papers": {"made": {"paper": "of what goes"}}})
    replay(dataset, results(2), FILES, {"parts": "key"})
    assert dataset.manifest.notes == {"own": 1, "parts": "key"}
    assert dataset.manifest.counts == {"pages": 2, "rejected": 2}
    assert dataset.manifest.rows("rejected") == 2


def test_what_was_in_a_dataset_is_no_repeat_of_what_comes(tmp_path):
    dataset = Dataset(tmp_path)
    ((ref, article, sketch),) = batch(0, extraction(1))
    dataset.commit([(ref, article, sketch)])
    replay(dataset, [(ref, Done(article, sketch))], FILES)
    assert dataset.manifest.counts == {"pages": 1, "rows": 1}


def test_files_that_are_no_segments_are_not_noted_as_read(tmp_path):
    dataset = Dataset(tmp_path)
    elsewhere: Any = SimpleNamespace(name="news.warc.gz")
    replay(dataset, [*results(2), *results(1, "news.warc.gz")], [*FILES, elsewhere])
    assert dataset.manifest.archived == {"a": 2}
