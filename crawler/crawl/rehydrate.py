"""From an export back to a dataset: request the same addresses, say what could not be had.

An export without texts is the recipe of a dataset. Whoever has it collects the
articles again, as the publishers show them now, and learns for each one whether it
is the same text, another one, or gone.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.fetch.job import check_contact
from crawler.frontier.model import State, url_key
from crawler.frontier.reader import Reader
from pipelines import recipe as recipes
from pipelines.identity import article_id
from pipelines.publish.export import read_export
from pipelines.store import manifest as manifests
from pipelines.store.manifest import write_durably
from pipelines.store.parquet import read_columns
from pipelines.store.paths import DatasetPaths

REPORT = "rehydrated.jsonl"


@dataclass(frozen=True, slots=True)
class Rehydrated:
    """What became of one exported article."""

    id: str
    url: str
    state: str
    """`same`, `changed`, `rejected`, `blocked`, `failed` or `pending`."""
    reason: str


def recipe_text(name: str, contact: str, *, loopback: bool = False) -> str:
    """Return the recipe that requests the addresses in `urls.txt`."""
    crawl = "\n[crawl]\nallow_loopback = true\n" if loopback else ""
    return f'[dataset]\nname = {json.dumps(name)}\ncontact = {json.dumps(contact)}\n\n[[source]]\nurls = "urls.txt"\ndiscover = []\n{crawl}'


def prepare(file: Path, folder: Path, contact: str) -> list[dict[str, Any]]:
    """Write address list and recipe for an export into a folder; return its rows.

    A recipe that stands there already is kept, so that it can be edited.
    """
    rows = read_export(file)
    write_list(folder, [row["url"] for row in rows], contact)
    return rows


def write_list(folder: Path, urls: list[str], contact: str, *, loopback: bool = False) -> Path:
    """Write addresses, and a recipe for them where there is none; return the recipe.

    Raises RecipeError without a contact, before anything is written.
    """
    path, text = folder / "recipe.toml", recipe_text(folder.name, contact, loopback=loopback)
    if not path.exists():
        check_contact(recipes.parse(text, str(path)))
    folder.mkdir(parents=True, exist_ok=True)
    write_durably(folder / "urls.txt", ("\n".join(urls) + "\n").encode())
    if not path.exists():
        write_durably(path, text.encode())
    return path


def compare(rows: list[dict[str, Any]], folder: Path) -> Counter[str]:
    """Write `rehydrated.jsonl`, one line per exported article; return the counts."""
    manifest = manifests.load(folder)
    articles = {
        i: h
        for b in read_columns(folder, manifest.parts("articles"), ["id", "content_hash"])
        for i, h in zip(b["id"].to_pylist(), b["content_hash"].to_pylist(), strict=True)
    }
    rejected = {
        article_id(u): r
        for b in read_columns(folder, manifest.parts("rejected"), ["url", "reason"])
        for u, r in zip(b["url"].to_pylist(), b["reason"].to_pylist(), strict=True)
    }
    with Reader(DatasetPaths(folder).frontier) as frontier:
        found = [_compared(row, articles, rejected, frontier) for row in rows]
    lines = [
        json.dumps(
            {"id": r.id, "url": r.url, "state": r.state, "reason": r.reason}, ensure_ascii=False
        )
        for r in found
    ]
    write_durably(folder / REPORT, ("\n".join(lines) + "\n").encode())
    return Counter(
        r.state if r.state in ("same", "changed") else f"{r.state}: {r.reason}" for r in found
    )


def _compared(
    row: dict[str, Any], articles: dict[str, str], rejected: dict[str, str], frontier: Reader
) -> Rehydrated:
    url, own = str(row["url"]), str(row.get("id") or article_id(row["url"]))
    for identifier in (own, article_id(url)):
        if identifier in articles:
            same = articles[identifier] == row.get("content_hash")
            return Rehydrated(own, url, "same" if same else "changed", "")
    if article_id(url) in rejected:
        return Rehydrated(own, url, "rejected", rejected[article_id(url)])
    state, reason = frontier.state_of(url_key(url))
    name = {
        State.PENDING: "pending",
        State.BLOCKED: "blocked",
        State.FAILED: "failed",
        State.REDIRECTED: "rejected",
    }.get(state, "rejected")
    return Rehydrated(own, url, name, reason or _without_reason(name))


def _without_reason(state: str) -> str:
    if state == "pending":
        return "not requested yet"
    return "another article stands there now"
