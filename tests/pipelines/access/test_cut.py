"""A text that breaks off without a wall: which signs say so, and that two must meet."""

from __future__ import annotations

import json

import pytest

from pipelines.access import cut
from pipelines.access.scene import Scene
from tests.pipelines.access.scenes import scene, text

DOTS = "<p>And then the council went on to say of the bridge that its long …</p>"


def counted(words: int) -> str:
    """Return paragraphs of an article that have so many words together."""
    whole, rest = divmod(words, 25)
    return "".join(f"<p>{'bridge ' * (n - 1)}town.</p>" for n in [25] * whole + [rest] * bool(rest))


def declared(words: int) -> str:
    node = {"@type": "NewsArticle", "wordCount": words}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def reasons(of: Scene) -> list[str]:
    """Return what is said of a page that is declared paid; nothing: it is not cut."""
    found = cut.find(of, paid=True)
    return list(found.reasons) if found is not None else []


@pytest.mark.parametrize(
    ("served", "stated", "is_cut"),
    [
        (300, 600, False),
        (300, 601, True),
        (150, 350, False),
        (150, 351, True),
    ],
)
def test_text_is_short_below_half_of_its_declared_words_and_two_hundred(served, stated, is_cut):
    page = scene(counted(served), head=declared(stated))
    said = [f"{stated} words declared, {served} served"]
    assert reasons(page) == (said if is_cut else [])


@pytest.mark.parametrize(
    ("served", "minutes", "is_cut"),
    [(225, 3, False), (224, 3, True), (600, 8, False), (599, 8, True), (120, 2, False)],
)
def test_text_is_short_below_seventy_five_words_a_minute(served, minutes, is_cut):
    page = scene(f"<div>{minutes} min read</div>{counted(served)}")
    said = [f"{minutes} minutes declared, {served} words served"]
    assert reasons(page) == (said if is_cut else [])


def test_two_minutes_are_too_few_to_compare_with_even_where_words_are_declared():
    assert not reasons(scene(f"<div>2 min read</div>{counted(100)}", head=declared(100)))


@pytest.mark.parametrize(
    ("line", "is_heard"),
    [
        ("8 min read", True),
        ("Reading time: 8 min", True),
        (f"{'z' * 38} 8 min read", True),
        (f"{'z' * 39} 8 min read", False),
    ],
)
def test_reading_time_is_a_short_line_of_the_head(line, is_heard):
    assert bool(reasons(scene(f"<div>{line}</div>{counted(100)}"))) is is_heard


def test_reading_time_of_another_article_says_nothing_of_this_one():
    line = "<div>8 min read</div>"
    assert not reasons(scene(counted(100), behind=line))
    assert not reasons(scene(f"<aside class='related-articles'>{line}</aside>{counted(100)}"))


@pytest.mark.parametrize(("between", "is_heard"), [(3, True), (4, False)])
def test_reading_time_stands_at_most_four_lines_over_the_headline(between, is_heard):
    above = "<div>8 min read</div>" + "<div>Old town</div>" * between
    assert bool(reasons(scene(counted(100), above=above))) is is_heard


@pytest.mark.parametrize(
    ("name", "is_gate"),
    [("is-truncated", True), ("article cut-off", True), ("cropped", True), ("blocked", False)],
)
def test_box_named_for_a_gate_is_a_second_sign(name, is_gate):
    found = cut.find(scene(f"<div class='{name}'>{text(3)}{DOTS}</div>"), paid=False)
    assert (found is not None) is is_gate
    if found is not None:
        assert found.reasons[1] == "the text stands in a box named for a gate"


def test_gate_may_be_a_box_close_around_the_text():
    near, far = (f"{'<div>' * n}{text(3)}{DOTS}{'</div>' * n}" for n in (2, 3))
    assert cut.find(scene(f"<div class='truncated'>{near}</div>"), paid=False) is not None
    assert cut.find(scene(f"<div class='truncated'>{far}</div>"), paid=False) is None


def test_box_named_for_a_gate_alone_says_nothing():
    assert reasons(scene(f"<div class='truncated'>{text(4)}</div>")) == []


def test_last_line_in_a_box_named_for_a_wall_is_a_second_sign():
    found = cut.find(scene(text(3) + f"<div class='paywall'>{DOTS}</div>"), paid=False)
    assert found is not None
    assert found.reasons[-1] == "the last lines stand in a box named for a wall"


