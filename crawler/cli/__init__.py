"""The command line: one verb per file, heavy imports inside the verbs.

Data goes to stdout as JSON Lines, everything else to stderr. Exit codes: 0 kept
something or all up to date; 1 nothing kept; 2 usage or recipe; 3 too many failed;
4 refused; 5 dataset invalid; 130 interrupted, can be continued.
"""

from __future__ import annotations

import errno
import importlib
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.errors import StandfirstError
from pipelines.version import VERSION

if TYPE_CHECKING:
    from pipelines.recipe import Recipe

VERBS = ("demo", "new", "crawl", "build", "extract", "view", "report", "check", "compact", "export", "merge", "reshard")


class Verbs(click.Group):
    """Loads a verb's module only when the verb is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of use."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb; None when there is none of this name."""
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(f"crawler.cli.{cmd_name}")
        command: click.Command = module.command
        return command


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="standfirst")
def app() -> None:
    """Collect public newspaper articles into a Parquet dataset that says where the
    public part of each article ends."""


def opened(dataset: Path) -> Recipe:
    """Return the recipe of a dataset folder. Raises InputError where there is no dataset."""
    from pipelines import recipe as recipes
    from pipelines.errors import InputError

    if not (dataset / "_meta" / "CURRENT").exists():
        msg = f"{dataset} holds no dataset (no _meta/CURRENT). Give the folder that `standfirst crawl` wrote."
        raise InputError(msg)
    return recipes.load(dataset / "recipe.toml")


def say(message: str = "") -> None:
    """Print a line for people, with commands as they would have to type them."""
    click.echo(_COMMAND.sub(lambda found: f"{called()} {found.group(1)}", message), err=True)


_COMMAND = re.compile(rf"\bstandfirst ({'|'.join(VERBS)})\b")


def called() -> str:
    """Return how this program was called: `standfirst`, or a longer way to it."""
    given = os.environ.get("STANDFIRST_CALLED")
    if given:
        return given
    program = Path(sys.argv[0])
    # found in a folder that the shell does not search
    return sys.argv[0] if program.name == "standfirst" and os.sep in sys.argv[0] and str(program.parent) not in os.get_exec_path() else "standfirst"


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line and exit with the right code."""
    try:
        code = app.main(args=arguments, prog_name="standfirst", standalone_mode=False)
    except StandfirstError as error:
        say(f"standfirst: {error}")
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (KeyboardInterrupt, click.Abort):
        say("standfirst: interrupted; the same command continues.")
        sys.exit(130)
    except OSError as error:
        reason = {errno.ENOSPC: "the disk is full", errno.EROFS: "the disk is read-only", errno.EACCES: "permission denied"}.get(error.errno or 0, error.strerror or str(error))
        say(f"standfirst: {reason}: {error.filename or ''}. What was committed is kept; run the same command again when there is room.")
        sys.exit(5)
    sys.exit(code if isinstance(code, int) else 0)
