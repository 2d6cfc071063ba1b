"""The layout: container, start of the body, head zone; frozen."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from pipelines.layout.layout import Layout
from tests.made import HEADLINE, blocks, layout, paragraphs, sentence


def zone(count: int, *, headline: int | None, start: int) -> tuple[int, int]:
    """Return the first and the last block of the head zone among `count` blocks."""
    made = blocks(*(f"line {n}" for n in range(count)))
    head = made[headline] if headline is not None else None
    found = Layout(made, None, start, [], headline=head).head_zone
    return found[0].index, found[-1].index


@pytest.mark.parametrize(
    ("headline", "start", "expected"),
    [
        (None, 40, (25, 43)),  # 15 over the body, 4 of it
        (None, 4, (0, 7)),
        (20, 22, (12, 31)),  # 8 over the headline, 12 from it on
        (20, 30, (12, 33)),  # 4 of the body
        (20, 90, (12, 79)),  # a menu between the two
        (3, 5, (0, 14)),
    ],
)
def test_head_zone(headline: int | None, start: int, expected: tuple[int, int]) -> None:
    assert zone(120, headline=headline, start=start) == expected


def test_the_body_starts_at_the_first_running_text_of_the_container() -> None:
    found = layout(f"{HEADLINE}<p>Short.</p>{paragraphs(3)}")
    assert found.blocks[found.body_start].text == sentence(0)


def test_without_running_text_there_is_no_container() -> None:
    found = layout("<h1>Pictures</h1><p>One.</p>")
    assert found.container is None
    assert found.body_start == len(found.blocks)
    assert found.inside() == ()


def test_a_layout_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        layout(HEADLINE).body_start = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("head", "kept"),
    [
        ("<h1 class='gdpr-title'>Old bridge closed to lorries</h1>", True),
        ("<h1 id='gdpr-Title'>Old bridge closed to lorries</h1>", True),
        ("<h1>Old bridge closed to lorries</h1>", False),
        ("<div class='consent'><h1 class='gdpr-title'>We use cookies</h1></div>", False),
    ],
)
def test_a_word_of_consent_before_every_name_of_a_site_tells_nothing(
    head: str, *, kept: bool
) -> None:
    found = layout(f"{head}<div>{paragraphs(3).replace('<p', '<p class=gdpr-text')}</div>")
    assert bool(found.inside()) is kept
