"""The model of languages that is kept answers as the packed one, and is never needed."""

from __future__ import annotations

import io
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from pipelines.fields import language
from pipelines.fields.language import load_model

TEXTS = (
    "This sentence is long enough to tell its language.",
    "Dieser Satz ist lang genug für seine Sprache.",
    "Это предложение достаточно длинное.",
    "この文は言語が分かるほど長いです。",
)


@pytest.fixture(scope="module")
def packed() -> list[Any]:
    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return [model.classify(text) for text in TEXTS]


@pytest.fixture(scope="module", autouse=True)
def unpacked_once() -> Iterator[None]:
    """To unpack the model takes a second each time."""
    real, known = lzma.decompress, dict[bytes, bytes]()

    def decompress(data: bytes) -> bytes:
        return known.setdefault(data, known.get(data) or real(data))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(lzma, "decompress", decompress)
        patched.setattr(lzma, "open", lambda path: io.BytesIO(decompress(path.read_bytes())))
        yield


def test_model_is_kept_once_and_answers_as_the_packed_one(
    tmp_path: Path, packed: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [load_model(tmp_path).classify(text) for text in TEXTS] == packed
    (kept,) = tmp_path.iterdir()
    monkeypatch.setattr(language.lzma, "decompress", None)  # it is not asked again
    assert [load_model(tmp_path).classify(text) for text in TEXTS] == packed
    assert list(tmp_path.iterdir()) == [kept]


@pytest.mark.parametrize("damage", [b"", b"no model", None])
def test_kept_model_that_is_damaged_is_not_read(
    tmp_path: Path, packed: list[Any], damage: bytes | None
) -> None:
    load_model(tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:5000] if damage is None else damage)
    assert load_model(tmp_path).classify(TEXTS[0]) == packed[0]


def test_model_is_read_where_nothing_can_be_kept(tmp_path: Path, packed: list[Any]) -> None:
    (tmp_path / "file").write_text("")
    assert load_model(tmp_path / "file").classify(TEXTS[0]) == packed[0]
