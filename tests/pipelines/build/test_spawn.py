"""Starting processes: from a script without a guard, from a server that has loaded what
they need."""

from __future__ import annotations

import contextlib
import sys
from types import ModuleType
from typing import Any

import pytest

from pipelines.build import spawn


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    found = ModuleType("__main__")
    found.__file__, found.__spec__ = "script.py", "a spec"  # type: ignore[assignment]
    monkeypatch.setitem(sys.modules, "__main__", found)
    return found


def test_a_script_is_hidden_while_processes_start(script):
    with spawn.unguarded():
        assert not hasattr(script, "__file__")
        assert script.__spec__ is None
    assert (script.__file__, script.__spec__) == ("script.py", "a spec")


def test_a_script_is_itself_again_when_starting_fails(script):
    with contextlib.suppress(KeyboardInterrupt), spawn.unguarded():
        raise KeyboardInterrupt
    assert (script.__file__, script.__spec__) == ("script.py", "a spec")


def test_a_notebook_has_no_file(script):
    del script.__file__
    with spawn.unguarded():
        assert script.__spec__ is None
    assert not hasattr(script, "__file__")
    assert script.__spec__ == "a spec"


def test_without_a_script_nothing_is_hidden(monkeypatch):
    monkeypatch.delitem(sys.modules, "__main__")
    with spawn.unguarded():
        assert "__main__" not in sys.modules


class Context:
    def __init__(self) -> None:
        self.preloaded: list[list[str]] = []

    def set_forkserver_preload(self, modules: list[str]) -> None:
        self.preloaded.append(modules)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The contexts that were asked for, and how often the server was started."""
    found: dict[str, Any] = {"server": 0, "forkserver": Context(), "spawn": Context()}
    monkeypatch.setattr(spawn, "_more", [])
    monkeypatch.setattr(spawn, "_FORKS", True)
    monkeypatch.setattr(spawn.multiprocessing, "get_context", lambda name: found[name])

    def running() -> None:
        found["server"] += 1

    monkeypatch.setattr("multiprocessing.forkserver.ensure_running", running)
    return found


def test_the_server_loads_what_extracts(started):
    assert spawn.context() is started["forkserver"]
    assert started["forkserver"].preloaded == [[spawn.STEADY, spawn.WORKER]]


def test_what_is_loaded_beside_it_stays(started):
    spawn.context("own")
    spawn.context()
    spawn.context("other")
    assert started["forkserver"].preloaded == [
        [spawn.STEADY, "own", spawn.WORKER],
        [spawn.STEADY, "own", "other", spawn.WORKER],
    ]
    assert spawn.has_loaded("own", "other")
    assert not spawn.has_loaded("own", "third")


def test_a_server_that_has_loaded_it_is_not_started_again(started):
    spawn.start_server("own")
    spawn.start_server("own")
    assert started["server"] == 1
    spawn.start_server("other")
    spawn.start_server()
    assert started["server"] == 3


def test_where_processes_cannot_fork_they_start_anew(started, monkeypatch):
    monkeypatch.setattr(spawn, "_FORKS", False)
    assert spawn.context("own") is started["spawn"]
    spawn.start_server("own")
    assert started["server"] == 0
    assert not spawn.forks()


def test_a_process_without_a_parent_follows_nobody(monkeypatch):
    threads: list[Any] = []
    monkeypatch.setattr(spawn.threading, "Thread", lambda **given: threads.append(given))
    monkeypatch.setattr("multiprocessing.parent_process", lambda: None)
    spawn.follow_parent()
    assert threads == []
