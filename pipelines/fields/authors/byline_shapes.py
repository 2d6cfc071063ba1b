"""How a byline begins, in the words of every language: the patterns that `printed_byline`
looks for."""

from __future__ import annotations

import re
from functools import cache

from pipelines.lexicon.tables import choice


@cache
def by() -> re.Pattern[str]:
    """A line that begins with who wrote it."""
    return re.compile(
        rf"^(?:{choice('byline.before_by')} )?(?:{choice('byline.by')}|{choice('byline.by_label')}:?|{choice('byline.text_label')}:)\s{{0,9}}:?\s{{1,9}}(?=\S)|^(?-i:(?:{choice('byline.glued_first')} )?(?i:{choice('byline.glued_to')})(?=[A-Z][A-Za-z.]))",
        re.IGNORECASE,
    )


@cache
def inner() -> re.Pattern[str]:
    """The same amid a line."""
    return re.compile(
        rf"^.{{0,80}}?(?:^|[\s|~·•/,\d])(?:{choice('byline.by_sure')}|{choice('byline.sure_label')}:)\s{{1,9}}(?=[^\W\d_])",
        re.IGNORECASE,
    )


@cache
def stamped() -> re.Pattern[str]:
    """A date, or what a line begins with that has one."""
    return re.compile(
        rf"(?:19|20)\d\d|\d{{1,2}}[./]\d{{1,2}}|^{choice('byline.stamp')}", re.IGNORECASE
    )


@cache
def label_only() -> re.Pattern[str]:
    """The label of a byline and no name: "Author:"."""
    return re.compile(
        rf"^(?:{choice('byline.alone_verb')}\s{{1,9}})?{choice('byline.alone')}\s{{0,9}}:?$",
        re.IGNORECASE,
    )


@cache
def other() -> re.Pattern[str]:
    """Who did something else for the article."""
    return re.compile(rf"^{choice('byline.other')}\b", re.IGNORECASE)


@cache
def below_text() -> re.Pattern[str]:
    """What a line under the text begins with that signs it."""
    return re.compile(
        rf"^{choice('byline.below_verb')}\b.{{0,40}}?\b{choice('byline.below_by')}\s{{0,9}}:?\s{{1,9}}(?=\S)|^(?:{choice('byline.below_label')}|{choice('byline.below_colon')}(?=:))\s{{0,9}}:?\s{{1,9}}(?=[^\W\d_])|^[(（]?\s{{0,9}}{choice('byline.eastern')}\s{{0,9}}[:：/／]\s{{0,9}}(?=\S)",
        re.IGNORECASE,
    )


@cache
def interface() -> re.Pattern[str]:
    """Words of a page's own furniture: no name has them."""
    return re.compile(rf"\b{choice('byline.interface')}\b", re.IGNORECASE)
