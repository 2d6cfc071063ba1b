"""Saved pages: which files count, and the address of each."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pipelines.build import saved
from pipelines.errors import InputError
from pipelines.extract.extractor import Extractor
from pipelines.extract.result import Extraction
from pipelines.extract.rules import Rules
from pipelines.model import Rejected
from tests import made
from tests.pipelines.build.stand_ins import Waiting


def page(number: int = 1, head: str = "") -> str:
    return made.markup(made.story(number), head=head, title=None, declared=False)


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
        ('<link rel="canonical" href="ftp://paper.example/a">', None),
        ('<link rel="canonical" href="https:///a">', None),
        ('<link rel="canonical">', None),
        ('<meta name="og:url" content="https://paper.example/c">', "https://paper.example/c"),
        ("", None),
    ],
)
def test_a_page_says_its_own_address(head, address):
    assert saved.own_address(page(head=head).encode()) == address


@pytest.mark.parametrize(("more", "found"), [(0, True), (1, False)])
def test_an_address_is_looked_for_in_256_kib(more: int, found: bool):
    head = b'<link rel="canonical" href="https://paper.example/a">'
    before = b"<!--" + b"x" * (256 * 1024 - len(head) - 7 + more) + b"-->"
    assert (saved.own_address(before + head) is not None) is found


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
        "file,url\npages/a.html,https://paper.example/a\n,https://paper.example/no-file\n",
        "file,url\npages/a.html,https://paper.example/a,too many\n",
        '\n {"path": "pages/a.html", "link": "https://paper.example/a", "n": 3}\n[1]\n',
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


def test_a_table_without_lines_names_nothing(tmp_path: Path):
    (tmp_path / "table.csv").write_text("file,url\n")
    assert saved.addresses(tmp_path / "table.csv") == {}


def test_files_are_given_by_a_folder_or_one_by_one(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("x")
    (tmp_path / "folder.html").mkdir()
    assert saved.find(path) == [path]
    assert saved.find([str(path), "gone.html"]) == [path, Path("gone.html")]
    assert saved.find(str(tmp_path)) == []
    with pytest.raises(InputError, match="no folder"):
        saved.find(tmp_path / "gone")
    assert saved.matching("*", tmp_path) == [path]


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


@pytest.mark.parametrize("url", [None, "https://paper.example/listed"])
def test_a_file_that_is_gone_is_set_aside(tmp_path: Path, url: str | None):
    path = tmp_path / "gone.html"
    result = saved.extract_file(path, url).result
    assert isinstance(result, Rejected)
    assert "cannot be read" in result.detail
    assert result.url == (url or path.as_uri())


@pytest.mark.parametrize(
    ("url", "rules", "found"),
    [
        ("https://paper.example/listed", None, "https://paper.example/listed"),
        (None, None, "https://paper.example/own"),
        (None, Rules(reserved="skip"), None),
    ],
)
def test_a_page_is_read_with_the_address_and_the_rules_that_are_given(
    tmp_path: Path, url: str | None, rules: Rules | None, found: str | None
):
    path = tmp_path / "a.html"
    head = '<link rel="canonical" href="https://paper.example/own">'
    path.write_text(page(head=head + '<meta name="tdm-reservation" content="1">'))
    result = saved.extract_file(path, url, Extractor(rules) if rules else None).result
    assert (result.article.url if isinstance(result, Extraction) else None) == found


class Pool(Waiting):
    """Workers that return a file and its address."""

    def take(self, *, block: bool) -> Any:
        assert block
        task = self.waiting.pop(0)
        return task.ref, SimpleNamespace(result=(task.ref.file, task.arguments[1]))


def test_so_many_pages_are_under_way(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pipelines.build.pool.PagePool", Pool)
    paths = [Path(str(n)) for n in range(300)]
    found = list(saved.results(paths, lambda p: f"at {p}"))
    assert found == [(str(n), f"at {n}") for n in range(300)]
    assert Pool.most == 256
