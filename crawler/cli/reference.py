"""The reference pages of the docs, made from the code: `python -m crawler.cli.reference`."""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from crawler.cli import VERBS, app
from pipelines import errors, recipe as recipes
from pipelines.errors import StandfirstError
from pipelines.recipe import Recipe

DOCS = Path(__file__).resolve().parents[2] / "docs" / "reference"


def cli() -> str:
    """Return the page of the command line: every verb with its help."""
    parts = [
        "# The command line",
        "",
        "Data goes to stdout as JSON Lines, everything else to stderr. `NO_COLOR` is obeyed.",
        "",
    ]
    for verb in VERBS:
        command = app.get_command(click.Context(app), verb)
        assert command is not None
        help_text = command.get_help(
            click.Context(
                command,
                info_name=f"standfirst {verb}",
                max_content_width=84,
                terminal_width=84,
                help_option_names=["-h", "--help"],
            )
        )
        parts += [
            f"## standfirst {verb}",
            "",
            "```text",
            *(line.rstrip() for line in help_text.splitlines()),
            "```",
            "",
        ]
    return "\n".join([*parts, "## Exit codes", "", *_exit_codes(), ""])


def _exit_codes() -> list[str]:
    rows = [
        "| code | means |",
        "|---|---|",
        "| 0 | something was kept, or all is up to date |",
        "| 1 | finished, nothing kept |",
        "| 2 | wrong use, a recipe or a file that cannot be used, or another run is writing |",
        "| 3 | finished, but more pages failed than `crawl.max_failed` |",
        "| 4 | refused: robots.txt, an opt-out, or 401/403/429 for a whole site |",
        "| 5 | dataset or disk: damaged, full, does not add up |",
        "| 130 | interrupted; the same command continues |",
    ]
    known = {
        e.exit_code
        for e in vars(errors).values()
        if isinstance(e, type) and issubclass(e, StandfirstError)
    }
    assert all(any(row.startswith(f"| {code} |") for row in rows) for code in known)
    return rows


def recipe() -> str:
    """Return the page of the recipe: every table with its keys, types, defaults and meaning."""
    parts = [
        "# The recipe",
        "",
        "One TOML file. An unknown key is an error with file, line and a suggestion. `docs/reference/recipe.schema.json` is its JSON Schema for editors.",
        "",
    ]
    for name, model in _tables():
        parts += [
            f"## `[{name}]`",
            "",
            inspect.getdoc(model) or "",
            "",
            "| key | type | default | meaning |",
            "|---|---|---|---|",
            *_rows(model),
            "",
        ]
    return "\n".join(parts)


def _tables() -> list[tuple[str, Any]]:
    """Return every table of a recipe under its name, in their order."""
    fields = recipes.Recipe.model_fields
    plain = [(name, field.annotation) for name, field in fields.items() if name != "source"]
    sources = [("[source]", recipes.Source), ("source.select", recipes.Select)]
    return [*plain[:1], *sources, *plain[1:]]


def _rows(model: Any) -> list[str]:
    docs = _docstrings(model)
    rows = []
    for key, info in model.model_fields.items():
        kind = (
            str(info.annotation)
            .replace("<class '", "")
            .replace("'>", "")
            .replace("typing.", "")
            .replace("datetime.", "")
            .replace("pipelines.recipe.", "")
            .replace("|", "or")
        )
        default = (
            "required"
            if info.is_required()
            else json.dumps(info.get_default(call_default_factory=True), default=str)
        )
        rows.append(
            f"| `{key}` | {kind} | `{default}` | {docs.get(key, '').replace('|', chr(92) + '|')} |"
        )
    return rows


def _docstrings(model: Any) -> dict[str, str]:
    body = ast.parse(inspect.getsource(model)).body[0]
    assert isinstance(body, ast.ClassDef)
    found = {}
    for item, following in zip(body.body, body.body[1:], strict=False):
        if (
            isinstance(item, ast.AnnAssign)
            and isinstance(item.target, ast.Name)
            and isinstance(following, ast.Expr)
            and isinstance(following.value, ast.Constant)
        ):
            found[item.target.id] = " ".join(str(following.value.value).split())
    return found


def schema() -> str:
    """Return the JSON Schema of a recipe."""
    return json.dumps(Recipe.model_json_schema(), indent=1) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli,
    "recipe.md": recipe,
    "recipe.schema.json": schema,
}


def write() -> None:
    """Write every page."""
    for name, make in PAGES.items():
        (DOCS / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    write()
