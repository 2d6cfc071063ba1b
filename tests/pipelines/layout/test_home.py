"""What stands under the headline, beside a list of short things."""

from __future__ import annotations

import pytest

from pipelines.layout import home
from tests.made import HEADLINE, layout, sentence

NEWS = "".join(
    f"<div class='item'><h3>Town {n}</h3><p>{sentence(n)[:100]}</p></div>" for n in range(20, 25)
)


@pytest.mark.parametrize(
    ("lines", "is_other"),
    [
        ([400], False),  # one paragraph, however long
        ([80, 80], True),
        ([74, 74], False),  # 148 characters
    ],
)
def test_two_paragraphs_beside_a_list_of_short_things_are_the_article(
    lines: list[int], is_other: bool
) -> None:
    own = "".join(f"<p>{(sentence(n) * 9)[:size]}</p>" for n, size in enumerate(lines))
    found = layout(
        f"<main><div>{HEADLINE}<div>{own}</div></div>"
        f"<section id='rest'><h2>Short news</h2>{NEWS}</section></main>"
    )
    box = next(e for e in found.blocks[-1].stack if e.get("id") == "rest")
    headline = next(b for b in found.blocks if b.kind == "h1")
    assert (home.under(found.blocks, box, headline) is not None) is is_other
