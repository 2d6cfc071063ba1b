"""The report's plots, as Vega-Lite specifications (https://vega.github.io/vega-lite/).

Data stand in the page as JSON; a specification names its table. Colours of the access
statuses are told apart in the common colour blindnesses (Okabe and Ito, 2008).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pipelines.publish.report.numbers import MOST, Numbers, Row
from pipelines.store.schema import documented

ACCESS = {
    "free": "#009E73",
    "metered": "#56B4E9",
    "registration": "#E69F00",
    "subscription": "#D55E00",
    "unknown": "#999999",
}


@dataclass(frozen=True, slots=True)
class Chart:
    """One plot with the table under it."""

    name: str
    title: str
    says: str
    """What to look for."""
    spec: dict[str, Any]
    rows: list[Row]
    of: int = 0
    """Rows before cutting."""
    examples: list[Row] = field(default_factory=list)
    """A few records behind it: `title`, `url`, `why`."""

    @property
    def named(self) -> bool:
        """Names stand at its left side: sources, fields or reasons."""
        encoding = self.spec["encoding"]
        return "row" in encoding or encoding["y"]["type"] == "nominal"

    @property
    def records(self) -> str:
        """The question to DuckDB that lists the records behind the plot."""
        return _RECORDS.get(self.name, _RECORDS["per_day"])


def charts(numbers: Numbers) -> list[Chart]:
    """Return the plots that have data, in the order of the report."""
    found = [_chart(numbers, *each) for each in _ALL]
    return [c for c in found if c.rows]


def _chart(numbers: Numbers, name: str, title: str, says: str, spec: dict[str, Any]) -> Chart:
    rows = numbers.tables[name]
    return Chart(name, title, says, spec, rows[:MOST], len(rows), numbers.examples.get(name, []))


def _colour(field: str = "access") -> dict[str, Any]:
    return {
        "field": field,
        "type": "nominal",
        "title": "access",
        "scale": {"domain": list(ACCESS), "range": list(ACCESS.values())},
    }


def _q(field: str, title: str, **more: Any) -> dict[str, Any]:
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        **({} if more.keys() & {"axis", "scale"} else {"axis": {"tickMinStep": 1, "format": ",d"}}),
        **more,
    }


def _n(field: str, title: str | None = None, **more: Any) -> dict[str, Any]:
    return {"field": field, "type": "nominal", "title": title, **more}


def _bars(x: dict[str, Any], y: dict[str, Any], **encoding: Any) -> dict[str, Any]:
    return {"mark": {"type": "bar", "tooltip": True}, "encoding": {"x": x, "y": y, **encoding}}


_MANY = {"field": "of_all", "op": "max", "order": "descending"}


def _counted(name: str, *, last: bool = False) -> dict[str, Any]:
    """Labels that say of how many articles a share speaks."""
    label = (
        f"datum.{name} + ': ' + datum.of_all" if last else f"datum.of_all + ' · ' + datum.{name}"
    )
    return {"transform": [{"calculate": label, "as": "label"}]}


def _access_words() -> str:
    """Return the meaning of every access status, as the column says it."""
    words = next(f.doc for f in documented("articles") if f.name == "access")
    return words.replace("`", "")  # the page shows words as they are, without marks of code


_RECORDS = {
    "per_day": "SELECT id, url, title FROM 'articles/*.parquet' WHERE source = '…' AND date_published::DATE = '2026-05-01'",
    "access_by_source": "SELECT id, url, title FROM 'articles/*.parquet' WHERE source = '…' AND access = 'subscription'",
    "access_by_month": "SELECT id, url, title FROM 'articles/*.parquet' WHERE strftime(date_published, '%Y-%m') = '2026-05' AND access = 'metered'",
    "confidence": "SELECT id, url, access, access_confidence, text_confidence FROM 'articles/*.parquet' WHERE least(access_confidence, text_confidence) < 0.7 ORDER BY access_confidence + text_confidence",
    "boundary": "SELECT id, url, boundary_paragraph, wall_text FROM 'articles/*.parquet' WHERE boundary_basis = 'visible_wall'",
    "coverage": "SELECT id, url, title FROM 'articles/*.parquet' WHERE source = '…' AND len(authors) = 0",
    "agreement": "SELECT id, field, value, others FROM 'provenance/*.parquet' WHERE field = 'date_published' AND source = 'json-ld'",
    "shared": "SELECT cluster_id, source, cluster_role, url FROM 'articles/*.parquet' WHERE cluster_role IS NOT NULL ORDER BY cluster_id",
    "lengths": "SELECT id, url, length(text) FROM 'articles/*.parquet' WHERE length(text) < 500",
    "set_aside": "SELECT url, detail FROM 'rejected/*.parquet' WHERE reason = 'no_article'",
}


def _heat(
    x: dict[str, Any], y: dict[str, Any], value: dict[str, Any], form: str, dark_from: float | None
) -> dict[str, Any]:
    """A field of colours with the number in each; white on what is dark, where that is known."""
    ink: dict[str, Any] = {"value": "#111"}
    if dark_from is not None:
        over = f"datum.{value['field']} > {dark_from}"
        ink = {"condition": {"test": over, "value": "#fff"}, "value": "#111"}
    number = {"field": value["field"], "type": "quantitative", "format": form}
    cell = {"mark": {"type": "rect", "tooltip": True}, "encoding": {"color": value}}
    text = {
        "mark": {"type": "text", "fontSize": 10},
        "encoding": {"text": number, "color": ink},
    }
    return {"encoding": {"x": x, "y": y}, "layer": [cell, text]}


_ALL: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("per_day", "Articles per day", "Gaps are days without an article: a closed host, a missing sitemap, or a quiet day. The oldest 2 % of the articles are left out here, so that the crawl's own period fills the axis.",
     _bars({"field": "day", "type": "temporal", "title": None, "axis": {"format": "%Y-%m-%d", "tickCount": 5, "labelOverlap": True}}, _q("articles", "articles"), row=_n("source", header={"labelAngle": 0, "labelAlign": "left", "title": None})) | {"height": 40}),
    ("access_by_source", "Access by source", f"Shares of the articles of each source: {_access_words()}",
     _counted("source") | _bars(_q("articles", "share", stack="normalize", axis={"format": "%"}), _n("label", "articles and source", sort=_MANY), color=_colour())),
    ("access_by_month", "Access over time", "By month of publication, without the oldest 2 %.",
     _counted("month", last=True) | _bars(_n("label", "month and articles"), _q("articles", "share", stack="normalize", axis={"format": "%"}), color=_colour())),
    ("boundary", "Where the boundary falls", "Public paragraphs before the boundary (30 and more are one), by what the boundary rests on.",
     _bars(_n("paragraphs", "public paragraphs", sort="ascending", axis={"labelAngle": 0}), _q("articles", "articles"), color=_n("basis", "basis"))),
    ("confidence", "How sure of access and text", "Mean by source: the probability that access is right, and the F1 that the text can be expected to reach. Look at the least sure ones first: the inspection page (standfirst view) sorts by doubt.",
     {"mark": {"type": "circle", "size": 90, "tooltip": True}, "encoding": {"x": _q("mean_confidence", "mean confidence", axis={"format": ".1f", "tickCount": 5}, scale={"domain": [0, 1]}), "y": _n("source"), "color": _n("of_what", "sure of", scale={"domain": ["access", "text"], "range": ["#0072B2", "#D55E00"]})}}),
    ("coverage", "Which fields are filled", "A source with an empty field has none, or hides it from the extractor: selectors in the recipe, under [source.select], help.",
     _counted("source") | _heat(_n("field"), _n("label", "articles and source", sort=_MANY), _q("share", "share", scale={"domain": [0, 1], "scheme": "blues"}, legend=None), ".0%", 0.6)),
    ("agreement", "Where values come from, and who agrees", "Share of articles in which another source on the page says the same.",
     {"mark": {"type": "circle", "tooltip": True}, "encoding": {"x": _q("another_source_says_the_same", "another source says the same", axis={"format": "%"}), "y": _n("field"), "size": _q("articles", "articles"), "color": _n("taken_from", "taken from")}}),
    ("shared", "Stories that two sources share", "Near duplicates, also where a paywall has cut one copy.",
     _heat(_n("one"), _n("other"), _q("shared_stories", "stories", scale={"scheme": "blues"}, legend=None), ",d", None)),
    ("lengths", "Length of the public text", "In steps of 500 characters; 20,000 and more are one.",
     _bars(_q("characters", "characters", bin={"step": 500}), _q("articles", "articles"), color=_colour())),
    ("set_aside", "Pages set aside", "Every page that gave no row, with the reason.",
     _bars(_q("pages", "pages"), _n("reason", sort="-x"), color=_n("source", "source"))),
)  # fmt: skip
