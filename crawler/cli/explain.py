"""The evidence for one article as a table that a person can read."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.extract.result import Extraction, without_boundary
from pipelines.page.inert import shown

_FIRST = 6
"""Words of reserved text that `--explain` shows."""


def show(result: Extraction, console: Console | None = None) -> None:
    """Print fields with their sources, access with its evidence, and the boundary."""
    console = console or Console(stderr=True, highlight=False)
    console.print(_fields(result))
    console.print(_access(result))
    _boundary(console, result)


def _text(words: str) -> Text:
    """Words of a page as a cell: neither markup nor a command to the terminal."""
    return Text(shown(words))


def _fields(result: Extraction) -> Table:
    table = Table(title="Fields", show_lines=True)
    for name in ("field", "value", "source", "others said"):
        table.add_column(name, overflow="fold")
    for row in result.provenance:
        others = "\n".join(o[:160] for o in row.others[:4])
        value = row.value if row.field != "text" else f"{len(result.article.text or '')} characters"
        table.add_row(
            row.field, _text((value or "–")[:300]), _text(f"{row.source} {row.path}"), _text(others)
        )
    return table


def _access(result: Extraction) -> Table:
    article = result.article
    table = Table(
        title=f"Access: {article.access} (confidence {article.access_confidence})", show_lines=True
    )
    for name in ("says", "signal", "where", "value", "trust"):
        table.add_column(name, overflow="fold")
    for item in result.access.evidence:
        table.add_row(
            item.says.value,
            _text(item.kind),
            _text(item.where),
            _text(item.value[:200]),
            f"{item.trust:.2f}",
        )
    return table


def _boundary(console: Console, result: Extraction) -> None:
    article = result.article
    if article.boundary_char is None:
        console.print(f"No boundary: {without_boundary(article)}.")
        return
    text = article.text or ""
    console.print(
        _text(
            f"Boundary after paragraph {article.boundary_paragraph}, character {article.boundary_char} ({article.boundary_basis}, {article.boundary_path})"
        )
    )
    console.print(_text(f"  last public words:    … {text[-90:]}"))
    console.print(_text(f"  the wall:             {article.wall_text or '(not in the HTML)'}"))
    kept_back = first_reserved(result)
    if kept_back is not None:
        console.print(_text(f"  first reserved words: {kept_back} … (shown here only, never kept)"))


def first_reserved(result: Extraction) -> str | None:
    """Return the first words behind the boundary that are kept back; None when the page
    holds none, or the result came without its page. No record has them."""
    place = result.access.boundary
    if place is None or result.judged is None:
        return None
    behind = [
        b.text
        for b in result.judged.layout.blocks[place.block :]
        if b.index in result.access.reserved
    ]
    return " ".join(behind[0].split()[:_FIRST]) if behind else None
