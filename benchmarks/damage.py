"""Damage a dataset in thirty ways and see what each command says.

    python benchmarks/damage.py [--verbs check,view,build,crawl] [--only PATTERN] [--json FILE] [--no-repairs]

A small crawl on loopback makes the dataset, in two runs. For each kind of damage and each
verb a fresh copy is damaged and the verb is run once, with a time limit. Counted are
tracebacks, runs that never end, and silent losses: a verb that ends well and says nothing
while articles are gone, and a `check` that finds nothing wrong with what is damaged.

Then each way on that a message names is gone, on a fresh copy: the command in it, and the
archive restored from a copy where it says so. After it the verb must end well, and `check`
find nothing wrong. `--no-repairs` leaves that out.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.kill import RECIPE, answer  # noqa: E402
from crawler.demo.server import Server  # noqa: E402
from pipelines.errors import StandfirstError  # noqa: E402
from pipelines.store import manifest as manifests  # noqa: E402
from pipelines.store.archive import segments  # noqa: E402
from pipelines.store.paths import SKETCHES, DatasetPaths  # noqa: E402

SECONDS = 120
PAGES, EARLIER = 12, 6
_VIEW = """
import sys
from crawler.cli import main, serving
def look(viewer):
    for row in viewer.records.by_doubt():
        viewer.answer(f"/article/{row['id']}", {})
    viewer.answer("/", {})
serving.Viewer.serve = look
main(["view", sys.argv[1], "--no-browser"])
"""
_SAYS = (
    "lost",
    "damage",
    "missing",
    "mended",
    "cannot",
    "can no longer",
    "gone",
    "restore",
    "none ",
)
Damage = Callable[[Path, Path, random.Random], None]
"""Gets the folder, an older copy of it, and the dice."""


def _flip(
    path: Path, dice: random.Random, low: float = 0.0, high: float = 1.0, times: int = 1
) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(times):
        place = dice.randrange(int(low * len(data)), max(1, int(high * len(data))))
        data[place] ^= 1 << dice.randrange(8)
    path.write_bytes(bytes(data))


def _cut(path: Path, share: float) -> None:
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])


def _segment(folder: Path) -> Path:
    return segments(DatasetPaths(folder).archive)[0]


def _part(folder: Path, table: str = "articles") -> Path:
    return min((folder / table).glob("*.parquet"))


def _current(folder: Path) -> Path:
    return DatasetPaths(folder).current


def _manifest(folder: Path) -> Path:
    return DatasetPaths(folder).manifest(_current(folder).read_text(encoding="utf-8").strip())


def _frontier(folder: Path) -> Path:
    return DatasetPaths(folder).frontier


def _zeros(path: Path, start: float, end: float) -> None:
    data = bytearray(path.read_bytes())
    low, high = int(start * len(data)), int(end * len(data))
    data[low:high] = bytes(high - low)
    path.write_bytes(bytes(data))


def _halves_swapped(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[len(data) // 2 :] + data[: len(data) // 2])


def _older_manifest(folder: Path, older: Path) -> None:
    shutil.copy(_manifest(older), DatasetPaths(folder).meta)
    shutil.copy(_current(older), _current(folder))


def _later_version(folder: Path) -> None:
    path = _manifest(folder)
    told = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**told, "schema_version": "99"}), encoding="utf-8")


DAMAGES: dict[str, Damage] = {
    "archive: first byte flipped": lambda f, o, d: _flip(_segment(f), d, 0, 0.0001),
    "archive: a byte flipped": lambda f, o, d: _flip(_segment(f), d, 0.2, 0.8),
    "archive: a byte near the end flipped": lambda f, o, d: _flip(_segment(f), d, 0.97),
    "archive: twenty bytes flipped": lambda f, o, d: _flip(_segment(f), d, times=20),
    "archive: cut in the middle": lambda f, o, d: _cut(_segment(f), 0.5),
    "archive: last bytes cut": lambda f, o, d: _cut(_segment(f), 0.99),
    "archive: empty": lambda f, o, d: _cut(_segment(f), 0),
    "archive: segment gone": lambda f, o, d: _segment(f).unlink(),
    "archive: folder gone": lambda f, o, d: shutil.rmtree(DatasetPaths(f).archive),
    "archive: a stretch of zeros": lambda f, o, d: _zeros(_segment(f), 0.4, 0.6),
    "archive: halves swapped": lambda f, o, d: _halves_swapped(_segment(f)),
    "archive: another name": lambda f, o, d: (_segment(f).rename(_segment(f).with_name("segment-000009.warc.zst")), None)[1],
    "archive: an older copy": lambda f, o, d: (shutil.copy(_segment(o), _segment(f)), None)[1],
    "state: frontier gone": lambda f, o, d: _frontier(f).unlink(),
    "state: frontier empty": lambda f, o, d: _cut(_frontier(f), 0),
    "state: frontier cut": lambda f, o, d: _cut(_frontier(f), 0.5),
    "state: a page of the frontier flipped": lambda f, o, d: _flip(_frontier(f), d, 0.1, times=50),
    "state: frontier is no database": lambda f, o, d: (_frontier(f).write_text("no"), None)[1],
    "state: an older frontier": lambda f, o, d: (shutil.copy(_frontier(o), _frontier(f)), None)[1],
    "state: all of it gone": lambda f, o, d: shutil.rmtree(DatasetPaths(f).meta),
    "state: CURRENT gone": lambda f, o, d: _current(f).unlink(),
    "state: CURRENT empty": lambda f, o, d: _cut(_current(f), 0),
    "state: CURRENT is nonsense": lambda f, o, d: (_current(f).write_bytes(b"\xff\x00../x"), None)[1],
    "state: manifest gone": lambda f, o, d: _manifest(f).unlink(),
    "state: manifest cut": lambda f, o, d: _cut(_manifest(f), 0.6),
    "state: manifest of a later version": lambda f, o, d: _later_version(f),
    "state: an older manifest": lambda f, o, d: _older_manifest(f, o),
    "tables: a part gone": lambda f, o, d: _part(f).unlink(),
    "tables: a part flipped": lambda f, o, d: _flip(_part(f), d, 0.1, 0.9, times=20),
    "tables: a part cut": lambda f, o, d: _cut(_part(f), 0.7),
    "tables: a part empty": lambda f, o, d: _cut(_part(f), 0),
    "tables: sketches gone": lambda f, o, d: shutil.rmtree(f / SKETCHES),
    "recipe gone": lambda f, o, d: (f / "recipe.toml").unlink(),
    "recipe cut": lambda f, o, d: _cut(f / "recipe.toml", 0.4),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What one verb did with one kind of damage."""

    damage: str
    verb: str
    code: int
    fault: str
    """`traceback`, `never ended` or `silent`; empty: as it should be."""
    said: str


