"""One extractor for all who ask: recipe's selectors, policy, and what travels."""

from __future__ import annotations

import pickle
from datetime import date

import pytest

from pipelines.build.worker import judge
from pipelines.extract import judged as module
from pipelines.extract.extractor import Extractor, extract
from pipelines.extract.result import Extraction
from pipelines.extract.rules import Rules
from pipelines.extract.selectors import Selectors
from pipelines.layout import layout as layouts
from pipelines.model import Reason, Rejected
from pipelines.view.stored import draw
from tests.made import HEADLINE, TITLE, extraction, meta, page, paragraphs, sentence

SELECT = Rules(select={"paper.example": Selectors(title=".own", body="#own")})
TWO = (
    f'<h1>Wrong words of the site</h1><div><p class="own">{TITLE}</p>'
    f'<div id="own">{paragraphs(4)}</div></div><main>{paragraphs(5, 10)}</main>'
)


def test_dataset_and_view_show_the_same_extraction() -> None:
    stored = page(TWO, title="Wrong words of the site")
    kept = judge(stored, SELECT).result
    drawn = draw(stored, [], Extractor(SELECT)).result
    assert isinstance(kept, Extraction)
    assert drawn is not None
    assert kept.article == drawn.article
    assert kept.article.title == TITLE
    assert kept.article.text == "\n\n".join(map(sentence, range(4)))


def test_the_view_draws_the_boundary_of_the_selected_body() -> None:
    stored = page(
        f'<h1>{TITLE}</h1><div id="own">{paragraphs(3)}'
        '<div class="paywall"><p>To read on, subscribe now.</p></div></div>'
        f"<main>{paragraphs(9, 10)}</main>"
    )
    shown = draw(stored, [], Extractor(SELECT)).html
    assert shown.count('id="standfirst-boundary"') == 1
    assert shown.index(sentence(2)) < shown.index('id="standfirst-boundary"')
    assert shown.index('id="standfirst-boundary"') < shown.index("To read on")


def test_no_page_is_laid_out_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []

    def counted(document):
        seen.append(document)
        return layouts.lay_out(document)

    monkeypatch.setattr(module, "lay_out", counted)
    draw(page(HEADLINE + paragraphs(5)), [])
    assert len(seen) == 1


def test_an_extraction_carries_its_layout() -> None:
    result = extraction(HEADLINE + paragraphs(5))
    assert result.judged is not None
    assert sentence(3) in [b.text for b in result.judged.layout.blocks]


def test_the_page_stays_behind_when_an_extraction_travels() -> None:
    secret = "marker of what stays"
    sent = pickle.dumps(extraction(HEADLINE + paragraphs(5) + f"<footer><p>{secret}</p></footer>"))
    assert secret.encode() not in sent
    back = pickle.loads(sent)  # noqa: S301  our own bytes
    assert back.judged is None
    assert back.article.title == TITLE


def test_selectors_of_another_source_are_not_asked() -> None:
    rules = Rules(select={"other.example": Selectors(title=".own")})
    result = Extractor(rules).extract(page(TWO, title="Wrong words of the site"))
    assert isinstance(result, Extraction)
    assert result.article.title != TITLE


@pytest.mark.parametrize(
    ("policy", "kept", "words"),
    [("skip", False, False), ("metadata", True, False), ("keep", True, True)],
)
def test_policy_for_pages_that_reserve_mining(policy: str, kept: bool, words: bool) -> None:
    reserving = page(HEADLINE + paragraphs(5), head=meta("tdm-reservation", "1"))
    result = Extractor(Rules(reserved=policy)).extract(reserving)
    assert isinstance(result, Extraction) is kept
    if isinstance(result, Extraction):
        assert bool(result.article.text) is words
        assert bool([p for p in result.provenance if p.field == "text"]) is words
    else:
        assert result.reason == Reason.RESERVED


@pytest.mark.parametrize(
    ("since", "until", "kept"),
    [
        (date(2026, 5, 4), None, True),
        (date(2026, 5, 5), None, False),
        (None, date(2026, 5, 4), True),
        (None, date(2026, 5, 3), False),
    ],
)
def test_dates_of_the_recipe(since: date | None, until: date | None, kept: bool) -> None:
    dated = page(
        HEADLINE + paragraphs(5), head=meta("article:published_time", "2026-05-04T10:00:00Z")
    )
    rules = Rules(
        since={"paper.example": since} if since else {},
        until={"paper.example": until} if until else {},
    )
    result = Extractor(rules).extract(dated)
    assert isinstance(result, Extraction) is kept
    if isinstance(result, Rejected):
        assert result.reason == Reason.NOT_SELECTED


def test_extract_without_a_recipe_keeps_what_reserves_mining() -> None:
    reserving = page(HEADLINE + paragraphs(5), head=meta("tdm-reservation", "1"))
    assert isinstance(extract(reserving), Extraction)
