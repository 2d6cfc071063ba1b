"""The notebook runs from top to bottom on the demo, and its page says the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from crawler.crawl.run import CrawlSummary

if TYPE_CHECKING:
    from docs.first_look import Cell

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def first_look() -> Any:
    """What runs the notebook; it draws with a library that is no part of the product."""
    pytest.importorskip("matplotlib")
    from docs import first_look

    return first_look


@pytest.fixture(scope="module")
def ran(
    first_look: Any, demo: tuple[Path, list[CrawlSummary]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[list[Cell], dict[str, Any]]]:
    """The cells as run in a folder from which the demo lies where the notebook expects it."""
    root = tmp_path_factory.mktemp("clone")
    (root / "datasets").mkdir()
    (root / "datasets/demo").symlink_to(demo[0], target_is_directory=True)
    (root / "docs/notebooks").mkdir(parents=True)
    yield first_look.run(root / "docs/notebooks")
    first_look.plt.close("all")


@pytest.fixture
def ask(demo: tuple[Path, list[CrawlSummary]]) -> Any:
    """Return the rows of a query over the articles, without the notebook."""
    return lambda query: duckdb.sql(
        query.replace("ARTICLES", f"'{demo[0]}/articles/*.parquet'")
    ).fetchall()


def test_four_figures_with_what_they_show(ran: tuple[list[Cell], dict[str, Any]], ask: Any):
    days, access, boundary, lengths = [figure.axes[0] for cell in ran[0] for figure in cell.figures]
    [(articles, boundaries)] = ask("SELECT count(*), count(boundary_char) FROM ARTICLES")
    assert (
        sum(bar.get_height() for bar in days.patches) == articles - 1
    )  # one article is years older
    assert sum(bar.get_width() for bar in access.patches) == pytest.approx(3)
    assert sum(len(dots.get_offsets()) for dots in boundary.collections) == boundaries
    assert sum(len(dots.get_offsets()) for dots in lengths.collections) == articles
    assert all(axis.get_title() for axis in (days, access, boundary, lengths))


def test_numbers_are_those_of_a_direct_query(ran: tuple[list[Cell], dict[str, Any]], ask: Any):
    names = ran[1]
    locked = ask("SELECT count(*) FROM ARTICLES WHERE access IN ('registration', 'subscription')")
    assert [(names["overview"]["locked"].sum(),)] == locked
    characters = ask("SELECT sum(boundary_char) FROM ARTICLES")
    assert [(names["boundaries"]["characters"].sum(),)] == characters
    doubles = ask(
        "SELECT cluster_id, cluster_role FROM ARTICLES WHERE cluster_role IS NOT NULL ORDER BY ALL"
    )
    assert list(names["doubles"][["cluster", "role"]].itertuples(index=False, name=None)) == doubles
    assert (names["public"]["share"] < 1).all()
    assert len(names["public"])


def test_the_notebook_holds_no_results(first_look: Any):
    notebook = json.loads(first_look.NOTEBOOK.read_text(encoding="utf-8"))
    assert notebook["nbformat"] == 4
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    assert [
        c["id"] for c in notebook["cells"] if c.get("outputs") or c.get("execution_count")
    ] == []


def test_the_page_is_the_one_of_the_notebook(
    first_look: Any, ran: tuple[list[Cell], dict[str, Any]]
):
    written = first_look.NOTEBOOK.with_suffix(".md").read_text(encoding="utf-8")
    assert written == first_look.page(ran[0]), "python docs/first_look.py writes it again"
