"""A paper is learned at the end of a run: its walls in whatever language, its furniture."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from pipelines_store import AT

from crawler.shards.merge import merge
from pipelines.build.builder import pending_refs
from pipelines.build.learn import learn, tasks
from pipelines.build.rebuild import rebuild
from pipelines.build.worker import Done, process
from pipelines.extract.extractor import Extractor
from pipelines.extract.result import Extraction
from pipelines.extract.rules import Rules
from pipelines.model import Page
from pipelines.papers.corrections import write_all
from pipelines.papers.evidence import Stored
from pipelines.papers.milestones import milestone
from pipelines.papers.stored import learned_of, papers_of
from pipelines.recipe import Recipe, parse
from pipelines.store.archive import Capture, SegmentWriter, encode
from pipelines.store.check import problems
from pipelines.store.dataset import Dataset
from pipelines.store.finish import finish
from pipelines.store.paths import PAPERS
from pipelines.view.records import Records
from pipelines.view.understood import Line, understood
from tests import made

ROOT = Path(__file__).parents[3]
RECIPE = """
[dataset]
name = "blatt"
[[source]]
site = "https://blatt.example"
[extract]
learn = {learn}
"""
WALL = "<div class='kolu'><h3>Nalo ribed komi satu</h3><p>Ribanu fe kolo nadi, sebu tila monu ra.</p><a href='/x'>Komi ribed</a></div>"
LETTER = (
    "<div class='fadu'><p>Tolu senga mira podu lasi renu kalimo</p><a href='/n'>Tolu mira</a></div>"
)
CUT, OPEN = 8, 16


def slow(*values: Any) -> Any:
    return pytest.param(*values, marks=pytest.mark.slow)


def page(number: int, *, cut: bool) -> bytes:
    body = made.paragraphs(2 if cut else 7, 20 * number)
    wall = WALL if cut else ""
    inside = (
        f"<h1>Story number {number} of the paper</h1><div class='text'>{body}{wall}{LETTER}</div>"
    )
    return made.page(
        f"<main><article>{inside}</article></main>", title=None, lang=None, declared=False
    ).body


PAGES = [page(n, cut=n % 3 == 0) for n in range(CUT + OPEN)]


def capture(number: int, body: bytes, fetched: datetime = AT) -> bytes:
    return encode(
        Capture(
            url=f"https://blatt.example/2026/story-{number}",
            status=200,
            headers=(("Content-Type", "text/html"),),
            body=body,
            fetched=fetched,
            source="blatt.example",
        )
    )


def recipe(*, learn: bool = True) -> Recipe:
    return parse(RECIPE.format(learn=str(learn).lower()))


def here(archive: Path, recipe: Recipe, papers: Any, looks: Sequence[Any]) -> Iterator[Done]:
    """Read again without worker processes."""
    return (t.function(*t.arguments) for t in tasks(archive, recipe, papers, looks))


def archive(folder: Path, numbers: Sequence[int]) -> None:
    writer = SegmentWriter(folder / "_archive", dict(Dataset(folder).manifest.archived))
    writer.append(capture(n, PAGES[n]) for n in numbers)
    writer.close()


def hourly(folder: Path, numbers: Sequence[int], *, again: Sequence[int] = ()) -> None:
    """An archive whose pages were fetched one an hour, some `again` at the end with one more
    paragraph; all of them in one segment."""
    writer = SegmentWriter(folder / "_archive", {})
    bodies = [(n, PAGES[n]) for n in numbers]
    bodies += [(n, PAGES[n].replace(b"</p>", b"</p><p>" + MORE + b"</p>", 1)) for n in again]
    writer.append(
        capture(n, body, AT + timedelta(hours=hour)) for hour, (n, body) in enumerate(bodies)
    )
    writer.close()


MORE = made.sentence(999).encode()


def copied(source: Dataset, folder: Path) -> None:
    """The same archive in another folder: records have names of their own, and so lengths."""
    shutil.copytree(source.paths.archive, folder / "_archive")


def extracted(folder: Path, own: Recipe, most: int | None = None) -> Dataset:
    """A dataset with the pages that are archived and not read yet, each read alone."""
    dataset = Dataset(folder)
    refs = list(pending_refs(dataset))[:most]
    done = [process(dataset.paths.archive, r, Rules.of(own)) for r in refs]
    seen = [
        Stored(d.seen, r.file, r.offset, r.length)
        for r, d in zip(refs, done, strict=True)
        if d.seen is not None
    ]
    if done:
        dataset.commit([(r, d.result, d.sketch) for r, d in zip(refs, done, strict=True)], seen)
    return dataset


def read(folder: Path, *, wanted: bool = True, most: int | None = None) -> Dataset:
    """What a run does when its pages are archived."""
    own = recipe(learn=wanted)
    dataset = extracted(folder, own, most)
    learn(dataset, own, here)
    finish(dataset, near=True, shard_rows=1000)
    return dataset


def rows(dataset: Dataset, table: str = "articles") -> list[dict[str, Any]]:
    parts = dataset.manifest.parts(table)
    return [r for p in parts for r in pq.read_table(dataset.folder / p.path).to_pylist()]


def number_of(row: dict[str, Any]) -> int:
    return int(row["url"].rpartition("-")[2])


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    folder = tmp_path_factory.mktemp("learned")
    archive(folder, range(len(PAGES)))
    return read(folder)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    folder = tmp_path_factory.mktemp("alone")
    archive(folder, range(len(PAGES)))
    return read(folder, wanted=False)


def test_a_wall_in_no_known_language_is_claimed_where_the_text_ends(learned: Dataset):
    walled = {number_of(r) for r in rows(learned) if r["boundary_char"] is not None}
    assert walled == {n for n in range(len(PAGES)) if n % 3 == 0}
    for row in rows(learned):
        number = number_of(row)
        count = 2 if number % 3 == 0 else 7
        assert row["text"].split("\n\n") == [made.sentence(20 * number + n) for n in range(count)]


def test_a_single_page_knows_nothing_of_it(alone: Dataset):
    assert not [r for r in rows(alone) if r["boundary_char"] is not None]
    assert alone.manifest.parts("_meta/blocks") == []


def test_the_evidence_says_on_how_many_pages_the_box_stands(learned: Dataset):
    said = next(r["access_evidence"] for r in rows(learned) if r["boundary_char"] is not None)
    assert any(
        "stands behind the text on 8 of 8 pages that end early and on 0 of 16 others" in s
        for s in said
    )


def test_rows_say_with_which_model_they_were_read(learned: Dataset):
    read_again = [r for r in rows(learned) if " paper/" in r["extractor"]]
    assert len(read_again) == learned.manifest.counts["read_again"] > 0
    marks = {r["extractor"].rpartition("/")[2] for r in read_again}
    papers = learned.manifest.notes["papers"]["papers"]
    assert marks == {papers["blatt.example"]["model"]}
    named = [p for p in rows(learned, "provenance") if p["field"] == "paper"]
    assert {p["id"] for p in named} == {r["id"] for r in read_again}


def test_rows_read_again_are_no_revisions(learned: Dataset):
    assert "revisions" not in learned.manifest.counts
    assert learned.manifest.problems() == []
    assert problems(learned.folder) == []


def test_a_paper_in_two_runs_gives_the_same_files_as_in_one(learned: Dataset, tmp_path: Path):
    copied(learned, tmp_path)
    read(tmp_path, most=11)
    twice = read(tmp_path)
    for table in ("articles", "provenance", "revisions"):
        assert [(p.path, p.sha256) for p in twice.manifest.parts(table)] == [
            (p.path, p.sha256) for p in learned.manifest.parts(table)
        ]


def files(dataset: Dataset) -> dict[str, Any]:
    tables = ("articles", "provenance", "revisions", "rejected")
    names = {t: [(p.path, p.sha256) for p in dataset.manifest.parts(t)] for t in tables}
    return {**names, "counts": dataset.manifest.counts, "papers": learned_papers(dataset)}


def learned_papers(dataset: Dataset) -> Any:
    told = [pq.read_table(dataset.folder / p.path) for p in dataset.manifest.parts(PAPERS)]
    return [t.to_pylist() for t in told], dataset.manifest.notes["papers"]["papers"]


@pytest.mark.parametrize("runs", [slow((6, 14, 1)), slow((10, 1, 1, 9)), (20, 1, 1, 1)])
def test_a_paper_in_many_runs_gives_the_same_as_in_one(runs: Sequence[int], tmp_path: Path):
    """Milestones are at 20 and at 22 pages: what is fetched behind them is read with the model
    that there is, and that model stays."""
    once, often = tmp_path / "once", tmp_path / "often"
    hourly(once, range(sum(runs)))
    shutil.copytree(once, often)
    wanted = files(read(once))
    for run in runs:
        found = read(often, most=run)
    assert files(found) == wanted
    assert problems(often) == []
    of = found.manifest.notes["papers"]["papers"]["blatt.example"]["pages"]
    assert of == milestone(sum(runs))


@pytest.mark.parametrize("runs", [(21, 1, 1, 2), slow((20, 5))])
def test_pages_that_have_changed_in_later_runs_are_revisions_as_in_one(runs, tmp_path: Path):
    """A cut page and an open one come again with more text, after the milestone."""
    once, often = tmp_path / "once", tmp_path / "often"
    hourly(once, range(21), again=[3, 3, 4, 3])
    shutil.copytree(once, often)
    wanted = files(read(once))
    assert wanted["counts"]["revisions"] == 2
    for run in runs:
        found = read(often, most=run)
    assert files(found) == wanted
    assert problems(often) == []
    assert len([r for r in rows(found, "revisions") if " paper/" in r["extractor"]]) == 2


def test_between_two_milestones_only_what_is_new_is_looked_at(tmp_path: Path):
    hourly(tmp_path, [*range(20), 21])
    read(tmp_path, most=20)
    looked: list[int] = []

    def counted(archive: Path, own: Recipe, papers: Any, looks: Sequence[Any]) -> Iterator[Done]:
        looked.append(len(looks))
        return here(archive, own, papers, looks)

    dataset = extracted(tmp_path, recipe())
    before = dataset.manifest.counts["read_again"]
    learn(dataset, recipe(), counted)
    assert looked == [1]
    assert dataset.manifest.counts["read_again"] == before + 1


@pytest.mark.parametrize("parts", [1, slow(2)])
def test_merged_datasets_are_learned_from_the_pages_of_all(parts: int, tmp_path: Path):
    """Also where none of a paper's pages are in another one."""
    folders = [tmp_path / str(n) for n in range(parts)]
    for number, folder in enumerate(folders):
        hourly(folder, range(21)[number::parts])
        (folder / "recipe.toml").write_text(RECIPE.format(learn="true"))
        read(folder)
    into = tmp_path / "merged"
    merged = merge(folders, into)
    assert merged.counts["read_again"] > 0
    rows_of = {t: merged.tables[t] for t in ("articles", "provenance", "revisions")}
    built = rebuild(into / "recipe.toml").manifest
    assert {t: built.tables[t] for t in rows_of} == rows_of
    assert built.notes["papers"]["papers"] == merged.notes["papers"]["papers"]
    assert problems(into) == []


