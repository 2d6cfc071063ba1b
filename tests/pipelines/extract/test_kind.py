"""Is it an article? Evidence is weighed; no word of an address and no declaration decides."""

from __future__ import annotations

import json
import random

import pytest

from pipelines.extract import kind
from pipelines.extract.extractor import extract
from pipelines.learned import linear, trees
from pipelines.learned.weights import FOLDER
from pipelines.model import Page, Rejected
from training.common import made

TEXT = "".join(
    f"<p>The council said on {day} that the work on the cables will go on for months, and that"
    " nobody can tell what it will cost in the end.</p>"
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
)


def read(html: str, url: str = "https://paper.example/news/bridge-closed-for-months") -> object:
    return extract(Page(url=url, body=html.encode(), content_type="text/html"))


def article(head: str = "") -> str:
    byline = "<p class='byline'>By Jane Doe</p><p>3 May 2025</p>"
    return f"<html><head><title>Bridge closed</title>{head}</head><body><main><article><h1>Bridge closed for months</h1>{byline}{TEXT}</article></main></body></html>"


@pytest.mark.parametrize(
    "path",
    ["/news/school-board-approves-budget", "/forum/the-bridge-is-closed", "/shop/bridge-closed", "/tag/bridge-closed", "/archives/48213", "/topic/bridge-closed"],
)  # fmt: skip
def test_a_word_in_the_address_refuses_no_article(path: str) -> None:
    assert not isinstance(read(article(), f"https://paper.example{path}"), Rejected)


@pytest.mark.parametrize("declared", ["Product", "QAPage", "CollectionPage", "FAQPage"])
def test_one_declaration_refuses_no_article(declared: str) -> None:
    head = f'<script type="application/ld+json">{{"@type": "{declared}", "name": "x"}}</script>'
    assert not isinstance(read(article(head)), Rejected)


def test_most_made_front_pages_are_refused_and_no_made_article() -> None:
    dice = random.Random(4711)
    fronts = [read(html, url) for url, html in (made.front(dice) for _ in range(25))]
    articles = [read(html, url) for url, html in (made.article(dice) for _ in range(12))]
    assert sum(isinstance(f, Rejected) for f in fronts) >= 20
    assert not any(isinstance(a, Rejected) for a in articles)


def test_a_refused_page_keeps_the_evidence() -> None:
    dice = random.Random(4711)
    found = [read(html, url) for url, html in (made.front(dice) for _ in range(25))]
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


def test_the_weights_name_the_command_that_made_them() -> None:
    stored = json.loads((FOLDER / "kind.json").read_text("utf-8"))
    assert stored["made_by"] == "python -m training.kind --data GOLD"
    assert set(stored["sum"]["weights"]) == set(stored["forest"]["names"])
