"""An S3 server on loopback: what is asked of it, and what it says when two write."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
import pytest
from pipelines_store import batch, extraction

import standfirst
from crawler.cli import app
from crawler.warc.files import find
from crawler.warc.records import Record, read
from pipelines.errors import InputError, Locked
from pipelines.store import manifest as manifests
from pipelines.store.dataset import Dataset
from pipelines.store.place import Url
from pipelines.store.remote import objects
from pipelines.store.remote.copying import copy
from pipelines.store.remote.mirror import Mirror
from pipelines.store.remote.objects import ExistsAlready, Objects
from tests.crawler.test_warc import PAGE, record, stored

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not all(map(find_spec, ("moto", "s3fs"))), reason="needs moto and s3fs"),
]
ROOT = Path(__file__).parents[2]
URL = "s3://shelf/press"


class S3:
    """moto's server, and the requests that it was asked."""

    def __init__(self) -> None:
        from moto.server import DomainDispatcherApplication, create_backend_app
        from werkzeug.serving import make_server

        application = DomainDispatcherApplication(create_backend_app)
        self.seen: list[tuple[str, str]] = []

        def counted(environ: dict[str, Any], start: Any) -> Any:
            self.seen.append((environ["REQUEST_METHOD"], environ["PATH_INFO"]))
            return application(environ, start)

        self._server = make_server("127.0.0.1", 0, counted, threaded=True)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()


@pytest.fixture(scope="module")
def server() -> Iterator[S3]:
    found = S3()
    yield found
    found.stop()


