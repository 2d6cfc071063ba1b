"""What an extraction gives: an article or the reason for none, with the evidence."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from html import escape
from io import StringIO
from pathlib import Path
from typing import Any

from pipelines.access.evidence import Evidence
from pipelines.extract.result import Extraction, without_boundary
from pipelines.model import Article, Provenance, Rejected

_SHOWN = ("title", "section", "date_published", "authors", "teaser", "access")


@dataclass(frozen=True, slots=True, repr=False)
class Result:
    """One page after extraction: an article with its evidence, or why there is none."""

    article: Article | None
    """The article; None when the page was rejected."""
    rejected: Rejected | None
    """Why there is no article (`reason`, `detail`); None when there is one."""
    evidence: tuple[Evidence, ...] = ()
    """What was seen of a paywall: one signal each, with where it stands and what it says."""
    provenance: tuple[Provenance, ...] = ()
    """Where each field comes from, and what the other sources said."""
    path: Path | None = None
    """The file that was read; None for bytes and text."""
    _extraction: Extraction | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(cls, found: Extraction | Rejected, path: Path | None = None) -> Result:
        """Return the result for what the extractor found."""
        if isinstance(found, Rejected):
            return cls(None, found, path=path)
        evidence = tuple(found.access.evidence)
        return cls(found.article, None, evidence, tuple(found.provenance), path, found)

    @property
    def ok(self) -> bool:
        """Tell whether there is an article."""
        return self.article is not None

    def as_dict(self) -> dict[str, Any]:
        """Return the article, or what was rejected, as plain values (dates as ISO 8601)."""
        record = self.article or self.rejected
        values = asdict(record) if record is not None else {}
        return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in values.items()}

    def explain(self, width: int = 100) -> str:
        """Return, for a person to read, each field with its source and what the others said,
        and the evidence for access; for a rejected page, the reason."""
        if self._extraction is None:
            return self._why()
        from rich.console import Console

        from crawler.cli.explain import show

        written = StringIO()
        show(self._extraction, Console(file=written, width=width, color_system=None))
        return written.getvalue()

    def _why(self) -> str:
        if self.rejected is None:
            return ""
        return f"no article: {self.rejected.reason}: {self.rejected.detail}".rstrip(": ")

    def __repr__(self) -> str:
        return f"<standfirst.Result {self}>"

    def __str__(self) -> str:
        if self.article is None:
            return self._why()
        return f"{self.article.title or '(no title)'} [{self.article.access}]"

    def _repr_html_(self) -> str:
        if self.article is None:
            return f"<p><b>{escape(self._why())}</b></p>"
        rows = [(name, _plain(getattr(self.article, name))) for name in _SHOWN]
        rows += [("boundary", _boundary(self.article)), ("evidence", _lines(self.evidence))]
        table = "".join(
            f"<tr><th style='text-align:left;vertical-align:top'>{name}</th><td style='text-align:left'>{value}</td></tr>"
            for name, value in rows
        )
        text = escape(self.article.text or "").replace("\n\n", "<br><br>")
        return (
            f"<table>{table}</table><details><summary>public text</summary><p>{text}</p></details>"
        )


def _plain(value: object) -> str:
    if isinstance(value, list):
        value = ", ".join(value)
    return escape(str(value)) if value not in (None, "") else "–"


def _boundary(article: Article) -> str:
    if article.boundary_char is None:
        return f"none: {without_boundary(article)}"
    return escape(
        f"after paragraph {article.boundary_paragraph}, character {article.boundary_char} ({article.boundary_basis})"
    )


def _lines(evidence: tuple[Evidence, ...]) -> str:
    return "<br>".join(escape(str(e)) for e in evidence) or "–"
