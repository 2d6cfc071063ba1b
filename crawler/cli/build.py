"""standfirst build"""

from __future__ import annotations

from pathlib import Path

import click

from crawler.cli import say
from crawler.cli.built import gave, say_where
from crawler.cli.completion import folders
from crawler.cli.places import DatasetPlace, fetched, mirror_of, send_back
from pipelines.errors import InputError, counted
from pipelines.store.manifest import Manifest


@click.command(
    epilog="Examples:\n\n  standfirst build datasets/demo\n\n  standfirst build datasets/lokal/recipe.toml --into datasets/lokal-again\n\n  standfirst build datasets/press --part 3/16\n\n  standfirst build datasets/press --engine spark --master spark://head:7077"
)
@click.argument("target", type=DatasetPlace(), metavar="RECIPE|DATASET")
@click.option(
    "--into",
    type=DatasetPlace(makes=True),
    shell_complete=folders,
    help="Write a new dataset there and leave the old one as it is; with --part, the folder of the parts.",
)
@click.option(
    "--part",
    metavar="K/N",
    help="Extract only the K-th of N parts, dealt by size; `standfirst merge` makes one dataset of all.",
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
    part: str | None,
    engine: str,
    master: str,
    conf: tuple[str, ...],
    accept_loss: bool,
) -> int:
    """Make the dataset again from its archive: no network, the same rows.

    With --part or --engine spark the WARC files of a recipe are read where they lie.
    """
    from crawler.frontier.check import committed
    from pipelines.build.rebuild import Engine, on_this_machine, rebuild

    path = target / "recipe.toml" if target.is_dir() else target
    if part is not None:
        _refuse_stores(path.parent, into)
        return _part(path, part, into, engine, accept_loss=accept_loss)
    _refuse_written(into)
    fetched(path.parent, archive=True, state=True)
    chosen: Engine = on_this_machine
    if engine == "spark":
        from crawler.warc.spark import on_spark

        chosen = on_spark(
            master, dict(_setting(c) for c in conf), lambda line: say(f"spark        {line}")
        )
    summary = rebuild(
        path,
        into,
        engine=chosen,
        committed=committed(path.parent),
        accept_loss=accept_loss,
        goes_on=engine == "spark",
    )
    send_back(into or path.parent, archive=into is not None)
    _say_not_learned(path, summary.manifest)
    say(f"built        {gave(summary)}")
    for line in summary.changes:
        say(f"changed      {line}")
    say_where(summary)
    return 0


def _say_not_learned(recipe: Path, built: Manifest) -> None:
    """Say that each page was read alone, where a recipe wants its papers learned."""
    from pipelines import recipe as recipes
    from pipelines.papers.summary import NOTE

    if recipes.load(recipe).extract.learn and NOTE not in built.notes:
        say(
            "note         each page was read alone: `extract.learn` wants DuckDB, and on Spark fewer pages than fill a cluster."
        )


def _refuse_stores(dataset: Path, into: Path | None) -> None:
    """Raise InputError for parts of an archive that is not on this machine."""
    for folder in filter(None, (dataset, into)):
        mirror = mirror_of(folder)
        if mirror is not None:
            msg = f"--part works on folders of this machine (or one that machines share), and {mirror.url} is none: `standfirst copy {mirror.url} FOLDER` first. WARC files that a recipe of this machine names may lie in a store."
            raise InputError(msg)


def _refuse_written(into: Path | None) -> None:
    """Raise InputError where a build would mix with a dataset that is in a store already."""
    mirror = mirror_of(into) if into is not None else None
    if mirror is not None and mirror.base:
        msg = f"{mirror.url} holds a dataset already. Give a new place, or `standfirst build {mirror.url}` to make that one again."
        raise InputError(msg)


def _part(path: Path, text: str, into: Path | None, engine: str, *, accept_loss: bool) -> int:
    """Extract one part; one that has nothing to do is as good as any other."""
    from crawler.warc.parts import extract
    from pipelines.build.part import PartOf

    if engine != "duckdb" or accept_loss:
        msg = "--part extracts on this machine: leave --engine out, and give --accept-loss to `standfirst merge`."
        raise click.UsageError(msg)
    part = PartOf.parse(text)
    done = extract(path, part, into)
    if not done.pieces:
        say(f"part {part!s:<9}nothing to do: there are fewer pieces than parts")
    else:
        new = "" if done.extracted == done.pages else f", {done.extracted} of them in this run"
        say(
            f"part {part!s:<9}{counted(done.pages, 'page')} of {done.bytes / 1e6:.1f} MB in {counted(done.pieces, 'piece')}{new}; {done.seconds:.1f} s, {done.cpu:.1f} CPU seconds of extraction"
        )
    say(f"files        {done.folder}")
    say(f"when all are there: standfirst merge {done.folder.parent}/*-of-{part.of} --into FOLDER")
    return 0


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.BadParameter(f"`{text}` is no KEY=VALUE.", param_hint="--conf")
    return name, value
