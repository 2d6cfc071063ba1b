"""Each sign of a wall comes from what it is named for, and is not there without it."""

from __future__ import annotations

import pytest

from pipelines.access import signs
from tests.pipelines.access.scenes import scene, signs_of, text

SAY = "Subscribe to continue reading this article."
BOX = f"<div class='x'><p>{SAY}</p><a href='/go'>Now</a></div>"

# sign → a page that has it
HAS = {
    "says_go_on": text() + BOX,
    "says_read_on": text() + BOX,
    "says_subscribe": text() + BOX,
    "says_this": text() + BOX,
    "says_closed_and_opens": text() + BOX,
    "says_closed_and_asks": text() + BOX,
    "strength": text() + BOX,
    "strong": text() + BOX,
    "has_link": text() + BOX,
    "behind_text": text() + BOX,
    "right_behind_text": text() + BOX,
    "in_container": text() + BOX,
    "little_text": text() + BOX,
    "behind_text_and_closed": text() + BOX,
    "says_reserved": text() + f"<div><p>For subscribers only. {SAY}</p></div>",
    "says_remaining": text() + f"<div><p>{SAY} 80% of the article remain to read.</p></div>",
    "says_register": text() + f"<div><p>{SAY} Create a free account.</p></div>",
    "says_free_account": text() + f"<div><p>{SAY} Create a free account.</p></div>",
    "says_sign_in": text() + f"<div><p>{SAY} Log in</p></div>",
    "says_already": text() + f"<div><p>{SAY} Already a subscriber?</p></div>",
    "says_price": text() + f"<div><p>{SAY} $1 a month.</p></div>",
    "says_something_else": text() + f"<div><p>Newsletter: {SAY}</p></div>",
    "says_something_else_too": text() + f"<div><p>{SAY}</p><p>Log in to comment on this article.</p></div>",
    "counts_what_is_left": text() + f"<div><p>You have 3 of 5 free articles left this month.</p><p>{SAY}</p></div>",
    "only_a_label": text() + "<div><p>Subscribers only</p><button>Subscribe</button></div>",
    "says_needed": text() + f"<div><p>{SAY} A subscription is required.</p></div>",
    "says_denied": text() + f"<div><p>{SAY} You are not allowed to read this article.</p></div>",
    "named_wall": text() + f"<div class='paywall'><p>{SAY}</p></div>",
    "named_lock": text() + f"<div class='locked'><p>{SAY}</p></div>",
    "named_vendor": text() + f"<div class='poool-widget'><p>{SAY}</p></div>",
    "named_dialog": text() + f"<div class='modal'><p>{SAY}</p></div>",
    "named_newsletter": text() + f"<div class='newsletter'><p>{SAY}</p></div>",
    "named_advert": text() + f"<div class='advert'><p>{SAY}</p></div>",
    "named_aside": text() + f"<aside><p>{SAY}</p></aside>",
    "has_button": text() + f"<div><p>{SAY}</p><button>Now</button></div>",
    "has_offer_link": text() + f"<div><p>{SAY}</p><a href='/subscribe'>Now</a></div>",
    "has_login_link": text() + f"<div><p>{SAY}</p><a href='/login'>Now</a></div>",
    "has_password": text() + f"<form><p>{SAY}</p><input type='password'></form>",
    "has_mail_field": text() + f"<form><p>{SAY}</p><input type='email'></form>",
    "leads_elsewhere": text() + f"<div><p>{SAY}</p><p><a href='/o'>The quiet war over the harbour of the town</a></p></div>",
    "is_one_line": text() + f"<p>{SAY}</p>",
    "is_bare_line": text() + f"<p>{SAY}</p>",
    "is_heading_first": text() + f"<div><h3>{SAY}</h3><button>Now</button></div>",
    "is_long": text() + BOX,
    "text_breaks_off": text() + f"<p>{'And then the council went on to say that the bridge and its long' }</p>" + BOX,
    "text_ends_with_colon": text() + "<p>What the council then went on to say of the bridge and its story:</p>" + BOX,
    "is_sentence": text() + f"<p>The council met on a long evening in the old town hall. {SAY} Log in</p>",
    "before_text": BOX + text(),
    "little_behind": BOX + text(2),
    "before_text_and_closed": BOX + text(),
    "before_text_and_named": f"<div class='paywall'><p>{SAY}</p></div>" + text(),
    "amid_text": text(4) + BOX + text(4, 11),
    "text_goes_on": text(4) + BOX + text(4, 11),
    "much_text_goes_on": text(4) + BOX + text(4, 11),
    "goes_on_undeclared": text(4) + BOX + text(4, 11),
    "goes_on_and_knows_nobody": text(4) + BOX + text(4, 11),
    "hidden_text_behind": text() + BOX + f"<div style='display:none'>{text(6, 11)}</div>",
    "is_hidden": text() + f"<div style='display:none'><p>{SAY}</p></div>",
    "is_hidden_by_class": text() + f"<div class='hidden'><p>{SAY}</p></div>",
    "is_hidden_and_text_goes_on": text(4) + f"<div hidden><p>{SAY}</p></div>" + text(4, 11),
    "very_little_text": text(2) + BOX,
    "beside_another": text() + BOX + "<div class='y'><h3>Access options</h3><p>Already a subscriber?</p><a href='/in'>Log in</a></div>",
    "far_behind_text": text() + "".join(f"<p>Line {n}</p>" for n in range(9)) + BOX,
    "overlaid_and_closed": text() + f"<div role='dialog'>{BOX}</div>",
    "closed_and_breaks_off": text() + "<p>And then the council went on to say that the bridge and its long</p>" + BOX,
}  # fmt: skip


