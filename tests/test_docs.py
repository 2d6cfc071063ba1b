"""What the docs say is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.cli import VERBS, app
from crawler.cli.reference import PAGES
from pipelines import recipe
from pipelines.store.schema import markdown_table, reasons

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("table", ["articles", "rejected", "provenance"])
def test_field_table_is_the_one_of_the_code(table):
    assert markdown_table(table) in (ROOT / "docs/reference/record.md").read_text(encoding="utf-8")


def test_reasons_are_documented():
    text = (ROOT / "docs/reference/record.md").read_text(encoding="utf-8")
    assert [r for r in reasons() if f"`{r}`" not in text] == []


def test_links_lead_somewhere():
    broken = []
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")
    assert broken == []


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_two_examples(verb):
    shown = CliRunner().invoke(app, [verb, "--help"]).output
    assert shown.count(f"standfirst {verb}") >= 2


@pytest.mark.parametrize("name", sorted(PAGES))
def test_reference_is_the_one_of_the_code(name):
    written = (ROOT / "docs/reference" / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "python -m crawler.cli.reference writes it again"


@pytest.mark.parametrize("word", ["issue", "session", "/work/", "shared/gold"])
def test_docs_speak_only_of_the_product(word):
    pages = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
    assert [
        p.name
        for p in pages
        if re.search(
            rf"\b{word}s?\b" if word.isalpha() else re.escape(word),
            p.read_text(encoding="utf-8"),
            re.IGNORECASE,
        )
    ] == []


def test_every_page_can_be_reached_from_the_index():
    index = (ROOT / "docs/index.md").read_text(encoding="utf-8")
    pages = [
        p.relative_to(ROOT / "docs").as_posix()
        for p in (ROOT / "docs").rglob("*.md")
        if p.name != "index.md"
    ]
    assert [p for p in pages if f"({p})" not in index] == []


def test_recipes_in_the_docs_are_valid():
    """Every TOML block that begins a recipe is one."""
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for block in re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            if "[dataset]" in block:
                recipe.parse(block, page.name)


def test_long_functions():
    """No function is longer than 60 lines."""
    import ast

    found = []
    for path in [*(ROOT / "crawler").rglob("*.py"), *(ROOT / "pipelines").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
                and (node.end_lineno or 0) - node.lineno > 60
            ):
                found.append(f"{path.name}:{node.name}")
    assert found == []
