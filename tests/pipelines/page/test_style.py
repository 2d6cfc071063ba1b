"""What the page's own styles hide: each way of hiding, the cascade, and its bounds."""

from __future__ import annotations

import pytest
from lxml import html

from pipelines.page import style
from pipelines.page.style import Look


def seen(css: str, markup: str = "<p class='rest'>Text</p>", ask: str = "//p") -> Look:
    root = html.fromstring(f"<html><head><style>{css}</style></head><body>{markup}</body></html>")
    elements = root.xpath(ask)
    return style.looks(root, elements).get(elements[0], style.SHOWN)


GONE = [
    "display:none",
    "display: none !important",
    "visibility:hidden",
    "visibility:collapse",
    "content-visibility: hidden",
    "position:absolute;left:-9999px",
    "position:fixed;top:-2000px",
    "text-indent:-9999px",
    "position:absolute;clip:rect(0,0,0,0)",
    "position:absolute;clip-path:inset(50%)",
    "height:0;overflow:hidden",
    "max-height:0px;overflow:hidden",
    "font-size:0;overflow:hidden",
]


@pytest.mark.parametrize("stated", GONE)
def test_what_is_not_there_for_a_reader_is_gone(stated):
    assert seen(f".rest{{{stated}}}").gone
    assert seen("", f"<p style='{stated}'>Text</p>").gone


@pytest.mark.parametrize("stated", ["opacity:0", "opacity:.05", "filter:blur(4px)"])
def test_what_is_there_and_not_to_be_read_is_veiled(stated):
    found = seen(f".rest{{{stated}}}")
    assert (found.gone, found.veiled, found.hides) == (False, True, True)


@pytest.mark.parametrize(
    "stated",
    [
        "display:block",
        "opacity:.9",
        "filter:blur(0)",
        "max-height:0",
        "left:-9999px",
        "visibility:visible",
        "height:100%;overflow:hidden",
        "overflow:hidden",
        "position:absolute;clip:auto",
    ],
)
def test_what_is_shown_has_no_look(stated):
    assert seen(f".rest{{{stated}}}") == style.SHOWN


@pytest.mark.parametrize(
    ("stated", "pixels"),
    [
        ("max-height:300px;overflow:hidden", 300),
        ("height:10em;overflow-y:hidden", 180),
        ("-webkit-line-clamp:5;overflow:hidden", 130),
    ],
)
def test_box_of_fixed_height_crops(stated, pixels):
    found = seen(f".rest{{{stated}}}")
    assert found.cropped == pytest.approx(pixels)
    assert not found.hides


def test_mask_with_a_gradient_fades():
    assert seen(".rest{-webkit-mask-image:linear-gradient(#000,transparent)}").faded
    assert not seen(".rest{mask-image:url(a.svg)}").faded


def test_text_that_cannot_be_selected_is_guarded():
    assert seen(".rest{user-select:none}") == Look(guarded=True)


@pytest.mark.parametrize(
    "css",
    [
        ".rest{display:none} .rest{display:block}",
        "p.rest{display:block} .rest{display:none}",
        ".rest{display:none} .rest{display:block!important}",
        "@media print{.rest{display:none}}",
        "@media (max-width:600px){.rest{display:none}}",
        "@keyframes in{from{opacity:0}}",
        ".rest:hover{display:none}",
        ".rest::before{display:none}",
        "/* .rest{display:none} */",
        ".rest.shut{display:none}",
        "html.js .rest{display:none}",
        ".rest{display:none} @media (min-width:700px){.rest{display:block}}",
        ".a > .rest{display:none}",
        "..{display:none} .rest{",
    ],
)
def test_rule_that_does_not_hold_hides_nothing(css):
    assert not seen(css).hides


@pytest.mark.parametrize(
    "css",
    [
        "a{content:'}'} .rest{display:none}",
        "@media screen{.rest{display:none}}",
        "@supports (display:grid){.rest{display:none}}",
        "@media print{.x{display:block}} .rest{display:none}",
        "body > .rest{display:none}",
        ".rest{display:none} @media print{.rest{display:block}}",
        ".rest{display:none} @media (min-width:700px){.rest{width:9px}}",
        ".x, .rest{display:none}",
        "body .rest:not(.open){display:none}",
        "p.rest{display:none}",
        ".rest[class^=re]{display:none}",
        ".rest{display:none",
    ],
)
def test_rule_that_holds_hides(css):
    assert seen(css).gone


def test_important_rule_beats_the_attribute_and_the_attribute_any_other():
    shown = "<p class='rest' style='display:block'>Text</p>"
    assert not seen(".rest{display:none}", shown).gone
    assert not seen(
        ".rest{display:none!important}", "<p style='display:block!important'>Text</p>"
    ).gone
    assert seen(".rest{display:none!important}", shown).gone


def test_style_for_paper_is_not_read():
    root = html.fromstring(
        "<html><head><style media=print>p{display:none}</style></head><body><p>T</p></body></html>"
    )
    assert style.looks(root, root.xpath("//p")) == {}


def test_hidden_attribute_hides_and_a_rule_may_show_it_again():
    assert seen("", "<p hidden>Text</p>").gone
    assert not seen("", "<p hidden='until-found'>Text</p>").gone


def test_work_is_bounded(monkeypatch):
    """A sheet of many selectors asks the tree no more often than it may."""
    asked = []
    monkeypatch.setattr(style, "_asked", lambda s, _: asked.append(s) or frozenset())
    css = "".join(f"body .rest:not(.x{n}){{display:none}}" for n in range(4 * style.MAX_QUERIES))
    seen(css)
    assert len(asked) == style.MAX_QUERIES


STRINGS = {
    "two strings and a rule between them": '.a::before{content:""}.rest{display:none}.b::after{content:"x"}',
    "single ones": ".a{font-family:'A B'}.rest{display:none}.b{font-family:'C'}",
    "one with a brace": '.a::before{content:"}"}@media print{.c{content:"{"}}.rest{display:none}',
    "one with its quote escaped": r'@media print{.a::before{content:"{\""}}.rest{display:none}',
    "a quote too many": '.a{content:"}\n.rest{display:none}.b{content:"}',
    "a quote too many and a long way to the next": '.a{content:"}'
    + ".c{color:red}" * 40
    + '.rest{display:none}.b{content:"x"}',
}


@pytest.mark.parametrize("css", STRINGS.values(), ids=STRINGS)
def test_a_rule_between_two_strings_holds(css):
    assert seen(css).gone


def test_a_rule_in_a_string_is_none():
    assert seen(".a::before{content:'x} .rest{display:none} '}") == style.SHOWN


@pytest.mark.parametrize(("size", "shown"), [(400, True), (401, False)])
def test_length_of_a_string_with_braces(size, shown):
    rule = ".rest{display:none}"
    said = "}" + " " * (size - len(rule) - 3) + rule
    assert (seen(f".a{{content:'{said}'}}") == style.SHOWN) is shown
