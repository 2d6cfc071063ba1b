"""Shared: the demo played once, and a crawl of a few pages on loopback."""

from __future__ import annotations

import functools
import gc
import gzip
import importlib.util
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from checked import counted
from loopback import RECIPE
from smoke import ONCE, SMOKE

from crawler.crawl.run import CrawlSummary, crawl
from crawler.demo import play
from crawler.demo.server import Server
from crawler.demo.site import Reply

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def dev() -> ModuleType:
    """The project's own `dev.py`, as a module."""
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[CrawlSummary]]:
    """The demo dataset after two days, and both summaries."""
    folder = tmp_path_factory.mktemp("built") / "demo"
    return folder, [summary for _, summary in play.two_days(folder)]


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An object store in memory, and nothing waited for."""
    import fsspec
    from pipelines_store import SHELF

    from pipelines.store.place import Url
    from pipelines.store.remote import objects

    monkeypatch.setattr(objects, "PAUSE", 0)
    memory = fsspec.filesystem("memory")
    memory.store.clear()
    yield objects.Objects(Url(SHELF))
    memory.store.clear()


@pytest.fixture
def press(tmp_path: Path) -> Path:
    """A small dataset of this machine."""
    from pipelines_store import batch, extraction

    from pipelines.store.dataset import Dataset

    folder = tmp_path / "press"
    Dataset(folder).commit(batch(0, extraction(1), extraction(2)))
    (folder / "recipe.toml").write_text(
        '[dataset]\nname = "press"\n[[source]]\nsite = "https://a.example"\n'
    )
    return folder


@pytest.fixture
def crawl_urls(tmp_path: Path) -> Callable[..., CrawlSummary]:
    """A function that crawls a list of addresses from an answerer."""

    def run(
        answer: Callable[[str, str, int], Reply],
        urls: list[str],
        *,
        tries: int = 2,
        reserved: str = "skip",
        server: Server | None = None,
    ) -> CrawlSummary:
        (tmp_path / "urls.txt").write_text("\n".join(urls))
        with server or Server(answer) as running:
            (tmp_path / "recipe.toml").write_text(
                RECIPE.format(proxy=running.proxy, tries=tries, reserved=reserved)
            )
            return crawl(tmp_path / "recipe.toml")

    return run


# the time of packing would stand in the ids of tests, and differ in each process of a run
gzip.compress = functools.partial(gzip.compress, mtime=0)

_left_out: Counter[str] = Counter()
_rows: list[int] = []
"""Rows that other processes of a run have checked."""


def pytest_collection_finish() -> None:
    """What is loaded stays: the collector of garbage need not look at it for every test."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """At the end libraries are taken down in order."""
    gc.unfreeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the slow tests that run every time."""
    seen: set[str] = set()
    for item in items:
        file, name = item.nodeid.split("::")[0], getattr(item, "originalname", item.name)
        if name in SMOKE.get(file, ()) and not (name in ONCE and name in seen):
            seen.add(name)
            item.add_marker(pytest.mark.smoke)


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Note what is left out."""
    _left_out.update(i.nodeid.split("::")[0] for i in items if i.get_closest_marker("slow"))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that prints the summary, where tests run in several."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = dict(_left_out)
        session.config.workeroutput["rows"] = counted[0]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take what another process left out: each leaves out the same."""
    _left_out.update(Counter(node.workeroutput.get("left_out", {})) - _left_out)
    _rows.append(node.workeroutput.get("rows", 0))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say how many rows tests of many checked; by name what was left out, and why."""
    if rows := counted[0] + sum(_rows):
        terminalreporter.write_line(f"{rows} rows were checked by tests of many rows each")
    if not _left_out or not config.option.markexpr:
        return
    terminalreporter.write_line(
        f'left out: {sum(_left_out.values())} tests that start whole crawls or read many files (`-m "{config.option.markexpr}"`)'
    )
    for file, number in sorted(_left_out.items()):
        terminalreporter.write_line(f"  {number:4} in {file}")
