"""Attributes of the boxes that hold the article speak of it; those of other boxes do not."""

from __future__ import annotations

import pytest

from pipelines.access import statements
from pipelines.access.evidence import Says, Signal
from pipelines.layout.headline import locate
from pipelines.layout.layout import lay_out
from pipelines.page.document import Document
from tests.pipelines.access.scenes import TITLE, text


def _said(markup: str) -> list[Says]:
    document = Document(markup.encode(), "https://paper.example/a", "text/html; charset=utf-8")
    layout = locate(lay_out(document), TITLE)
    return [e.says for e in statements.read(document, layout) if e.signal is Signal.DATA_ATTRIBUTE]


def _page(around: str = "", of_body: str = "", beside: str = "") -> str:
    return f"<html><head><title>{TITLE}</title></head><body {of_body}><div {around}><h1>{TITLE}</h1><div>{text(6)}</div></div>{beside}</body></html>"


@pytest.mark.parametrize(
    ("attributes", "says"),
    [
        ('data-article-is-paid-content="1"', Says.PAID),
        ('data-premium="false"', Says.FREE),
        ('data-paywall-reason="preview_limit_not_exceeded"', Says.METERED),
    ],
)
def test_box_around_the_article_speaks_of_it(attributes, says):
    assert _said(_page(around=attributes)) == [says]


def test_body_is_counted_once():
    assert _said(_page(of_body='data-premium="true"')) == [Says.PAID]


def test_box_beside_the_article_says_nothing_of_it():
    beside = f'<div data-premium="true"><p>{text(1, 40)}</p></div>'
    assert _said(_page(beside=beside)) == []
