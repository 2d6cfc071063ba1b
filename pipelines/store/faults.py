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
    "part staged": "a data file is complete in the staging folder",
    "parts placed": "new files stand in their folder, the old ones too",
    "folder exchanged": "a table's folder has its new files, `CURRENT` names the old",
    "manifest written": "the new manifest is there, `CURRENT` names the old one",
    "current replaced": "the new version counts, files of the old one are left",
    "leftovers removed": "everything is done but the summary",
}


def _wanted() -> tuple[str, int, str]:
    name, _, what = os.environ.get("STANDFIRST_FAULT", "").partition("=")
    name, _, count = name.partition("#")
    return name, int(count or 1), what


_NAME, _COUNT, _WHAT = _wanted()
_passed = 0


def point(name: str) -> None:
    """Pass a point; where a test asked for it, the process or the disk fails here."""
    if name != _NAME:
        return
    global _passed  # noqa: PLW0603  one counter per process is what is meant
    _passed += 1
    if _passed != _COUNT:
        return
    if _WHAT == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)
