"""WARC files, on a disk, in an object store (`s3://`, `gs://`, …) or on the web.

https://iipc.github.io/warc-specifications/. `.warc`, `.warc.gz` and `.warc.zst`, always
read as a stream: a file of many gigabytes needs no more memory than a small one.
"""

from __future__ import annotations

import contextlib
import glob
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipelines.errors import InputError
from pipelines.store.place import WEB, Url, located

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, order=True)
class WarcFile:
    """One WARC file: where it is, and its size in bytes (0: unknown)."""

    url: str
    size: int

    @property
    def name(self) -> str:
        """File name without folders."""
        return (
            urlsplit(self.url).path.rsplit("/", 1)[-1] if "://" in self.url else Path(self.url).name
        )


def find(patterns: str | Sequence[str], folder: Path) -> list[WarcFile]:
    """Return the files that match a recipe's patterns, in order, each once.

    Paths are relative to `folder`. Raises InputError for a pattern without a file.
    """
    found: dict[str, WarcFile] = {}
    for pattern in [patterns] if isinstance(patterns, str) else patterns:
        matched = _remote(pattern) if "://" in pattern else _local(folder / pattern)
        if not matched:
            msg = f"no WARC file matches {pattern if '://' in pattern else folder / pattern}. `warc` in the recipe is a path relative to the recipe, or a URL."
            raise InputError(msg)
        found.update({file.url: file for file in matched})
    return list(found.values())


def _local(pattern: Path) -> list[WarcFile]:
    paths = sorted(Path(p) for p in glob.glob(str(pattern), recursive=True))  # noqa: PTH207  the pattern may be absolute
    return [WarcFile(str(p), p.stat().st_size) for p in paths if p.is_file()]


def _remote(pattern: str) -> list[WarcFile]:
    place = located(pattern)
    if isinstance(place, Path):
        return _local(place)
    if place.scheme not in WEB:
        return [WarcFile(url.text, size) for url, size in objects_named(place)]
    import fsspec

    try:
        system, path = fsspec.core.url_to_fs(pattern)
        paths = sorted(system.glob(path)) if set("*?[") & set(urlsplit(pattern).path) else [path]
        return [
            WarcFile(system.unstrip_protocol(p), int(system.info(p).get("size") or 0))
            for p in paths
        ]
    except (OSError, ValueError, ImportError) as error:
        msg = f"{pattern} cannot be read: {error or type(error).__name__}. `python3 dev.py setup remote` installs what s3:// and https:// need."
        raise InputError(msg) from error


def objects_named(place: Url) -> list[tuple[Url, int]]:
    """Return the objects of a store that a URL names. Raises InputError."""
    from pipelines.store.remote.objects import find as named, told

    with told(place, "read"):
        return named(place)


def ahead(place: Url, start: int) -> Any:
    """Return an object of a store as a stream, read ahead. Raises InputError."""
    from pipelines.store.remote.objects import Ahead, told

    with told(place, "read"):
        return Ahead(place, start)


@contextlib.contextmanager
def opened(url: str, start: int = 0) -> Iterator[Any]:
    """Yield the bytes of a file from an offset on, as a stream."""
    if "://" not in url:
        with Path(url).open("rb") as file:
            file.seek(start)
            yield file
        return
    place = located(url)
    if isinstance(place, Url) and place.scheme not in WEB:
        with contextlib.closing(ahead(place, start)) as stored:
            yield stored
        return
    import fsspec

    # without blocks there is nothing to seek in, and nothing is read twice
    with fsspec.open(
        url, "rb", **({"block_size": _BLOCK} if start else {"block_size": 0})
    ) as stream:
        if start:
            stream.seek(start)
        yield stream
