"""Language of the article: what the page declares, checked against its text.

Declarations are wrong on many pages (a theme's default `en`), so a text of some
length decides when its detection is sure. Detection is py3langid
(https://github.com/adbar/py3langid), BSD, with its model in the package.
"""

from __future__ import annotations

import contextlib
import io
import json
import lzma
import math
import os
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.access.public import PublicDocument as Document
from pipelines.fields.candidates import Candidates
from pipelines.model import Found
from pipelines.page import jsonld
from pipelines.zstd import ZstdError, decompressor, frame

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
    return load_model(_KEPT)


_KEPT = Path(__file__).parent / "__pycache__"


def load_model(kept: Path) -> Any:
    """Return the model of languages.

    It comes packed so tightly that to unpack it takes longer than all else that a first
    page needs. So it is kept in a folder packed otherwise (7 MB); where the folder can't be
    written, or what lies there can't be read, it is read as it comes.
    """
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    packed = Path(MODEL_DIR, MODEL_FILE)
    with contextlib.suppress(*_UNREAD):
        stamp = packed.stat()
        own = kept / f"languages-{stamp.st_size}-{stamp.st_mtime_ns}.arrays.zst"
        if not own.exists():
            _keep(lzma.decompress(packed.read_bytes()), own)
        return LanguageIdentifier(**_arrays(own), norm_probs=True)
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


_UNREAD = (OSError, ValueError, KeyError, TypeError, EOFError, ZstdError)
"""What reading a kept model may raise: it is damaged, or of another version."""


def _keep(data: bytes, place: Path) -> None:
    """Keep the arrays of a model one behind another, after a line that names them."""
    import numpy as np

    with np.load(io.BytesIO(data), allow_pickle=False) as read:
        arrays = {name: read[name] for name in read.files}
    head = json.dumps([[n, a.dtype.str, a.shape] for n, a in arrays.items()]).encode()
    head += b" " * (-(len(head) + 1) % _ALIGNED) + b"\n"
    bodies = (a.tobytes() + b"\0" * (-a.nbytes % _ALIGNED) for a in arrays.values())
    place.parent.mkdir(exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(frame(b"".join((head, *bodies))))
    Path(name).replace(place)


_ALIGNED = 16
"""Each array begins at a multiple of so many bytes."""


def _arrays(place: Path) -> dict[str, Any]:
    """The model's parts as its class wants them, none of them copied:
    https://github.com/adbar/py3langid, `modelio.load_model`."""
    import numpy as np

    data = decompressor().decompress(place.read_bytes())
    start, read = data.index(b"\n") + 1, {}
    for name, dtype, shape in json.loads(data[:start]):
        found = np.frombuffer(data, dtype, math.prod(shape), start).reshape(shape)
        read[name] = found
        start += found.nbytes + -found.nbytes % _ALIGNED
    return {
        "nb_ptc": read["ptc"],
        "nb_pc": read["pc"],
        "nb_classes": read["classes"].tolist(),
        "tk_nextmove": read["nextmove"].data,
        "tk_row": read["nextmove_row"].data,
        "tk_output": read["out_feat"].tolist(),
    }


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
