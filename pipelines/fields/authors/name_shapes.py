"""What stands in a byline beside the names, in the words of every language: the patterns that
`names` cuts with."""

from __future__ import annotations

import re
from functools import cache

from pipelines.lexicon.tables import choice, source


@cache
def label() -> re.Pattern[str]:
    """What a byline begins with."""
    return re.compile(
        rf"^{choice('names.label')}\s{{0,9}}[:\-–]?\s{{1,9}}|^{choice('names.label_colon')}\s{{0,9}}:\s{{0,9}}|^{choice('byline.glued')} (?-i:{choice('byline.glued_by')}(?=[A-Z]))",
        re.IGNORECASE,
    )


@cache
def picture() -> re.Pattern[str]:
    """Words of pictures: whom they name, nobody wrote the text."""
    return re.compile(choice("names.picture"), re.IGNORECASE)


@cache
def split() -> re.Pattern[str]:
    """What stands between two names."""
    return re.compile(
        rf"\s{{0,9}}[;|•·\n、]\s{{0,9}}|\s{{1,9}}[-–—/]\s{{1,9}}|\s{{0,9}},\s{{0,9}}|\s{{1,9}}{choice('names.and')}\s{{1,9}}|\s{{0,9}}&\s{{0,9}}|\s{{1,9}}{choice('names.and_one')}\s{{1,9}}(?=[A-ZÀ-Ö])|/(?=\w{{3}})",
        re.IGNORECASE,
    )


def job() -> str:
    """A role, with the ranks in front of it, and one word between: "Senior Autos Reporter"."""
    rank = rf"{choice('names.rank')}\s{{1,9}}"
    return rf"(?:{rank}(?:{rank}){{0,7}}(?:[^\W\d_]{{2,20}}\s{{1,9}})?)?{choice('names.job')}"


@cache
def role() -> re.Pattern[str]:
    """A role, and all that follows it."""
    return re.compile(rf"\b{job()}\b(?s:.*)", re.IGNORECASE)


@cache
def picture_by() -> re.Pattern[str]:
    """Who took or drew the pictures, behind a name."""
    return re.compile(rf"\s{{1,9}}{choice('names.pictures')}\b:?\s{{1,9}}\S(?s:.*)", re.IGNORECASE)


@cache
def written_for() -> re.Pattern[str]:
    """The paper that somebody writes for, behind a name."""
    return re.compile(
        rf"\s{{1,9}}(?i:{choice('names.for')})\s{{1,9}}(?:(?i:{choice('names.the')})\s{{1,9}})?[A-Z](?s:.*)"
    )


@cache
def only_role() -> re.Pattern[str]:
    """A role and nothing else."""
    return re.compile(rf"{job()}s?", re.IGNORECASE)


@cache
def ends_in_role() -> re.Pattern[str]:
    """The end of a role: "Healthcare Reporter", "Head of Research"."""
    return re.compile(
        rf"(?:^|[\s-]){choice('names.job')}(?:\s{choice('names.role_of')}\s[^,]{{1,40}})?$",
        re.IGNORECASE,
    )


@cache
def listed_and() -> re.Pattern[str]:
    """What joins the last item of a list, or two roles of one person."""
    return re.compile(rf"(?:^|\s){choice('names.and')}\s", re.IGNORECASE)


@cache
def timey() -> re.Pattern[str]:
    """A time, a year or a word of one, and all that follows it."""
    return re.compile(
        rf"\b(?:\d{{1,2}}[:.h]\d{{2}}|\d{{1,2}}\.\s?\d{{1,2}}\.|(?:19|20)\d{{2}}|{choice('names.time')})\b(?s:.*)",
        re.IGNORECASE,
    )


@cache
def noise() -> re.Pattern[str]:
    """Labels, counters, calls and titles that stand where a name may stand; a name that begins
    with the letters of one is none: "Seema", "Sharelle"."""
    return re.compile(
        rf"^(?:(?:{choice('names.noise_start')}(?!\w)|[\[{{]).*|{choice('names.noise')})$",
        re.IGNORECASE,
    )


def month() -> str:
    """The beginnings of months' names in the languages whose bylines hold dates."""
    return rf"{choice('names.month')}[a-zéûäíô]{{0,9}}"


