"""Progress on stderr: a line now and then, JSON for machines, or nothing."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Callable, Iterator

from crawler.cli import say
from pipelines.extraction import Extraction
from pipelines.model import Rejected
from pipelines.store.archive import Ref

EVERY = 2.0
Watch = Callable[[Ref, Extraction | Rejected], None]


@contextlib.contextmanager
def watcher(mode: str) -> Iterator[Watch | None]:
    """Yield the function that is told every result; None for silence."""
    if mode == "none":
        yield None
        return
    state = {"last": 0.0, "articles": 0.0, "set_aside": 0.0}
    as_json = mode == "json"

    def watch(_: Ref, result: Extraction | Rejected) -> None:
        kept = isinstance(result, Extraction)
        state["articles" if kept else "set_aside"] += 1
        now = time.monotonic()
        if as_json:
            click_json(result, state)
        elif now - state["last"] > (EVERY if sys.stderr.isatty() else 5 * EVERY):
            state["last"] = now
            title = result.article.title if isinstance(result, Extraction) else f"({result.reason})"
            access = result.article.access if isinstance(result, Extraction) else "set aside"
            say(f"{int(state['articles'])} articles, {int(state['set_aside'])} set aside; last: {(title or '')[:60]} [{access}]")

    yield watch


def click_json(result: Extraction | Rejected, state: dict[str, float]) -> None:
    """Print one event as a JSON line on stderr."""
    event = {"articles": int(state["articles"]), "set_aside": int(state["set_aside"])}
    if isinstance(result, Extraction):
        event_more = {"event": "article", "url": result.article.url, "title": result.article.title, "access": result.article.access}
    else:
        event_more = {"event": "rejected", "url": result.url, "reason": result.reason}
    say(json.dumps({**event_more, **event}, ensure_ascii=False))
