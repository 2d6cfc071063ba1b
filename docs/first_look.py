"""Run the notebook and make its page: `python docs/first_look.py` after the demo was built.

In one namespace of this process: the cells are plain Python, and a kernel would bring
thirty packages for what forty lines do.
"""

from __future__ import annotations

import ast
import json
from contextlib import chdir
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt

DOCS = Path(__file__).resolve().parent
NOTEBOOK = DOCS / "notebooks" / "first-look.ipynb"
HEAD = "[The notebook of this page](first-look.ipynb) · written by `docs/first_look.py`, a test compares\n"
STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "standfirst",
    "font.size": 10,
    "figure.constrained_layout.h_pad": 0.12,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


@dataclass
class Cell:
    """One cell, and what running it showed."""

    kind: str
    source: str
    value: Any = None
    figures: list[Any] = field(default_factory=list)


def cells() -> list[Cell]:
    """Return the cells of the notebook, not run."""
    return [
        Cell(c["cell_type"], "".join(c["source"]))
        for c in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    ]


def run(folder: Path) -> tuple[list[Cell], dict[str, Any]]:
    """Return the cells as run from a folder, and the names that they have set."""
    done, names = cells(), {}
    with chdir(folder), mpl.rc_context(STYLE):
        for cell in done:
            if cell.kind == "code":
                before = plt.get_fignums()
                cell.value = _execute(cell.source, names)
                cell.figures = [plt.figure(n) for n in plt.get_fignums() if n not in before]
    return done, names


def _execute(source: str, names: dict[str, Any]) -> Any:
    """Run a cell and return the value of its last line, unless a semicolon hides it."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, NOTEBOOK.name, "exec"), names)  # noqa: S102 - our own notebook
    value = (
        eval(compile(ast.Expression(last.value), NOTEBOOK.name, "eval"), names)  # noqa: S307 - our own notebook
        if last
        else None
    )
    return None if source.rstrip().endswith(";") else value


def page(done: list[Cell]) -> str:
    """Return the page: prose, code, tables, and pictures by number."""
    parts, number = [], 0
    for cell in done:
        parts.append(
            cell.source if cell.kind == "markdown" else f"```python\n{cell.source.rstrip()}\n```"
        )
        if len(parts) == 1:
            parts.append(HEAD.rstrip())
        for figure in cell.figures:
            number += 1
            parts.append(f"![{figure.axes[0].get_title()}](../images/first-look-{number}.svg)")
        if cell.value is not None:
            parts.append(_table(cell.value))
    return "\n\n".join(parts) + "\n"


def _table(frame: Any) -> str:
    rows = [list(frame.columns), ["---"] * len(frame.columns), *frame.itertuples(index=False)]
    return "\n".join(
        "| " + " | ".join(str(value).replace("|", r"\|") for value in row) + " |" for row in rows
    )


def draw(done: list[Cell]) -> None:
    """Write the pictures, the same bytes for the same data."""
    for number, figure in enumerate((f for cell in done for f in cell.figures), start=1):
        with mpl.rc_context(STYLE):
            figure.savefig(DOCS / "images" / f"first-look-{number}.svg", metadata={"Date": None})


def main() -> None:
    """Write the page and its pictures."""
    done, _ = run(NOTEBOOK.parent)
    NOTEBOOK.with_suffix(".md").write_text(page(done), encoding="utf-8")
    draw(done)


if __name__ == "__main__":
    main()
