"""Public newspaper articles with their paywall boundary, from Python.

    import standfirst

    result = standfirst.extract("saved/page.html", "https://paper.example/article")
    result.article.title, result.article.access, result.explain()

What stands in `__all__` is public, and so are the documented attributes of what these
functions return; everything else, `crawler` and `pipelines` included, may change without
notice. `docs/reference/python.md` has the list and the policy.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from pipelines.errors import (
    DatasetError,
    InputError,
    Locked,
    MissingLibrary,
    NothingKept,
    RecipeError,
    Refused,
    StandfirstError,
    StorageError,
    TooManyFailures,
)
from pipelines.version import VERSION

if TYPE_CHECKING:
    from pipelines.extract.sites.base import SiteParser
    from pipelines.model import Article, Page, Provenance, Rejected
    from standfirst.datasets import Dataset, Record, open_dataset as open  # noqa: A004
    from standfirst.pages import extract, extract_many, register_parser
    from standfirst.results import Result
    from standfirst.runs import Build, Run, build, crawl

__version__ = VERSION
__all__ = [
    "Article",
    "Build",
    "Dataset",
    "DatasetError",
    "InputError",
    "Locked",
    "MissingLibrary",
    "NothingKept",
    "Page",
    "Provenance",
    "RecipeError",
    "Record",
    "Refused",
    "Rejected",
    "Result",
    "Run",
    "SiteParser",
    "StandfirstError",
    "StorageError",
    "TooManyFailures",
    "__version__",
    "build",
    "crawl",
    "extract",
    "extract_many",
    "open",
    "register_parser",
]

_PLACES = {
    "Article": "pipelines.model",
    "Build": "standfirst.runs",
    "Dataset": "standfirst.datasets",
    "Page": "pipelines.model",
    "Provenance": "pipelines.model",
    "Record": "standfirst.datasets",
    "Rejected": "pipelines.model",
    "Result": "standfirst.results",
    "Run": "standfirst.runs",
    "SiteParser": "pipelines.extract.sites.base",
    "build": "standfirst.runs",
    "crawl": "standfirst.runs",
    "extract": "standfirst.pages",
    "extract_many": "standfirst.pages",
    "register_parser": "standfirst.pages",
}
"""Name → the module that has it: loaded when the name is first used."""


def __getattr__(name: str) -> Any:
    if name == "open":
        value = importlib.import_module("standfirst.datasets").open_dataset
    elif name in _PLACES:
        value = getattr(importlib.import_module(_PLACES[name]), name)
    else:
        raise AttributeError(f"module 'standfirst' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
