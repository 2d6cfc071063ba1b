"""Which of the candidates is believed to be the wall of the page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from pipelines.access.candidates import Candidate
from pipelines.access.scene import Scene, says_free
from pipelines.access.summary import is_summary
from pipelines.access.weighing import Weighed
from pipelines.papers.model import WALL


def wall(scene: Scene, weighed: list[Weighed], threshold: float) -> Weighed | None:
    """Return the wall of the page, None where none is believed: of those that are nearly as
    likely as the likeliest, or stand before it with no text between, the first one at the
    text; else the likeliest elsewhere."""
    believed = [w for w in weighed if w.probability >= threshold and _is_backed(w)]
    inside = [w for w in believed if not is_elsewhere(scene, w.candidate)]
    # what says that it closes the text is the wall before what only looks like one
    if not inside or (_say_nothing(inside) and not _say_nothing(believed)):
        return max(believed, key=_saying, default=None)
    best = max(inside, key=_saying)
    near = [w for w in inside if _is_near(scene, w, best)]
    return min(near, key=lambda w: (w.candidate.start, -w.candidate.cut))


def _saying(wall: Weighed) -> tuple[bool, float]:
    return not wall.signs.get("says_nothing"), wall.probability


def _say_nothing(walls: list[Weighed]) -> bool:
    return all(w.signs.get("says_nothing") for w in walls)


def _is_near(scene: Scene, wall: Weighed, best: Weighed) -> bool:
    """It is nearly as likely, and the article does not go on behind it, or leads to it."""
    if wall is best or _leads_to(scene, wall, best):
        return True
    return wall.probability >= best.probability - _NEARLY and not _is_passed(wall, best)


def before_part(
    scene: Scene, weighed: list[Weighed], parts: Sequence[Collection[int]], threshold: float
) -> Weighed | None:
    """Return what leads to reserved text that is not shown, and would not be believed alone: it
    stands between that and the last paragraph above. None where nothing does."""
    for first in sorted(min(p) for p in parts if p):
        last = max((n for n in scene.paragraphs if n < first), default=-1)
        for each in weighed:
            between = last < each.candidate.start and each.candidate.end <= first
            if between and each.probability >= threshold and may_be(each.signs):
                return each
    return None


def _is_passed(wall: Weighed, best: Weighed) -> bool:
    """The article goes on behind it, up to a likelier one behind all of it."""
    return bool(wall.signs.get("much_text_goes_on") and best.signs.get("behind_text"))


def _leads_to(scene: Scene, wall: Weighed, best: Weighed) -> bool:
    """Several boxes, one behind the other, are one wall: no text stands between them."""
    end, start = wall.candidate.end, best.candidate.start
    return end <= start and scene.before[end] == scene.before[start]


_NEARLY = 0.15


def _is_backed(wall: Weighed) -> bool:
    """What the model may not decide alone: see `may_be`. And what stands amid a text that
    nothing reserves must know its readers (log in, already one of us), or be beyond doubt: it
    may sell one part. One behind a text that the page says is free must be beyond doubt, and
    one amid it is none, where nothing of the text is seen to be closed. A lone
    line with nothing to press may be what the article says of something that is sold, and a
    box that says nothing of closing may be for comments: they must be well above even."""
    has = wall.signs.get
    if wall.box is not None and wall.box.wall >= WALL:
        return True  # its paper knows it: it says what it says on every page that ends early
    if says_free(wall.signs) and not any(map(has, _SEEN)):
        if has("goes_on_and_free") or wall.probability < _BEYOND_DOUBT:
            return False
    elif wall.probability < _BEYOND_DOUBT and (
        (has("goes_on_and_knows_nobody") and not has("badge")) or has("goes_on_and_free")
    ):
        return False
    weak = has("says_nothing_closed") or (has("is_bare_line") and has("is_one_line"))
    if weak and wall.probability < _WEAK and not _is_told(wall.signs):
        return False
    return may_be(wall.signs)


def may_be(signs: Mapping[str, float]) -> bool:
    """Tell whether a candidate with these signs can be a wall at all: a box that a script shows
    to some readers, one that says nothing that is known, or a dialog laid over a long text
    closes it only where something else says that it is closed; a paragraph without a word of
    a wall is text, whatever stands near it."""
    has = signs.get
    wordless = has("says_nothing_closed") or (has("says_nothing") and has("before_text"))
    if has("is_bare_line") and wordless and not has("is_hidden"):
        return False
    if has("is_hidden") or has("elsewhere_and_long"):
        return _is_closed(signs)
    return not has("says_nothing") or _is_told(signs)


def _is_told(signs: Mapping[str, float]) -> bool:
    """What a box says or does not say needs no words that are known: something else says that
    the text is closed, or its box is named for a lock, with a link to an offer and one for
    those who have it."""
    has = signs.get
    opens = has("has_offer_link") and has("has_login_link")
    return _is_closed(signs) or bool(has("named_lock") and opens)


def _is_closed(signs: Mapping[str, float]) -> bool:
    """Something else says that the text is closed."""
    return any(signs.get(sign) for sign in _CLOSED)


_BEYOND_DOUBT = 0.8
_WEAK = 0.7
"""Probability from which such a one is a wall where nothing else says that the text is closed."""
_SEEN = (
    "tier_locked", "badge", "text_breaks_off", "text_ends_with_colon", "text_fades",
    "hidden_text_behind", "falls_short",
)  # fmt: skip
"""What says that a text is closed, even where the page says that it is free."""
_CLOSED = ("flag_not_free", "part_not_free", "own_paid", *_SEEN)


def is_elsewhere(scene: Scene, candidate: Candidate) -> bool:
    """It stands before the text, or far behind it: where it stands says nothing of where
    the text ends."""
    if candidate.cut:
        return False
    before = scene.behind(candidate.end) > 0 and _is_at_the_head(scene, candidate.start)
    return before or scene.distance(candidate.start) > _FAR


def _is_at_the_head(scene: Scene, index: int) -> bool:
    """No text stands above, but for a standfirst."""
    above = [n for n in scene.paragraphs if n < index]
    return not above or (len(above) == 1 and is_summary(scene, scene.blocks[above[0]]))


_FAR = 14
"""Blocks behind the last paragraph from which a box is a dialog laid over the page."""
