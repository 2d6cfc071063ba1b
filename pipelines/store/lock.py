"""One writer per dataset folder."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.errors import InputError, Locked, StorageError
from pipelines.store.paths import DatasetPaths

_URL = re.compile(r"[a-z][a-z0-9+.\-]{1,30}:/", re.IGNORECASE)


def _refuse_url(folder: Path) -> None:
    """Raise InputError where a URL was taken for a path: a folder `s3:` is what nobody wants."""
    if _URL.match(str(folder)) or any(_URL.fullmatch(f"{part}/") for part in folder.parts):
        msg = f"{folder} is no folder of this machine. Crawl into one, then `standfirst copy DATASET URL`."
        raise InputError(msg)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the dataset's lock. Raises Locked when another run writes it."""
    _refuse_url(folder)
    paths = DatasetPaths(folder)
    try:
        paths.meta.mkdir(parents=True, exist_ok=True)
        lock = FileLock(paths.lock, timeout=0)
        with lock:
            yield
    except Timeout:
        msg = f"another run is writing {folder}. Wait until it has ended, or stop it, then run the same command again."
        raise Locked(msg) from None
    except (NotADirectoryError, FileExistsError) as error:
        msg = f"{folder} is a file, or lies below one. Give a folder for the dataset."
        raise InputError(msg) from error
    except PermissionError as error:
        msg = f"{error.filename or paths.meta} is not writable. Choose another folder, or fix the permissions."
        raise StorageError(msg) from error
