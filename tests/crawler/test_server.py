"""The server from which the processes of a crawl start."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.crawl import server
from pipelines.build import spawn
from pipelines.store.paths import DatasetPaths

ROOT = Path(__file__).parents[2]
LOADED = (server.FETCHES, spawn.WORKER)
LOOK = """
import importlib, json, sys, threading
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
print(json.dumps({
    "reactor": "twisted.internet.reactor" in sys.modules,
    "threads": threading.active_count(),
    "loaded": [n for n in ("lxml.etree", "trafilatura", "py3langid", "scrapy") if n in sys.modules],
}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems start new interpreters")
def test_processes_come_from_a_server():
    assert spawn.context().get_start_method() == "forkserver"


def test_what_it_loads_can_be_loaded():
    """A module that is missing would be passed over in silence, and every process slow."""
    assert [name for name in LOADED if importlib.util.find_spec(name) is None] == []


def test_it_has_no_reactor_and_no_thread():
    """A copy of either would not work in the processes that come from it."""
    found = json.loads(
        subprocess.run(
            [sys.executable, "-c", LOOK, json.dumps(LOADED)],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    )
    assert (found["reactor"], found["threads"]) == (False, 1)
    assert found["loaded"] == ["lxml.etree", "trafilatura", "py3langid", "scrapy"]


def test_who_fetches_is_a_copy_of_the_server_only_where_it_has_loaded_that(monkeypatch):
    monkeypatch.setattr(spawn, "_FORKS", True)
    monkeypatch.setattr(spawn, "_more", [])
    assert server.fetching().get_start_method() == "spawn"
    monkeypatch.setattr(spawn, "_more", [server.FETCHES])
    assert server.fetching().get_start_method() == "forkserver"


def test_it_is_started_for_the_first_page_where_a_run_goes_on(tmp_path, monkeypatch):
    """Such a run may find nothing new; a first one does not."""
    started = []
    monkeypatch.setattr(spawn, "start_server", lambda _: started.append(tmp_path))
    server.start(tmp_path)
    assert started == [tmp_path]
    current = DatasetPaths(tmp_path).current
    current.parent.mkdir()
    current.write_text("manifest-000001.json\n")
    server.start(tmp_path)
    assert started == [tmp_path]
