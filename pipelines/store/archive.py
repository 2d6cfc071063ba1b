"""The archive: every fetched page as a WARC record, one zstd frame each.

WARC 1.1 (https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/)
in `segment-NNNNNN.warc.zst` (https://iipc.github.io/warc-specifications/specifications/warc-zstd/),
readable by fastwarc and zstdcat. Content coding is removed from the payload; its
header is kept as `X-Archive-Orig-*`. What the crawl knew and the answer does not
say (source, listed date, opt-outs, why a fetch was cut) is in `Standfirst-*` fields.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from pipelines import zstd
from pipelines.errors import InputError, StorageError
from pipelines.model import Page, Reason
from pipelines.page.opt_outs import header_opt_outs
from pipelines.store import faults
from pipelines.store.paths import DatasetPaths

SEGMENT_BYTES = 256 * 1024 * 1024
_PATTERN = "segment-*.warc.zst"
_CODING = frozenset(("content-encoding", "transfer-encoding", "content-length"))


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """Place of one record: segment file name, byte offset, byte length."""

    file: str
    offset: int
    length: int
    damage: str = ""
    """Why the bytes there can be no record any more; empty: they can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One answer as fetched, ready to be written."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched: datetime
    source: str | None = None
    listed: datetime | None = None
    opt_outs: tuple[str, ...] = ()
    rejected: str | None = None
    """Reason found while fetching (`too_large`, …); the body may then be cut."""
    rejected_detail: str = ""
    """What was seen, in words."""
    truncated: str | None = None
    """Why the body is not whole (`Page.truncated`)."""


def encode(capture: Capture) -> bytes:
    """Return the capture as one zstd frame that holds one WARC response record."""
    record = WarcRecord()
    http = _http_block(capture)
    record.init_headers(record_type=WarcRecordType.response)
    headers = record.headers
    headers["WARC-Target-URI"] = capture.url
    headers["WARC-Date"] = capture.fetched.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    headers["Content-Type"] = "application/http; msgtype=response"
    if capture.source:
        headers["Standfirst-Source"] = capture.source
    if capture.listed:
        headers["Standfirst-Listed"] = capture.listed.astimezone(UTC).isoformat()
    if capture.opt_outs:
        headers["Standfirst-Opt-Outs"] = "; ".join(capture.opt_outs)
    if capture.rejected:
        headers["Standfirst-Rejected"] = capture.rejected
        headers["Standfirst-Rejected-Detail"] = capture.rejected_detail
    if capture.truncated or capture.rejected == Reason.TOO_LARGE:
        headers["WARC-Truncated"] = capture.truncated or "length"
    record.set_bytes_content(http)
    stream = io.BytesIO()
    record.write(stream)
    return zstd.frame(stream.getvalue())


def _http_block(capture: Capture) -> bytes:
    lines = [f"HTTP/1.1 {capture.status}"]
    for name, value in capture.headers:
        clean = value.replace("\r", " ").replace("\n", " ")
        prefix = "X-Archive-Orig-" if name.lower() in _CODING else ""
        lines.append(f"{prefix}{name}: {clean}")
    lines.append(f"Content-Length: {len(capture.body)}")
    return "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n\r\n" + capture.body


class SegmentWriter:
    """Appends frames to the newest segment; what is not synced does not count.

    Opened with the number of bytes that were committed before; whatever stands
    behind them (a torn tail after a crash) is cut off. Raises StorageError where a segment
    is gone or shorter, but for those in `lost`: the dataset counts what they have lost.
    Those are left as they are, and none of them is written on.
    """

    def __init__(
        self, folder: Path, committed: dict[str, int], lost: Container[str] = frozenset()
    ) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for path in segments(folder):
            if path.name not in lost:
                _cut(path, committed.get(path.name, 0))
        names = sorted(committed) or [segment_name(1)]
        for name in names:
            if name not in lost:
                _refuse_missing(folder / name, committed.get(name, 0))
        last = names[-1] if names[-1] not in lost else _following(names[-1])
        _unshare(folder / last)
        self._open(last)

    def _open(self, name: str) -> None:
        self.name = name
        self._file: BinaryIO = (self._folder / name).open("ab")
        self.end = self._file.tell()

    def append(self, frames: Iterable[bytes]) -> list[Ref]:
        """Write the frames, make them durable, and return their places."""
        refs = []
        try:
            for frame in frames:
                if self.end >= SEGMENT_BYTES:
                    self._roll()
                self._file.write(frame)
                refs.append(Ref(self.name, self.end, len(frame)))
                self.end += len(frame)
            faults.point("frames appended")
            self._sync()
            faults.point("frames synced")
        except OSError as error:
            msg = f"the archive could not be written: {error.strerror} ({self._folder / self.name}). Nothing that was committed is lost; free some space or fix the permissions and run the same command again."
            raise StorageError(msg) from error
        return refs

    def _sync(self) -> None:
        self._file.flush()
        getattr(os, "fdatasync", os.fsync)(self._file.fileno())

    def _roll(self) -> None:
        self._sync()
        self._file.close()
        self._open(_following(self.name))

    def close(self) -> None:
        """Close the segment."""
        self._file.close()


