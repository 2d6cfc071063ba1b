"""Who signs: names among roles, employers, sections and accounts; one made page for each rule."""

from __future__ import annotations

import pytest

from pipelines.fields.authors import ranking
from pipelines.fields.authors.names import printed_names, titled
from pipelines.fields.authors.signature import signed
from pipelines.identity import account_of
from tests import made

SENTENCE = "The harbour board met for four hours and decided that the old quay will be closed to lorries from the spring on. "
TEXT = "".join(f"<p>{SENTENCE}Part {n} of the plan follows later.</p>" for n in range(1, 6))
HEADLINE = "<h1>Old quay closed to lorries from the spring</h1>"
NAMES = "<p class='byline'>By Ruth Ansell</p>"


def authors(under: str, head: str = "", url: str = "https://www.riverpaper.com/quay") -> list[str]:
    body = f"<main><article>{HEADLINE}{under}<div>{TEXT}</div></article></main>"
    title = "Old quay closed to lorries"
    return made.article(body, head=head, title=title, url=url, declared=False).authors


@pytest.fixture
def by_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """The learned model overrules nothing."""
    monkeypatch.setattr(ranking, "surer", lambda *_: None)


def said(name: str) -> str:
    return f"<meta name='dc.creator' content='{name}'>"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ruth Ansell, Research Fellow, and Tom Hale, Editor, The Valley Post", ["Ruth Ansell", "Tom Hale"]),
        ("Ruth Ansell, VP and Senior Fellow, and Tom Hale, Engineer", ["Ruth Ansell", "Tom Hale"]),
        ("Ruth Ansell, Science Editor, Tom Hale, Political Reporter", ["Ruth Ansell", "Tom Hale"]),
        ("Ruth Ansell, Head Researcher, Harbour Works", ["Ruth Ansell"]),
        ("Ruth Ansell, Tom Hale and Farah Aziz", []),
        ("Healthcare Reporter, Ruth Ansell, Editor", []),
    ],
)  # fmt: skip
def test_a_list_of_persons_with_roles(line: str, names: list[str]) -> None:
    assert titled(line) == names


def test_such_a_list_needs_no_mark() -> None:
    line = "Ruth Ansell, Research Scientist, and Tom Hale, VP and Senior Fellow, Harbour Works"
    assert authors(f"<div class='x7'><p>{line}</p></div>") == ["Ruth Ansell", "Tom Hale"]


def test_a_role_of_any_desk_behind_a_name_is_none() -> None:
    assert printed_names(["Ruth Ansell, Healthcare Reporter"]) == ["Ruth Ansell"]
    assert printed_names(["Anna Writer"]) == ["Anna Writer"]


def test_a_month_set_against_the_name_is_no_part_of_it() -> None:
    assert printed_names(["Ruth AnsellMarch 3, 2025"]) == ["Ruth Ansell"]


@pytest.mark.usefixtures("by_rules")
@pytest.mark.parametrize("declared", ["Zone Harbour", "Zone Harbour - The River", "Night Desk"])
@pytest.mark.parametrize("by", [NAMES, "<p><a href='/authors/ruth'>Ruth Ansell</a></p>"])
def test_a_section_is_declared_and_a_person_is_printed(declared: str, by: str) -> None:
    assert authors(by, said(declared)) == ["Ruth Ansell"]


@pytest.mark.usefixtures("by_rules")
@pytest.mark.parametrize(
    ("declared", "wanted"),
    [("Reuters", "Reuters"), ("Ruth Mary Ansell", "Ruth Mary Ansell"), ("王小明", "王小明")],
)
def test_what_is_declared_may_be_the_printed_name_or_stand_beside_it(declared, wanted) -> None:
    assert authors(NAMES, said(declared)) == [wanted]


@pytest.mark.usefixtures("by_rules")
def test_a_declared_name_that_is_printed_as_well_stays() -> None:
    assert authors(f"<p>Zone Harbour</p>{NAMES}", said("Zone Harbour")) == ["Zone Harbour"]


@pytest.mark.usefixtures("by_rules")
def test_the_name_of_the_paper_over_the_headline_prints_no_author() -> None:
    logo = "<a href='/'>Zone Harbour</a>"
    body = f"<header>{logo}</header><article>{HEADLINE}{NAMES}{TEXT}</article>"
    found = made.article(body, head=said("Zone Harbour"), title="Quay", lang=None, declared=False)
    assert found.authors == ["Ruth Ansell"]


