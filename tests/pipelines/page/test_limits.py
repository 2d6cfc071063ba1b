"""How much of a page is read, on both sides of each limit: what stands before it counts, what
stands behind it does not."""

from __future__ import annotations

import pytest
from lxml import html

from pipelines.fields.authors.names import clean_names
from pipelines.fields.dates import declared
from pipelines.page import decoding, jsonld, refresh, sheets, style
from pipelines.page.attributes import bounded
from pipelines.page.document import Document
from tests import made

NEW = "https://paper.example/new"


@pytest.mark.parametrize(("size", "cut"), [(8_001, False), (8_002, True)])
def test_attributes_are_counted_in_long_tags(size: int, *, cut: bool) -> None:
    markup = b"<p" + b" a" * 2_500
    markup += b" " * (size - len(markup)) + b">"
    assert (len(bounded(markup)) < len(markup)) is cut


@pytest.mark.parametrize(("before", "read"), [(9_999, True), (10_000, False)])
def test_how_far_a_declared_value_is_read(before: int, *, read: bool) -> None:
    assert ((jsonld.text_of("a" * before + "z") or "").endswith("z")) is read


@pytest.mark.parametrize(("spaces", "last"), [(1_983, "Bo Dahl"), (1_984, "Bo Dah")])
def test_how_far_names_are_read(spaces: int, last: str) -> None:
    assert clean_names([f"Ada Berg{' ' * spaces}, Bo Dahl"])[-1] == last


@pytest.mark.parametrize(("before", "read"), [(299, True), (300, False)])
def test_how_far_a_date_is_read(before: int, *, read: bool) -> None:
    page = made.document("", head=made.meta("date", "a" * before + "z"))
    ((_, _, text),) = declared._said(page, (), ("date",))
    assert text.endswith("z") is read


@pytest.mark.parametrize(("before", "read"), [(999, True), (1_000, False)])
def test_how_many_values_of_a_name_are_read(before: int, *, read: bool) -> None:
    head = made.meta("author", "Ada Berg") * before + made.meta("author", "Bo Dahl")
    found = made.document("", head=head).metas("author")
    assert any("Bo Dahl" in value for value in found) is read


@pytest.mark.parametrize(("before", "read"), [(12 * 2**20 - 1, True), (12 * 2**20, False)])
def test_how_far_a_page_is_read(before: int, *, read: bool) -> None:
    start = b"<html><body><p>"
    body = start + b"a" * (before - len(start)) + b"z"
    assert Document(body, made.URL, "text/html").decoded.text.endswith("z") is read


@pytest.mark.parametrize(("before", "read"), [(2**16 - 1, True), (2**16, False)])
def test_how_far_a_page_is_read_for_its_encoding(
    monkeypatch: pytest.MonkeyPatch, before: int, *, read: bool
) -> None:
    seen: list[bytes] = []

    class Best:
        def best(self) -> None:
            return None

    monkeypatch.setattr("charset_normalizer.from_bytes", lambda b: seen.append(b) or Best())
    decoding.decode(b"\xe4" * before + b"z")
    assert seen[0].endswith(b"z") is read


@pytest.mark.parametrize(
    ("value", "little", "leads"),
    [
        ("1; url=/new", False, True),
        ("1.01; url=/new", False, False),
        ("30; url=/new", True, True),
        ("30.01; url=/new", True, False),
    ],
)
def test_how_long_a_page_waits_that_only_sends_on(value: str, *, little: bool, leads: bool) -> None:
    assert (refresh._leads(value, made.URL, little=little) is not None) is leads


def sending(seconds: int, text: str = "", before: int = 0) -> bytes:
    meta = f'<meta http-equiv="refresh" content="{seconds}; url={NEW}">'
    start = "<html><head>"
    return f"{start.ljust(before)}{meta}</head><body>{text}</body></html>".encode()


@pytest.mark.parametrize(("length", "leads"), [(999, True), (1_000, False)])
def test_a_page_with_hardly_any_text_sends_on(length: int, *, leads: bool) -> None:
    assert (refresh.target(sending(9, "a" * length), made.URL) is not None) is leads


@pytest.mark.parametrize(("end", "leads"), [(2**16, True), (2**16 + 1, False)])
def test_what_sends_on_stands_at_the_start(end: int, *, leads: bool) -> None:
    said = len('<meta http-equiv="refresh')
    assert (refresh.target(sending(9, "", end - said), made.URL) is not None) is leads


@pytest.mark.parametrize(("before", "read"), [(1_999_999, True), (2_000_000, False)])
def test_how_far_style_sheets_are_read(before: int, *, read: bool) -> None:
    root = html.Element("html")
    html.etree.SubElement(root, "style").text = "a" * before + "z"
    assert sheets._text(root).endswith("z") is read


def _hiding(names: list[str]) -> str:
    return "".join(f".{name}{{display:none}}" for name in names)


@pytest.mark.parametrize(("before", "read"), [(299, True), (300, False)])
def test_how_many_rules_of_a_page_are_looked_at(before: int, *, read: bool) -> None:
    css = _hiding([f"a{n}" for n in range(before)]) + _hiding(["rest"])
    root = html.fromstring(f"<html><head><style>{css}</style></head></html>")
    known = {".rest", *(f".a{n}" for n in range(before))}
    last = sheets.Sheets(root).hiding(known)[-1]
    assert (last.selectors == (".rest",)) is read


@pytest.mark.parametrize(("before", "read"), [(4_999, True), (5_000, False)])
def test_how_many_rules_of_a_sheet_are_looked_at(before: int, *, read: bool) -> None:
    css = _hiding(["a"] * before) + _hiding(["rest"])
    *_, last = sheets._found(css)
    assert (last.selectors == ".rest") is read


@pytest.mark.parametrize(("length", "whole"), [(4_000, True), (4_001, False)])
def test_how_far_before_a_rule_its_selectors_begin(length: int, *, whole: bool) -> None:
    css = "." + "a" * (length - 1) + "{display:none}"
    assert sheets._before(css, length).startswith(".") is whole


@pytest.mark.parametrize(("length", "kept"), [(600_000, True), (600_001, False)])
def test_which_sheets_are_kept_for_the_next_page(length: int, *, kept: bool) -> None:
    root = html.Element("html")
    html.etree.SubElement(root, "style").text = "b" * length
    assert (sheets.Sheets(root)._sheet is sheets.Sheets(root)._sheet) is kept


@pytest.mark.parametrize(("before", "gone"), [(59, True), (60, False)])
def test_how_often_the_tree_is_asked_for_a_selector(before: int, *, gone: bool) -> None:
    asked = "".join(f".rest:not(.rest):not(.x{n}){{display:none}}" for n in range(before))
    css = f"{asked}.rest:not(.x){{display:none}}"
    root = html.fromstring(
        f"<html><head><style>{css}</style></head><body><p class='rest'>Text</p></body></html>"
    )
    elements = root.xpath("//p")
    assert style.looks(root, elements).get(elements[0], style.SHOWN).gone is gone
