"""`import standfirst`: one page, a folder of pages, a parser of one's own."""

from __future__ import annotations

import subprocess
import sys
import typing
from dataclasses import replace
from pathlib import Path

import pytest

import standfirst
from pipelines.extract.result import without_boundary
from tests import made

ROOT = Path(__file__).parents[2]
URL = "https://paper.example/the-bridge-is-closed"
BODY = "".join(
    f"<p>Sentence number {n} about the bridge in Ödenbach, which stays closed for some weeks because the council wants it to be repaired.</p>"
    for n in range(8)
)
ARTICLE = f"""<article><h1>The bridge in Ödenbach is closed</h1><p class="byline">By Anna Smith</p>
<time datetime="2026-05-01T08:00:00+02:00">1 May 2026</time>{BODY}</article>"""
PAGE = made.markup(ARTICLE, title="Bridge", declared=False)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def title(result: standfirst.Result) -> str | None:
    assert result.article is not None
    return result.article.title


def test_page_comes_as_text_bytes_or_path(saved):
    given = [PAGE, PAGE.encode(), saved, str(saved)]
    assert {title(standfirst.extract(page, URL)) for page in given} == {
        "The bridge in Ödenbach is closed"
    }


def test_text_is_text_whatever_encoding_it_declares():
    """The page was decoded by whoever has it as text."""
    declared = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">')
    assert title(standfirst.extract(declared, URL)) == "The bridge in Ödenbach is closed"


def test_bytes_are_decoded_as_the_answer_says():
    body = PAGE.encode("iso-8859-1")
    found = standfirst.extract(body, URL, headers={"content-TYPE": "text/html; charset=latin-1"})
    assert title(found) == "The bridge in Ödenbach is closed"


def test_opt_outs_of_the_answer_are_told_and_not_acted_on():
    found = standfirst.extract(PAGE, URL, headers={"TDM-Reservation": "1"})
    assert found.ok
    assert found.article.opt_outs == ["tdm-reservation: 1"]


def test_selectors_of_the_caller_win():
    page = PAGE.replace("<article>", "<p class='who'>Berta Klein</p><article>")
    found = standfirst.extract(page, URL, select={"author": ".who"})
    assert found.article.authors == ["Berta Klein"]


@pytest.mark.parametrize("wrong", [{"writer": ".who"}, {"author": ".who["}])
def test_wrong_selector_is_said(wrong):
    with pytest.raises(standfirst.RecipeError, match=next(iter(wrong))):
        standfirst.extract(PAGE, URL, select=wrong)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("nowhere.html", "neither HTML nor a file"),
        (URL, "standfirst.crawl"),
        (Path("nowhere.html"), "neither HTML nor a file"),
        ("", "neither HTML nor a file"),
        (7, "not int"),
    ],
)
def test_what_is_no_page_is_said(given, said):
    with pytest.raises(standfirst.InputError, match=said):
        standfirst.extract(given)


def test_address_of_a_file_is_its_own(saved):
    assert standfirst.extract(saved).article.url == saved.resolve().as_uri()


@pytest.mark.parametrize(
    ("complete", "said"),
    [
        (True, "the whole body is public"),
        (False, "the text is not the whole body"),
        (None, "whether the text is the whole body, nothing tells"),
    ],
)
def test_no_boundary_is_told_by_what_is_known_of_the_text(complete, said):
    found = standfirst.extract(PAGE, URL)
    assert without_boundary(replace(found.article, text_complete=complete)) == said


def test_result_of_an_article_explains_itself():
    found = standfirst.extract(PAGE, URL)
    assert (found.ok, found.rejected) == (True, None)
    assert "Anna Smith" in found.explain()
    assert "the whole body is public" in found.explain()
    assert [p.field for p in found.provenance if p.field == "authors"] == ["authors"]
    assert found.as_dict()["date_published"] == "2026-05-01T06:00:00+00:00"


def test_rejected_page_says_why():
    found = standfirst.extract("<html><body><p>Nothing here.</p></body></html>", URL)
    assert (found.ok, found.article) == (False, None)
    assert found.rejected.reason in found.explain()
    assert found.rejected.reason in found._repr_html_()


def test_wall_is_shown_with_its_evidence():
    wall = "<div class='paywall'><p>Subscribe to continue reading.</p><a href='/abo'>Subscribe now</a></div>"
    found = standfirst.extract(PAGE.replace("</article>", f"{wall}</article>"), URL)
    assert found.article.access == "subscription"
    assert [e for e in found.evidence if e.says == "locked"]
    assert "character" in found._repr_html_()


