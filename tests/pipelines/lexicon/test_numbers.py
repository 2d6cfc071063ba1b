"""Each number and rule of the engine has a line on both sides of it."""

from __future__ import annotations

import pytest

from pipelines.lexicon import hearing, hints as hinting, matcher as matching, phrases
from pipelines.lexicon.files import expanded, load
from pipelines.lexicon.hearing import Heard, Topic
from pipelines.lexicon.hints import speaking
from pipelines.lexicon.phrases import is_badge, spoken, still_counts, together, weigh
from tests.rows import hears

H, T = Heard, Topic


def said(size: int = 200, end: str = ".", **where: int) -> hearing._Said:
    """Return a text of a size, and where one word of each class stands in it."""
    return hearing._Said("x" * (size - 1) + end, {H[n.upper()]: [at] for n, at in where.items()})


@pytest.mark.parametrize(("at", "near"), [(0, False), (1, True), (60, True), (61, False)])
def test_two_words_speak_of_one_thing_while_they_are_near(at, near):
    assert said(read=0, rest=at).reads_on() is near
    assert said(read=at, rest=0).reads_on() is near


@pytest.mark.parametrize(
    ("size", "end", "asks"), [(89, "?", True), (90, "?", False), (89, ".", False), (20, "؟", True)]
)
def test_short_question_after_the_rest_reads_on(size, end, asks):
    assert said(size, end, rest=0).reads_on() is asks


@pytest.mark.parametrize(
    ("classes", "reads"),
    [
        ({"unlock"}, True),
        ({"read", "item"}, True),
        ({"rest", "item"}, True),
        ({"read"}, False),
        ({"pay", "item"}, False),
    ],
)
def test_words_that_read_on(classes, reads):
    assert said(**{c: n for n, c in enumerate(sorted(classes))}).reads_on() is reads


@pytest.mark.parametrize(("size", "counts"), [(159, True), (160, False)])
def test_share_that_is_left_is_counted_in_a_short_line(size, counts):
    assert said(size, "%", read=0, rest=9).counts() is False
    text = "80% " + "x" * (size - 4)
    where = {H.READ: [0], H.REST: [9]}
    assert hearing._Said(text, where).counts() is counts
    assert hearing._Said(text, {H.READ: [0]}).counts() is False


@pytest.mark.parametrize(
    ("classes", "counts"),
    [
        ({"free", "item", "used"}, True),
        ({"free", "read", "used"}, True),
        ({"free", "used"}, False),
        ({"item", "used"}, False),
        ({"free", "item"}, False),
    ],
)
def test_free_articles_are_counted_when_they_are_used_up(classes, counts):
    assert said(**{c: n for n, c in enumerate(sorted(classes))}).counts() is counts


def test_free_articles_are_counted_by_the_month():
    text = "free articles a month"
    assert hearing._Said(text, {H.FREE: [0], H.ITEM: [5]}).counts()


# (what is heard, what else it is about, characters) → it closes a text
TALK = {
    "locked": ({H.LOCK}, set(), 900, True),
    "locked, of an app": ({H.LOCK}, {T.APP}, 900, True),
    "locked comments": ({H.LOCK}, {T.COMMENT}, 40, False),
    "nothing": (set(), set(), 40, False),
    "reserved in a line": ({H.RESERVED}, set(), 240, True),
    "reserved in a paragraph": ({H.RESERVED}, set(), 241, False),
    "reserved, of an app": ({H.RESERVED}, {T.APP}, 40, False),
    "reserved article, of an app": ({H.RESERVED, H.ITEM}, {T.APP}, 40, True),
    "reserved article, of an account": ({H.RESERVED, H.ITEM}, {T.ACCOUNT}, 40, False),
    "plainly, of an account": ({H.UNLOCK, H.PAY}, {T.ACCOUNT}, 40, True),
    "label": ({H.PAY, H.READ}, set(), 59, True),
    "long label": ({H.PAY, H.READ}, set(), 60, False),
    "call": ({H.OFFER}, set(), 119, True),
    "long call": ({H.OFFER}, set(), 120, False),
    "pay alone": ({H.PAY}, set(), 40, False),
    **{
        " and ".join(sorted(each)): (set(each), set(), 200, True)
        for each in ({H.READ_ON, H.PAY}, {H.READ_ON, H.ENTER}, {H.READ_ON, H.JOIN}, {H.HAD, H.PAY})
    },
}


@pytest.mark.parametrize("name", sorted(TALK))
def test_verdict_on_a_line_alone(name, monkeypatch):
    heard, topics, size, closes = TALK[name]
    monkeypatch.setattr(hearing, "hear", lambda text, languages: frozenset(heard))
    monkeypatch.setattr(hearing, "about", lambda text, languages: frozenset(topics))
    assert hearing.is_wall_talk("x" * size) is closes


