"""The end of a run: when papers are learned, and what is read again for it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pipelines_store import AT, batch, extraction

from pipelines.build import learn as module
from pipelines.build.learn import WINDOW, in_workers, learn
from pipelines.build.worker import Done, unreadable
from pipelines.extract.result import Extraction
from pipelines.model import Reason
from pipelines.papers.learning import Look
from pipelines.papers.summary import NOTE
from pipelines.recipe import Recipe, parse
from pipelines.store import second_look
from pipelines.store.archive import Ref
from pipelines.store.dataset import Dataset
from pipelines.store.manifest import Manifest, Part
from pipelines.store.paths import PAGES
from tests.pipelines.build.stand_ins import Waiting

RECIPE = '[dataset]\nname = "blatt"\n[[source]]\nsite = "https://blatt.example"\n[extract]\nlearn = {}\n'  # fmt: skip
LOOKS = [Look("blatt.example", "s", n, 1) for n in range(3)]


def recipe(*, wanted: bool = True) -> Recipe:
    return parse(RECIPE.format(str(wanted).lower()))


@dataclass
class Told:
    """Stands for a dataset with pages that tell of their paper; what was done to it."""

    manifest: Manifest
    folder: Path
    steps: list[Any] = field(default_factory=list)

    @property
    def paths(self) -> Any:
        return self

    archive: Path = Path("archive")


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    found = Told(Manifest(tables={PAGES: [Part("_meta/pages/a.parquet", 3, 1, "abc")]}), tmp_path)
    monkeypatch.setattr(second_look, "take_back", lambda d: d.steps.append("back"))
    monkeypatch.setattr(
        second_look, "put", lambda d, again, note, _: d.steps.append((sorted(again), note))
    )
    learned: dict[str, Any] = {"blatt.example": None}
    monkeypatch.setattr(module, "summary", lambda *_: "told")
    monkeypatch.setattr(module.stored, "table_of", lambda *_: None)
    monkeypatch.setattr(module, "_learned", lambda *_: (learned, LOOKS, {}, 0))
    return found


def read(*_: Any) -> Any:
    """The second page gives nothing when it is read again."""
    article: Any = None
    for n in range(3):
        ref = Ref("s", n, 1)
        gone = unreadable(ref, Reason.UNREADABLE, "made")
        yield Done(gone if n == 1 else Extraction(article))


def run(dataset: Told, **given: Any) -> list[Any]:
    own = given.pop("recipe", recipe())
    learn(dataset, own, read, **given)  # type: ignore[arg-type]
    return dataset.steps


def test_pages_that_gave_an_article_again_are_put_in(dataset):
    back, (again, note) = run(dataset)
    assert back == "back"
    assert again == [("s", 0), ("s", 2)]
    assert (note["looked"], note["papers"]) == (3, {"blatt.example": "told"})


def test_where_no_learning_is_wanted_rows_are_given_back(dataset):
    assert run(dataset, recipe=recipe(wanted=False)) == ["back"]


def test_where_nobody_counts_rows_are_given_back(dataset, monkeypatch):
    monkeypatch.setattr(module.duck, "there", lambda: False)
    assert run(dataset) == ["back"]


def test_another_engine_counts_without_duckdb(dataset, monkeypatch):
    monkeypatch.setattr(module.duck, "there", lambda: False)
    asked: list[Any] = []
    monkeypatch.setattr(
        module, "_learned", lambda *given: asked.append(given[2]) or ({}, [], {}, 0)
    )
    monkeypatch.setattr(module, "zip", lambda *_, **__: (), raising=False)
    engine: Any = "an engine"
    assert len(run(dataset, engine=engine)) == 2
    assert asked == ["an engine"]


def test_duckdb_counts_where_no_other_engine_is_given(dataset, monkeypatch):
    asked: list[Any] = []
    monkeypatch.setattr(
        module, "_learned", lambda *given: asked.append(given[2]) or ({}, [], {}, 5)
    )
    run(dataset)
    assert asked == [module.on_duckdb]


def test_days_are_told_by_numbers_of_the_same_order(tmp_path):
    """Of an article without a date the day on which it was fetched."""
    found = Dataset(tmp_path)
    results = [extraction(1), extraction(2)]
    dated = replace(results[1].article, date_published=AT.replace(day=3))
    results[1] = replace(results[1], article=dated)
    found.commit(batch(0, *results))
    days = (AT - datetime(1970, 1, 1, tzinfo=UTC)).days
    assert module._dated(found).to_pylist() == [
        {"page": int(r.article.id, 16) - 2**63, "day": days + n}
        for r, n in zip(results, (0, 2), strict=True)
    ]


def test_what_was_learned_from_the_same_is_left(dataset):
    _, (_, note) = run(dataset)
    dataset.manifest.notes[NOTE] = note
    dataset.steps.clear()
    assert run(dataset) == []


@pytest.mark.parametrize("change", ["pages", "correction"])
def test_what_was_learned_from_something_else_is_learned_again(dataset, tmp_path, change):
    _, (_, note) = run(dataset)
    dataset.manifest.notes[NOTE] = note
    dataset.steps.clear()
    if change == "pages":
        dataset.manifest.tables[PAGES].append(Part("_meta/pages/b.parquet", 1, 1, "def"))
    else:
        (tmp_path / "papers").mkdir()
        (tmp_path / "papers" / "blatt.example.toml").write_text(
            '[[box]]\nis = "wall"\nwords = "Nalo ribed komi satu"\n'
        )
    assert len(run(dataset)) == 2


def test_corrections_lie_beside_the_dataset_or_where_they_are_said_to(dataset, tmp_path):
    _, (_, note) = run(dataset)
    elsewhere = tmp_path / "recipes"
    (elsewhere / "papers").mkdir(parents=True)
    (elsewhere / "papers" / "blatt.example.toml").write_text(
        '[[box]]\nis = "wall"\nwords = "Nalo ribed komi satu"\n'
    )
    dataset.steps.clear()
    _, (_, other) = run(dataset, folder=elsewhere)
    assert note["key"] != other["key"]
    assert len(note["key"]) == 16


def test_without_pages_there_is_nothing_to_learn(dataset):
    dataset.manifest.tables.clear()
    assert run(dataset) == ["back"]


def test_articles_from_before_learning_are_told(dataset, monkeypatch):
    monkeypatch.setattr(module, "_learned", lambda *_: ({"blatt.example": None}, LOOKS, {}, 5))
    _, (again, note) = run(dataset)
    assert again == []
    assert (note["missing"], note["papers"]) == (5, {})


class Pool(Waiting):
    """Workers that return where a page stands."""

    def take(self, *, block: bool) -> Any:
        assert block
        return self.waiting[0].ref, self.waiting.pop(0).ref.offset


def test_so_many_pages_are_under_way(monkeypatch):
    monkeypatch.setattr(module, "PagePool", Pool)
    looks = [Look("blatt.example", "s", n, 1) for n in range(300)]
    papers: Any = {"blatt.example": None}
    found = list(in_workers(Path(), recipe(), papers, looks))
    assert found == list(range(300))
    assert (Pool.most, Pool.closed) == (WINDOW, 1)
