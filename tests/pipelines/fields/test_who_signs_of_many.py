"""Of the authors that a page declares and prints: who signs. Each rule on both sides."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from pipelines.fields.authors import byline
from pipelines.model import Found

ANN, BOB, CY = "Ann Poe", "Bob Roe", "Cy Coe"
NEWS: Any = SimpleNamespace(ld=[{"@type": "NewsArticle"}], url="https://riverpaper.com/a")
PLAIN: Any = SimpleNamespace(ld=[], url="https://riverpaper.com/a")
LAYOUT: Any = SimpleNamespace(headline=None, blocks=[], body_start=0, inside=list)
WRITTEN: Any = SimpleNamespace(
    inside=lambda: [SimpleNamespace(is_strong=True, text="What a poe is, nobody knows.")]
)


def said(*names: str, raw: str = "") -> Found[list[str]]:
    return Found(list(names), "json-ld", "author", raw or "; ".join(names))


def printed(*names: str, raw: str = "") -> Found[list[str]]:
    return Found(list(names), "html", "p", raw or "By " + ", ".join(names))


def chosen(
    declared: list[Found[list[str]]], lines: list[Found[list[str]]]
) -> tuple[str, list[str]] | None:
    found = byline._choose(declared, lines)
    return (found.source, found.value) if found else None


@pytest.mark.parametrize(
    ("declared", "lines", "who"),
    [
        ([], [], None),
        ([], [printed(ANN)], ("html", [ANN])),
        ([said(ANN)], [], ("json-ld", [ANN])),
        ([said(ANN)], [printed(BOB)], ("json-ld", [ANN])),
        # the name of an account stands behind any printed name with capitals
        ([said("annpoe")], [printed(BOB)], ("html", [BOB])),
        ([said("annpoe")], [printed("bobroe")], ("json-ld", ["annpoe"])),
        ([said("annpoe"), said(ANN)], [], ("json-ld", [ANN])),
        ([said("안나")], [printed(BOB)], ("json-ld", ["안나"])),
        # another declaration names the first one's persons and more
        ([said(ANN), said(ANN, BOB)], [], ("json-ld", [ANN, BOB])),
        ([said(ANN), said(BOB, CY)], [], ("json-ld", [ANN])),
        ([said(ANN, BOB), said(ANN)], [], ("json-ld", [ANN, BOB])),
        ([said(ANN), said(ANN, *"BCDEF")], [], ("json-ld", [ANN, *"BCDEF"])),
        ([said(ANN), said(ANN, *"BCDEFG")], [], ("json-ld", [ANN])),
        # so does a printed line, one of the first two
        ([said(ANN)], [printed(ANN, BOB)], ("html", [ANN, BOB])),
        ([said(ANN)], [printed(ANN), printed(ANN, BOB)], ("html", [ANN, BOB])),
        ([said(ANN)], [printed(ANN), printed(ANN), printed(ANN, BOB)], ("json-ld", [ANN])),
        ([said(ANN)], [printed(ANN, BOB, raw=f"{ANN} and {BOB}")], ("json-ld", [ANN])),
        # of two declarations the one that is printed, where the first is not
        ([said(ANN), said(BOB)], [printed(BOB)], ("json-ld", [BOB])),
        ([said(ANN), said(BOB)], [printed(ANN), printed(BOB)], ("json-ld", [ANN])),
        ([said(ANN), said(BOB)], [printed(CY)], ("json-ld", [ANN])),
        ([said(ANN), said(BOB)], [], ("json-ld", [ANN])),
        ([said(ANN, CY), said(BOB)], [printed(BOB)], ("json-ld", [ANN, CY])),
    ],
)  # fmt: skip
def test_who_is_chosen(declared: Any, lines: Any, who: tuple[str, list[str]] | None) -> None:
    assert chosen(declared, lines) == who


@pytest.mark.parametrize(
    ("raw", "is_one"),
    [
        (f"By {ANN} and {BOB}", True),
        (f"By {ANN} and {BOB}, 3 May 2026, 10:15", True),
        (f"{ANN} and {BOB}", False),
        # names, six characters for each, and twelve more
        (f"By {ANN} and {BOB} " + "x" * 14, True),
        (f"By {ANN} and {BOB} " + "x" * 15, False),
        (f"By {ANN} and Robert Roe", False),
    ],
)
def test_one_line_names_them_and_little_more(raw: str, is_one: bool) -> None:
    assert byline._is_one_line(printed(ANN, BOB, raw=raw)) is is_one


def line(
    *names: str, raw: str = "", form: str = "by", at: int = 1, kind: str = "html"
) -> byline.Candidate:
    block: Any = SimpleNamespace(index=at)
    found = printed(*names, raw=raw or ", ".join(names))
    return SimpleNamespace(found=found, form=form, block=block)  # type: ignore[return-value]


def layout(headline: int | None = 0, starts: int = 3) -> Any:
    top = None if headline is None else SimpleNamespace(index=headline)
    return SimpleNamespace(headline=top, body_start=starts, blocks=[])


@pytest.mark.parametrize(
    ("found", "page", "says"),
    [
        (line(ANN, raw=f"By {ANN}", form="stamped"), layout(None), True),
        (line(ANN), layout(), False),
        (line(ANN, form="marked"), layout(), True),
        (line(ANN, form="byline"), layout(), True),
        (line(ANN, form="marked"), layout(None), False),
        (line(ANN, form="marked", at=3), layout(), True),
        (line(ANN, form="marked", at=4), layout(), False),
        (line(ANN, form="marked", at=2), layout(2), False),
    ],
)
def test_a_line_says_who_wrote_it(found: byline.Candidate, page: Any, says: bool) -> None:
    assert byline._says_who(found, page) is says


@pytest.mark.parametrize(
    ("declared", "lines", "zone", "instead"),
    [
        ([said(ANN)], [line(BOB, raw=f"By {BOB}")], "", True),
        ([], [line(BOB, raw=f"By {BOB}")], "", False),
        ([said(ANN)], [], "", False),
        ([said(ANN)], [line(BOB)], "", False),
        # a line of a desk, a declared agency, a name in another script
        ([said(ANN)], [line("Culture desk", raw="By Culture desk")], "", False),
        ([said("Reuters")], [line(BOB, raw=f"By {BOB}")], "", False),
        ([said("안나")], [line(BOB, raw=f"By {BOB}")], "", False),
        # the same person, declared with more names
        ([said("Robert J. Roe")], [line(BOB, raw=f"By {BOB}")], "", False),
        # a declared name is printed over the text
        ([said(ANN)], [line(BOB, raw=f"By {BOB}")], f"Photos: {ANN}", False),
        ([said(ANN)], [line(BOB, raw=f"By {BOB}")], "Photos: the town", True),
    ],
)
def test_who_is_printed_goes_before_who_entered_the_text(
    monkeypatch: pytest.MonkeyPatch, declared: Any, lines: Any, zone: str, instead: bool
) -> None:
    head = [SimpleNamespace(text=zone)] if zone else []
    monkeypatch.setattr(byline.ranking, "head_lines", lambda _: head)
    found = byline._instead_of_account(declared, lines, layout())
    assert (found is not None) is instead


def asked(*found: Any) -> Any:
    return [
        SimpleNamespace(found=f.found, form=f.form, block=f.block)
        if hasattr(f, "form")
        else SimpleNamespace(found=f, form="", block=None)
        for f in found
    ]


@pytest.mark.parametrize(
    ("found", "document", "who"),
    [
        ([], PLAIN, ["own"]),
        ([], NEWS, None),
        ([said(ANN)], PLAIN, [ANN]),
        ([line(BOB, raw=f"By {BOB}")], PLAIN, [BOB]),
        ([said(ANN), line(BOB, raw=f"By {BOB}")], PLAIN, [BOB]),
        ([line(BOB, form="bare")], PLAIN, ["own"]),
        ([line(BOB, form="bare")], NEWS, None),
    ],
)
def test_who_owns_the_site_signs_where_nobody_else_does(
    monkeypatch: pytest.MonkeyPatch, found: Any, document: Any, who: list[str] | None
) -> None:
    monkeypatch.setattr(byline, "_of_own_site", lambda *_: [said("own")])
    monkeypatch.setattr(byline.ranking, "head_lines", lambda _: [])
    got, considered = byline.by_rules(asked(*found), document, LAYOUT)
    assert (got.value if got else None) == who
    named = [[ANN], [BOB]] if len(found) > 1 else [who] if who else []
    assert [f.value for f in considered] == named


OWN = "https://annpoe.blogs.example/a"


@pytest.mark.parametrize(
    ("declared", "lines", "url", "who"),
    [
        ([said(ANN)], [], "", [[ANN]]),
        # with a role behind the name it is a person of the firm
        ([said(ANN, raw=f"{ANN}, editor")], [], "", []),
        ([said("Culture desk")], [], "", []),
        ([], [line(ANN, raw=f"By {ANN}")], "", [[ANN]]),
        ([], [line(ANN, form="bare")], "", []),
        ([said()], [line(BOB)], "", [[BOB]]),
        ([said(ANN)], [line(BOB)], "", [[ANN]]),
        # the account of a host of many writers
        ([said("annpoe")], [], "annpoe", [["annpoe"]]),
        ([said("annpoe")], [], "bobroe", []),
        ([said("annpoe", "x")], [], "annpoe", []),
        ([said("annpoe")], [], "", []),
    ],
)
def test_who_signs_on_a_site_of_one_s_own(
    monkeypatch: pytest.MonkeyPatch, declared: Any, lines: Any, url: str, who: list[list[str]]
) -> None:
    monkeypatch.setattr(byline.declared_authors, "find", lambda *_, **__: iter(declared))
    monkeypatch.setattr(byline.printed_byline, "find", lambda *_: lines)
    monkeypatch.setattr(byline, "_account", lambda _: url)
    assert [f.value for f in byline._of_own_site(PLAIN, LAYOUT)] == who


def test_words_of_the_text_are_no_person_on_a_site_of_one_s_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = [said(ANN, raw=ANN), said(BOB, raw=BOB)]
    monkeypatch.setattr(byline.declared_authors, "find", lambda *_, **__: iter(own))
    assert [f.value for f in byline._of_own_site(PLAIN, WRITTEN)] == [[BOB]]


def test_the_candidate_that_is_surer_is_considered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = said(ANN)
    monkeypatch.setattr(byline.ranking, "candidates", lambda *_: [])
    monkeypatch.setattr(byline, "by_rules", lambda *_: (found, [found]))
    for surer, considered in ((None, [found]), (found, [found]), (said(BOB), [found, said(BOB)])):
        monkeypatch.setattr(byline.ranking, "surer", lambda *_, s=surer: s)
        got = byline.find(PLAIN, LAYOUT)
        assert (got.chosen, got.considered) == (surer or found, considered)


def test_a_page_that_declares_news_is_a_paper_s() -> None:
    many: Any = SimpleNamespace(ld=[*[{"@type": "Thing"}] * 59, {"@type": "NewsArticle"}])
    more: Any = SimpleNamespace(ld=[*[{"@type": "Thing"}] * 60, {"@type": "NewsArticle"}])
    assert byline._is_news(many)
    assert not byline._is_news(more)
