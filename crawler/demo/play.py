"""Plays the demo: serves the papers, crawls them on two days, picks three rows."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from crawler.crawl.run import CrawlSummary, crawl
from crawler.demo.server import Server
from crawler.demo.site import DE, EN, FR, HOSTS, Group
from pipelines.errors import InputError
from pipelines.store import duck

RECIPE = """# The included newspapers, served on loopback by `standfirst demo`.
[dataset]
name = "demo"
title = "Three included newspapers"
description = "Written for the project, so that everything can be tried without internet."

{sources}
[crawl]
delay = 0.0
per_host = 4
tries = 3
backoff = 0.2
max_wait = 10
max_depth = 4
max_bytes = 5_000_000
workers = 1
allow_loopback = true
min_free_mb = 0
proxy = "{proxy}"

[output]
shard_rows = 1000
"""
_SOURCE = """[[source]]
site = "http://{host}"
name = "{host}"
discover = ["sitemap", "feed", "section"]
sections = ["http://{host}/section/"]
"""


def recipe_text(proxy: str, hosts: tuple[str, ...] = (FR, DE, EN)) -> str:
    """Return the demo's recipe for a server."""
    return RECIPE.format(proxy=proxy, sources="\n".join(_SOURCE.format(host=h) for h in hosts))


def two_days(folder: Path) -> Iterator[tuple[int, CrawlSummary]]:
    """Crawl the papers on two days into a fresh folder; yield each day's summary.

    Raises InputError when the folder holds something that is no demo.
    """
    duck.library("`standfirst demo`")
    clear(folder)
    for day in (1, 2):
        group = Group(day=day)
        with Server(group.reply) as server:
            (folder / "recipe.toml").write_text(recipe_text(server.proxy), encoding="utf-8")
            yield day, crawl(folder / "recipe.toml")


def clear(folder: Path) -> None:
    """Make an empty folder, replacing an older demo only."""
    recipe = folder / "recipe.toml"
    if folder.exists() and any(folder.iterdir()):
        if not recipe.exists() or "The included newspapers" not in recipe.read_text(
            encoding="utf-8"
        ):
            msg = (
                f"{folder} holds something that is not the demo. Choose another folder with --into."
            )
            raise InputError(msg)
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)


def interesting(folder: Path) -> list[str]:
    """Return three rows as JSON lines: a cut one, a cut copy, a free one."""
    connection = duck.connect("`standfirst demo`")
    columns = "title, source, date_published_raw, authors, access, boundary_basis, boundary_char, wall_text, cluster_role"
    files = str(folder / "articles" / "*.parquet")
    queries = (
        f"SELECT {columns} FROM read_parquet(?) WHERE wall_text IS NOT NULL AND language = 'fr' ORDER BY id LIMIT 1",
        f"SELECT {columns} FROM read_parquet(?) WHERE cluster_role = 'prefix' ORDER BY id LIMIT 1",
        f"SELECT {columns} FROM read_parquet(?) WHERE access = 'free' AND language = 'de' ORDER BY id LIMIT 1",
    )
    lines = []
    for query in queries:
        result = connection.execute(query, [files])
        names = [d[0] for d in result.description or ()]
        lines += [
            json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)
            for row in result.fetchall()
        ]
    return lines


__all__ = ["HOSTS", "clear", "interesting", "recipe_text", "two_days"]
