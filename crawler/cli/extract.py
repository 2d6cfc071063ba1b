"""standfirst extract"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from crawler.cli import say
from crawler.cli.completion import files
from crawler.cli.places import Place, contact_of
from crawler.cli.records import extractor_of, print_record
from pipelines.errors import InputError
from pipelines.store.place import local

_FILES = "`extract` reads files of this machine and pages of the web; download it first."


@click.command(
    epilog="Examples:\n\n  standfirst extract page.html --url https://paper.example/article\n\n  standfirst extract saved.txt --explain\n\n  standfirst extract pages/ --addresses pages/addresses.csv > articles.jsonl"
)
@click.argument(
    "targets", metavar="URL|FILE...|FOLDER|-", nargs=-1, required=True, shell_complete=files
)
@click.option("--url", help="Address of the page, for a file or standard input.")
@click.option(
    "--addresses",
    type=Place(_FILES, exists=True),
    help="CSV or JSON Lines with the columns `file` and `url`, for many saved pages.",
)
@click.option(
    "--explain",
    is_flag=True,
    help="Show every field with its source, what lost, and the evidence for access.",
)
@click.option(
    "--contact",
    default="",
    callback=contact_of,
    help="mailto: or https: address for the user agent, for a URL.",
)
@click.option(
    "--recipe",
    "recipe_path",
    type=Place(_FILES, exists=True),
    help="Recipe, or dataset, whose selectors and policy are to be used for a file.",
)
@click.option("--allow-loopback", is_flag=True, help="Allow a URL on this machine.")
def command(
    targets: tuple[str, ...],
    url: str | None,
    addresses: Path | None,
    explain: bool,
    contact: str,
    recipe_path: Path | None,
    allow_loopback: bool,
) -> int:
    """One page, or many saved ones, to JSON Lines on stdout.

    Several files, or a folder (its .html, .htm and .xhtml files, also in folders below),
    are read in parallel. A saved page's address is the one of `--addresses`, else the one
    that it declares itself.
    """
    from pipelines.extract.result import Extraction
    from pipelines.model import Page

    for given in targets:
        if not given.startswith(("http://", "https://")):
            local(given, _FILES)
    target = targets[0]
    if len(targets) > 1 or addresses is not None or Path(target).is_dir():
        from crawler.cli.saved import extract_all

        refuse_with_many(url, explain=explain)
        return extract_all(targets, addresses, recipe_path)
    if target.startswith(("http://", "https://")):
        return _from_network(target, contact, explain=explain, loopback=allow_loopback)
    body = sys.stdin.buffer.read() if target == "-" else _read(Path(target))
    address = url or _address(target, body)
    extractor, source = extractor_of(recipe_path, address)
    result = extractor.extract(
        Page(url=address, body=body, fetched=datetime.now(UTC), source=source)
    )
    if isinstance(result, Extraction):
        print_record(result.article)
        if explain:
            _explain(result)
        return 0
    print_record(result)
    say(f"no article: {result.reason}: {result.detail}")
    return 1


def _address(target: str, body: bytes) -> str:
    """Return the address that a page declares, or else where it lies."""
    from pipelines.build.saved import own_address

    place = Path(target).resolve().as_uri() if target != "-" else "file:///stdin"
    return own_address(body) or place


def refuse_with_many(url: str | None, *, explain: bool) -> None:
    """Raise InputError for an option that speaks of one page."""
    for name, given in (("--url", url is not None), ("--explain", explain)):
        if given:
            msg = f"{name} is for one page. For many, --addresses names a CSV with the columns file and url."
            raise InputError(msg)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}. Give a file, `-` for standard input, or an address that starts with https://."
        raise InputError(msg) from error


def _explain(result: Any) -> None:
    from crawler.cli.explain import show

    show(result)


def _from_network(url: str, contact: str, *, explain: bool, loopback: bool) -> int:
    """Fetch one address with the real spider, politely, into a folder that is thrown away."""
    import tempfile

    from crawler.crawl.run import crawl
    from pipelines.extract.result import Extraction
    from pipelines.recipe import made

    results: list[Any] = []
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "urls.txt").write_text(url + "\n", encoding="utf-8")
        recipe = made(
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
        print_record(record)
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
