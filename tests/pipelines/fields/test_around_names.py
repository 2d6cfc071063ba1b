"""What stands around a line that may name the authors: each sign on both sides of its rule."""

from __future__ import annotations

import pytest

from pipelines.access.public import PublicLayout
from pipelines.fields.authors import around
from tests import made

NAME = "Jane Doe"
LINE = "<p class='x'>Jane Doe</p>"
TEXT = made.paragraphs(5)


def signs(head: str, raw: str = NAME) -> dict[str, float]:
    """The signs of the first line that holds the name."""
    page = made.public(f"<main><h1>{made.TITLE}</h1>{head}<div>{TEXT}</div></main>")
    block = next(b for b in page.layout.blocks if NAME in b.text)
    return around.signs(block, [NAME], raw, page.layout)


def printed(body: str, *names: str) -> float:
    layout: PublicLayout = made.public(f"<main>{body}{TEXT}</main>").layout
    return around.printed(names, layout)


@pytest.mark.parametrize(
    ("head", "name", "told"),
    [
        (f"{LINE}<p>3 May 2025</p>", "date beside", 1),
        (f"<p>3 May 2025</p>{LINE}", "date beside", 1),
        (f"<p>3 May 2025</p><p>Culture</p>{LINE}", "date beside", 1),
        (f"<p>3 May 2025</p><p>Culture</p><p>Long read</p>{LINE}", "date beside", 0),
        (f"{LINE}<p>Culture</p>", "date beside", 0),
        (f"{LINE}<p>{'Of the year 2025, ' * 5}</p>", "date beside", 0),
        (f"{LINE}<p>Science Editor</p>", "role below", 1),
        (f"{LINE}<p>Culture</p>", "role below", 0),
        (f"<p>Science Editor</p>{LINE}", "role below", 0),
        (f"{LINE}<p>{'A long line of the paper with its Science Editor. ' * 2}</p>", "role below", 0),
        (f"<p>Written by</p>{LINE}", "label above", 1),
        (f"<p>Culture</p>{LINE}", "label above", 0),
        ("<p><a href='/x/jane-doe'>Jane Doe</a></p>", "link spells name", 1),
        ("<a href='/x/jane-doe'><p>Jane Doe</p></a>", "link spells name", 1),
        ("<p><a href='/x/culture'>Jane Doe</a></p>", "link spells name", 0),
        ("<div><img src='/j.jpg'><p>Jane Doe</p></div>", "portrait", 1),
        ("<div><p>Jane Doe</p></div>", "portrait", 0),
        (f"<p><a href='/a'>Culture</a></p>{LINE}<p><a href='/b'>Sport</a></p>", "among links", 1),
        (f"<p><a href='/a'>Culture</a></p>{LINE}<p>Sport</p>", "among links", 0),
        (f"<p class='x'>Culture</p>{LINE}<p class='x'>Sport</p>", "lines alike", 2),
        (f"<p class='y'>Culture</p>{LINE}<div class='x'>Sport</div>", "lines alike", 0),
    ],
)  # fmt: skip
def test_what_stands_around_a_line(head: str, name: str, told: float) -> None:
    assert signs(head)[name] == told


@pytest.mark.parametrize(
    ("raw", "told"), [("Jane Doe, Science Editor", 1), ("Science Editor Jane Doe", 0), (NAME, 0)]
)
def test_a_role_behind_the_name(raw: str, told: float) -> None:
    assert signs(LINE, raw)["role in line"] == told


def test_lines_alike_are_counted_three_on_each_side() -> None:
    others = "".join(f"<p class='x'>Line {n}</p>" for n in range(5))
    assert signs(f"{others}{LINE}{others}")["lines alike"] == 6


def test_a_declared_name_stands_nowhere() -> None:
    layout = made.public(f"<main>{LINE}{TEXT}</main>").layout
    assert set(around.signs(None, [NAME], NAME, layout).values()) == {0.0}
    assert list(around.signs(None, [NAME], NAME, layout)) == list(signs(LINE))


@pytest.mark.parametrize(
    ("body", "names", "count"),
    [
        (LINE, [NAME], 1),
        (LINE + "<p>By JANE DOE</p>", [NAME], 2),
        (LINE * 6, [NAME], 4),
        (LINE, ["John Roe", NAME], 0),
        ("", [NAME], 0),
    ],
)
def test_lines_with_the_first_name_are_counted(body: str, names: list[str], count: int) -> None:
    assert printed(body, *names) == count


@pytest.mark.parametrize(
    ("url", "names", "share"),
    [
        ("https://www.valleypost.example/a", ["Valley Post"], 1),
        ("https://www.valleypost.example/a", ["Valley Post Team"], 10 / 14),
        ("https://blog.annapoe.example/a", ["Anna Poe"], 1),
        ("https://riverpaper.example/a", ["Anna Poe"], 0),
        # a word of two letters is no sign
        ("https://riverpaper.example/a", ["Ri Poe"], 0),
        ("https://riverpaper.example/a", ["Li"], 0),
    ],
)
def test_how_much_of_a_name_the_address_spells(url: str, names: list[str], share: float) -> None:
    document = made.public("<p>x</p>", url=url).document
    assert around.of_site(names, document) == pytest.approx(share)
