"""The headline: what votes, what outvotes it, and each number with a page on both sides."""

from __future__ import annotations

import pytest

from pipelines.fields import title
from pipelines.fields.candidates import Candidates
from tests import made

TITLE = "Old bridge closed to lorries from the spring"
OTHER = "Mayor opens a garden behind the town hall"
TEXT = made.paragraphs(5)
URL = "https://www.riverpaper.com/a"


def find(content: str, head: str = "", *, tag: str = "", url: str = URL) -> Candidates[str]:
    """Return the title of a page with this content, head and `<title>`."""
    page = {"head": head, "title": tag or None, "lang": None, "url": url, "declared": False}
    public = made.public(f"<main>{content}</main>", **page)
    return title.find(public.document, public.layout)


def value(content: str, head: str = "", *, tag: str = "", url: str = URL) -> str | None:
    return find(content, head, tag=tag, url=url).value


def og(text: str) -> str:
    return made.meta("og:title", text)


def article(heading: str, text: str = TEXT) -> str:
    return f"<article>{heading}{text}</article>"


def test_nothing_printed_and_nothing_declared_is_no_title() -> None:
    assert value(TEXT) is None


@pytest.mark.parametrize(("name", "counts"), [("Dam", False), ("Dams", True)])
def test_a_declared_headline_has_four_letters(name: str, counts: bool) -> None:
    found = find(TEXT, made.json_ld(headline=name)).considered
    assert [f.value for f in found] == ([name] if counts else [])


def test_the_first_declared_article_names_the_title() -> None:
    head = made.json_ld(headline=TITLE) + made.json_ld(headline=OTHER)
    assert [f.value for f in find(TEXT, head).considered] == [TITLE]
    nameless = made.json_ld(author="A") + made.json_ld(name=OTHER)
    assert [f.value for f in find(TEXT, nameless).considered] == [OTHER]


def test_where_a_title_is_declared_is_told() -> None:
    head = og(TITLE) + made.meta("twitter:title", OTHER)
    found = [(f.source, f.where) for f in find(TEXT, head, tag=TITLE).considered]
    assert found == [("opengraph", "og:title"), ("meta", "twitter:title"), ("html", "title")]


def test_the_site_s_name_alone_is_no_title() -> None:
    head = made.meta("og:site_name", "The Riverpaper") + og("The Riverpaper")
    assert value(article("<h1>The Riverpaper</h1>"), head, tag=TITLE) == TITLE


def test_a_hidden_heading_is_none() -> None:
    hidden = f"<h1 hidden>{OTHER}</h1>"
    assert value(article(hidden), tag=TITLE) == TITLE


@pytest.mark.parametrize(("size", "counts"), [(499, True), (500, False)])
def test_a_heading_is_shorter_than_five_hundred_characters(size: int, counts: bool) -> None:
    heading = ("word of it " * 50)[: size - 1] + "x"
    found = find(article(f"<h1>{heading}</h1>")).considered
    assert [f.value for f in found] == ([heading] if counts else [])


def test_each_line_of_a_heading_may_be_the_headline() -> None:
    heading = f"<h1><div>Bridges of the valley</div><div>{TITLE}</div></h1>"
    assert value(article(heading), og(TITLE), tag=TITLE) == TITLE
    whole_of_it = f"Bridges of the valley {TITLE}"
    assert value(article(heading), og(whole_of_it), tag=whole_of_it) == whole_of_it


@pytest.mark.parametrize(("line", "counts"), [("Bridges here", False), ("Bridges there", True)])
def test_a_line_of_a_heading_has_thirteen_characters(line: str, counts: bool) -> None:
    found = find(article(f"<h1><div>{line}</div><div>{TITLE}</div></h1>")).considered
    assert (line in [f.value for f in found]) is counts


@pytest.mark.parametrize(
    ("markup", "counts"),
    [
        ("<p itemprop='headline'>{}</p>", True),
        ("<p itemprop='name headline'>{}</p>", True),
        ("<p itemprop='name'>{}</p>", False),
    ],
)
def test_a_line_marked_as_headline_is_a_heading(markup: str, counts: bool) -> None:
    found = find(article(markup.format(TITLE))).considered
    assert [(f.source, f.value) for f in found] == ([("microdata", TITLE)] if counts else [])


def test_a_heading_goes_before_declared_titles_it_agrees_with() -> None:
    head = og("Old bridge closed to lorries in spring")
    assert value(article(f"<h1>{TITLE}</h1>"), head) == TITLE


def test_a_heading_that_nothing_supports_yields_to_the_declared_title() -> None:
    assert value(article(f"<h1>{OTHER}</h1>"), og(TITLE) + made.json_ld(headline=TITLE)) == OTHER
    below = f"<article>{TEXT}<h1>{OTHER}</h1></article>"
    assert value(below, og(TITLE)) == TITLE


