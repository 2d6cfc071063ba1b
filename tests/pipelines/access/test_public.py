"""The public page: the same places, without the words that are kept back."""

from __future__ import annotations

import ast
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from sources import parsed, walked

from pipelines.access.evidence import Access, Basis, Boundary
from pipelines.access.public import Public, kept_back, public, whole
from pipelines.layout.layout import Layout, lay_out
from pipelines.page.document import Document
from tests.made import HEADLINE, TITLE, document, json_ld, layout, meta, paragraphs, sentence

ROOM = Path(__file__).parents[3] / "pipelines"


def opened(body: str, *, head: str = "", behind: str) -> tuple[Document, Layout, Public]:
    """Return a page, its layout, and what is public when the block that begins with
    `behind` is the first that is not."""
    page = document(body, head=head)
    laid = lay_out(page)
    first = next(b for b in laid.blocks if b.text.startswith(behind))
    place = Boundary(first.index, first.path, Basis.VISIBLE_WALL, 0.9)
    return page, laid, public(page, laid, Access(boundary=place))


def words_of(found: Public) -> str:
    """Return all text of the public tree and all that its attributes and metas say."""
    root = found.document.root
    said = [" ".join(root.itertext()), str([dict(e.attrib) for e in root.iter()])]
    return " ".join([*said, str(found.document.head), str(found.document.ld)])


def test_blocks_behind_the_boundary_stay_without_words() -> None:
    _, laid, found = opened(HEADLINE + paragraphs(6), behind=sentence(3))
    assert len(found.layout.blocks) == len(laid.blocks)
    assert [b.text for b in found.layout.blocks if b.text] == [TITLE, *map(sentence, range(3))]
    assert sentence(4) not in words_of(found)


def test_a_reserved_block_before_the_boundary_has_no_words() -> None:
    page = document(HEADLINE + paragraphs(5))
    laid = lay_out(page)
    found = public(page, laid, Access(reserved=frozenset([2])))
    assert found.layout.blocks[2].text == ""
    assert found.layout.blocks[3].text == sentence(2)
    assert sentence(1) not in words_of(found)
    assert sentence(2) in words_of(found)


def test_what_is_kept_back_in_the_same_element_is_cut_out_of_it() -> None:
    body = f"{HEADLINE}<div>{sentence(0)}<br><br>{sentence(1)}<br><br>kept <b>back</b> all of it<br><br>more kept</div>"
    _, _, found = opened(body, behind="kept")
    said = words_of(found)
    assert sentence(1) in said
    assert "kept" not in said
    assert "back" not in said


@pytest.mark.parametrize(
    "markup", ["<p>{}{}</p>", "<p><b>{}</b>{}</p>", "<p>{}<i>{}</i></p>", "<p> {}\n <a>{}</a></p>"]
)
def test_a_boundary_may_part_a_paragraph(markup: str) -> None:
    body = HEADLINE + paragraphs(2) + markup.format(sentence(2), " kept back words") + "<p>kept</p>"
    page = document(body)
    laid = lay_out(page)
    place = Boundary(3, laid.blocks[3].path, Basis.VISIBLE_WALL, 0.9, chars=len(sentence(2)))
    found = public(page, laid, Access(boundary=place))
    assert [b.text for b in found.layout.blocks if b.text] == [TITLE, *map(sentence, range(3))]
    assert "kept" not in words_of(found)
    assert sentence(2) in " ".join(words_of(found).split())


def test_a_layout_of_another_page_is_refused() -> None:
    page, other = document(HEADLINE + paragraphs(5)), layout(HEADLINE + paragraphs(6))
    with pytest.raises(ValueError, match="not that of the page"):
        public(page, other, Access(reserved=frozenset([2])))


def test_paths_of_the_public_page_are_those_of_the_page() -> None:
    page, laid, found = opened(
        HEADLINE + paragraphs(3) + "<div>hidden <p>from</p> all</div>", behind=sentence(2)
    )
    for own, open_ in zip(laid.blocks, found.layout.blocks, strict=True):
        assert own.path == open_.path
    assert page.root is not found.document.root


def test_the_page_itself_is_not_changed() -> None:
    page, laid, _ = opened(HEADLINE + paragraphs(6), behind=sentence(3))
    assert sentence(5) in " ".join(page.root.itertext())
    assert laid.blocks[-1].text == sentence(5)


