"""Standfirst and teaser: each number and rule, with a line on both sides of it."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest

from pipelines.fields import standfirst, teaser
from pipelines.fields.candidates import Candidates
from tests import made
from tests.pipelines.fields.test_standfirst import LEAD, SURE, TITLE, around, public_of

OTHER = "Heavy traffic has to go around the valley, and nobody can tell for how long."


def find(
    text: str, *declared: tuple[str, str], head: str = "", walled: bool = False
) -> Candidates[str]:
    """Return the teaser of a page with its headline, this text and these descriptions."""
    metas = "".join(made.meta(name, content) for name, content in declared)
    public = public_of(f"<div>{text}</div>", metas + head)
    return teaser.find(public.document, public.layout, TITLE, [], walled=walled)


def words(size: int) -> str:
    """Return a line of so many characters."""
    return ("the ferry crosses the valley " * (size // 29 + 1))[: size - 1] + "."


# the declared description


@pytest.mark.parametrize(("size", "counts"), [(19, False), (20, True)])
def test_a_description_has_twenty_characters(size: int, counts: bool) -> None:
    found = find(made.paragraphs(6), ("description", words(size)))
    assert bool(found.considered) is counts


def test_a_description_that_repeats_the_title_is_none() -> None:
    assert find(made.paragraphs(6), ("description", TITLE.upper())).considered == []
    assert find(made.paragraphs(6), ("description", f"{TITLE} now")).considered


def test_where_a_description_is_declared_is_told() -> None:
    head = made.json_ld(description=f"<b>{OTHER}</b>")
    names = ("og:description", "description", "twitter:description")
    found = find(made.paragraphs(6), *((n, f"{OTHER} {n}") for n in names), head=head)
    assert [(f.source, f.where) for f in found.considered] == [
        ("json-ld", "description"),
        ("opengraph", "og:description"),
        ("meta", "description"),
        ("meta", "twitter:description"),
    ]
    assert found.considered[0].value == OTHER


def printed_below(description: str, words_of_it: str = "") -> str | None:
    """Return the teaser of a page that prints its description far below the text."""
    below = f"<aside><p>{words_of_it or description}</p></aside>"
    return find(made.paragraphs(6) + below, ("description", description)).value


@pytest.mark.parametrize(
    ("line", "counts"),
    [("Traffic goes around the valley", True), ("Consequences disappoint all drivers", False)],
)
def test_a_description_has_five_words(line: str, counts: bool) -> None:
    assert (printed_below(line) == line) is counts


def test_the_mark_of_a_cut_is_written_in_one_way() -> None:
    assert printed_below(f"{OTHER[:-1]} [...]", OTHER) == f"{OTHER[:-1]}…"


def test_a_whole_description_goes_before_one_that_is_cut() -> None:
    cut = f"{OTHER[:60]}…"
    below = f"<aside><p>{OTHER}</p></aside>"
    found = find(made.paragraphs(6) + below, ("og:description", cut), ("description", OTHER))
    assert found.value == OTHER


@pytest.mark.parametrize(("paragraph", "copied"), [(0, True), (3, True), (4, False)])
def test_a_description_copied_from_one_of_the_first_paragraphs_is_none(
    paragraph: int, copied: bool
) -> None:
    lines = [" ".join(f"{w}{n}" for w in made.sentence(1).split()) + "." for n in range(7)]
    text = "".join(f"<p>{line}</p>" for line in lines)
    found = find(text, ("description", lines[paragraph]))
    assert (found.value is None) is copied


@pytest.mark.parametrize(("own", "copied"), [(6, False), (8, True)])
def test_a_description_mostly_in_the_words_of_the_beginning_is_none(own: int, copied: bool) -> None:
    # thirteen words have ten runs of four
    taken = [f"own{n}" for n in range(own + 3)]
    new = [f"other{n}" for n in range(10 - own)]
    text = f"<p>{made.sentence(1)} {' '.join(taken)}.</p>{made.paragraphs(6)}"
    line = " ".join([*new, *taken])
    found = find(f"{text}<aside><p>{line}</p></aside>", ("description", line))
    assert (found.value is None) is copied


@pytest.mark.parametrize("printed", [True, False])
def test_beside_a_wall_only_what_the_public_part_prints_is_told(printed: bool) -> None:
    below = f"<aside><p>{OTHER}</p></aside>" if printed else ""
    text = made.paragraphs(6) + below
    open_page, walled = (find(text, ("description", OTHER), walled=w) for w in (False, True))
    assert [f.value for f in open_page.considered] == [OTHER]
    assert [f.value for f in walled.considered] == ([OTHER] if printed else [])
    assert walled.value == (OTHER if printed else None)


def test_beside_a_wall_a_description_is_no_teaser_where_no_headline_is_printed() -> None:
    page = {"head": made.meta("description", OTHER), "title": None, "lang": None}
    body = f"<main><article>{made.paragraphs(6)}</article></main>"
    public = made.public(body, headline=TITLE, declared=False, **page)
    assert public.layout.headline is None
    found = [teaser.find(public.document, public.layout, TITLE, [], walled=w) for w in (0, 1)]
    assert [f.value for f in found] == [OTHER, None]


def test_a_description_that_begins_like_the_text_is_a_cut_of_it() -> None:
    begun = f"{made.sentence(0)[:50]} {OTHER} {OTHER.upper()}"
    assert printed_below(begun) is None
    assert printed_below(f"{OTHER} {begun}") == f"{OTHER} {begun}"


def test_what_is_printed_is_told_before_what_is_declared() -> None:
    found = find(f"<p class='standfirst'>{LEAD}</p>{made.paragraphs(6)}", ("description", OTHER))
    assert [(f.source, f.value) for f in found.considered] == [("html", LEAD), ("meta", OTHER)]


# the printed standfirst


def asks(line: str) -> bool:
    """Tell whether a line set as a standfirst is left out because the site speaks."""
    return find(f"<p class='standfirst'>{line}</p>{made.paragraphs(6)}").value is None


def test_a_line_in_which_the_site_asks_for_something_is_no_standfirst() -> None:
    assert asks("Have an account already? Log in here and now.")
    assert not asks("Subscribe to this newsletter for 3 euros a month.")
    assert not asks("Already the ferry crosses the valley, and all are glad of it.")
    assert asks("Subscribe to read on in this article of ours.")


@pytest.mark.parametrize(("size", "asked"), [(159, True), (160, False)])
def test_a_line_that_asks_is_short(size: int, asked: bool) -> None:
    ask = "Subscribe to read on in this article of ours."
    assert asks(f"{ask} {words(size - len(ask) - 1)}") is asked


# where it may stand


def zone(between: str) -> list[str]:
    return [b.text for b in around(between).zone]


@pytest.mark.parametrize(("size", "counts"), [(11, 0), (12, 1), (1500, 1), (1501, 0)])
def test_a_line_of_a_standfirst_has_twelve_to_fifteen_hundred_characters(
    size: int, counts: int
) -> None:
    assert zone(f"<h4>{words(size)}</h4>").count(words(size)) == counts


@pytest.mark.parametrize(("size", "counts"), [(50, False), (49, True)])
def test_a_line_that_is_half_a_link_leads_elsewhere(size: int, counts: bool) -> None:
    line = f"<h4>{'z' * (99 - size)} <a href='/x'>{'z' * size}</a></h4>"
    assert any("zzz" in text for text in zone(line)) is counts


@pytest.mark.parametrize(("behind", "counts"), [(49, True), (50, False)])
def test_a_standfirst_stands_within_fifty_blocks_of_the_headline(behind: int, counts: bool) -> None:
    menu = [f"<h4>Quiet line number {n}</h4>" for n in range(120)]
    assert (f"Quiet line number {behind}" in zone("".join(menu))) is counts


@pytest.mark.parametrize(("before", "counts"), [(12, True), (13, False)])
def test_a_standfirst_far_below_stands_close_before_the_text(before: int, counts: bool) -> None:
    page = around("".join(f"<h4>Quiet line number {n}</h4>" for n in range(120)))
    place = page.layout.body_start - before
    assert (page.layout.blocks[place] in page.zone) is counts


# what else a line may be


@pytest.mark.parametrize(("size", "other"), [(59, True), (60, False)])
def test_a_short_line_with_a_time_of_day_is_of_the_time(size: int, other: bool) -> None:
    line = f"12:30 {words(size - 6)}"
    page = around(f"<p class='lead'>{line}</p>")
    assert page.is_other(page.zone[0]) is other


@pytest.mark.parametrize(("size", "other"), [(119, True), (120, False)])
def test_a_short_line_that_begins_with_read_also_points_elsewhere(size: int, other: bool) -> None:
    page = around(f"<p class='lead'>Read also: {words(size - 11)}</p>")
    assert page.is_other(page.zone[0]) is other


@pytest.mark.parametrize(
    ("line", "is_fact"),
    [
        ("On 03.05.2025 and 04.06.2026", 1),
        ("On the day 2025 of the council", 0),
        ("2025-05-03 " * 7 + "20", 1),
        ("2025-05-03 " * 7 + "202", 0),
    ],
)
def test_a_short_line_of_digits_is_a_date(line: str, is_fact: int) -> None:
    page = around(f"<h4>{line}</h4><p class='lead'>{LEAD}</p>")
    block = next(b for b in page.zone if b.text == LEAD)
    assert standfirst.signs(block, page)["facts above"] == is_fact


@pytest.mark.parametrize(("between", "count"), [(0, 2), (1, 2), (2, 1)])
def test_one_line_of_a_standfirst_follows_another_closely(between: int, count: int) -> None:
    rows = f"<li>{LEAD}</li>{'<p>Short</p>' * between}<li>{LEAD} Again</li>"
    blocks = [b for b in around(f"<ul>{rows}</ul>").zone if LEAD in b.text][:2]
    assert len(standfirst.lines(blocks, [0.9, 0.9], SURE)) == count


def test_neither_model_is_heard_beyond_eight() -> None:
    one, far = (
        standfirst.Model(standfirst.linear.Linear(bias, {}), SURE.trees, 0.3, 0.2)
        for bias in (8.0, 80.0)
    )
    assert far.probabilities([{}]) == one.probabilities([{}])
    near = standfirst.Model(standfirst.linear.Linear(7.9, {}), SURE.trees, 0.3, 0.2)
    assert near.probabilities([{}]) < one.probabilities([{}])


def test_a_box_shared_with_the_headline_is_counted_from_the_headline_up() -> None:
    page = around(f"<p>{LEAD}</p>")
    block = next(b for b in page.zone if b.text == LEAD)
    assert standfirst.signs(block, page)["shares box with headline"] == 1


# what a sign counts: the text of these pages has five paragraphs


def sign(between: str, name: str, line: str = LEAD, **given: str) -> float:
    """Return a sign of the block with a line, on a page with this between headline and text."""
    page = around(between, **given)
    block = next(b for b in page.zone if line in b.text)
    return standfirst.signs(block, page)[name]


CHINESE = "议会周一决定从春天起旧桥不再让卡车通过，市长说工程要持续很久。"


@pytest.mark.parametrize(
    ("between", "name", "value"),
    [
        ("<p>{}</p>", "printed headline", 1),
        ("<p>{}</p>", "words", 13),
        ("<p>{} {}</p>", "sentences", 2),
        ("<p>{}</p>", "paragraphs of page", 6),
        ("<p>{}</p><p class='lead'>{}</p>", "twins", 0),
        ("<ul><li>{}</li><li>Second line</li><li>Third line</li></ul>", "twins", 2),
        ("<div><p>{}</p></div><div><p>Second line</p></div>", "twins", 0),
        ("<div><p>{}</p><h3>Second line</h3></div>", "twins", 0),
        ("<p>{}</p>", "comes again", 0),
        ("<p>{}</p>", "bold of text", 0),
        ("<p>{}</p>", "text is called so too", 0),
        ("<p>{}</p><p>One line here</p>", "blocks to sentence", 1),
        ("<p>{}</p>", "caption below", 0),
        ("<p>{}</p><h3>Of the bridge</h3>", "heading below", 1),
        ("<p>{}…</p>", "is cut", 1),
        ("<ul><li>{}</li></ul>", "list item", 1),
        ("<blockquote>{}</blockquote>", "quote", 1),
        ("<h3>{}</h3>", "lower heading", 1),
    ],
)
def test_a_sign_counts_what_is_seen(between: str, name: str, value: float) -> None:
    assert sign(between.replace("{}", LEAD), name) == value


def test_a_text_without_spaces_is_counted_by_its_characters() -> None:
    assert sign(f"<p>{CHINESE}</p>", "words", CHINESE) == len(CHINESE) // 2
    size = sign(f"<p>{CHINESE}</p>", "size", CHINESE)
    assert size == pytest.approx(math.log(2 * len(CHINESE)))


def test_a_line_is_measured_against_the_paragraphs_below_it() -> None:
    ratio = sign(f"<p>{LEAD}</p>", "against paragraphs")
    rest = around("").strong
    assert ratio == pytest.approx(len(LEAD) / (sum(len(b.text) for b in rest) / len(rest)))


def test_a_line_below_the_whole_text_has_no_company() -> None:
    page = around("")
    last = page.strong[-1]
    page.agreements[last.index] = 0.0
    found = standfirst.signs(last, page)
    names = ("set like text", "stands beside text", "bold of text", "text is called so too")
    assert [found[n] for n in names] == [0, 0, 0, 0]
    assert found["against paragraphs"] == 1.5


def test_without_headline_title_or_description_there_is_nothing_to_agree_with() -> None:
    body = f"<main><article><p>{LEAD}</p><div>{made.paragraphs(5)}</div></article></main>"
    public = made.public(body, title=None, lang=None, declared=False)
    page = teaser.surroundings(public.document, public.layout, "", [])
    block = next(b for b in page.zone if b.text == LEAD)
    found = standfirst.signs(block, page)
    names = ("printed headline", "shares box with headline", "like title", "agrees", "description")
    assert [found[n] for n in names] == [0, 12, 0, 0, 0]


@pytest.mark.parametrize(("size", "agrees"), [(6, False), (7, True)])
def test_a_short_description_agrees_with_no_long_line_that_holds_it(
    size: int, agrees: bool
) -> None:
    description = " ".join(["drivers", "go", "around", "the", "green", "valley", "now"][:size])
    line = f"{description} and after that they take the ferry to the other town at the river mouth"
    assert (sign(f"<p>{line}</p>", "agrees", line, description=description) > 0.9) is agrees


def test_a_box_named_like_the_text_around_it_says_nothing() -> None:
    marked = "".join(f"<p class='lead'>{made.sentence(n)}</p>" for n in range(6))
    page = around(f"<p class='lead'>{LEAD}</p><div>{marked}</div>")
    block = next(b for b in page.zone if b.text == LEAD)
    assert standfirst.signs(block, page)["text is called so too"] == pytest.approx(6 / 8)


@pytest.mark.parametrize(
    ("strength", "size", "asks"), [(0.35, 100, False), (0.36, 159, True), (0.36, 160, False)]
)
def test_a_short_line_in_the_words_of_a_wall_asks_the_reader(
    strength: float, size: int, asks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teaser, "may_speak", lambda _: True)
    monkeypatch.setattr(teaser, "spoken", lambda _: SimpleNamespace(strength=strength))
    assert teaser._asks_reader(words(size)) is asks
