"""What tags tell of a page's kind: one made page for each sign, and one that lacks it."""

from __future__ import annotations

import math

import pytest

from pipelines.extract import markup
from pipelines.layout.headline import locate
from pipelines.layout.layout import lay_out
from tests import made

URL = "https://shop.example/tools/hammers"
LINE = (
    "The hammer has a handle of ash and a head that was forged in the valley, as the old ones were."
)
TEXT = "".join(f"<p>{LINE} Sentence {n} says the same again.</p>" for n in range(4))
ONE = math.log1p(1)


def signs(content: str, head: str = "", body: str = "", url: str = URL) -> dict[str, float]:
    title = "Hammers of ash"
    document = made.document(
        content, head=head, title=title, lang=None, of_body=body, url=url, declared=False
    )
    return markup.signs(document, locate(lay_out(document), title))


def items(count: int, inner: str = LINE) -> str:
    return "".join(f"<div class='post'><p>{inner} Number {n}.</p></div>" for n in range(count))


@pytest.mark.parametrize(
    ("content", "sign", "value"),
    [
        ("<a href='#part'>a</a><a href='#'>b</a>", "here links", ONE),
        ("<a href='/tools/hammers/ash'>a</a>", "below links", ONE),
        ("<a href='/tools/saws'>a</a><a href='saws'>b</a>", "beside links", math.log1p(2)),
        ("<a href='https://shop.example/tools/saws'>a</a>", "beside links", ONE),
        ("<a href='/tools/hammers?page=2'>2</a><a href='/x'>many</a>", "pages links", ONE),
        ("<a href='https://else.example/a'>a</a><a href='/b'>b</a>", "links away", 0.5),
        ("<a href='//else.example/a'>a</a>", "links away", 1.0),
        ("<a href='tel:+49'>call</a><a href='mailto:a@b.c'>write</a>", "link to call", math.log1p(2)),
        ("<a href='/basket'>basket</a>", "link to cart", ONE),
        ("<a href='/login'>log in</a>", "link to log in", ONE),
        ("<a href='/members/anna'>anna</a><a href='/x'>x</a>", "links member", 0.5),
        ("<a href='javascript:void(0)'>x</a>", "links beside", 0.0),
        ("<input name='quantity' type='number'>", "asks amount", 1.0),
        ("<span itemprop='price'>3</span>", "marks price", ONE),
        ("<input type='password'>", "asks password", 1.0),
        ("<select></select><input type='radio'>", "choices", math.log1p(2)),
        ("<textarea></textarea><input type='email'>", "fields", math.log1p(2)),
        ("<div itemscope itemtype='https://schema.org/Product'></div>", "item is thing for sale", ONE),
        ("<div itemscope itemtype='http://schema.org/Comment'></div>", "item is talk", ONE),
        ("<img src=a><img src=b>", "pictures", math.log1p(2)),
        ("<table></table>", "tables", ONE),
        ("<iframe></iframe><video></video>", "frames", math.log1p(2)),
        ("<time>now</time>", "times", ONE),
        ("<article><p>x</p></article>", "article boxes", ONE),
        ("<a href='/tools/hammers?by=ash'>a</a><a href='/tools/hammers#ash'>b</a>", "link to itself", ONE),
        ("<a href='tel:+49'>call</a><a href='mailto:a@b.c'>write</a>", "telephones", ONE),
        ("<a href='/x' aria-current='page'>x</a>", "marks a place", ONE),
        ("<button>a</button><button>b</button>", "buttons of page", math.log1p(2)),
        ("<ul></ul><ol></ol>", "lists", math.log1p(2)),
        ("<figure><figcaption>x</figcaption></figure>", "captions", ONE),
        ("<pre>x</pre>", "listings", ONE),
        ("<details></details>", "folded parts", ONE),
    ],
)  # fmt: skip
def test_a_tag_is_counted(content: str, sign: str, value: float) -> None:
    assert signs(TEXT + content)[sign] == pytest.approx(value)
    assert signs(TEXT)[sign] == 0


@pytest.mark.parametrize(
    ("names", "sign"),
    [
        ("single single-post postid-4", "template of post"),
        ("page page-id-4", "template of page"),
        ("archive category", "template of archive"),
        ("single-product woocommerce", "template of shop"),
    ],
)
def test_content_systems_name_the_template(names: str, sign: str) -> None:
    assert signs(TEXT, body=f"class='{names}'")[sign] == 1
    assert signs(TEXT, body="class='posting paged'")[sign] == 0


def test_code_amid_lines_is_set_against_the_text() -> None:
    assert signs(TEXT + "<p>Type <code>ls</code>.</p>")["code in lines"] > 0.3
    assert signs(TEXT)["code in lines"] == 0


def test_declared_prices_and_a_next_page() -> None:
    priced = "<meta property='product:price:amount' content='3'>"
    assert signs(TEXT, head=priced)["marks price"] == 1
    assert signs(TEXT, head="<link rel='next' href='/2'>")["says next"] == 1


def test_boxes_of_one_make_side_by_side() -> None:
    found = signs(f"<div>{items(5)}</div>")
    assert found["boxes alike"] == pytest.approx(math.log1p(5))
    assert found["text in boxes alike"] == pytest.approx(1.0)
    assert found["most boxes alike"] == pytest.approx(math.log1p(5))
    two = signs(f"<div>{items(2)}</div>")
    assert two["boxes alike"] == two["text in boxes alike"] == 0
    assert signs(f"<div>{TEXT}</div>")["boxes alike"] == 0


def test_a_text_in_one_column_and_one_here_and_there() -> None:
    column, spread = signs(f"<main>{TEXT}</main>"), signs(f"<main>{items(4)}</main>")
    assert column["text of first home"] == 1
    assert spread["text of first home"] < 0.3
    assert column["homes of text"] < spread["homes of text"]
    assert column["sentences in a row"] == pytest.approx(math.log1p(4))


def test_headings_part_the_text() -> None:
    parted = TEXT.replace("</p>", "</p><h2>On handles</h2>", 1)
    whole, two = signs(f"<main>{TEXT}</main>"), signs(f"<main>{parted}</main>")
    assert two["sentences in a row"] == pytest.approx(math.log1p(3))
    assert two["text before heading"] < whole["text before heading"]
    assert two["text to heading"] < whole["text to heading"]


def test_paragraphs_of_one_length_do_not_deviate() -> None:
    assert signs(f"<main>{TEXT}</main>")["paragraph deviates"] < 0.05
    assert signs(f"<main>{TEXT}<p>{LINE * 6}</p></main>")["paragraph deviates"] > 0.5


@pytest.mark.parametrize(
    ("url", "site", "spelt"),
    [
        ("https://hammersofash.example/", 1.0, 0.0),
        ("https://shop.example/hammers-of-ash", 0.0, 1.0),
        ("https://shop.example/p/123", 0.0, 0.0),
    ],
)
def test_the_headline_and_the_address(url: str, site: float, spelt: float) -> None:
    found = signs(f"<main><h1>Hammers of ash</h1>{TEXT}</main>", url=url)
    assert found["headline is site"] == site
    assert found["headline in address"] == pytest.approx(spelt)
    assert found["words of headline"] == 3
    assert found["title beyond headline"] == 0


def test_a_page_without_anything_has_all_signs() -> None:
    assert set(signs("")) == set(signs(TEXT))
    assert all(math.isfinite(v) for v in signs("").values())
