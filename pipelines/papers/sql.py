"""The model of a paper, in plain SQL that DuckDB and Spark both run: one definition.

Input: the tables `pages` (`rows.PAGES`: of each paper what its model is made from) and
`blocks` (`rows.BLOCKS`). Each statement makes the table that it is named after, in this order; the engine wraps it. The result
depends on the rows only, never on their order, and the same page captured twice counts once.
"""

from __future__ import annotations

from pipelines.papers.evidence import Role

LEAST = 5
"""Pages of a paper below which nothing is learned."""
REPEATS = 3
"""Pages on which the same words stand at the same place before they are furniture."""
COPIED = 6
"""Paragraphs that stand on other pages too before a page may be a copy of another: what
repeats there is an article that was told again, and no furniture."""
COPIED_ABOVE = 3
"""The same where the first of them begins the text: furniture seldom does."""
COPIED_SHARE = 0.5
"""Share of a page's paragraphs, from which on it is a copy."""
EARLY = 0.4
"""Share of the mean text of a layout below which a text ends early."""
NEAR = 3
"""Blocks between the end of the text and what stands right behind it."""
TEXT_PLACE = 0.5
"""Share of the pages with paragraphs at a place that take one for text, from which the place
is the text's: short pages may take a list of other articles for theirs."""
TOLD_TEXT = 0.3
"""Share of pages, or of all that stands there, that is taken for text at a place, from which
on its words alone count."""

LAID = """
SELECT capture, min(source) AS source, min(page) AS page, min(title) AS title,
       min(layout) AS layout, max(paid) AS paid, max(short) AS short,
       max(unsure) AS unsure, max(walled) AS walled, min(day) AS day
FROM pages GROUP BY capture
"""

PAPERS = f"""
SELECT source, count(DISTINCT page) AS pages, count(DISTINCT layout) AS layouts
FROM laid GROUP BY source HAVING count(DISTINCT title) >= {LEAST}
"""

ROWS = """
SELECT DISTINCT l.source, l.layout, l.page, l.title, b.capture, b.position, b.place, b.words,
       b.size, b.role, b.presses, b.strong, b.ends
FROM blocks b JOIN laid l ON b.capture = l.capture JOIN papers p ON p.source = l.source
"""

_REPEATED = f"""
SELECT r.source, r.layout, r.place, r.words, count(DISTINCT r.page) AS pages
FROM rows_seen r {{copies}} r.words <> 0 AND r.role <> {Role.HEADLINE:d}
GROUP BY r.source, r.layout, r.place, r.words
HAVING count(DISTINCT r.page) >= {REPEATS} AND count(DISTINCT r.title) >= {REPEATS}
"""

COMES_AGAIN = _REPEATED.format(copies="WHERE")

COPIES = f"""
SELECT r.capture FROM rows_seen r
LEFT JOIN comes_again f
  ON f.source = r.source AND f.layout = r.layout AND f.place = r.place AND f.words = r.words
WHERE r.role = {Role.TEXT:d} AND r.strong = 1
GROUP BY r.capture
HAVING {COPIED_SHARE} * count(*) <= count(f.words) AND (
    count(f.words) >= {COPIED} OR (count(f.words) >= {COPIED_ABOVE}
    AND min(r.position) = min(CASE WHEN f.words IS NOT NULL THEN r.position END)))
"""

REPEATED = _REPEATED.format(
    copies="LEFT JOIN copies c ON c.capture = r.capture WHERE c.capture IS NULL AND"
)

TEXTS = f"""
SELECT source, layout, place FROM (
    SELECT source, layout, place, count(DISTINCT capture) AS n,
           count(DISTINCT CASE WHEN role = {Role.TEXT:d} THEN capture END) AS told_text
    FROM rows_seen WHERE strong = 1 GROUP BY source, layout, place
) counted WHERE told_text >= {TEXT_PLACE} * n
"""

