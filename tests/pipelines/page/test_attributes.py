"""An element with more attributes than there is reason for."""

from __future__ import annotations

import pytest

from pipelines.page.attributes import MOST, bounded
from tests import made


def tag(count: int, form: str) -> bytes:
    return f"<p {' '.join(form.format(n=n) for n in range(count))}>".encode()


@pytest.mark.parametrize("form", ["attribute-{n}", "data-{n}='x y z'", 'data-{n}="/ = \'"'])
def test_attributes_behind_the_last_are_not_read(form: str):
    rest = b"words</p><p class=a>more</p>"
    kept = bounded(tag(MOST + 500, form) + rest)
    assert kept.endswith(b">" + rest)
    # the first word is the name of the element
    assert len(made.document(kept.decode()).root.find(".//p").attrib) == MOST - 1 == 1_999


@pytest.mark.parametrize(
    "markup",
    [
        tag(MOST - 1, "attribute-{n}"),
        b"<p data-x='" + b'{"a": "b c = d"}, ' * 5000 + b"'>",
        b"<script>if (a <b) {" + b" c = d; " * 5000 + b"}</script>",
        b"<p>" + b"a = b c " * 5000 + b"</p>",
    ],
)
def test_what_is_long_for_another_reason_stays(markup: bytes):
    assert bounded(markup) == markup


def test_a_page_with_many_attributes_is_an_article():
    many = tag(MOST * 20, "a{n}=1").decode()
    assert made.article(made.HEADLINE + many + "x</p>" + made.paragraphs(4)).title == made.TITLE


@pytest.mark.parametrize("before", range(0, 4100, 410))
def test_a_long_tag_is_found_wherever_it_begins(before: int):
    markup = b"x" * before + tag(MOST + 1, "a{n}") + b"<b>" * 3000
    assert len(bounded(markup)) < len(markup)
