"""Files of pages that misbehave, importable by Spark's workers."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.build.files import Segment
from pipelines.build.pool import PageTask
from pipelines.build.worker import Done, process
from pipelines.extract.rules import Rules
from pipelines.store.archive import Ref, read


@dataclass(frozen=True)
class Deadly(Segment):
    """A segment at which the process that reads it dies, the first time."""

    mark: Path = Path()
    levels: int = 0
    """0: the Python worker dies, 2: the executor above it."""

    def tasks(self, start: int, end: int, rules: Rules) -> Iterator[PageTask]:
        yield from super().tasks(start, end, rules)
        if not self.mark.exists():
            self.mark.touch()
            os.kill(_ancestor(self.levels), signal.SIGKILL)


@dataclass(frozen=True)
class Poisoned(Segment):
    """A segment with pages on which the extracting process hangs or dies, every time."""

    def tasks(self, start: int, end: int, rules: Rules) -> Iterator[PageTask]:
        for task in super().tasks(start, end, rules):
            yield PageTask(task.ref, poisoned, task.arguments)


def _ancestor(levels: int) -> int:
    pid = os.getpid()
    for _ in range(levels):
        pid = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    return pid


def poisoned(folder: Path, ref: Ref, rules: Rules) -> Done:
    url = read(folder, ref).page.url
    if url.endswith("-1"):
        time.sleep(60)
    if url.endswith("-2"):
        os._exit(9)
    return process(folder, ref, rules)


def on_a_cluster(folder: Path) -> None:
    """Build on a cluster of two executors, one of which is killed."""
    from spark_files import Deadly as Importable

    from pipelines.build.spark.dataset import fill
    from pipelines.build.spark.engine import session
    from pipelines.store.dataset import Dataset

    here = Path(__file__).resolve().parent
    path = folder / "_archive" / "segment-000001.warc.zst"
    settings = {
        "spark.executorEnv.PYTHONPATH": f"{here}{os.pathsep}{here.parent}",
        "spark.executor.memory": "1g",
    }
    with session("local-cluster[2,1,1024]", settings) as spark:
        fill(
            spark,
            Dataset(folder),
            [Importable(path, path.stat().st_size, mark=folder / "died", levels=2)],
            Rules(),
            near=True,
            shard_rows=1000,
        )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    on_a_cluster(Path(sys.argv[1]))
