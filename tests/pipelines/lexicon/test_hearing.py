"""What a line says of a wall: classes of words, and the verdict on a line alone."""

from __future__ import annotations

import pytest

from pipelines.lexicon.hearing import Heard, Topic, about, hear, is_wall_talk
from pipelines.lexicon.phrases import spoken
from tests import walls

TALK = walls.said("lines", "closes")
OTHER = walls.said("lines", "other")
FUNCTION = walls.said("lines", "function")
REPLY = walls.said("lines", "reply")


@pytest.mark.parametrize("language", sorted(TALK))
def test_line_that_closes_a_text(language: str) -> None:
    assert is_wall_talk(TALK[language], (language,)), hear(TALK[language], (language,))


@pytest.mark.parametrize("language", sorted(OTHER))
def test_line_that_closes_nothing(language: str) -> None:
    assert not is_wall_talk(OTHER[language], (language,)), hear(OTHER[language], (language,))


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("Subscribe to keep reading", {Heard.PAY, Heard.UNLOCK, Heard.READ_ON}),
        ("The rest is for members only", {Heard.LOCK, Heard.RESERVED}),
        ("You must be signed in", {Heard.NEED, Heard.ENTER, Heard.NEEDED}),
        ("You are not allowed to view this content", {Heard.DENY, Heard.DENIED}),
        ("You have used your 3 free articles", {Heard.USED, Heard.FREE, Heard.REMAINING}),
        ("Buy a day pass", {Heard.OFFER}),
    ],
)
def test_classes(text: str, classes: set[Heard]) -> None:
    assert classes <= hear(text)


def test_two_words_far_apart_speak_of_two_things() -> None:
    near = "A subscription is required"
    far = f"A subscription {'and many other words ' * 4} is required"
    assert Heard.NEEDED in hear(near)
    assert Heard.NEEDED not in hear(far)


def test_price_cut_is_no_share_left_to_read() -> None:
    assert Heard.REMAINING not in hear("Almost everything is fair game and up to 30% off")
    assert Heard.REMAINING in hear("70 % of this article is left to read")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Subscribe to our newsletter", Topic.NEWSLETTER),
        ("Members can comment", Topic.COMMENT),
        ("Nach dem Abo: Passwort ändern", Topic.ACCOUNT),
    ],
)
def test_topic(text: str, topic: Topic) -> None:
    assert topic in about(text)


def test_comments_for_subscribers_close_no_text() -> None:
    assert not is_wall_talk("Comments are for subscribers only")


@pytest.mark.parametrize("language", sorted(FUNCTION))
def test_a_function_for_subscribers_is_something_else_than_the_text(language: str) -> None:
    line = FUNCTION[language]
    assert Topic.FUNCTION in about(line, (language,))
    assert spoken(line, (language,)).counter


@pytest.mark.parametrize("language", sorted(REPLY))
def test_who_must_log_in_to_reply_reads_the_text_already(language: str) -> None:
    line = REPLY[language]
    assert Topic.COMMENT in about(line, (language,))
    assert not is_wall_talk(line, (language,))


def test_a_request_to_post_is_about_comments() -> None:
    assert Topic.COMMENT in about("Please log in to post")
    assert Topic.COMMENT in about("Register to read new posts")
