"""White space, invisible characters, words, likeness of texts."""

from __future__ import annotations

import pytest

from pipelines.page.words import containment, fold, is_dense, similarity, squeeze, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a \n\t b ", "a b"),
        ("a\u00adb\u200bc", "abc"),
        ("a &amp; b", "a & b"),
        ("a & b", "a & b"),
        ("", ""),
        (" a b ", "a b"),
        ("a  b", "a b"),
        ("a\nb", "a b"),
        ("a\x7f b", "a b"),
    ],
)
def test_squeeze(text: str, expected: str) -> None:
    assert squeeze(text) == expected


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("A  B", "a b"),
        ("“a”", '"a"'),
        ("a–b", "a-b"),
        ("a’s", "a's"),
        ("ｆｕｌｌ", "full"),
        (" A\nb ", "a b"),
        ("a`s", "a's"),
        ("Abonaţi-vă şi voi", "abonați-vă și voi"),
        ("ŢARA, ŞTIRI", "Țara, știri"),
    ],
)
def test_folded_texts_are_compared(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It's a test, isn't it?", ["It's", "a", "test", "isn't", "it"]),
        ("a_b 2024", ["a", "b", "2024"]),
        ("今日は", ["今", "日", "は"]),
        ("?!", []),
        (
            "'twas the dogs' \"own\" 'bone' of a''b",
            ["twas", "the", "dogs", "own", "bone", "of", "a", "b"],
        ),
        ("'", []),
        ("été d'hiver, 'là'", ["été", "d'hiver", "là"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(("text", "dense"), [("字a", False), ("字字a", True), ("abc", False)])
def test_more_than_half_of_a_dense_text_is_of_its_script(text: str, dense: bool) -> None:
    assert is_dense(text) is dense


def test_likeness_counts_words_of_both() -> None:
    assert similarity("a b c", "b c d") == pytest.approx(0.5)
    assert similarity("a", "") == 0
    assert containment("a b", "b c d") == pytest.approx(0.5)
    assert containment("", "a") == 0
