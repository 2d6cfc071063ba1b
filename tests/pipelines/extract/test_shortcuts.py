"""What the shortcuts of the extractor must not change."""

from __future__ import annotations

import gc

import pytest
from lxml import etree

from pipelines.body.body import _without
from pipelines.extract.extractor import FIRST, extract, preload
from pipelines.extract.result import Extraction
from pipelines.layout import roles
from pipelines.layout.layout import lay_out
from pipelines.layout.segment import read
from pipelines.lexicon import matcher as lexicon
from pipelines.model import Page
from pipelines.page.decoding import decode
from pipelines.page.document import Document
from pipelines.page.words import folded, words
from tests import made


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("Žluťoučký kůň".encode(), None),
        ("Zahlung in €".encode(), "text/html; charset=iso-8859-1"),
        ("nul\x00 é".encode(), None),
        ("cut é".encode()[:-1], "text/html; charset=utf-8"),
        ("café".encode("cp1252"), "text/html; charset=windows-1252"),
        ("\ufeffcafé".encode(), None),
        ("Ã©tÃ©, dÃ©jÃ , cafÃ©".encode(), None),
    ],
)
def test_parser_gets_the_decoded_text(body: bytes, content_type: str | None) -> None:
    decoded = decode(body, content_type)
    assert decoded.utf8.decode() == decoded.text


def test_fold_unifies_quotes_and_dashes_beside_other_scripts() -> None:
    assert folded("«L’été» – ‚Straße‘ ＡＢＣ") == "\"l'été\" - 'strasse' abc"
    assert words("l’été d_e 日本") == ["l’été", "d", "e", "日", "本"]


@pytest.mark.parametrize(
    "names", ["relatedLinks", "related_links wide", "  RELATED-links  ", "x related links"]
)
def test_roles_of_names_in_any_spelling(names: str) -> None:
    assert roles.of_names(names) & roles.RELATED


def test_walk_keeps_texts_and_tails_in_order() -> None:
    html = b"<body>a<div>b<svg><text>no</text></svg>c<p>d<b>e</b>f<a href=x>g</a></p>h</div>i<script>no</script>j</body>"
    blocks, _ = read(Document(html, "https://paper.example/a").root)
    assert [b.text for b in blocks] == ["a", "bc", "defg", "h", "ij"]
    assert (blocks[2].bold_chars, blocks[2].link_chars) == (1, 1)


def test_walk_goes_down_deep_pages() -> None:
    html = b"<body>" + b"<div>" * 3000 + b"deep" + b"</div>" * 3000 + b"<p>after</p></body>"
    blocks, _ = read(Document(html, "https://paper.example/a").root)
    assert len(blocks) <= 2


def test_a_page_of_endless_short_lines_asks_no_other_library(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> list[str]:
        pytest.fail("a page of this size is no doubtful article")

    monkeypatch.setattr("pipelines.body.body._by_trafilatura", refuse)
    extract(
        Page(url="https://paper.example/a", body=b"<p>a</p>" * 12_000, content_type="text/html")
    )


def test_control_characters_that_a_library_cannot_read_cost_no_record() -> None:
    lines = "".join(
        f"<p>The council spoke of the bridge number {n} for an hour and came to no decision on it at all.</p>"
        for n in range(5)
    )
    body = f"<article><h1>Bridges wait</h1><script>a</script>\x0b\x01 b{lines}</article>"
    assert made.article(body, title=None, lang=None, declared=False).title == "Bridges wait"


@pytest.mark.parametrize("others", [set(), {0}])
def test_another_library_reads_a_copy_without_what_is_left_out(others: set[int]) -> None:
    html = b"<body><p>of another</p><p hidden>not shown</p><p>of this</p></body>"
    document = Document(html, "https://paper.example/a")
    before = etree.tostring(document.root)
    asked = etree.tostring(_without(document, lay_out(document), others))
    assert etree.tostring(document.root) == before
    assert [b"of this" in asked, b"not shown" in asked, b"of another" in asked] == [
        True,
        False,
        not others,
    ]


@pytest.mark.parametrize("few", [0, 1_000])
def test_words_are_found_whichever_way_their_beginnings_are(
    few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexicon, "_FEW", few)
    asked = lexicon.matcher("box.price")
    assert asked.stands_in("yours, and cancel any time")
    assert not asked.stands_in("the council spoke of the bridge")


def test_what_is_loaded_is_not_searched_for_garbage_again() -> None:
    often = gc.get_threshold()
    preload()
    try:
        assert gc.get_freeze_count() > 10_000
        assert gc.get_threshold()[0] == 50_000
    finally:
        gc.unfreeze()
        gc.set_threshold(*often)


def test_the_page_that_is_read_for_loading_asks_for_the_words_of_walls_and_bylines() -> None:
    found = extract(FIRST)
    assert isinstance(found, Extraction)
    assert found.access.boundary is not None
    assert found.article.authors == ["Ann Example"]
