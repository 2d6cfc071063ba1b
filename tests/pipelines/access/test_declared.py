"""Attributes of the boxes that hold the article speak of it; those of other boxes do not."""

from __future__ import annotations

import pytest

from pipelines.access import declared, statements
from pipelines.access.evidence import Says, Signal
from pipelines.layout.headline import locate
from pipelines.layout.layout import lay_out
from tests import made
from tests.pipelines.access.scenes import TITLE, text


def _said(around: str = "", of_body: str = "", beside: str = "") -> list[Says]:
    """What attributes say of the article: of boxes around it, of the body, of a box beside it."""
    body = f"<div {around}><h1>{TITLE}</h1><div>{text(6)}</div></div>{beside}"
    document = made.document(body, title=TITLE, of_body=of_body, declared=False)
    layout = locate(lay_out(document), TITLE)
    return [e.says for e in statements.read(document, layout) if e.signal is Signal.DATA_ATTRIBUTE]


@pytest.mark.parametrize(
    ("attributes", "says"),
    [
        ('data-article-is-paid-content="1"', Says.PAID),
        ('data-premium="false"', Says.FREE),
        ('data-paywall-reason="preview_limit_not_exceeded"', Says.METERED),
    ],
)
def test_box_around_the_article_speaks_of_it(attributes, says):
    assert _said(around=attributes) == [says]


def test_body_is_counted_once():
    assert _said(of_body='data-premium="true"') == [Says.PAID]


def test_box_beside_the_article_says_nothing_of_it():
    beside = f'<div data-premium="true"><p>{text(1, 40)}</p></div>'
    assert _said(beside=beside) == []


@pytest.mark.parametrize(
    ("attributes", "says"),
    [
        ('data-article-access="no"', [Says.PAID]),
        ('data-access="yes"', []),
        ('data-access="paid"', [Says.PAID]),
        ('data-access="free"', [Says.FREE]),
    ],
)
def test_what_is_said_of_the_visitor_is_not_said_of_the_article(attributes, says):
    assert _said(attributes) == says


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("article:ispaid", "true", [Says.PAID]),
        ("article:repaid", "true", []),
        ("article:paid", "true", [Says.PAID]),
        ("article:opinion-paid", "false", [Says.FREE]),
        ("paywallid", "1", []),
        ("house:paywall", "fechado", [Says.PAID]),
        ("house:paywall", "aberto", [Says.FREE]),
        ("house:paywall", "kostenpflichtig", [Says.PAID]),
        ("house:premium", "nein", [Says.FREE]),
        ("house:premium", "quizás", []),
    ],
)
def test_meta_of_the_house_speaks_its_language(name, content, says):
    head = f'<meta name="{name}" content="{content}">'
    document = made.document("", title=TITLE, head=head, declared=False)
    assert [e.says for e in declared.read(document)] == says
