"""standfirst export"""

from __future__ import annotations

from pathlib import Path

import click

from crawler.cli import say
from crawler.cli.completion import folders
from crawler.cli.places import DatasetPlace, Place, fetched
from pipelines.errors import counted


@click.command(
    epilog="Examples:\n\n  standfirst export datasets/demo demo-addresses.parquet\n\n  standfirst export datasets/demo titles.csv --columns url,title,authors,access"
)
@click.argument("dataset", type=DatasetPlace(), shell_complete=folders)
@click.argument(
    "file", type=Place("`export` writes a file of this machine; copy it there when it is done.")
)
@click.option(
    "--columns",
    default="shareable",
    show_default=True,
    help="Comma-separated; `shareable` (no text of others), `all`, or names.",
)
@click.option("--one-per-cluster", is_flag=True, help="Of near duplicates only the canonical text.")
def command(dataset: Path, file: Path, columns: str, one_per_cluster: bool) -> int:
    """Write columns of the articles to one .parquet, .jsonl or .csv file."""
    from crawler.cli import opened
    from pipelines.publish.export import columns_of, export

    opened(dataset)
    fetched(dataset, ["articles"])
    names = columns_of(columns)
    replaced = " (replaced)" if file.exists() else ""
    rows = export(dataset, file, names, one_per_cluster=one_per_cluster)
    say(
        f"exported     {counted(rows, 'article')} with {counted(len(names), 'column')} to {file}{replaced}"
    )
    if {"text", "teaser"} & set(names):
        say(
            "note         the texts belong to their publishers; whether you may hand them on is for you to settle"
        )
    return 0
