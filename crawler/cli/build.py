"""standfirst build"""

from __future__ import annotations

from pathlib import Path

import click

from crawler.cli import say
from crawler.cli.completion import folders


@click.command(epilog="Examples:\n\n  standfirst build datasets/demo\n\n  standfirst build datasets/lokal/recipe.toml --into datasets/lokal-again")
@click.argument("target", type=click.Path(path_type=Path), metavar="RECIPE|DATASET")
@click.option("--into", type=click.Path(path_type=Path), shell_complete=folders, help="Write a new dataset there and leave the old one as it is.")
def command(target: Path, into: Path | None) -> int:
    """Make the dataset again from its archive: no network, the same rows."""
    from crawler.rebuild import rebuild

    path = target / "recipe.toml" if target.is_dir() else target
    summary = rebuild(path, into)
    counts = summary.manifest.counts
    say(f"built        {counts.get('rows', 0)} articles from {counts.get('pages', 0)} archived pages in {summary.seconds:.1f} s")
    for line in summary.changes:
        say(f"changed      {line}")
    say(f"files        {summary.folder}")
    return 0
