"""Pages that only send their readers on."""

from __future__ import annotations

import pytest

from pipelines.page import refresh
from tests import made

URL = "http://paper.example/old/story"


def page(content: str, text: str = "Opening the story", wrap: str = "{}") -> bytes:
    meta = wrap.format(f'<meta http-equiv="Refresh" content="{content}">')
    return made.page(f"<p>{text}</p>", head=meta, title=None, lang=None, declared=False).body


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("0; url=/new/story", "/new/story"),
        ("0;URL='/new/story'", "/new/story"),
        ("0, http://www.paper.example/s", "http://www.paper.example/s"),
        ("0 /new", "/new"),
        (";url=/new", "/new"),
        ("0;url=&quot;/a b&quot;", "/a b"),
        ("0; url=http://[bad/", "http://[bad/"),
    ],
)
def test_target_is_what_the_page_says(content, where):
    assert refresh.target(page(content), URL) == where


@pytest.mark.parametrize("written", ['http-equiv="Refresh"', "HTTP-EQUIV = 'REFRESH'"])
def test_how_it_is_written_does_not_matter(written):
    head = page("0;url=/new").replace(b'http-equiv="Refresh"', written.encode())
    assert refresh.target(head, URL) == "/new"


@pytest.mark.parametrize(
    "content", ["0", "5", "0; url=", "0; url=#top", f"0; url={URL}", "soon; url=/new", ""]
)
def test_page_that_stays_sends_nobody_on(content):
    assert refresh.target(page(content), URL) is None


@pytest.mark.parametrize(("seconds", "leaves"), [(30, True), (31, False)])
def test_hardly_any_text_waits_for_half_a_minute(seconds, leaves):
    assert bool(refresh.target(page(f"{seconds};url=/new"), URL)) is leaves


@pytest.mark.parametrize(("seconds", "leaves"), [(1, True), (2, False)])
def test_text_that_can_be_read_is_the_page(seconds, leaves):
    assert bool(refresh.target(page(f"{seconds};url=/new", "word " * 250), URL)) is leaves


@pytest.mark.parametrize(("words", "leaves"), [(190, True), (210, False)])
def test_for_readers_without_scripts_only_a_page_without_text_leads_on(words, leaves):
    body = page("0;url=/new", "word " * words, "<noscript>{}</noscript>")
    assert bool(refresh.target(body, URL)) is leaves


def test_scripts_are_no_text():
    body = page("9;url=/new", f"<script>{'x' * 5000}</script>Opening")
    assert refresh.target(body, URL) == "/new"


def test_header_counts_like_the_page():
    assert refresh.target(b"", URL, "0;url=/new") == "/new"
