"""Hostile values in every place that shows or writes words of others: they stay words."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree
from pipelines_store import batch, extraction
from rich.console import Console

from crawler.cli import explain, progress, row, say
from crawler.cli.records import print_record
from crawler.fetch.logs import InertRecord
from pipelines.extract.result import Extraction
from pipelines.model import Provenance, Rejected
from pipelines.page import inert
from pipelines.publish.export import columns_of, export, read_export
from pipelines.publish.published import publish
from pipelines.recipe import Recipe
from pipelines.store.dataset import Dataset
from pipelines.store.finish import finish
from pipelines.view import pages
from pipelines.view.records import Records

HOSTILE = {
    "escape": "red \x1b[31m and \x1b]0;title\x07",
    "eight bits": "red \x9b31m \x90 \x85",
    "control": "nul \x00 bell \x07 back \x08\x08 delete \x7f return \rover",
    "comment": "a <!-- <script> b",
    "script": "a </script><x-evil onload=x()>",
    "title": "a </title></textarea></style><x-evil>",
    "attribute": "a \" ' onload=x() <x-evil",
    "entity": "a &lt;x-evil&gt; &#27;[31m",
    "table": "a | b | c",
    "lines": "a\nfiles        forged\r\n# heading\n\n---\n- item",
    "separators": "a\u2028b\u2029c\x0bd\x0ce",
    "formula": "=HYPERLINK(1)",
    "minus": "-1+cmd|' /C calc'!A0",
    "wide": "＝SUM(1)",
    "yaml": "{a: [b, &c *d !!python/object:x 'e",
    "markdown": "[a](javascript:x) `b` ![c](http://x.example) <!-- yours -->",
    "markup": "[red]a[/red] [/] [link=http://x.example]b",
    "half": "a \ud800 b \udc9b31m",
    "turned": "a \u202e b \u2066 c",
    "no characters": "a \ufffe\uffff b",
}
COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
TEXTS = ("title", "section", "teaser", "source", "url", "canonical_url", "wall_text", "language")
LISTS = ("authors", "tags", "access_evidence", "opt_outs")


def hostile(number: int, words: str) -> Extraction:
    """The record of a made article with the same words in every column that others fill."""
    found = extraction(number)
    values: dict[str, Any] = dict.fromkeys(TEXTS, words) | {name: [words] for name in LISTS}
    rows = [Provenance(found.article.id, "title", words, words, words, words, [words])]
    article = replace(found.article, **values, boundary_path=words)
    return replace(found, article=article, provenance=rows)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset with one article for each hostile value, published."""
    folder = tmp_path_factory.mktemp("hostile") / "set"
    dataset = Dataset(folder)
    dataset.commit(batch(0, *(hostile(n, w) for n, w in enumerate(HOSTILE.values()))))
    finish(dataset, near=False, shard_rows=1000)
    table = {"name": "set", "title": "\n".join(HOSTILE.values()), "description": HOSTILE["title"]}
    sources = [{"name": words, "urls": "x.txt"} for words in HOSTILE.values()]
    publish(folder, Recipe.model_validate({"dataset": table, "source": sources}), dataset.manifest)
    return folder


def printed(write: Callable[[str], object], capsys: pytest.CaptureFixture[str], words: str) -> str:
    capsys.readouterr()
    write(words)
    told = capsys.readouterr()
    return told.out + told.err


def on_board(words: str) -> None:
    seen = progress.Seen()
    seen.note(hostile(1, words))
    hosts = {words: {"known": 1, "waits": words}}
    Console(stderr=True, width=160).print(progress.draw(seen, hosts, 160))


def as_event(words: str) -> None:
    progress._json_line(progress.Seen(), hostile(1, words))
    aside = Rejected(url="http://paper.example/", source=words, reason=words, extractor="x")
    progress._json_line(progress.Seen(), aside)


def logged(words: str) -> None:
    handler = logging.StreamHandler()
    told = (ValueError, ValueError(words), None)
    handler.emit(InertRecord("x", logging.ERROR, "x", 1, "got %s", (words,), told))


TERMINAL: dict[str, Callable[[str], object]] = {
    "say": say,
    "row": lambda words: row(f"error        {words}"),
    "board": on_board,
    "event": as_event,
    "extract": lambda words: print_record(hostile(1, words).article),
    "explain": lambda words: explain.show(hostile(1, words)),
    "log": logged,
}


@pytest.mark.parametrize("name", TERMINAL)
@pytest.mark.parametrize("value", HOSTILE)
def test_nothing_commands_a_terminal(name: str, value: str, capsys: pytest.CaptureFixture[str]):
    told = printed(TERMINAL[name], capsys, HOSTILE[value])
    assert told
    assert not COMMANDS.search(told)


@pytest.mark.parametrize("name", ["row", "extract"])
def test_a_value_begins_no_line(name: str, capsys: pytest.CaptureFixture[str]):
    assert printed(TERMINAL[name], capsys, HOSTILE["lines"]).count("\n") == 1


def test_a_line_of_the_log_stands_alone(capsys: pytest.CaptureFixture[str]):
    told = printed(TERMINAL["log"], capsys, HOSTILE["lines"]).splitlines()
    assert told[0] == "got a"
    assert told[1].startswith("    files")


