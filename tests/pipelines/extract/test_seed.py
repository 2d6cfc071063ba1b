"""The page that the project was born from, as HTML and as saved text."""

from __future__ import annotations

import re
from html import unescape

import pytest

from crawler.demo.seed import page
from pipelines.extract.extractor import extract
from pipelines.extract.result import Extraction
from pipelines.model import Page


def as_text() -> str:
    """The same page as a browser shows it: one line per block."""
    html = re.sub(r"<(head|nav)\b.*?</\1>", "", page(), flags=re.DOTALL)
    html = re.sub(
        r"<(?:p|div|h\d|section|header|figcaption|main|footer)\b[^>]*>|</(?:p|div|h\d|figcaption)>",
        "\n",
        html,
    )
    lines = [unescape(re.sub(r"<br>", "\n", line)) for line in html.split("\n")]
    lines = [re.sub(r"<[^>]+>", "", line) for line in "\n".join(lines).split("\n")]
    return "\n\n".join(
        line.strip()
        for line in lines[1:]
        if line.strip() and line.strip()[2:] != "inspiration politique"
    )


@pytest.fixture(params=["html", "text"])
def article(request: pytest.FixtureRequest):
    if request.param == "html":
        source = Page(
            url="http://magazine.example/articles-dossier/x",
            body=page().encode(),
            content_type="text/html; charset=utf-8",
        )
    else:
        source = Page(
            url="http://magazine.example/articles-dossier/x",
            body=as_text().encode(),
            content_type="text/plain; charset=utf-8",
        )
    result = extract(source)
    assert isinstance(result, Extraction)
    return result.article


def test_title(article):
    assert article.title == "L’ex-bassin minier se branche sur l’écotransition"


def test_section(article):
    assert article.section == "Articles dossier, REPORTAGE"


def test_authors_once(article):
    assert article.authors == ["La rédaction"]


def test_date(article):
    assert article.date_published.date().isoformat() == "2022-07-28"
    assert (article.date_published_precision, article.date_published_raw) == (
        "day",
        "Publié le 28 juillet 2022",
    )


def test_teaser(article):
    assert (
        article.teaser
        == "Héritier d’un passé industriel glorieux, le Pôle Métropolitain de l’Artois veut développer une filière de l’écomobilité autour de la gigafactory d’ACC."
    )


def test_text_is_the_public_body(article):
    assert article.text.startswith("« L’industrie est notre héritage »")
    assert article.text.endswith("il mise ainsi sur l’écomobilité.")
    assert "\n\nDévelopper des filières\n\n" in article.text


def test_text_has_no_caption_insert_or_wall(article):
    paragraphs = article.text.split("\n\n")
    assert not any(p.startswith("Alain Bavay, adjoint") for p in paragraphs)
    for stranger in (
        "À lire également",
        "projets accompagnés",
        "réserve cet article",
        "Copenhague",
        "NEWSLETTER",
        "59€",
    ):
        assert stranger not in article.text


def test_access_and_boundary(article):
    assert article.access == "subscription"
    assert article.boundary_char == len(article.text)
    assert (
        article.wall_text
        == "L’inspiration politique réserve cet article à ses abonnés, mais serait ravie de vous compter parmi eux."
    )


def test_evidence_names_badge_and_wall(article):
    evidence = "\n".join(article.access_evidence)
    assert "Contenu abonné" in evidence
    assert "réserve cet article à ses abonnés" in evidence
