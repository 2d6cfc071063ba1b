"""standfirst reshard"""

from __future__ import annotations

from pathlib import Path

import click

from crawler.cli import say
from crawler.cli.places import Place
from pipelines.errors import counted


@click.command(
    epilog="Examples:\n\n  standfirst reshard datasets/press --shards 8\n\n  standfirst reshard datasets/press/recipe.toml --shards 4"
)
@click.argument(
    "target",
    type=Place("`reshard` cuts the addresses of a crawl, which are on a local disk."),
    metavar="RECIPE|DATASET",
)
@click.option(
    "--shards",
    type=click.IntRange(min=1, max=100_000),
    required=True,
    help="How many shards the crawl is cut into from now on.",
)
def command(target: Path, shards: int) -> int:
    """Cut a crawl into another number of shards; no address is lost or requested twice.

    With the number as it is, addresses that one shard found on the domain of another
    change hands. Articles stay where they are until `standfirst merge`.
    """
    from crawler.shards.reshard import folder_of, reshard

    path = target / "recipe.toml" if target.is_dir() else target
    held = reshard(path, shards)
    for shard, number in held.items():
        say(
            f"shard {shard!s:<7}{counted(number, 'address', 'addresses')} in {folder_of(path.parent, shard)}"
        )
    say(
        f"continue     standfirst crawl {target} --shard 1/{shards}   (and the others, each where you like)"
    )
    return 0
