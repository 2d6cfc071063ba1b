"""What a report shows, as small tables: one question to the dataset each.

DuckDB reads the Parquet parts that the manifest names. Every table is cut to a few
hundred rows, so that a report has the same size for a thousand articles and for ten
million.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.publish.report.histograms import Histogram, histograms
from pipelines.store import duck, manifest as manifests
from pipelines.store.manifest import Manifest
from pipelines.store.parquet import reading, relation
from pipelines.store.paths import DOCUMENTS
from pipelines.store.settled import lengths_are_told

TOP = 15
"""Sources shown by name; the others are one."""
MOST = 400
OLD = 0.02
"""Share of the oldest articles that the time axes leave out: one of 1998 would hide a month."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The tables of a report, by name, and the manifest's own numbers."""

    manifest: Manifest
    tables: dict[str, list[Row]] = field(default_factory=dict)
    examples: dict[str, list[Row]] = field(default_factory=dict)
    """Table → a few records behind it: `title`, `url`, `why`."""
    histograms: dict[str, Histogram] = field(default_factory=dict)
    """Column of `articles` → how its values are spread."""


HELD = 300_000
"""Articles up to which their columns, texts aside, are held in memory (some 1 kB each)."""
# no figure shows a text, and reading them all is most of what a report costs: the last run has
# noted how long they are
_ARTICLES = """
CREATE TEMP {kind} articles AS
SELECT * REPLACE (if(text_length IS NULL, NULL, '') AS text, coalesce(text_length, 0) AS text_length) FROM ({rows})
"""
_MEASURED = "SELECT a.* REPLACE (NULL::VARCHAR AS text), d.length AS text_length FROM {rows} a JOIN {documents} d USING (id)"
_SHOWN = f"""
CREATE TEMP TABLE shown AS
SELECT *, CASE WHEN place <= {TOP} THEN source ELSE 'other sources' END AS name
FROM (SELECT source, row_number() OVER (ORDER BY count(*) DESC, source) AS place FROM articles GROUP BY source)
"""
SHORT = "if(column_type IN ('FLOAT', 'DOUBLE'), round(try_cast({0} AS DOUBLE), 3)::VARCHAR, {0})"
"""A value of a summary; a number to three places."""


def _shown(value: str) -> str:
    """Return how a value of a summary is shown; of a text its length stands there."""
    return f"if(column_name = 'text', {value} || ' characters', left({SHORT.format(value)}, 40))"


