"""Is it an article? Evidence is weighed; no word of an address and no declaration decides."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest

from pipelines.extract import kind
from pipelines.extract.counts import Counts
from pipelines.extract.fields import read_fields
from pipelines.extract.judged import judge
from pipelines.extract.result import Extraction
from pipelines.learned import linear, trees
from pipelines.learned.weights import FOLDER
from pipelines.model import Page, Reason, Rejected
from tests import made
from training.common import made as pages

TEXT = "".join(
    f"<p>The council said on {day} that the work on the cables will go on for months, and that"
    " nobody can tell what it will cost in the end.</p>"
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
)


URL = "https://paper.example/news/bridge-closed-for-months"


def read(body: str, head: str = "", url: str = URL) -> Extraction | Rejected:
    return made.outcome(body, head=head, title="Bridge closed", lang=None, url=url, declared=False)


def read_made(markup: str, url: str) -> Extraction | Rejected:
    return made.outcome(Page(url=url, body=markup.encode(), content_type="text/html"))


BYLINE = "<p class='byline'>By Jane Doe</p><p>3 May 2025</p>"
ARTICLE = f"<main><article><h1>Bridge closed for months</h1>{BYLINE}{TEXT}</article></main>"


@pytest.mark.parametrize(
    "path",
    ["/news/school-board-approves-budget", "/forum/the-bridge-is-closed", "/shop/bridge-closed", "/tag/bridge-closed", "/archives/48213", "/topic/bridge-closed"],
)  # fmt: skip
def test_a_word_in_the_address_refuses_no_article(path: str) -> None:
    assert not isinstance(read(ARTICLE, url=f"https://paper.example{path}"), Rejected)


@pytest.mark.parametrize("declared", ["Product", "QAPage", "CollectionPage", "FAQPage"])
def test_one_declaration_refuses_no_article(declared: str) -> None:
    head = f'<script type="application/ld+json">{{"@type": "{declared}", "name": "x"}}</script>'
    assert not isinstance(read(ARTICLE, head), Rejected)


def test_most_made_front_pages_are_refused_and_no_made_article() -> None:
    dice = random.Random(4711)
    fronts = [read_made(html, url) for url, html in (pages.front(dice) for _ in range(25))]
    articles = [read_made(html, url) for url, html in (pages.article(dice) for _ in range(12))]
    assert sum(isinstance(f, Rejected) for f in fronts) >= 20
    assert not any(isinstance(a, Rejected) for a in articles)


def test_a_refused_page_keeps_the_evidence() -> None:
    dice = random.Random(4711)
    found = [read_made(html, url) for url, html in (pages.front(dice) for _ in range(25))]
    details = [f.detail for f in found if isinstance(f, Rejected) and "evidence" in f.detail]
    assert details
    assert all("against it: " in d for d in details)


SIGNS = dict.fromkeys(
    ("declares shop", "declares talk", "prices", "comments", "linked headings", "links of middle", "home"), 0.0
)  # fmt: skip


def model(bias: float) -> kind.Model:
    none = trees.of({"names": ["x"], "base": bias, "trees": []})
    return kind.Model(linear.Linear(bias, {"prices": -0.1}), none, -2.0)


@pytest.mark.parametrize(("score", "refused"), [(-2.01, True), (-1.99, False)])
def test_the_limit_divides(score: float, *, refused: bool) -> None:
    assert (kind.weighed(SIGNS, model(score)) is not None) is refused


@pytest.mark.parametrize(
    ("sign", "value", "reason"),
    [
        ("declares shop", 1.0, "product"),
        ("prices", 1.6, "product"),
        ("prices", 1.4, "no_article"),
        ("declares talk", 1.0, "forum"),
        ("comments", 0.31, "forum"),
        ("comments", 0.29, "no_article"),
        ("linked headings", 1.8, "hub"),
        ("linked headings", 1.6, "no_article"),
        ("links of middle", 0.51, "hub"),
        ("home", 1.0, "hub"),
    ],
)
def test_what_stands_out_names_the_kind(sign: str, value: float, reason: str) -> None:
    found = kind.weighed(SIGNS | {sign: value}, model(-5.0))
    assert found is not None
    assert found[0].value == reason


def short(length: int, *, title: str | None = "A title", declared: bool = True, **counted: int):
    counts = Counts(
        **{"text": 2000, "sentences": 0, "scripts": 0, "pictures": 0, **counted}, signs={}
    )
    found = kind._short(counts, length, declared=declared, title=title)
    return found[0].value if found else None


@pytest.mark.parametrize(
    ("length", "given", "reason"),
    [
        (40, {}, None),
        (39, {}, "no_article"),
        (40, {"title": None}, "no_article"),
        (40, {"declared": False}, "no_article"),
        (0, {"text": 599, "scripts": 2001}, "needs_rendering"),
        (0, {"text": 600, "scripts": 2001}, "no_article"),
        (0, {"text": 599, "scripts": 2000}, "no_article"),
        (0, {"text": 700, "pictures": 12}, "gallery"),
        (0, {"text": 720, "pictures": 12}, "no_article"),
        (0, {"text": 300, "pictures": 9}, "gallery"),
        (0, {"text": 300, "pictures": 8}, "no_article"),
        (0, {"text": 300, "pictures": 9, "declared": False}, "no_article"),
    ],
)
def test_a_page_with_next_to_no_text(length: int, given: dict, reason: str | None) -> None:
    assert short(length, **given) == reason


@pytest.mark.parametrize(
    ("chars", "letter", "weighed"),
    [(139, "x", False), (140, "x", True), (69, "镇", False), (70, "镇", True)],
)
def test_a_short_text_is_not_weighed(
    monkeypatch: pytest.MonkeyPatch, chars: int, letter: str, *, weighed: bool
) -> None:
    monkeypatch.setattr(kind, "weighed", lambda signs, asked: (Reason.HUB, "weighed"))
    judged = judge(made.document(made.HEADLINE))
    fields = read_fields(judged.public, judged.told)
    fields = replace(fields, body=replace(fields.body, paragraphs=[letter * chars]))
    found = kind.refuse(judged.public, Counts(chars, 0, 0, 0, {}), judged.access, fields)
    assert (found is not None and found[1] == "weighed") is weighed


@pytest.mark.parametrize("score", [7.0, 8.0, 9.0])
def test_neither_of_the_two_models_is_heard_beyond_what_decides(score: float) -> None:
    assert model(score).score(SIGNS) == min(score, 8.0)


def test_a_refusal_names_the_six_signs_that_weigh_most() -> None:
    weights = {f"sign {n}": -0.1 * n for n in range(1, 9)}
    none = trees.of({"names": ["x"], "base": -5.0, "trees": []})
    asked = kind.Model(linear.Linear(-5.0, weights), none, -2.0)
    found = kind.weighed(SIGNS | dict.fromkeys(weights, 1.0), asked)
    assert found is not None
    assert found[1].endswith("sign 8 1, sign 7 1, sign 6 1, sign 5 1, sign 4 1, sign 3 1")


def test_the_weights_name_the_command_that_made_them() -> None:
    stored = json.loads((FOLDER / "kind.json").read_text("utf-8"))
    assert stored["made_by"] == "python -m training.kind --data GOLD"
    assert set(stored["sum"]["weights"]) == set(stored["forest"]["names"])
