"""The log of a crawl: what servers say in it stays words."""

from __future__ import annotations

import logging
import traceback
from typing import Any

from pipelines.page.inert import shown


class InertRecord(logging.LogRecord):
    """A record of the log without control characters; its further lines are indented, so
    that none of them looks like a record of its own."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if self.exc_info and self.exc_info[0] is not None:
            # a formatter takes this text where there is one
            self.exc_text = shown("".join(traceback.format_exception(*self.exc_info)).rstrip())

    def getMessage(self) -> str:  # noqa: N802  (the name is of `logging`)
        """Return the message, inert."""
        return shown(super().getMessage()).replace("\n", "\n    ")


def keep_inert() -> None:
    """Make every later record of the log of this process an inert one."""
    logging.setLogRecordFactory(InertRecord)


def speak_from(level: str) -> None:
    """Let Scrapy make no record below a level: it makes three a page, for handlers to drop."""
    logging.getLogger("scrapy").setLevel(level)
