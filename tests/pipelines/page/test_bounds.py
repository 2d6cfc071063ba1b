"""However much a page puts in one place, patterns are asked of so many characters at most."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from typing import Any

import pytest

from pipelines import fields
from pipelines.fields.authors.names import clean_names
from pipelines.page import jsonld
from pipelines.page.bounds import DATE, NAMES, VALUE, VALUES
from tests import made

MANY = 30_000
RUNS = ("a", "a ", "A, ", "1", "12 May ", " ", "\n", "é ", "年", "by ", "- ", "\N{NO-BREAK SPACE}")


class Asked:
    """Stands in the place of a pattern and notes how long the texts are that it is asked of."""

    def __init__(self, pattern: re.Pattern[str], longest: list[int]) -> None:
        self._pattern = pattern
        self._longest = longest

    def __getattr__(self, name: str) -> Any:
        ask = getattr(self._pattern, name)
        if not callable(ask):
            return ask

        def noted(*given: Any, **named: Any) -> Any:
            text = given[1] if name in ("sub", "subn") else given[0]
            self._longest[0] = max(self._longest[0], len(text))
            return ask(*given, **named)

        return noted


@pytest.fixture
def longest(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> list[int]:
    """The length of the longest text that a pattern of a room of fields was asked of."""
    found = [0]
    for info in pkgutil.walk_packages(fields.__path__, "pipelines.fields."):
        if request.param not in info.name:
            continue
        module = importlib.import_module(info.name)
        for name, value in list(vars(module).items()):
            if isinstance(value, re.Pattern):
                monkeypatch.setattr(module, name, Asked(value, found))
    return found


def declared(**values: Any) -> str:
    return made.HEADLINE + made.json_ld(headline=made.TITLE, **values) + made.paragraphs(4)


@pytest.mark.parametrize("longest", [".authors."], indirect=True)
@pytest.mark.parametrize("run", RUNS)
def test_names_are_read_so_far(longest: list[int], run: str):
    text = run * (MANY // len(run))
    made.article(declared(author={"@type": "Person", "name": text}), head=made.meta("author", text))
    made.article(declared(author=[text, text]))
    line = f'<p class="byline">By {text}</p><p><a rel="author">{text}</a></p>'
    made.article(made.HEADLINE + line + made.paragraphs(4))
    assert 0 < longest[0] <= NAMES


@pytest.mark.parametrize("longest", [".dates."], indirect=True)
@pytest.mark.parametrize("run", RUNS)
def test_dates_are_read_so_far(longest: list[int], run: str):
    text = run * (MANY // len(run))
    made.article(declared(datePublished=text), head=made.meta("article:published_time", text))
    time = f'<p><time datetime="{text}">3 May</time></p>'
    made.article(made.HEADLINE + time + made.paragraphs(4))
    assert 0 < longest[0] <= DATE


@pytest.mark.parametrize("longest", ["fields."], indirect=True)
@pytest.mark.parametrize("key", ["headline", "description", "articleSection", "keywords", "name"])
def test_declared_values_are_read_so_far(longest: list[int], key: str):
    text = "some words " * (MANY // 11)
    head = "".join(made.meta(name, text) for name in ("og:title", "description", "article:tag"))
    values = {"headline": made.TITLE, key: text}
    made.article(made.HEADLINE + made.json_ld(**values) + made.paragraphs(4), head=head)
    assert 0 < longest[0] <= VALUE


def test_a_meta_a_thousand_times_is_a_thousand_values():
    metas = made.meta("author", "Ada Berg") * (VALUES + 5)
    assert len(made.document("<p>x</p>", head=metas).metas("author")) == VALUES


def test_a_value_is_cut_where_it_is_read():
    assert jsonld.text_of("é" * (VALUE + 1)) == "é" * VALUE
    assert made.document("", head=made.meta("x", "a" * (VALUE + 1))).meta("x") == "a" * VALUE
    assert made.document("", title="a" * (VALUE + 1)).head.title == "a" * VALUE


def test_names_behind_the_end_of_a_text_are_not_read():
    text = f"Ada Berg{' ' * NAMES}, Bo Dahl"
    assert clean_names([text]) == ["Ada Berg"]


def test_a_number_with_too_many_digits_is_no_text():
    assert jsonld.text_of(json.loads("1" * 4000) ** 3) is None


def test_an_address_of_an_image_is_whole_or_none():
    assert made.article(made.HEADLINE + made.paragraphs(4), head=made.meta("og:image", "/a" * VALUE)).image_url is None  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Berg and Bo Dahl, The Paper", ["Ada Berg", "Bo Dahl"]),
        ("Cy Falk, Ada Berg and Bo Dahl, The Paper", ["Cy Falk", "Ada Berg", "Bo Dahl"]),
        ("Ada Berg, Bo Dahl, and Cy Falk", ["Ada Berg", "Bo Dahl", "Cy Falk"]),
        ("Ada Berg, Bo Dahl", ["Ada Berg", "Bo Dahl"]),
    ],
)
def test_after_the_last_name_of_a_list_stands_the_paper(text: str, names: list[str]):
    assert clean_names([text], declared=True) == names
