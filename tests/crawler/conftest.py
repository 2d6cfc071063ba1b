"""After each test that crawls: every address has one place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.errors import DatasetError
from pipelines.store.paths import DatasetPaths
from tests.accounted import finished, unaccounted


@pytest.fixture(autouse=True)
def every_address_has_one_place(request: pytest.FixtureRequest) -> Iterator[None]:
    """Check the datasets that a test leaves in its folder."""
    crawls = "tmp_path" in request.fixturenames and request.node.get_closest_marker("slow")
    folder: Path | None = request.getfixturevalue("tmp_path") if crawls else None
    yield
    for dataset in finished(folder) if folder is not None else []:
        try:
            wrong = unaccounted(dataset)
        except (DatasetError, pa.ArrowInvalid, OSError):
            continue  # the test has damaged it
        assert wrong == []
        assert not DatasetPaths(dataset).crashes.exists()
