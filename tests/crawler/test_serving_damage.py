"""A file of the dataset that breaks while somebody looks at it."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

import pytest
from pipelines_store import batch, extraction

from crawler.cli.serving import Viewer
from pipelines.store.dataset import Dataset
from pipelines.store.finish import finish


def test_the_page_says_what_cannot_be_read(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    dataset = Dataset(tmp_path)
    dataset.commit(batch(0, extraction(1)))
    finish(dataset, near=False, shard_rows=1000)
    with Viewer(tmp_path) as viewer:
        for part in (tmp_path / "articles").glob("*.parquet"):
            part.write_bytes(b"")
        with pytest.raises(urllib.error.HTTPError) as found:
            urllib.request.urlopen(viewer.address, timeout=20)
    assert found.value.code == 500
    assert b"standfirst check" in found.value.read()
    assert "Traceback" not in capfd.readouterr().err