def hinted(*languages: str) -> hinting._Hinted:
    return hinting._Hinted({(n, "pay"): (0,) for n in languages}, frozenset(languages))


@pytest.mark.parametrize(
    ("words", "languages"),
    [
        ([("en",)], {"en"}),
        ([("en", "de")], {"en", "de"}),
        ([("en",), ("en", "de")], {"en", "de"}),
        ([("en",), ("en",), ("en", "de")], {"en"}),
        ([("en",), ("en",), ("en",), ("en", "de"), ("de",)], {"en", "de"}),
        ([("en",), ("en",), ("en", "fr"), ("en", "de"), ("de",)], {"en", "de"}),
    ],
)
def test_language_of_less_than_half_as_many_words_is_not_the_texts(words, languages):
    found = hinting._of_the_texts_languages([hinted(*each) for each in words])
    assert {language for language, _ in found} == languages


def test_scripts_are_counted_apart():
    text = "подписка подписчики читать статью subscribe"
    assert {"ru", "en"} <= set(speaking(text))


@pytest.mark.parametrize(
    ("parts", "speaks"),
    [
        *(({part}, True) for part in ("unlock", "lock", "pay", "enter", "join", "had", "offer")),
        *(({part}, False) for part in ("read", "rest", "item", "only", "who", "free", "need")),
        ({"read", "rest"}, True),
        ({"read", "item"}, True),
        ({"rest", "item"}, True),
        ({"only", "who"}, True),
        ({"free", "used"}, True),
        ({"need", "who"}, True),
        ({"deny", "read"}, True),
        ({"deny", "item"}, True),
        ({"deny", "who"}, True),
        ({"deny", "free"}, True),
        ({"deny", "only"}, False),
        ({"read", "who"}, False),
    ],
)
def test_classes_that_make_a_language_speak(parts, speaks, monkeypatch):
    monkeypatch.setattr(hinting, "_hints", lambda words, runs: {("qq", part) for part in parts})
    found = hinting._speaking.__wrapped__(frozenset(), frozenset())
    assert found == ({"qq": parts} if speaks else {})


def test_words_that_hint_at_nothing_are_kept_up_to_a_bound(monkeypatch):
    monkeypatch.setattr(hinting, "_MOST", 3)
    lines = [f"zub{n} zab{n} subscribe" for n in range(9)]
    assert all("en" in hinting._speaking(*hinting._words.__wrapped__(line)) for line in lines)
    assert len(hinting._silent()) <= 5


@pytest.mark.parametrize("language", ["en", "de", "ja"])
def test_rows_that_may_stand_hold_all_that_stand(language):
    for part, rows in load()[language].items():
        if not part.startswith("wall."):
            continue
        for row in expanded(rows):
            if isinstance(row, str) and "*" not in row.strip("*"):
                text = matching.folded(row.strip("*"))
                numbers = hinting.numbers(text, language).get(part.removeprefix("wall."), [])
                found = matching.spans_of(part, language, numbers, text)
                assert found == matching.matcher(part, (language,)).spans(text), (part, row)


def test_table_of_several_parts_is_asked_as_one():
    of = matching.matcher_of(("other.newsletter", "other.comment"), ("en",))
    assert of.stands_in("our newsletter")
    assert of.stands_in("leave a comment")
    assert not of.stands_in("the bridge")


@pytest.mark.parametrize(
    ("letters", "begins", "ends", "text", "span"),
    [
        ("abo", True, True, "das abo", (4, 7)),
        ("abo", True, True, "reabo abo", (6, 9)),
        ("abo", True, True, "abos", None),
        ("abo", True, False, "abos", (0, 3)),
        ("abo", False, True, "digitalabo", (7, 10)),
        ("abo", False, False, "labors", (1, 4)),
    ],
)
def test_fixed_letters_stand_where_words_begin_and_end(letters, begins, ends, text, span):
    assert matching._Fixed(letters, begins, ends).span(text, 0) == span


@pytest.mark.parametrize(
    ("row", "text", "spaced", "found"),
    [
        ("ein * konto", "ein sehr schönes neues konto", True, True),
        ("ein * konto", "ein sehr sehr schönes neues konto", True, False),
        ("ein * konto", f"ein {'x' * 30} konto", True, True),
        ("ein * konto", f"ein {'x' * 31} konto", True, False),
        ("ein*er", f"ein{'x' * 30}er", True, True),
        ("ein*er", f"ein{'x' * 31}er", True, False),
        ("読*員", "読" + "つ" * 8 + "員", False, True),
        ("読*員", "読" + "つ" * 9 + "員", False, False),
    ],
)
def test_gap_of_a_row_has_its_measure(row, text, spaced, found):
    assert hears(row, text, spaced=spaced) is found


