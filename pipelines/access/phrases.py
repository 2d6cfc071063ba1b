"""The words of walls: they live in the lexicon."""

from pipelines.lexicon.phrases import (
    APPEAL,
    COUNTER,
    METER,
    Spoken,
    is_badge,
    languages,
    may_count,
    may_speak,
    spoken,
    stems_in,
    still_counts,
    together,
)

__all__ = [
    "APPEAL",
    "COUNTER",
    "METER",
    "Spoken",
    "is_badge",
    "languages",
    "may_count",
    "may_speak",
    "spoken",
    "stems_in",
    "still_counts",
    "together",
]