# one question each; columns are what charts and tables show
QUESTIONS: dict[str, str] = {
    "per_day": f"""
        SELECT s.name AS source, CAST(date_published AS DATE)::VARCHAR AS day, count(*) AS articles FROM articles JOIN shown s USING (source)
        WHERE date_published >= (SELECT quantile_disc(date_published, {OLD}) FROM articles) GROUP BY ALL ORDER BY day DESC, source""",
    "access_by_source": "SELECT s.name AS source, access, count(*) AS articles, sum(count(*)) OVER (PARTITION BY s.name)::BIGINT AS of_all, round(count(*) / sum(count(*)) OVER (PARTITION BY s.name), 3) AS share FROM articles JOIN shown s USING (source) GROUP BY s.name, access ORDER BY source, access",
    "access_by_month": f"""
        SELECT strftime(date_published, '%Y-%m') AS month, access, count(*) AS articles, sum(count(*)) OVER (PARTITION BY strftime(date_published, '%Y-%m'))::BIGINT AS of_all FROM articles
        WHERE date_published >= (SELECT quantile_disc(date_published, {OLD}) FROM articles) GROUP BY strftime(date_published, '%Y-%m'), access ORDER BY month DESC, access""",
    "confidence": """
        SELECT s.name AS source, 'access' AS of_what, count(access_confidence) AS articles, round(avg(access_confidence), 2) AS mean_confidence, count(*) FILTER (access_confidence < 0.7) AS below_070 FROM articles JOIN shown s USING (source) GROUP BY ALL
        UNION ALL SELECT s.name, 'text', count(text_confidence), round(avg(text_confidence), 2), count(*) FILTER (text_confidence < 0.7) FROM articles JOIN shown s USING (source) GROUP BY ALL
        ORDER BY source, of_what""",
    "columns": f"""
        WITH summary AS (FROM (SUMMARIZE SELECT * EXCLUDE (text_length) REPLACE (if(text IS NULL, NULL, text_length) AS text) FROM articles))
        SELECT column_name AS name, if(name = 'text', 'VARCHAR', replace(column_type, 'TIMESTAMP WITH TIME ZONE', 'TIMESTAMPTZ')) AS type, count AS rows, coalesce(null_percentage::DOUBLE, 100) AS empty_percent,
               if(name = 'text', least(count, (SELECT max(approx_unique) FROM summary WHERE column_name = 'content_hash')), approx_unique) AS different_values,
               {_shown("min")} AS smallest, {_shown("max")} AS largest, {_shown("q50")} AS median FROM summary""",
    "boundary": "SELECT boundary_basis AS basis, least(boundary_paragraph, 30) AS paragraphs, count(*) AS articles FROM articles WHERE boundary_char IS NOT NULL GROUP BY ALL ORDER BY basis, paragraphs",
    "coverage": """
        SELECT source, field, sum(has)::BIGINT AS filled, count(*) AS of_all, round(avg(has), 3) AS share FROM (
            SELECT s.name AS source, unnest(['title', 'date', 'authors', 'teaser', 'section', 'text', 'image', 'tags']) AS field,
                   unnest([(title IS NOT NULL)::INT, (date_published IS NOT NULL)::INT, (len(authors) > 0)::INT, (teaser IS NOT NULL)::INT,
                           (section IS NOT NULL)::INT, (text IS NOT NULL)::INT, (image_url IS NOT NULL)::INT, (len(tags) > 0)::INT]) AS has
            FROM articles JOIN shown s USING (source)) GROUP BY ALL ORDER BY source, field""",
    "agreement": """
        SELECT field, source AS taken_from, count(*) AS articles,
               round(avg((value IS NOT NULL AND len(list_filter(others, lambda o: contains(lower(o), lower(value)))) > 0)::INT), 3) AS another_source_says_the_same
        FROM provenance WHERE field <> 'text' AND source <> '' GROUP BY ALL ORDER BY field, articles DESC, taken_from""",
    "shared": """
        SELECT least(a.source, b.source) AS one, greatest(a.source, b.source) AS other, count(*) AS shared_stories, count(*) FILTER ('prefix' IN (a.cluster_role, b.cluster_role)) AS one_of_them_cut
        FROM articles a JOIN articles b ON a.cluster_id = b.cluster_id AND a.id < b.id AND a.source <> b.source
        WHERE a.cluster_role IS NOT NULL GROUP BY ALL ORDER BY shared_stories DESC, one, other""",
    "lengths": "SELECT access, CAST(least(floor(text_length / 500), 40) * 500 AS INTEGER) AS characters, count(*) AS articles FROM articles GROUP BY ALL ORDER BY access, characters",
    "set_aside": "SELECT source, reason, count(*) AS pages, any_value(detail) AS example FROM rejected GROUP BY ALL ORDER BY pages DESC, source, reason",
    "pace": """
        SELECT source, count(*) AS pages, round(quantile_cont(gap, 0.05), 2) AS shortest_5_percent_s, round(median(gap), 2) AS median_s FROM (
            SELECT source, epoch(date_fetched) - epoch(lag(date_fetched) OVER (PARTITION BY source ORDER BY date_fetched)) AS gap
            FROM (SELECT source, date_fetched FROM articles UNION ALL SELECT source, date_fetched FROM rejected))
        WHERE gap IS NOT NULL AND gap < 3600 GROUP BY source ORDER BY pages DESC, source""",
    "weeks": """
        SELECT source, strftime(date_trunc('week', date_published), '%Y-%m-%d') AS week, count(*) AS articles, avg((len(authors) > 0)::INT) AS authors, avg((teaser IS NOT NULL)::INT) AS teaser,
               avg((access IN ('subscription', 'registration'))::INT) AS locked, median(text_length) AS length
        FROM articles WHERE date_published IS NOT NULL GROUP BY ALL ORDER BY source, week""",
}


