"""standfirst merge"""

from __future__ import annotations

from pathlib import Path

import click

from crawler.cli import say
from crawler.cli.built import gave, say_where
from crawler.cli.completion import folders
from crawler.cli.places import DatasetPlace, fetched, send_back
from pipelines.errors import counted


@click.command(
    epilog="Examples:\n\n  standfirst merge datasets/press/shards/* --into datasets/press-all\n\n  standfirst merge datasets/press/parts/*-of-16 --into datasets/press\n\n  standfirst merge datasets/north datasets/south --into datasets/country"
)
@click.argument(
    "datasets",
    nargs=-1,
    required=True,
    type=DatasetPlace(),
    shell_complete=folders,
    metavar="DATASET...",
)
@click.option(
    "--into",
    type=DatasetPlace(makes=True),
    shell_complete=folders,
    required=True,
    help="Folder of the merged dataset.",
)
@click.option(
    "--accept-loss",
    is_flag=True,
    help="With parts of a build: go on where archived pages can no longer be read.",
)
def command(datasets: tuple[Path, ...], into: Path, accept_loss: bool) -> int:
    """Make one dataset of several, deduplicated over all. Merging again takes in what is new.

    Parts that `standfirst build --part` made become the dataset that one build would make.
    """
    from pipelines.build.part import is_part

    if any(map(is_part, datasets)):
        return _parts(datasets, into, accept_loss=accept_loss)
    for dataset in datasets:
        fetched(dataset, archive=True, state=True)
    from crawler.cli.summary import held
    from crawler.shards.merge import merge

    manifest = merge(datasets, into)
    send_back(into, archive=True)
    say(f"merged       {counted(len(datasets), 'dataset')}: {held(manifest.counts)}")
    say(f"files        {into}")
    say(f"look at it   standfirst view {into}   (report: {into / 'report.html'})")
    return 0


def _parts(folders: tuple[Path, ...], into: Path, *, accept_loss: bool) -> int:
    from crawler.warc.parts import merge_parts

    summary = merge_parts(folders, into, accept_loss=accept_loss)
    send_back(into, archive=True)
    say(f"merged       {counted(len(folders), 'part')}: {gave(summary)}")
    say_where(summary)
    return 0
