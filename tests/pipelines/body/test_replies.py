"""What readers write under an article, in boxes that no name tells, in several languages."""

from __future__ import annotations

import pytest

from tests import made

POST = "I took that boat every week when I was at school, and nobody asked what state it was in"


def post(number: int, *, when: str, control: str, name: str = "b", more: str = "") -> str:
    """One reader's post."""
    return (
        f"<div class='k3'><div><{name}>Reader {chr(65 + number)}</{name}> <span>{when}</span></div>"
        f"<div>{POST}, post {number}.</div><div>{control}</div>{more}</div>"
    )


def posts(count: int, when: str, control: str) -> str:
    return "".join(post(n, when=when.format(n=n + 1), control=control) for n in range(count))


def counts(body: str) -> tuple[int, int]:
    text = made.text(f"<div class='k0'>{body}</div>")
    return text.count("The council met"), text.count(POST)


ARTICLE = f"<div class='k1'>{made.HEADLINE}{made.paragraphs(3)}</div>"
ANSWER = "<a href='#r'>Answer</a>"


@pytest.mark.parametrize(
    ("when", "control"),
    [
        ("{n} days ago", ANSWER),
        ("vor {n} Stunden", "<button>Antworten</button>"),
        ("il y a {n} jours", "<a href='#'>Répondre</a>"),
        ("{n}. 1. 2020, 13:06", "<a href='/login'>Reply (2)</a>"),
        ("{n} 時間前", "<a href='#'>返信</a>"),
    ],
)
def test_posts_of_readers_are_no_text(when: str, control: str) -> None:
    assert counts(f"{ARTICLE}<div class='k2'>{posts(3, when, control)}</div>") == (3, 0)


def test_what_stands_over_the_posts_in_their_box_goes_too() -> None:
    over = (
        "<h3>3 replies</h3><p>Please write as you would speak to a neighbour, says the paper"
        " to all, and think of those who read it after you in the evening.</p>"
    )
    article = f"{made.HEADLINE}{made.paragraphs(2)}"
    text = made.text(f"{article}<div class='k2'>{over}{posts(3, '{n} days ago', ANSWER)}</div>")
    assert "neighbour" not in text


def test_answers_to_answers_go_with_their_posts() -> None:
    inner = post(5, when="2 days ago", control=ANSWER)
    thread = post(0, when="3 days ago", control=ANSWER, more=inner) + posts(
        2, "{n} days ago", ANSWER
    )
    assert counts(f"{ARTICLE}<div>{thread}</div>") == (3, 0)


def test_posts_beside_the_paragraphs_of_the_text_leave_these() -> None:
    assert counts(f"{made.HEADLINE}{made.paragraphs(4)}{posts(3, '{n} days ago', ANSWER)}") == (
        4,
        0,
    )


@pytest.mark.parametrize(
    ("when", "control"),
    [
        ("today", ANSWER),  # no moment: questions, each with its answer behind a link
        ("{n} days ago", "<a href='#'>Open the map</a>"),
        ("{n} days ago", "<span>Answer</span>"),
    ],
)
def test_boxes_that_are_no_posts_stay(when: str, control: str) -> None:
    assert counts(f"{ARTICLE}<div class='k2'>{posts(3, when, control)}</div>")[1] == 3


def test_a_single_post_may_be_anything() -> None:
    assert counts(f"{ARTICLE}<div class='k2'>{posts(1, '{n} days ago', ANSWER)}</div>")[1] == 1


def test_where_nothing_but_posts_is_said_they_are_the_text() -> None:
    assert (
        counts(f"{made.HEADLINE}<div class='k2'>{posts(6, '{n} days ago', ANSWER)}</div>")[1] == 6
    )
