"""The report: one HTML file that opens anywhere, offline, with scripts or without.

Plots are drawn by Vega inside the page, whose expressions are interpreted (`ast: true`),
so that the content policy forbids `eval` and every request. Under each plot stands its
table.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from pipelines.page.inert import in_page, in_script, shown
from pipelines.papers.summary import NOTE
from pipelines.publish.report import charts, drift, numbers
from pipelines.store.manifest import write_durably

NAME = "report.html"
_SCRIPTS = ("vega.min.js", "vega-lite.min.js")


def write_report(folder: Path) -> Path:
    """Write `report.html` of a dataset and return its path."""
    path = folder / NAME
    write_durably(path, render(numbers.read(folder), folder.name).encode())
    return path


def render(found: numbers.Numbers, name: str) -> str:
    """Return the page."""
    from jinja2 import Environment, PackageLoader, select_autoescape

    drawn = charts.charts(found)
    *parts, whole = cards = _cards(found.manifest.counts)
    total = f"{whole[0]} {whole[1]} = {' + '.join(f'{n} {noun}' for n, noun in parts)}"
    data = {c.name: {"spec": c.spec, "rows": c.rows, "named": c.named} for c in drawn}
    scripts = [*_library(), _main(data)]
    environment = Environment(
        loader=PackageLoader("pipelines.publish.report"),
        autoescape=select_autoescape(["html", "j2"]),
        finalize=in_page,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2").render(
        name=shown(name), cards=cards, sum=total, manifest=found.manifest, counts=found.manifest.counts, urls=found.manifest.crawl.get("urls", {}), left_out=found.manifest.crawl.get("left_out", []), crawl=found.manifest.crawl, charts=drawn, papers=dict(list(found.manifest.notes.get(NOTE, {}).get("papers", {}).items())[: numbers.MOST]),
        columns=found.tables["columns"], pace=found.tables["pace"][: numbers.MOST], alarms=[*drift.redesigned(found.manifest.notes), *drift.alarms(found.tables["weeks"])], scripts=scripts, policy=_policy(scripts), problems=found.manifest.problems(), histograms=found.histograms,
    )  # fmt: skip


_CARDS = (
    ("rows", "article", "articles"),
    ("revisions", "later version", "later versions"),
    ("duplicates", "repeat", "repeats"),
    ("rejected", "set aside", "set aside"),
    ("said_again", "set aside again at a later visit", "set aside again at a later visit"),
    ("pages", "page read", "pages read"),
)


def _cards(counts: dict[str, int]) -> list[tuple[int, str]]:
    """Return each number of the run with its noun; the last is the sum of the others."""
    numbers = [(counts.get(name, 0), one, more) for name, one, more in _CARDS]
    return [(number, one if number == 1 else more) for number, one, more in numbers]


def _policy(scripts: list[str]) -> str:
    """Only the scripts in this page run, and nothing is requested from anywhere."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'"
        for s in scripts
    )
    return f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


@cache
def _library() -> tuple[str, ...]:
    static = resources.files("pipelines.publish.report") / "static"
    found = [(static / name).read_text(encoding="utf-8") for name in _SCRIPTS]
    interpreter = (static / "vega-interpreter.js").read_text(encoding="utf-8")
    # an ES module made into a plain script: its imports are Vega's, its export is kept there
    head, _, rest = interpreter.partition("from 'vega-util';")
    body, _, exported = rest.rpartition("export {")
    local = exported.split(" as ")[0].strip(" };\n")
    wrapped = f"(function(){{const {head.removeprefix('import').strip()} = vega;{body}vega.expressionInterpreter = {local};}})();"
    return tuple(s.replace("</script", "<\\/script") for s in (*found, wrapped))


def _main(data: dict[str, Any]) -> str:
    drawing = (resources.files("pipelines.publish.report") / "static" / "draw.js").read_text(
        encoding="utf-8"
    )
    return f"const CHARTS = {in_script(data)};\n{drawing}"
