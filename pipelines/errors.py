"""Every error that Standfirst raises on purpose.

    StandfirstError                exit code 2
    ├── RecipeError                2   the recipe cannot be used
    ├── InputError                 2   a file, folder or address cannot be read
    ├── NothingKept                1   finished, and nothing was kept
    ├── TooManyFailures            3   finished, more failed than the recipe allows
    ├── Refused                    4   the site, or our own manners, said no
    ├── DatasetError               5   a dataset is damaged or does not add up
    ├── StorageError               5   the disk is full, read-only or unreadable
    ├── MissingLibrary             2   an optional library is not installed
    └── Locked                     2   another run is writing this dataset

Each message says what happened, where, and what to do next.
"""

from __future__ import annotations


class StandfirstError(Exception):
    """Something that the user can do something about."""

    exit_code = 2


class RecipeError(StandfirstError):
    """The recipe has an unknown key, a wrong value, or is not TOML."""


class InputError(StandfirstError):
    """A file, folder or address that was named cannot be read."""


class NothingKept(StandfirstError):
    """The run finished and no article was kept."""

    exit_code = 1


class TooManyFailures(StandfirstError):
    """The run finished, but more pages failed than the recipe's `max_failed`."""

    exit_code = 3


class Refused(StandfirstError):
    """Robots, an opt-out, or 401/403/429 closed a whole site."""

    exit_code = 4


class DatasetError(StandfirstError):
    """A dataset is damaged: checksum, schema, counts or arithmetic."""

    exit_code = 5


class StorageError(StandfirstError):
    """The disk is full, read-only, or gave an input/output error."""

    exit_code = 5


class MissingLibrary(StandfirstError):
    """What was asked for needs a library that the core installation leaves out."""


class Locked(StandfirstError):
    """Another process is writing the same dataset."""


OF_A_LIBRARY = (ValueError, TypeError, AttributeError, RecursionError)
"""What a library for pages raises on markup that it cannot read: no failure of the page."""


def counted(number: int, thing: str, things: str | None = None) -> str:
    """Return a number with its noun: "1 page", "2 pages"; `things` is another plural."""
    return f"{number} {thing if number == 1 else things or thing + 's'}"
