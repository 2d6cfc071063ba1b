"""Saved pages: which files count, and the address of each."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipelines.build import saved
from pipelines.errors import InputError
from pipelines.extract.result import Extraction
from tests import made


def page(number: int = 1, head: str = "") -> str:
    text = "".join(
        f"<p>Paragraph {n} of story {number} tells at some length what the council of the town decided in session {n * 31 + number}.</p>"
        for n in range(4)
    )
    body = f"<h1>Story number {number} of the paper</h1>{text}"
    return made.page(body, head=head, title=None, declared=False).body.decode()


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ('<link rel="canonical" href="https://paper.example/a">', "https://paper.example/a"),
        (
            "<link href='https://paper.example/a' rel='alternate canonical'>",
            "https://paper.example/a",
        ),
        ('<meta property="og:url" content=" https://paper.example/b ">', "https://paper.example/b"),
        (
            '<link rel="canonical" href="/a"><meta property="og:url" content="https://paper.example/b">',
            "https://paper.example/b",
        ),
        ('<link rel="canonical" href="javascript:x">', None),
        ('<link rel="canonical" href="http://[bad/">', None),
        ('<link rel="canonical">', None),
        ("", None),
    ],
)
def test_a_page_says_its_own_address(head, address):
    assert saved.own_address(page(head=head).encode()) == address


def test_the_table_beats_what_the_page_says(tmp_path: Path):
    path = tmp_path / "a.html"
    body = page(head='<link rel="canonical" href="https://paper.example/own">').encode()
    known = {path.resolve(): "https://paper.example/listed"}
    assert saved.address_of(path, body, known) == "https://paper.example/listed"
    assert saved.address_of(path, body, {}) == "https://paper.example/own"
    assert saved.address_of(path, b"<p>x", {}) == path.resolve().as_uri()


@pytest.mark.parametrize(
    "table",
    [
        "file,url\npages/a.html,https://paper.example/a\n",
        "\ufeffURL;Path\nhttps://paper.example/a;pages/a.html\n",
        "filename\tlink\npages/a.html\thttps://paper.example/a\n",
        '{"file": "pages/a.html", "url": "https://paper.example/a"}\nnot json\n{"file": 3}\n',
        'file,url\npages/a.html,https://paper.example/a\n"no address",\n',
    ],
)
def test_a_table_in_every_usual_form(tmp_path: Path, table: str):
    (tmp_path / "table").write_text(table, encoding="utf-8")
    expected = (tmp_path / "pages" / "a.html").resolve()
    assert saved.addresses(tmp_path / "table") == {expected: "https://paper.example/a"}


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\xff\xfe\x00"])
def test_a_table_without_addresses_is_told(tmp_path: Path, content: bytes):
    (tmp_path / "table.csv").write_bytes(content)
    with pytest.raises(InputError, match=r"table\.csv"):
        saved.addresses(tmp_path / "table.csv")


def test_the_pages_of_a_folder_by_name(tmp_path: Path):
    for name in ("b.HTML", "below/a.htm", "note.txt", "c.xhtml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [p.name for p in saved.find(tmp_path)] == ["b.HTML", "a.htm", "c.xhtml"]
    assert [p.name for p in saved.matching("**/*.htm", tmp_path)] == ["a.htm"]
    with pytest.raises(InputError, match="no saved page matches"):
        saved.matching("*.mht", tmp_path)


@pytest.mark.parametrize(
    ("year", "known"), [(1970, False), (1980, False), (1991, True), (2024, True)]
)
def test_a_file_without_a_date_of_the_web_has_none(tmp_path: Path, year: int, known: bool):
    path = tmp_path / "a.html"
    path.write_text("x")
    seconds = (year - 1970) * 31_557_600 + 86_400 * 100
    os.utime(path, (seconds, seconds))
    found = saved.saved_at(path)
    assert (found is not None and found.year == year) is known


def test_a_page_is_read_with_its_own_address(tmp_path: Path):
    path = tmp_path / "a.html"
    path.write_text(page(head='<link rel="canonical" href="https://paper.example/story-one">'))
    done = saved.extract_file(path, None)
    assert isinstance(done.result, Extraction)
    assert done.result.article.url == "https://paper.example/story-one"


def test_a_file_that_is_gone_is_set_aside(tmp_path: Path):
    done = saved.extract_file(tmp_path / "gone.html", None)
    assert "cannot be read" in done.result.detail  # type: ignore[union-attr]
