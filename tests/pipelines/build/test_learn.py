"""The end of a run: when papers are learned, and what is read again for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from pipelines_store import batch, extraction

from pipelines.build import learn as module
from pipelines.build.learn import WINDOW, in_workers, learn
from pipelines.build.worker import Done, unreadable
from pipelines.extract.result import Extraction
from pipelines.model import Reason
from pipelines.papers import corrections
from pipelines.papers.evidence import Seen, Stored
from pipelines.papers.known import Example
from pipelines.papers.learning import Look
from pipelines.papers.model import Box, Paper
from pipelines.papers.summary import NOTE
from pipelines.recipe import Recipe, parse
from pipelines.store import second_look
from pipelines.store.archive import Ref
from pipelines.store.dataset import Dataset
from pipelines.store.parquet import write_part
from pipelines.store.paths import BLOCKS, PAGES, PAPERS
from tests.pipelines.build.stand_ins import Waiting

RECIPE = '[dataset]\nname = "blatt"\n[[source]]\nsite = "https://blatt.example"\n[extract]\nlearn = {}\n'  # fmt: skip
LOOKS = [Look("blatt.example", "s", n, 1) for n in range(3)]


def recipe(*, wanted: bool = True) -> Recipe:
    return parse(RECIPE.format(str(wanted).lower()))


NAME = "blatt.example"


def told(number: int, *, source: str = NAME) -> Stored:
    """What a page says of itself, one block; fetched in the order of the numbers."""
    seen = Seen(
        source=source, page=number, capture=number, title=number, layout=1, paid=0, short=0,
        unsure=0, walled=0, fetched=number, day=0, rows=((0, 1, 2, 3, 1, 0, 1, 1),),
    )  # fmt: skip
    return Stored(seen, "s", number, 1)


def add(dataset: Dataset, *pages: Stored) -> None:
    """Commit what pages tell; articles of theirs matter to none of these tests."""
    dataset.commit([], pages)


def paper(name: str = NAME, *boxes: Box) -> Paper:
    return Paper(name, 9, {b.key: b for b in boxes or (BOX,)}, {1: 9}, (4,), (5,))


BOX = replace(corrections._NEVER, place=7, words=8, wall=0.9, n=5, all_n=9)


class Told:
    """A dataset and what is done to it; papers are as they are said to be."""

    def __init__(self, folder: Path) -> None:
        self.dataset = Dataset(folder)
        self.steps: list[Any] = []
        self.learned = [NAME]
        self.looks = LOOKS
        self.results = list(read_again())
        self.asked: list[tuple[list[int], list[int], list[str], int]] = []

    def learn(self, *given: Any) -> Any:
        dataset, due, kept, _, engine = given
        assert dataset is self.dataset
        self.engine = engine
        basis, asked = (sorted(t["page"].to_pylist()) for t in (due.basis, due.asked))
        self.asked.append((basis, asked, sorted(kept), sum(p.rows for p in due.blocks)))
        return {n: paper(n) for n in self.learned if n in due.changed}, {}, self.looks

    @property
    def note(self) -> dict[str, Any]:
        found: dict[str, Any] = self.dataset.manifest.notes[NOTE]
        return found


@pytest.fixture
def told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    found = Told(tmp_path)
    put, back = second_look.put, second_look.take_back

    def put_in(dataset: Any, again: Any, note: Any, learned: Any) -> Any:
        found.steps.append((sorted(again), note))
        return put(dataset, {}, note, learned)

    def take_back(dataset: Any, sources: Any = None) -> None:
        found.steps.append("back" if sources is None else sorted(sources))
        back(dataset, sources)

    monkeypatch.setattr(second_look, "take_back", take_back)
    monkeypatch.setattr(second_look, "put", put_in)
    monkeypatch.setattr(module, "_learned", found.learn)
    add(found.dataset, *map(told, range(6)))
    return found


def read_again() -> Iterator[Done]:
    """The second page gives nothing when it is read again."""
    article: Any = None
    for n in range(3):
        ref = Ref("s", n, 1)
        gone = unreadable(ref, Reason.UNREADABLE, "made")
        yield Done(gone if n == 1 else Extraction(article))


def run(told_of: Told, **given: Any) -> list[Any]:
    """What was done in a run."""
    own = given.pop("recipe", recipe())
    told_of.steps = []
    learn(told_of.dataset, own, lambda *_: islice(told_of.results, len(told_of.looks)), **given)
    return told_of.steps


def test_pages_that_gave_an_article_again_are_put_in(told_of):
    back, (again, note) = run(told_of)
    assert back == "back"
    assert again == [("s", 0), ("s", 2)]
    assert note["looked"] == 3
    assert note["papers"][NAME]["pages"] == 9
    assert told_of.asked == [([*range(6)], [*range(6)], [], 6)]
    assert told_of.dataset.manifest.rows(PAPERS) == 1


def test_where_no_learning_is_wanted_rows_are_given_back(told_of):
    assert run(told_of, recipe=recipe(wanted=False)) == ["back"]


def test_where_nobody_counts_rows_are_given_back(told_of, monkeypatch):
    monkeypatch.setattr(module.duck, "there", lambda: False)
    assert run(told_of) == ["back"]


def test_another_engine_counts_without_duckdb(told_of, monkeypatch):
    monkeypatch.setattr(module.duck, "there", lambda: False)
    engine: Any = "an engine"
    assert len(run(told_of, engine=engine)) == 2
    assert told_of.engine == "an engine"


def test_duckdb_counts_where_no_other_engine_is_given(told_of):
    run(told_of)
    assert told_of.engine is module.on_duckdb


def test_what_was_learned_from_the_same_is_left(told_of):
    run(told_of)
    assert run(told_of) == []
    assert len(told_of.asked) == 1


def test_what_is_new_is_read_with_the_model_that_is_there(told_of):
    """Twenty pages are a milestone, twenty-one none."""
    add(told_of.dataset, *map(told, range(6, 20)))
    run(told_of)
    before = told_of.note
    add(told_of.dataset, told(20))
    told_of.looks = []
    back, (_, note) = run(told_of)
    assert back == []
    assert told_of.asked[-1] == ([], [20], [NAME], 1)
    assert {k: note[k] for k in ("made", "papers")} == {k: before[k] for k in ("made", "papers")}
    assert note["parts"] == {PAGES: 3, BLOCKS: 3}
    assert told_of.dataset.manifest.rows(PAPERS) == 1


def test_at_a_milestone_all_is_learned_again(told_of):
    add(told_of.dataset, *map(told, range(6, 21)))
    run(told_of)
    assert told_of.asked[-1][:2] == ([*range(20)], [*range(21)])
    add(told_of.dataset, told(21))
    back, _ = run(told_of)
    assert back == [NAME]
    assert told_of.asked[-1] == ([*range(22)], [*range(22)], [], 22)


def test_papers_are_learned_apart(told_of):
    told_of.learned = [NAME, "other.example"]
    add(told_of.dataset, *(told(n, source="other.example") for n in range(100, 105)))
    run(told_of)
    assert sorted(told_of.note["papers"]) == [NAME, "other.example"]
    add(told_of.dataset, told(6))
    back, (_, note) = run(told_of)
    assert back == [NAME]
    assert told_of.asked[-1] == ([*range(7)], [*range(7)], ["other.example"], 12)
    assert sorted(note["papers"]) == [NAME, "other.example"]
    assert told_of.dataset.manifest.rows(PAPERS) == 2


def test_a_paper_that_is_not_learned_any_more_is_told_no_more(told_of):
    run(told_of)
    add(told_of.dataset, told(6))
    told_of.learned = []
    _, (_, note) = run(told_of)
    assert note["papers"] == {}
    assert told_of.dataset.manifest.rows(PAPERS) == 0


def test_words_that_are_found_later_are_added(told_of):
    add(told_of.dataset, *map(told, range(6, 20)))
    run(told_of)
    add(told_of.dataset, told(20))
    told_of.looks = LOOKS[:1]
    said = Example(BOX.key, "Nalo ribed", "p")
    told_of.results = [replace(told_of.results[0], said=(said,))]
    run(told_of)
    assert told_of.note["papers"][NAME]["walls"][0]["words"] == "Nalo ribed"


@pytest.mark.parametrize("first", [0, 1])
def test_of_several_wordings_the_first_in_the_alphabet_is_told(told_of, first):
    told_of.looks = LOOKS[:2]
    said = [Example(BOX.key, "Nalo ribed", "p"), Example(BOX.key, "Nalo Ribed", "p")]
    told_of.results = [replace(told_of.results[0], said=(said[(first + n) % 2],)) for n in range(2)]
    run(told_of)
    assert told_of.note["papers"][NAME]["walls"][0]["words"] == "Nalo Ribed"


def test_a_correction_is_learned_from_again(told_of, tmp_path):
    run(told_of)
    corrected(tmp_path)
    assert len(run(told_of)) == 2


def test_another_version_learns_again(told_of, monkeypatch):
    run(told_of)
    monkeypatch.setattr(module, "EXTRACTOR", "another")
    assert run(told_of)[0] == [NAME]


def corrected(folder: Path) -> None:
    (folder / "papers").mkdir(parents=True)
    (folder / "papers" / f"{NAME}.toml").write_text(
        '[[box]]\nis = "wall"\nwords = "Nalo ribed komi satu"\n'
    )


def test_corrections_lie_beside_the_dataset_or_where_they_are_said_to(told_of, tmp_path):
    _, (_, note) = run(told_of)
    elsewhere = tmp_path / "recipes"
    corrected(elsewhere)
    _, (_, other) = run(told_of, folder=elsewhere)
    assert note["key"] != other["key"]
    assert note["made"] != other["made"]
    assert {len(m) for m in (note["key"], *note["made"].values())} == {16}


def test_without_pages_there_is_nothing_to_learn(told_of):
    told_of.dataset.replace_tables({PAGES: []})
    assert run(told_of) == ["back"]


def test_articles_from_before_learning_are_told(told_of, tmp_path):
    told_of.dataset.commit(batch(0, *(extraction(n) for n in range(8))))
    back, (again, note) = run(told_of)
    assert (back, again) == ("back", [])
    assert (note["missing"], note["papers"]) == (2, {})
    assert told_of.asked == []


def test_pages_that_do_not_say_when_they_were_fetched_tell_nothing(told_of, tmp_path):
    """A version before this one wrote them."""
    told_of.dataset.commit(batch(0, extraction(1)))
    (part,) = told_of.dataset.manifest.parts(PAGES)
    old = pq.read_table(tmp_path / part.path).drop_columns(["fetched", "day"])
    told_of.dataset.replace_tables({PAGES: [write_part(tmp_path, PAGES, old)]})
    _, (_, note) = run(told_of)
    assert note["missing"] == 1


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
