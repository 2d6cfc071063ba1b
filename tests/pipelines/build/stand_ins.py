"""What tests of builds share: an archive with a damaged page, and workers that only wait."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from pipelines_store import AT

from pipelines.store.archive import Capture, Ref, SegmentWriter, encode, segments
from pipelines.store.scan import scan


def archived(folder: Path, damaged: int) -> list[Ref]:
    """Archive five pages in a dataset's folder, and damage one of them; return their places
    as they were written."""
    writer = SegmentWriter(folder / "_archive", {})
    headers = (("Content-Type", "text/html"),)
    writer.append(
        encode(Capture(url=f"http://p.example/{n}", status=200, headers=headers, body=b"<p>x" * 50, fetched=AT))
        for n in range(5)
    )  # fmt: skip
    writer.close()
    path = segments(folder / "_archive")[0]
    refs = list(scan(path))
    data = bytearray(path.read_bytes())
    data[refs[damaged].offset + refs[damaged].length // 2] ^= 1
    path.write_bytes(bytes(data))
    return refs


class Waiting:
    """Stands for the workers: a task waits until it is taken; `take` is its subclass's."""

    most: ClassVar[int] = 0
    closed: ClassVar[int] = 0

    def __init__(self, workers: int | None) -> None:
        self.waiting: list[Any] = []

    def __len__(self) -> int:
        return len(self.waiting)

    def feed(self, task: Any) -> None:
        self.waiting.append(task)
        type(self).most = max(self.most, len(self.waiting))

    def close(self) -> None:
        type(self).closed += 1