PLACES = f"""
SELECT r.source, r.layout, r.place, sum(r.size) AS mass,
       sum(CASE WHEN r.role = {Role.TEXT:d} THEN r.size ELSE 0 END) AS told,
       count(DISTINCT CASE WHEN r.role = {Role.TEXT:d} THEN r.page END) AS pages,
       count(DISTINCT CASE WHEN r.role <> {Role.TEXT:d} THEN r.page END) AS others
FROM rows_seen r LEFT JOIN repeated f
  ON f.source = r.source AND f.layout = r.layout AND f.place = r.place AND f.words = r.words
WHERE f.words IS NULL AND r.strong = 1
GROUP BY r.source, r.layout, r.place
"""

HOMES = f"""
SELECT source, place, max(told) AS told, max(mass) AS mass FROM (
    SELECT source, layout, place, told, mass,
           row_number() OVER (PARTITION BY source, layout ORDER BY told DESC, place) AS nth
    FROM places WHERE pages >= {LEAST} AND told >= {TEXT_PLACE} * mass
) counted WHERE nth = 1 GROUP BY source, place ORDER BY source, place
"""
"""Where the text of each layout stands: the place that has most of it, for most of what
stands there is taken for text."""

ASIDES = f"""
SELECT DISTINCT p.source, p.place FROM places p
LEFT JOIN homes h ON h.source = p.source AND h.place = p.place
WHERE h.place IS NULL AND p.told > 0 AND p.others >= {REPEATS}
"""
"""Where some pages have what others take for their text: it may be another article's."""

OWN = f"""
SELECT r.capture, min(r.position) AS starts, max(r.position) AS stops, sum(r.size) AS length
FROM rows_seen r
JOIN texts t ON t.source = r.source AND t.layout = r.layout AND t.place = r.place
LEFT JOIN repeated f
  ON f.source = r.source AND f.layout = r.layout AND f.place = r.place AND f.words = r.words
WHERE f.words IS NULL AND r.role = {Role.TEXT:d} AND r.strong = 1
GROUP BY r.capture
"""

MEASURED = """
SELECT l.capture, l.source, l.layout, l.page, l.paid, l.short, l.walled,
       o.starts, o.stops, coalesce(o.length, 0) AS length,
       CASE WHEN r.ends = 0 THEN 1 ELSE 0 END AS breaks
FROM laid l JOIN papers p ON p.source = l.source
LEFT JOIN own o ON o.capture = l.capture
LEFT JOIN rows_seen r ON r.capture = o.capture AND r.position = o.stops
"""

LOGS = 16
"""Steps in which the logarithm of a length is counted: whole numbers sum alike in any order."""

RANKED = f"""
SELECT capture, source, layout, page, paid, short, walled, starts, stops, length, breaks,
       CASE WHEN breaks = 1 OR short = 1 OR length < {EARLY} * mean THEN 1 ELSE 0 END AS early,
       CAST(floor({LOGS} * ln(length + 1)) AS BIGINT) AS grade, open
FROM (
    SELECT m.*, CASE WHEN c.capture IS NULL THEN 1 ELSE 0 END AS open,
           avg(length) OVER (PARTITION BY source, layout) AS mean
    FROM measured m LEFT JOIN closed c ON c.capture = m.capture
) counted
"""

LAYOUTS = """
SELECT source, layout, count(*) AS n, count(DISTINCT page) AS pages, sum(early) AS early,
       sum(walled) AS walled, sum(open) AS open_n, sum(open * grade) AS open_grades,
       sum(open * grade * grade) AS open_squares, sum(open * breaks) AS open_breaks,
       sum(open * paid) AS open_paid, sum(open * early) AS open_early
FROM ranked GROUP BY source, layout
"""

