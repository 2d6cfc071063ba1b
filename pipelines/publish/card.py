"""The dataset card: README.md in Hugging Face's form, made from the manifest.

What a person writes between the two `<!-- yours -->` marks survives a rebuild.
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from pipelines.page.inert import line, shown
from pipelines.recipe import Recipe
from pipelines.store.manifest import Manifest, write_durably
from pipelines.store.schema import markdown_table, reasons

_OPEN, _CLOSE = "<!-- yours -->", "<!-- /yours -->"
_YOURS = "\nWrite here what readers should know: the question, the choice of sources, the period. This part survives a rebuild.\n"
_ORDER = ("articles", "rejected", "revisions", "provenance")


def write_card(folder: Path, recipe: Recipe, manifest: Manifest) -> Path:
    """Write the card of a dataset and return its path."""
    path = folder / "README.md"
    own = _own_part(path)
    write_durably(path, _card(recipe, manifest, own).encode())
    return path


def _own_part(path: Path) -> str:
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if _OPEN in text and _CLOSE in text:
        return text.split(_OPEN, 1)[1].split(_CLOSE, 1)[0]
    return _YOURS


def _head(recipe: Recipe, manifest: Manifest) -> str:
    configs = [
        {
            "config_name": name,
            "data_files": f"{name}/*.parquet",
            **({"default": True} if name == "articles" else {}),
        }
        for name in _ORDER
        if manifest.parts(name)
    ]
    head = {
        "pretty_name": line(recipe.dataset.title or recipe.dataset.name),
        "task_categories": ["text-classification", "summarization"],
        "tags": ["news", "paywall", "standfirst"],
        "configs": configs,
    }
    return yaml.safe_dump(head, sort_keys=False, allow_unicode=True).strip()


def _card(recipe: Recipe, manifest: Manifest, own: str) -> str:
    title = _words(recipe.dataset.title or recipe.dataset.name)
    description = shown(recipe.dataset.description).replace("<", "&lt;")
    head = f"---\n{_head(recipe, manifest)}\n---\n\n# {title}\n\n{description}\n\n{_OPEN}{own}{_CLOSE}\n"
    return "\n".join([head, _content(recipe, manifest), _columns(), _law(recipe)])


_MARKDOWN = re.compile(r"[\\`|\[\]]")


def _words(text: str) -> str:
    """Return a name as one line of Markdown that is nothing but words."""
    return _MARKDOWN.sub(r"\\\g<0>", line(text).replace("&", "&amp;").replace("<", "&lt;"))


def _content(recipe: Recipe, manifest: Manifest) -> str:
    counts, urls = manifest.counts, manifest.crawl.get("urls", {})
    sources = "\n".join(f"- {_words(str(s.name or s.site or s.urls))}" for s in recipe.source)
    return f"""## What is in it

Public article pages, one row each: what the publisher shows to everybody, and the
place where the public part ends (`boundary_char`). Text that a publisher keeps for
subscribers is not in here.

| | number |
|---|---|
| articles | {counts.get("rows", 0)} |
| later versions of an article | {counts.get("revisions", 0)} |
| pages that repeat an article | {counts.get("duplicates", 0)} |
| pages set aside, with the reason | {counts.get("rejected", 0)} |
| … and again at a later visit | {counts.get("said_again", 0)} |
| addresses discovered | {urls.get("discovered", "unknown")} |
| … fetched | {urls.get("fetched", "unknown")} |
| … closed by robots.txt or our own limits | {urls.get("blocked", "unknown")} |
| … still pending | {urls.get("pending", "unknown")} |
| … failed | {urls.get("failed", "unknown")} |

Extractor: `{manifest.extractor}`, schema version {manifest.schema_version}.

Sources:

{sources}

## Read it

```python
import duckdb
duckdb.sql("SELECT source, access, count(*) FROM 'articles/*.parquet' GROUP BY ALL").show()
```
"""


def _columns() -> str:
    set_aside = "\n".join(f"- `{name}`: {meaning}" for name, meaning in reasons().items())
    return f"""## Columns of `articles`

{markdown_table("articles")}

`revisions` has the same columns: every version of an article that changed.

## Columns of `rejected`

{markdown_table("rejected")}

Reasons:

{set_aside}

## Columns of `provenance`

{markdown_table("provenance")}
"""


def _law(recipe: Recipe) -> str:
    return f"""## Law and manners

Crawled as robots.txt allows (RFC 9309), with `Crawl-delay` and `Retry-After` kept and
opt-outs recorded; policy for reserved text and data mining: `{recipe.policy.reserved}`.
The texts belong to their publishers and authors; whether and how you may share them is
for you to settle. Names of authors are personal data.
"""
