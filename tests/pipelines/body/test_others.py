"""Made pages without telling names: what announces other articles goes, what an article
says of many things stays."""

from __future__ import annotations

import pytest

from pipelines.body import body as body_module
from pipelines.body.others import _boxes, cards
from tests import made

ALIEN = "Elsewhere a tram left its rails and stopped beside the mill."
TITLE = "A tram stops beside the mill"
HEADING = f"<h3><a href='/tram'>{TITLE}</a></h3>"
TEASER = f"<p>{ALIEN}</p>"
PICTURE = "<a href='/tram'><img src='t.jpg'></a>"
SIGNED = "<time datetime='2026-05-01'>1 May</time>"


def around(*parts: str, before: int = 4, after: int = 4) -> str:
    """An article with `parts` amid its paragraphs."""
    inside = made.paragraphs(before) + "".join(parts) + made.paragraphs(after, before)
    return f"<article>{made.HEADLINE}<div>{inside}</div></article>"


def body(*parts: str, **given: int) -> str:
    found = made.text(around(*parts, **given))
    count = given.get("before", 4) + given.get("after", 4)
    assert found.count("The council met") == count  # the article itself is whole
    return found


@pytest.mark.parametrize(
    "card",
    [
        f"<div><a href='/tram'><p>News</p><h3>{TITLE}</h3>{TEASER}</a></div>",
        f"<div><a href='/tram'><article><p>News</p><h3>{TITLE}</h3>{TEASER}</article></a></div>",
        f"<a href='/tram'><div><img src='t.jpg'><p>{ALIEN}</p></div></a>",
        f"<div>{HEADING}{TEASER}</div>",
        f"<section>{PICTURE}{HEADING}{TEASER}</section>",
        f"<div>{PICTURE}<h3>{TITLE}</h3>{TEASER}</div>",
        f"<div><div>{PICTURE}</div><div>{HEADING}{TEASER}</div></div>",
        f"<blockquote><a href='/tram'>{TITLE}</a><h3>{TITLE}</h3>{TEASER}</blockquote>",
        f"<div>{HEADING}{SIGNED}{TEASER}</div>" * 3,
        f"<ul>{f'<li>{HEADING}{TEASER}</li>' * 3}</ul>",
        f"<div><div><a href='/tram'>{TITLE}</a>{TEASER}</div></div>",
    ],
)
@pytest.mark.parametrize("after", [4, 0])
def test_a_card_of_another_article_is_no_text(card, after):
    text = body(card, before=8 - after, after=after)
    assert ALIEN not in text
    assert TITLE not in text


@pytest.mark.parametrize(
    "part",
    [
        f"<div><h3>The tram</h3>{TEASER}</div>",
        f"<div><h3><a href='#tram'>{TITLE}</a></h3>{TEASER}</div>",
        f"<div><h3><a href='javascript:open()'>{TITLE}</a></h3>{TEASER}</div>",
        f"<div><h3><a href='https://shop.example.org/tram'>{TITLE}</a></h3>{TEASER}</div>",
        f"<div><a href='/big.jpg'><img src='t.jpg'></a><h3>The tram</h3>{TEASER}</div>",
        f"<blockquote>{TEASER}</blockquote>",
        f"<blockquote><p><a href='/driver'>The driver:</a></p>{TEASER}</blockquote>",
        f"<div>{f'<div>{HEADING}{TEASER}</div>' * 2}</div>",
        f"<blockquote>{TEASER}<p><a href='/tram'>the driver, in a letter to us</a></p></blockquote>",
        f"<p>A man said: <a href='/tram'>the tram is old</a>. {ALIEN}</p>",
        f"<p><a href='/tram'>{ALIEN}</a></p>",
        f"<ul><li>{ALIEN}</li><li>It was <a href='/tram'>late</a> by an hour.</li></ul>",
    ],
)
def test_what_the_article_itself_says_stays(part):
    assert ALIEN in body(part)


def item(number: int, size: int = 1) -> str:
    """A part of an article on many things, each with a link of its own."""
    words = "".join(
        f"<p>Inn {number}.{n} has a cellar, good bread and a view of the river.</p>"
        for n in range(size)
    )
    return f"<div><h3><a href='/inn-{number}'>The inn of number {number}</a></h3>{words}</div>"


def test_an_article_made_of_boxes_keeps_them():
    parts = "".join(item(n, 3) for n in range(8))
    text = made.text(f"<article>{made.HEADLINE}<div>{made.paragraphs(4)}{parts}</div></article>")
    assert text.count("has a cellar") == 24


@pytest.mark.parametrize(("share", "stays"), [(2, True), (9, False)])
def test_unsigned_cards_are_a_small_part_of_a_text(share, stays):
    cards = "".join(item(n) for n in range(3))  # some 280 characters
    text = made.text(
        f"<article>{made.HEADLINE}<div>{made.paragraphs(share + 2)}{cards}"
        f"{made.paragraphs(2, 50)}</div></article>"
    )
    assert ("has a cellar" in text) is stays