def test_notebook_shows_no_markup_of_the_page():
    page = PAGE.replace("By Anna Smith", "By Anna Smith &lt;script&gt;alert(1)&lt;/script&gt;")
    page = page.replace("is closed</h1>", "is &lt;img src=x&gt; closed</h1>")
    shown = standfirst.extract(page, URL)._repr_html_()
    assert "<script>" not in shown
    assert "<img" not in shown
    assert "&lt;img src=x&gt;" in shown


def test_all_names_are_there_and_documented():
    text = (ROOT / "docs/reference/python.md").read_text(encoding="utf-8")
    for name in standfirst.__all__:
        assert getattr(standfirst, name) is not None
        assert f"`{name}" in text or f"standfirst.{name}" in text, name


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'extrakt'"):
        standfirst.extrakt  # noqa: B018


def test_functions_say_their_types():
    for name in ("extract", "extract_many", "crawl", "build", "open"):
        assert "return" in typing.get_type_hints(
            getattr(standfirst, name),
            localns={"Done": object, "SiteParser": object, "CrawlSummary": object},
        )
    assert (Path(standfirst.__file__).parent / "py.typed").exists()


def test_import_loads_no_library():
    """What is heavy is loaded with the first page."""
    code = "import sys, standfirst; print([m for m in ('numpy', 'lxml', 'scrapy', 'pydantic', 'pyarrow') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stdout.strip() == "[]"


UNUSED = (
    "scrapy",
    "pydantic",
    "pyarrow",
    "duckdb",
    "rich",
    "pebble",
    "tldextract",
    "requests",
    "trafilatura",
)
"""What crawls, what writes files, and what only some pages ask."""


def test_one_page_needs_no_library_of_datasets(tmp_path):
    """From Python and on the command line; they take most of the time until it is read."""
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    code = f"""
import sys, standfirst
from crawler.cli import main
standfirst.extract({PAGE!r}, {URL!r})
try:
    main(["extract", {str(tmp_path / "page.html")!r}])
except SystemExit as ended:
    print(ended.code, *[m for m in {UNUSED!r} if m in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stderr.split() == ["0"]


class Bridge(standfirst.SiteParser):
    hosts = ("bridges.example",)

    def title(self, soup):
        return "As the site's parser reads it"


def test_parser_of_ones_own_is_used_for_its_hosts(monkeypatch):
    from pipelines.extract.sites import base

    monkeypatch.setattr(base, "_registered", {})
    assert standfirst.register_parser(Bridge) is Bridge
    assert title(standfirst.extract(PAGE, "https://www.bridges.example/a-b-c")) == (
        "As the site's parser reads it"
    )
    assert title(standfirst.extract(PAGE, URL)) == "The bridge in Ödenbach is closed"
    assert base.registered_modules() == (Bridge.__module__,)


def test_parser_without_hosts_is_refused():
    with pytest.raises(standfirst.InputError, match="hosts"):
        standfirst.register_parser(standfirst.SiteParser)


def test_folder_of_saved_pages_in_order_with_progress(tmp_path):
    (tmp_path / "below").mkdir()
    for number in range(3):
        page = PAGE.replace("closed</h1>", f"closed, part {number}</h1>")
        (tmp_path / "below" / f"{number}.html").write_text(page, encoding="utf-8")
    (tmp_path / "below" / "1.html").write_bytes(b"")
    (tmp_path / "notes.txt").write_text("no page")
    told: list[tuple[int, int]] = []
    found = list(
        standfirst.extract_many(
            tmp_path,
            workers=1,
            url=lambda path: f"https://paper.example/{path.stem}",
            progress=lambda done, total: told.append((done, total)),
        )
    )
    assert [r.path.name for r in found if r.path] == ["0.html", "1.html", "2.html"]
    assert [r.ok for r in found] == [True, False, True]
    assert found[2].article.url == "https://paper.example/2"
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_file_that_is_gone_is_one_rejected_page(tmp_path, saved):
    found = list(
        standfirst.extract_many([tmp_path / "gone.html", saved], workers=1, progress=False)
    )
    assert [r.ok for r in found] == [False, True]
    assert "cannot be read" in found[0].rejected.detail


def test_folder_that_is_not_there_is_said_at_once(tmp_path):
    with pytest.raises(standfirst.InputError, match="is no folder"):
        standfirst.extract_many(tmp_path / "nowhere")


def test_empty_folder_gives_nothing(tmp_path):
    assert list(standfirst.extract_many(tmp_path)) == []
