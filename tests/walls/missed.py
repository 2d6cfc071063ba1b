"""The made walls at which the public text does not end: each is named, so that one more and
one less are both noticed.

    python -m tests.walls.missed

writes the list anew, as what is missed by now.
"""

from __future__ import annotations

import json
from pathlib import Path

from pipelines.extract.extractor import extract
from pipelines.extract.result import Extraction
from pipelines.model import Page
from tests import walls

FILE = Path(__file__).with_suffix(".json")
UPDATE = "python -m tests.walls.missed"
TABLES = {"first": walls.WALLS, "fresh": walls.FRESH, "last": walls.LAST}


def read(body: bytes) -> Extraction:
    """Return what is extracted of a made page; AssertionError where it is no article."""
    page = Page(
        url="http://paper.example/2026/the-bridge-of-altona",
        body=body,
        content_type="text/html; charset=utf-8",
    )
    result = extract(page)
    assert isinstance(result, Extraction), result
    return result


def pages(table: str) -> list[tuple[str, str, str]]:
    """Return language, shape and wall of each page of a table; lines meet all shapes in turn."""
    shapes = [name for name in walls.SHAPES if name != "button"]
    found = []
    for language, said in TABLES[table].items():
        for number, wall in enumerate(said):
            turn = number if table == "first" else len(found)
            found.append((language, shapes[turn * 3 % len(shapes)], wall))
    return found


def is_missed(language: str, shape: str, wall: str) -> bool:
    """Tell whether the public text ends elsewhere than at the wall, or holds a line of it."""
    body, public = walls.walled(shape, language, wall)
    article = read(body).article
    if article.access not in ("subscription", "registration"):
        return True
    lines = wall.split(" | ")
    ends = article.boundary_paragraph == len(public)
    return not ends or any(line in (article.text or "") for line in lines)


def missed(table: str, language: str) -> list[str]:
    """Return the missed walls of a table in one language as `shape: what it says`."""
    own = [page for page in pages(table) if page[0] == language]
    return [f"{shape}: {wall}" for _, shape, wall in own if is_missed(language, shape, wall)]


def listed(table: str, language: str) -> list[str]:
    """Return the missed walls that the list names; none: every one is found."""
    named: dict[str, dict[str, list[str]]] = json.loads(FILE.read_text("utf-8"))
    return named[table].get(language, [])


def main() -> None:
    """Write the list."""
    found = {
        table: {language: names for language in said if (names := missed(table, language))}
        for table, said in TABLES.items()
    }
    FILE.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
