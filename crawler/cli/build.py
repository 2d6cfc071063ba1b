"""standfirst build"""

from __future__ import annotations

from pathlib import Path

import click

from crawler.cli import say
from crawler.cli.completion import folders
from pipelines.errors import counted


@click.command(
    epilog="Examples:\n\n  standfirst build datasets/demo\n\n  standfirst build datasets/lokal/recipe.toml --into datasets/lokal-again\n\n  standfirst build datasets/press --engine spark --master spark://head:7077"
)
@click.argument("target", type=click.Path(path_type=Path), metavar="RECIPE|DATASET")
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    shell_complete=folders,
    help="Write a new dataset there and leave the old one as it is.",
)
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    help="duckdb: this machine. spark: a cluster, for the same rows (needs `python3 dev.py setup spark` and Java).",
)
@click.option("--master", default="local[*]", show_default=True, help="Spark master URL.")
@click.option(
    "--conf", multiple=True, metavar="KEY=VALUE", help="A setting for Spark; may be given again."
)
@click.option(
    "--accept-loss",
    is_flag=True,
    help="Go on where archived pages can no longer be read; the version of now is kept beside the dataset.",
)
def command(
    target: Path,
    into: Path | None,
    engine: str,
    master: str,
    conf: tuple[str, ...],
    accept_loss: bool,
) -> int:
    """Make the dataset again from its archive: no network, the same rows.

    With --engine spark the WARC files of a recipe are read where they lie.
    """
    from crawler.frontier.check import committed
    from pipelines.build.rebuild import Engine, on_this_machine, rebuild

    path = target / "recipe.toml" if target.is_dir() else target
    chosen: Engine = on_this_machine
    if engine == "spark":
        from crawler.warc.spark import on_spark

        chosen = on_spark(master, dict(_setting(c) for c in conf))
    summary = rebuild(
        path, into, engine=chosen, committed=committed(path.parent), accept_loss=accept_loss
    )
    counts = summary.manifest.counts
    say(
        f"built        {counted(counts.get('rows', 0), 'article')} from {counted(counts.get('pages', 0), 'archived page')} in {summary.seconds:.1f} s"
    )
    for line in summary.changes:
        say(f"changed      {line}")
    for line in summary.lost:
        say(f"lost         {line}")
    if summary.kept:
        say(f"kept         {summary.kept} holds the version before")
    say(f"files        {summary.folder}")
    return 0


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.BadParameter(f"`{text}` is no KEY=VALUE.", param_hint="--conf")
    return name, value
