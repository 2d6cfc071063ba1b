"""The two pages of the inspection: the index and one article."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from pipelines.view.marks import FIELDS, Mark
from pipelines.view.records import Records, Shown, changes, difference, plain

_SHOWN = (
    "title", "section", "date_published", "date_published_raw", "date_published_precision", "date_modified_raw", "authors", "teaser", "teaser_source", "language", "access", "access_confidence",
    "boundary_char", "boundary_paragraph", "boundary_basis", "boundary_path", "wall_text", "declared_words", "opt_outs", "url", "canonical_url", "source", "date_fetched", "http_status", "cluster_role", "archive_file", "archive_offset", "extractor",
)  # fmt: skip


def index(records: Records, marks: dict[tuple[str, str], Mark]) -> str:
    """Return the list of all articles, most doubtful first, and of the pages set aside."""
    marked = sorted({i for i, _ in marks})
    data = json.dumps(
        {"articles": records.by_doubt(), "rejected": records.set_aside(), "marked": marked},
        default=str,
        ensure_ascii=True,
    ).replace("</", "<\\/")
    return _template(
        "index.html.j2", dataset=records.folder.name, data=data, counts=records.manifest.counts
    )


def article(shown: Shown, marks: dict[tuple[str, str], Mark]) -> str:
    """Return the inspection of one article."""
    own = {f: marks.get((shown.article.id, f)) for f in FIELDS}
    fields = [(name, plain(getattr(shown.article, name))) for name in _SHOWN]
    copies = [(copy, difference(shown.article.text, copy.text)) for copy in shown.copies]
    steps = [
        (old, new, changes(old, new))
        for old, new in zip(shown.versions, shown.versions[1:], strict=False)
    ]
    return _template(
        "article.html.j2",
        a=shown.article,
        fields=fields,
        provenance=shown.provenance,
        copies=copies,
        steps=steps,
        marks=own,
        markable=FIELDS,
    )


def static(name: str) -> bytes | None:
    """Return a file of the pages; None when there is none of this name."""
    if name not in ("view.js", "view.css"):
        return None
    return (resources.files("pipelines.view") / "static" / name).read_bytes()


def _template(name: str, **values: Any) -> str:
    return str(_environment().get_template(name).render(**values))


@cache
def _environment() -> Any:
    from jinja2 import Environment, PackageLoader, select_autoescape

    return Environment(
        loader=PackageLoader("pipelines.view"),
        autoescape=select_autoescape(["html", "j2"]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