def _commands(folder: Path) -> dict[str, list[str]]:
    cli = [sys.executable, "-m", "crawler"]
    return {
        "check": [*cli, "check", str(folder)],
        "view": [sys.executable, "-c", _VIEW, str(folder)],
        "build": [*cli, "build", str(folder)],
        "crawl": [*cli, "crawl", str(folder / "recipe.toml"), "--progress", "none"],
    }


def _run(command: list[str]) -> tuple[int, str]:
    """Run one command in a process group of its own; 124 where it did not end."""
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, errors="replace",
            timeout=SECONDS, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return 124, ""
    return done.returncode, done.stdout + done.stderr


def _articles(folder: Path) -> int:
    try:
        return manifests.load(folder).rows("articles")
    except (StandfirstError, OSError):
        return 0


def _fault(verb: str, code: int, said: str, rows: int) -> str:
    if code == 124:
        return "never ended"
    if "Traceback" in said:
        return "traceback"
    told = any(word in said.lower() for word in _SAYS)
    if code == 0 and verb == "check" and not told:
        return "silent"
    return "silent" if code == 0 and not told and 0 <= rows < PAGES else ""


def make(folder: Path, older: Path, server: Server) -> None:
    """Crawl a part, keep a copy of it, crawl the rest."""
    folder.mkdir()
    text = RECIPE.format(proxy=server.proxy, delay=0.0).replace("workers = 2", "workers = 1")
    (folder / "recipe.toml").write_text(text, encoding="utf-8")
    urls = [f"http://paper-{n % 3}.example/story-number-{n}" for n in range(PAGES)]
    for count in (EARLIER, PAGES):
        (folder / "urls.txt").write_text("\n".join(urls[:count]), encoding="utf-8")
        code, said = _run(_commands(folder)["crawl"])
        if code:
            sys.exit(f"the crawl of the dataset failed: {said}")
        if count == EARLIER:
            shutil.copytree(folder, older)


