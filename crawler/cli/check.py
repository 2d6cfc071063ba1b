"""standfirst check"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli import exists, say
from crawler.cli.places import DatasetPlace, fetched
from pipelines.errors import DatasetError, counted

if TYPE_CHECKING:
    from pipelines.build.loss import Lost
    from pipelines.recipe import Recipe


@click.command(
    epilog="Examples:\n\n  standfirst check datasets/demo\n\n  standfirst check datasets/lokal/recipe.toml"
)
@click.argument("target", type=DatasetPlace(), metavar="RECIPE|DATASET")
@click.option(
    "--marks",
    is_flag=True,
    help="Also print what was marked in `standfirst view`, as the precision of each field.",
)
@click.option(
    "--quick",
    is_flag=True,
    help="Leave out the archive: only tables, checksums, counts and the crawl's state.",
)
def command(target: Path, marks: bool, quick: bool) -> int:
    """Check a recipe's keys, or a dataset: schema, checksums, counts, boundaries, and every
    page of its archive.
    """
    from pipelines import recipe as recipes
    from pipelines.papers.summary import remarks
    from pipelines.store import manifest as manifests

    if target.suffix == ".toml":
        recipe = recipes.load(target)
        _check_surroundings(recipe, target)
        say(f"{target}: {counted(len(recipe.source), 'source')}, nothing wrong")
        return 0
    exists(target)
    fetched(target, archive=not quick, state=True)
    found, state = _problems(target)
    lost = [] if quick else _lost(target)
    for line in [*found, *state, *_named(target, lost)]:
        say(line)
    if found or state or lost:
        raise DatasetError(_way_on(target, len(found), len(state), len(lost)))
    say(f"{target}: nothing wrong")
    _show_doubt(target)
    for line in remarks(manifests.load(target).notes):
        say(f"note: {line}")
    if marks:
        _show_marks(target)
    return 0


def _problems(folder: Path) -> tuple[list[str], list[str]]:
    """Return what is wrong with the tables, and with the crawl's state."""
    from crawler.frontier.check import frontier_problems
    from pipelines.store.check import problems

    return problems(folder), frontier_problems(folder)


def _lost(folder: Path) -> list[Lost]:
    """Return the archived pages that can no longer be read and that no row says so of."""
    from crawler.frontier.check import committed
    from pipelines.build import loss
    from pipelines.store import manifest as manifests

    found = loss.find(folder, manifests.load(folder), committed(folder))
    return [page for page in found if not page.known]


def _named(folder: Path, lost: list[Lost]) -> list[str]:
    """Return a line for each lost page, and one for all pages of a segment that is gone."""
    from pipelines.store.paths import DatasetPaths

    archive = DatasetPaths(folder).archive
    files = Counter(page.ref.file for page in lost)
    gone = {name: number for name, number in files.items() if not (archive / name).exists()}
    lines = [f"{n}: the file is missing, with {counted(k, 'page')}" for n, k in gone.items()]
    if gone and not any(archive.glob("segment-*")):
        lines.append("no archive is here; `check --quick` leaves it out (`copy --no-archive`)")
    return [*lines, *(str(page) for page in lost if page.ref.file not in gone)]


def _way_on(folder: Path, problems: int, state: int, lost: int) -> str:
    """Return what was found and the commands that help, in their order."""
    if not lost:
        build = f" `standfirst build {folder}` makes the dataset again from its archive."
        crawl = f" `standfirst crawl {folder / 'recipe.toml'}` reads the crawl's state from the archive again and requests nothing twice."
        ways = (build if problems else "") + (crawl if state else "")
        return f"{counted(problems + state, 'problem')} in {folder}.{ways}"
    return f"{counted(lost, 'archived page')} of {folder} can no longer be read. Restore the archive from a copy; the tables still hold what was read from it. `standfirst build {folder} --accept-loss` builds without these pages and keeps the version of now beside it."


def _check_surroundings(recipe: Recipe, path: Path) -> None:
    """Raise the error that a crawl would end with before it asks anything."""
    from crawler.fetch.job import Job, check_contact
    from crawler.warc import saved
    from crawler.warc.files import find

    check_contact(recipe)
    Job(recipe, path.resolve().parent, path.resolve().parent).check_lists()
    for source in recipe.source:
        if source.warc:
            find(source.warc, path.resolve().parent)
        if source.html:
            saved.pages(source, path.resolve().parent)


def _show_doubt(folder: Path) -> None:
    """Say how many texts and access statuses are unsure."""
    from pipelines.view.records import UNSURE, Records

    unsure, articles = Records(folder).unsure()
    told = " and ".join(f"{number} of their {what}" for what, number in unsure.items() if number)
    if told:
        say(
            f"unsure       of {counted(articles, 'article')}, {told} below {UNSURE}: `standfirst view {folder}` shows them first"
        )


def _show_marks(folder: Path) -> None:
    from pipelines.view.marks import interval, precision, read

    found = precision(read(folder))
    for field, right, marked in found:
        low, high = interval(right, marked)
        click.echo(
            f"{field:16} {right / marked:.2f}  95 % interval {low:.2f} to {high:.2f}  ({right} of {marked} right)"
        )
    if not found:
        say("no marks yet: `standfirst view` takes them")
