"""A cluster and this program: its code there, the Python of its workers, its errors here."""

from __future__ import annotations

import contextlib
import importlib.util
import re
import sys
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import InputError
from pipelines.version import EXTRACTOR

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

PACKAGES = ("standfirst", "crawler", "pipelines")
CODE = "standfirst-code"
"""Folder of an executor in which Spark unpacks the code."""
WANTED = (
    "lxml", "pyarrow", "numpy", "pydantic", "pebble", "selectolax", "fastwarc", "xxhash",
    "trafilatura", "htmldate", "tldextract", "py3langid",
)  # fmt: skip
"""What extraction imports and no archive of code can bring."""
PROBED = 32
"""More workers are not asked one by one."""
EVERY = 10.0
"""Seconds between two lines of progress."""
_ERROR = re.compile(r"^(?:[\w.]+\.)?(\w*(?:Error|Exception|Expired)\b.*)")
_CAUSE = re.compile(r"^Caused by: (.*)")


def packed(folder: Path) -> Path:
    """Write the code of this program as an archive that Spark unpacks; return its path."""
    path = folder / f"{CODE}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in PACKAGES:
            spec = importlib.util.find_spec(name)
            places = (spec.submodule_search_locations or []) if spec else []
            for place in map(Path, places):
                for file in sorted(place.rglob("*")):
                    if file.is_file() and "__pycache__" not in file.parts:
                        archive.write(file, f"{name}/{file.relative_to(place).as_posix()}")
    return path


@contextlib.contextmanager
def code_for(master: str, given: dict[str, str]) -> Iterator[dict[str, str]]:
    """Yield settings by which the executors of a cluster get the code of this program.

    On this machine (`local…`) they read it where it is; where the caller's settings name
    archives of their own, nothing is added.
    """
    path = given.get("spark.executorEnv.PYTHONPATH", "")
    if master.startswith("local"):
        here = str(Path(__file__).parents[3])
        yield {"spark.executorEnv.PYTHONPATH": f"{here}:{path}".rstrip(":")}
        return
    if "spark.archives" in given:
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="standfirst-") as folder:
        yield {
            "spark.archives": f"{packed(Path(folder)).as_uri()}#{CODE}",
            "spark.executorEnv.PYTHONPATH": f"{CODE}:{path}".rstrip(":"),
        }


def probe(spark: SparkSession) -> None:
    """Ask the Python of the executors what it has, before anything is read.

    Raises InputError, which names what is missing.
    """
    wanted, ours = list(WANTED), EXTRACTOR

    def ask(_: Any) -> Iterator[tuple[str, str, str]]:  # travels by value: needs nothing there
        import platform
        import sys as theirs
        from importlib import util

        def there(name: str) -> bool:
            try:
                return util.find_spec(name) is not None
            except Exception:
                return False

        missing = [name for name in wanted if not there(name)]
        try:
            from pipelines import version

            found = version.EXTRACTOR
        except Exception as error:
            found = f"no code of Standfirst ({error})"
        yield platform.python_version(), f"{theirs.executable}: {', '.join(missing)}" * bool(missing), found  # fmt: skip

    context = spark.sparkContext
    parts = max(1, min(PROBED, context.defaultParallelism))
    answers = context.parallelize(range(parts), parts).mapPartitions(ask).collect()
    for version, missing, found in answers:
        if version.split(".")[:2] != [str(n) for n in sys.version_info[:2]]:
            msg = f"the executors run Python {version}, this is {sys.version.split()[0]}: Spark wants the same on both. Set PYSPARK_PYTHON, or `--conf spark.pyspark.python=…`."
            raise InputError(msg)
        if missing:
            msg = f"the executors' Python lacks packages ({missing}). Install there what is installed here (`pip install -c constraints.txt standfirst`), or name an environment that has it with `--conf spark.pyspark.python=…`."
            raise InputError(msg)
        if found != ours:
            msg = f"the executors have {found}, this is {ours}. Leave `spark.archives` and PYTHONPATH to `standfirst build`, which sends its own code."
            raise InputError(msg)


def in_words(error: BaseException) -> str:
    """Return the one line of a long error of Spark that says what happened."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    python = [m[1] for line in lines if (m := _ERROR.match(line))]
    java = [m[1] for line in lines if (m := _CAUSE.match(line))]
    said = (python or java or lines or [type(error).__name__])[-1 if python or java else 0]
    return said[:300]


@contextlib.contextmanager
def one_line(master: str) -> Iterator[None]:
    """Turn every error of Spark and of its Java machine into one line with what to do."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError, ConnectionError, EOFError) as error:
        msg = f"Spark on {master} failed: {in_words(error)}. What was extracted is kept; when the cause is mended the same command goes on. `--conf spark.driver.extraJavaOptions=` shows Spark's own log."
        raise InputError(msg) from error


@contextlib.contextmanager
def told(spark: SparkSession, tell: Callable[[str], None] | None) -> Iterator[None]:
    """Say every few seconds how far Spark is, also where nobody looks at a terminal."""
    if tell is None:
        yield
        return
    ended = threading.Event()
    tracker = spark.sparkContext.statusTracker()

    def watch() -> None:
        last = ""
        while not ended.wait(EVERY):
            try:
                now = _progress(tracker)
            except Exception:  # the session is ending
                return
            if now and now != last:
                tell(now)
                last = now

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(timeout=2)


def _progress(tracker: Any) -> str:
    stages = [tracker.getStageInfo(n) for n in tracker.getActiveStageIds()]
    return ", ".join(
        f"stage {s.stageId}: {s.numCompletedTasks} of {s.numTasks} tasks done" for s in stages if s
    )