def test_a_page_with_nothing_kept_back_is_not_copied() -> None:
    page = document(HEADLINE + paragraphs(4))
    laid = lay_out(page)
    found = public(page, laid, Access())
    assert found.document.root is page.root
    assert found.layout.blocks is laid.blocks
    assert not found.layout.walled


def test_running_text_that_nobody_sees_is_kept_back() -> None:
    laid = layout(f'{HEADLINE}{paragraphs(3)}<p style="display:none">{sentence(7)}</p>')
    assert [laid.blocks[i].text for i in kept_back(laid, Access())] == [sentence(7)]


def test_a_short_hidden_line_is_not_kept_back() -> None:
    laid = layout(f'{HEADLINE}{paragraphs(3)}<p style="display:none">3 May 2024</p>')
    assert not kept_back(laid, Access())


@pytest.mark.parametrize(
    ("head", "read"),
    [
        (json_ld(headline=TITLE, articleBody="kept words"), False),
        (json_ld(headline=TITLE, description="kept words"), False),
        (json_ld(headline=TITLE, description=sentence(0)), True),
        (json_ld(headline=TITLE, description=sentence(0)[:50] + "…"), True),
        (json_ld(headline=TITLE, description=f"{sentence(0)} kept"), False),
        (json_ld(headline=TITLE, keywords="kept, words"), True),
        (json_ld(headline=TITLE, author={"@type": "Person", "name": "Kept Words"}), True),
        (json_ld(headline="kept words " * 10), True),
        (json_ld(headline=TITLE, thing=" ".join(["kept"] * 12)), True),
        (json_ld(headline=TITLE, thing=" ".join(["kept"] * 13)), False),
        (json_ld(headline=TITLE, image="https://paper.example/" + "kept-" * 20), True),
        (meta("og:description", "kept words"), False),
        (meta("description", sentence(0)), True),
        (meta("og:title", "kept words " * 10), True),
        (meta("author", "Kept Words"), True),
        (meta("robots", "kept words, " * 10), True),
        ("<script>kept words</script>", False),
        ('<script type="application/json">{"a": "kept words"}</script>', False),
        (f'<meta itemprop="articleBody" content="{sentence(0)}">', False),
        (meta("description", sentence(0).partition("bate")[0] + "…"), True),
    ],
)
def test_declarations_pass_the_same_door(head: str, read: bool) -> None:
    _, _, found = opened(HEADLINE + paragraphs(6), head=head, behind=sentence(3))
    said = words_of(found).lower()
    assert ("kept" in said or said.count(sentence(0)[:40].lower()) > 1) is read


def test_libraries_are_given_the_public_markup() -> None:
    _, _, found = opened(HEADLINE + paragraphs(6), behind=sentence(3))
    assert sentence(2) in found.document.markup
    assert sentence(3) not in found.document.markup


def test_dates_and_what_an_element_is_stay_everywhere() -> None:
    body = f'{HEADLINE}{paragraphs(3)}<p class="k" id="i" data-words="kept words"><time datetime="2024-05-03">then</time></p>'
    _, _, found = opened(body, behind="then")
    last = found.layout.blocks[-1].element
    assert (last.get("class"), last.get("id"), last.get("data-words")) == ("k", "i", None)
    assert last.find("time").get("datetime") == "2024-05-03"


def test_a_public_layout_is_frozen() -> None:
    found = whole(document(HEADLINE), layout(HEADLINE))
    with pytest.raises(FrozenInstanceError):
        found.layout.body_start = 3  # type: ignore[misc]


def imported(path: Path) -> set[str]:
    """Return what a module imports, as `module.name`."""
    tree = parsed(path)
    found = (n for n in walked(tree) if isinstance(n, ast.ImportFrom))
    return {f"{n.module}.{a.name}" for n in found for a in n.names}


def test_no_reader_of_words_can_name_the_whole_page() -> None:
    readers = [p for room in ("fields", "body") for p in (ROOM / room).rglob("*.py")]
    readers += [ROOM / "extract" / f"{n}.py" for n in ("fields", "kind", "evidence", "record")]
    assert len(readers) > 10
    for path in readers:
        whole_page = {"pipelines.page.document.Document", "pipelines.layout.layout.Layout"}
        assert not imported(path) & whole_page, path


def test_only_the_search_for_the_headline_sees_the_whole_page() -> None:
    users = [p.name for p in ROOM.rglob("*.py") if "pipelines.access.public.whole" in imported(p)]
    assert users == ["place.py"]
