"""Records on the command line: one line of JSON each, by a recipe's extractor."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

if TYPE_CHECKING:
    from pipelines.extract.extractor import Extractor


def print_record(record: Any) -> None:
    """Print an article, or what was set aside, as one line of JSON."""
    from dataclasses import asdict

    from pipelines.page.inert import as_json

    plain = {k: v.isoformat() if isinstance(v, datetime) else v for k, v in asdict(record).items()}
    click.echo(as_json(plain))


def extractor_of(path: Path | None, url: str) -> tuple[Extractor, str | None]:
    """The recipe's extractor and its name for the page's source; without a recipe the bare
    extractor, which keeps every page."""
    from pipelines.extract.extractor import Extractor
    from pipelines.extract.rules import Rules

    if path is None:
        return Extractor(Rules(reserved="keep")), None
    from pipelines import recipe as recipes

    recipe = recipes.load(path / "recipe.toml" if path.is_dir() else path)
    host = urlsplit(url).hostname
    own = (s.label for s in recipe.source if s.label and urlsplit(s.site).hostname == host)
    return Extractor(Rules.of(recipe)), next(own, None)