@pytest.fixture
def s3(server: S3, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3]:
    """The server, empty but for a bucket, and an environment that leads to it alone."""
    import boto3
    import s3fs

    for name, value in {
        "AWS_ENDPOINT_URL": server.address, "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y",
        "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    objects.forget_systems()
    s3fs.S3FileSystem.clear_instance_cache()
    bucket = boto3.resource("s3").Bucket("shelf")
    if bucket.creation_date:
        bucket.objects.all().delete()
    else:
        bucket.create()
    server.seen.clear()
    yield server
    objects.forget_systems()


def run(*arguments: object) -> tuple[int, str]:
    command = [sys.executable, "-m", "crawler", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    return done.returncode, done.stderr


def test_what_is_packed_already_is_sent_as_it_is(s3, tmp_path):
    """Pyarrow packs what is called .zst or .gz, unless it is told not to."""
    for name in ("a.warc.zst", "b.warc.gz", "c.parquet"):
        (tmp_path / name).write_bytes(PAGE)
        Objects(Url(URL)).write(name, tmp_path / name)
    assert set(Objects(Url(URL)).list().values()) == {len(PAGE)}


def test_sixteen_megabytes_are_few_requests(s3, tmp_path):
    block = os.urandom(40_000)
    file = tmp_path / "CC-NEWS.warc.gz"
    with file.open("wb") as out:
        for number in range(400):
            out.write(gzip.compress(record(number, stored(block)), 1))
    assert file.stat().st_size > 16_000_000
    Objects(Url("s3://shelf/news")).write(file.name, file)
    s3.seen.clear()
    assert sum(isinstance(r, Record) for r in read(f"s3://shelf/news/{file.name}")) == 400
    assert len(s3.seen) <= 8
    s3.seen.clear()
    Mirror(Url("s3://shelf/news"), tmp_path / "copy")._objects.fetch(file.name, tmp_path / "b", file.stat().st_size)  # fmt: skip
    assert (tmp_path / "b").read_bytes() == file.read_bytes()
    assert len(s3.seen) <= 4


def test_patterns_name_objects(s3):
    store = Objects(Url("s3://shelf/news"))
    for name in ("2026/05/a.warc.gz", "2026/05/b.warc.gz", "2026/06/c.warc.gz", "2026/05/x.txt"):
        store.write(name, b"data")
    assert [f.name for f in find("s3://shelf/news/2026/05/*.warc.gz", Path())] == ["a.warc.gz", "b.warc.gz"]  # fmt: skip
    assert [f.name for f in find("s3://shelf/news/2026/*/*.warc.gz", Path())] == ["a.warc.gz", "b.warc.gz", "c.warc.gz"]  # fmt: skip
    assert [f.size for f in find("s3://shelf/news/2026/06/c.warc.gz", Path())] == [4]
    with pytest.raises(InputError, match="no WARC file matches"):
        find("s3://shelf/news/1999/*.warc.gz", Path())


def test_a_bucket_that_is_not_there_is_one_line(s3, press):
    with pytest.raises(Exception, match="NO_SUCH_BUCKET") as refused:
        copy(press, "s3://nobody-has-this/press")
    assert "\n" not in str(refused.value)


def test_an_object_is_new_only_once(s3):
    """By one request with a condition: no moment between asking and writing."""
    store = Objects(Url(URL))
    store.create("claim", b"one")
    s3.seen.clear()
    with pytest.raises(ExistsAlready):
        store.create("claim", b"two")
    assert store.read("claim") == b"one"
    assert [method for method, _ in s3.seen if method == "PUT"] == ["PUT"]


def test_of_many_writers_at_once_one_commits(s3, press, tmp_path):
    copy(press, URL)
    mirrors = []
    for number in range(3, 7):
        folder = tmp_path / str(number) / "press"
        shutil.copytree(press, folder)
        Dataset(folder).commit(batch(number * 10, extraction(number)))
        mirrors.append(Mirror(Url(URL), folder))
        mirrors[-1].newest()
    ended: list[object] = []

    def send(mirror: Mirror) -> None:
        try:
            ended.append(mirror.send())
        except Locked as refused:
            ended.append(refused)

    threads = [threading.Thread(target=send, args=(mirror,)) for mirror in mirrors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(end, int) for end in ended) == 1
    assert len(standfirst.open(URL)) == 3


def test_a_killed_copy_leaves_the_version_before(s3, press):
    copy(press, URL)
    Dataset(press).commit(batch(30, *(extraction(n) for n in range(3, 40))))
    before = len(s3.seen)
    command = [sys.executable, "-m", "crawler", "copy", str(press), URL]
    victim = subprocess.Popen(command, cwd=ROOT)
    while victim.poll() is None and not any(m == "PUT" for m, _ in s3.seen[before:]):
        pass
    victim.kill()
    victim.wait()
    assert len(standfirst.open(URL)) in (2, 39)
    assert run("copy", press, URL)[0] == 0
    assert len(standfirst.open(URL)) == 39


def test_verbs_and_the_front_door(s3, demo, tmp_path):
    shutil.copytree(demo[0], tmp_path / "demo")
    rows = manifests.load(demo[0]).rows("articles")
    assert run("copy", tmp_path / "demo", "s3://shelf/demo")[0] == 0
    assert run("check", "s3://shelf/demo") == (0, "s3://shelf/demo: nothing wrong\n")
    assert run("build", "s3://shelf/demo")[0] == 0
    assert run("merge", "s3://shelf/demo", "--into", "s3://shelf/all")[0] == 0
    code, said = run("build", tmp_path / "demo", "--into", "s3://shelf/all")
    assert (code, said.count("\n")) == (2, 1)
    opened = standfirst.open("s3://shelf/all")
    assert len(opened) == opened.arrow().num_rows == rows
    assert next(iter(opened)).page.body
    assert opened.check() == []


def test_a_crawl_is_refused_before_it_asks_anything(s3, tmp_path):
    from click.testing import CliRunner

    result = CliRunner().invoke(app, ["crawl", "--into", "s3://shelf/x", "https://a.example/b"])
    assert isinstance(result.exception, InputError)
    assert s3.seen == []


def warc(tmp_path: Path) -> Path:
    """A recipe of WARC files that lie in the store."""
    text = "".join(
        f"<p>Paragraph {n} tells at length what the council decided in session {n}.</p>"
        for n in range(5)
    )
    body = f"<html><h1>The story of the town</h1>{text}".encode()
    for name in "abc":
        pages = [record(ord(name) * 10 + n, stored(body, "Content-Type: text/html")) for n in range(3)]  # fmt: skip
        Objects(Url("s3://shelf/news")).write(f"{name}.warc.gz", b"".join(map(gzip.compress, pages)))  # fmt: skip
    (tmp_path / "recipe.toml").write_text(
        '[dataset]\nname = "news"\n[[source]]\nwarc = "s3://shelf/news/*.warc.gz"\ndiscover = []\nallow = ["/*"]\n[crawl]\nworkers = 1\n[dedup]\nnear = false\n'
    )
    return tmp_path / "recipe.toml"


def test_parts_read_warc_files_where_they_lie(s3, tmp_path):
    recipe = warc(tmp_path)
    for number in (1, 2):
        assert run("build", recipe, "--part", f"{number}/2")[0] == 0
    folders = sorted((tmp_path / "parts").iterdir())
    assert run("merge", *folders, "--into", "s3://shelf/made")[0] == 0
    assert standfirst.open("s3://shelf/made").counts["pages"] == 9


@pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed")
def test_spark_reads_warc_files_where_they_lie(s3, tmp_path):
    pytest.importorskip("pyspark")
    recipe = warc(tmp_path)
    code, said = run("build", recipe, "--engine", "spark", "--master", "local[2]")
    assert code == 0, said
    table = ds.dataset(tmp_path / "articles").to_table()
    assert table.num_rows == 9
