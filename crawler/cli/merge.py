"""standfirst merge"""

from __future__ import annotations

from pathlib import Path

import click

from crawler.cli import say
from crawler.cli.completion import folders
from pipelines.errors import counted


@click.command(
    epilog="Examples:\n\n  standfirst merge datasets/press/shards/* --into datasets/press-all\n\n  standfirst merge datasets/north datasets/south --into datasets/country"
)
@click.argument(
    "datasets",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    shell_complete=folders,
    metavar="DATASET...",
)
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    shell_complete=folders,
    required=True,
    help="Folder of the merged dataset.",
)
def command(datasets: tuple[Path, ...], into: Path) -> int:
    """Make one dataset of several, deduplicated over all. Merging again takes in what is new."""
    from crawler.cli.summary import held
    from crawler.shards.merge import merge

    manifest = merge(datasets, into)
    say(f"merged       {counted(len(datasets), 'dataset')}: {held(manifest.counts)}")
    say(f"files        {into}")
    say(f"look at it   standfirst view {into}   (report: {into / 'report.html'})")
    return 0
