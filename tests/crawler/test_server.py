"""The server from which the processes of a crawl start."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.crawl.server import LOADED
from pipelines.build import spawn

ROOT = Path(__file__).parents[2]
LOOK = """
import importlib, json, sys, threading
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
print(json.dumps({
    "reactor": "twisted.internet.reactor" in sys.modules,
    "threads": threading.active_count(),
    "loaded": [n for n in ("scrapy.core.engine", "lxml.etree", "trafilatura", "py3langid") if n in sys.modules],
}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems start new interpreters")
def test_processes_come_from_a_server():
    assert spawn.context().get_start_method() == "forkserver"


def test_what_it_loads_can_be_loaded():
    """A module that is missing would be passed over in silence, and every process slow."""
    assert [name for name in LOADED if importlib.util.find_spec(name) is None] == []
    assert spawn.WORKER in LOADED


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
    assert len(found["loaded"]) == 4