SHOWN = 5
"""Records that each figure names."""
_OF_AN_ARTICLE = "SELECT coalesce(title, url) AS title, url, {why} AS why FROM articles"
# the records of a figure that are most worth a look
EXAMPLES: dict[str, str] = {
    "access_by_source": _OF_AN_ARTICLE.format(why="access") + " WHERE access <> 'free' ORDER BY access_confidence, id",
    "boundary": _OF_AN_ARTICLE.format(why="boundary_basis || ' after ' || boundary_paragraph || if(boundary_paragraph = 1, ' paragraph', ' paragraphs')") + " WHERE boundary_char IS NOT NULL ORDER BY boundary_paragraph, id",
    "confidence": _OF_AN_ARTICLE.format(why="'access ' || round(access_confidence, 2)::VARCHAR || ', text ' || coalesce(round(text_confidence, 2)::VARCHAR, 'none')") + " ORDER BY coalesce(access_confidence, 0) + coalesce(text_confidence, 0.5), id",
    "coverage": _OF_AN_ARTICLE.format(why="'no ' || concat_ws(', no ', CASE WHEN title IS NULL THEN 'title' END, CASE WHEN date_published IS NULL THEN 'date' END, CASE WHEN len(authors) = 0 THEN 'authors' END, CASE WHEN text IS NULL THEN 'text' END)")
    + " WHERE title IS NULL OR date_published IS NULL OR len(authors) = 0 OR text IS NULL ORDER BY (title IS NULL)::INT + (date_published IS NULL)::INT + (len(authors) = 0)::INT + (text IS NULL)::INT DESC, id",
    "shared": _OF_AN_ARTICLE.format(why="cluster_role || ' in ' || source") + " WHERE cluster_role IS NOT NULL ORDER BY cluster_id, id",
    "lengths": _OF_AN_ARTICLE.format(why="text_length || if(text_length = 1, ' character', ' characters')") + " ORDER BY text_length, id",
    "set_aside": "SELECT url AS title, url, reason || ': ' || coalesce(detail, '') AS why FROM rejected ORDER BY reason, url",
}  # fmt: skip


def read(folder: Path) -> Numbers:
    """Return the numbers of a dataset. Raises DatasetError for a damaged manifest."""
    connection = duck.connect("the report", threads=2)
    manifest = manifests.load(folder)
    connection.execute("SET TimeZone='UTC'")
    for table in ("rejected", "provenance", "revisions"):
        connection.execute(
            f"CREATE TEMP VIEW {table} AS SELECT * FROM {relation(folder, manifest, table)}"
        )
    kind = "TABLE" if manifest.rows("articles") <= HELD else "VIEW"
    rows = relation(folder, manifest, "articles")
    measured = f"SELECT *, length(text) AS text_length FROM {rows}"
    if manifest.final and lengths_are_told(folder, manifest):
        documents = reading(folder, manifest.parts(DOCUMENTS))
        measured = _MEASURED.format(rows=rows, documents=documents)
    connection.execute(_ARTICLES.format(kind=kind, rows=measured))
    connection.execute(_SHOWN)
    tables = {name: _ask(connection, question) for name, question in QUESTIONS.items()}
    examples = {
        name: _ask(connection, f"{question} LIMIT {SHOWN}") for name, question in EXAMPLES.items()
    }
    pictures = histograms(connection, tables["columns"])
    connection.close()
    return Numbers(manifest, tables, examples, pictures)


def _ask(connection: Any, question: str) -> list[Row]:
    result = connection.execute(question)
    names = [d[0] for d in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
