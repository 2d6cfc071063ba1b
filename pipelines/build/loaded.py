"""What a process needs that extracts. Importing this module loads it: see `spawn`."""

from __future__ import annotations

import gc

import pebble.pool.process  # noqa: F401  runs in every worker

from pipelines.build.worker import judge
from pipelines.extract.extractor import FIRST, preload
from pipelines.extract.rules import Rules

preload()
judge(FIRST, Rules(learn=True))  # and what is asked of a page once it is read
gc.freeze()  # what is loaded stays: the processes that come from here share its memory
