"""Text that a metered page shows and its own markup reserves: cut, or kept by the recipe."""

from __future__ import annotations

import pytest

from pipelines.extract.result import Extraction
from pipelines.extract.rules import Rules
from pipelines.recipe import Policy
from tests import made
from tests.pipelines.access.scenes import TITLE, lines, text

DECLARED = made.json_ld(
    isAccessibleForFree=False, hasPart={"isAccessibleForFree": False, "cssSelector": ".rest"}
)


def article(policy: str, attributes: str = ""):
    rest = f"<div class='rest'{attributes}>{text(6, 11)}</div>"
    body = f"<article><h1>{TITLE}</h1>{text(4)}{rest}</article>"
    found = made.outcome(body, Rules(declared=policy), title=TITLE, head=DECLARED, declared=False)
    assert isinstance(found, Extraction)
    return found.article


def test_shown_part_is_cut_by_default():
    found = article(Policy().declared)
    assert (found.access, found.text_complete) == ("metered", False)
    assert found.text == "\n\n".join(lines(4))


def test_shown_part_is_kept_where_the_recipe_says_so():
    found = article("keep")
    assert (found.access, found.text_complete, found.boundary_char) == ("metered", True, None)
    assert lines(1, 16)[0] in found.text


@pytest.mark.parametrize("policy", ["cut", "keep"])
def test_hidden_part_is_never_kept(policy):
    found = article(policy, " style='display:none'")
    assert (found.access, found.text_complete) == ("subscription", False)
    assert lines(1, 11)[0] not in found.text
