"""White space, invisible characters and words of a text."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

# soft hyphen, zero-width characters, direction marks, byte order mark
INVISIBLE = "\u00ad\u200b\u2060\ufeff\u200e\u200f"
APOSTROPHES = "'‘’‚‛′´`"
_UNIFY = tuple(
    zip(APOSTROPHES[1:] + "“”„‟″«»‹›‐‑‒–—―−", "'" * 7 + '"""""""""' + "-" * 7, strict=True)
)
_S_CEDILLA, _S_COMMA = chr(0x15F), chr(0x219)
_T_CEDILLA, _T_COMMA = chr(0x163), chr(0x21B)
_WORD = re.compile(r"[^\W_]++(?:['’][^\W_]++)*+")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3]")
_ENTITY = re.compile(r"&(?:#\d{2,5}|#x[0-9a-f]{2,5}|[a-z]{2,8});", re.IGNORECASE)


# control characters (white space aside), halves of a character, and what is none
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Return `text` without what no file holds and no terminal should be sent."""
    return _NO_TEXT.sub("", text) if _NO_TEXT.search(text) else text


def squeeze(text: str) -> str:
    """Return `text` with every run of white space as one space, invisible and control
    characters removed, and entities that were escaped twice resolved."""
    if "&" not in text:  # most texts: nothing is escaped, and nothing invisible
        if text.isprintable() and "  " not in text:
            return text.strip()  # of all white space, a space alone is printable
        squeezed = " ".join(text.split())
        if squeezed.isprintable():
            return squeezed
    text = printable(text)
    if not text.isascii():
        for character in INVISIBLE:
            if character in text:
                text = text.replace(character, "")
    if "&" in text and _ENTITY.search(text):
        text = printable(html.unescape(text))
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return `text` for comparison: case, quotes, dashes and width unified, and the comma below
    a letter with the cedilla that stood for it before encodings had both."""
    return folded(text)


def folded(text: str) -> str:
    """Return what `fold` returns, for long texts that are worth no place in a cache."""
    if text.isascii():
        if not text.isprintable() or "  " in text:
            text = " ".join(text.split())
        return text.strip().replace("`", "'").casefold()
    text = unicodedata.normalize("NFKC", squeeze(text))
    for character, unified in _UNIFY:
        # looking for each is many times faster than `translate`, which asks for every character
        text = text.replace(character, unified)
    return text.casefold().replace(_S_CEDILLA, _S_COMMA).replace(_T_CEDILLA, _T_COMMA)


def words(text: str) -> list[str]:
    """Return the words of `text`; scripts without spaces count by character."""
    if text.isascii():
        return _parted(text)
    if UNSPACED.search(text):
        text = UNSPACED.sub(r" \g<0> ", text)
    return _WORD.findall(text)


def _parted(text: str) -> list[str]:
    """The same in ASCII, at a third of the cost of a pattern."""
    text = text.translate(_NO_WORD)
    if "'" in text:  # one that joins no two letters is no part of a word
        text = f" {text} ".replace("''", "  ").replace(" '", "  ").replace("' ", "  ")
    return text.split()


_NO_WORD = {n: " " for n in range(128) if not chr(n).isalnum() and chr(n) != "'"}


@lru_cache(maxsize=8192)
def is_dense(text: str) -> bool:
    """Tell whether a text is Chinese, Japanese or Korean: half as many characters say
    as much there as in an alphabet."""
    return 2 * len(_DENSE.findall(text)) > len(text)


def letters(text: str) -> int:
    """Return how long a text is, in letters of an alphabet: a character of Chinese, Japanese or
    Korean says as much as two."""
    return len(text) if text.isascii() or not is_dense(text) else 2 * len(text)


@lru_cache(maxsize=4096)
def word_set(text: str) -> frozenset[str]:
    """Return the distinct words of the folded text."""
    return frozenset(words(fold(text)))


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends as a sentence does: with a stop, a quotation mark, a bracket."""
    return _END.search(text) is not None


_END = re.compile(r"[.!?…。！？।؟»”\"'’)\]]\s*$")
CUT_OFF = re.compile(r"\s{0,9}(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s{0,9}$")
"""The dots behind a text of which only the beginning is given."""


def similarity(left: str, right: str) -> float:
    """Return the Jaccard similarity of two texts' word sets, 0 to 1."""
    a, b = word_set(left), word_set(right)
    if not a or not b:
        return 0.0
    return len(a & b) / len(a | b)


def containment(part: str, whole: str) -> float:
    """Return the share of `part`'s distinct words that stand in `whole`, 0 to 1."""
    a = word_set(part)
    return len(a & word_set(whole)) / len(a) if a else 0.0
