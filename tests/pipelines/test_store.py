"""Archive, commits, duplicates and the schema."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pyarrow.parquet as pq
import pytest

from pipelines import recipe
from pipelines.check import problems
from pipelines.dedup.sketch import sketch
from pipelines.errors import RecipeError
from pipelines.extraction import Extraction, extract
from pipelines.model import Page
from pipelines.store.archive import Capture, Ref, SegmentWriter, encode, read, scan
from pipelines.store.dataset import Dataset
from pipelines.store.finish import finish
from pipelines.store.schema import TABLES, arrow_schema, documented

AT = datetime(2026, 5, 1, tzinfo=UTC)


def capture(number: int) -> Capture:
    return Capture(url=f"http://paper.example/{number}", status=200, headers=(("Content-Type", "text/html"),), body=f"<p>page {number}</p>".encode() * 50, fetched=AT, source="paper.example", opt_outs=("tdm-reservation: 1",))


def test_archive_gives_back_what_was_written(tmp_path):
    writer = SegmentWriter(tmp_path, {})
    refs = writer.append([encode(capture(n)) for n in range(3)])
    page = read(tmp_path, refs[1]).page
    assert (page.url, page.body, page.fetched, page.source, page.opt_outs) == ("http://paper.example/1", capture(1).body, AT, "paper.example", ("tdm-reservation: 1",))
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


def extraction(number: int, words: str = "") -> Extraction:
    body = "".join(f"<p>Paragraph {n} of story {number}{words} tells at some length what the council decided in session {n * 31 + number}.</p>" for n in range(4))
    result = extract(Page(url=f"http://paper.example/story-number-{number}", body=f"<h1>Story number {number} of the paper</h1>{body}".encode(), content_type="text/html", fetched=AT))
    assert isinstance(result, Extraction)
    return result


def committed(folder, *batches):
    dataset = Dataset(folder)
    offset = 0
    for batch in batches:
        pairs = []
        for result in batch:
            pairs.append((Ref("segment-000001.warc.zst", offset, 10), result, sketch([result.article.text])[0]))
            offset += 10
        dataset.commit(pairs)
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


def test_files_do_not_depend_on_the_batches(tmp_path):
    one = committed(tmp_path / "one", [extraction(1), extraction(2), extraction(3)])
    many = committed(tmp_path / "many", [extraction(1)], [extraction(2)], [extraction(3)])
    names = [[p.path for p in finish(d, near=True, shard_rows=1000).parts("articles")] for d in (one, many)]
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
    assert pq.read_schema(tmp_path / dataset.manifest.parts("articles")[0].path).equals(arrow_schema("articles"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[dataset]\nname = "x"\n[[source]]\nsite = "http://a"\n[crawl]\ndealy = 2', "recipe:6: unknown key `crawl.dealy`. Did you mean `delay`?"),
        ('[dataset]\nname = "a/b"\n[[source]]\nsite = "http://a"', "recipe:2: `dataset.name`: must be a file name"),
        ("[dataset\n", "not TOML"),
    ],
)
def test_recipe_faults_name_the_place(text, message):
    with pytest.raises(RecipeError) as caught:
        recipe.parse(text)
    assert message in str(caught.value)


def test_boundary_outside_the_text_is_found(tmp_path):
    wrong = extraction(1)
    wrong = Extraction(replace(wrong.article, boundary_char=5, boundary_paragraph=1), wrong.provenance, wrong.access)
    committed(tmp_path, [wrong])
    assert "the boundary of" in problems(tmp_path)[0]
