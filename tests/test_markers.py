"""No word that is kept back is anywhere: every one of them is a marker, and none is found.

Made pages in which all that is reserved, hidden, scrambled or behind a wall are made-up
words. The real chain reads them to Parquet, with card, report and export; then all that it
wrote or said is searched.
"""

from __future__ import annotations

import dataclasses
import io
import json
import logging
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st
from rich.console import Console

from crawler.cli import explain
from pipelines.build.worker import judge
from pipelines.extract import extractor
from pipelines.extract.extractor import Extractor
from pipelines.extract.result import Extraction
from pipelines.extract.rules import Rules
from pipelines.model import Page, Rejected
from pipelines.publish.export import columns_of, export
from pipelines.publish.published import publish
from pipelines.recipe import Recipe
from pipelines.store.archive import Ref
from pipelines.store.dataset import Dataset
from pipelines.store.finish import finish
from pipelines.view.stored import draw
from tests.made import HEADLINE, TITLE, json_ld, meta, page, paragraphs, sentence

MARK = "qzv"
WALL = "To read this article to the end, subscribe now."
_NUMBERS = count(1)


def marker() -> str:
    """Return a word that stands nowhere else."""
    return f"{MARK}{next(_NUMBERS)}"


def marked(words: int = 24) -> str:
    """Return a sentence that is kept back."""
    return " ".join(marker() for _ in range(words)).capitalize() + "."


def name() -> str:
    """Return what looks like a person's name."""
    return f"{marker().capitalize()} {marker().capitalize()}"


FILLINGS = {
    "text": lambda: "".join(f"<p>{marked()}</p>" for _ in range(6)),
    "byline": lambda: (
        f'<p class="byline">By <a rel="author" href="/author/{marker()}">{name()}</a></p>'
    ),
    "signature": lambda: f"<p>{marked()}</p><p><em>{name()}</em></p>",
    "date": lambda: f"<p>Published 3 May 2024, {marker()} {marker()}</p>",
    "time": lambda: f'<time datetime="2024-05-03">3 May 2024 {marker()}</time>',
    "heading": lambda: f"<h2>{marked(6)}</h2><p>{marked()}</p>",
    "title again": lambda: f"<h1>{TITLE} {marker()}</h1>",
    "list": lambda: f"<ul><li>{marked()}</li><li>{marked()}</li></ul>",
    "table": lambda: f"<table><tr><td>{marked()}</td></tr></table>",
    "quote": lambda: f"<blockquote>{marked()}</blockquote>",
    "picture": lambda: (
        f'<figure><img alt="{marked()}" src="/{marker()}.jpg"><figcaption>{marked()}</figcaption></figure>'
    ),
    "kicker": lambda: f'<span class="kicker">{marker()}</span><p>{marked()}</p>',
    "standfirst": lambda: f'<p class="standfirst teaser">{marked()}</p>',
    "tags": lambda: f'<ul class="tags"><li><a href="/t/{marker()}">{marker()}</a></li></ul>',
    "attributes": lambda: (
        f'<p title="{marked()}" aria-label="{marked()}" data-text="{marked()}">{marked()}</p>'
    ),
    "microdata": lambda: (
        f'<p itemprop="description">{marked()}</p><meta itemprop="articleBody" content="{marked()}">'
    ),
    "bold": lambda: f"<p><b>{marked()}</b> <i>{marker()}</i></p>",
    "quiet tags": lambda: (
        f"<noscript>{marked()}</noscript><template>{marked()}</template><textarea>{marked()}</textarea>"
    ),
}
DECLARED: dict[str, Callable[[], str | dict[str, Any]]] = {
    "articleBody": lambda: {"articleBody": f"{sentence(0)} {marked()}"},
    "description": lambda: {"description": f"{sentence(0)} {marked()}"},
    "abstract": lambda: {"abstract": marked(), "alternativeHeadline": marked(5)},
    "short description": lambda: {"description": marked(4)},
    "value of a description": lambda: {"description": {"@value": marked(5)}},
    "metas": lambda: "".join(
        meta(n, f"{sentence(1)[:60]} {marked()}")
        for n in ("description", "og:description", "twitter:description", "dc.description")
    ),
    "short metas": lambda: meta("description", marked(6)) + meta("og:description", marked(6)),
    "app state": lambda: (
        f"<script>window.__STATE__ = {json.dumps({'body': marked(), 'datePublished': '2024-05-03', 'a': marked()})}</script>"
    ),
    "app state as JSON": lambda: (
        f'<script type="application/json">{json.dumps({"body": marked()})}</script>'
    ),
}
PAID = {"isAccessibleForFree": False}
PART = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".rest"}
ASKS = f'<div class="paywall"><p>{WALL}</p></div>'
SHAPES: dict[str, tuple[str, dict[str, Any]]] = {
    "declared selector": ('<div class="rest">{kept}</div>', {**PAID, "hasPart": PART}),
    "class": ('<div class="premium-content">{kept}</div>', PAID),
    "hidden": ('<div style="display:none">{kept}</div>', PAID),
    "scrambled": ('<div class="blurred">{kept}</div>', PAID),
    "the page's own style": (
        '<style>.k9 {display: none}</style><div class="k9">{kept}</div>',
        PAID,
    ),
    "the page's own blur": (
        '<style>.k8 p {filter: blur(4px)}</style><div class="k8">{kept}</div>',
        PAID,
    ),
    "wall": (f"{ASKS}{{kept}}", PAID),
    "undeclared wall": (f"{ASKS}{{kept}}", {}),
    "hidden behind a wall": (f"{ASKS}<div hidden>{{kept}}</div>", PAID),
}
OPEN = ("wall", "undeclared wall")
"""Shapes in which what is behind the wall is not hidden: a few lines may follow there. Much
open text behind a wall says that it is none, and is kept."""
LINES = ("byline", "date", "time", "tags", "picture", "title again", "quiet tags")


