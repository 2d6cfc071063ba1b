"""Loaded by the server from which processes start, and by nobody else.

A signal to the whole group, as a batch system or `kill -- -PID` sends it, must not end
the server before its processes: their parent stops them in order, and would no longer
learn how they ended. The server ends with the process that started it.
"""

from __future__ import annotations

import signal

signal.signal(signal.SIGTERM, signal.SIG_IGN)
