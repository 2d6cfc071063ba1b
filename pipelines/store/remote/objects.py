"""What lies below a URL: read in few large pieces, written whole, tried again.

pyarrow has file systems for `s3`, `gs`, `abfs` and `hdfs`; others come from fsspec. Nothing
here knows what a dataset is.
"""

from __future__ import annotations

import contextlib
import io
import os
import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import pyarrow as pa
import pyarrow.fs as pafs

from pipelines.errors import InputError, StorageError
from pipelines.store.place import WEB, Url

BLOCK = 8 * 2**20
"""Bytes of one request."""
FIRST = 64 * 2**10
"""The first request is small: some only look at the head of a file."""
TRIES = 4
PAUSE = 0.3
_NATIVE = frozenset(("s3", "gs", "gcs", "abfs", "abfss", "hdfs", "viewfs"))
T = TypeVar("T")


class ExistsAlready(Exception):
    """An object that was to be new is there."""


@cache
def _system(url: Url) -> tuple[Any, str]:
    """Return the file system of a URL, and the path in it."""
    path, _, query = url.text.partition("?")
    if url.scheme == "s3" and not query:
        return _s3(), path.partition("://")[2]
    if url.scheme in _NATIVE:
        found: tuple[Any, str] = pafs.FileSystem.from_uri(url.text)
        return found
    import fsspec

    system, inside = fsspec.core.url_to_fs(path, **dict(parse_qsl(query)))
    return pafs.PyFileSystem(pafs.FSSpecHandler(system)), inside


@cache
def _s3() -> Any:
    """S3 as the environment says; without a region no request is spent on asking for it
    where there is a server of one's own."""
    at = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    if at:
        return pafs.S3FileSystem(
            endpoint_override=at, region=region or "us-east-1", allow_delayed_open=True
        )
    return pafs.S3FileSystem(region=region, allow_delayed_open=True)


def forget_systems() -> None:
    """Read the environment again at the next URL."""
    _system.cache_clear()
    _s3.cache_clear()


def _patiently(action: Callable[[], T]) -> T:
    """Do something that a network may hinder, some times."""
    for attempt in range(1, TRIES + 1):
        try:
            return action()
        except (FileNotFoundError, PermissionError, NotADirectoryError, IsADirectoryError):
            raise
        except OSError as error:
            if attempt == TRIES or "ACCESS_DENIED" in str(error) or "NO_SUCH" in str(error):
                raise
            time.sleep(PAUSE * 2 ** (attempt - 1))
    raise AssertionError


@contextlib.contextmanager
def told(place: Url, done: str) -> Iterator[None]:
    """Turn what a library raises into one line that says what to do."""
    try:
        yield
    except ExistsAlready:
        raise
    except FileNotFoundError as error:
        msg = f"{place} is not there."
        raise InputError(msg) from error
    except (OSError, ValueError, ImportError, pa.ArrowException) as error:
        why = (str(error) or type(error).__name__).splitlines()[0][:300]
        msg = f"{place} could not be {done}: {why}. Are address, credentials and region right (AWS_…, GOOGLE_APPLICATION_CREDENTIALS, AZURE_…)? `python3 dev.py setup remote` installs what pyarrow lacks."
        raise (StorageError if done == "written" else InputError)(msg) from error


