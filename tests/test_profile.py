"""The profile by stage: its stages are functions of the chain, and its rows sum to the whole."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def profile() -> ModuleType:
    path = Path(__file__).resolve().parents[1] / "benchmarks" / "profile.py"
    spec = importlib.util.spec_from_file_location("profile_by_stage", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


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