@pytest.mark.parametrize("sign", sorted(HAS))
def test_sign_of_a_wall_is_seen(sign):
    words = "Subscribers only" if sign == "only_a_label" else SAY
    assert signs_of(scene(HAS[sign]), words).get(sign, 0) > 0


NEUTRAL = text() + BOX
NOT_IN_A_PLAIN_BOX = sorted(
    set(HAS)
    - {
        "says_go_on", "says_read_on", "says_subscribe", "says_this", "says_closed_and_opens",
        "says_closed_and_asks", "strength", "strong", "has_link", "behind_text", "right_behind_text",
        "in_container", "little_text", "behind_text_and_closed", "is_long", "very_little_text",
    }
)  # fmt: skip


@pytest.mark.parametrize("sign", NOT_IN_A_PLAIN_BOX)
def test_sign_is_not_seen_in_a_plain_box_behind_the_text(sign):
    assert not signs_of(scene(NEUTRAL), SAY).get(sign)


FADED = "<style>.fade{max-height:400px;overflow:hidden;mask-image:linear-gradient(#000,transparent)}</style>"
HEADS = {
    "flag_not_free": '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>',
    "flag_free": '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":true}</script>',
    "part_not_there": '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false,"hasPart":{"isAccessibleForFree":false,"cssSelector":".none"}}</script>',
    "falls_short": '<script type="application/ld+json">{"@type":"NewsArticle","wordCount":2000}</script>',
    "tier_free": '<meta name="article:content_tier" content="free">',
    "tier_metered": '<meta name="article:content_tier" content="metered">',
    "tier_locked": '<meta name="article:content_tier" content="locked">',
    "own_paid": '<meta name="article:premium" content="true">',
    "own_free": '<meta name="article:premium" content="false">',
}


@pytest.mark.parametrize("sign", sorted(HEADS))
def test_declaration_is_a_sign_of_every_candidate(sign):
    assert signs_of(scene(NEUTRAL, HEADS[sign]), SAY).get(sign)


def test_declared_page_makes_a_box_behind_its_text_more():
    found = signs_of(scene(NEUTRAL, HEADS["flag_not_free"]), SAY)
    assert found.get("behind_text_and_declared")
    amid = signs_of(scene(text(4) + BOX + text(4, 11), HEADS["flag_free"]), SAY)
    assert amid.get("goes_on_and_free")


def test_text_in_a_box_that_a_style_fades_out():
    found = signs_of(scene(f"<div class='fade'>{text()}</div>{BOX}", FADED), SAY)
    assert found.get("text_fades")


def test_box_in_an_invented_language_has_its_structure_alone():
    inside = (
        text()
        + "<p>And then the council went on to say that the bridge and its long</p><div><p>Zuba mirolo kanta vezu</p><button>Zubira</button></div>"
    )
    found = signs_of(scene(inside), "Zuba")
    assert found.get("says_nothing")
    assert found.get("structure_alone")


def test_every_sign_has_a_direction_and_only_signs_are_given():
    pages = [scene(inside) for inside in HAS.values()]
    given = set().union(*(signs_of(p, "S") for p in pages[:3]))
    assert given <= set(signs.DIRECTIONS)
    assert set(signs.DIRECTIONS.values()) == {-1, 0, 1}
    assert 40 <= len(signs.NAMES) <= 90


def test_a_line_that_says_read_also_leads_elsewhere():
    also = "<div><p>Read also:</p><p>Subscribers only</p><a href='/o'>The bridge</a></div>"
    assert signs_of(scene(text(4) + also + text(4, 11)), "Subscribers").get("leads_elsewhere") == 1


def test_more_than_a_little_text_behind_a_wall_is_not_little():
    assert signs_of(scene(BOX + text(4)), SAY).get("little_behind")
    assert not signs_of(scene(BOX + text(5)), SAY).get("little_behind")


def test_a_label_at_the_headline_declares_what_a_box_amid_the_text_asks():
    label = "<p class='badge'>Subscribers only</p>"
    found = signs_of(scene(label + text(4) + BOX + text(4, 11)), SAY)
    assert found.get("badge")
    assert not found.get("goes_on_undeclared")