# parts → how strongly they make a wall
STRENGTH = {
    ("reserved", "subscribe"): 1.2,
    ("reserved", "read_on"): 1.1,
    ("reserved", "this"): 1.0,
    ("reserved", "sign_in"): 1.0,
    ("reserved", "register"): 1.0,
    ("reserved", "price"): 0.9,
    ("remaining",): 1.1,
    ("go_on", "subscribe"): 1.1,
    ("go_on", "register"): 1.0,
    ("go_on", "sign_in"): 1.0,
    ("go_on", "price"): 0.95,
    ("read_on", "subscribe"): 1.0,
    ("read_on", "register"): 0.9,
    ("read_on", "sign_in"): 0.9,
    ("read_on", "price"): 0.8,
    ("already", "sign_in"): 0.4,
    ("already", "subscribe"): 0.5,
    ("already", "register"): 0.5,
    ("subscribe", "sign_in"): 0.5,
    ("subscribe", "price"): 0.6,
    ("this", "subscribe"): 0.7,
    ("this", "register"): 0.7,
    ("this", "sign_in"): 0.6,
    ("subscribe",): 0.0,
    ("already", "subscribe", "sign_in"): 1.15,
    ("reserved", "subscribe", "this", "price"): 1.4,
}


@pytest.mark.parametrize("parts", sorted(STRENGTH))
def test_parts_make_a_wall_together(parts):
    strength = weigh(frozenset(parts), counter=False).strength
    assert strength == pytest.approx(STRENGTH[parts])
    assert weigh(frozenset(parts), counter=True).strength == pytest.approx(0.45 * strength)


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("You have 3 of 5 free articles left this month", True),
        ("You have 0 of 5 free articles left this month", False),
        ("You have read 5 of 5 free articles", False),
        ("The bridge has 3 of 5 arches", False),
    ],
)
def test_meter_that_runs_stops_nobody(line, counts):
    assert still_counts(line) is counts


def test_line_that_counts_is_the_first_of_those():
    lines = [
        "The bridge",
        "An article is free",
        "3 of 5 free articles left",
        "2 of 5 free articles",
    ]
    assert phrases.line_that_counts(lines) == 2
    assert phrases.line_that_counts(lines[:2]) is None
    assert phrases.line_that_counts(["The bridge of Altona"]) is None


def test_badge_is_short():
    assert is_badge("-" * 30 + "premium")
    assert not is_badge("-" * 31 + "premium")
    assert not is_badge("premium" + " " * 43)
    assert is_badge("premium" + " " * 42)


def test_price_needs_a_number_or_a_time():
    assert "price" not in spoken("Subscribe to read 3 articles").parts
    assert "price" in spoken("Subscribe for $1 a month").parts
    assert "price" not in spoken("Subscribe in $ or €").parts


def test_first_line_of_a_box_tells_what_it_is_about():
    wall = spoken("Subscribe to continue reading this article.")
    letter = spoken("Subscribe to our newsletter")
    assert letter.counter
    assert not wall.counter
    assert together([wall, letter]).strength == wall.strength
    assert together([letter, wall]).counter


def test_one_line_asks_for_this_article_another_praises_the_offer():
    wall = spoken("Subscribe to continue reading this article.")
    offer = spoken("Subscribe for unlimited access to all articles")
    assert "all" in offer.parts
    assert "all" not in together([wall, offer]).parts


def test_label_beside_comments_is_about_comments():
    label, other = spoken("Subscribers only"), spoken("Log in to comment on this article")
    assert other.counter
    assert together([label, other]).counter
    assert not together([label, other, spoken("Sign in to read the article")]).counter


def test_price_alone_says_no_more_than_a_price():
    assert not phrases.says_more_than_a_price("Only $1 a month")
    assert phrases.says_more_than_a_price("Subscribe for $1 a month")


def test_only_near_those_who_may_is_reserved():
    heard = hearing.hear("Lediglich unsere Abonnenten", ("de",))
    assert H.RESERVED in heard
    assert H.LOCK not in heard


def test_english_words_are_everybodys():
    assert T.COMMENT in hearing.about("leave a comment", ("ja",))


def test_line_about_something_else_adds_nothing_to_a_box():
    wall = spoken("Subscribe to continue reading this article.")
    letter = spoken("Log in to comment on this article")
    assert letter.counter
    assert "sign_in" in letter.parts
    assert "sign_in" not in together([wall, letter]).parts