_STANDS = f"""
SELECT r.source, r.layout, r.place, {{words}} AS words, r.capture, min(r.position) AS position,
       count(DISTINCT r.words) AS sayings,
       max(r.presses) AS presses, max(r.size) AS size, max(r.strong) AS strong,
       max(CASE WHEN r.role = {Role.WALL:d} THEN 1 ELSE 0 END) AS claimed,
       max(CASE WHEN r.role = {Role.TEXT:d} THEN 1 ELSE 0 END) AS told_text,
       sum(CASE WHEN r.role = {Role.TEXT:d} THEN r.size ELSE 0 END) AS told, sum(r.size) AS mass
FROM rows_seen r {{where}}
GROUP BY r.source, r.layout, r.place, r.capture{{more}}
"""

STANDS = f"""
{
    _STANDS.format(
        words="r.words",
        where="JOIN repeated f ON f.source = r.source AND f.layout = r.layout"
        " AND f.place = r.place AND f.words = r.words",
        more=", r.words",
    )
}
UNION ALL
{_STANDS.format(words="0", where=f"WHERE r.role <> {Role.HEADLINE:d}", more="")}
"""

BOXES = f"""
SELECT s.source, s.layout, s.place, s.words, count(DISTINCT k.page) AS pages, count(*) AS n,
       sum(k.grade) AS grades, sum(k.grade * k.grade) AS squares, sum(k.breaks) AS breaks,
       sum(k.paid) AS paid, sum(k.early) AS early, sum(k.open) AS own_n,
       sum(k.open * k.grade) AS own_grades, sum(k.open * k.grade * k.grade) AS own_squares,
       sum(k.open * k.breaks) AS own_breaks, sum(k.open * k.paid) AS own_paid,
       sum(k.open * k.early) AS own_early,
       sum(CASE WHEN k.stops IS NULL OR s.position > k.stops THEN 1 ELSE 0 END) AS behind,
       sum(CASE WHEN s.position > k.stops AND s.position - k.stops <= {NEAR} THEN 1 ELSE 0 END)
           AS near,
       sum(CASE WHEN s.position < k.starts THEN 1 ELSE 0 END) AS above,
       sum(s.claimed) AS claimed, sum(s.told_text) AS told_text, sum(s.presses) AS presses,
       max(s.size) AS size, max(s.strong) AS strong
FROM stands s JOIN ranked k ON k.capture = s.capture
GROUP BY s.source, s.layout, s.place, s.words
HAVING count(DISTINCT k.page) >= {REPEATS}
   AND (s.words <> 0 OR (sum(s.told_text) < {TOLD_TEXT} * count(*)
                         AND sum(s.told) < {TOLD_TEXT} * sum(s.mass)))
"""

STATEMENTS = {
    "laid": LAID,
    "papers": PAPERS,
    "rows_seen": ROWS,
    "comes_again": COMES_AGAIN,
    "copies": COPIES,
    "repeated": REPEATED,
    "texts": TEXTS,
    "places": PLACES,
    "homes": HOMES,
    "asides": ASIDES,
    "own": OWN,
    "measured": MEASURED,
    "stands": STANDS,
}
"""Every statement by the table that it makes, in order."""
COUNTED = {"ranked": RANKED, "layouts": LAYOUTS, "boxes": BOXES}
"""The statements that are run twice: first with no page `closed`, then without the pages
among the others that have a wall already (a paper words its wall in more than one way)."""

DAYS = """
SELECT source, layout, day, count(*) AS pages FROM (
    SELECT l.source, l.layout, l.page, min(l.day) AS day
    FROM laid l JOIN papers p ON p.source = l.source GROUP BY l.source, l.layout, l.page
) dated
GROUP BY source, layout, day ORDER BY source, layout, day
"""
"""How many pages of a layout are of a day."""

