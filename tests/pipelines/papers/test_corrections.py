"""What a person says of a box beats what was learned, and is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.errors import RecipeError
from pipelines.papers import corrections, keys
from pipelines.papers.corrections import Learned, Said
from pipelines.papers.model import Box, Paper

NAME = "blatt.example"
WORDS = "Nalo ribed komi satu"


def box(**given: float) -> Box:
    counts = dict(corrections._COUNTS) | {
        "place": 7,
        "words": keys.words(WORDS),
        "pages": 8,
        "n": 8,
    }
    return Box(**(counts | given))


def paper(**given: float) -> Paper:
    own = box(**given)
    return Paper(NAME, 24, {own.key: own})


def test_what_was_learned_is_read_as_no_correction(tmp_path: Path):
    corrections.write(tmp_path, paper(), [Learned(box(wall=0.9), WORDS, "main>p")], [])
    assert corrections.read(tmp_path, NAME) == []


def test_a_changed_answer_is_a_correction_and_stays(tmp_path: Path):
    learned = [Learned(box(wall=0.9), WORDS, "main>p")]
    path = corrections.write(tmp_path, paper(), learned, [])
    path.write_text(path.read_text().replace('is = "wall"', 'is = "text"'))
    said = corrections.read(tmp_path, NAME)
    assert said == [Said(WORDS, "text")]
    corrections.write(tmp_path, paper(), learned, said)
    assert corrections.read(tmp_path, NAME) == said


@pytest.mark.parametrize(
    ("answer", "wall", "furniture"),
    [("wall", 1.0, False), ("furniture", 0.0, True), ("text", 0.0, False)],
)
def test_a_correction_beats_the_model(answer: str, wall: float, furniture: object):
    found = corrections.apply(paper(wall=0.9), [Said(WORDS, answer)])
    own = found.boxes[0, keys.words(WORDS)]
    assert (own.wall, own.furniture) == (wall, furniture)


def test_words_that_nobody_counted_can_be_taught():
    found = corrections.apply(Paper(NAME, 24, {}), [Said("Komi ribed", "wall")])
    assert [b.wall for b in found.boxes.values()] == [1.0]


@pytest.mark.parametrize(
    "text", ["[[box]]\nis = 'wal'\nwords = 'x'\n", "[[box]]\nis = 'wall'\n", "is ="]
)
def test_a_file_that_cannot_be_read_says_so(tmp_path: Path, text: str):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / f"{NAME}.toml").write_text(text)
    with pytest.raises(RecipeError, match=r"blatt\.example\.toml"):
        corrections.read(tmp_path, NAME)


@pytest.mark.parametrize("words", ['He said "so"', "a\\b", "tab\there", "del\x7f", "zwölf €"])
def test_any_words_come_back(tmp_path: Path, words: str):
    corrections.write(tmp_path, paper(), [], [Said(words, "wall")])
    assert corrections.read(tmp_path, NAME) == [Said(words, "wall")]


def test_a_name_is_no_path(tmp_path: Path):
    path = corrections.write(tmp_path, Paper("../../x/y", 9, {}), [], [Said("a", "wall")])
    assert path.parent == tmp_path / "papers"
