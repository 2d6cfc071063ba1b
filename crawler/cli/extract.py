"""standfirst extract"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from crawler.cli import say
from crawler.cli.completion import files
from pipelines.errors import InputError

if TYPE_CHECKING:
    from pipelines.extract.extractor import Extractor


@click.command(
    epilog="Examples:\n\n  standfirst extract page.html --url https://paper.example/article\n\n  standfirst extract saved.txt --explain"
)
@click.argument("target", metavar="URL|FILE|-", shell_complete=files)
@click.option("--url", help="Address of the page, for a file or standard input.")
@click.option(
    "--explain",
    is_flag=True,
    help="Show every field with its source, what lost, and the evidence for access.",
)
@click.option(
    "--contact", default="", help="mailto: or https: address for the user agent, for a URL."
)
@click.option(
    "--recipe",
    "recipe_path",
    type=click.Path(path_type=Path, exists=True),
    help="Recipe, or dataset, whose selectors and policy are to be used for a file.",
)
@click.option("--allow-loopback", is_flag=True, help="Allow a URL on this machine.")
def command(
    target: str,
    url: str | None,
    explain: bool,
    contact: str,
    recipe_path: Path | None,
    allow_loopback: bool,
) -> int:
    """One page to JSON Lines on stdout."""
    from pipelines.extract.result import Extraction
    from pipelines.model import Page

    if target.startswith(("http://", "https://")):
        return _from_network(target, contact, explain=explain, loopback=allow_loopback)
    body = sys.stdin.buffer.read() if target == "-" else _read(Path(target))
    address = url or (Path(target).resolve().as_uri() if target != "-" else "file:///stdin")
    extractor, source = _extractor(recipe_path, address)
    result = extractor.extract(
        Page(url=address, body=body, fetched=datetime.now(UTC), source=source)
    )
    if isinstance(result, Extraction):
        _print(result.article)
        if explain:
            _explain(result)
        return 0
    _print(result)
    say(f"no article: {result.reason}: {result.detail}")
    return 1


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}. Give a file, `-` for standard input, or an address that starts with https://."
        raise InputError(msg) from error


def _print(record: Any) -> None:
    """Print an article, or what was set aside, as one line of JSON."""
    import json
    from dataclasses import asdict

    plain = {k: v.isoformat() if isinstance(v, datetime) else v for k, v in asdict(record).items()}
    click.echo(json.dumps(plain, ensure_ascii=False))


def _explain(result: Any) -> None:
    from crawler.cli.explain import show

    show(result)


def _extractor(path: Path | None, url: str) -> tuple[Extractor, str | None]:
    """The recipe's extractor and its name for the page's source; without a recipe the bare
    extractor, which keeps every page."""
    from pipelines import recipe as recipes
    from pipelines.extract.extractor import Extractor
    from pipelines.extract.rules import Rules

    if path is None:
        return Extractor(Rules(reserved="keep")), None
    recipe = recipes.load(path / "recipe.toml" if path.is_dir() else path)
    host = urlsplit(url).hostname
    own = (s.label for s in recipe.source if s.label and urlsplit(s.site).hostname == host)
    return Extractor(Rules.of(recipe)), next(own, None)


def _from_network(url: str, contact: str, *, explain: bool, loopback: bool) -> int:
    """Fetch one address with the real spider, politely, into a folder that is thrown away."""
    import tempfile

    from crawler.crawl.run import crawl
    from pipelines.extract.result import Extraction
    from pipelines.recipe import Recipe

    results: list[Any] = []
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "urls.txt").write_text(url + "\n", encoding="utf-8")
        recipe = Recipe.model_validate(
            {
                "dataset": {"name": "page", "contact": contact},
                "source": [{"urls": "urls.txt", "discover": []}],
                "dedup": {"near": False},
                "crawl": {"max_wait": 10, "allow_loopback": loopback},
            }
        )
        summary = crawl(recipe, Path(folder), watch=lambda _, result: results.append(result))
    for result in results:
        record = result.article if isinstance(result, Extraction) else result
        _print(record)
        if explain and isinstance(result, Extraction):
            _explain(result)
    for reason, number in summary.manifest.crawl.get("reasons", {}).items():
        say(f"{number} {reason}")
    if not results:
        say(
            f"{url} gave no page"
            + (
                ": addresses on this machine need --allow-loopback"
                if "port " in str(summary.manifest.crawl.get("reasons"))
                else ""
            )
        )
    return 0 if any(isinstance(r, Extraction) for r in results) else 1
