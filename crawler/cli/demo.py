"""standfirst demo"""

from __future__ import annotations

from pathlib import Path

import click

from crawler.cli import say
from crawler.cli.completion import folders
from crawler.cli.places import Place


@click.command(epilog="Examples:\n\n  standfirst demo\n\n  standfirst demo --into /tmp/demo")
@click.option(
    "--into",
    type=Place(),
    shell_complete=folders,
    default=Path("datasets/demo"),
    show_default=True,
    help="Dataset folder; an older demo there is replaced.",
)
def command(into: Path) -> int:
    """The whole thing on the included newspapers, on loopback, without internet."""
    from crawler.crawl.server import FETCHES
    from pipelines.build.spawn import start_server

    start_server(FETCHES)
    from crawler.cli.summary import outcome, show
    from crawler.demo import play

    for day, summary in play.two_days(into):
        say(f"day {day}")
        show(summary, f"standfirst demo --into {into}")
        code = outcome(summary, None)
    for line in play.interesting(into):
        click.echo(line)
    return code
