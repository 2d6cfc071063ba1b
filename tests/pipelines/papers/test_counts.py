"""What pages are counted to: every number of the statements, on rows made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import duckdb
import pytest

from pipelines.papers import learning
from pipelines.papers.evidence import Role, Seen, Stored
from pipelines.papers.learning import Look, OnDuckDB
from pipelines.papers.model import Box, Paper
from pipelines.papers.rows import tables

TEXT, BOX, HEAD = 10, 20, 1
"""Places."""
LETTER = 777
"""Words that are the same on page after page."""
Row = tuple[int, ...]


def row(
    position: int,
    place: int,
    words: int,
    role: Role = Role.OTHER,
    *,
    size: int = 10,
    presses: int = 0,
    strong: int = 1,
    ends: int = 1,
) -> Row:
    return position, place, words, size, int(role), presses, strong, ends


def text(page: int, count: int, start: int = 1) -> list[Row]:
    """Paragraphs that no other page has."""
    return [row(start + n, TEXT, 10_000 + 100 * page + n, Role.TEXT) for n in range(count)]


def seen(page: int, blocks: Sequence[Row], **more: int) -> Seen:
    values = {"title": page, "layout": 5, "paid": 0, "short": 0, "unsure": 0, "walled": 0}
    head = row(0, HEAD, 500 + page, Role.HEADLINE, strong=0)
    return Seen(source="blatt", page=page, capture=page, rows=(head, *blocks), **{**values, **more})


def learned(pages: Sequence[Seen]) -> tuple[Paper | None, list[Look]]:
    heads, blocks = tables([Stored(p, "s", n, 1) for n, p in enumerate(pages)])
    with duckdb.connect() as connection:
        connection.register("pages", heads)
        connection.register("blocks", blocks)
        engine = OnDuckDB(connection)
        papers = learning.learn(engine)
        return papers.get("blatt"), learning.looks(engine, papers)


def boxes(pages: Sequence[Seen]) -> dict[tuple[int, int], Box]:
    paper, _ = learned(pages)
    assert paper is not None
    return dict(paper.boxes)


def lettered(page: int, count: int = 6, **more: int) -> Seen:
    """A page with a letter in its text that stands on others too."""
    own = text(page, count)
    return seen(page, [*own, row(count + 1, TEXT, LETTER, Role.TEXT, presses=1)], **more)


def plain(page: int, count: int = 6, **more: int) -> Seen:
    return seen(page, text(page, count), **more)


@pytest.mark.parametrize(("pages", "known"), [(4, False), (5, True)])
def test_a_paper_is_learned_from_its_fifth_page_on(pages: int, known: object):
    assert (learned([plain(n) for n in range(pages)])[0] is not None) is known


def test_one_headline_under_many_addresses_is_one_page():
    assert learned([plain(n, title=n % 4) for n in range(9)])[0] is None


@pytest.mark.parametrize(("count", "known"), [(2, False), (3, True)])
def test_words_come_again_from_the_third_page_on(count: int, known: object):
    pages = [lettered(n) if n < count else plain(n) for n in range(8)]
    assert ((TEXT, LETTER) in boxes(pages)) is known


def test_words_come_again_on_pages_of_other_headlines_only():
    pages = [lettered(n, title=min(n, 1)) if n < 3 else plain(n) for n in range(8)]
    assert (TEXT, LETTER) not in boxes(pages)


def test_a_page_that_was_captured_twice_counts_once():
    pages = [lettered(n) if n < 2 else plain(n) for n in range(8)]
    assert boxes([*pages, pages[0]]) == boxes(pages)


def test_the_order_of_pages_counts_nothing():
    pages = [lettered(n) if n % 2 else plain(n) for n in range(8)]
    assert boxes(pages[::-1]) == boxes(pages)


def test_the_headline_is_no_box():
    pages = [seen(n, [row(1, HEAD, LETTER, Role.HEADLINE), *text(n, 5, 2)]) for n in range(8)]
    assert (HEAD, LETTER) not in boxes(pages)


def told(page: int, above: int, shared: int, own: int) -> Seen:
    """A page that has some paragraphs of another one, under some of its own."""
    again = [row(1 + above + n, TEXT, 900 + n, Role.TEXT) for n in range(shared)]
    mine = text(page, above + own)
    below = [
        row(1 + shared + n, *rest[1:3], Role.TEXT) for n, rest in enumerate(mine) if n >= above
    ]
    return seen(page, [*mine[:above], *again, *below])


@pytest.mark.parametrize(
    ("above", "shared", "own", "furniture"),
    [
        (0, 7, 1, False),
        (0, 3, 3, False),
        (0, 3, 4, True),
        (0, 2, 1, True),
        (1, 6, 0, False),
        (1, 5, 0, True),
        (6, 6, 0, False),
        (7, 6, 0, True),
        (6, 1, 0, True),
    ],
)
def test_an_article_that_is_told_again_is_no_furniture(
    above: int, shared: int, own: int, furniture: object
):
    pages = [told(n, above, shared, own) for n in range(4)] + [plain(n) for n in range(4, 14)]
    assert ((TEXT, 900) in boxes(pages)) is furniture


@pytest.mark.parametrize(
    ("pages", "size", "place", "furniture"),
    [
        (3, 8, TEXT, False),
        (9, 8, TEXT, False),
        (10, 8, TEXT, True),
        (3, 7, TEXT, True),
        (3, 8, BOX, True),
    ],
)
def test_a_paragraph_that_articles_of_one_matter_share_is_theirs(
    pages: int, size: int, place: int, furniture: object
):
    """What came before is told again in each of them, among their own paragraphs."""
    shared = [
        seen(n, [*text(n, 3), row(4, place, 900, Role.TEXT, size=size), *text(n + 50, 3, 5)])
        for n in range(pages)
    ]
    found = boxes([*shared, *(plain(n) for n in range(pages, 20))])
    assert found[place, 900].furniture is furniture


def test_furniture_under_an_article_that_is_told_again_is_known_from_other_pages():
    copies = [told(n, 0, 7, 1) for n in range(4)]
    pages = [*copies, *(lettered(n) for n in range(4, 14))]
    found = boxes(pages)
    assert (TEXT, LETTER) in found
    assert not any(words >= 900 and words < 910 for _, words in found)


def box(page: int, count: int, position: int, *, role: Role = Role.OTHER, **more: int) -> Seen:
    return seen(page, [*text(page, count), row(position, BOX, LETTER, role, presses=1)], **more)


@pytest.mark.parametrize(("gap", "near"), [(1, 8), (3, 8), (4, 0)])
def test_near_is_what_stands_right_behind_the_text(gap: int, near: int):
    found = boxes([box(n, 6, 6 + gap) for n in range(8)])[BOX, LETTER]
    assert (found.near, found.behind, found.above) == (near, 8, 0)


@pytest.mark.parametrize(("size", "early"), [(3, 0), (2, 4)])
def test_a_text_ends_early_that_has_a_part_of_the_others(size: int, early: int):
    pages = [plain(n, size) if n < 4 else box(n, 6, 7) for n in range(24)]
    assert boxes(pages)[BOX, LETTER].all_early == early


@pytest.mark.parametrize("more", [{"short": 1}])
def test_a_text_that_falls_short_ends_early(more: dict[str, int]):
    pages = [box(n, 6, 7, **(more if n < 4 else {})) for n in range(12)]
    assert boxes(pages)[BOX, LETTER].early == 4


def test_a_text_that_breaks_off_ends_early():
    broken = [
        seen(n, [*text(n, 5), row(6, TEXT, 20_000 + n, Role.TEXT, ends=0), row(7, BOX, LETTER)])
        for n in range(4)
    ]
    found = boxes([*broken, *(box(n, 6, 7) for n in range(4, 12))])[BOX, LETTER]
    assert (found.breaks, found.early) == (4, 4)


@pytest.mark.parametrize(("taken", "known"), [(2, True), (3, False)])
def test_whatever_stands_at_a_place_counts_where_few_pages_take_it_for_text(
    taken: int, known: object
):
    pages = [
        seen(
            n,
            [*text(n, 6), row(8, BOX, 30_000 + n, Role.TEXT if n < taken else Role.OTHER)],
        )
        for n in range(10)
    ]
    assert ((BOX, 0) in boxes(pages)) is known


def walls(cut: int, whole: int, **more: int) -> list[Seen]:
    """A paper whose wall stands behind short texts, and on no other page."""
    return [
        seen(
            n,
            [*text(n, 2), row(3, BOX, LETTER, more_role(more), presses=1)],
            **{k: v for k, v in more.items() if k != "claims"},
        )
        for n in range(cut)
    ] + [plain(n, 12) for n in range(cut, cut + whole)]


def more_role(more: dict[str, int]) -> Role:
    return Role.WALL if more.get("claims") else Role.OTHER


def test_pages_that_miss_their_wall_are_read_again():
    paper, looks = learned(walls(8, 16))
    assert paper is not None
    assert [b.words for b in paper.walls()] == [0, LETTER]
    assert [look.offset for look in looks] == list(range(8))


def test_pages_that_found_their_wall_are_read_again_where_they_are_unsure():
    assert learned(walls(8, 16, claims=1, walled=1))[1] == []
    unsure = learned(walls(8, 16, claims=1, walled=1, unsure=1))[1]
    assert [look.offset for look in unsure] == list(range(8))


def test_pages_that_took_furniture_for_text_are_read_again():
    pages = [lettered(n) if n % 2 else plain(n) for n in range(12)]
    assert [look.offset for look in learned(pages)[1]] == list(range(1, 12, 2))


def test_pages_that_took_furniture_for_a_wall_are_read_again():
    pages = [box(n, 6, 7, role=Role.WALL if n == 3 else Role.OTHER) for n in range(16)]
    assert [look.offset for look in learned(pages)[1]] == [3]


CARDS = 30
"""Where the headlines of other articles stand, each with a sentence."""


def carded(page: int, count: int, role: Role = Role.OTHER) -> Seen:
    """A page under whose text other articles stand; with the role of text, they were taken
    for it, and its own was not."""
    own = [
        row(n, place, words, Role.OTHER if role else Role.TEXT)
        for n, place, words, *_ in text(page, count)
    ]
    cards = [row(count + 1 + n, CARDS, 50_000 + 10 * page + n, role) for n in range(4)]
    return seen(page, [*own, *cards])


@pytest.mark.parametrize(
    ("right", "wrong", "homes"),
    [(8, 16, (TEXT,)), (5, 10, (TEXT,)), (4, 12, (CARDS,)), (0, 12, (CARDS,)), (8, 0, (TEXT,))],
)
def test_home_is_the_place_that_has_most_of_the_text(
    right: int, wrong: int, homes: tuple[int, ...]
):
    pages = [carded(n, 9) for n in range(right)]
    pages += [carded(n, 1, Role.TEXT) for n in range(right, right + wrong)]
    paper, _ = learned(pages)
    assert paper is not None
    assert paper.homes == homes


def test_pages_that_took_other_articles_for_their_text_are_read_again():
    pages = [carded(n, 9) for n in range(8)] + [carded(n, 1, Role.TEXT) for n in range(8, 20)]
    assert [look.offset for look in learned(pages)[1]] == list(range(8, 20))


def test_text_of_another_kind_gives_no_way_to_a_line_above_it():
    """A transcript under two lines of introduction: no other page has it beside its text."""
    pages = [plain(n, 9) for n in range(8)]
    other = seen(
        9,
        [
            *[row(1, TEXT, 71, Role.OTHER)],
            *(row(2 + k, CARDS, 72 + k, Role.TEXT) for k in range(9)),
        ],
    )
    paper, looks = learned([*pages, other])
    assert paper is not None
    assert (paper.homes, paper.asides, looks) == ((TEXT,), (), [])


def test_pages_whose_text_stands_above_the_home_of_most_are_left_alone():
    pages = [carded(n, 9) for n in range(4)] + [carded(n, 1, Role.TEXT) for n in range(4, 20)]
    paper, looks = learned(pages)
    assert paper is not None
    assert paper.homes == (CARDS,)
    assert looks == []


@pytest.mark.parametrize(("others", "homes"), [(6, (TEXT,)), (7, ())])
def test_half_of_what_stands_at_home_is_taken_for_text(others: int, homes: tuple[int, ...]):
    pages = [
        seen(n, [*text(n, 6), *(row(7 + k, TEXT, 40_000 + 100 * n + k) for k in range(others))])
        for n in range(9)
    ]
    paper, _ = learned(pages)
    assert paper is not None
    assert paper.homes == homes


@pytest.mark.parametrize(("wall", "again"), [(0.099, True), (0.1, False)])
def test_what_is_hardly_a_wall_is_looked_at_again_where_a_page_took_it_for_one(
    wall: float, again: object
):
    pages = [box(n, 6, 7, role=Role.WALL if n == 3 else Role.OTHER) for n in range(16)]
    with duckdb.connect() as connection:
        heads, blocks = tables([Stored(p, "s", n, 1) for n, p in enumerate(pages)])
        connection.register("pages", heads)
        connection.register("blocks", blocks)
        engine = OnDuckDB(connection)
        (paper,) = learning.learn(engine).values()
        own = {key: replace(b, wall=wall) for key, b in paper.boxes.items()}
        assert bool(learning.looks(engine, {"blatt": replace(paper, boxes=own)})) is again


def test_furniture_is_no_home():
    pages = [
        seen(
            n,
            [
                row(1, TEXT, 60_000 + n, Role.TEXT),
                *(row(2 + k, BOX, LETTER + k, Role.TEXT) for k in range(2)),
            ],
        )
        for n in range(9)
    ]
    paper, _ = learned(pages)
    assert paper is not None
    assert paper.homes == (TEXT,)


def test_a_home_has_the_text_of_five_pages():
    pages = [carded(n, 20) for n in range(4)] + [carded(n, 1, Role.TEXT) for n in range(4, 16)]
    paper, _ = learned(pages)
    assert paper is not None
    assert paper.homes == (CARDS,)


def test_a_place_of_two_layouts_counts_where_more_pages_have_it():
    pages = [lettered(n, layout=5) for n in range(8)]
    pages += [lettered(n, layout=6) for n in range(8, 12)]
    assert boxes(pages)[TEXT, LETTER].n == 8
    assert boxes([replace(p, layout=11 - p.layout) for p in pages])[TEXT, LETTER].n == 8