def fitting(shape: str, fillings: list[str]) -> list[str]:
    """Return the fillings that such a page can have behind its third paragraph."""
    return [f for f in fillings if f in LINES] if shape in OPEN else fillings


def made(shape: str, fillings: list[str], declared: list[str], number: int = 0) -> Page:
    """Return a page of which everything behind the third paragraph is kept back."""
    inside, properties = SHAPES[shape]
    said = [DECLARED[d]() for d in declared]
    for more in said:
        properties = {**properties, **(more if isinstance(more, dict) else {})}
    head = "".join(s for s in said if isinstance(s, str)) + json_ld(headline=TITLE, **properties)
    start = f"<p>{marked(9)}</p>" if shape in OPEN else FILLINGS["text"]()
    kept = start + "".join(FILLINGS[f]() for f in fitting(shape, fillings))
    body = (
        f"<main><article>{HEADLINE}{paragraphs(3)}{inside.replace('{kept}', kept)}</article></main>"
    )
    return page(
        body,
        head=head,
        url=f"https://paper.example/2026/05/04/council-votes-{number}",
    )


def everything() -> Iterator[Page]:
    """Yield a page for every shape with every filling, and with every declaration."""
    numbers = count()
    for shape in SHAPES:
        for filling in FILLINGS:
            yield made(shape, [filling], [], next(numbers))
        for declared in DECLARED:
            yield made(shape, [], [declared], next(numbers))
        yield made(shape, list(FILLINGS), list(DECLARED), next(numbers))


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that the chain makes of all these pages, on disk."""
    folder = tmp_path_factory.mktemp("marked")
    found = Dataset(folder)
    rules = Rules(reserved="keep")
    rows = []
    for place, each in enumerate(everything()):
        done = judge(each, rules)
        rows.append((Ref("segment-000001.warc.zst", place * 10, 10), done.result, done.sketch))
    found.commit(rows)
    finish(found, near=True, shard_rows=1000)
    recipe = Recipe.model_validate(
        {
            "dataset": {"name": "marked", "contact": "mailto:a@paper.example"},
            "source": [{"site": "https://paper.example"}],
        }
    )
    publish(folder, recipe, found.manifest)
    for ending in ("parquet", "jsonl", "csv"):
        export(folder, folder / f"export.{ending}", columns_of("all"))
    return folder


def test_no_marker_is_in_any_file(dataset: Path) -> None:
    files = [p for p in dataset.rglob("*") if p.is_file()]
    assert {".parquet", ".json", ".md", ".html", ".jsonl", ".csv"} <= {p.suffix for p in files}
    for path in files:
        whole = (
            str(pq.read_table(path).to_pylist()).encode()
            if path.suffix == ".parquet"
            else path.read_bytes()
        )
        assert MARK.encode() not in whole.lower(), (path.name, _around(whole))


def _around(whole: bytes) -> bytes:
    place = whole.lower().index(MARK.encode())
    return whole[max(0, place - 200) : place + 100]


def test_every_page_ends_at_its_third_paragraph(dataset: Path) -> None:
    for path in (dataset / "articles").glob("*.parquet"):
        for row in pq.read_table(path).to_pylist():
            assert row["text"] == "\n\n".join(map(sentence, range(3)))
            assert row["boundary_paragraph"] == 3


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    shape=st.sampled_from(sorted(SHAPES)),
    fillings=st.lists(st.sampled_from(sorted(FILLINGS)), max_size=5, unique=True),
    declared=st.lists(st.sampled_from(sorted(DECLARED)), max_size=4, unique=True),
)
def test_no_marker_in_record_log_explanation_or_view(
    shape: str, fillings: list[str], declared: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    each = made(shape, fillings, declared)
    result = Extractor().extract(each)
    if isinstance(result, Extraction):
        said = str([dataclasses.asdict(r) for r in (result.article, *result.provenance)])
        said += str(result.access.evidence) + str(result.access.boundary)
    else:
        said = str(result)
    assert MARK not in said.lower()
    assert MARK not in caplog.text.lower()
    assert MARK not in draw(each, []).html.lower()
    if isinstance(result, Extraction):
        assert _explained(result).lower().count(MARK) <= 6


def _explained(result: Extraction) -> str:
    out = io.StringIO()
    explain.show(result, Console(file=out, width=300))
    return out.getvalue()


@pytest.mark.parametrize("policy", ["skip", "metadata"])
@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_no_marker_is_told_of_a_page_whose_mining_is_reserved(policy: str, shape: str) -> None:
    each = made(shape, list(FILLINGS), list(DECLARED))
    said = meta("tdm-reservation", "1").encode()
    each = dataclasses.replace(each, body=each.body.replace(b"<head>", b"<head>" + said))
    result = judge(each, Rules(reserved=policy)).result
    assert isinstance(result, Rejected) is (policy == "skip")
    assert MARK not in str(result).lower()


def test_a_crash_is_told_by_its_place_and_quotes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> None:
        msg = marked()
        raise ValueError(msg)

    monkeypatch.setattr(extractor, "read_fields", failing)
    result = judge(page(HEADLINE + paragraphs(3)), Rules()).result
    assert isinstance(result, Rejected)
    assert result.detail.startswith("ValueError in failing, test_markers.py:")
    assert MARK not in str(result).lower()


def test_what_the_page_s_own_style_hides_is_kept_back() -> None:
    kept = "".join(FILLINGS[f]() for f in ("text", "byline", "date"))
    body = f'<article>{HEADLINE}{paragraphs(3)}<div class="k9">{kept}</div></article>'
    head = json_ld(headline=TITLE, **PAID) + "<style>.k9 { display: none }</style>"
    result = Extractor().extract(page(body, head=head))
    assert isinstance(result, Extraction)
    assert result.article.boundary_paragraph == 3
    assert MARK not in str(result.article).lower()
