"""Archive, commits, duplicates and the schema."""

from __future__ import annotations

from dataclasses import replace

import pyarrow.parquet as pq
import pytest
from pipelines_store import AT, batch, extraction

from pipelines import recipe
from pipelines.errors import DatasetError, RecipeError
from pipelines.extract.result import Extraction
from pipelines.identity import content_hash
from pipelines.store.archive import Capture, SegmentWriter, encode, read
from pipelines.store.check import problems
from pipelines.store.commit import commit
from pipelines.store.dataset import Dataset
from pipelines.store.finish import finish
from pipelines.store.parquet import read_table
from pipelines.store.scan import scan
from pipelines.store.schema import TABLES, arrow_schema, documented


def capture(number: int) -> Capture:
    return Capture(
        url=f"http://paper.example/{number}",
        status=200,
        headers=(("Content-Type", "text/html"),),
        body=f"<p>page {number}</p>".encode() * 50,
        fetched=AT,
        source="paper.example",
        opt_outs=("tdm-reservation: 1",),
    )


def test_archive_gives_back_what_was_written(tmp_path):
    writer = SegmentWriter(tmp_path, {})
    refs = writer.append([encode(capture(n)) for n in range(3)])
    page = read(tmp_path, refs[1]).page
    assert (page.url, page.body, page.fetched, page.source, page.opt_outs) == (
        "http://paper.example/1",
        capture(1).body,
        AT,
        "paper.example",
        ("tdm-reservation: 1",),
    )
    assert list(scan(tmp_path / refs[0].file)) == refs


def test_torn_tail_is_cut(tmp_path):
    writer = SegmentWriter(tmp_path, {})
    refs = writer.append([encode(capture(n)) for n in range(2)])
    writer.close()
    path = tmp_path / refs[0].file
    path.write_bytes(path.read_bytes() + b"torn")
    end = refs[1].offset + refs[1].length
    SegmentWriter(tmp_path, {path.name: end}).close()
    assert path.stat().st_size == end
    assert (tmp_path / "torn" / f"{path.name}.{end}").read_bytes() == b"torn"


def test_more_than_a_tail_is_never_cut(tmp_path):
    """A state that knows nothing of an archive must not empty it."""
    from pipelines.errors import StorageError
    from pipelines.store.archive import TAIL_BYTES

    writer = SegmentWriter(tmp_path, {})
    refs = writer.append([encode(capture(0))])
    writer.close()
    path = tmp_path / refs[0].file
    with path.open("ab") as file:
        file.truncate(TAIL_BYTES + 1)
    with pytest.raises(StorageError, match="no torn tail"):
        SegmentWriter(tmp_path, {})
    assert path.stat().st_size == TAIL_BYTES + 1


def committed(folder, *batches):
    dataset = Dataset(folder)
    start = 0
    for results in batches:
        dataset.commit(batch(start, *results))
        start += 10 * len(results)
    return dataset


def test_same_article_again_is_a_repeat(tmp_path):
    dataset = committed(tmp_path, [extraction(1), extraction(2)], [extraction(1)])
    assert dataset.manifest.counts == {"pages": 3, "rows": 2, "duplicates": 1}
    assert problems(tmp_path) == []


def test_changed_article_is_a_revision(tmp_path):
    dataset = committed(tmp_path, [extraction(1), extraction(2)], [extraction(1, " anew")])
    finish(dataset, near=True, shard_rows=1000)
    assert (dataset.manifest.rows("articles"), dataset.manifest.rows("revisions")) == (2, 2)
    assert problems(tmp_path) == []


@pytest.mark.parametrize("at_once", [True, False])
def test_newest_capture_is_the_article_whatever_the_order(tmp_path, at_once):
    def captured(words: str, day: int) -> Extraction:
        found = extraction(1, words)
        at = found.article.date_fetched.replace(day=day)
        return replace(found, article=replace(found.article, date_fetched=at))

    captures = [captured(" first", 2), captured(" newest", 9), captured(" middle", 5)]
    batches = [captures] if at_once else [[capture] for capture in captures]
    dataset = committed(tmp_path, *batches)
    finish(dataset, near=True, shard_rows=1000)
    assert "newest" in (dataset.row(captures[0].article.id).text or "")
    assert dataset.manifest.counts == {"pages": 3, "rows": 1, "revisions": 2}
    assert dataset.manifest.rows("revisions") == 3
    assert problems(tmp_path) == []


