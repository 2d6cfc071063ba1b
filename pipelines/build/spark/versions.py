"""Pages → tables: which version of an article is the newest, which page repeats one.

The rules of `store.dataset` for one page after the other, said for all at once: of
each version the first page in archive order counts, the version that was captured last
is the article, and the versions of an article that changed are its revisions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.model import Reason
from pipelines.store.dataset import REPEATED, TWIN
from pipelines.store.finish import NEWEST_VISIT
from pipelines.store.schema import arrow_schema

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_TWINS = """
SELECT part, place, first_id AS twin_of FROM (
    SELECT part, place, number,
           first_value(number) OVER same AS first_number, first_value(article.id) OVER same AS first_id
    FROM pages WHERE twin IS NOT NULL
    WINDOW same AS (PARTITION BY twin ORDER BY part, place)
) WHERE first_number <> number
"""
_KEYS = """
SELECT p.part, p.place, p.number, p.revision, p.article.date_fetched AS fetched,
       row_number() OVER (PARTITION BY p.number, p.revision ORDER BY p.part, p.place) AS copy
FROM pages p ANTI JOIN twins t ON t.part = p.part AND t.place = p.place
WHERE p.article IS NOT NULL
"""
_DECIDED = """
SELECT part, place, number, revision, copy,
       row_number() OVER (PARTITION BY number, CASE WHEN copy = 1 THEN 1 ELSE 0 END ORDER BY fetched DESC, part DESC, place DESC) AS age,
       sum(CASE WHEN copy = 1 THEN 1 ELSE 0 END) OVER (PARTITION BY number) AS versions
FROM keyed
"""
_OF = "pages p JOIN decided d ON d.part = p.part AND d.place = p.place AND d.copy = 1"
_ARTICLES = f"SELECT p.article.*, d.number FROM {_OF} AND d.age = 1"
_REVISIONS = f"SELECT p.article.* FROM {_OF} AND d.versions > 1"
_PROVENANCE = f"SELECT e.* FROM (SELECT explode(p.provenance) AS e FROM {_OF} AND d.age = 1)"
_SKETCHES = f"SELECT p.number, p.revision, p.article.source AS source, d.age, explode(p.sketch) AS hash FROM {_OF}"
_NEWEST = (
    f"SELECT {', '.join(arrow_schema('rejected').names)} FROM"
    f" (SELECT *, {NEWEST_VISIT} AS newest FROM set_aside) WHERE newest"
)
_COUNTS = f"""
SELECT (SELECT count(*) FROM pages) AS pages,
       (SELECT count(*) FROM rejected WHERE reason <> '{Reason.DUPLICATE_URL}') AS rejected,
       (SELECT count(*) FROM rejected WHERE reason = '{Reason.DUPLICATE_URL}') AS duplicates,
       (SELECT count(*) FROM set_aside) - (SELECT count(*) FROM rejected) AS said_again,
       count(CASE WHEN copy = 1 AND age = 1 THEN 1 END) AS rows,
       count(CASE WHEN copy = 1 AND age > 1 THEN 1 END) AS revisions
FROM decided
"""


def _set_aside() -> str:
    """Return the statement of all that gave no article, of the repeats, and of the twins."""
    on = "d.part = p.part AND d.place = p.place"
    repeats = f"SELECT {_duplicate(REPEATED, 'p.article.id')} FROM pages p JOIN decided d ON {on} AND d.copy > 1"
    twins = f"SELECT {_duplicate(TWIN, 'd.twin_of')} FROM pages p JOIN twins d ON {on}"
    return f"SELECT rejected.* FROM pages WHERE rejected IS NOT NULL UNION ALL {repeats} UNION ALL {twins}"


def _duplicate(detail: str, article_id: str) -> str:
    """Return the columns of a page that gives no row of its own."""
    said = {
        "reason": f"'{Reason.DUPLICATE_URL.value}'",
        "detail": f"'{detail}'",
        "article_id": article_id,
    }
    own = (
        "url",
        "source",
        "date_fetched",
        "http_status",
        "archive_file",
        "archive_offset",
        "extractor",
    )
    return ", ".join(
        f"{said.get(n) or (f'p.article.{n}' if n in own else 'NULL')} AS {n}"
        for n in arrow_schema("rejected").names
    )


def decide(spark: SparkSession) -> None:
    """Make the views of the tables from the view `pages`."""
    from pyspark import StorageLevel

    spark.sql(_TWINS).persist(StorageLevel.DISK_ONLY).createOrReplaceTempView("twins")
    spark.sql(_KEYS).createOrReplaceTempView("keyed")
    spark.sql(_DECIDED).persist(StorageLevel.DISK_ONLY).createOrReplaceTempView("decided")
    for name, statement in {
        "current": _ARTICLES,
        "revisions": _REVISIONS,
        "provenance": _PROVENANCE,
        "stored": _SKETCHES,
        "set_aside": _set_aside(),
        "rejected": _NEWEST,
    }.items():
        spark.sql(statement).createOrReplaceTempView(name)


def counts(spark: SparkSession) -> dict[str, int]:
    """Return the numbers of the manifest; zeros are left out, as on one machine."""
    row = spark.sql(_COUNTS).collect()[0].asDict()
    return {name: int(number) for name, number in row.items() if number}
