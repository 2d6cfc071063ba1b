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
from pipelines.page.inert import line, shown
from pipelines.version import VERSION

if TYPE_CHECKING:
    from pipelines.recipe import Recipe

VERBS = {
    "demo": "The whole thing on the included newspapers, on loopback, without internet.",
    "new": "Look at robots.txt, sitemaps and feeds of sites and write a recipe for them.",
    "crawl": "Fetch, archive, extract, deduplicate, write.",
    "build": "Make the dataset again from its archive: no network, the same rows.",
    "extract": "One page, or many saved ones, to JSON Lines on stdout.",
    "view": "Look at the records beside their stored pages, in a browser, on this machine only.",
    "report": "Write report, card and metadata of a dataset again.",
    "check": "Check a recipe's keys, or a dataset: schema, checksums, counts, boundaries, and every page of its archive.",
    "compact": "Sort the dataset and write it in few files; the rows stay the same.",
    "export": "Write columns of the articles to one .parquet, .jsonl or .csv file.",
    "merge": "Make one dataset of several, deduplicated over all.",
    "reshard": "Cut a crawl into another number of shards; no address is lost or requested twice.",
    "copy": "Copy a finished dataset to an object store, from one, or to another folder.",
}
"""Each verb with the first sentence of its help, so that the list of all loads none of them."""


class Verbs(click.Group):
    """Loads a verb's module only when the verb is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of use."""
        return list(VERBS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the verb that was asked for; one that there is not gets a suggestion."""
        name = args[0] if args else ""
        if name not in VERBS and not name.startswith("-"):
            import difflib

            near = difflib.get_close_matches(name, VERBS, n=1)
            ctx.fail(
                f"there is no `{name}`."
                + (f" Did you mean `{near[0]}`?" if near else f" Verbs: {', '.join(VERBS)}.")
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write every verb with its whole first sentence."""
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))

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
    """Return the recipe of a dataset folder. Raises InputError where there is no dataset,
    DatasetError for one of another schema version."""
    from pipelines import recipe as recipes
    from pipelines.store import manifest as manifests

    exists(dataset)
    manifests.check_version(dataset, manifests.load(dataset))
    return recipes.load(dataset / "recipe.toml")


def exists(dataset: Path) -> None:
    """Raise InputError where a folder holds no dataset, or none yet."""
    from pipelines.errors import InputError
    from pipelines.store import manifest as manifests
    from pipelines.store.paths import CURRENT, DatasetPaths

    paths = DatasetPaths(dataset)
    if paths.current.exists() or manifests.numbers(dataset):
        return
    if paths.meta.exists():
        msg = f"{dataset} holds no version yet: a crawl is writing its first one, or was stopped before. Wait for it, or run `standfirst crawl {dataset}` again."
    else:
        msg = f"{dataset} holds no dataset (no {CURRENT}). Give the folder that `standfirst crawl` wrote."
    raise InputError(msg)


def say(message: str = "") -> None:
    """Print lines for people, with commands as they would have to type them."""
    from crawler.cli.places import as_given

    told = _COMMAND.sub(lambda found: f"{called()} {found.group(1)}", as_given(message))
    click.echo(shown(told), err=True)


def row(message: str) -> None:
    """Print one line that holds words of others: none of them begins another line."""
    head = message[: len(message) - len(message.lstrip(" "))]
    label, gap, rest = message.strip(" ").partition("  ")
    say(f"{head}{line(label)}{gap}{' ' * (len(rest) - len(rest.lstrip(' ')))}{line(rest)}")


def from_here(path: Path) -> Path:
    """Return a path as one would type it: relative where it lies below this folder."""
    here = Path.cwd()
    return path.resolve().relative_to(here) if path.resolve().is_relative_to(here) else path


_COMMAND = re.compile(rf"\bstandfirst ({'|'.join(VERBS)})\b")


def called() -> str:
    """Return how this program was called: `standfirst`, or a longer way to it."""
    given = os.environ.get("STANDFIRST_CALLED")
    if given:
        return given
    program = Path(sys.argv[0])
    # found in a folder that the shell does not search
    return (
        sys.argv[0]
        if program.name == "standfirst"
        and os.sep in sys.argv[0]
        and str(program.parent) not in os.get_exec_path()
        else "standfirst"
    )


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
        say(f"standfirst: {_of_the_system(error)}")
        sys.exit(5)
    except Exception as error:
        if not is_about_a_file(error):
            raise
        say(
            f"standfirst: a file of the dataset cannot be read: {str(error).splitlines()[0]} `standfirst check DATASET` names it, `standfirst build DATASET` makes the dataset again from its archive."
        )
        sys.exit(5)
    sys.exit(code if isinstance(code, int) else 0)


_REASONS = {
    errno.ENOSPC: (
        "the disk is full",
        "What was committed is kept; run the same command again when there is room.",
    ),
    errno.EROFS: ("the disk is read-only", "Choose another folder."),
    errno.EACCES: ("permission denied", "Choose another folder, or fix the permissions."),
}


def _of_the_system(error: OSError) -> str:
    """Return what the system refused, where, and what to do."""
    name = str(error.filename or "")
    if error.errno == errno.ENOENT and ".parquet" in (name or str(error)):
        return f"{name or str(error).splitlines()[0]} is missing. `standfirst build DATASET` makes the dataset again from its archive."
    reason, advice = _REASONS.get(
        error.errno or 0,
        (error.strerror or str(error), "What was committed is kept; run the same command again."),
    )
    return f"{reason}{': ' if name else ''}{name}. {advice}"


_OF_A_FILE = frozenset(
    (
        "Error",
        "IOException",
        "InvalidInputException",
        "SerializationException",
        "ArrowInvalid",
        "ArrowSerializationError",
        "ArrowException",
    )
)
"""What damaged Parquet files raise, by 400 files damaged at random; DuckDB raises its
bare `Error` where the footer cannot be decoded."""


def is_about_a_file(error: Exception) -> bool:
    """Tell whether a reader of Parquet complains of a damaged or missing file; a statement
    that DuckDB does not understand is a fault of ours, and is shown as one."""
    return (
        type(error).__module__.split(".")[0] in ("duckdb", "_duckdb", "pyarrow")
        and type(error).__name__ in _OF_A_FILE
    )