def test_the_order_of_pages_changes_nothing_that_is_learned(learned: Dataset, tmp_path: Path):
    archive(tmp_path, range(len(PAGES))[::-1])
    other = read(tmp_path)
    place = ("archive_offset",)
    assert [{k: v for k, v in r.items() if k not in place} for r in rows(other)] == [
        {k: v for k, v in r.items() if k not in place} for r in rows(learned)
    ]
    names = [d.manifest.notes["papers"]["papers"] for d in (other, learned)]
    assert names[0] == names[1]


def test_below_five_pages_nothing_changes(tmp_path: Path):
    archive(tmp_path, range(4))
    dataset = read(tmp_path)
    assert dataset.manifest.notes["papers"]["papers"] == {}
    assert {r["extractor"] for r in rows(dataset)} == {dataset.manifest.extractor}


def test_switched_off_the_rows_of_the_single_pages_come_back(alone: Dataset, tmp_path: Path):
    copied(alone, tmp_path)
    read(tmp_path)
    assert rows(read(tmp_path, wanted=False)) == rows(alone)


def test_a_run_that_ends_while_pages_are_read_again_loses_nothing(learned: Dataset, tmp_path: Path):
    copied(learned, tmp_path)

    def killed(*_: Any) -> Iterator[Done]:
        raise KeyboardInterrupt
        yield

    dataset = extracted(tmp_path, recipe())
    with pytest.raises(KeyboardInterrupt):
        learn(dataset, recipe(), killed)
    assert problems(tmp_path) == []
    assert rows(read(tmp_path)) == rows(learned)


