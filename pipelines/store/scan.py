"""Where the records of a segment stand, and which stretches of it cannot be read.

Every record is one zstd frame with a checksum of its content (XXH64, RFC 8878,
section 3.1.1), so reading a frame proves it. A frame that fails costs itself: the
next one is looked for by its magic number and believed when it holds a WARC record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from pipelines import zstd
from pipelines.store.archive import Ref

_MAGIC = b"\x28\xb5\x2f\xfd"
_RECORD = b"WARC/"
_CHUNK = 256 * 1024


def scan(path: Path, start: int = 0, end: int | None = None, *, known: int = 0) -> Iterator[Ref]:
    """Yield every record of a segment between two offsets, in order.

    `known` is how far the segment is known to have been written (at least up to `end`
    where that is given). A stretch before it that cannot be read comes as one `Ref` with
    its `damage`, and so does what is missing of a file that is shorter. What cannot be
    read behind it, up to the end of the file, is a torn tail: an append that never
    counted, and no record.
    """
    size = path.stat().st_size
    stop = size if end is None else min(end, size)
    known = max(known, end or 0)
    with path.open("rb") as file:
        offset = start
        while offset < stop:
            length = _frame_length(file, offset)
            if length is None:
                following = _next_record(file, offset + 1, stop)
                if following is None and offset >= known:
                    return
                length = (following or max(known, offset + 1)) - offset
                yield Ref(path.name, offset, length, "its checksum or its form is wrong")
            elif offset + length > stop:
                return
            else:
                yield Ref(path.name, offset, length)
            offset += length
    if max(offset, size) < known:
        begin = max(offset, size)
        yield Ref(path.name, begin, known - begin, "the file ends before it")


def damage(folder: Path, known: dict[str, int]) -> Iterator[Ref]:
    """Yield the stretches of an archive that cannot be read.

    `known` says how far each segment is known to have been written; a segment that it
    names and that is not there is one stretch. Reads the whole archive.
    """
    names = {path.name for path in folder.glob("segment-*.warc.zst")}
    for name in sorted(names | known.keys()):
        yield from damage_of(folder / name, known.get(name, 0))


def damage_of(path: Path, known: int) -> Iterator[Ref]:
    """Yield the stretches of one segment that cannot be read; all of one that is not there."""
    if path.exists():
        yield from (ref for ref in scan(path, known=known) if ref.damage)
    elif known:
        yield Ref(path.name, 0, known, "the file is missing")


def record_at(path: Path, offset: int, end: int) -> int:
    """Return where the first readable record begins at an offset or behind it; `end` when
    none does. The same whoever asks, so that many machines agree on who reads what."""
    if offset <= 0 or offset >= end:
        return max(0, min(offset, end))
    with path.open("rb") as file:
        found = _next_record(file, offset, end)
    return end if found is None else found


def absent(folder: Path, known: dict[str, int]) -> Iterator[Ref]:
    """Yield what is missing of an archive as a whole: files, and the ends of files."""
    for name, end in sorted(known.items()):
        path = folder / name
        size = path.stat().st_size if path.exists() else None
        if size is None and end:
            yield Ref(name, 0, end, "the file is missing")
        elif size is not None and size < end:
            yield Ref(name, size, end - size, "the file ends before it")


def split(stretch: Ref, offsets: Iterable[int]) -> list[Ref]:
    """Cut a damaged stretch where records are known to begin; itself when none is known."""
    inside = sorted({o for o in offsets if stretch.offset <= o < stretch.offset + stretch.length})
    if not inside:
        return [stretch]
    begins = [stretch.offset, *inside[1:]]
    ends = [*inside[1:], stretch.offset + stretch.length]
    return [
        Ref(stretch.file, begin, end - begin, stretch.damage)
        for begin, end in zip(begins, ends, strict=True)
    ]


def _frame_length(file: BinaryIO, offset: int) -> int | None:
    """Return the bytes of the frame at an offset; None when it cannot be read whole."""
    file.seek(offset)
    decompressor = zstd.decompressor()
    read, checked = 0, False
    while chunk := file.read(_CHUNK):
        read += len(chunk)
        try:
            content = decompressor.decompress(chunk)
        except zstd.ZstdError:
            return None
        if content and not checked:
            if not content.startswith(_RECORD):
                return None
            checked = True
        if decompressor.eof:
            return read - len(decompressor.unused_data) if checked else None
    return None


def _next_record(file: BinaryIO, offset: int, stop: int) -> int | None:
    """Return where the next readable record begins; None when there is none."""
    overlap = len(_MAGIC) - 1
    while offset < stop:
        file.seek(offset)
        window = file.read(_CHUNK + overlap)
        found = window.find(_MAGIC)
        while found >= 0 and offset + found < stop:
            if _frame_length(file, offset + found) is not None:
                return offset + found
            found = window.find(_MAGIC, found + 1)
        offset += _CHUNK
    return None
