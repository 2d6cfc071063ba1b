"""standfirst check"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli import exists, say
from pipelines.errors import DatasetError

if TYPE_CHECKING:
    from pipelines.recipe import Recipe


@click.command(
    epilog="Examples:\n\n  standfirst check datasets/demo\n\n  standfirst check datasets/lokal/recipe.toml"
)
@click.argument("target", type=click.Path(path_type=Path), metavar="RECIPE|DATASET")
@click.option(
    "--marks",
    is_flag=True,
    help="Also print what was marked in `standfirst view`, as the precision of each field.",
)
def command(target: Path, marks: bool) -> int:
    """Check a recipe's keys, or a dataset's schema, checksums, counts and boundaries."""
    from pipelines import recipe as recipes
    from pipelines.store.check import problems

    if target.suffix == ".toml":
        recipe = recipes.load(target)
        _check_surroundings(recipe, target)
        say(f"{target}: {len(recipe.source)} source(s), nothing wrong")
        return 0
    exists(target)
    found = problems(target)
    for line in found:
        say(line)
    if found:
        msg = f"{len(found)} problem(s) in {target}. `standfirst build {target}` makes the dataset again from its archive."
        raise DatasetError(msg)
    say(f"{target}: nothing wrong")
    if marks:
        _show_marks(target)
    return 0


def _check_surroundings(recipe: Recipe, path: Path) -> None:
    """Raise the error that a crawl would end with before it asks anything."""
    from crawler.crawl.job import Job, check_contact
    from crawler.warc.files import find

    check_contact(recipe)
    Job(recipe, path.resolve().parent, path.resolve().parent).check_lists()
    for source in recipe.source:
        if source.warc:
            find(source.warc, path.resolve().parent)


def _show_marks(folder: Path) -> None:
    from pipelines.view.marks import precision, read

    found = precision(read(folder))
    for field, right, marked in found:
        click.echo(f"{field:16} {right / marked:.2f}  ({right} of {marked} right)")
    if not found:
        say("no marks yet: `standfirst view` takes them (keys 1, 2, 3)")