def test_two_headings_that_nothing_supports_yield_to_the_declared_title() -> None:
    both = f"<h1>{OTHER}</h1><h1>Rain is falling on the whole valley</h1>"
    assert value(article(both), og(TITLE)) == TITLE


@pytest.mark.parametrize("heading", ["Short one", "Extraordinarily longwinded"])
def test_a_heading_of_less_than_three_words_is_no_headline_by_itself(heading: str) -> None:
    assert value(article(f"<h1>{heading}</h1>"), og(TITLE)) == TITLE


@pytest.mark.parametrize(
    ("path", "counts"),
    [("mayor-opens-garden-town-hall", True), ("mayor-opens-garden-hall", False)],
)
def test_the_address_spells_most_words_of_a_heading(path: str, counts: bool) -> None:
    both = f"<h1>Rain is falling on the whole valley</h1><h1>{OTHER}</h1>"
    found = value(article(both), og(TITLE), url=f"https://www.riverpaper.com/{path}")
    assert found == (OTHER if counts else TITLE)


@pytest.mark.parametrize(("path", "counts"), [("2025-opens-garden", True), ("opens-garden", False)])
def test_an_address_of_three_words_spells_a_heading(path: str, counts: bool) -> None:
    both = "<h1>Rain is falling on the whole valley</h1><h1>Garden opens</h1>"
    found = value(article(both), og(TITLE), url=f"https://www.riverpaper.com/{path}")
    assert found == ("Garden opens" if counts else TITLE)


@pytest.mark.parametrize(("name", "counts"), [("Lakes", False), ("Rivers", True)])
def test_one_word_of_six_letters_in_the_address_is_a_heading(name: str, counts: bool) -> None:
    url = f"https://www.riverpaper.com/{name.lower()}.html"
    found = value(article(f"<h1>{name}</h1>"), og(TITLE), url=url)
    assert found == (name if counts else TITLE)


def test_a_declared_title_that_is_cut_supports_the_whole_heading() -> None:
    cut = TITLE[:30] + "…"
    assert value(article(f"<h1>{TITLE}</h1><h1>{OTHER}</h1>"), og(cut)) == TITLE


def test_a_short_heading_that_the_title_goes_on_from_is_the_headline() -> None:
    assert value(
        article("<h1>Old bridge</h1>"), tag="Old bridge - Some Other Words of a Place"
    ) == ("Old bridge")
    colon = "Old bridge: Some Other Words of a Place"
    assert value(article("<h1>Old bridge</h1>"), tag=colon) == colon


# a kicker in front


@pytest.mark.parametrize(
    ("front", "gone"),
    [
        ("Traffic: ", True),
        ("The ", False),
        ("z" * 39 + " ", True),
        ("z" * 40 + " ", False),
    ],
)
def test_words_in_front_of_the_declared_title_are_a_kicker(front: str, gone: bool) -> None:
    known = "Old bridge closed to lorries from the spring until further notice"
    heading = f"{front}{known}"
    assert value(article(f"<h1>{heading}</h1>"), og(known)) == (known if gone else heading)


@pytest.mark.parametrize(
    ("known", "gone"), [("Bridge closed now", True), ("Bridge is shut", False)]
)
def test_a_declared_title_behind_a_kicker_is_longer_than_fifteen_characters(
    known: str, gone: bool
) -> None:
    heading = f"Traffic: {known}"
    assert value(article(f"<h1>{heading}</h1>"), og(known)) == (known if gone else heading)


# declared titles among themselves


def test_the_declared_title_that_the_others_only_continue_is_the_title() -> None:
    head = og(f"{TITLE} - Culture and more") + made.meta("twitter:title", TITLE)
    assert value(TEXT, head) == TITLE


def test_a_short_declared_title_is_no_beginning_of_the_others() -> None:
    head = og("Old bridge closed | Culture and more of it") + made.meta(
        "twitter:title", "Old bridge closed"
    )
    assert value(TEXT, head) == "Old bridge closed | Culture and more of it"


def test_a_declared_title_that_is_cut_yields_to_a_whole_one() -> None:
    head = og(TITLE[:30] + "…") + made.meta("twitter:title", TITLE)
    assert value(TEXT, head) == TITLE
    assert value(TEXT, og(TITLE[:30] + "…")) == TITLE[:30] + "…"


def test_most_declared_titles_outvote_the_first() -> None:
    head = og(OTHER) + made.meta("twitter:title", TITLE) + made.meta("headline", TITLE)
    assert value(TEXT, head) == TITLE


# witnesses against a heading


def live(url: str, heading: str = OTHER) -> str | None:
    """Return the title of a page whose heading is another one than the declared."""
    return value(article(f"<h1>{heading}</h1>"), og(TITLE), tag=f"{TITLE} - Live", url=url)


def test_declaration_title_and_address_together_outweigh_a_heading() -> None:
    path = "https://www.riverpaper.com/"
    assert live(f"{path}old-bridge-closed-lorries-spring") == TITLE
    assert live(f"{path}old-bridge-summer-green-winter") == OTHER
    assert live(f"{path}old-bridge") == OTHER