def test_pages_from_before_learning_are_said_to_be_missing(tmp_path: Path):
    archive(tmp_path, range(11))
    read(tmp_path, wanted=False)
    archive(tmp_path, range(11, len(PAGES)))
    dataset = read(tmp_path)
    assert dataset.manifest.notes["papers"]["missing"] == 11
    assert "read_again" not in dataset.manifest.counts


def test_nothing_new_means_nothing_to_learn(learned: Dataset):
    version = learned.manifest.version

    def never(*_: Any) -> Iterator[Done]:
        raise AssertionError

    learn(learned, recipe(), never)
    assert learned.manifest.version == version


def test_a_correction_beside_the_recipe_is_read_again(learned: Dataset, tmp_path: Path):
    copied(learned, tmp_path)
    (tmp_path / "papers").mkdir()
    words = "Nalo ribed komi satu", "Ribanu fe kolo nadi, sebu tila monu ra.", "Komi ribed"
    (tmp_path / "papers" / "blatt.example.toml").write_text(
        "".join(f'[[box]]\nis = "furniture"\nwords = "{w}"\n' for w in words)
    )
    dataset = read(tmp_path)
    assert not [r for r in rows(dataset) if r["boundary_char"] is not None]
    assert all("Ribanu" not in r["text"] for r in rows(dataset))


