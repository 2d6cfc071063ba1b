"""Roles of a box, as bits of one number: a box may be several things at once."""

from __future__ import annotations

NAV = 1 << 0
FOOT = 1 << 1
ASIDE = 1 << 2
SHARE = 1 << 3
COMMENT = 1 << 4
RELATED = 1 << 5
AD = 1 << 6
NEWSLETTER = 1 << 7
CAPTION = 1 << 8
AUTHORBOX = 1 << 9
COOKIE = 1 << 10
TAGS = 1 << 11
META = 1 << 12
HIDDEN = 1 << 13
HEADER = 1 << 14
FORM = 1 << 15
EMBED = 1 << 16
BYLINE = 1 << 17
TEASER = 1 << 18
WALL = 1 << 19
BODY = 1 << 20
CARD = 1 << 21
SOFT_HIDDEN = 1 << 22
KICKER = 1 << 23
VEILED = 1 << 24
"""There, but as it stands not to be read: transparent, blurred, without height, inert.
Sites fade their text in from such a state, so alone it takes nothing away."""

NOT_BODY = (
    NAV | FOOT | ASIDE | SHARE | COMMENT | RELATED | AD | NEWSLETTER | CAPTION
    | AUTHORBOX | COOKIE | TAGS | META | HIDDEN | SOFT_HIDDEN | FORM | EMBED | BYLINE
    | KICKER
)  # fmt: skip

CHROME = NAV | FOOT | COOKIE | HIDDEN | SOFT_HIDDEN
"""What frames a page and says nothing of it, and what nobody sees."""
THROWN = NAV | SHARE | COMMENT | RELATED | AD | NEWSLETTER | COOKIE
"""Roles whose boxes are thrown away, text and all."""

ROLES = {
    "nav": NAV,
    "foot": FOOT,
    "aside": ASIDE,
    "share": SHARE,
    "comment": COMMENT,
    "related": RELATED,
    "ad": AD,
    "newsletter": NEWSLETTER,
    "caption": CAPTION,
    "authorbox": AUTHORBOX,
    "cookie": COOKIE,
    "tags": TAGS,
    "meta": META,
    "hidden": HIDDEN,
    "header": HEADER,
    "form": FORM,
    "embed": EMBED,
    "byline": BYLINE,
    "teaser": TEASER,
    "wall": WALL,
    "body": BODY,
    "card": CARD,
    "soft hidden": SOFT_HIDDEN,
    "kicker": KICKER,
    "veiled": VEILED,
}
"""What a table calls a role → its bit."""