@pytest.mark.parametrize(
    ("link", "names"),
    [
        ("/autor/anna-lis-malicka-at-7/", ["Anna Lis-Malicka"]),
        ("/autor/anna-liś_malicka.html", ["Anna Lis-Malicka"]),
        ("/autor/anna-lis", ["Anna Lis"]),  # what follows the dash is the paper
        ("/autor/77", ["Anna Lis"]),
    ],
)
def test_the_address_of_a_link_spells_a_name_of_two_parts(link: str, names: list[str]) -> None:
    assert authors(f"<div class='autor'><a href='{link}'>Anna Lis - Malicka</a></div>") == names


def test_posted_by_in_front_of_a_name_marks_none() -> None:
    line = "<div class='entry-meta'><span class='meta-prep meta-prep-author'>Geschrieben am</span> <a href='/1'>13. Januar 2024</a> von <span class='author vcard'><a class='fn' href='/author/ruth'>ruth77</a></span></div>"
    assert authors(line) == ["ruth77"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("本报记者 王小明 李大山", ["王小明", "李大山"]),
        ("（记者 王小明 通讯员 李大山）", ["王小明", "李大山"]),
        ("新华社记者 王小明、李大山", ["王小明", "李大山"]),
        ("本报记者 王小明", ["王小明"]),
    ],
)
def test_chinese_names_stand_side_by_side(line: str, names: list[str]) -> None:
    assert printed_names([signed(line) or ""]) == names


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("بقلم", "أحمد علي"),
        ("লেখক", "রহিম উদ্দিন"),
        ("نویسنده", "علی رضایی"),
        ("מאת", "דנה כהן"),
        ("लेखक", "राम शर्मा"),
        ("โดย", "สมชาย ใจดี"),
        ("تحریر", "احمد علی"),
    ],
    ids=["ar", "bn", "fa", "he", "hi", "th", "ur"],
)
def test_where_no_letter_is_a_capital_a_label_and_two_words_sign(label: str, name: str) -> None:
    assert signed(f"{label} {name}") == signed(f"{label}/{name} | 10:15") == name
    assert signed(f"{label}: {name} 10:15") == name
    assert signed(f"{label} {name.split(maxsplit=1)[0]}") is None


def test_only_between_chinese_names_a_space_parts_them() -> None:
    assert signed("Ayşe Demir yazdı") == "Ayşe Demir"


def test_a_space_inside_a_japanese_name_parts_nothing() -> None:
    assert signed("記者 山田 太郎") is None
    assert printed_names(["山田 太郎"]) == ["山田 太郎"]


def test_an_account_signs_on_a_host_of_many_writers() -> None:
    line = "<div class='posted-on'>Posted on 24 January 2024 by Creek</div>"
    assert authors(line, url="https://creek.manyblogs.com/1") == ["Creek"]
    assert authors(line, url="https://www.creek.com/1") == []


@pytest.mark.parametrize(
    ("host", "account"),
    [
        ("creek.manyblogs.com", "creek"),
        ("www.manyblogs.com", ""),
        ("manyblogs.com", ""),
        ("a.b.manyblogs.com", ""),
        ("river.co.uk", ""),
    ],
)
def test_the_account_is_what_stands_before_the_registered_domain(host: str, account: str) -> None:
    assert account_of(host) == account


@pytest.mark.parametrize("own", ["Riverpaper", "Riverpaper Staff"])
def test_the_site_declared_as_author_is_none(own: str) -> None:
    data = f'<script type="application/ld+json">{{"@type":"Article","author":{{"@type":"Organization","name":"{own}"}}}}</script>'
    assert authors("", data) == []


@pytest.mark.usefixtures("by_rules")
@pytest.mark.parametrize(
    "line",
    [
        "<p>Edited by Ines Brandt</p>",
        "<p>Photography by Ines Brandt</p>",
        "<p>Contributions from</p><p>Ines Brandt</p>",
        "<p>– Medically reviewed by: Ines Brandt, Senior Editor</p>",
    ],
)
def test_who_did_something_else_is_no_author_though_declared(line: str) -> None:
    assert authors(f"{NAMES}{line}", said("Ruth Ansell, Ines Brandt")) == ["Ruth Ansell"]


@pytest.mark.usefixtures("by_rules")
@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ("<p>Edited by Ines Brandt</p>", ["Ines Brandt"]),
        ("<p>By Ines Brandt</p><p>Photography by Ines Brandt</p>", ["Ruth Ansell", "Ines Brandt"]),
        ("<p>By Ruth Ansell</p><p>Edited by the desk</p>", ["Ruth Ansell", "Ines Brandt"]),
    ],
)
def test_an_author_may_do_something_else_as_well(lines: str, wanted: list[str]) -> None:
    declared = ", ".join(wanted)
    assert authors(lines, said(declared)) == wanted


@pytest.mark.usefixtures("by_rules")
def test_a_line_of_somebody_who_edited_is_no_byline() -> None:
    assert authors("<p>Edited by Ines Brandt</p>") == []
