"""Boxes that ask the reader for something are no text, whatever they are named."""

from __future__ import annotations

import pytest

from pipelines.body.calls import calls
from tests import made

LINE = "Subscribe today and support our newsroom."
PRESS = "<a href='/offers'>Subscribe</a>"


def box(*lines: str) -> str:
    return f"<div class='k1'>{''.join(lines)}</div>"


def left(inside: str, paragraphs: int = 4) -> str:
    """Return what such boxes say on a page, ` | ` between lines; they stand amid its text."""
    text = [made.sentence(n) for n in range(paragraphs)]
    half = paragraphs // 2
    before, behind = ("".join(f"<p>{t}</p>" for t in part) for part in (text[:half], text[half:]))
    layout = made.layout(f"<main>{made.HEADLINE}<div>{before}{inside}{behind}</div></main>")
    found = calls(layout.blocks)
    return " | ".join(b.text for b in layout.blocks if b.index in found)


@pytest.mark.parametrize(
    "lines",
    [
        ("Enjoy our journalism?", LINE, "Subscribe"),
        ("Gefällt Ihnen unsere Arbeit?", "Mit einem Abo unterstützen Sie die Redaktion.", "Zum Abo"),
        ("Vous aimez notre travail ?", "Abonnez-vous et soutenez la rédaction.", "S’abonner"),
        ("¿Te gusta nuestro trabajo?", "Suscríbete y apoya a la redacción.", "Suscríbete"),
        ("Ti piace il nostro lavoro?", "Abbonati e sostieni la redazione.", "Abbonati"),
    ],
)  # fmt: skip
def test_an_offer_amid_the_text_is_left_out_with_all_its_lines(lines):
    over, line, press = lines
    offer = box(f"<h4>{over}</h4>", f"<p>{line}</p>", f"<a href='/offers'>{press}</a>")
    assert left(offer) == f"{over} | {line} | {press}"
    assert line not in made.text(f"<div>{made.HEADLINE}{made.paragraphs(4)}{offer}</div>")


@pytest.mark.parametrize(
    "press",
    [
        "<button>Subscribe</button>",
        "<p>Your address, please: <button>Subscribe</button></p>",
        "<a href='/login'>Log in</a>",
    ],
)
def test_a_button_is_pressed_like_a_link(press):
    assert LINE in left(box(f"<p>{LINE}</p>", press))


@pytest.mark.parametrize(
    "lines",
    [
        (f"<p>{LINE}</p>",),  # nothing to press
        (f"<p>{LINE}</p>", "<p>With pleasure.</p>"),
        (f"<p>{LINE}</p>", f"<p>We wrote of it in <a href='/1'>{'a long report ' * 5}</a></p>"),
        ("<p>The mayor spoke first.</p>", "<a href='/1'>His speech</a>"),  # asks for nothing
        (f"<p>{LINE}</p>", f"<p>{made.sentence(70)}</p>", PRESS),  # a paragraph beside it
        (f"<ul><li>{LINE}</li><li>{PRESS}</li></ul>",),  # a list of things to do
    ],
)
def test_what_asks_for_nothing_or_holds_more_stays(lines):
    assert left(box(*lines)) == ""


@pytest.mark.parametrize(("size", "stays"), [(260, False), (261, True)])
def test_a_line_of_such_a_box_is_short(size, stays):
    long = (LINE + " Subscribe now." * 20)[: size - 1] + "."
    assert (left(box(f"<p>{long}</p>", PRESS)) == "") == stays


@pytest.mark.parametrize(("size", "stays"), [(450, False), (451, True)])
def test_so_is_the_box(size, stays):
    press = "Subscribe"
    half = (size - len(press)) // 2
    one, two = (
        f"{LINE} {'Subscribe now. ' * 20}"[: n - 1] + "." for n in (half, size - len(press) - half)
    )
    assert (left(box(f"<p>{one}</p>", f"<p>{two}</p>", PRESS)) == "") == stays  # fmt: skip


@pytest.mark.parametrize(("count", "stays"), [(6, False), (7, True)])
def test_it_has_few_lines(count, stays):
    assert (left(box(f"<p>{LINE}</p>", "<p>Any day.</p>" * count, PRESS)) == "") == stays


@pytest.mark.parametrize(("size", "stays"), [(60, False), (61, True)])
def test_what_is_pressed_is_short(size, stays):
    link = "Subscribe " + "x" * (size - 10)
    assert (left(box(f"<p>{LINE}</p>", f"<p><a href='/1'>{link}</a></p>")) == "") == stays


def test_a_line_with_a_link_in_it_is_not_pressed():
    line = "<p>With us all day: <a href='/1'>subscribe to the paper</a></p>"
    assert left(box(f"<p>{LINE}</p>", line)) == ""


def test_a_link_alone_asks_of_nobody():
    assert left(box("<p>The mayor spoke first.</p>", PRESS)) == ""
    assert left(box(f"<p>{LINE}</p>", "<a href='/1'>His speech</a>")) == ""
    assert left(box("<button>How do I begin?</button>", f"<p>{LINE}</p>")) == ""


@pytest.mark.parametrize(("size", "stays"), [(300, False), (299, True)])
def test_where_there_is_no_other_text_they_are_what_there_is(size, stays):
    text = (made.sentence(1) * 5)[: size - 1] + "."
    page = made.layout(
        f"<main>{made.HEADLINE}<div><p>{text}</p>{box(f'<p>{LINE}</p>', PRESS)}</div></main>"
    )
    assert (not calls(page.blocks)) == stays  # fmt: skip
