"""Each number of the room has a page on both sides of it."""

from __future__ import annotations

import math

import pytest

from pipelines.access import (
    boundary,
    candidates,
    choice,
    confidence,
    cut,
    parts,
    statements,
    verdict,
    weighing,
)
from pipelines.access.candidates import Candidate
from pipelines.access.evidence import Status
from pipelines.learned.linear import Linear
from tests.pipelines.access.scenes import part_signs, scene, signs_of, text

SAY = "Subscribe to continue reading this article."
BOX = f"<div class='x'><p>{SAY}</p><a href='/go'>Now</a></div>"
BOX_ASKS_NOTHING = (
    "<h3>Our newsletter</h3><p>Subscribe to the letter of the week.</p><button>Go</button>"
)
DIALOG = f"<dialog open><p>{SAY}</p></dialog>"


def words(size: int) -> str:
    """Return as many characters that say nothing."""
    return ("the old town of Altona had met " * (size // 31 + 1))[: size - 1] + "."


def para(size: int) -> str:
    return f"<p>{words(size)}</p>"


def _box(*inside: str) -> str:
    return text() + f"<div class='x'><p>{SAY}</p>{''.join(inside)}</div>"


# sign → (page without it, page with it): one character or block apart
SIGNS = {
    "only_a_label": (
        text() + f"<div><p>Subscribers only</p><button>{'z' * 24}</button></div>",
        text() + f"<div><p>Subscribers only</p><button>{'z' * 23}</button></div>",
    ),
    "says_closed_and_asks": (
        _box(f"<p><a href='/x'>{'z' * 60}</a></p>"),
        _box(f"<p><a href='/x'>{'z' * 59}</a></p>"),
    ),
    "leads_elsewhere": (
        _box(f"<p><a href='/x'>{'z' * 30}</a></p>"),
        _box(f"<p><a href='/x'>{'z' * 31}</a></p>"),
    ),
    "much_text_goes_on": (
        para(480) + BOX + para(240),
        para(480) + BOX + para(241),
    ),
    "very_little_text": (para(500) + BOX, para(499) + BOX),
    "elsewhere_and_long": (DIALOG + para(2500), DIALOG + para(2501)),
}


@pytest.mark.parametrize("sign", sorted(SIGNS))
def test_sign_begins_at_its_number(sign):
    without, having = (
        signs_of(scene(inside), "Subscribers" if sign == "only_a_label" else SAY)
        for inside in SIGNS[sign]
    )
    assert (bool(without.get(sign)), bool(having.get(sign))) == (False, True)


def test_more_text_than_a_seventh_goes_on():
    found = [signs_of(scene(para(4000) + BOX + para(n)), SAY) for n in (600, 601)]
    assert [bool(f.get("much_text_goes_on")) for f in found] == [False, True]


def test_little_text_fades_with_its_length():
    assert signs_of(scene(para(1200) + BOX), SAY)["little_text"] == pytest.approx(math.exp(-1))


def test_distance_counts_from_the_fourth_block_on():
    far = signs_of(scene(para(600) + "".join(f"<p>Line {n}</p>" for n in range(5)) + BOX), SAY)
    assert far["far_behind_text"] == pytest.approx(3 / 12)
    assert not far.get("right_behind_text")


@pytest.mark.parametrize(
    ("dialog", "far"),
    [("<dialog open>", False), ("<div role='dialog'>", False), ("<div>", True),
     ("<div role='dialog' style='display:none'>", True)],
)  # fmt: skip
def test_a_dialog_that_is_shown_is_near_wherever_it_stands(dialog, far):
    between = "".join(f"<p>Line {n}</p>" for n in range(9))
    end = f"</{dialog[1:].split()[0].rstrip('>')}>"
    found = signs_of(scene(para(600) + between + dialog + BOX + end), SAY)
    assert bool(found.get("far_behind_text")) is far


DIALOG = f"<div role='dialog'>{BOX}</div>"
OTHERS = "<div role='dialog'><p>Share the page</p></div><dialog open><p>Save it</p></dialog>"


@pytest.mark.parametrize(
    ("size", "dialogs", "overlaid"),
    [
        (1499, DIALOG, True),
        (1500, DIALOG, False),  # whole more often than cut
        (900, BOX, False),
        (900, DIALOG.replace("'dialog'", "'dialog' hidden"), False),
        (900, f"<div role='dialog'>{BOX_ASKS_NOTHING}</div>", False),
    ],
)
def test_a_dialog_over_a_short_text_may_close_it(size, dialogs, overlaid):
    words_of = "newsletter" if BOX_ASKS_NOTHING in dialogs else SAY
    found = signs_of(scene(para(size) + dialogs), words_of)
    assert bool(found.get("overlaid_and_closed")) is overlaid


@pytest.mark.parametrize(("more", "overlaid"), [(1, True), (2, False)])
def test_of_several_dialogs_none_is_shown_at_once(more, overlaid):
    others = OTHERS if more == 2 else OTHERS[: OTHERS.index("<dialog")]
    found = signs_of(scene(para(900) + DIALOG + others), SAY)
    assert bool(found.get("overlaid_and_closed")) is overlaid


def test_box_far_from_a_long_text_stands_elsewhere():
    found = [
        signs_of(scene(para(2600) + "".join(f"<p>Line {m}</p>" for m in range(n)) + BOX), SAY)
        for n in (7, 8)
    ]
    assert [bool(f.get("elsewhere_and_long")) for f in found] == [False, True]


def sizes(inside: str) -> list[int]:
    """Return how many lines each candidate of a page has."""
    return [c.end - c.start for c in candidates.find(scene(inside))]


def test_candidates_of_a_page_are_forty_at_most():
    boxes = "".join(f"<div><p>{SAY}</p><p>{n}</p></div>" for n in range(100))
    assert len(sizes(text() + boxes)) == 40


def test_line_of_a_wall_is_no_longer_than_a_paragraph():
    line = f"{SAY} {{}}"
    assert sizes(text() + f"<h2>{line.format(words(420 - len(SAY) - 1))}</h2>") == [1]
    assert sizes(text() + f"<h2>{line.format(words(421 - len(SAY) - 1))}</h2>") == []


def test_box_holds_thirty_lines_at_most():
    boxes = [text() + f"<div><p>{SAY}</p>{'<p>one</p>' * n}</div>" + text(1, 11) for n in (29, 30)]
    assert [max(sizes(b)) for b in boxes] == [30, 8]


def test_box_holds_no_more_characters_than_a_wall():
    rest = 1600 - len(SAY)
    inside = "".join(f"<h4>{'z' * 100}</h4>" for _ in range(15))
    boxes = [
        text() + f"<div><p>{SAY}</p>{inside}<h4>{'z' * (rest - 1500 + n)}</h4></div>"
        for n in (0, 1)
    ]
    assert [max(sizes(b)) for b in boxes] == [17, 1]


def test_button_without_words_is_looked_at_near_the_text():
    lines = "<p>One line</p>"
    button = "<div><p>Zuba mirolo kanta</p><button>Zubira</button></div>"
    assert sizes(text() + lines * 2 + button) == [2]
    assert sizes(text() + lines * 3 + button) == []


def test_lines_behind_a_wall_are_of_it_as_long_as_they_are_few_and_short():
    line = text() + f"<p>{SAY}</p>"
    assert sizes(line + "<p>one</p>" * 12) == [8]
    assert sizes(line + f"<h5>{SAY} {words(260 - len(SAY) - 1)}</h5>")[0] == 2
    assert sizes(line + f"<h5>{SAY} {words(261 - len(SAY) - 1)}</h5>")[0] == 1


def test_wall_fills_the_last_four_sentences_at_most():
    lead = "The council met on a long evening in the town hall of the old town."
    assert candidates._last_sentences(f"{lead} {SAY} One. Two. Three.") == len(lead) + 1
    assert candidates._last_sentences(f"{lead} {SAY} One. Two. Three. Four.") == 0


def test_article_has_forty_characters_before_a_wall_in_its_paragraph():
    for size, place in ((39, 0), (38, 0)):
        assert candidates._last_sentences(f"{words(size)}{SAY}") == place
    assert candidates._last_sentences(f"{words(39)} {SAY}") == 40


@pytest.mark.parametrize(("size", "little"), [(249, True), (250, False)])
def test_part_is_little_under_half_of_what_counts(size, little):
    page = scene(para(600) + f"<div class='premium'>{para(size)}</div>")
    assert bool(part_signs(page, "name").get("little_inside")) is little


@pytest.mark.parametrize(("size", "little"), [(499, True), (500, False)])
def test_two_captions_before_a_part_are_little(size, little):
    page = scene(f"<section>{para(size)}</section><div class='premium'>{para(600)}</div>")
    assert bool(part_signs(page, "name").get("little_before")) is little


@pytest.mark.parametrize(("shown", "whole"), [(249, None), (250, True)])
def test_text_may_be_whole_from_a_standfirst_on(shown, whole):
    facts = verdict.Facts()
    case = next(c for c in verdict.TABLE if c.status is Status.FREE)
    assert verdict.is_complete(facts, case, shown=shown, cut=False) is whole


def test_two_signs_make_a_cut():
    page = scene(
        text(3) + "<p>And then the council went on to say of the bridge that its long …</p>"
    )
    assert cut.find(page, paid=False) is None
    assert cut.find(page, paid=True) is not None


@pytest.mark.parametrize(("count", "is_cut"), [(13, True), (14, False)])
def test_longer_text_that_ends_in_dots_is_not_cut(count, is_cut):
    end = "<p>And then the council went on to say of the bridge that its long …</p>"
    assert (cut.find(scene(text(count) + end), paid=True) is not None) is is_cut


@pytest.mark.parametrize(
    ("size", "signs"),
    [
        (249, {"little_text", "no_text"}),
        (250, {"little_text"}),
        (1199, {"little_text"}),
        (1200, set()),
    ],
)
def test_how_much_text_says_how_sure_the_answer_is(size, signs):
    facts = verdict.Facts()
    case = verdict.decide(facts)
    found = confidence.signs(scene(para(size)), facts, case, None, [], [])
    assert {n for n in found if n.endswith("_text")} == signs


@pytest.mark.parametrize(("size", "prose"), [(129, False), (130, True)])
def test_paragraph_in_a_box_elsewhere_is_prose_from_its_length_on(size, prose):
    page = scene(text(), behind=f"<div class='x'><p>{SAY}</p>{para(size)}</div>")
    assert bool(signs_of(page, SAY).get("is_prose")) is prose


def ends_before(inside: str, words_of_it: str) -> bool:
    """Tell whether the last paragraph of the article stands before a line."""
    page = scene(inside)
    (line,) = (b.index for b in page.blocks if words_of_it in b.text)
    return page.last < line


@pytest.mark.parametrize(
    ("size", "link", "is_wall"),
    [
        (130, "", True),
        (131, "", False),
        (260, "<a href='/x'>x</a>", True),
        (261, "<a href='/x'>x</a>", False),
    ],
)
def test_line_that_speaks_of_a_wall_is_no_paragraph_while_it_is_short(size, link, is_wall):
    said = f"{SAY} {words(size - len(SAY) - 1 - bool(link))}"
    assert ends_before(text() + f"<p>{said}{link}</p>", SAY) is is_wall


@pytest.mark.parametrize(("behind", "elsewhere"), [(14, False), (15, True)])
def test_box_is_elsewhere_from_some_blocks_behind_the_text_on(behind, elsewhere):
    page = scene(text() + "".join(f"<p>Line {n}</p>" for n in range(20)))
    start = page.last + behind
    box = Candidate(start, start + 1, page.blocks[start].element)
    assert choice.is_elsewhere(page, box) is elsewhere


@pytest.mark.parametrize(("size", "leads"), [(59, 1), (60, 0)])
def test_short_question_leads_to_a_wall(size, leads):
    page = scene(text() + f"<p><a href='/q'>{'z' * (size - 1)}?</a></p>" + BOX)
    (box,) = (c for c in candidates.find(page) if SAY in c.lines(page)[0].text)
    assert box.start - boundary._first_line(page, box) == leads


def test_wall_is_quoted_no_further_than_three_hundred_characters():
    page = scene(text() + f"<div class='x'>{f'<p>{SAY}</p>' * 8}</div>")
    (box,) = candidates.find(page)
    quoted = boundary._quoted(page, boundary.Weighed(box, 1.0, {}), {})
    assert len(quoted) == 300


def test_parts_of_a_page_are_twenty_four_at_most():
    boxes = "".join(f"<div class='premium p{n}'>{para(100)}</div>" for n in range(30))
    assert len(parts.find(scene(para(300) + boxes))) == 24


@pytest.mark.parametrize(("size", "blurred"), [(120, False), (121, True)])
def test_blurred_box_is_text_from_its_length_on(size, blurred):
    page = scene(para(300) + f"<div class='blur'>{para(size)}</div>")
    assert ("scrambled" in {p.kind for p in parts.find(page)}) is blurred


@pytest.mark.parametrize(("size", "blurred"), [(400, False), (401, True)])
def test_blurred_box_with_a_picture_has_more_text_than_a_caption(size, blurred):
    page = scene(para(300) + f"<div class='blur'><img src='/p.jpg'>{para(size)}</div>")
    assert ("scrambled" in {p.kind for p in parts.find(page)}) is blurred


def test_much_inside_grows_to_a_long_text():
    page = scene(para(600) + f"<div class='premium'>{para(2000)}</div>")
    assert part_signs(page, "name")["much_inside"] == pytest.approx(0.5)


@pytest.mark.parametrize(("between", "near"), [(4, 0.9), (5, None)])
def test_wall_right_before_a_part_is_near_it(between, near):
    page = scene(para(600) + f"<div class='premium'>{para(600)}</div>")
    (part,) = (p for p in parts.find(page) if p.kind == "name")
    found = parts.signs(part, page, (0, part.hit[0] - between, 0.9))
    assert found.get("wall_right_before") == near


def test_line_that_counts_free_articles_is_a_meter_but_not_beside_other_articles():
    line = "<p>You have 3 of 5 free articles left this month.</p>"
    assert statements.meter(scene(text() + line).layout) is not None
    assert statements.meter(scene(text()).layout) is None
    beside = scene(text(), behind=f"<div class='related-articles'>{line}</div>")
    assert statements.meter(beside.layout) is None


@pytest.mark.parametrize(
    ("shares", "named"),
    [([1.0] * 6, 6), ([1.0] * 7, 6), ([1.0, 0.05, -0.05], 3), ([1.0, 0.049, -0.049], 1)],
)
def test_the_signs_that_decided_are_named(shares: list[float], named: int):
    own = {f"sign {n}": share for n, share in enumerate(shares)}
    model = Linear(0.0, dict.fromkeys(own, 1.0))
    assert len(weighing.reasons(model, own).split(", ")) == named
