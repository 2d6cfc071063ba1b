"""A beginning of an article that is not free, offers at its end, and short hidden ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.access import boundary, choice, cut, own
from pipelines.access.candidates import Candidate
from pipelines.access.weighing import Weighed, WeighedPart
from tests.pipelines.access.scenes import part_signs, scene, signs_of, text

PAID = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
METERED = PAID + '<meta name="article:content_tier" content="metered">'
FREE = PAID.replace("false", "true")
BYLINE = "<p class='byline'>By Anna Berg, 2 May 2026</p>"
OFFER = "<div><p>Ten stories a week and the paper on Sunday for nine crowns, to be ended on any day of the year.</p><a href='/plans'>Yes, gladly</a></div>"


def words(
    length: int, seed: str = "the old town of Altona had met the young one on a hill "
) -> str:
    return (seed * 20)[: length - 1].strip().ljust(length - 1, "n") + "."


def paragraphs(*lengths: int) -> str:
    return "".join(f"<p>{words(n)}</p>" for n in lengths)


def is_cut(inside: str, head: str = PAID, *, paid: bool = True) -> bool:
    found = cut.find(scene(inside, head), paid=paid)
    return found is not None and "beginning" in found.reasons[0]


@pytest.mark.parametrize(
    ("lengths", "want"),
    [((250, 250), True), ((250, 251), False), ((100, 100, 100), False), ((500,), True)],
)
def test_a_beginning_has_two_paragraphs_and_five_hundred_characters(lengths, want):
    assert is_cut(paragraphs(*lengths)) is want


def test_where_a_beginning_ends_is_behind_it():
    page = scene(paragraphs(200, 200), PAID)
    found = cut.find(page, paid=True)
    assert found is not None
    assert found.block == page.last + 1


def test_a_beginning_is_one_only_where_the_article_is_not_free():
    assert not is_cut(paragraphs(200), "", paid=False)
    assert not is_cut(paragraphs(200), METERED)


def test_a_standfirst_is_no_paragraph_of_a_beginning():
    assert is_cut(f"<p>{words(90)}</p>{BYLINE}{paragraphs(200, 200)}")


def test_a_beginning_beside_hidden_text_is_told_by_that():
    hidden = f"<div hidden>{paragraphs(90)}</div>"
    assert not is_cut(paragraphs(200) + hidden)


def test_characters_of_chinese_count_twice():
    line = "镇议会在一个漫长的夜晚开会，经过一番辩论后同意修建新桥，"
    assert is_cut(f"<p>{(line * 10)[:250]}</p>")
    assert not is_cut(f"<p>{(line * 10)[:251]}</p>")


@pytest.mark.parametrize(("head", "want"), [("", True), (FREE, False)])
def test_three_signs_cut_a_text_that_its_page_calls_free(head, want):
    more = '<script type="application/ld+json">{"@type": "NewsArticle", "wordCount": 900}</script>'
    inside = text(3) + "<p>And then nobody on the long bridge of the town knew what to say …</p>"
    assert (cut.find(scene(inside, head + more), paid=False) is not None) is want


def _weighed(probability: float, *signs: str, start: int = 5, end: int = 8) -> Weighed:
    element = scene(text()).blocks[0].element
    return Weighed(Candidate(start, end, element), probability, dict.fromkeys(signs, 1.0))


@pytest.mark.parametrize("free", ["flag_free", "tier_free", "own_free"])
def test_a_box_behind_a_text_that_its_page_calls_free_is_beyond_doubt_or_none(free):
    assert not choice._is_backed(_weighed(0.79, free))
    assert choice._is_backed(_weighed(0.79))
    assert choice._is_backed(_weighed(0.8, free))
    assert choice._is_backed(_weighed(0.5, free, "text_breaks_off"))
    assert not choice._is_backed(_weighed(0.5, free, "own_paid"))
    assert not choice._is_backed(_weighed(0.99, free, "goes_on_and_free"))


@pytest.mark.parametrize("silent", ["says_nothing", "says_nothing_closed"])
def test_a_box_named_for_a_lock_that_sells_and_logs_in_needs_no_words(silent):
    named = ("named_lock", "has_offer_link", "has_login_link")
    assert choice._is_backed(_weighed(0.5, silent, *named))
    for missing in named:
        assert not choice._is_backed(_weighed(0.5, silent, *(n for n in named if n != missing)))


def _chosen(inside: str, *walls: Weighed) -> int:
    found = choice.wall(scene(inside), list(walls), 0.35)
    assert found is not None
    return found.candidate.start


WALL = "<div class='paywall'><h3>Subscribe to continue reading this article</h3><a href='/s'>Subscribe</a></div>"


def test_a_wall_elsewhere_that_says_so_beats_silent_boxes_at_the_text():
    silent = _weighed(0.9, "says_nothing", "badge", start=9, end=10)
    says = _weighed(0.5, "badge", start=1, end=3)
    assert _chosen(WALL + text(6), silent, says) == 1
    assert _chosen(WALL + text(6), replace(silent, signs={"badge": 1.0}), says) == 9


def test_a_wall_under_a_standfirst_stands_at_the_head():
    lead = f"<p>{words(90)}</p>{BYLINE}"
    candidate = Candidate(3, 5, scene(text()).blocks[0].element)
    assert choice.is_elsewhere(scene(lead + WALL + text(2)), candidate)
    assert not choice.is_elsewhere(scene(lead + WALL), candidate)
    plain = f"<p>{words(90)}</p><p>Photo</p>"
    assert not choice.is_elsewhere(scene(plain + WALL + text(2)), candidate)


def test_what_leads_to_hidden_text_needs_half_of_what_a_wall_needs():
    page = scene(text() + "<p>More?</p><div hidden>" + text(6, 31) + "</div>")
    parts, between = [frozenset({6, 7})], {"start": 5, "end": 6}
    found = _weighed(0.2, **between)
    assert choice.before_part(page, [found], parts, 0.2) is found
    assert choice.before_part(page, [found], parts, 0.21) is None
    assert choice.before_part(page, [_weighed(0.2, "says_nothing", **between)], parts, 0.2) is None
    above = _weighed(0.2, start=3, end=4)
    assert choice.before_part(page, [above], parts, 0.2) is None
    assert choice.before_part(page, [found], [], 0.2) is None


@pytest.mark.parametrize(
    ("probability", "styled", "want"), [(0.2, True, 5), (0.19, True, 6), (0.2, False, 6)]
)
def test_the_line_over_hidden_text_is_no_text(monkeypatch, probability, styled, want):
    rest = f"<div class='rest'{' hidden' if styled else ''}>{text(6, 31)}</div>"
    head = (
        PAID[:-10].rstrip("}")
        + ', "hasPart": {"isAccessibleForFree": false, "cssSelector": ".rest"}}</script>'
    )
    page = scene(text() + "<p>The rest is for friends.</p>" + rest, head)
    models = boundary.shipped()
    models = replace(models, wall=replace(models.wall, threshold=0.4))
    found = _weighed(probability, start=5, end=6)
    monkeypatch.setattr(boundary, "walls", lambda *_: [found])
    access = boundary.judge(page.document, page.layout, models)
    assert access.boundary is not None
    assert access.boundary.block == want


def _last_box(inside: str) -> list[int]:
    page = scene(inside)
    return own.in_the_last_box(page.layout, own.possible(page.layout))


def test_paragraphs_of_a_small_box_at_the_end_that_leads_on_are_asked_apart():
    assert _last_box(text(3) + OFFER) == [4]
    assert _last_box(text(1) + OFFER) == [2]
    assert _last_box(OFFER) == []
    assert _last_box(text(3) + OFFER.replace("<a href='/plans'>Yes, gladly</a>", "")) == []
    assert _last_box(text(3) + "<p>One line</p>" * 2) == []


@pytest.mark.parametrize(("length", "want"), [(439, [3]), (440, [])])
def test_a_small_box_has_four_hundred_and_fifty_characters(length, want):
    box = f"<div><p>{words(length)}</p><a href='/plans'>Yes, gladly</a></div>"
    assert _last_box(text(2) + box) == want


@pytest.mark.parametrize(("between", "want"), [(3, [3]), (4, [])])
def test_what_is_pressed_stands_close_behind(between, want):
    box = f"<div><p>{words(99)}</p>{'<p>One line</p>' * between}<a href='/plans'>Yes, gladly</a></div>"
    assert _last_box(text(2) + box) == want


def test_such_paragraphs_are_none_of_the_text_that_walls_are_measured_by():
    assert scene(text(3) + OFFER).last == 3


ALONE = "<p>Ten good stories a week and the whole edition on Sunday for nine crowns, until you say stop.</p>"
ABOUT = '<meta name="description" content="Engineers of Altona wonder whether rusted pillars under their bridge survive another winter storm">'


@pytest.mark.parametrize(
    ("address", "head", "line", "want"),
    [
        ("/plans", PAID + ABOUT, "Thanks", 0),
        ("/log-in", PAID + ABOUT, "Thanks", 0),
        ("/news/3", PAID + ABOUT, "Thanks", 1),
        ("/plans", ABOUT, "Thanks", 1),
        ("/plans", PAID, "Thanks", 1),
        ("/plans", PAID + ABOUT, "Our pillars", 1),
    ],
)
def test_all_that_is_there_may_praise_what_is_sold(address, head, line, want):
    inside = f"<div>{ALONE}<a href='{address}'>Yes, gladly</a><p>{line}</p></div>"
    assert len(scene(inside, head).paragraphs) == want


def _hidden(length: int) -> str:
    return text(3) + f"<div style='display:none'><p>{words(length)}</p></div>"


@pytest.mark.parametrize(("length", "want"), [(99, False), (100, True)])
def test_a_hidden_end_of_a_hundred_characters_is_a_part(length, want):
    page = scene(_hidden(length))
    found = any(p.kind in ("hiding", "own_style") for p in boundary.reserved.find(page))
    assert found is want


@pytest.mark.parametrize(("length", "want"), [(499, 1.0), (500, None)])
def test_a_hidden_end_is_little_below_five_hundred_characters(length, want):
    page = scene(_hidden(length))
    kind = next(p.kind for p in boundary.reserved.find(page))
    assert part_signs(page, kind).get("hides_little") == want


@pytest.mark.parametrize("head", ["", PAID])
def test_a_short_hidden_end_is_never_public_and_a_boundary_where_the_page_is_not_free(head):
    page = scene(_hidden(200), head)
    access = boundary.judge(page.document, page.layout)
    assert 4 in access.reserved
    assert (access.boundary is not None) is bool(head)


def test_signs_of_boxes_that_sell():
    box = "<div class='paywall'><h3>Read on with us</h3><a href='/plans'>Yes</a><a href='/login'>In</a></div>"
    found = signs_of(scene(text(2) + box, PAID), "Read on with us")
    assert found["offers_and_logs_in"] == 1
    assert found["declared_and_little"] == found["little_text"]
    assert "declared_and_little" not in signs_of(scene(text(2) + box), "Read on with us")
    assert "declared_and_little" not in signs_of(scene(text(2) + box, METERED), "Read on with us")
    plain = box.replace("<a href='/plans'>Yes</a><a href='/login'>In</a>", "")
    assert "declared_and_little" not in signs_of(scene(text(2) + plain, PAID), "Read on with us")
    far = text(2) + "<p>x</p>" * 9 + box
    assert "declared_and_little" not in signs_of(scene(far, PAID), "Read on with us")
    one = box.replace("<a href='/login'>In</a>", "")
    assert "offers_and_logs_in" not in signs_of(scene(text(2) + one), "Read on with us")


@pytest.mark.parametrize(
    ("signs", "wall", "want"),
    [
        (("hides_little",), False, False),
        (("hides_little",), True, True),
        (("hides_little", "hidden_and_paid", "covers_whole"), False, True),
        ((), False, True),
    ],
)
def test_a_short_hidden_end_is_reserved_beside_a_wall_or_where_the_page_is_not_free(
    signs, wall, want
):
    part = next(iter(boundary.reserved.find(scene(_hidden(200)))))
    weighed = WeighedPart(part, 0.9, dict.fromkeys(signs, 1.0))
    assert boundary._is_believed(weighed, 0.4, wall=wall) is want


def test_a_text_in_chinese_is_as_long_as_its_letters_would_be():
    line = "镇议会在一个漫长的夜晚开会，经过一番辩论后同意修建新桥，居民们对此感到高兴。"
    assert scene(f"<p>{line}</p>").before[-1] == 2 * len(line)
