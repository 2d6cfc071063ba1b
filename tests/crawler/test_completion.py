"""What the Tab key gives, and how little is loaded for it and for `--help`."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from click.shell_completion import BashComplete, CompletionItem

from crawler.cli import VERBS, app


def offered(line: str, incomplete: str = "") -> list[CompletionItem]:
    """Return what is offered for the word after a line."""
    return BashComplete(app, {}, "standfirst", "_STANDFIRST_COMPLETE").get_completions(
        line.split()[1:], incomplete
    )


def values(line: str, incomplete: str = "") -> list[str]:
    return [item.value for item in offered(line, incomplete)]


def test_verbs_with_their_meaning():
    assert values("standfirst") == list(VERBS)
    assert values("standfirst", "c") == ["crawl", "check", "compact", "copy"]
    assert all(item.help for item in offered("standfirst"))


@pytest.mark.parametrize("verb", VERBS)
def test_options_of_every_verb(verb: str):
    shown = {
        name
        for param in app.get_command(None, verb).params
        if param.param_type_name == "option" and not param.hidden
        for name in param.opts
        if name.startswith("--")
    }  # type: ignore[union-attr,arg-type,attr-defined]
    assert set(values(f"standfirst {verb}", "--")) == shown | {"--help"}


def test_choices():
    assert values("standfirst crawl --progress", "p") == ["plain"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("standfirst crawl", "file"),
        ("standfirst build", "file"),
        ("standfirst check", "file"),
        ("standfirst extract", "file"),
        ("standfirst crawl --from-export", "file"),
        ("standfirst export datasets/demo", "file"),
        ("standfirst export", "dir"),
        ("standfirst view", "dir"),
        ("standfirst report", "dir"),
        ("standfirst compact", "dir"),
        ("standfirst demo --into", "dir"),
        ("standfirst new --into", "dir"),
        ("standfirst crawl --into", "dir"),
        ("standfirst build --into", "dir"),
    ],
)
def test_paths_are_left_to_the_shell(line: str, kind: str):
    assert [(item.type, item.value) for item in offered(line, "dat")] == [(kind, "dat")]


def test_nothing_is_offered_for_addresses():
    assert offered("standfirst crawl", "https://pap") == []


def test_bash_asks_and_is_answered():
    """The protocol of the script that bash sources, in a process of its own."""

    def answer(words: str, place: int) -> list[str]:
        environment = {
            **os.environ,
            "_STANDFIRST_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(place),
        }
        return subprocess.run(
            [sys.executable, "-m", "crawler"],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()

    assert answer("standfirst ", 1) == [f"plain,{verb}" for verb in VERBS]
    assert answer("standfirst crawl datasets/lo", 2) == ["file,datasets/lo"]


def test_list_of_verbs_says_what_each_says_of_itself():
    """It is written down, so that `--help` loads none of them."""
    for verb, sentence in VERBS.items():
        said = " ".join(app.get_command(None, verb).help.split("\n\n")[0].split())
        assert said.split(". ")[0].rstrip(".") + "." == sentence


@pytest.mark.parametrize("line", [["--help"], ["crawl", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(line: list[str]):
    """Only click and our own modules: what keeps `--help` and the Tab key quick."""
    code = f"import sys\nbefore = set(sys.modules)\nfrom crawler.cli import main\ntry: main({line})\nexcept SystemExit: print(*set(sys.modules) - before, file=sys.stderr)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stderr.split()
    libraries = {name.split(".")[0] for name in loaded} - set(sys.stdlib_module_names)
    assert libraries == {"click", "crawler", "pipelines"}
    verbs = {f"crawler.cli.{verb}" for verb in VERBS}
    assert verbs & set(loaded) == verbs & {f"crawler.cli.{word}" for word in line}
