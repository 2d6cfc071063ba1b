"""The lists of mutants are in force: every one names source that stands in its file."""

from __future__ import annotations

from pathlib import Path

import mutate
import pytest

MUTANTS = mutate.mutants([])


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_source_of_a_mutant_stands_once_in_its_file(mutant: mutate.Mutant) -> None:
    assert mutant.is_told(mutate.ROOT)
    assert mutant.before != mutant.after


def test_there_are_enough() -> None:
    assert len(MUTANTS) >= 60


def test_an_applied_mutant_is_undone(tmp_path: Path) -> None:
    mutant = MUTANTS[0]
    copy = tmp_path / mutant.file
    copy.parent.mkdir(parents=True)
    original = (mutate.ROOT / mutant.file).read_bytes()
    copy.write_bytes(original)
    mutant.apply(tmp_path)
    assert copy.read_bytes() != original
    mutant.undo(tmp_path)
    assert copy.read_bytes() == original
    assert (mutate.ROOT / mutant.file).read_bytes() == original
