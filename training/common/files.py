"""Writing weights: readable, with the command that made them, the same every time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipelines.learned.weights import FOLDER

LARGEST = 100_000
"""Bytes that a weights file may have."""


def write(name: str, command: str, content: dict[str, Any], folder: Path = FOLDER) -> Path:
    """Write the weights file `name`; return its path."""
    path = folder / f"{name}.json"
    text = json.dumps({"made_by": command, **content}, ensure_ascii=False, indent=None) + "\n"
    text = text.replace('{"signs"', '\n {"signs"').replace('"weights": {', '"weights": {\n ')
    if len(text.encode()) > LARGEST:
        msg = f"{name}: {len(text.encode())} bytes of weights, at most {LARGEST} may be shipped"
        raise ValueError(msg)
    path.write_text(text, "utf-8")
    return path