def test_every_sign_makes_the_cut_surer():
    gated = scene(f"<div class='truncated'>{text(3)}{DOTS}</div>")
    assert [cut.find(gated, paid=p).sure for p in (False, True)] == pytest.approx([0.7, 0.8])
    assert cut.find(scene(text(3) + DOTS), paid=True).sure == pytest.approx(0.7)


def test_text_ends_where_it_is_cut():
    page = scene(text(3) + DOTS + "<div>Menu</div>")
    found = cut.find(page, paid=True)
    assert found is not None
    assert page.blocks[found.block - 1].text.endswith("its long …")
    assert page.blocks[found.block].text == "Menu"


@pytest.mark.parametrize(
    "name",
    [
        "gated", "inline-gate", "textTruncated", "body--truncate", "is-cropped", "post__content--faded",
        "fade-out-article", "content-fadeout", "_fade-to-white", "text-gradient", "gradient-mask-80",
        "paragraph--reduced", "pw-obscured", "content--closed", "compress-text",
    ],
)  # fmt: skip
def test_names_of_a_text_that_is_cut_or_fades_out(name):
    assert cut.is_named_for_a_cut(name)


@pytest.mark.parametrize(
    "name",
    ["fade-in", "fadeInUp", "article", "text-center", "closed", "gradient", "content mask", "gate"],
)
def test_names_of_a_text_that_moves_or_only_stands_there(name):
    assert not cut.is_named_for_a_cut(name)


@pytest.mark.parametrize(
    ("behind", "is_cut"),
    [
        ('<div id="paywall-container"></div>', True),
        ("<house-paywall></house-paywall>", True),
        ('<div class="x" data-testid="regwall"> </div>', True),
        ('<div id="paywall">Weather</div>', False),
        ('<div id="subscribe-form"></div>', False),
        ('<div id="comments-list"></div>', False),
        (f"{text(3)}<div id='paywall'></div>", False),
    ],
)
def test_empty_wall_behind_a_text_that_breaks_off_is_a_second_sign(behind, is_cut):
    assert (cut.find(scene(text(3) + DOTS + behind), paid=False) is not None) is is_cut


@pytest.mark.parametrize("paid", [True, False])
def test_empty_wall_alone_cuts_nothing(paid):
    assert cut.find(scene(text(3), behind='<div id="paywall"></div>'), paid=paid) is None


@pytest.mark.parametrize(("between", "is_cut"), [(2, True), (3, False)])
def test_empty_wall_stands_within_three_blocks_of_the_text(between, is_cut):
    behind = "<h4>Old town</h4>" * between + '<div id="paywall"></div>'
    assert (cut.find(scene(text(3) + DOTS, behind=behind), paid=False) is not None) is is_cut


LEAD = " ".join(["In the town of Altona the council met on a long evening about the bridge."] * 9)


def _described(text: str, said: str, behind: str = "") -> Scene:
    return scene(f"<p>{text}</p>{behind}", head=f'<meta name="description" content="{said}">')


@pytest.mark.parametrize(("common", "is_one"), [(60, True), (59, False)])
def test_a_summary_begins_as_the_description_does(common: int, is_one: bool):
    assert cut._is_summary(_described(LEAD[:200], LEAD[:common] + "#" * 99)) is is_one


@pytest.mark.parametrize(("size", "is_one"), [(400, True), (401, False)])
def test_a_summary_is_no_longer_than_a_standfirst(size: int, is_one: bool):
    text = LEAD[:size].rstrip().ljust(size, "e")
    assert cut._is_summary(_described(text, text)) is is_one


@pytest.mark.parametrize(("between", "is_one"), [(2, True), (3, False)])
def test_a_summary_stands_over_the_byline(between: int, is_one: bool):
    behind = "<div>Altona</div>" * between + "<p class='byline'>By Ada Holm</p>"
    assert cut._is_summary(_described(LEAD[:200], "", behind)) is is_one


@pytest.mark.parametrize(("size", "is_served"), [(400, False), (401, True)])
def test_a_text_for_machines_is_served_from_some_length_on(size: int, is_served: bool):
    node = json.dumps({"@type": "NewsArticle", "articleBody": "e" * size})
    page = scene("", head=f'<script type="application/ld+json">{node}</script>')
    assert cut._is_served_otherwise(page) is is_served


def test_where_nothing_is_served_the_cut_is_less_sure_than_any_other_and_more_than_even():
    nothing = cut.find(scene("<p>Photo</p>"), paid=True)
    other = cut.find(scene(counted(300), head=declared(601)), paid=True)
    assert nothing is not None
    assert other is not None
    assert 0.5 < nothing.sure < other.sure
