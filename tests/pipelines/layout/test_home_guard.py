"""An offer that stands over the text is no article of its own."""

from __future__ import annotations

from pipelines.extract.extractor import extract
from pipelines.extract.result import Extraction
from pipelines.model import Page

STORY = "".join(
    f"<p>Paragraph {n} of the story tells at some length what the council of the town decided on its old bridge in May.</p>"
    for n in range(6)
)
LINES = "".join(
    f"<p>Line {n} of the offer tells what a reader gets for the price of a month, with the archive and the evening paper in it.</p>"
    for n in range(4)
)


def text(name: str) -> str:
    html = f"<html lang='en'><head><title>The old bridge is closed</title></head><body><main><h1>The old bridge is closed</h1><div class='{name}'>{LINES}</div><section><h2>Two years of work</h2>{STORY}{STORY}</section></main></body></html>"
    result = extract(
        Page(url="https://paper.example/a", body=html.encode(), content_type="text/html")
    )
    assert isinstance(result, Extraction)
    return result.article.text or ""


def test_a_box_named_for_a_wall_between_headline_and_text_takes_no_text_away():
    assert "Paragraph 5" in text("paywall-offer")


def test_the_same_box_without_such_a_name_is_the_article_under_its_headline():
    assert "Line 3" in text("c1")