ANSWER = """
SELECT b.source, b.layout, b.place, b.words, b.pages, b.n, b.grades, b.squares, b.breaks, b.paid,
       b.early, b.own_n, b.own_grades, b.own_squares, b.own_breaks, b.own_paid, b.own_early,
       b.behind, b.near, b.above, b.claimed, b.told_text, b.presses, b.size, b.strong,
       l.n AS all_n, l.early AS all_early, l.open_n - b.own_n AS others,
       l.open_grades - b.own_grades AS other_grades, l.open_squares - b.own_squares AS other_squares,
       l.open_breaks - b.own_breaks AS other_breaks, l.open_paid - b.own_paid AS other_paid,
       l.open_early - b.own_early AS other_early, CASE WHEN h.place IS NULL THEN 0 ELSE 1 END AS home
FROM boxes b JOIN layouts l ON l.source = b.source AND l.layout = b.layout
LEFT JOIN homes h ON h.source = b.source AND h.place = b.place
ORDER BY b.source, b.layout, b.place, b.words
"""
"""What is asked of the tables: every box with its counts, and those of its layout."""

CLOSED = """
SELECT DISTINCT r.capture FROM rows_seen r
JOIN verdicts v ON v.source = r.source AND v.place = r.place
 AND (v.words = r.words OR v.words = 0)
WHERE v.wall >= {wall}
"""
"""The pages on which something stands that is a wall."""

ASKED = """
SELECT DISTINCT p.source, p.capture, b.position, b.place, b.words, b.role, b.strong
FROM asked p JOIN blocks b ON b.capture = p.capture
"""
"""What stands on the pages that may have to be read again (`asked`, as `rows.PAGES`)."""

LOOK = f"""
SELECT DISTINCT p.source, p.archive_file, p.archive_offset, p.archive_length
FROM asked p JOIN (
    SELECT source, capture,
           max(CASE WHEN wall >= {{wall}} THEN 1 ELSE 0 END) AS has_wall,
           max(CASE WHEN wall >= {{wall}} AND role = {Role.WALL:d} THEN 1 ELSE 0 END) AS claims_it,
           max(CASE WHEN role = {Role.TEXT:d} AND (furniture = 1 OR wall >= {{wall}})
               THEN 1 ELSE 0 END) AS told_text,
           max(CASE WHEN wall < {{other}} AND role = {Role.WALL:d} THEN 1 ELSE 0 END) AS other_wall
    FROM (
        SELECT r.source, r.capture, r.role, coalesce(c.wall, e.wall, a.wall) AS wall,
               coalesce(c.furniture, e.furniture, a.furniture, 0) AS furniture
        FROM asked_rows r
        LEFT JOIN verdicts c ON c.source = r.source AND c.place = 0 AND c.words = r.words
        LEFT JOIN verdicts e ON e.source = r.source AND e.place = r.place AND e.words = r.words
        LEFT JOIN verdicts a ON a.source = r.source AND a.place = r.place AND a.words = 0
    ) said
    GROUP BY source, capture
) c ON c.source = p.source AND c.capture = p.capture
WHERE (c.has_wall = 1 AND (c.claims_it = 0 OR p.unsure = 1)) OR c.told_text = 1
   OR c.other_wall = 1
UNION
SELECT DISTINCT p.source, p.archive_file, p.archive_offset, p.archive_length
FROM asked p JOIN (
    SELECT r.source, r.capture FROM asked_rows r
    LEFT JOIN learned_homes h ON h.source = r.source AND h.place = r.place
    LEFT JOIN learned_asides a ON a.source = r.source AND a.place = r.place
    WHERE r.strong = 1
    GROUP BY r.source, r.capture
    HAVING count(CASE WHEN r.role = {Role.TEXT:d} AND a.place IS NULL THEN 1 END) = 0
       AND min(CASE WHEN h.place IS NOT NULL THEN r.position END)
           < min(CASE WHEN r.role = {Role.TEXT:d} THEN r.position END)
) c ON c.source = p.source AND c.capture = p.capture
ORDER BY source, archive_file, archive_offset
"""
"""The pages of which the model (`verdicts`, `learned_homes`, `learned_asides`) says something
else than the page alone, or of which the page alone was unsure."""