class Objects:
    """The objects below a URL, by their names relative to it."""

    def __init__(self, url: Url) -> None:
        self.url = url
        if url.scheme in WEB:
            msg = f"{url} is a page of the web, no store of datasets. Download it, or name the store (s3://, gs://, abfs://, hdfs://)."
            raise InputError(msg)
        with self._told("opened"):
            self._fs, path = _system(url)
        self._base = path.rstrip("/")

    def _told(self, done: str, name: str = "") -> contextlib.AbstractContextManager[None]:
        return told(self.url / name if name else self.url, done)

    def _at(self, name: str) -> str:
        return f"{self._base}/{name}" if name else self._base

    def list(self, below: str = "") -> dict[str, int]:
        """Return name → size of the objects below a folder; empty where there is none."""
        selector = pafs.FileSelector(self._at(below), allow_not_found=True, recursive=True)
        with self._told("read", below):
            found = _patiently(lambda: self._fs.get_file_info(selector))
        return {
            info.path[len(self._base) :].lstrip("/"): int(info.size or 0)
            for info in found
            if info.type == pafs.FileType.File
        }

    def read(self, name: str) -> bytes:
        """Return a small object. Raises InputError where it is not there."""
        with self._told("read", name):
            return _patiently(lambda: self._whole(name))

    def _whole(self, name: str) -> bytes:
        with self._fs.open_input_file(self._at(name)) as file:
            data: bytes = file.read()
        return data

    def fetch(self, name: str, into: Path, size: int) -> None:
        """Write an object to a file of this machine; the file is there whole or not at all."""
        into.parent.mkdir(parents=True, exist_ok=True)
        temporary = into.with_name(f".{into.name}.tmp")
        with self._told("read", name), temporary.open("wb") as file:
            stored = _patiently(lambda: self._fs.open_input_file(self._at(name)))
            with stored:
                for start in range(0, size, BLOCK):
                    file.write(_patiently(partial(stored.read_at, min(BLOCK, size - start), start)))
        temporary.replace(into)

    def write(self, name: str, data: bytes | Path) -> None:
        """Write an object; it is there whole or as it was."""
        with self._told("written", name):
            _patiently(lambda: self._send(name, data))

    def _send(self, name: str, data: bytes | Path) -> None:
        if not isinstance(self._fs, (pafs.S3FileSystem, pafs.GcsFileSystem)):
            self._fs.create_dir(self._at(name).rpartition("/")[0], recursive=True)
        # or pyarrow would pack what is called .zst once more
        with self._fs.open_output_stream(self._at(name), compression=None) as stream:
            if isinstance(data, bytes):
                stream.write(data)
                return
            with data.open("rb") as file:
                while block := file.read(BLOCK):
                    stream.write(block)

    def create(self, name: str, data: bytes) -> None:
        """Write an object that must be new. Raises ExistsAlready.

        By a conditional request where fsspec has one for this store; else the store is
        asked before, and two writers within that moment are not told apart.
        """
        with self._told("written", name):
            if self._conditionally(name, data):
                return
            info = _patiently(lambda: self._fs.get_file_info(self._at(name)))
            if info.type != pafs.FileType.NotFound:
                raise ExistsAlready(name)
            _patiently(lambda: self._send(name, data))

    def _conditionally(self, name: str, data: bytes) -> bool:
        """Create an object by one request that fails where it exists; False where no library
        for that is installed."""
        import fsspec

        path, _, query = (self.url / name).text.partition("?")
        try:
            system, inside = fsspec.core.url_to_fs(path, **dict(parse_qsl(query)))
        except (ImportError, ValueError, TypeError):
            return False
        try:
            system.pipe_file(inside, data, mode="create")
        except FileExistsError:
            if self._whole(name) == data:  # ours: the answer to the first try was lost
                return True
            raise ExistsAlready(name) from None
        except (NotImplementedError, TypeError):
            return False
        return True

    def delete(self, name: str) -> None:
        """Remove an object; one that is gone is fine."""
        with self._told("written", name), contextlib.suppress(FileNotFoundError):
            _patiently(lambda: self._fs.delete_file(self._at(name)))


class Ahead(io.RawIOBase):
    """An object as a stream from an offset on, read ahead in large pieces."""

    def __init__(self, url: Url, start: int = 0) -> None:
        super().__init__()
        system, path = _system(url)
        self._file = _patiently(lambda: system.open_input_file(path))
        self._size: int = self._file.size()
        self._place = start
        self._held = b""
        self._used = 0
        self._next = FIRST

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, `size` of them or what is left."""
        parts = []
        wanted = self._size if size is None or size < 0 else size
        while wanted > 0 and (piece := self._piece(wanted)):
            parts.append(piece)
            wanted -= len(piece)
        return b"".join(parts)

    def _piece(self, most: int) -> bytes:
        if self._used == len(self._held):
            count = min(self._next, self._size - self._place)
            if count <= 0:
                return b""
            place = self._place
            self._held = _patiently(lambda: self._file.read_at(count, place))
            self._place, self._used, self._next = place + len(self._held), 0, BLOCK
        piece = self._held[self._used : self._used + most]
        self._used += len(piece)
        return piece

    def close(self) -> None:
        """Close the object."""
        if not self.closed:
            self._file.close()
        super().close()


def find(pattern: Url) -> list[tuple[Url, int]]:
    """Return the objects that a URL with `*` and `?` in its path names, with their sizes."""
    import fnmatch

    system, path = _system(pattern)
    scheme = f"{pattern.scheme}://"
    if not set("*[") & set(path):
        info = _patiently(lambda: system.get_file_info(path))
        there = info.type == pafs.FileType.File
        return [(pattern, int(info.size or 0))] if there else []
    fixed = path.partition("*")[0].partition("[")[0].rpartition("/")[0]
    selector = pafs.FileSelector(fixed, allow_not_found=True, recursive=True)
    depth = None if "**" in path else path.count("/")
    found = _patiently(lambda: system.get_file_info(selector))
    return [
        (Url(scheme + info.path), int(info.size or 0))
        for info in sorted(found, key=lambda i: i.path)
        if info.type == pafs.FileType.File
        and fnmatch.fnmatch(info.path, path)
        and (depth is None or info.path.count("/") == depth)
    ]
