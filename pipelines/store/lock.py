"""One writer per dataset folder."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.errors import InputError, Locked, StorageError
from pipelines.store.paths import DatasetPaths


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the dataset's lock. Raises Locked when another run writes it."""
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