def test_what_was_learned_stands_in_a_file_to_be_corrected(learned: Dataset, tmp_path: Path):
    tables = [pq.read_table(learned.folder / p.path) for p in learned.manifest.parts(PAPERS)]
    (path,) = write_all(tmp_path, papers_of(tables), learned_of(tables))
    found = tomllib.loads(path.read_text())["box"]
    assert {b["words"] for b in found if b["is"] == "wall"} >= {"Nalo ribed komi satu"}
    assert all("pages that end early" in b["because"] for b in found)


def test_the_inspection_reads_a_row_with_the_model_that_it_was_read_with(learned: Dataset):
    records = Records(learned.folder)
    row = next(r for r in rows(learned) if r["boundary_char"] is not None)
    article = records.article(row["id"]).article
    page = records.page(article.archive_file, article.archive_offset)
    found = records.extractor_of(article, Extractor()).extract(page)
    assert isinstance(found, Extraction)
    assert found.article.extractor == article.extractor
    shown = [i for i in understood(found) if isinstance(i, Line)]
    assert [line.wall_text for line in shown] == [article.wall_text]
    free = records.article(next(r["id"] for r in rows(learned) if " paper/" not in r["extractor"]))
    assert records.extractor_of(free.article, Extractor()).paper is None


def test_the_inspection_says_on_how_many_pages_furniture_stands(learned: Dataset):
    tables = [pq.read_table(learned.folder / p.path) for p in learned.manifest.parts(PAPERS)]
    paper = papers_of(tables)["blatt.example"]
    page = Page(url="https://blatt.example/2026/story-1", body=PAGES[1], content_type="text/html")
    found = Extractor(paper=paper).extract(page)
    assert isinstance(found, Extraction)
    pieces = [p for i in understood(found) if not isinstance(i, Line) for p in i.pieces]
    because = [p.because for p in pieces if p.because]
    assert because
    assert all("on 16 of 16 others" in b for b in because)


KILLED = """
import sys
from pathlib import Path
from pipelines import recipe as recipes
from pipelines.build.builder import extract_pending
from pipelines.build.learn import learn
from pipelines.build.spawn import unguarded
from pipelines.extract.rules import Rules
from pipelines.store.dataset import Dataset
from pipelines.store.finish import finish

dataset, own = Dataset(Path(sys.argv[1])), recipes.load(Path(sys.argv[1]) / "recipe.toml")
with unguarded():
    extract_pending(dataset, Rules.of(own), workers=1)
    learn(dataset, own)
finish(dataset, near=True, shard_rows=1000)
"""
"""The end of a run, as a process of its own."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "fault", ["page read again#1", "page read again#7", "manifest written#2", "current replaced#2"]
)
def test_a_run_killed_in_its_second_look_gives_the_same_bytes(
    fault: str, learned: Dataset, tmp_path: Path
):
    copied(learned, tmp_path)
    (tmp_path / "recipe.toml").write_text(RECIPE.format(learn="true"))
    run = [sys.executable, "-c", KILLED, str(tmp_path)]
    killed = {**os.environ, "STANDFIRST_FAULT": f"{fault}=kill"}
    assert subprocess.run(run, cwd=ROOT, env=killed, check=False).returncode == -signal.SIGKILL
    subprocess.run(run, cwd=ROOT, check=True)
    assert problems(tmp_path) == []
    again = Dataset(tmp_path).manifest
    for table in ("articles", "provenance", "revisions", "rejected"):
        assert [(p.path, p.sha256) for p in again.parts(table)] == [
            (p.path, p.sha256) for p in learned.manifest.parts(table)
        ]
    assert again.counts == learned.manifest.counts
