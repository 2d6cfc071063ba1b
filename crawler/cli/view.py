"""standfirst view"""

from __future__ import annotations

from pathlib import Path

import click

from crawler.cli import say
from crawler.cli.completion import folders
from crawler.cli.places import DatasetPlace, fetched, mirror_of, send_back


@click.command(
    epilog="Examples:\n\n  standfirst view datasets/demo\n\n  standfirst view datasets/demo 4ff91f493f438192 --no-browser"
)
@click.argument("dataset", type=DatasetPlace(), shell_complete=folders)
@click.argument("identifier", required=False, metavar="[ID]")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="Port on 127.0.0.1; a free one when not given.",
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def command(dataset: Path, identifier: str | None, port: int, no_browser: bool) -> int:
    """Look at the records beside their stored pages, in a browser, on this machine only."""
    import webbrowser

    from crawler.cli import opened
    from crawler.cli.serving import Viewer
    from pipelines.view import marks

    opened(dataset)
    viewer = Viewer(fetched(dataset, state=True), port)
    mirror = mirror_of(dataset)
    if mirror is not None:
        viewer.records.missing = mirror.segment
    address = viewer.address + (f"article/{identifier}" if identifier else "")
    if identifier:
        viewer.records.article(identifier)
    say(f"inspection   {address}   (Ctrl-C ends it)")
    if not no_browser:
        webbrowser.open(address)
    before = marks.read(dataset)
    try:
        viewer.serve()
    except KeyboardInterrupt:
        say("ended")
    if marks.read(dataset) != before:
        send_back(dataset)
    return 0
