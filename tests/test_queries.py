"""The ten questions of the how-to page give answers on the demo."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from crawler.crawl.run import CrawlSummary

pytestmark = pytest.mark.slow
PAGE = Path(__file__).parents[1] / "docs/how-to/ask-with-duckdb.md"
QUESTIONS = dict(
    re.findall(
        r"^## (.+?)\n\n```sql\n(.+?)```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
)


def test_there_are_ten():
    assert len(QUESTIONS) == 10


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_question_has_an_answer(question: str, demo: tuple[Path, list[CrawlSummary]], monkeypatch):
    monkeypatch.chdir(demo[0])
    assert duckdb.sql(QUESTIONS[question]).fetchall()
