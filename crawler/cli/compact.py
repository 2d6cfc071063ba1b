"""standfirst compact"""

from __future__ import annotations

from pathlib import Path

import click

from crawler.cli import say
from crawler.cli.completion import folders
from crawler.cli.places import DatasetPlace, fetched, send_back


@click.command(
    epilog="Examples:\n\n  standfirst compact datasets/lokal\n\n  standfirst compact datasets/lokal --shard-rows 200000"
)
@click.argument("dataset", type=DatasetPlace(), shell_complete=folders)
@click.option(
    "--shard-rows",
    type=click.IntRange(min=100),
    help="Rows per file; the recipe's `output.shard_rows` when not given.",
)
def command(dataset: Path, shard_rows: int | None) -> int:
    """Sort the dataset and write it in few files; the rows stay the same."""
    from crawler.cli import opened
    from pipelines.errors import counted
    from pipelines.store.dataset import Dataset
    from pipelines.store.finish import finish
    from pipelines.store.lock import locked

    recipe = opened(dataset)
    fetched(dataset)
    with locked(dataset):
        before = Dataset(dataset)
        files = sum(map(len, before.manifest.tables.values()))
        manifest = finish(
            before,
            near=recipe.dedup.near,
            shard_rows=shard_rows or recipe.output.shard_rows,
            again=True,
        )
    send_back(dataset)
    say(
        f"compacted    {counted(files, 'file')} to {sum(map(len, manifest.tables.values()))}; {counted(manifest.rows('articles'), 'article')}"
    )
    return 0
