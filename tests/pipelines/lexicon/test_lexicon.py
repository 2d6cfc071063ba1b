"""The languages' files: each row says what its file says, and reaches the text."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from checked import each

from pipelines.errors import InputError
from pipelines.lexicon import files, hearing, hints as hinting, matcher as matching, tables
from pipelines.lexicon.files import load
from pipelines.lexicon.hearing import Heard, hear
from pipelines.lexicon.hints import hints, speaking
from pipelines.lexicon.matcher import matcher
from pipelines.lexicon.phrases import spoken
from pipelines.lexicon.rows import Row, alternation, literals, pieces
from pipelines.lexicon.tables import labels, pattern, source
from pipelines.page.words import fold
from tests.rows import example, hears

LANGUAGES = sorted(load())
_CACHED = [
    function
    for module in (files, hinting, hearing, matching, tables)
    for function in vars(module).values()
    if hasattr(function, "cache_clear")
]


@pytest.mark.parametrize(
    ("row", "yes", "no"),
    [
        ("abo", "das abo endet", "das abonnement endet"),
        ("abonn*", "ein abonnement", "das reabonnement"),
        ("*abo", "ein digitalabo", "ein digitalabonnement"),
        ("*abo*", "ein digitalabonnement", "ein angebot"),
        ("ein * konto", "ein neues konto", "ein sehr schönes ganz neues konto"),
        ("ein * konto", "ein konto", "kein konto"),
        ("jetzt (kaufen|testen)", "jetzt testen", "jetzt bestellen"),
        ("log-in", "zum log-in hier", "login"),
        ("straße", "an der Straße", "an den Straßen"),
        ("पढ़*", "आगे पढ़ें", "अपढ़"),
        ("l'article", "Lire l’article", "larticle"),
        ({"re": r"noch \d+ artikel"}, "noch 3 artikel", "noch artikel"),
        ("abonații", "Abonaţii noştri", "abonatii"),
        ("abonaţii", "abonații noștri", "abonatii"),
        ({"re": r"încă \d+ [șş]tiri"}, "încă 3 ştiri", "încă 3 stiri"),
        ({"re": r"încă \d+ ştiri"}, "încă 3 știri", "încă 3 stiri"),
    ],
)
def test_row(row: Row, yes: str, no: str) -> None:
    assert hears(row, yes)
    assert not hears(row, no)


@pytest.mark.parametrize(
    ("row", "yes", "no"),
    [
        ("会員", "有料会員限定", "社員"),
        ("読む*会員", "続きを読むには会員", "読むには登録が必要ですので会員"),
    ],
)
def test_row_of_a_script_without_spaces(row: str, yes: str, no: str) -> None:
    assert hears(row, yes, spaced=False)
    assert not hears(row, no, spaced=False)


def test_row_for_raw_texts_keeps_the_letters_that_folding_would_change() -> None:
    found = alternation(pieces("große *", folded=False))
    assert "große" in found
    assert "grosse" in alternation(pieces("große *"))


@pytest.mark.parametrize("text", ["Citește și", "Citeşte şi", "CITEŞTE ŞI", "ȚARA ȘI", "ţara și"])
@pytest.mark.parametrize("rows", [("citește și", "țara și"), ("citeşte şi", "ţara şi")])
def test_row_for_raw_texts_finds_a_comma_as_a_cedilla(rows: tuple[str, str], text: str) -> None:
    found = alternation(piece for row in rows for piece in pieces(row, folded=False))
    assert re.search(found, text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("row", "letters"),
    [
        ("abonn*", {("abonn", "start")}),
        ("ein * konto", {("konto", "word")}),
        ("*abo", {("abo", "in")}),
        ("jetzt (kaufen|testen)", {("kaufen", "word"), ("testen", "word")}),
        ({"re": r"(?:drei|vier)\d+ artikel"}, {("artikel", "in")}),
        ({"re": r"(?:gelesen|erreicht)\b"}, {("gelesen", "in"), ("erreicht", "in")}),
    ],
)
def test_letters_that_a_row_needs(row: Row, letters: set[tuple[str, str]]) -> None:
    assert {tuple(literal) for literal in literals(row)} == letters


def test_row_without_letters_is_refused() -> None:
    with pytest.raises(InputError, match="always needs"):
        literals({"re": r"\d+|[abc]"})


_SOURCE = "".join(
    file.read_text("utf-8")
    for room in ("pipelines", "crawler")
    for file in (Path(tables.__file__).parents[2] / room).rglob("*.py")
)


def _asked(part: str) -> bool:
    """Tell whether the source names a table, or puts the name of one together."""
    if re.search(rf"""["']{re.escape(part)}["']""", _SOURCE):
        return True
    table, _, own = part.partition(".")
    return bool(
        re.search(rf"""["']{table}\.[{{"']""", _SOURCE) and re.search(rf"\b{own}\b", _SOURCE)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_table_has_a_name_that_nobody_asks_for(language: str) -> None:
    assert [part for part in load()[language] if not _asked(part)] == []


def test_a_misspelt_table_is_told() -> None:
    assert _asked("wall.read")
    assert _asked("links.also")
    assert not _asked("wal.read")
    assert not _asked("wall.reed")
    assert not _asked("links.alsso")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_of_a_wall_is_heard_and_reaches_the_text(language: str) -> None:
    spaced = language not in load().unspaced
    walls = [part for part in load()[language] if "wall." in part]

    def check(place: tuple[str, Row]) -> None:
        part, row = place
        compiled = pattern(part, languages=(language,), folded=True)
        for text in example(row, spaced=spaced):
            assert compiled.search(fold(text)), text
            assert (language, part.removeprefix("wall.")) in hints(fold(text)), text

    each(((part, row) for part in walls for row in load()[language][part]), check)


@pytest.mark.parametrize("language", LANGUAGES)
def test_matcher_finds_what_the_one_pattern_of_a_table_finds(language: str) -> None:
    spaced = language not in load().unspaced
    tables_matched = ("wall.", "other.", "stand_in.", "box.")

    def check(part: str) -> None:
        compiled, words = (
            pattern(part, languages=(language,), folded=True),
            matcher(part, (language,)),
        )
        said = [
            fold(text) for row in load()[language][part] for text in example(row, spaced=spaced)
        ]
        texts = [*said, " ".join(said), "".join(said), "x".join(said), "\u094d".join(said)]
        for text in texts:
            assert words.spans(text) == [m.span() for m in compiled.finditer(text)], text
            assert words.stands_in(text) == bool(compiled.search(text)), text

    each((part for part in load()[language] if part.startswith(tables_matched)), check)


def test_matcher_takes_the_earlier_row_of_two_at_one_place_and_overlaps_none() -> None:
    long, short = matching._Fixed("ein konto", True, True), matching._Fixed("ein", True, False)
    assert matching.Matcher([long, short]).spans("ein konto, kein eintrag") == [(0, 9), (16, 19)]
    assert matching.Matcher([short, long]).spans("ein konto") == [(0, 3)]
    assert matching.Matcher([]).spans("ein konto") == []


def test_matcher_of_all_languages_is_the_pattern_of_all() -> None:
    compiled, words = pattern("wall.lock", folded=True), matcher("wall.lock")
    text = " ".join(
        fold(example(rows["wall.lock"][0], spaced=True)[0])
        for rows in load().values()
        if rows.get("wall.lock")
    )
    assert words.spans(text) == [m.span() for m in compiled.finditer(text)]
    assert not matcher("no.table").stands_in(text)


def test_words_that_need_no_other_word_make_a_language_speak() -> None:
    assert "de" in speaking("freischalten")
    assert "de" not in speaking("vollständig")
    assert "de" in speaking("den vollständigen artikel")


def test_lines_read_together_speak_as_one_text() -> None:
    lines = ["lies den", "artikel", "上の続きを読む"]
    assert "de" not in speaking(lines[0])
    assert hinting.speaking_together(lines) == speaking(" ".join(lines))
    assert hinting.speaking_together([]) == {}


def test_word_of_another_language_is_not_heard_in_a_line() -> None:
    line = spoken("More great stories. Plus, the latest news on the last day of the year")
    assert "subscribe" not in line.parts


@pytest.mark.parametrize(
    "box",
    [
        ["This content is locked.", "Upgrade to a paid plan to view the full post."],
        ["Dieser Beitrag ist gesperrt.", "Zum Angebot"],
    ],
)
def test_wall_words_that_once_passed_no_gate(box: list[str]) -> None:
    assert all(spoken(line).parts for line in box)


def test_table_of_all_languages_is_one_pattern() -> None:
    assert pattern("wall.lock").search("Dieser Artikel ist kostenpflichtig")
    assert source("no.table") == r"(?!)"


@pytest.mark.parametrize(
    ("part", "yes", "no"),
    [
        ("date.updated", "Zuletzt aktualisiert am 5. Mai", "Erschienen am 5. Mai"),
        ("date.published", "Publié le 5 mai", "Le 5 mai"),
        ("links.next", "Nächste Seite", "Seite drei"),
        ("links.also", "Lesen Sie auch: die Brücke", "Wer lesen will, liest"),
    ],
)
def test_table_of_labels(part: str, yes: str, no: str) -> None:
    assert pattern(part).search(yes)
    assert not pattern(part).search(no)


def test_labels_are_compared_whole() -> None:
    assert "werbung" in labels("house.ad")
    assert "werb" not in labels("house.ad")
    assert {"reply", "antworten", "返信"} <= labels("links.answer")


def test_language_added_as_one_file_is_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "qq.toml").write_text(
        'name = "Invented"\n[wall]\nlock = ["zorblat*"]\npay = ["flim *", "gru * dorn"]\n',
        encoding="utf-8",
    )
    for cached in _CACHED:
        cached.cache_clear()
    monkeypatch.setattr(files, "FOLDER", tmp_path)
    try:
        assert hear("Dex vurn zorblatik!") == {Heard.LOCK, Heard.RESERVED}
        assert hear("Gru mip dorn") == {Heard.PAY}
        assert hear("Dex vurn") == frozenset()
    finally:
        monkeypatch.undo()
        for cached in _CACHED:
            cached.cache_clear()


def test_what_is_kept_beside_the_files_is_read_again_after_a_change(tmp_path: Path) -> None:
    file = tmp_path / "qq.toml"
    file.write_text('name = "Invented"\n[wall]\npay = ["flim"]\n', encoding="utf-8")
    assert files.load(tmp_path)["qq"]["wall.pay"] == ["flim"]
    file.write_text('name = "Invented"\n[wall]\npay = ["flim", "flam"]\n', encoding="utf-8")
    files.load.cache_clear()
    assert files.load(tmp_path)["qq"]["wall.pay"] == ["flim", "flam"]


def test_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / "qq.toml").write_text("pay = [", encoding="utf-8")
    with pytest.raises(InputError, match=r"qq\.toml"):
        files.load(tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_regular_expressions_have_their_examples(language: str) -> None:
    for part, every in load()[language].items():
        for row in every:
            if not isinstance(row, str) and "re" in row:
                assert {"re", "yes", "no"} <= set(row), (part, row)
                assert hears(row, row["yes"])
                assert not hears(row, row["no"])


def test_a_file_that_changes_at_the_same_length_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "qq.toml"
    for word, second in (("flim", 1), ("flam", 2)):
        file.write_text(f'[wall]\npay = ["{word}"]\n', encoding="utf-8")
        os.utime(file, (second, second))
        files.load.cache_clear()
        assert files.load(tmp_path)["qq"]["wall.pay"] == [word]


@pytest.mark.parametrize(("spaced", "at"), [("true", "word"), ("false", "run")])
def test_a_script_without_spaces_is_searched_in_runs(tmp_path: Path, spaced: str, at: str) -> None:
    file = tmp_path / "qq.toml"
    text = f'name = "Invented"\nspaced = {spaced}\n[wall]\npay = ["会員", "vip"]\n'
    file.write_text(text, encoding="utf-8")
    files.load.cache_clear()
    found = files.load(tmp_path)
    assert found.unspaced == (frozenset() if spaced == "true" else {"qq"})
    assert [where for where, table in found.index.items() if "会員" in table] == [at]
    assert "vip" not in found.index["run"]
