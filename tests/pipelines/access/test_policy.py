"""Text that a metered page shows and its own markup reserves: cut, or kept by the recipe."""

from __future__ import annotations

import pytest

from pipelines.extract.extractor import Extractor
from pipelines.extract.result import Extraction
from pipelines.extract.rules import Rules
from pipelines.model import Page
from pipelines.recipe import Policy
from tests.pipelines.access.scenes import TITLE, lines, text

DECLARED = '{"@type":"NewsArticle","isAccessibleForFree":false,"hasPart":{"isAccessibleForFree":false,"cssSelector":".rest"}}'


def article(policy: str, attributes: str = ""):
    rest = f"<div class='rest'{attributes}>{text(6, 11)}</div>"
    markup = f"<html><head><title>{TITLE}</title><script type='application/ld+json'>{DECLARED}</script></head><body><article><h1>{TITLE}</h1>{text(4)}{rest}</article></body></html>"
    page = Page(url="https://paper.example/2026/a", body=markup.encode(), content_type="text/html")
    found = Extractor(Rules(declared=policy)).extract(page)
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