def test_markup_of_a_terminal_is_printed_as_it_stands(capsys: pytest.CaptureFixture[str]):
    assert "[red]a[/red] [/]" in printed(on_board, capsys, HOSTILE["markup"])
    assert "[red]a[/red] [/]" in printed(TERMINAL["explain"], capsys, HOSTILE["markup"])


@pytest.mark.parametrize("value", HOSTILE)
def test_json_says_the_same(value: str):
    text = inert.as_json({"a": HOSTILE[value]})
    assert json.loads(text) == {"a": HOSTILE[value]}
    assert json.loads(inert.in_script([HOSTILE[value]])) == [HOSTILE[value]]
    assert not COMMANDS.search(text)


def test_no_column_holds_a_command(folder: Path):
    export(folder, folder / "all.parquet", columns_of("all"))
    rows = read_export(folder / "all.parquet")
    assert len(rows) == len(HOSTILE)
    held = [v for r in rows for value in r.values() for v in (value if isinstance(value, list) else [value]) if isinstance(v, str)]  # fmt: skip
    assert [v for v in held if re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", v)] == []


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_an_exported_file_has_one_row_an_article_and_comes_back(folder: Path, ending: str):
    export(folder, folder / f"some.{ending}", ["title", "url", "authors", "source"])
    export(folder, folder / "some.parquet", ["title", "url", "authors", "source"])
    titles = [r["title"] for r in read_export(folder / "some.parquet")]
    assert [r["title"] for r in read_export(folder / f"some.{ending}")] == titles
    if ending == "jsonl":
        text = (folder / "some.jsonl").read_text(encoding="utf-8")
        assert len(text.splitlines()) == len(HOSTILE)
        assert not COMMANDS.search(text)


def test_no_cell_of_a_csv_file_is_a_formula(folder: Path):
    export(folder, folder / "cells.csv", columns_of("all"))
    with (folder / "cells.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    begun = {cell[0] for r in rows for cell in r if cell}
    assert not begun & set("=+-@＝＋－＠\t\r\n")


def shown_pages(folder: Path) -> dict[str, str]:
    records = Records(folder)
    ids = [r["id"] for r in records._rows("SELECT id FROM articles ORDER BY id")]
    found = {i: pages.article(records.article(i), {}) for i in ids}
    report = (folder / "report.html").read_text(encoding="utf-8")
    return {**found, "index": pages.index(records, {}), "report": report}


def test_no_page_holds_an_element_or_a_handler_of_a_value(folder: Path):
    for name, text in shown_pages(folder).items():
        root = etree.fromstring(text, etree.HTMLParser())
        assert not root.xpath("//x-evil | //*[@onload]"), name
        assert not root.xpath("//a[starts-with(@href, 'javascript:')]"), name
        assert text.count("</script>") == len(root.xpath("//script")), name
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", "".join(root.itertext("td", "th", "p", "h1", "title"))), name  # fmt: skip


def test_no_script_of_a_page_opens_a_comment(folder: Path):
    found = shown_pages(folder)
    data = etree.fromstring(found["index"], etree.HTMLParser()).xpath("//script[@id='data']")[0]
    assert "<" not in data.text
    assert len(json.loads(data.text)["articles"]) == len(HOSTILE)
    drawn = re.search(r"const CHARTS = (.*);\n", found["report"])
    assert drawn
    assert "<" not in drawn[1]
    assert "per_day" in json.loads(drawn[1]) or json.loads(drawn[1])


def test_the_card_keeps_its_form(folder: Path):
    text = (folder / "README.md").read_text(encoding="utf-8")
    _, head, body = text.split("---\n", 2)
    assert yaml.safe_load(head)["pretty_name"].startswith("red")
    assert not COMMANDS.search(text)
    assert "<x-evil" not in body
    assert "<script" not in body
    assert body.count("<!-- yours -->") == 1
    assert "# heading" not in body.splitlines()
    listed = body.split("Sources:\n\n")[1].split("\n\n")[0].splitlines()
    assert len(listed) == len(HOSTILE)
    assert not re.search(r"(?<!\\)[\[|`]", "".join(listed))


def test_the_card_keeps_what_a_person_wrote(folder: Path, tmp_path: Path):
    from pipelines.publish.card import write_card

    own = "<!-- yours -->\nmine\n<!-- /yours -->"
    (tmp_path / "README.md").write_text(f"---\n---\n{own}\n")
    table = {"name": "x", "description": f"{HOSTILE['markdown']} and <!-- /yours -->"}
    recipe = Recipe.model_validate({"dataset": table, "source": [{"site": "https://a.example"}]})
    for _ in range(2):
        write_card(tmp_path, recipe, Dataset(folder).manifest)
        assert own in (tmp_path / "README.md").read_text()


def test_the_metadata_is_json_without_commands(folder: Path):
    text = (folder / "croissant.json").read_text(encoding="utf-8")
    assert json.loads(text)["citeAs"].startswith("red \x1b[31m")
    assert not COMMANDS.search(text)


def test_a_folder_with_a_name_that_is_no_text_has_its_pages(folder: Path, tmp_path: Path):
    from pipelines.publish.report import numbers, page

    assert page.render(numbers.read(folder), "set \udcff").encode()


def test_explained_in_a_notebook_too():
    told = io.StringIO()
    explain.show(hostile(1, HOSTILE["escape"]), Console(file=told, color_system=None))
    assert "\x1b" not in told.getvalue()