@pytest.mark.parametrize(("count", "stays"), [(2, True), (8, False)])
def test_signed_cards_go_however_many_but_not_from_a_page_of_them(count, stays):
    row = "".join(
        f"<div>{HEADING}{SIGNED}<p>{ALIEN} It was number {n}.</p></div>" for n in range(9)
    )
    text = made.text(f"<article>{made.HEADLINE}<div>{made.paragraphs(count)}</div>{row}</article>")
    assert (ALIEN in text) is stays


@pytest.mark.parametrize(("repeated", "stays"), [(6, False), (8, True)])
def test_a_card_says_little_under_its_headline(repeated, stays):
    card = f"<div>{PICTURE}{HEADING}<p>{ALIEN * repeated}</p></div>"  # 60 characters each
    assert (ALIEN in body(card, before=16, after=16)) is stays


NEXT = (
    f"<{{tag}}><{{rank}}>The mill is sold</{{rank}}>{{head}}"
    f"{''.join(f'<p>{ALIEN} It was {n} years old and had never done so.</p>' for n in range(20))}"
    "</{tag}>"
)


@pytest.mark.parametrize(
    ("tag", "rank", "head", "stays"),
    [
        ("article", "h1", "", False),
        ("div", "h1", "<p class='date'>3 May 2026</p>", False),
        ("div", "h1", "", True),
        ("article", "h2", "", False),
    ],
)
def test_the_next_article_is_no_part_of_this_one(tag, rank, head, stays):
    following = NEXT.format(tag=tag, rank=rank, head=head)
    inside = f"<article>{made.HEADLINE}{made.paragraphs(6)}</article>{following}"
    text = made.text(f"<main><div>{inside}</div></main>")
    assert (ALIEN in text) is stays
    assert text.count("The council met") == 6


@pytest.mark.parametrize(("lines", "own"), [(0, 20), (2, 0)])
def test_a_second_headline_over_all_of_the_text_is_the_headline_again(lines, own):
    following = NEXT.format(tag="article", rank="h1", head="")
    text = made.text(f"<main><div>{made.HEADLINE}{made.paragraphs(lines)}{following}</div></main>")
    assert text.count(ALIEN) == own


def test_a_label_and_a_linked_headline_point_elsewhere():
    line = "<p>READ ANOTHER STORY | <a href='/tram'>A tram stops beside the mill in town</a></p>"
    assert "READ ANOTHER" not in body(line)


@pytest.mark.parametrize(("count", "stays"), [(3, True), (4, False)])
def test_what_stands_beside_so_little_text_is_the_article(count, stays):
    row = f"<div>{HEADING}{SIGNED}</div>" * 3 + f"<div>{HEADING}{SIGNED}{TEASER}</div>" * 3
    blocks = made.layout(f"<article>{made.paragraphs(count)}{row}</article>").blocks
    assert (cards(blocks, made.URL) == set()) is stays


@pytest.mark.parametrize(
    ("answer", "lines", "same"),
    [
        ([ALIEN] * 9, 2, False),
        ([made.sentence(0), ALIEN], 2, True),
        ([made.sentence(0), ALIEN], 3, False),
        ([ALIEN] * 9, 1, True),  # so little that any text is better
    ],
)
def test_a_second_opinion_is_one_on_the_same_text(answer, lines, same):
    kept = made.blocks(*(made.sentence(n) for n in range(lines)))
    assert body_module._is_the_same(answer, kept) is same


OFFER = "Want to know what your own hull is worth? Our guide tells you how to reckon it in an hour."


def offer(link: str = "/guide", end: str = "Get the guide", said: str = OFFER) -> str:
    return f"<div class='b7'><p>{said}</p><p><a href='{link}'>{end}</a></p></div>"


def amid(box: str, before: int = 3) -> str:
    return made.text(
        f"<div class='z'>{made.HEADLINE}{made.paragraphs(before)}{box}{made.paragraphs(3, start=5)}</div>"
    )


def test_an_offer_of_the_house_amid_the_text_goes() -> None:
    assert "hull" not in amid(offer())
    assert amid(offer()).count("The council met") == 6


@pytest.mark.parametrize(
    "box",
    [
        offer(link="https://guide.example/"),  # a thing of others
        offer(end="Get the guide that our engineers wrote in the winter of that year"),
        offer(said=f"{OFFER} " * 4),
        offer(said=f"{OFFER} It is <a href='/1'>here</a>."),  # a sentence with its sources
        f"<div class='b7'><p>{OFFER}</p></div>",
    ],
)
def test_a_box_amid_the_text_that_offers_nothing_stays(box: str) -> None:
    assert "hull" in amid(box)


def test_parts_of_a_text_that_end_in_a_link_stay() -> None:
    parts = "".join(
        f"<section>{made.paragraphs(2, start=2 * n)}<p><a href='/{n}'>To part {n}</a></p></section>"
        for n in range(4)
    )
    assert made.text(f"<div class='z'>{made.HEADLINE}{parts}</div>").count("The council met") == 8


def test_lines_in_the_element_of_a_heading_make_no_box_of_it() -> None:
    head = "<h3><a href='/9'>Another story of the day</a><div>And what is below it</div></h3>"
    blocks = list(made.layout(f"<div>{head}<p>{'a' * 900}</p></div>").blocks)
    assert _boxes(blocks[:1], blocks, None) == []
