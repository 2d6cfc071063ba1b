"""The signs of a candidate: a fixed list of named numbers from 0 to 1.

What it says (classes of words, in the page's languages), what it is named, what it
holds, what the text around it does, what the page declares. No word, name or site is
a sign of its own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from pipelines.access.candidates import Candidate, in_wall_box, other_headlines, vendor
from pipelines.access.elsewhere import addresses
from pipelines.access.scene import CUT, Scene, dialog_of, says_free
from pipelines.layout import roles
from pipelines.layout.blocks import Block, chars
from pipelines.lexicon.addresses import leads_to_login, leads_to_offer
from pipelines.lexicon.also import says_also
from pipelines.lexicon.hearing import Heard, hear
from pipelines.lexicon.phrases import Spoken, languages, may_speak, spoken, still_counts, together
from pipelines.page.words import ends_sentence

Signs = dict[str, float]

SAID = ("go_on", "read_on", "reserved", "remaining", "subscribe", "register", "sign_in", "already")
"""Classes of what a wall says."""
_CLOSED = frozenset(("go_on", "reserved", "remaining"))
_READING = _CLOSED | {"read_on"}
_REFUSED = frozenset((Heard.NEEDED, Heard.DENIED))
_OPENS = frozenset(("subscribe", "register", "sign_in", "price"))

DIRECTIONS: dict[str, int] = {
    # what it says
    **{f"says_{c}": 1 for c in SAID},
    "says_needed": 1, "says_denied": 1, "says_offer": 0, "says_free_account": 1, "says_price": 0, "says_all": -1, "says_this": 1,
    "says_something_else": -1, "says_something_else_too": -1, "says_closed_and_opens": 1, "says_closed_and_asks": 1,
    "strength": 1, "strong": 1, "only_a_label": -1, "counts_what_is_left": -1, "says_nothing": -1, "says_nothing_closed": -1,
    # what it is named
    "named_wall": 1, "named_lock": 1, "named_vendor": 1, "named_dialog": 0, "named_newsletter": -1,
    "named_advert": -1, "named_aside": -1, "named_elsewhere": -1,
    # what it holds
    "has_button": 1, "has_link": 0, "has_offer_link": 1, "has_login_link": 1, "has_password": 1,
    "has_mail_field": -1, "leads_elsewhere": -1, "is_long": -1, "is_prose": -1, "is_one_line": -1,
    "is_bare_line": -1, "is_sentence": -1, "is_heading_first": 1,
    # what the text around it does
    "behind_text": 1, "right_behind_text": 1, "far_behind_text": -1, "before_text": 0, "amid_text": -1,
    "in_container": 1, "text_goes_on": -1, "much_text_goes_on": -1, "hidden_text_behind": 1,
    "text_breaks_off": 1, "text_ends_with_colon": 1, "little_text": 1, "very_little_text": 1, "little_behind": 1,
    "text_fades": 1, "is_hidden": -1, "is_hidden_by_class": -1, "is_hidden_and_text_goes_on": -1,
    "falls_short": 1,
    # what the page declares
    "flag_not_free": 1, "part_not_free": 1, "flag_free": -1, "tier_metered": 0, "tier_free": -1,
    "tier_locked": 1, "own_free": -1, "own_paid": 1, "badge": 1, "meter": 0, "part_not_there": 1,
    # several of these together
    "behind_text_and_declared": 1, "behind_text_and_closed": 1, "goes_on_undeclared": -1,
    "goes_on_and_free": -1, "goes_on_and_knows_nobody": -1,
    "closed_and_breaks_off": 1, "structure_alone": 1, "before_text_and_closed": 1,
    "before_text_and_named": 1, "beside_another": 1, "overlaid_and_closed": 1,
    "declared_and_little": 1, "offers_and_logs_in": 1,
}  # fmt: skip
"""Every sign of a wall, in the order of the weights, and whether it may speak for one (1),
against one (-1) or either way (0)."""
NAMES = tuple(DIRECTIONS)


def of(candidate: Candidate, scene: Scene, every: Sequence[Candidate]) -> Signs:
    """Return the signs of a candidate that are not 0; `every` holds all
    candidates of the page: several beside each other speak for each other."""
    lines = candidate.lines(scene)
    said = _said(candidate, lines)
    signs: Signs = {
        **_says(said, lines),
        **_named(lines),
        **_holds(candidate, lines),
        **_stands(candidate, lines, scene),
        **scene.notes,
    }
    signs["beside_another"] = signs["behind_text"] and any(
        each.start == candidate.end or each.end == candidate.start for each in every
    )
    signs.update(_together(signs))
    return {name: float(value) for name, value in signs.items() if value}


def _said(candidate: Candidate, lines: list[Block]) -> Spoken:
    texts = [b.text for b in lines]
    texts[0] = texts[0][candidate.cut :]
    tongues = languages(" ".join(texts))
    return together([spoken(t, tongues) for t in texts])


def _says(said: Spoken, lines: list[Block]) -> Signs:
    parts = said.parts
    heard = {h for b in lines if may_speak(b.text) for h in hear(b.text)}
    closed = parts & _CLOSED or ("read_on" in parts and "all" not in parts)
    return {
        **{f"says_{name}": name in parts for name in SAID},
        "says_needed": Heard.NEEDED in heard,
        "says_denied": Heard.DENIED in heard,
        "says_offer": Heard.OFFER in heard,
        "says_free_account": any(_offers_account(b) for b in lines),
        "says_price": "price" in parts,
        "says_all": "all" in parts,
        "says_this": "this" in parts,
        "says_something_else": said.counter,
        "says_something_else_too": any(_is_about_else(b) for b in lines),
        "says_closed_and_opens": bool(closed and parts & _OPENS),
        "says_closed_and_asks": bool(closed) and _presses(lines),
        "strength": min(1.0, said.strength / 1.4),
        "strong": said.strength >= 1,
        "only_a_label": bool(parts)
        and parts <= {"reserved", "subscribe"}
        and chars(lines) < _LABEL,
        "says_nothing": not parts and not heard,
        "says_nothing_closed": bool(parts) and not (parts & _READING or heard & _REFUSED),
        "counts_what_is_left": any(still_counts(b.text) for b in lines),
    }


_LABEL = 40
"""Characters of a label, of whatever it stands by."""


def _offers_account(block: Block) -> bool:
    """An account and "free" in one line: it costs nothing."""
    return may_speak(block.text) and {Heard.JOIN, Heard.FREE} <= hear(block.text)


def _is_about_else(block: Block) -> bool:
    return may_speak(block.text) and spoken(block.text).counter


def _presses(lines: list[Block]) -> bool:
    return any(b.buttons or (b.links and len(b.text) < _PRESSED) for b in lines)


_PRESSED = 60


def _named(lines: list[Block]) -> Signs:
    first = lines[0]
    every = 0
    for block in lines:
        every |= block.roles
    names = " ".join(
        f"{e.get('class') or ''} {e.get('id') or ''}" for b in lines[:4] for e in b.stack[-3:]
    )
    return {
        "named_wall": any(in_wall_box(b) for b in lines[:6]),
        "named_lock": bool(_LOCK.search(names)) and in_wall_box(first),
        "named_vendor": vendor(first) is not None,
        "named_dialog": bool(every & roles.COOKIE) or dialog_of(first) is not None,
        "named_newsletter": bool(every & roles.NEWSLETTER),
        "named_advert": bool(every & roles.AD),
        "named_aside": bool(first.roles & roles.ASIDE),
        "named_elsewhere": bool(
            first.roles & (roles.NAV | roles.FOOT | roles.RELATED | roles.COMMENT)
        ),
    }


_LOCK = re.compile(
    r"(?:^|[\s_-])(?:lock(?:ed)?|paywall|regwall|gate|gated|restricted|restriction|unlock)(?=$|[\s_-])",
    re.IGNORECASE,
)


def _holds(candidate: Candidate, lines: list[Block]) -> Signs:
    element = candidate.element
    links = addresses(lines)
    fields = [(i.get("type") or "text").lower() for i in element.iter("input")]
    size = chars(lines) - candidate.cut
    headlines = len(other_headlines(lines))
    return {
        "has_button": any(b.buttons for b in lines) or "submit" in fields,
        "has_link": bool(links),
        "has_offer_link": any(map(leads_to_offer, links)),
        "has_login_link": any(map(leads_to_login, links)),
        "has_password": "password" in fields,
        "has_mail_field": "email" in fields and "password" not in fields,
        "leads_elsewhere": 1.0 if says_also(lines[0].text) else min(1.0, headlines / 2),
        "is_long": min(1.0, size / 1000),
        "is_prose": any(_is_prose(b) for b in lines),
        "is_one_line": len(lines) == 1 and not candidate.cut,
        "is_bare_line": not links and not any(b.buttons for b in lines) and not fields,
        "is_sentence": candidate.cut > 0,
        "is_heading_first": lines[0].is_heading,
    }


def _is_prose(block: Block) -> bool:
    return block.is_strong and len(block.text) >= _PROSE and not block.buttons and not block.links


_PROSE = 130


def _stands(candidate: Candidate, lines: list[Block], scene: Scene) -> Signs:
    start, end = candidate.start, candidate.end
    before = scene.before[start] + candidate.cut
    behind = scene.behind(end)
    distance = scene.distance(start)
    text = before or scene.before[-1]
    hidden = not any(scene.shown[start:end])
    # what is laid over the page and shown at once stands anywhere in its source
    overlaid = not hidden and dialog_of(lines[0]) is not None and len(scene.dialogs) <= _AT_ONCE
    by_class = bool(lines[0].roles & roles.SOFT_HIDDEN)
    last = _text_before(candidate, scene)
    return {
        "overlaid_and_short": overlaid and text < CUT,
        "behind_text": distance > 0 or candidate.cut > 0,
        "right_behind_text": 0 < distance <= 2 or candidate.cut > 0,
        "far_behind_text": 0.0 if overlaid else min(1.0, max(0, distance - 3) / 12),
        "before_text": before == 0 and behind > 0,
        "amid_text": before > 0 and behind > 0,
        "in_container": scene.layout.container in lines[0].stack,
        "text_goes_on": behind / (before + behind + 1) if before else 0.0,
        "much_text_goes_on": behind > max(_SOME, before * 0.15) and before > 0,
        "hidden_text_behind": scene.hidden_behind(start) > _MUCH,
        "text_breaks_off": bool(last) and not ends_sentence(last),
        "text_ends_with_colon": last.endswith((":", "：", "...", "…")),
        # what stands behind a wall at the head of an article says nothing of how much there is
        "little_text": math.exp(-before / _LITTLE) if before or not behind else 0.0,
        "very_little_text": text < _MUCH and (before > 0 or not behind),
        "little_behind": before == 0 and 0 < behind < _MUCH,
        "elsewhere_and_long": (distance > _ASIDE or before == 0) and text > _WHOLE,
        "text_fades": _fades(scene),
        "is_hidden": hidden,
        "is_hidden_by_class": by_class,
        "is_hidden_and_text_goes_on": hidden and behind > _SOME,
    }


_SOME = 240
_MUCH = 500
_LITTLE = 1_200.0
_WHOLE = 2_500
"""Characters of a text that is whole more often than cut."""
_AT_ONCE = 2
"""Dialogs of a page that may be shown at once, one of them for cookies; more wait for a click."""
_ASIDE = 8


def _text_before(candidate: Candidate, scene: Scene) -> str:
    """The end of the paragraph that a wall stands behind."""
    if candidate.cut:
        return scene.blocks[candidate.start].text[: candidate.cut].rstrip()
    if candidate.start > scene.last >= scene.layout.body_start:
        return scene.blocks[scene.last].text.rstrip()
    return ""


def _fades(scene: Scene) -> float:
    """A mask or a height that cuts off, on a box of the text or near its end."""
    stack = scene.blocks[scene.last].stack if 0 <= scene.last < len(scene.blocks) else ()
    seen = [scene.looks[e] for e in stack if e in scene.looks]
    return float(any(s.faded or s.cropped for s in seen))


def _together(signs: Signs) -> Signs:
    """Signs that mean more together than each of them."""
    declared = any(signs.get(s) for s in ("flag_not_free", "tier_locked", "own_paid", "badge"))
    free = says_free(signs) and not signs.get("says_register")  # what an account opens is free
    goes_on = bool(signs.get("much_text_goes_on"))
    knows = bool(signs.get("says_already") or signs.get("says_sign_in"))
    behind = bool(signs.get("behind_text"))
    closed = bool(signs.get("says_closed_and_opens") or signs.get("says_closed_and_asks"))
    pressed = bool(
        signs.get("has_button") or signs.get("has_offer_link") or signs.get("has_login_link")
    )
    alone = bool(signs.get("says_nothing")) and bool(signs.get("right_behind_text")) and pressed
    right_behind = bool(signs.get("right_behind_text"))
    return {
        "declared_and_little": signs.get("little_text", 0.0)
        * (declared and not signs.get("tier_metered") and right_behind and pressed),
        "offers_and_logs_in": bool(signs.get("has_offer_link") and signs.get("has_login_link")),
        "behind_text_and_declared": behind and declared,
        "behind_text_and_closed": behind and closed,
        "goes_on_undeclared": goes_on and not declared,
        "goes_on_and_free": goes_on and free,
        "goes_on_and_knows_nobody": goes_on and not declared and not knows,
        "overlaid_and_closed": bool(signs.get("overlaid_and_short")) and closed,
        "closed_and_breaks_off": closed and bool(signs.get("text_breaks_off")),
        "structure_alone": alone and bool(signs.get("text_breaks_off")),
        "before_text_and_closed": bool(signs.get("before_text")) and closed,
        "before_text_and_named": bool(signs.get("before_text")) and bool(signs.get("named_wall")),
    }