def attack(base: Path, older: Path, verbs: list[str], name: str) -> Iterator[Found]:
    """Damage a copy for each verb, run the verb, and judge what came of it."""
    for verb in verbs:
        folder = base.with_name("damaged")
        shutil.copytree(base, folder)
        DAMAGES[name](folder, older, random.Random(name))
        code, said = _run(_commands(folder)[verb])
        fault = _fault(verb, code, said, _articles(folder))
        yield Found(name, verb, code, fault, said.strip()[-900:])
        shutil.rmtree(folder)


def repairs(base: Path, older: Path, name: str, cells: list[Found]) -> Iterator[Found]:
    """Go each way on that the messages about one damage name, and judge where it leads."""
    ways: dict[str, str] = {}
    for cell in cells:
        for way in _ways(cell.said if cell.code else ""):
            ways.setdefault(way, cell.verb)
    for way, verb in ways.items():
        folder = base.with_name("damaged")
        shutil.copytree(base, folder)
        DAMAGES[name](folder, older, random.Random(name))
        yield _gone(folder, base, way, verb, name)
        shutil.rmtree(folder)
        shutil.rmtree(folder.with_name("new"), ignore_errors=True)


def _ways(said: str) -> Iterator[str]:
    """Yield the commands of a message that change something, and `a copy`."""
    yield from re.findall(r"`standfirst ((?:build|crawl) [^`]+)`", said)
    if "from a copy" in said:
        yield "a copy"


def _gone(folder: Path, base: Path, way: str, verb: str, name: str) -> Found:
    code, said = 0, ""
    if way == "a copy":
        shutil.rmtree(DatasetPaths(folder).archive, ignore_errors=True)
        shutil.copytree(DatasetPaths(base).archive, DatasetPaths(folder).archive)
    else:
        command = way.replace("DATASET", str(folder)).replace("FOLDER", str(folder) + "/../new")
        code, said = _run([sys.executable, "-m", "crawler", *shlex.split(command)])
    looked = folder.with_name("new") if "--into" in way else folder
    fault = "repair fails" if code or "Traceback" in said else ""
    for again in dict.fromkeys((verb, "crawl", "check")) if not fault else ():
        code, said = _run(_commands(looked)[again])
        nothing_left = code == 1 and "set aside as `damaged`" in said
        if (code and not nothing_left) or "Traceback" in said:
            fault = f"then {again} fails"
            break
    shown = way.replace(str(folder), "F")
    return Found(name, f"repair {shown}", code, fault, said.strip()[-600:])


def _print(one: Found) -> None:
    last = one.said.splitlines()[-1][:110] if one.said else ""
    print(f"{one.fault or 'ok':12} {one.verb:7}{one.code:4}  {one.damage}: {last}", flush=True)


def main() -> None:
    """Make, damage, run, print what went wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--verbs", default="check,view,build,crawl")
    parser.add_argument("--only", default="", help="kinds of damage that match this")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--no-repairs", action="store_true")
    args = parser.parse_args()
    found: list[Found] = []
    with (
        tempfile.TemporaryDirectory(prefix="standfirst-damage-") as place,
        Server(answer) as server,
    ):
        base, older = Path(place) / "whole", Path(place) / "older"
        make(base, older, server)
        for name in (name for name in DAMAGES if re.search(args.only, name)):
            cells = []
            for one in attack(base, older, args.verbs.split(","), name):
                cells.append(one)
                _print(one)
            found += cells
            for one in repairs(base, older, name, cells) if not args.no_repairs else ():
                found.append(one)
                _print(one)
    bad = [one for one in found if one.fault]
    print(f"{len(found)} runs, {len(bad)} wrong")
    if args.json:
        args.json.write_text(json.dumps([asdict(one) for one in found], indent=1), "utf-8")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