def test_they_do_not_where_the_title_does_not_repeat_the_declaration() -> None:
    url = "https://www.riverpaper.com/old-bridge-closed-lorries-spring"
    found = value(article(f"<h1>{OTHER}</h1>"), og(TITLE), tag="Rain falls on the valley", url=url)
    assert found == OTHER


# lines that a declared title repeats


def test_a_line_that_two_declared_titles_repeat_goes_before_a_logo() -> None:
    page = f"<h1>Welcome to all readers here</h1><article><p>{TITLE}</p>{TEXT}</article>"
    assert value(page, og(TITLE) + made.meta("twitter:title", TITLE)) == TITLE


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("<p>{}</p>", True),
        ("<nav><p>{}</p></nav>", False),
        ("<p hidden>{}</p>", False),
    ],
)
def test_a_line_above_the_text_that_a_title_continues_is_a_candidate(
    line: str, counts: bool
) -> None:
    found = find(article(line.format(TITLE)), tag=f"{TITLE} - Culture and more of it").considered
    assert (("html", TITLE) in [(f.source, f.value) for f in found]) is counts


@pytest.mark.parametrize(("size", "counts"), [(300, True), (301, False)])
def test_a_repeated_line_has_three_hundred_characters_at_most(size: int, counts: bool) -> None:
    line = ("word of it " * 40)[: size - 1] + "x"
    found = find(article(f"<p>{line}</p>"), og(f"{line} - Culture")).considered
    assert (("html", line) in [(f.source, f.value) for f in found]) is counts


def test_the_longest_repeated_line_is_the_headline() -> None:
    page = f"<article><p>Old bridge closed here</p><p>Old bridge closed here: what now</p>{TEXT}</article>"
    head = og("Old bridge closed here: what now - Culture")
    assert value(page, head) == "Old bridge closed here: what now"


def test_a_topic_of_two_words_belongs_to_the_headline() -> None:
    page = f"<article><p>Closed bridges</p><h1>{TITLE}</h1>{TEXT}</article>"
    joined = f"Closed bridges: {TITLE}"
    assert value(page, og(joined) + made.meta("twitter:title", joined)) == joined
    assert value(page, og(joined) + made.meta("twitter:title", TITLE)) == TITLE
    alone = f"<article><h1>{TITLE}</h1>{TEXT}</article>"
    assert value(alone, og(joined) + made.meta("twitter:title", joined)) == TITLE


def test_a_heading_that_ends_in_the_site_s_name_is_cut() -> None:
    head = made.meta("og:site_name", "Riverpaper")
    heading = f"{TITLE} | Riverpaper"
    assert value(article(f"<h1>{heading}</h1>"), head, tag=heading) == TITLE


def test_two_boxes_of_a_heading_are_joined_as_the_declared_title_joins_them() -> None:
    heading = "<h1><span>Old bridge closed</span> <span>lorries go around</span></h1>"
    joined = "Old bridge closed: lorries go around"
    assert value(article(heading), og(joined)) == joined


def test_the_front_of_a_title_that_is_no_title_by_itself_is_no_topic() -> None:
    page = f"<article><p>Closed bridges</p><h1>{TITLE}</h1>{TEXT}</article>"
    dash = f"Closed bridges - {TITLE}"
    assert value(page, og(dash) + made.meta("twitter:title", dash)) == TITLE


def test_a_declared_title_that_only_its_tag_cuts_is_no_proof_of_a_tail() -> None:
    heading = "Old bridge closed | Lorries go around"
    assert value(article(f"<h1>{heading}</h1>"), og("Old bridge closed"), tag=heading) == heading


def test_words_joined_otherwise_with_another_end_are_another_title() -> None:
    heading = "<h1><span>Old bridge closed</span> <span>lorries go around</span></h1>"
    joined = "Old bridge closed: lorries go around?"
    assert value(article(heading), og(joined)) == "Old bridge closed lorries go around"


@pytest.mark.parametrize(
    ("printed", "declared", "wanted"),
    [
        ("Old bridge: closed to lorries", "Old bridge - closed to lorries", "printed"),
        ("Old bridge closed to lorries", "*Old bridge* closed to lorries", "printed"),
        ("Old bridge closed to lorries", "‘Old bridge’ closed to lorries", "printed"),
        ("Old bridge closed to lorries", "» Old bridge closed to lorries", "printed"),
        ("Old bridge “closed to lorries”", "Old bridge: “closed to lorries”", "declared"),
        ("Mid-town bridge lorries go around", "Mid-town bridge – lorries go around", "declared"),
    ],
)
def test_signs_stay_as_they_are_printed_but_where_two_boxes_meet(
    printed: str, declared: str, wanted: str
) -> None:
    said = value(article(f"<h1>{printed}</h1>"), og(declared) + made.meta("title", declared))
    assert said == {"printed": printed, "declared": declared}[wanted]
