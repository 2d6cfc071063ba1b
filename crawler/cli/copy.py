"""standfirst copy"""

from __future__ import annotations

import click

from crawler.cli import say
from crawler.cli.completion import files


@click.command(
    epilog="Examples:\n\n  standfirst copy datasets/press s3://bucket/press\n\n  standfirst copy s3://bucket/press datasets/press --no-archive"
)
@click.argument("source", metavar="DATASET", shell_complete=files)
@click.argument("target", metavar="PLACE", shell_complete=files)
@click.option(
    "--no-archive", is_flag=True, help="Leave the pages as fetched where they are: tables only."
)
def command(source: str, target: str, no_archive: bool) -> int:
    """Copy a finished dataset to an object store, from one, or to another folder.

    Only what has changed is sent. The version there stays whole for its readers until the
    new one is complete; what somebody else has committed meanwhile is not overwritten.
    """
    from pipelines.errors import counted
    from pipelines.store.remote.copying import copy

    done = copy(source, target, archive=not no_archive)
    sent = (
        f"{counted(done.files, 'file')} of {done.bytes / 1e6:.1f} MB"
        if done.files
        else "nothing new"
    )
    say(f"copied       version {done.version}: {sent}")
    say(f"files        {done.target}")
    return 0
