"""What the docs say is so."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from sources import parsed, walked

from crawler.cli import VERBS, app
from crawler.cli.reference import PAGES
from pipelines import recipe
from pipelines.publish.report import charts
from pipelines.store.schema import documented, markdown_table, reasons

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("table", ["articles", "rejected", "provenance"])
def test_field_table_is_the_one_of_the_code(table):
    assert markdown_table(table) in (ROOT / "docs/reference/record.md").read_text(encoding="utf-8")


def test_reasons_are_documented():
    text = (ROOT / "docs/reference/record.md").read_text(encoding="utf-8")
    assert [r for r, doc in reasons().items() if f"| `{r}` | {doc} |" not in text] == []


def test_every_table_of_the_recipe_is_documented():
    text = (ROOT / "docs/reference/recipe.md").read_text(encoding="utf-8")
    names = ["[source]" if n == "source" else n for n in recipe.Recipe.model_fields]
    assert [n for n in names if f"## `[{n}]`" not in text] == []


def test_languages_of_walls_are_counted():
    files = list((ROOT / "pipelines/lexicon/data").glob("*.toml"))
    number = sum("\n[wall]\n" in file.read_text(encoding="utf-8") for file in files)
    text = (ROOT / "docs/explanation/boundary.md").read_text(encoding="utf-8")
    assert f"classes of words, in {number} languages" in text


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
        for node in walked(parsed(path)):
            if (
                isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
                and (node.end_lineno or 0) - node.lineno > 60
            ):
                found.append(f"{path.name}:{node.name}")
    assert found == []


REQUEST = re.compile(r"\bask(?:s|ed|ing)?\b(?! (?:for|the publisher|a dataset)\b)", re.IGNORECASE)
"""`ask` where a request to a server is meant; people ask for something, or ask a publisher."""
TOLD = [
    ROOT / "README.md",
    *(p for p in (ROOT / "docs").rglob("*.md") if "notebooks" not in p.parts),
]


@pytest.mark.parametrize("page", TOLD, ids=lambda p: p.name)
def test_a_request_is_called_a_request(page: Path):
    text = page.read_text(encoding="utf-8").replace("ask-with-duckdb", "")
    assert [line for line in text.splitlines() if REQUEST.search(line)] == []


def test_messages_call_a_request_a_request():
    found = []
    for file in (ROOT / "crawler" / "cli").glob("*.py"):
        tree = parsed(file)
        said = {
            id(n.value)
            for n in walked(tree)
            if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)
        }
        found += [
            n.value
            for n in walked(tree)
            if isinstance(n, ast.Constant) and isinstance(n.value, str)
            and id(n) not in said and REQUEST.search(n.value)
        ]  # fmt: skip
    assert found == []


ACCESS = re.findall(
    r"`(\w+)` \(([^)]+)\)", next(f.doc for f in documented("articles") if f.name == "access")
)


def test_every_status_has_its_meaning():
    assert [status for status, _ in ACCESS] == [
        "free", "metered", "registration", "subscription", "unknown",
    ]  # fmt: skip


@pytest.mark.parametrize(("status", "meaning"), ACCESS)
@pytest.mark.parametrize(
    "page", ["reference/record.md", "reference/glossary.md", "explanation/boundary.md"]
)
def test_a_status_means_the_same_everywhere(page: str, status: str, meaning: str):
    rows = (ROOT / "docs" / page).read_text(encoding="utf-8").splitlines()
    assert any(status in row and meaning in row for row in rows if row.startswith("|"))


def test_card_and_report_say_what_a_status_means():
    said = next(c[2] for c in charts._ALL if c[0] == "access_by_source")
    for _, meaning in ACCESS:
        assert meaning in markdown_table("articles")
        assert meaning in said
