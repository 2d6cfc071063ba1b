"""Fault points: where tests stop a process between two steps of a commit.

Off unless `STANDFIRST_FAULT` is set: `POINT=kill` ends the process there as
`kill -9` does, `POINT=full` raises what a full disk raises; `POINT#3=kill` does so
the third time. Every step that must survive a crash names its point in `POINTS`.
"""

from __future__ import annotations

import errno
import os
import signal

POINTS = {
    "frames appended": "frames stand in the archive segment, not yet synced",
    "frames synced": "frames are durable, the frontier does not know of them",
    "frontier written": "outcomes and segment lengths are committed",
    "page read again": "the rows of the single pages count, of those read with a model none",
    "part staged": "a data file is complete in the staging folder",
    "parts placed": "new files stand in their folder, the old ones too",
    "folder exchanged": "a table's folder has its new files, `CURRENT` names the old",
    "manifest written": "the new manifest is there, `CURRENT` names the old one",
    "current replaced": "the new version counts, files of the old one are left",
    "leftovers removed": "everything is done but the summary",
}


_armed: tuple[str, int, str] = ("", 1, "")
_passed = 0


def arm(wanted: str) -> None:
    """Make one point fail in this process: `POINT=kill`, `POINT#3=full`; nothing: none."""
    global _armed, _passed
    name, _, what = wanted.partition("=")
    name, _, count = name.partition("#")
    _armed, _passed = (name, int(count or 1), what), 0


arm(os.environ.get("STANDFIRST_FAULT", ""))


def point(name: str) -> None:
    """Pass a point; where a test asked for it, the process or the disk fails here."""
    wanted, count, what = _armed
    if name != wanted:
        return
    global _passed  # noqa: PLW0603
    _passed += 1
    if _passed != count:
        return
    if what == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)
