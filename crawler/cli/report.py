"""standfirst report"""

from __future__ import annotations

from pathlib import Path

import click

from crawler.cli import say
from crawler.cli.completion import folders
from crawler.cli.places import DatasetPlace, fetched, send_back


@click.command(
    epilog="Examples:\n\n  standfirst report datasets/demo\n\n  standfirst report datasets/lokal"
)
@click.argument("dataset", type=DatasetPlace(), shell_complete=folders)
def command(dataset: Path) -> int:
    """Write report, card and metadata of a dataset again."""
    from crawler.cli import opened
    from pipelines.publish.published import publish
    from pipelines.store import duck, manifest as manifests

    recipe = opened(dataset)
    fetched(dataset)
    duck.library("`standfirst report`")
    for path in publish(dataset, recipe, manifests.load(dataset)):
        say(f"written      {path}")
    send_back(dataset)
    if not manifests.load(dataset).rows("articles"):
        say(f"note         {dataset} holds no article yet")
    return 0
