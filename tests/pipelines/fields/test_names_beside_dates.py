"""Names that stand beside a date, an account, a role or words of the text; and who presents
the author under it."""

from __future__ import annotations

import pytest

from pipelines.fields.authors import ordinary, ranking
from pipelines.fields.authors.names import is_person, printed_names
from pipelines.fields.authors.stamps import is_of_date, without_stamp
from tests import made

SENTENCE = "The harbour board met for four hours and decided that the old quay will be closed to lorries and night trains from the spring on. "
TEXT = "".join(f"<p>{SENTENCE}Part {n} of the plan follows later.</p>" for n in range(1, 6))
HEADLINE = "<h1>Old quay closed to lorries from the spring</h1>"


@pytest.fixture(autouse=True)
def _by_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """The learned model overrules nothing."""
    monkeypatch.setattr(ranking, "surer", lambda *_: None)


def authors(
    under: str = "",
    after: str = "",
    head: str = "",
    last: str = "",
    url: str = "https://www.riverpaper.com/quay",
) -> list[str]:
    body = f"<main><article>{HEADLINE}{under}<div>{TEXT}{last}</div></article>{after}</main>"
    title = "Old quay closed to lorries"
    return made.article(body, head=head, title=title, url=url, declared=False).authors


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("4 May 2025 | 13:10 Uhr | Ruth Ansell", "Ruth Ansell"),
        ("04.02.2025, 13:10 Uhr – Ruth Ansell", "Ruth Ansell"),
        ("Dec 17, 2025Ruth Ansell", "Ruth Ansell"),
        ("Ruth AnsellMarch 3, 2025", "Ruth Ansell"),
        ("1. Februar 2022 Ruth Ansell 6", "Ruth Ansell"),
        ("Tuesday, 4 May 2025 at 9.15 pm", None),
        ("11 May 2025 Culture", None),
        ("Ruth Ansell", None),
    ],
)
def test_a_name_beside_a_date(line: str, rest: str | None) -> None:
    assert without_stamp(line) == rest


def test_a_box_called_byline_may_begin_with_the_date() -> None:
    assert authors("<div class='byline'>Dec 17, 2025Ruth Ansell</div>") == ["Ruth Ansell"]


@pytest.mark.parametrize(
    ("line", "dated"),
    [
        ("Last Modified: August 08, 2023", True),
        ("First posted: 8 Aug 2023", True),
        ("Release:", True),
        ("By: Ruth Ansell", False),
        ("By: Sunday Ansell", False),
        ("Text: Ruth Ansell, August 8, 2023", False),
    ],
)
def test_a_label_with_a_day_behind_it(line: str, dated: bool) -> None:
    assert is_of_date(line) is dated


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<p>Posted in Harbour by anna_m on May 3, 2025</p>", ["anna_m"]),
        ("<p>3 May 2025 | Author: anna | Filed under: Harbour</p>", ["anna"]),
        ("<p>Posted in Harbour by far the oldest part of town, 3 May 2025</p>", []),
        ("<p>Author: anna</p>", []),  # without a date it may be any word
    ],
)
def test_an_account_signs_beside_a_date(line: str, names: list[str]) -> None:
    assert authors(line) == names


def test_one_word_may_stand_between_rank_and_job() -> None:
    assert printed_names(["Ruth Ansell Senior Autos Reporter"]) == ["Ruth Ansell"]
    assert printed_names(["Ruth Autos Reporter"]) == ["Ruth Autos"]


@pytest.mark.parametrize("name", ["Ruth Le Gall", "Ruth Das", "Ruth The Ansell"])
def test_an_article_inside_a_name_is_part_of_it(name: str) -> None:
    assert is_person(name)
    assert printed_names([name]) == [name]


def test_an_article_behind_a_whole_name_begins_the_paper() -> None:
    assert printed_names(["Ruth Ansell Le Courrier"]) == ["Ruth Ansell"]


@pytest.mark.parametrize("name", ["Le Courrier", "Die Woche", "The Valley", "Ruth Media"])
def test_an_article_in_front_is_of_a_paper(name: str) -> None:
    assert not is_person(name)


def test_what_follows_a_name_begins_in_lower_case() -> None:
    assert printed_names(["Ruth Ansell in Harbour News"]) == ["Ruth Ansell"]
    assert printed_names(["Ruth In Ansell"]) == ["Ruth In Ansell"]


def test_words_of_the_text_are_no_name() -> None:
    line = "<p>Night Trains</p>"
    assert authors(last=line) == []
    assert authors(last="<p>Ruth Ansell</p>") == ["Ruth Ansell"]
    assert authors(last="<p>Ruth Trains</p>") == ["Ruth Trains"]


def test_share_of_words_of_the_language() -> None:
    known = frozenset({"night", "trains"})
    assert ordinary.share(["Night Trains"], known) == 1
    assert ordinary.share(["Ruth Trains", "J. R."], known) == 0.5
    assert ordinary.share([], known) == 0


@pytest.mark.parametrize("box", ["author-box", "about-author"])
def test_a_box_under_the_text_presents_the_author(box: str) -> None:
    after = f"<div class='{box}'><h3>{{}}</h3><p>Writes of harbours and their towns since 1999.</p></div>"
    assert authors(last=TEXT, after=after.format("Ruth Ansell")) == ["Ruth Ansell"]


def test_a_firm_that_its_own_entry_calls_a_person() -> None:
    ld = '<script type="application/ld+json">{{"@type":"Article","headline":"Old quay closed","author":{{"@type":"Person","name":"{}"}}}}</script>'
    assert authors(head=ld.format("Riverpaper")) == []
    url = "https://www.ruthansell.com/quay"
    assert authors(head=ld.format("Ruth Ansell"), url=url) == ["Ruth Ansell"]


@pytest.mark.parametrize(
    ("names", "likely", "chosen", "place"),
    [
        ([["Ruth Ansell"], ["Ruth Ansell", "Tom Hale"]], [0.9, 0.3], ["Ruth Ansell", "Tom Hale"], None),
        ([["Ruth Ansell"], ["Ruth Ansell", "Night Desk Online"]], [0.9, 0.3], ["Ruth Ansell", "Night Desk Online"], 0),
        ([["ransell"], ["Ruth Ansell"]], [0.9, 0.3], ["Ruth Ansell"], None),
        ([["ransell"], ["anna"]], [0.9, 0.3], ["anna"], 0),
        ([["Tom Hale"], ["Ruth Ansell"]], [0.9, 0.3], ["Ruth Ansell"], 0),
        ([["Tom Hale"], ["Ruth Ansell"]], [0.5, 0.35], ["Ruth Ansell"], None),
        ([["Tom Hale"]], [0.5], [], 0),
        ([["Tom Hale"]], [0.49], [], None),
        ([["Tom Hale"]], [0.9], ["Ruth Ansell"], None),  # of the chosen one nothing is known
        ([], [], [], None),
    ],
)  # fmt: skip
def test_what_the_model_may_overrule(
    names: list[list[str]], likely: list[float], chosen: list[str], place: int | None
) -> None:
    assert ranking.overruling(names, likely, chosen, least=0.5, lead=0.2) == place
