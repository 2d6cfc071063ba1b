"""standfirst crawl"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli import say

if TYPE_CHECKING:
    from pipelines.recipe import Recipe


@click.command(epilog="Examples:\n\n  standfirst crawl datasets/lokal/recipe.toml\n\n  standfirst crawl --into datasets/try --contact mailto:me@example.org https://paper.example/article")
@click.argument("targets", nargs=-1, required=True, metavar="RECIPE|URL...")
@click.option("--into", type=click.Path(path_type=Path), help="Dataset folder; the recipe's own folder when not given.")
@click.option("--contact", help="mailto: or https: address for the user agent, when URLs are given.")
@click.option("--progress", type=click.Choice(["auto", "plain", "json", "none"]), default="auto", help="How to show what happens, on stderr.")
def command(targets: tuple[str, ...], into: Path | None, contact: str | None, progress: str) -> int:
    """Fetch, archive, extract, deduplicate, write. Running it again continues."""
    from crawler.cli.progress import watcher
    from crawler.cli.summary import outcome, show
    from crawler.run import crawl
    from pipelines import recipe as recipes

    if targets[0].startswith(("http://", "https://")):
        into = into or Path("datasets/urls")
        recipe = _recipe_for(list(targets), into, contact or "")
        line = f"standfirst crawl --into {into} {' '.join(targets)}"
    else:
        path = Path(targets[0])
        if path.is_dir():
            path = path / "recipe.toml"
        recipe = recipes.load(path)
        into = into or path.resolve().parent
        line = f"standfirst crawl {targets[0]}"
    with watcher(progress) as watch:
        summary = crawl(recipe, into, watch=watch)
    if progress != "none":
        show(summary, line)
    return outcome(summary, recipe.crawl.max_failed)


def _recipe_for(urls: list[str], folder: Path, contact: str) -> Recipe:
    """A recipe for a handful of addresses, with their list beside it."""
    from pipelines.recipe import Recipe

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "urls.txt").write_text("\n".join(urls) + "\n", encoding="utf-8")
    say(f"addresses in {folder / 'urls.txt'}")
    return Recipe.model_validate({"dataset": {"name": folder.name, "contact": contact}, "source": [{"urls": "urls.txt", "discover": []}]})
