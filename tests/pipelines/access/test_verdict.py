"""Who wins when statements disagree: each line of the table, and each pair that matters."""

from __future__ import annotations

import pytest

from pipelines.access import verdict
from pipelines.access.evidence import Evidence, Says, Signal
from pipelines.access.verdict import Facts, decide, stated

FREE, PAID, LOCKED = Says.FREE, Says.PAID, Says.LOCKED
METERED, ACCOUNT = Says.METERED, Says.REGISTRATION

# what is known of a page → what it is, and the line of the table that says so
CASES = [
    (Facts(wall=True, wall_asks_account=True), "registration", "a wall that asks for an account"),
    (Facts(wall=True), "subscription", "a wall"),
    (Facts(wall=True, flag=FREE), "subscription", "a wall"),
    (Facts(wall=True, tier=FREE, own=FREE), "subscription", "a wall"),
    (Facts(kept_back=True, flag=FREE), "unknown", "hidden text on a page that says free"),
    (Facts(kept_back=True, tier=FREE), "unknown", "hidden text on a page that says free"),
    (Facts(kept_back=True, marked_account=True), "registration", "hidden text, named for an account"),
    (Facts(kept_back=True), "subscription", "hidden text"),
    (Facts(kept_back=True, flag=PAID), "subscription", "hidden text"),
    (Facts(marked=True, marked_account=True), "registration", "a part marked for an account"),
    (Facts(marked=True, tier=LOCKED), "subscription", "a marked part, locked by the publisher"),
    (Facts(marked=True, own=PAID, own_for_subscribers=True), "subscription", "a marked part, locked by the publisher"),
    (Facts(marked=True, flag=PAID), "metered", "a marked part that is shown"),
    (Facts(cut=True, flag=PAID), "subscription", "a cut text"),
    (Facts(tier=LOCKED, flag=FREE), "subscription", "a tier that is locked"),
    (Facts(tier=ACCOUNT), "registration", "a tier for accounts"),
    (Facts(tier=FREE, flag=PAID), "free", "a tier that is free"),
    (Facts(tier=FREE, badge=True), "free", "a tier that is free"),
    (Facts(badge=True, flag=FREE), "subscription", "a label at the headline"),
    (Facts(own=PAID, own_for_subscribers=True, flag=FREE), "subscription", "the publisher's own word, for subscribers"),
    (Facts(own=ACCOUNT), "registration", "the publisher's own word, for accounts"),
    (Facts(whole_account=True, flag=PAID), "registration", "all of it marked for an account"),
    (Facts(whole_account=True, flag=FREE), "free", "a flag that says free"),
    (Facts(tier=METERED), "metered", "a tier that is metered"),
    (Facts(own=PAID, flag=FREE), "metered", "the publisher's own word, not free"),
    (Facts(flag=PAID), "metered", "a flag that says not free"),
    (Facts(flag=PAID, own=FREE), "metered", "a flag that says not free"),
    (Facts(part=True), "metered", "a flag that says not free"),
    (Facts(part=True, flag=FREE), "free", "a flag that says free"),
    (Facts(flag=FREE, meter=True), "free", "a flag that says free"),
    (Facts(meter=True), "metered", "a counter of free articles"),
    (Facts(), "free", "nothing said"),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "status", "line"), CASES)
def test_line_of_the_table_that_wins(facts, status, line):
    case = decide(facts)
    assert (case.status.value, case.name) == (status, line)


def test_every_line_of_the_table_is_reached():
    assert {line for _, _, line in CASES} == {case.name for case in verdict.TABLE}


def test_of_several_statements_of_one_kind_the_one_that_is_not_free_counts():
    own = [
        Evidence(Signal.OWN_META, "meta a", "false", FREE, 0.5),
        Evidence(Signal.OWN_META, "meta b", "premium", PAID, 0.7, for_subscribers=True),
    ]
    facts = stated(own)
    assert (facts.own, facts.own_for_subscribers) == (PAID, True)


def test_attribute_counts_only_without_a_meta():
    attribute = Evidence(Signal.DATA_ATTRIBUTE, "html", "true", PAID, 0.5)
    meta = Evidence(Signal.OWN_META, "meta a", "false", FREE, 0.5)
    assert stated([attribute]).own is PAID
    assert stated([attribute, meta]).own is FREE


@pytest.mark.parametrize(
    ("facts", "paid"),
    [
        (Facts(tier=FREE, flag=PAID), False),
        (Facts(tier=METERED, flag=FREE), True),
        (Facts(flag=PAID), True),
        (Facts(badge=True), True),
        (Facts(meter=True), True),
        (Facts(meter=True, flag=FREE), False),
        (Facts(own=PAID, flag=FREE), False),
        (Facts(own=FREE), False),
        (Facts(), False),
    ],
)
def test_what_a_page_declares_of_itself(facts, paid):
    assert verdict.declares_paid(facts) is paid


@pytest.mark.parametrize(
    ("facts", "shown", "cut", "whole"),
    [
        (Facts(), 2000, False, True),
        (Facts(flag=PAID), 2000, False, True),
        (Facts(flag=PAID), 2000, True, False),
        (Facts(wall=True), 2000, True, False),
        (Facts(badge=True), 2000, False, None),
        (Facts(tier=ACCOUNT), 2000, False, None),
        (Facts(flag=PAID, falls_short=True), 2000, False, None),
        (Facts(flag=FREE, falls_short=True), 2000, False, True),
        (Facts(), 249, False, None),
        (Facts(), 250, False, True),
    ],
)
def test_whether_the_text_is_the_whole_body(facts, shown, cut, whole):
    assert verdict.is_complete(facts, decide(facts), shown=shown, cut=cut) is whole