def segment_name(number: int) -> str:
    """Return the file name of a segment, numbered from 1."""
    return f"segment-{number:06d}.warc.zst"


def _following(name: str) -> str:
    return segment_name(int(name[8:14]) + 1)


TORN = "torn"
"""Folder below the archive for what was cut off: appends that never counted."""
TAIL_BYTES = 64 * 1024 * 1024
"""More than one commit of a crawl ever appends: 200 packed pages."""


def _refuse_missing(path: Path, end: int) -> None:
    """Raise StorageError where a segment is gone. Were it the newest, new pages would stand
    at the places that the tables know as those of old ones."""
    if end and not path.exists():
        msg = f"{path} is missing, and {end} bytes of it were committed: the archive is damaged. {_way_on(path)}"
        raise StorageError(msg)


def _way_on(path: Path) -> str:
    folder = path.parent.parent
    return f"Restore the file from a copy; or go on without what is lost: `standfirst build {folder} --accept-loss`, then crawl again. `standfirst check {folder}` names every page."


def _cut(path: Path, end: int) -> None:
    """Cut a segment at its committed end; the tail is kept beside it."""
    size = path.stat().st_size
    if size < end:
        msg = f"{path} has {size} bytes where {end} were committed: the archive is damaged. {_way_on(path)}"
        raise StorageError(msg)
    if size == end:
        return
    if size - end > TAIL_BYTES:
        msg = f"{path} holds {size - end} bytes that this crawl's state does not know: that is no torn tail. Is it the state of another crawl, or an older copy? Restore {DatasetPaths(path.parent.parent).meta}, or crawl into a new dataset folder; nothing was changed."
        raise StorageError(msg)
    _unshare(path)
    aside = path.parent / TORN / f"{path.name}.{end}"
    aside.parent.mkdir(exist_ok=True)
    with path.open("rb") as file, aside.open("wb") as tail:
        file.seek(end)
        shutil.copyfileobj(file, tail)
        tail.flush()
        os.fsync(tail.fileno())
    os.truncate(path, end)


def _unshare(path: Path) -> None:
    """Give a folder its own copy of a segment that another folder has linked too."""
    if path.exists() and path.stat().st_nlink > 1:
        copy = path.with_name(f".{path.name}.own")
        shutil.copyfile(path, copy)
        copy.replace(path)


def borrow(segment: Path, place: Path) -> None:
    """Give another archive a segment, without copying it where the file system can.

    Whoever writes to a borrowed segment later makes a copy of its own first.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        if place.stat().st_size == segment.stat().st_size:
            return
        place.unlink()  # the segment has grown since
    try:
        os.link(segment, place)
    except OSError:
        shutil.copyfile(segment, place)


def segments(folder: Path) -> list[Path]:
    """Return the segment files of an archive folder in order."""
    return sorted(folder.glob(_PATTERN))


@dataclass(frozen=True, slots=True)
class Stored:
    """A page from the archive, and the reason if the fetch itself rejected it."""

    page: Page
    rejected: str | None = None
    detail: str = ""
    """What the fetch saw, in words."""


def read(folder: Path, ref: Ref) -> Stored:
    """Return the page at a place of the archive. Raises InputError when it is damaged."""
    path = folder / ref.file
    try:
        with path.open("rb") as file:
            file.seek(ref.offset)
            frame = file.read(ref.length)
        raw = zstd.unframed(frame, 256 * 1024 * 1024)
        record = next(iter(ArchiveIterator(io.BytesIO(raw), parse_http=True)))
        return stored(record, record.reader.read(), file=ref.file, offset=ref.offset)
    except (OSError, zstd.ZstdError, StopIteration, ValueError) as error:
        msg = f"the record at {path}:{ref.offset} cannot be read: {error}"
        raise InputError(msg) from error


def stored(record: Any, body: bytes, *, file: str | None, offset: int | None) -> Stored:
    """Return the page that a WARC response record holds."""
    headers = record.headers
    http = record.http_headers
    fetched = _time(headers.get("WARC-Date"))
    listed = _time(headers.get("Standfirst-Listed"))
    known = [o for o in (headers.get("Standfirst-Opt-Outs") or "").split("; ") if o]
    pairs = list(http.items()) if http is not None else []
    page = Page(
        url=headers.get("WARC-Target-URI") or "",
        body=body,
        content_type=http.get("Content-Type") if http is not None else None,
        status=(http.status_code or 200) if http is not None else 200,
        fetched=fetched,
        source=headers.get("Standfirst-Source"),
        listed=listed,
        opt_outs=tuple(dict.fromkeys([*known, *header_opt_outs(pairs)])),
        truncated=headers.get("WARC-Truncated"),
        archive_file=file,
        archive_offset=offset,
    )
    return Stored(
        page, headers.get("Standfirst-Rejected"), headers.get("Standfirst-Rejected-Detail") or ""
    )


def _time(raw: str | None) -> datetime | None:
    if not raw:
        return None
    try:
        at = datetime.fromisoformat(raw)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
