"""Language of the article: what the page declares, checked against its text.

Declarations are wrong on many pages (a theme's default `en`), so a text of some
length decides when its detection is sure. Detection is py3langid
(https://github.com/adbar/py3langid), BSD, with its model in the package.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from pipelines.access.public import PublicDocument as Document
from pipelines.fields.candidates import Candidates
from pipelines.model import Found
from pipelines.page import jsonld

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = re.compile(r"^([a-zA-Z]{2,3})(?:[-_][a-zA-Z0-9]{2,8})*$")
_SAMPLE = 800
_SURE = 0.9


def declared(document: Document) -> str | None:
    """Return the primary language that the page declares; None when it does not."""
    for found in _declarations(document):
        return found.value
    return None


def find(document: Document, text: str | None) -> Candidates[str]:
    """Return the BCP 47 primary tag of the article."""
    declared_tags = list(_declarations(document))
    detected = detect(text or "")
    considered = [*declared_tags, *([detected] if detected else [])]
    if detected and (not declared_tags or detected.value != declared_tags[0].value):
        return Candidates(detected, considered)
    return Candidates(considered[0] if considered else None, considered)


def detect(text: str) -> Found[str] | None:
    """Return the language of a text; None when it is short or the model is unsure."""
    if len(text) < 40:
        return None
    language, probability = _model().classify(text[:_SAMPLE])
    if float(probability) < _SURE:
        return None
    return Found(str(language), "text", "body", f"{float(probability):.2f}")


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _declarations(document: Document) -> Iterator[Found[str]]:
    raw = [("html", "html lang", document.head.lang)]
    raw += [
        ("meta", name, value)
        for name, value in document.metas(
            "content-language", "og:locale", "language", "dc.language"
        )
    ]
    raw += [
        ("json-ld", "inLanguage", jsonld.text_of(jsonld.get(node, "inLanguage")) or "")
        for node in document.article_nodes[:1]
    ]
    for source, where, value in raw:
        match = _TAG.match(value.strip())
        if match:
            yield Found(match.group(1).lower(), source, where, value)
