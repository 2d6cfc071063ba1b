"""The two pages of the inspection: the index and one article."""

from __future__ import annotations

from datetime import timedelta, timezone
from functools import cache
from importlib import resources
from typing import Any

from pipelines.errors import counted
from pipelines.model import Article
from pipelines.page.inert import in_page, in_script, shown
from pipelines.view.marks import FIELDS, Mark
from pipelines.view.records import MOST, Records, Shown, changes, difference, plain
from pipelines.view.understood import FOLDED_WORDS, Line, Stretch

_SHOWN = (
    "title", "section", "date_published", "date_published_raw", "date_published_precision", "date_modified_raw", "authors", "teaser", "teaser_source", "text_complete", "text_confidence", "language", "access", "access_confidence",
    "boundary_char", "boundary_paragraph", "boundary_basis", "boundary_path", "wall_text", "declared_words", "opt_outs", "url", "canonical_url", "source", "date_fetched", "http_status", "cluster_role", "archive_file", "archive_offset", "extractor",
)  # fmt: skip


def index(records: Records, marks: dict[tuple[str, str], Mark]) -> str:
    """Return the list of all articles, most doubtful first, and of the pages set aside."""
    data = in_script(
        {
            "articles": records.by_doubt(),
            "rejected": records.set_aside(),
            "marked": sorted({i for i, _ in marks}),
        }
    )
    counts = records.manifest.counts
    return _template(
        "index.html.j2",
        dataset=shown(records.folder.name),
        data=data,
        articles=counted(counts.get("rows", 0), "article"),
        aside=counted(counts.get("rejected", 0) + counts.get("duplicates", 0), "page"),
        most=MOST,
    )


def article(
    shown: Shown, marks: dict[tuple[str, str], Mark], page: list[Stretch | Line] | None = None
) -> str:
    """Return the inspection of one article; `page` is the page as it was understood, None
    when its bytes can't be read."""
    own = {f: marks.get((shown.article.id, f)) for f in FIELDS}
    record = [(name, plain(getattr(shown.article, name))) for name in _SHOWN]
    copies = [(copy, difference(shown.article.text, copy.text)) for copy in shown.copies]
    steps = [
        (old, new, changes(old, new))
        for old, new in zip(shown.versions, shown.versions[1:], strict=False)
    ]
    return _template(
        "article.html.j2",
        a=shown.article,
        page=page,
        values={name: value_of(shown.article, name) for name in FIELDS},
        record=record,
        provenance=shown.provenance,
        copies=copies,
        steps=steps,
        marks=own,
        markable=FIELDS,
        folded_words=FOLDED_WORDS,
    )


def value_of(article: Article, field: str) -> str:
    """Return what the record says in a field that can be marked, in one line or two."""
    if field == "text":
        text = article.text or ""
        words = counted(len(text.split()), "word")
        return f"{words}: {text[:120]}…{text[-80:]}" if len(text) > 260 else f"{words}: {text}"
    if field == "boundary":
        if article.boundary_char is None:
            return "none: the whole text is public"
        return f"after {counted(article.boundary_paragraph or 0, 'paragraph')} ({article.boundary_basis})"
    if field == "date_published" and article.date_published is not None:
        return _when(article)
    return plain(getattr(article, field)) or "(none)"


def _when(article: Article) -> str:
    """Return the date of publication by the paper's own clock, and as it is on the page."""
    offset, moment = article.date_published_offset_min, article.date_published
    if moment is None:
        return ""
    local = moment.astimezone(timezone(timedelta(minutes=offset or 0)))
    if article.date_published_precision == "day":
        said = local.date().isoformat()
    else:
        said = local.isoformat(sep=" ", timespec="minutes")
        said = said if offset is not None else f"{said[:-6]}, no time zone given"
    return (
        f"{said} (on the page: {article.date_published_raw})"
        if article.date_published_raw
        else said
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
        finalize=in_page,
        trim_blocks=True,
        lstrip_blocks=True,
    )
