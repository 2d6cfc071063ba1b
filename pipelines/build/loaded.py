"""What a process needs that extracts. Importing this module loads it: see `spawn`."""

from __future__ import annotations

import gc

import pebble.pool.process  # noqa: F401  runs in every worker

import pipelines.build.worker  # noqa: F401
from pipelines.extract.extractor import preload

preload()
gc.freeze()  # what is loaded stays: the processes that come from here share its memory
