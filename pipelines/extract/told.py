"""What a page that was read alone tells of its paper: the record's side of the evidence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pipelines.access.evidence import Basis, Says, Signal
from pipelines.access.public import kept_back
from pipelines.extract.result import Extraction
from pipelines.papers.evidence import Seen, Told, observe

_DECLARES = frozenset(
    (Signal.FREE_FLAG, Signal.PART_NOT_FREE, Signal.TIER, Signal.OWN_META, Signal.DATA_ATTRIBUTE, Signal.BADGE)
)  # fmt: skip
_PAYING = frozenset((Says.PAID, Says.LOCKED, Says.REGISTRATION))
_HELD = frozenset((Basis.HIDDEN_TEXT, Basis.SCRAMBLED))
_SEEN_WALL = frozenset((Basis.VISIBLE_WALL, Basis.WALL_BEFORE_BODY))


def observed(result: Extraction) -> Seen | None:
    """Return what an extraction tells of its paper; None for text that came without a page."""
    if result.judged is None:
        return None
    article, access, layout = result.article, result.access, result.judged.layout
    place = access.boundary
    walls = place is not None and place.basis in _SEEN_WALL and not place.chars
    hides = any(e.signal in (b.signal for b in _HELD) for e in access.evidence)
    told = Told(
        id=article.id,
        source=article.source,
        text=article.text or "",
        teaser=article.teaser or "",
        authors=tuple(article.authors),
        wall=place.block if place is not None and walls else None,
        end=place.block if place is not None else None,
        unseen=kept_back(layout, access),
        paid=any(e.signal in _DECLARES and e.says in _PAYING for e in access.evidence),
        short=hides or any(e.signal is Signal.CUT for e in access.evidence),
        sure=access.confidence,
        fetched=_since_1970(article.date_fetched, timedelta(microseconds=1)),
        day=_since_1970(article.date_published or article.date_fetched, timedelta(days=1)),
    )
    return observe(layout, told)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _since_1970(moment: datetime, unit: timedelta) -> int:
    return ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - _EPOCH) // unit
