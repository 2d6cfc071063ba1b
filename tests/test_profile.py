"""The profile by stage: its stages are functions of the chain, and its rows sum to the whole."""

from __future__ import annotations

import importlib
import importlib.util
from operator import attrgetter
from pathlib import Path
from types import ModuleType

import pytest


def loaded(name: str) -> ModuleType:
    path = Path(__file__).resolve().parents[1] / "benchmarks" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"{name}_by_stage", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def profile() -> ModuleType:
    return loaded("profile")


def test_every_row_of_the_whole_chain_is_of_functions_that_there_are() -> None:
    """And every stage of a page is in one of its rows."""
    chain = loaded("chain")
    for place, row in chain.stages().items():
        module, _, name = place.partition(":")
        assert callable(attrgetter(name)(importlib.import_module(module))), place
        assert row in chain.ROWS
    named = {name for names in chain.PARTS.values() for name in names}
    assert named <= loaded("profile").STAGES.keys()


def test_every_stage_is_a_function_of_the_chain(profile: ModuleType) -> None:
    places = [place.split(":") for every in profile.STAGES.values() for place in every]
    assert all(callable(getattr(importlib.import_module(m), name)) for m, name in places)


def test_time_of_a_stage_leaves_out_the_stages_that_it_calls(
    profile: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = iter(range(100))
    monkeypatch.setattr(profile.time, "process_time", lambda: next(now))
    clock = profile.Clock()
    inner = clock.wrapped("inner", lambda: None)
    outer = clock.wrapped("outer", inner)
    assert clock.page(outer) == {profile.REST: 2, "outer": 2, "inner": 1}


def test_rows_sum_to_the_whole(profile: ModuleType) -> None:
    rows = profile.table([{"parse": 0.002, profile.REST: 0.001}, {"parse": 0.004}])
    assert rows["parse"]["mean_ms"] == 3.0
    assert rows["whole"]["mean_ms"] == sum(
        row["mean_ms"] for name, row in rows.items() if name != "whole"
    )