def test_files_do_not_depend_on_the_batches(tmp_path):
    one = committed(tmp_path / "one", [extraction(1), extraction(2), extraction(3)])
    many = committed(tmp_path / "many", [extraction(1)], [extraction(2)], [extraction(3)])
    names = [
        [p.path for p in finish(d, near=True, shard_rows=1000).parts("articles")]
        for d in (one, many)
    ]
    assert names[0] == names[1]


def test_leftovers_of_a_crash_are_removed(tmp_path):
    committed(tmp_path, [extraction(1)])
    stray = tmp_path / "articles" / "part-00009-deadbeef.parquet"
    stray.write_bytes(b"half")
    Dataset(tmp_path)
    assert not stray.exists()


def test_damaged_part_is_found(tmp_path):
    dataset = committed(tmp_path, [extraction(1)])
    path = tmp_path / dataset.manifest.parts("articles")[0].path
    path.write_bytes(path.read_bytes()[:-9] + b"x" * 9)
    assert "is damaged" in problems(tmp_path)[0]


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_column_is_documented(table):
    assert [f.name for f in documented(table) if not f.doc] == []


def test_written_schema_is_the_declared_one(tmp_path):
    dataset = committed(tmp_path, [extraction(1)])
    finish(dataset, near=True, shard_rows=1000)
    assert pq.read_schema(tmp_path / dataset.manifest.parts("articles")[0].path).equals(
        arrow_schema("articles")
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[dataset]\nname = "x"\n[[source]]\nsite = "http://a"\n[crawl]\ndealy = 2',
            "recipe:6: unknown key `crawl.dealy`. Did you mean `delay`?",
        ),
        (
            '[dataset]\nname = "a/b"\n[[source]]\nsite = "http://a"',
            "recipe:2: `dataset.name`: must be a file name",
        ),
        ("[dataset\n", "not TOML"),
    ],
)
def test_recipe_faults_name_the_place(text, message):
    with pytest.raises(RecipeError) as caught:
        recipe.parse(text)
    assert message in str(caught.value)


def test_update_banner_and_counter_are_no_revision(tmp_path):
    first, again = extraction(1), extraction(1)
    text = "Updated on 3 May 2026 at 12:00\n\n" + str(again.article.text) + "\n\n1,204 views"
    again = replace(
        again,
        article=replace(
            again.article, content_hash=content_hash(again.article.title, text), text=text
        ),
    )
    dataset = committed(tmp_path, [first], [again])
    assert dataset.manifest.counts == {"pages": 2, "rows": 1, "duplicates": 1}


def test_dataset_of_another_schema_is_not_written_to(tmp_path):
    dataset = committed(tmp_path, [extraction(1)])
    commit(tmp_path, dataset.manifest, replace(dataset.manifest, schema_version="0"))
    with pytest.raises(DatasetError, match="standfirst build"):
        Dataset(tmp_path)


def test_compaction_keeps_every_row(tmp_path):
    dataset = committed(tmp_path, [extraction(1)], [extraction(2)], [extraction(3)])
    before = sorted(
        read_table(tmp_path, "articles", dataset.manifest.parts("articles"))[
            "revision_id"
        ].to_pylist()
    )
    finish(dataset, near=True, shard_rows=1000)
    finish(dataset, near=True, shard_rows=100, again=True)
    after = sorted(
        read_table(tmp_path, "articles", dataset.manifest.parts("articles"))[
            "revision_id"
        ].to_pylist()
    )
    assert (len(dataset.manifest.parts("articles")), after) == (1, before)


def test_boundary_outside_the_text_is_found(tmp_path):
    wrong = extraction(1)
    wrong = Extraction(
        replace(wrong.article, boundary_char=5, boundary_paragraph=1),
        wrong.provenance,
        wrong.access,
    )
    committed(tmp_path, [wrong])
    assert "the boundary is not where the text ends" in problems(tmp_path)[0]
