"""A text that somebody typed → where it is: a path of this machine, or a URL of a store.

Every verb and every function of the front door asks here, so that no folder called
`s3:` is ever made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipelines.errors import InputError

_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]{1,30}):/", re.IGNORECASE)
"""One letter is a drive of Windows."""
WEB = frozenset(("http", "https"))


@dataclass(frozen=True, slots=True)
class Url:
    """A place in an object store, or in another file system that has URLs."""

    text: str
    """The URL, without a slash at its end."""

    @property
    def scheme(self) -> str:
        """`s3`, `gs`, `abfs`, `hdfs`, …"""
        return self.text.partition(":")[0].lower()

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.text.partition("?")[0].rstrip("/").rpartition("/")[2]

    def __str__(self) -> str:
        return self.text

    def __truediv__(self, name: str) -> Url:
        """Return the place below this one; what stands behind `?` stays behind it."""
        path, mark, rest = self.text.partition("?")
        return Url(f"{path.rstrip('/')}/{name}{mark}{rest}")


def located(text: str | Path) -> Path | Url:
    """Return where a text points to. `file://` is a path of this machine.

    Raises InputError for a URL that lost a slash (as a `Path` made of it does), and for a
    `file://` of another machine.
    """
    written = str(text)
    found = _SCHEME.match(written)
    if found is None:
        return Path(text)
    if not written[found.end() :].startswith("/"):
        msg = f"{written} is no place: a URL has two slashes, {found[1]}://… From Python give it as text, not as a Path."
        raise InputError(msg)
    if found[1].lower() != "file":
        path, mark, rest = written.partition("?")
        return Url(path.rstrip("/") + mark + rest)
    parts = urlsplit(written)
    if parts.netloc not in ("", "localhost"):
        msg = f"{written} is a file of another machine ({parts.netloc}). Write file:///folder for one of this machine."
        raise InputError(msg)
    return Path(unquote(parts.path))


def local(text: str | Path, instead: str) -> Path:
    """Return a path of this machine. Raises InputError for a URL, with what to do `instead`."""
    place = located(text)
    if isinstance(place, Url):
        msg = f"{place} is no folder of this machine. {instead}"
        raise InputError(msg)
    return place
