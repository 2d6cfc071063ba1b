"""One page in a worker: whatever is wrong with it, it is a row with the reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pipelines_store import AT

from pipelines.build import worker
from pipelines.build.rows import PAGES, results_of, rows_of, signed, unsigned
from pipelines.build.worker import Done, judge, process, process_page, unreadable
from pipelines.extract.extractor import Extractor
from pipelines.extract.result import Extraction
from pipelines.extract.rules import Rules
from pipelines.model import Page, Reason, Rejected
from pipelines.papers.model import Paper
from pipelines.store.archive import Capture, Ref, SegmentWriter, Stored, encode
from tests import made

TEXT = f"<h1>{made.sentence(900)}</h1>{made.paragraphs(5)}"


def page(body: str = TEXT, address: str = "https://paper.example/story?id=1") -> Page:
    return Page(url=address, body=body.encode(), content_type="text/html", fetched=AT, archive_file="s", archive_offset=7)  # fmt: skip


def reason(done: Done) -> tuple[str, str]:
    assert isinstance(done.result, Rejected)
    return done.result.reason, done.result.detail


def test_a_page_at_its_place_is_read(tmp_path: Path):
    writer = SegmentWriter(tmp_path, {})
    headers = (("Content-Type", "text/html"),)
    (ref,) = writer.append([encode(Capture(url="https://paper.example/a", status=200, headers=headers, body=TEXT.encode(), fetched=AT))])  # fmt: skip
    writer.close()
    done = process(tmp_path, ref, Rules())
    assert isinstance(done.result, Extraction)
    assert done.cpu > 0
    damaged = process(tmp_path, replace(ref, damage="its form is wrong"), Rules())
    assert reason(damaged) == ("damaged", "its form is wrong")
    elsewhere = reason(process(tmp_path, replace(ref, length=ref.length - 9), Rules()))
    assert elsewhere[0] == "damaged"
    assert f"{ref.file}:0 cannot be read" in elsewhere[1]


@pytest.mark.parametrize(
    ("why", "detail", "wanted"),
    [
        ("too_large", "of 9 MB", ("too_large", "cut by the crawl's size limit")),
        ("login", "a form", ("login", "a form")),
        ("of_tomorrow", "what?", ("unreadable", "set aside as of_tomorrow")),
    ],
)
def test_what_the_crawl_set_aside_stays_aside(why, detail, wanted):
    assert reason(process_page(Stored(page(), why, detail), Rules())) == wanted


def test_a_page_that_was_not_set_aside_is_read():
    assert isinstance(process_page(Stored(page()), Rules()).result, Extraction)


def test_a_page_without_an_article_has_no_sketch():
    done = judge(page("<p>x"), Rules())
    assert reason(done)[0] != "crashed"
    assert done.sketch is None


@pytest.mark.parametrize("learn", [True, False])
def test_what_a_page_tells_of_its_paper_is_wanted_or_not(learn):
    done = judge(page(), Rules(learn=learn))
    assert (done.seen is not None) is learn
    assert done.said == ()


@pytest.mark.parametrize(("paper", "said"), [(None, ()), (Paper("paper.example", 9), ("told",))])
def test_words_of_boxes_are_told_where_the_paper_is_known(monkeypatch, paper, said):
    monkeypatch.setattr("pipelines.papers.known.examples", lambda *_: ("told",))
    assert judge(page(), Rules(), paper).said == said


def test_an_error_is_told_by_its_place_without_its_words(monkeypatch):
    def fails(self: Extractor, page: Page) -> Any:
        raise ValueError("reserved words")

    monkeypatch.setattr(Extractor, "extract", fails)
    kind, detail = reason(judge(page(), Rules()))
    assert kind == "crashed"
    assert detail.startswith("ValueError in fails, test_worker.py:")
    assert "reserved" not in detail


@pytest.mark.parametrize(
    ("column", "value"), [("title", "half \ud800 a pair"), ("boundary_char", 2**31)]
)
def test_a_value_that_no_file_holds_is_named(monkeypatch, column, value):
    found = judge(page(), Rules()).result
    assert isinstance(found, Extraction)
    broken = replace(found, article=replace(found.article, **{column: value}))
    monkeypatch.setattr(Extractor, "extract", lambda *_: broken)
    assert reason(judge(page(), Rules())) == (
        "unreadable",
        f"{column}: a value that no file can hold",
    )


def test_provenance_that_no_file_holds_is_named(monkeypatch):
    found = judge(page(), Rules()).result
    assert isinstance(found, Extraction)
    rows = [replace(found.provenance[0], raw="half \ud800 a pair")]
    monkeypatch.setattr(Extractor, "extract", lambda *_: replace(found, provenance=rows))
    assert reason(judge(page(), Rules()))[1] == "raw: a value that no file can hold"


def test_a_record_without_an_address_has_its_place():
    ref = Ref("segment", 42, 7)
    assert unreadable(ref, Reason.DAMAGED, "x").url == "segment:42"
    assert unreadable(ref, Reason.DAMAGED, "x", url="http://p.example").url == "http://p.example"


@pytest.mark.parametrize(("length", "kept"), [(499, 499), (500, 500), (501, 500)])
def test_what_is_said_is_cut(length, kept):
    assert len(unreadable(Ref("s", 0, 1), Reason.DAMAGED, "x" * length).detail) == kept


def back(done: Done) -> Done:
    """What another machine is given."""
    rows = rows_of(3, [(Ref("s", 7, 5), done)])
    assert rows.schema == PAGES
    assert rows["part"].to_pylist() == [3]
    ((ref, found),) = results_of(rows, "s")
    assert ref == Ref("s", 7, 5)
    return found


def row(done: Done) -> dict[str, Any]:
    found: dict[str, Any] = rows_of(3, [(Ref("s", 7, 5), done)]).to_pylist()[0]
    return found


def test_an_article_travels_whole():
    done = judge(page(), Rules(learn=True))
    assert isinstance(done.result, Extraction)
    found = back(done)
    assert isinstance(found.result, Extraction)
    assert row(found) == row(done)
    assert found.result.article.text == done.result.article.text
    assert found.result.provenance == done.result.provenance
    assert found.seen == done.seen
    assert found.seen is not None
    assert done.sketch is not None
    assert np.array_equal(found.sketch, done.sketch)  # type: ignore[arg-type]


def test_an_article_without_sketch_or_paper_travels():
    done = replace(judge(page(), Rules(learn=False)), sketch=None)
    found = back(done)
    assert found.sketch is None
    assert found.seen is None
    assert row(found) == row(done)
    assert isinstance(found.result, Extraction)


def test_what_is_set_aside_travels():
    done = judge(page("<p>x"), Rules())
    assert back(done) == Done(done.result)


def test_rows_are_told_apart_by_numbers_of_the_same_order():
    ids = ["0" * 16, "7fffffffffffffff", "8" + "0" * 15, "f" * 16]
    numbers = [signed(i) for i in ids]
    assert numbers == [-(2**63), -1, 0, 2**63 - 1]
    assert [unsigned(n) for n in numbers] == ids
    done = judge(page(), Rules())
    article = done.result.article  # type: ignore[union-attr]
    assert row(done)["number"] == signed(article.id)
    assert row(done)["revision"] == signed(article.revision_id)
    assert (row(done)["place"], row(done)["behind"]) == (7, 12)


@pytest.mark.parametrize(
    ("address", "shares"),
    [("https://paper.example/story?id=1", True), ("https://paper.example/story", False)],
)
def test_pages_with_parameters_share_a_mark(address, shares):
    assert (row(judge(page(address=address), Rules()))["twin"] is not None) is shares


def test_a_worker_ends_as_its_pool_wants(monkeypatch):
    told: list[Any] = []
    monkeypatch.setattr(worker.signal, "signal", lambda *given: told.append(given))
    monkeypatch.setattr(worker, "follow_parent", lambda: told.append("parent"))
    monkeypatch.setattr(worker.os, "nice", lambda by: told.append(("nice", by)))
    worker.start_worker(["pipelines.extract.sites.base"])
    ignored, default = worker.signal.SIG_IGN, worker.signal.SIG_DFL
    assert told == [
        (worker.signal.SIGINT, ignored),
        (worker.signal.SIGTERM, default),
        ("nice", 5),
        "parent",
    ]


def _refuses(by: int) -> None:
    raise PermissionError(by)


@pytest.mark.parametrize("system", ["has no such order", "does not allow it"])
def test_a_worker_starts_where_it_cannot_stand_back(monkeypatch, system):
    if system == "has no such order":
        monkeypatch.delattr(worker.os, "nice")
    else:
        monkeypatch.setattr(worker.os, "nice", _refuses)
    worker.yield_to_others()
