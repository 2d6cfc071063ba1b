"""Several boxes, one behind the other, are one wall; text between them makes them two."""

from __future__ import annotations

from pipelines.access import boundary, choice
from pipelines.access.candidates import Candidate
from pipelines.access.weighing import Weighed
from tests.pipelines.access.scenes import scene, text

FIRST = "<p>60 % of this article remain to be read.</p><div class='share'><span>Share</span></div>"
BOX = "<div class='paywall'><h3>Subscribe to continue reading this article</h3><a href='/s'>Subscribe</a><p>Already a subscriber? Log in</p></div>"


def _weighed(start: int, end: int, probability: float, *signs: str) -> Weighed:
    page = scene(text())
    found = dict.fromkeys(signs, 1.0)
    return Weighed(Candidate(start, end, page.blocks[0].element), probability, found)


def _chosen(inside: str, *walls: Weighed) -> int:
    found = choice.wall(scene(inside), list(walls), 0.35)
    assert found is not None
    return found.candidate.start


def test_a_less_likely_wall_with_no_text_behind_it_is_where_the_wall_begins():
    # the headline, four paragraphs, and from block 5 on what is no text
    inside = text() + FIRST + BOX
    assert _chosen(inside, _weighed(5, 6, 0.4), _weighed(7, 10, 0.95)) == 5


def test_a_less_likely_wall_with_text_behind_it_is_none():
    inside = text() + FIRST + text(3, 21) + BOX
    assert _chosen(inside, _weighed(5, 6, 0.4), _weighed(10, 13, 0.95)) == 10


def test_a_wall_that_is_not_believed_leads_to_nothing():
    inside = text() + FIRST + BOX
    assert _chosen(inside, _weighed(5, 6, 0.3), _weighed(7, 10, 0.95)) == 7


def test_a_box_that_says_it_is_a_wall_beats_one_that_only_looks_like_one():
    inside = text() + BOX + text(3, 21) + BOX
    silent = _weighed(11, 14, 0.95, "says_nothing", "text_breaks_off")
    assert _chosen(inside, _weighed(5, 8, 0.5), silent) == 5
    assert _chosen(inside, silent) == 11


def test_a_box_that_the_article_goes_on_behind_is_none_beside_a_likelier_one_behind_it():
    inside = text() + BOX + text(3, 21) + BOX
    behind = _weighed(11, 14, 0.95, "behind_text")
    assert _chosen(inside, _weighed(5, 8, 0.9, "much_text_goes_on"), behind) == 11
    assert _chosen(inside, _weighed(5, 8, 0.9), behind) == 5
    assert _chosen(inside, _weighed(5, 8, 0.9, "much_text_goes_on"), _weighed(11, 14, 0.95)) == 5
    assert _chosen(inside, _weighed(5, 8, 0.96, "much_text_goes_on"), behind) == 5


def _place(inside: str, wall: Weighed) -> tuple[int, str]:
    start, basis = boundary._of_wall(scene(inside), wall, [])
    return start, basis.value


def test_a_wall_that_is_believed_closes_what_it_stands_before():
    # the headline, three lines of the wall, then the text
    assert _place(BOX + text(13), _weighed(1, 4, 0.5)) == (1, "wall_before_body")


def test_a_dialog_before_the_text_closes_what_comes_behind_it():
    assert _place(BOX + text(8), _weighed(1, 4, 0.95, "named_dialog")) == (12, "wall_before_body")


def test_a_short_text_behind_a_wall_at_the_head_is_what_is_served():
    assert _place(BOX + text(12), _weighed(1, 4, 0.95)) == (16, "wall_before_body")


def test_the_lines_of_a_wall_are_kept_back_from_the_first_that_says_so():
    says = "Subscribe to continue reading this article"
    box = f"<div class='paywall'><p>By Ada Holm</p><h3>{says}</h3><p>From May</p><p>Already a subscriber? Log in</p><p class='byline'>By Per Berg</p><p>Thank you</p></div>"
    page = scene(text() + box)
    access = boundary.judge(page.document, page.layout)
    kept = [page.blocks[n].text for n in sorted(access.reserved)]
    assert kept == [says, "From May", "Already a subscriber? Log in", "Thank you"]
