"""DuckDB, which is not in the core: near duplicates, merging, report, inspection, check.

Nothing else imports it, so that what is missing is said in one way.
"""

from __future__ import annotations

import importlib.util
import sys
from typing import Any

from pipelines.errors import MissingLibrary

WANTED = "duckdb>=2"
"""As pip is told."""


def there() -> bool:
    """Tell whether DuckDB is installed."""
    return importlib.util.find_spec("duckdb") is not None


def how_to_install() -> str:
    """Return what to type, for this Python."""
    return f'{sys.executable} -m pip install "{WANTED}"'


def library(purpose: str) -> Any:
    """Return the library. Raises MissingLibrary, which says what `purpose` needs it."""
    try:
        import duckdb
    except ImportError as error:
        msg = f"{purpose} needs DuckDB, which is not installed. Type: {how_to_install()}"
        raise MissingLibrary(msg) from error
    return duckdb


def connect(purpose: str, **config: Any) -> Any:
    """Return a connection of its own, with settings of DuckDB; `purpose` as for `library`.

    It prints nothing: DuckDB's own progress bar would stand in what a command prints.
    """
    connection = library(purpose).connect(config=config)
    connection.execute("SET enable_progress_bar = false")
    return connection
