"""Bytes to text: what is declared, what is detected, what is mended."""

from __future__ import annotations

import pytest

from pipelines.page.decoding import decode

UMLAUT = "Größe und mehr davon"


@pytest.mark.parametrize(
    ("body", "header", "text", "encoding", "basis"),
    [
        (b"\xef\xbb\xbfone", None, "one", "utf-8", "bom"),
        (UMLAUT.encode(), "text/html; charset=iso-8859-1", UMLAUT, "utf-8", "utf-8"),
        (UMLAUT.encode("cp1252"), "text/html; charset=iso-8859-1", UMLAUT, "cp1252", "header"),
        (
            b'<meta charset="iso-8859-1">' + UMLAUT.encode("cp1252"),
            None,
            '<meta charset="iso-8859-1">' + UMLAUT,
            "cp1252",
            "meta",
        ),
        (b"plain", None, "plain", "utf-8", "detected"),
        (b"a\x00b", None, "ab", "utf-8", "detected"),
        ("größer".encode("utf-16-le"), None, "größer", "utf-16-le", "detected"),
        ("größer".encode("utf-16-be"), None, "größer", "utf-16-be", "detected"),
        ("añ".encode("utf-16-le"), "text/html; charset=utf-16le", "añ", "utf-16-le", "header"),
    ],
)
def test_encoding_and_what_told_it(
    body: bytes, header: str | None, text: str, encoding: str, basis: str
) -> None:
    found = decode(body, header)
    assert (found.text, found.encoding, found.basis) == (text, encoding, basis)
    assert found.utf8.decode() == text


@pytest.mark.parametrize(("cut", "basis"), [(1, "utf-8"), (2, "utf-8")])
def test_a_text_cut_in_its_last_character_is_utf8(cut: int, basis: str) -> None:
    assert decode(("größer " * 9 + "€").encode()[:-cut]).basis == basis


@pytest.mark.parametrize(("broken", "basis"), [(1, "header"), (3, "detected")])
def test_a_few_broken_characters_of_many_leave_the_declared_encoding(
    broken: int, basis: str
) -> None:
    body = b"a" * 400 + b"\xe4b" * broken + b"c" * 50
    assert decode(body, "text/html; charset=utf-8").basis == basis


@pytest.mark.parametrize(("times", "mended"), [(2, False), (3, True)])
def test_a_page_encoded_twice_is_mended_from_the_third_character_on(
    times: int, mended: bool
) -> None:
    text = " ".join(["gröse"] * times)
    twice = text.encode().decode("cp1252")
    assert (decode(twice.encode()).text == text) is mended


def test_a_page_with_one_character_that_cannot_be_mended_stays() -> None:
    twice = "größe größe größe größe".encode().decode("cp1252") + " Ãƒ€"
    assert decode(twice.encode()).text == twice
