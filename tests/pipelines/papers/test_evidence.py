"""What a page tells of its paper: places without numbers, hashes instead of words, little of it."""

from __future__ import annotations

import io

import pyarrow.parquet as pq
import pytest

from pipelines.extract.told import observed
from pipelines.papers import keys
from pipelines.papers.evidence import MOST, Role, Seen, Stored
from pipelines.papers.rows import BLOCKS, tables
from tests import made

BOX = "<div class='box'><p>Nalo ribed komi satu</p><a href='/x'>Komi</a></div>"


def seen(html: str, url: str = made.URL) -> Seen:
    found = observed(made.extraction(html, url=url))
    assert found is not None
    return found


def column(found: Seen, name: str) -> list[int]:
    at = BLOCKS.names.index(name) - 1
    return [row[at] for row in found.rows]


def places(html: str) -> list[str]:
    layout = made.layout(html)
    own = keys.Places()
    return [own.path(b) for b in layout.blocks]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<div class='post-17 text'><p>A</p></div>", "<div class='post-18 text'><p>A</p></div>"),
        ("<div id='p17'><p>A</p></div>", "<div id='p18'><p>A</p></div>"),
        ("<div class='text'><p>A</p></div>", "<div class='text wide'><p>A</p></div>"),
        ("<div id='p'><p>A</p></div><p>B</p>", "<div id='p'><p>A</p></div><p>B</p>"),
    ],
)
def test_numbers_and_further_names_make_no_other_place(one: str, other: str):
    assert places(one) == places(other)


def test_a_first_name_makes_another_place():
    assert places("<div class='a'><p>A</p></div>") != places("<div class='b'><p>A</p></div>")


def test_counters_say_the_same():
    assert keys.words("Noch 3 Artikel") == keys.words("noch  17 artikel")
    assert keys.words("Noch 3 Artikel") != keys.words("Noch drei Artikel")
    month = "Sie haben in diesem Monat noch {} von 5 freien Artikeln"
    assert keys.words(month.format(3)) == keys.words(month.format(4))
    assert keys.words(made.sentence(3)) != keys.words(made.sentence(4))


def test_words_are_never_the_number_of_any_words(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keys, "_number", lambda _: 0)
    assert keys.words("Komi") == 1


def test_roles_are_those_of_the_single_page():
    found = seen(made.HEADLINE + made.paragraphs(4) + BOX)
    roles = column(found, "role")
    assert roles.count(Role.HEADLINE) == 1
    assert roles.count(Role.TEXT) == 4


def test_what_is_reserved_leaves_no_hash_of_its_words():
    hidden = f"<div style='display:none'>{made.paragraphs(2, 90)}</div>"
    found = seen(made.HEADLINE + made.paragraphs(4) + hidden)
    strong = [r for r in found.rows if r[-2]]
    assert [r[2] for r in strong[-2:]] == [0, 0]


def test_a_long_page_gives_no_more_rows_than_any():
    assert len(seen(made.HEADLINE + made.paragraphs(400)).rows) == MOST


def test_a_page_takes_less_than_two_kilobytes():
    pages = [
        Stored(
            seen(made.HEADLINE + made.paragraphs(120, 130 * n) + BOX, f"{made.URL}-{n}"), "s", n, 1
        )
        for n in range(20)
    ]
    size = 0
    for table in tables(pages):
        file = io.BytesIO()
        pq.write_table(table, file, compression="zstd")
        size += file.tell()
    assert size / len(pages) < 2_000


def test_the_same_page_seen_alike_is_one_capture():
    html = made.HEADLINE + made.paragraphs(4)
    assert seen(html).capture == seen(html).capture
    assert seen(html).capture != seen(made.HEADLINE + made.paragraphs(5)).capture