@cache
def day() -> re.Pattern[str]:
    """A day, and all that follows it."""
    return re.compile(
        rf"\b{choice('names.day')}\b(?s:.*)|\b{month()}\.?\s{{1,9}}\d(?s:.*)|\b\d{{1,2}}(?:{choice('months.ordinal', ('en',))}|\.)?[\s-]+(?:{choice('months.of', ('es',))}\s{{1,9}})?{month()}\b(?s:.*)|(?<=[^\W\d_])(?=(?-i:[A-Z])){month()}\.?\s{{1,9}}\d(?s:.*)|\b{choice('names.at')}\s{{0,9}}$|\b{choice('ago.before', ('de', 'es', 'fr'))}\s{{1,9}}\d(?s:.*)|\b{choice('names.touched')}\b(?s:.*)",
        re.IGNORECASE,
    )


@cache
def alone() -> re.Pattern[str]:
    """A whole piece that is only the label of a byline: "By", "Written by", "Autor"."""
    return re.compile(
        rf"^(?:{choice('names.alone_verb')}\s+)?(?:(?:{choice('names.alone_start')}|\+).*|{choice('names.alone')})$",
        re.IGNORECASE,
    )


@cache
def sentence() -> re.Pattern[str]:
    """Words of a biography, not of a name."""
    return re.compile(rf"\b{choice('names.sentence')}\b|[?!]|\.\s+[a-z]")


@cache
def all_by() -> re.Pattern[str]:
    """A link to all that somebody wrote: "View all posts by"."""
    return re.compile(
        rf"^{choice('names.all')}\b.{{0,40}}?\b{choice('names.all_by')}\s{{1,9}}", re.IGNORECASE
    )


@cache
def tail() -> re.Pattern[str]:
    """What begins behind the names of a printed line."""
    return re.compile(
        rf"\s{{1,9}}(?:[|•·●~»]|//|[-–—])(?:\s|$)|\s(?-i:{choice('names.tail_at')})\s{{1,9}}(?=\S)|\s{{1,9}}\d|\s{{0,9}}[•·●»]|,\s{{0,9}}\d|\b{choice('names.tail')}|\s\(",
        re.IGNORECASE,
    )


@cache
def agency() -> re.Pattern[str]:
    """What stands around the name of an agency."""
    return re.compile(
        rf"^{choice('names.agency_the')}\s{{1,9}}|\s{{1,9}}{choice('names.agency_end')}$"
    )


@cache
def eastern_role() -> re.Pattern[str]:
    """A role behind a name, without a space."""
    return re.compile(rf"\s{{0,9}}{choice('names.role_end')}$")


@cache
def particle() -> re.Pattern[str]:
    """A particle that a name may begin with, in lower case."""
    return re.compile(rf"{choice('names.particle')}\b|[dl]['’]", re.IGNORECASE)


@cache
def last_two() -> re.Pattern[str]:
    """The last two names of a list."""
    return re.compile(rf"[^,]{{1,200}}\s{choice('names.two')}\s[^,]{{1,200}}", re.IGNORECASE)


@cache
def no_more() -> re.Pattern[str]:
    """A beginning that is no further name."""
    return re.compile(rf"(?!{choice('names.no_more')}\b).", re.IGNORECASE)


@cache
def joined() -> re.Pattern[str]:
    """What joins two names."""
    return re.compile(rf"\s(?:{choice('names.two')}|&)\s", re.IGNORECASE)


@cache
def organisation() -> re.Pattern[str]:
    """Words of firms, papers and desks, which no person's name has; an article that is not
    its first word is part of a family name: "Ruth Le Gall"."""
    return re.compile(
        rf"\b{choice('names.organisation')}\b|^{choice('names.article')}\b|[.&]\w", re.IGNORECASE
    )


@cache
def inner_article() -> re.Pattern[str]:
    """An article with a capital, amid a line."""
    return re.compile(
        rf"\s{{1,9}}{choice('names.article')}\s{{1,9}}(?-i:(?=[^\W\d_a-z]))", re.IGNORECASE
    )


@cache
def staff() -> re.Pattern[str]:
    """The staff of a paper, behind its name: "Paper Staff"."""
    return re.compile(
        rf"\s{{1,9}}(?:{choice('names.desk')}\s{{1,9}})?{choice('names.staff')}(?:\s{{1,9}}{choice('names.staff_role')})?$",
        re.IGNORECASE,
    )


@cache
def eastern_desk() -> re.Pattern[str]:
    """The desk in front of a name that is all in Chinese or Japanese letters."""
    return re.compile(
        rf"^\S{{1,8}}(?:{source('byline.desk_end')})\s+(?=[\u3005\u3040-\u30ff\u3400-\u9fff]{{2,8}}$)"
    )
