"""A Spark cluster of processes that know nothing of this program, and what goes wrong there."""

from __future__ import annotations

import importlib.util
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crawler.crawl.run import CrawlSummary
from crawler.warc.spark import on_spark
from pipelines.build.spark.cluster import CODE, code_for, in_words, packed
from pipelines.errors import InputError
from pipelines.store import manifest as manifests

ROOT = Path(__file__).parents[1]
STRANGER = """
import sys
sys.meta_path[:] = [f for f in sys.meta_path if not getattr(f, "__module__", "").startswith("__editable__")]
"""
"""Makes a Python forget that this program is installed in it."""
PYTHON_ERROR = """An exception was thrown from the Python worker. Please see the stack trace below.
Traceback (most recent call last):
  File "worker.py", line 1
ModuleNotFoundError: No module named 'crawler'
"""
JAVA_ERROR = """An error occurred while calling o55.parquet.
: org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 failed 4 times
\tat org.apache.spark.scheduler.DAGScheduler.abort(DAGScheduler.scala:1)
Caused by: java.io.IOException: No space left on device
\tat java.base/java.lang.Thread.run(Thread.java:1)
"""


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PYTHON_ERROR, "ModuleNotFoundError: No module named 'crawler'"),
        (JAVA_ERROR, "java.io.IOException: No space left on device"),
        ("Connection refused", "Connection refused"),
        ("", "ValueError"),
    ],
)
def test_a_long_error_is_one_line(error, said):
    assert in_words(ValueError(error)) == said


def test_a_dead_master_is_told_at_once():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"no Spark master answers .127.0.0.1:{port}"):
            on_spark(f"spark://127.0.0.1:{port}", {})


@pytest.mark.parametrize("master", ["spark://nowhere", "spark://host:port"])
def test_an_address_that_is_none_is_told(master):
    with pytest.raises(InputError, match="no Spark master answers"):
        on_spark(master, {})


def test_the_code_travels_with_its_data(tmp_path):
    """Modules and the tables that they read stand in the archive, where they are unpacked."""
    with zipfile.ZipFile(packed(tmp_path)) as archive:
        names = set(archive.namelist())
    assert {
        "crawler/warc/pagefiles.py",
        "pipelines/build/rows.py",
        "standfirst/__init__.py",
    } <= names
    assert "pipelines/lexicon/data/de.toml" in names
    assert not [n for n in names if "__pycache__" in n]


def test_the_callers_settings_win():
    with code_for("spark://head:7077", {"spark.archives": "mine.zip#mine"}) as settings:
        assert settings == {}
    with code_for("spark://head:7077", {"spark.executorEnv.PYTHONPATH": "theirs"}) as settings:
        assert settings["spark.executorEnv.PYTHONPATH"] == f"{CODE}:theirs"
        assert settings["spark.archives"].endswith(f"#{CODE}")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A master and a worker, each a process of its own in a folder of its own."""
    pyspark = importlib.util.find_spec("pyspark")
    if pyspark is None or pyspark.origin is None or shutil.which("java") is None:
        pytest.skip("PySpark or Java is not installed")
    home, place = Path(pyspark.origin).parent, tmp_path_factory.mktemp("cluster")
    port = free_port()
    url = f"spark://127.0.0.1:{port}"
    run = [str(home / "bin" / "spark-class")]
    clean = {"PATH": "/usr/bin:/bin", "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1"}
    at = ["--host", "127.0.0.1", "--webui-port", "0"]
    commands = [
        ["org.apache.spark.deploy.master.Master", *at, "--port", str(port)],
        ["org.apache.spark.deploy.worker.Worker", *at, "--cores", "1", "--memory", "2g", "--work-dir", str(place), url],
    ]  # fmt: skip
    running = [
        subprocess.Popen([*run, *c], cwd=place, env=clean, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        for c in commands
    ]  # fmt: skip
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            time.sleep(0.2)
    yield url
    for process in reversed(running):
        process.terminate()
        process.wait()


@pytest.fixture
def python(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a Python for the executors that does not know this program."""

    def make(more: str = "") -> Path:
        folder = tmp_path / "stranger"
        folder.mkdir(exist_ok=True)
        (folder / "sitecustomize.py").write_text(STRANGER + more)
        script = tmp_path / "python"
        script.write_text(
            f'#!/bin/sh\nPYTHONPATH="$PYTHONPATH:{folder}" exec {sys.executable} "$@"\n'
        )
        script.chmod(0o755)
        return script

    return make


def build(folder: Path, master: str, python: Path) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "crawler",
        "build",
        str(folder),
        "--engine",
        "spark",
        "--master",
        master,
    ]
    for setting in (
        f"spark.pyspark.python={python}",
        "spark.executor.memory=700m",
        "spark.driver.memory=700m",
        "spark.driver.host=127.0.0.1",
    ):
        command += ["--conf", setting]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


@pytest.mark.slow
def test_workers_that_know_nothing_of_it_give_the_same_rows(
    master, python, demo: tuple[Path, list[CrawlSummary]], tmp_path
):
    shutil.copytree(demo[0], tmp_path / "demo")
    done = build(tmp_path / "demo", master, python())
    assert done.returncode == 0, done.stderr[-3000:]
    here, there = manifests.load(demo[0]), manifests.load(tmp_path / "demo")
    assert there.parts("articles") == here.parts("articles")
    assert there.counts == here.counts


@pytest.mark.slow
def test_a_missing_package_is_one_line(
    master, python, demo: tuple[Path, list[CrawlSummary]], tmp_path
):
    shutil.copytree(demo[0], tmp_path / "demo")
    hides = "class Hides:\n def find_spec(self, name, *_):\n  if name == 'selectolax': raise ModuleNotFoundError(name)\nsys.meta_path.insert(0, Hides())\n"
    done = build(tmp_path / "demo", master, python(hides))
    assert done.returncode == 2
    assert "the executors' Python lacks packages" in done.stderr
    assert "selectolax" in done.stderr
    assert "Traceback" not in done.stderr
