"""How candidates for the headline are weighed: each number and rule with a row on both sides."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from pipelines.fields import title
from pipelines.fields.candidates import Candidates
from pipelines.fields.title import _Heading
from pipelines.model import Found
from tests import made

TITLE = "Old bridge closed to lorries from the spring"
OTHER = "Mayor opens a garden behind the town hall"
TEXT = made.paragraphs(5)
HOST = "https://www.riverpaper.com"
LAYOUT: Any = SimpleNamespace(blocks=[], body_start=0)


def page(path: str = "/a") -> Any:
    return SimpleNamespace(url=HOST + path)


def find(content: str, head: str = "", *, tag: str = "") -> Candidates[str]:
    given = {"head": head, "title": tag or None, "lang": None, "url": f"{HOST}/a"}
    public = made.public(f"<main>{content}</main>", declared=False, **given)
    return title.find(public.document, public.layout)


def og(text: str) -> str:
    return made.meta("og:title", text)


def article(heading: str, text: str = TEXT) -> str:
    return f"<article>{heading}{text}</article>"


def said(text: str, raw: str | None = None, source: str = "opengraph") -> Found[str]:
    return Found(text, source, source, text if raw is None else raw)


def printed(text: str) -> Found[str]:
    return Found(text, "html", "h1", text)


def texts(content: str, head: str = "", *, tag: str = "") -> list[str]:
    return [f.value for f in find(content, head, tag=tag).considered if f.source == "html"]


# what a heading has to say for itself


@pytest.mark.parametrize(
    ("heading", "declared", "support"),
    [
        (TITLE, said(TITLE.upper()), 1.2),
        # all words of a heading of four or more stand in what is declared, or not
        ("Old bridge closed today", said("On the hill old bridge closed today at noon"), 0.9),
        ("Old bridge closed", said("On the hill old bridge closed today at noon"), 3 / 9),
        ("Old bridge closed today", said("Another title", "Old bridge closed today"), 0.9),
        ("Old bridge closed today", said("Today the old bridge closed", ""), 0.9),
        # all words of a declared title of four or more stand in the heading
        ("On the hill old bridge closed today at noon", said("Old bridge closed today"), 0.9),
        ("On the hill old bridge closed today at noon", said("Old bridge closed"), 3 / 9),
        # of one that is cut, however short it is
        ("On the hill old bridge closed today at noon", said("Old bridge closed…"), 1.0),
        # one that goes on with a site's name
        ("Old bridge", said("Old bridge - Some other words of a place"), 0.9),
        ("Bridge", said("Bridge - Some other words of a place"), 1 / 7),
        ("Old bridge", said("Old bridges - Some other words of a place"), 0.9 / 8),
    ],
)  # fmt: skip
def test_support_of_what_is_declared(heading: str, declared: Found[str], support: float) -> None:
    found = title._support(printed(heading), [declared], page())
    assert found == pytest.approx(support)


@pytest.mark.parametrize(
    ("heading", "path", "support"),
    [
        ("Old bridge closed", "/old-bridge-closed-now", 0.8),
        ("Old bridge shut here", "/old-bridge-closed-now", 0.4),
        ("Bridge old", "/old-bridge", 0.0),
        # the last two parts of the address
        ("Old bridge closed", "/old/bridge/closed-now-again", 0.8 * 2 / 3),
        ("Lakeside", "/lakeside.html", 0.8),
        ("!!!", "/old-bridge-closed-now", 0.0),
    ],
)
def test_support_of_the_address(heading: str, path: str, support: float) -> None:
    assert title._support(printed(heading), [], page(path)) == pytest.approx(support)


# which candidate is chosen


def choose(
    monkeypatch: pytest.MonkeyPatch,
    *headings: tuple[str, float, bool],
    declared: tuple[str, ...] = (),
    echoed: tuple[str, ...] = (),
) -> str | None:
    """Choose among headings, each with its support and whether it leads."""
    support = {text: value for text, value, _ in headings}
    monkeypatch.setattr(title, "_support", lambda found, *_: support[found.value])
    found = title._choose(
        [said(text) for text in declared],
        [_Heading(printed(text), leads) for text, _, leads in headings],
        [said(text, source="html") for text in echoed],
        page(),
        LAYOUT,
    )
    return found and found.value


@pytest.mark.parametrize(("support", "chosen"), [(0.89, "first"), (0.9, "behind")])
def test_a_heading_behind_the_text_is_one_that_a_title_repeats(monkeypatch, support, chosen):
    assert choose(monkeypatch, ("first", 0.6, True), ("behind", support, False)) == chosen


def test_where_no_heading_leads_one_behind_the_text_counts(monkeypatch):
    assert choose(monkeypatch, ("behind", 0.6, False), declared=(TITLE,)) == "behind"


@pytest.mark.parametrize(("ahead", "chosen"), [(0.009, "repeated"), (0.011, "first")])
def test_of_two_headings_the_one_that_is_declared_is_a_little_better(monkeypatch, ahead, chosen):
    rows = ("first", 0.6 + ahead, True), ("repeated", 0.6, True)
    assert choose(monkeypatch, *rows, declared=("repeated",)) == chosen


@pytest.mark.parametrize(("support", "chosen"), [(0.49, TITLE), (0.5, OTHER)])
def test_a_heading_has_half_of_the_support(monkeypatch, support, chosen):
    rows = (OTHER, support, True), ("Rain falls on the whole valley", 0.1, True)
    assert choose(monkeypatch, *rows, declared=(TITLE,)) == chosen


@pytest.mark.parametrize(
    ("support", "declared", "chosen"),
    [
        (0.89, (TITLE, TITLE), TITLE),
        (0.9, (TITLE, TITLE), "Welcome to the paper"),
        (0.89, (TITLE,), "Welcome to the paper"),
    ],
)
def test_a_line_that_two_titles_repeat(monkeypatch, support, declared, chosen):
    row = ("Welcome to the paper", support, True)
    assert choose(monkeypatch, row, declared=declared, echoed=(TITLE,)) == chosen


def test_a_line_that_two_titles_repeat_needs_no_heading(monkeypatch):
    declared = ("Old bridge", TITLE, TITLE)
    assert choose(monkeypatch, declared=declared, echoed=(TITLE,)) == TITLE


def test_the_best_of_some_headings_is_better_than_nothing(monkeypatch):
    rows = ("first", 0.1, True), ("second", 0.2, True)
    assert choose(monkeypatch, *rows) == "second"


def test_what_unites_the_others_is_weighed_against_the_best_heading(monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(title, "_united", lambda declared, url, heading: asked.append(heading))
    choose(monkeypatch, ("first", 0.2, True))
    choose(monkeypatch)
    assert asked == ["first", ""]


# words in front of a declared title


@pytest.mark.parametrize(
    ("front", "known", "gone"),
    [
        ("Traffic: ", "Bridge shut now", False),  # 15 characters
        ("Traffic: ", "Bridge shut here", True),
        ("The ", "Bridge shut here", False),
        ("Jazz ", "Bridge shut here", True),
        ("UK: ", "Bridge shut here", True),
        ("On the other hand, ", "Bridge is shut here", True),
        ("On the other hand it is: ", "Bridge is shut here", False),
    ],
)
def test_words_in_front(front: str, known: str, gone: bool) -> None:
    found = title._without_kicker(printed(front + known), [said(known)])
    assert found.value == (known if gone else front + known)


@pytest.mark.parametrize(
    ("whole", "bare", "gone"), [(2, 3, True), (2, 2, True), (3, 2, False), (1, 0, False)]
)
def test_words_in_front_that_most_titles_have_stay(whole: int, bare: int, gone: bool) -> None:
    heading = f"Traffic: {TITLE}"
    declared = [*[said(heading)] * whole, *[said(TITLE)] * bare]
    assert title._without_kicker(printed(heading), declared).value == (TITLE if gone else heading)


# three witnesses


def united(
    words: int, spelt: int, other: int = 0, *, source: str = "opengraph", tag: bool = True
) -> bool:
    """Ask for an address of so many words, of which the declared title has some, and the
    heading has some others."""
    names = [f"word{chr(97 + n)}" for n in range(words)]
    declared = said("Old bridge closed today " + " ".join(names[:spelt]), source=source)
    last = [said(declared.value, f"{declared.value} - Riverpaper", "html")] if tag else []
    heading = " ".join(names[words - other :]) if other else ""
    return title._united([declared, *last], f"{HOST}/{'-'.join(names)}", heading) is not None


@pytest.mark.parametrize(
    ("words", "spelt", "other", "counts"),
    [
        (3, 3, 0, True),
        (2, 2, 0, False),
        (10, 7, 0, True),
        (10, 6, 0, False),
        (9, 9, 3, True),
        (9, 9, 4, False),
    ],
)
def test_the_address_spells_the_declared_title(words, spelt, other, counts):
    assert united(words, spelt, other) is counts


def test_the_first_witness_is_a_declaration_and_the_last_the_title_of_the_page():
    assert united(4, 4, source="json-ld")
    assert not united(4, 4, source="meta")
    assert not united(4, 4, tag=False)
    assert title._united([], f"{HOST}/a-b-c", "") is None


@pytest.mark.parametrize(
    ("text", "counts"), [("Lorries leave bridge", False), ("Lorries leave old bridge", True)]
)
def test_a_title_of_three_words_is_no_witness(text, counts):
    declared = [said(text), said(text, f"{text} - Riverpaper", "html")]
    found = title._united(declared, f"{HOST}/lorries-leave-bridge", "")
    assert (found is not None) is counts


def test_numbers_and_particles_of_an_address_say_nothing():
    assert title._slug(f"{HOST}/news/2026/the-old-bridge-of-a-2026_town") == {
        "the",
        "old",
        "bridge",
        "town",
    }


# a topic over the headline


def topic(*declared: str, at: int = 0, text: str = "Closed bridges") -> str:
    lines: Any = [SimpleNamespace(text="Another line")] * 9
    lines[at] = SimpleNamespace(text=text)
    layout: Any = SimpleNamespace(blocks=lines, body_start=2)
    return title._with_topic(printed(TITLE), [said(d) for d in declared], layout).value


JOINED = f"Closed bridges: {TITLE}"


@pytest.mark.parametrize(("at", "counts"), [(4, True), (5, False)])
def test_a_topic_stands_above_the_text(at, counts):
    assert topic(JOINED, JOINED, at=at) == (JOINED if counts else TITLE)


def test_a_topic_is_what_stands_before_the_headline_and_nothing_behind_it():
    assert topic("A short one", JOINED, JOINED) == JOINED
    assert topic(f"{JOINED} - Riverpaper", f"{JOINED} - Culture") == TITLE
    assert topic(f"Bridges: {TITLE}", f"Bridges: {TITLE}", text="Bridges") == TITLE


# a site's name behind it


@pytest.mark.parametrize(
    ("heading", "value", "raw", "gone"),
    [
        ("Old bridge closed | Riverpaper", "Old bridge closed", "Old bridge closed | Riverpaper", True),
        ("Old bridge | Riverpaper", "Old bridge", "Old bridge | Riverpaper", False),
        ("New bridge closed | Riverpaper", "Old bridge closed", "Old bridge closed | Riverpaper", False),
        ("Old bridge closed | Lorries wait", "Old bridge closed", "Old bridge closed | Riverpaper", False),
    ],
)  # fmt: skip
def test_a_tail_that_a_declared_title_lost(heading, value, raw, gone):
    found = title._without_tail(printed(heading), [said(value, raw)])
    assert found.value == (value if gone else heading)


def test_a_heading_in_capitals_stays_as_it_is_printed():
    other = said("Old bridge closed", "Old bridge closed | Riverpaper")
    assert title._without_tail(printed("OLD BRIDGE CLOSED"), [other]).value == "OLD BRIDGE CLOSED"


# declared titles among themselves


def best(*declared: str) -> str | None:
    found = title._best_declared([said(d) for d in declared])
    return found and found.value


def test_the_beginning_of_all_others_has_four_words():
    assert (
        best("Old bridge closed now - Culture", "Old bridge closed now") == "Old bridge closed now"
    )
    assert best("Old bridge closed - Culture", "Old bridge closed") == "Old bridge closed - Culture"


@pytest.mark.parametrize(
    ("one", "other", "first"),
    [
        ("a1 b1 c1 d1 e1", "a1 b1 c1 d1", True),  # four words of five: 0.8
        ("a1 b1 c1 d1 e1 f1 g1 h1 i1 j1", "a1 b1 c1 d1 e1 f1 g1 h1 i1 x1 j1", False),
    ],
)
def test_titles_that_agree_share_more_than_four_fifths(one, other, first):
    assert best(TITLE, one, other) == (TITLE if first else one)


@pytest.mark.parametrize(
    ("text", "start", "counts"),
    [
        ("Old bridge", "OLD BRIDGE", True),
        ("Old bridge - Riverpaper", "Old bridge", True),
        ("Old bridges", "Old bridge", False),
        ("New bridge - Riverpaper", "Old bridge", False),
    ],
)
def test_a_title_goes_on_behind_a_sign(text, start, counts):
    assert title._continues(text, start) is counts


@pytest.mark.parametrize(
    ("heading", "declared", "joined"),
    [
        ("Old bridge closed", "Old bridge: closed", True),
        ("Old bridge", "Old: bridge", False),
        ("Old bridge: closed", "Old bridge closed", False),
        ("Old bridge closed", "Old bridge: closed!", False),
        ("Old bridge closed", "Old bridge: shut", False),
        # a sign in the place of a space spells a word otherwise, and joins no boxes
        ("North South talks open", "North-South talks open", False),
        # only between words
        ("Old bridge closed", "Old bridge closed.", False),
        ("Old bridge closed", "– Old bridge closed", False),
    ],
)
def test_signs_between_boxes_are_those_of_the_declared_title(heading, declared, joined):
    found = title._as_declared(printed(heading), [said(declared)])
    assert found.value == (declared if joined else heading)


@pytest.mark.parametrize(
    ("text", "like"),
    [("abc def ghij", True), ("abc def ghi", False), ("abcdef ghijklm", False)],
)
def test_a_headline_has_twelve_characters_and_three_words(text, like):
    assert title._is_headline_like(text) is like


# which lines are candidates


@pytest.mark.parametrize(("before", "counts"), [(2, True), (3, False)])
def test_of_declared_articles_three_are_looked_at(before: int, counts: bool) -> None:
    head = "".join(made.json_ld(author=f"A{n}") for n in range(before)) + made.json_ld(
        headline=TITLE
    )
    found = [f.value for f in find(TEXT, head).considered]
    assert found == ([TITLE] if counts else [])


KICKED = "<h1><{tag} class='{name}'>Traffic</{tag}> {rest}</h1>"


@pytest.mark.parametrize(
    ("tag", "name", "rest", "declared", "found"),
    [
        ("span", "kicker", TITLE, "", [TITLE, f"Traffic {TITLE}"]),
        # only such a part is a kicker by itself
        ("em", "kicker", TITLE, "", [f"Traffic {TITLE}"]),
        ("em", "kicker", TITLE, TITLE, [TITLE, f"Traffic {TITLE}"]),
        # or a part that the declared titles leave out
        ("span", "x", TITLE, "", [f"Traffic {TITLE}"]),
        ("span", "x", TITLE, TITLE, [TITLE, f"Traffic {TITLE}"]),
        # what is left is a headline
        ("span", "kicker", "at noon", "", ["Traffic at noon"]),
    ],
)
def test_a_part_that_the_markup_names_a_kicker(tag, name, rest, declared, found) -> None:
    heading = KICKED.format(tag=tag, name=name, rest=rest)
    assert texts(article(heading), og(declared) if declared else "") == found


def test_a_label_of_a_heading_that_is_declared_whole_stays() -> None:
    heading = KICKED.format(tag="span", name="x", rest=TITLE)
    head = og(f"Traffic {TITLE}") + made.meta("twitter:title", TITLE)
    assert texts(article(heading), head) == [f"Traffic {TITLE}"]


def test_a_label_behind_the_headline_goes_too() -> None:
    heading = f"<h1>{TITLE} <small class='kicker'>Traffic</small></h1>"
    assert texts(article(heading)) == [TITLE, f"{TITLE} Traffic"]


def test_the_site_s_name_is_no_candidate() -> None:
    head = made.meta("og:site_name", "The Riverpaper")
    assert texts(article("<h1>The Riverpaper</h1>"), head) == []


def test_a_heading_is_one_candidate_whatever_else_is_said_of_it() -> None:
    heading = f"<h1 itemprop='headline'>{TITLE}</h1>"
    found = find(article(heading), tag=f"{TITLE} - Culture and more").considered
    assert [f.source for f in found if f.value == TITLE] == ["html"]


def test_a_repeated_line_of_two_words_is_no_candidate() -> None:
    assert texts(article("<p>Old bridge</p>"), og("Old bridge - Culture and more")) == []


@pytest.mark.parametrize(("behind", "counts"), [(2, True), (3, False)])
@pytest.mark.parametrize("mark", ["itemprop='headline'", ""])
def test_lines_a_little_behind_the_beginning_of_the_text_are_looked_at(
    mark: str, behind: int, counts: bool
) -> None:
    line = f"<p {mark}>{TITLE}</p>"
    content = article(made.paragraphs(behind) + line, made.paragraphs(5, 20))
    found = find(content, og(f"{TITLE} - Culture")).considered
    source = "microdata" if mark else "html"
    assert ((source, TITLE) in [(f.source, f.value) for f in found]) is counts
