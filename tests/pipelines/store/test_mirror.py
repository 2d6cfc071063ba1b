"""A dataset at a URL: sent, fetched, read and written by several at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pipelines_store import SHELF as URL, batch, extraction, texts

from pipelines.errors import InputError, Locked, StorageError
from pipelines.store import manifest as manifests
from pipelines.store.check import problems
from pipelines.store.dataset import Dataset
from pipelines.store.place import Url
from pipelines.store.remote import mirror as mirrors
from pipelines.store.remote.copying import copy
from pipelines.store.remote.mirror import Mirror
from pipelines.store.remote.objects import ExistsAlready, Objects


def grown(folder: Path, number: int) -> None:
    Dataset(folder).commit(batch(number * 10, extraction(number)))


def test_there_and_back(shelf, press, tmp_path):
    done = copy(press, URL)
    assert (done.version, done.files) == (1, len(shelf.list()) - 3)  # CURRENT, manifest, recipe
    copy(URL, tmp_path / "back")
    assert manifests.load(tmp_path / "back") == manifests.load(press)
    assert problems(tmp_path / "back") == []
    assert texts(URL) == texts(press)


def test_only_what_is_new_is_sent(shelf, press):
    copy(press, URL)
    assert copy(press, URL).files == 0
    grown(press, 3)
    assert copy(press, URL).files == 3  # articles, provenance, sketches


def test_an_older_copy_does_not_go_over_a_newer_one(shelf, press, tmp_path):
    shutil.copytree(press, tmp_path / "old" / "press")
    grown(press, 3)
    copy(press, URL)
    for target in (URL, press):
        with pytest.raises(InputError, match="copy the other way"):
            copy(tmp_path / "old" / "press", target)


def test_another_dataset_is_not_overwritten(shelf, press, tmp_path):
    copy(press, URL)
    Dataset(tmp_path / "other").commit(batch(0, extraction(7)))
    for target in (URL, press):
        with pytest.raises(InputError, match='holds the dataset "press"'):
            copy(tmp_path / "other", target)


def test_a_reader_during_a_commit_sees_one_whole_version(shelf, press, monkeypatch):
    """At every request of a writer a reader opens the dataset and reads it all."""
    copy(press, URL)
    old = texts(press)
    grown(press, 3)
    seen = []
    for name in ("write", "create", "delete"):
        real = getattr(Objects, name)

        def watched(self, *given_, real=real):
            seen.append(texts(URL))
            result = real(self, *given_)
            seen.append(texts(URL))
            return result

        monkeypatch.setattr(Objects, name, watched)
    copy(press, URL)
    assert len(seen) >= 8
    assert {frozenset(s) for s in seen} == {frozenset(old), frozenset(texts(press))}
    assert seen == sorted(seen, key=len)


def test_a_writer_that_is_killed_leaves_the_version_before(shelf, press, monkeypatch):
    """At any of its requests; the next one goes on, and sends nothing twice."""
    copy(press, URL)
    grown(press, 3)
    real_write, real_create = Objects.write, Objects.create
    for after in range(6):
        left = [after]

        def killed(self, name, data, left=left, real=real_write):
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            real(self, name, data)

        monkeypatch.setattr(Objects, "write", killed)
        monkeypatch.setattr(mirrors, "SIDE_BY_SIDE", 1)
        try:
            copy(press, URL)
        except KeyboardInterrupt:
            assert len(texts(URL)) in (2, 3)
    monkeypatch.setattr(Objects, "write", real_write)
    monkeypatch.setattr(Objects, "create", real_create)
    copy(press, URL)
    assert texts(URL) == texts(press)


def test_of_two_writers_one_is_refused(shelf, press, tmp_path, monkeypatch):
    """Both begin from the same version; the slower one is told, and the other's stays."""
    copy(press, URL)
    shutil.copytree(press, tmp_path / "twin" / "press")
    grown(press, 3)
    grown(tmp_path / "twin" / "press", 4)
    slow = Mirror(Url(URL), press)
    slow.newest()
    real = Objects.create

    def other_first(self, name, data):
        monkeypatch.setattr(Objects, "create", real)
        copy(tmp_path / "twin" / "press", URL)
        real(self, name, data)

    monkeypatch.setattr(Objects, "create", other_first)
    with pytest.raises(Locked, match="another run has written"):
        slow.send()
    assert texts(URL) == texts(tmp_path / "twin" / "press")


def test_a_writer_that_comes_late_is_refused_before_it_sends(shelf, press, tmp_path):
    copy(press, URL)
    late = Mirror(Url(URL), press)
    late.newest()
    shutil.copytree(press, tmp_path / "twin" / "press")
    grown(tmp_path / "twin" / "press", 4)
    copy(tmp_path / "twin" / "press", URL)
    grown(press, 3)
    before = shelf.list()
    with pytest.raises(Locked):
        late.send()
    assert shelf.list() == before


def test_an_object_is_new_only_once(shelf):
    shelf.create("claim", b"one")
    with pytest.raises(ExistsAlready):
        shelf.create("claim", b"two")
    shelf.create("claim", b"one")  # the answer to our own request was lost
    assert shelf.read("claim") == b"one"


def test_a_store_without_conditional_requests_is_asked_before(shelf, monkeypatch):
    monkeypatch.setattr(Objects, "_conditionally", lambda *_: False)
    shelf.create("claim", b"one")
    with pytest.raises(ExistsAlready):
        shelf.create("claim", b"two")


def test_old_versions_are_kept_for_their_readers_and_no_longer(shelf, press):
    for number in range(3, 9):
        copy(press, URL)
        grown(press, number)
    copy(press, URL)
    found = [n for n in shelf.list() if n.startswith("_meta/manifest-")]
    assert len(found) == manifests.KEPT_VERSIONS
    named = {p.path for parts in manifests.load(press).tables.values() for p in parts}
    assert named <= shelf.list().keys()


def test_a_request_that_fails_is_made_again(shelf, monkeypatch):
    shelf.write("a", b"data")
    real, failed = Objects._whole, []

    def shaky(self, name):
        if len(failed) < 2:
            failed.append(name)
            raise OSError("connection reset")
        return real(self, name)

    monkeypatch.setattr(Objects, "_whole", shaky)
    assert shelf.read("a") == b"data"
    failed.clear()
    monkeypatch.setattr("pipelines.store.remote.objects.TRIES", 2)
    with pytest.raises(InputError, match=r"could not be read: connection reset"):
        shelf.read("a")


def test_what_cannot_be_written_is_told(shelf, monkeypatch):
    def full(*_):
        raise OSError("quota exceeded")

    monkeypatch.setattr(Objects, "_send", full)
    with pytest.raises(StorageError, match="quota exceeded"):
        shelf.write("a", b"data")
