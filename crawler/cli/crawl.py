"""standfirst crawl"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli import say
from crawler.cli.completion import files, folders
from crawler.cli.places import COPY, Place, contact_of
from pipelines.store.place import local

if TYPE_CHECKING:
    from crawler.shards.shard import Shard


@click.command(
    epilog="Examples:\n\n  standfirst crawl datasets/lokal/recipe.toml\n\n  standfirst crawl --into datasets/try --contact mailto:me@example.org https://paper.example/article"
)
@click.argument("targets", nargs=-1, metavar="RECIPE|URL...", shell_complete=files)
@click.option(
    "--into",
    type=Place(),
    shell_complete=folders,
    help="Dataset folder; the recipe's own folder when not given.",
)
@click.option(
    "--contact",
    default="",
    callback=contact_of,
    help="mailto: or https: address for the user agent, when there is no recipe.",
)
@click.option(
    "--allow-loopback",
    is_flag=True,
    help="Allow addresses on this machine, for URLs without a recipe.",
)
@click.option(
    "--from-export",
    type=Place(),
    help="Collect the articles of an exported file again.",
)
@click.option(
    "--shard",
    metavar="K/N",
    help="Crawl only the K-th of N shards, cut by registered domain, into a folder of its own.",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Read robots.txt, sitemaps and feeds, show what would be crawled, write nothing.",
)
@click.option(
    "--progress",
    type=click.Choice(["auto", "plain", "json", "none"]),
    default="auto",
    help="How to show on stderr what happens; none: only the result.",
)
def command(
    targets: tuple[str, ...],
    into: Path | None,
    contact: str,
    allow_loopback: bool,
    from_export: Path | None,
    shard: str | None,
    dry_run: bool,
    progress: str,
) -> int:
    """Fetch, archive, extract, deduplicate, write. Running it again continues."""
    if from_export is not None:
        return _rehydrate(from_export, into or from_export.with_suffix(""), contact, progress)
    if not targets:
        raise click.UsageError("Missing argument 'RECIPE|URL...'.")
    if targets[0].startswith(("http://", "https://")):
        into = into or Path("datasets/urls")
        return _run(
            _recipe_for(list(targets), into, contact, loopback=allow_loopback),
            into,
            f"standfirst crawl --into {into} {' '.join(targets)}",
            progress,
        )
    path = local(targets[0], COPY.format(url=targets[0]))
    path = path / "recipe.toml" if path.is_dir() else path
    if dry_run:
        return _dry_run(path)
    if shard is not None:
        return _run_shard(path, into, targets[0], shard, progress)
    return _run(path, into, f"standfirst crawl {targets[0]}{_into(into)}", progress)


def _into(into: Path | None) -> str:
    """The option as one would type it again: another folder would ask the publisher again."""
    return "" if into is None else f" --into {into}"


def _run_shard(path: Path, into: Path | None, target: str, text: str, progress: str) -> int:
    from crawler.shards.reshard import folder_of
    from crawler.shards.shard import Shard

    shard = Shard.parse(text)
    folder = into or folder_of(path.resolve().parent, shard)
    return _run(
        path, folder, f"standfirst crawl {target} --shard {shard}{_into(into)}", progress, shard
    )


def _dry_run(path: Path) -> int:
    """Print what a crawl would do: robots' answer, the first addresses, the time it takes."""
    from crawler.cli.looked import Progress, show
    from crawler.crawl.preview import look
    from pipelines import recipe as recipes

    recipe = recipes.load(path)
    found = look(recipe, path.resolve().parent, watch=Progress())
    labels = [source.label for source in recipe.source]
    show(found, labels, delay=recipe.crawl.delay, limit=recipe.crawl.max_pages)
    say("nothing was written, no article was requested")
    return 0 if found.articles else 1


def _run(
    path: Path, into: Path | None, line: str, progress: str, shard: Shard | None = None
) -> int:
    from crawler.crawl import server
    from crawler.shards.reshard import folder_of
    from pipelines import recipe as recipes

    recipe = recipes.load(path)
    server.start(into or folder_of(path.resolve().parent, shard))
    from crawler.cli.progress import watcher
    from crawler.cli.summary import finished, outcome, show
    from crawler.crawl.run import crawl

    with watcher(progress, into or path.resolve().parent) as watch:
        summary = crawl(path, into, shard=shard, watch=watch)
    if progress == "json":
        finished(summary, line)
    else:
        show(summary, line, recipe)
    return outcome(summary, recipe.crawl.max_failed, shard=shard is not None)


def _recipe_for(urls: list[str], folder: Path, contact: str, *, loopback: bool) -> Path:
    """Write a recipe for a handful of addresses, with their list beside it."""
    from crawler.crawl.rehydrate import write_list

    path = write_list(folder, urls, contact, loopback=loopback)
    say(f"recipe       {path}, addresses in {folder / 'urls.txt'}")
    return path


def _rehydrate(file: Path, folder: Path, contact: str, progress: str) -> int:
    from crawler.crawl.rehydrate import REPORT, compare, prepare

    rows = prepare(file, folder, contact)
    try:
        return _run(
            folder / "recipe.toml",
            None,
            f"standfirst crawl --from-export {file} --into {folder}",
            progress,
        )
    finally:
        for state, number in compare(rows, folder).most_common():
            say(f"             {number} {state}")
        say(f"compared     {len(rows)} exported articles: {folder / REPORT}")
