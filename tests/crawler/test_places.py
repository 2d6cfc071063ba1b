"""What somebody types as a folder or file: a path of this machine, or a URL. Never both."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import fsspec
import pytest
from click.testing import CliRunner
from hypothesis import given, strategies as st
from pipelines_store import batch, extraction

import standfirst
from crawler.cli import VERBS, app, places
from crawler.cli.places import DatasetPlace, Place
from crawler.remote import mirror as mirrors
from crawler.remote.copying import copy
from crawler.remote.mirror import Mirror
from crawler.remote.objects import ExistsAlready, Objects
from crawler.remote.place import Url, local, located
from pipelines.errors import InputError, Locked, StandfirstError, StorageError
from pipelines.store import manifest as manifests
from pipelines.store.check import problems
from pipelines.store.dataset import Dataset
from pipelines.store.lock import locked

URL = "memory://shelf/press"


def parameters() -> list[tuple[str, click.Parameter]]:
    commands = [(verb, app.get_command(click.Context(app), verb)) for verb in VERBS]
    return [(verb, p) for verb, command in commands if command for p in command.params]


PLACES = [(verb, p) for verb, p in parameters() if isinstance(p.type, Place)]


def test_no_verb_takes_a_path_by_another_way():
    """`click.Path` would make a folder `s3:` of a URL."""
    assert [(v, p.name) for v, p in parameters() if isinstance(p.type, click.Path)] == []
    assert {verb for verb, _ in PLACES} == set(VERBS) - {"copy"}  # which asks `located` itself


@pytest.mark.parametrize(("verb", "parameter"), PLACES, ids=lambda p: getattr(p, "name", p))
@pytest.mark.parametrize("text", ["s3://bucket/press", "gs://b/c", "abfs://c@a/x", "s3:/b/c"])
def test_a_url_is_never_a_folder(verb, parameter, text, tmp_path, monkeypatch):
    """Whatever stands for it: asked for nothing, no folder is there after it."""
    monkeypatch.chdir(tmp_path)

    def no_store(_: Url) -> Mirror:
        raise InputError("no store here")

    monkeypatch.setattr(Mirror, "of", no_store)
    with pytest.raises(InputError):
        parameter.type.convert(text, parameter, None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["crawl", "s3://b/press"], "standfirst copy DATASET s3://b/press"),
        (["crawl", "recipe.toml", "--into", "s3://b/x"], "standfirst copy DATASET s3://b/x"),
        (["new", "x", "https://a.example", "--into", "gs://b/x"], "copy DATASET gs://b/x"),
        (["demo", "--into", "s3://b/x"], "standfirst copy DATASET s3://b/x"),
        (["reshard", "s3://b/x", "--shards", "2"], "local disk"),
        (["extract", "s3://b/page.html"], "download it first"),
        (["export", "x", "s3://b/x.csv"], "copy it there"),
        (["copy", "x", "https://paper.example/x"], "page of the web"),
    ],
)
def test_what_a_store_cannot_do_is_said_before_anything_is_done(
    arguments, said, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "recipe.toml").write_text('[dataset]\nname = "x"\n')
    (tmp_path / "x" / "_meta").mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(StandfirstError, match=said) as refused:
        CliRunner().invoke(app, arguments, catch_exceptions=False, standalone_mode=False)
    assert "\n" not in str(refused.value)
    assert [p for p in tmp_path.rglob("*") if p not in before and p.name != "lock"] == []


@given(st.sampled_from(["s3", "gs", "abfs", "hdfs", "memory"]), st.text(min_size=1, max_size=30))
def test_what_has_a_scheme_is_a_url(scheme, rest):
    assert isinstance(located(f"{scheme}://{rest}"), Url)


@given(st.text(alphabet=st.characters(blacklist_characters=":\x00"), min_size=1, max_size=30))
def test_what_has_none_is_a_path(text):
    assert located(text) == Path(text)


@pytest.mark.parametrize("text", ["C:/data", "datasets/press", "/data", "a:b", "./s3"])
def test_paths_stay_paths(text):
    assert located(text) == Path(text)


def test_a_file_url_is_a_path():
    assert located("file:///data/a%20b") == Path("/data/a b")
    with pytest.raises(InputError, match="another machine"):
        located("file://server/data")


def test_a_url_that_lost_a_slash_is_told():
    for given_ in ("s3:/bucket/press", Path("s3://bucket/press")):
        with pytest.raises(InputError, match="two slashes"):
            located(given_)


@pytest.mark.parametrize("folder", ["s3:/bucket", "s3:", "x/s3:/y"])
def test_no_writer_makes_such_a_folder(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="standfirst copy"), locked(Path(folder)):
        pass
    assert list(tmp_path.iterdir()) == []


def test_the_front_door_refuses_what_a_store_cannot_do(tmp_path):
    (tmp_path / "recipe.toml").write_text('[dataset]\nname = "x"\n')
    with pytest.raises(InputError, match="standfirst copy"):
        standfirst.crawl(tmp_path / "recipe.toml", "s3://bucket/x")
    with pytest.raises(InputError, match="standfirst copy"):
        standfirst.build("s3://bucket/x")
    with pytest.raises(InputError, match="no folder"):
        local("s3://bucket/x", "Do something else.")


def test_a_name_goes_before_the_question():
    assert str(Url("s3://b/x?region=eu") / "articles") == "s3://b/x/articles?region=eu"
    assert Url("s3://b/press?region=eu").name == "press"


@pytest.fixture
def shelf(monkeypatch) -> Iterator[Objects]:
    """An object store in memory, and nothing waited for."""
    monkeypatch.setattr("crawler.remote.objects.PAUSE", 0)
    memory = fsspec.filesystem("memory")
    memory.store.clear()
    yield Objects(Url(URL))
    memory.store.clear()


@pytest.fixture
def press(tmp_path: Path) -> Path:
    """A small dataset of this machine."""
    folder = tmp_path / "press"
    Dataset(folder).commit(batch(0, extraction(1), extraction(2)))
    (folder / "recipe.toml").write_text('[dataset]\nname = "press"\n[[source]]\nsite = "https://a.example"\n')  # fmt: skip
    return folder


def grown(folder: Path, number: int) -> None:
    Dataset(folder).commit(batch(number * 10, extraction(number)))


def texts(folder: Path) -> set[str]:
    return {record.article.id for record in standfirst.open(folder)}


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
    monkeypatch.setattr("crawler.remote.objects.TRIES", 2)
    with pytest.raises(InputError, match=r"could not be read: connection reset"):
        shelf.read("a")


def test_what_cannot_be_written_is_told(shelf, monkeypatch):
    def full(*_):
        raise OSError("quota exceeded")

    monkeypatch.setattr(Objects, "_send", full)
    with pytest.raises(StorageError, match="quota exceeded"):
        shelf.write("a", b"data")


def test_verbs_read_and_write_what_a_url_names(shelf, press, tmp_path):
    copy(press, URL)

    def run(*arguments: object) -> str:
        result = CliRunner().invoke(app, [str(a) for a in arguments], catch_exceptions=False, standalone_mode=False)  # fmt: skip
        assert not result.return_value
        return result.output

    assert f"{URL}: nothing wrong" in run("check", URL, "--quick")
    assert "exported     2 articles" in run("export", URL, tmp_path / "out.jsonl")
    run("report", URL)
    assert "report.html" in shelf.list()
    run("compact", URL)
    assert texts(URL) == texts(press)
    assert f"files        {URL}-all" in run("merge", URL, "--into", f"{URL}-all")
    assert texts(f"{URL}-all") == texts(press)
    for folder in list(places._MIRRORS):
        places._MIRRORS.pop(folder).remove()


def test_where_nothing_is_that_is_said():
    with pytest.raises(InputError, match=r"memory://empty/x holds no dataset.*standfirst copy"):
        standfirst.open("memory://empty/x")
    with pytest.raises(InputError, match="holds no dataset"):
        DatasetPlace().convert("memory://empty/x", None, None)
