"""Near duplicates: precision and recall by kind, CPU and memory, beside the peers.

    python benchmarks/dedup.py --data GOLD --n 10000 [--json FILE] [--new 1000]
    python benchmarks/dedup.py --data GOLD --n 100000 --times 10 --no-peers     a million

Peers run where they are installed (`pip install rensa datasketch`): MinHash LSH over
the same word 5-shingles, 128 permutations, Jaccard threshold 0.5, components of all
pairs. Scores are over pairs of documents: precision of the pairs that were put into
one cluster, recall of the pairs that belong into one. `prefix_recall` is the share
of cut copies that stand in the cluster of their original. `--times` adds the same documents
again in other words: hashes that stand on more than `FEW` documents (stock phrases, boxes)
stay, and are so many times more frequent; all others change. `--new` then are more documents
of that kind, a fifth of them with the words of one that is there.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import duckdb  # noqa: E402
import numpy as np  # noqa: E402
import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402
from meter import tell  # noqa: E402
from near_duplicates import Made, Maker, real_texts  # noqa: E402

from pipelines.dedup.near import Known, components  # noqa: E402
from pipelines.dedup.postings import isin  # noqa: E402
from pipelines.dedup.since import cluster  # noqa: E402
from pipelines.dedup.sketch import SCHEMA, SHINGLE, sketch, sketch_rows  # noqa: E402
from pipelines.dedup.sql import FEW  # noqa: E402
from pipelines.page.words import fold, words  # noqa: E402

BATCH = 1000


def batches(documents: Iterable[Made]) -> Iterable[list[Made]]:
    """Yield the documents in lists of 1,000."""
    held: list[Made] = []
    for document in documents:
        held.append(document)
        if len(held) == BATCH:
            yield held
            held = []
    if held:
        yield held


class Clock:
    """CPU seconds of this process."""

    def __init__(self) -> None:
        self.start = time.process_time()

    def seconds(self) -> float:
        """Return the seconds since the start."""
        return round(time.process_time() - self.start, 2)


def write_sketches(documents: Iterable[Made], path: Path, labels: list[Made]) -> float:
    """Sketch all documents into a Parquet file; return the CPU seconds of that."""
    spent = 0.0
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        for batch in batches(documents):
            clock = time.process_time()
            rows = sketch_rows(
                [d.id for d in batch], [d.source for d in batch], sketch([d.text for d in batch])
            )
            writer.write_table(rows)
            spent += time.process_time() - clock
            labels += [Made(d.id, d.source, "", d.group, d.kind, str(len(d.text))) for d in batch]
    return round(spent, 2)


def other_words(path: Path, times: int, labels: list[Made], new: int) -> list[Path]:
    """Write the documents of a file again in other words, so many times, and `new` ones of
    them once more; return all files, the new ones last."""
    rows, whole = pq.read_table(path), list(labels)
    ids, hashes = rows["id"].to_numpy(), rows["hash"].to_numpy()
    names, counts = np.unique(hashes, return_counts=True)
    stays = isin(hashes, names[counts > FEW])
    files = [path]
    for time_ in range(1, times + 1):
        last = time_ == times
        mark = int.from_bytes(hashlib.sha256(f"{time_}".encode()).digest()[:8], "big")
        of = whole[:new] if last else whole
        chosen = isin(ids, np.array(sorted(int(m.id, 16) for m in of), np.uint64))
        same = stays | (ids % np.uint64(5) == 0) if last else stays
        mixed = np.where(same, hashes, _mixed(hashes ^ np.uint64(mark)))
        table = pa.table({"id": ids ^ np.uint64(mark), "source": rows["source"], "hash": mixed}, schema=SCHEMA)  # fmt: skip
        files.append(path.with_name(f"again-{time_}.parquet"))
        pq.write_table(table.filter(pa.array(chosen)), files[-1], compression="zstd")
        labels += [Made(f"{int(m.id, 16) ^ mark:016x}", m.source, "", m.group + time_ * 10**9, m.kind, m.parent) for m in of]  # fmt: skip
    return files


def _mixed(numbers: np.ndarray) -> np.ndarray:
    """Return other hashes of a sketch, one for each."""
    with np.errstate(over="ignore"):
        numbers = (numbers ^ (numbers >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15)
    return (numbers ^ (numbers >> np.uint64(29))) >> np.uint64(2)


def ours(path: Path | list[Path], labels: list[Made], known: Known | None = None) -> Known:
    """Cluster with DuckDB from the sketches on disk."""
    with tempfile.TemporaryDirectory() as spill:
        connection = duckdb.connect(
            config={
                "memory_limit": "2GB",
                "threads": 2,
                "temp_directory": spill,
                "preserve_insertion_order": False,
            }
        )
        current = pa.table(
            {
                "id": [m.id for m in labels],
                "revision_id": [m.id for m in labels],
                "source": [m.source for m in labels],
                "length": [int(m.parent) for m in labels],
                "published": ["2026"] * len(labels),
            }
        )
        connection.register("given", current)
        connection.execute("CREATE TEMP TABLE current AS SELECT * FROM given")
        found = cluster(connection, path if isinstance(path, list) else [path], known)
        connection.close()
    return found


def score(labels: list[Made], cluster_of: dict[str, str]) -> dict[str, Any]:
    """Return precision and recall over pairs, and recall by kind of copy."""
    truth, mixed, found = Counter[int](), Counter[tuple[int, str]](), Counter[str]()
    for m in labels:
        place = cluster_of.get(m.id, m.id)
        truth[m.group] += 1
        found[place] += 1
        mixed[(m.group, place)] += 1

    def pairs(counts: Counter[Any]) -> int:
        return sum(c * (c - 1) // 2 for c in counts.values())

    originals = {m.group: cluster_of.get(m.id, m.id) for m in labels if m.kind == "original"}
    kinds: dict[str, list[bool]] = defaultdict(list)
    for m in labels:
        if m.group in originals and m.kind != "original":
            kinds[m.kind].append(cluster_of.get(m.id, m.id) == originals[m.group])
    wrong = defaultdict(list)
    for m in labels:
        if m.group not in originals:
            wrong[m.kind].append(found[cluster_of.get(m.id, m.id)] > 1)
    correct = pairs(mixed)
    return {
        "cluster_precision": round(correct / max(1, pairs(found)), 4), "cluster_recall": round(correct / max(1, pairs(truth)), 4),
        "prefix_recall": round(sum(kinds["paywalled prefix"]) / max(1, len(kinds["paywalled prefix"])), 4),
        "recall_by_kind": {k: round(sum(v) / len(v), 4) for k, v in sorted(kinds.items())},
        "joined_though_different": {k: round(sum(v) / len(v), 4) for k, v in sorted(wrong.items())},
    }  # fmt: skip


def shingles(text: str) -> list[str]:
    """Return the word 5-shingles of a text, as ours are."""
    tokens = words(fold(text))
    return [" ".join(tokens[i : i + SHINGLE]) for i in range(max(1, len(tokens) - SHINGLE + 1))]


def by_datasketch(documents: Iterable[Made]) -> dict[str, str]:
    """MinHash LSH of datasketch."""
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(threshold=0.5, num_perm=128)
    pairs: list[tuple[int, int]] = []
    names: list[str] = []
    for number, d in enumerate(documents):
        signature = MinHash(num_perm=128)
        signature.update_batch([s.encode() for s in shingles(d.text)])
        pairs += [(other, number) for other in lsh.query(signature)]
        lsh.insert(number, signature)
        names.append(d.id)
    return {names[i]: names[group[0]] for group in components(pairs) for i in group}


def by_rensa(documents: Iterable[Made]) -> dict[str, str]:
    """MinHash LSH of rensa; its candidates are checked against the threshold."""
    from rensa import RMinHash, RMinHashLSH

    lsh = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    signatures, names, pairs = [], [], []
    for number, d in enumerate(documents):
        signature = RMinHash(num_perm=128, seed=1)
        signature.update(shingles(d.text))
        for other in lsh.query(signature):
            if signatures[other].jaccard(signature) >= 0.5:
                pairs.append((other, number))
        lsh.insert(number, signature)
        signatures.append(signature)
        names.append(d.id)
    return {names[i]: names[group[0]] for group in components(pairs) for i in group}


PEERS: dict[str, Callable[[Iterable[Made]], dict[str, str]]] = {
    "rensa": by_rensa,
    "datasketch": by_datasketch,
}


def measure(args: argparse.Namespace) -> dict[str, Any]:
    """Run ours and the peers; return the numbers."""
    texts = real_texts(args.data)
    numbers: dict[str, Any] = {"documents": args.n, "real_texts": len(texts)}
    with tempfile.TemporaryDirectory() as folder:
        path, labels = Path(folder) / "sketches.parquet", []
        sketching = write_sketches(Maker(texts).documents(args.n), path, labels)
        files = [path]
        if args.times > 1:
            files = other_words(path, args.times, labels, args.new)
            numbers["documents"] = len(labels) - args.new
        new = labels[len(labels) - args.new :] if args.times > 1 else []
        del labels[len(labels) - len(new) :]
        clock = Clock()
        found = ours(files[: args.times], labels)
        numbers |= score(
            labels,
            dict(
                zip(
                    found.documents["id"].to_pylist(),
                    found.documents["cluster_id"].to_pylist(),
                    strict=True,
                )
            ),
        )
        numbers |= {
            "cpu_s_sketching": sketching,
            "cpu_s_joining": clock.seconds(),
            "index_mb": round(path.stat().st_size / 1e6, 1),
        }
        numbers["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        if new:
            clock = Clock()
            ours(files, [*labels, *new], found)
            numbers["incremental"] = {"new": len(new), "cpu_s": clock.seconds()}
        elif args.new:
            numbers |= incremental(path, labels, args.new, found)
    for name, run in PEERS.items():
        if args.no_peers or importlib.util.find_spec(name) is None:
            continue
        clock = Clock()
        clusters = run(Maker(texts).documents(args.n))
        seconds = clock.seconds()
        numbers[name] = score(labels, clusters) | {"cpu_s": seconds}
    return numbers


def incremental(path: Path, labels: list[Made], new: int, whole: Known) -> dict[str, Any]:
    """The last documents against all earlier ones, compared with one look at everything."""
    earlier = ours(path, labels[:-new])
    clock = Clock()
    later = ours(path, labels, earlier)
    same = later.documents.equals(whole.documents) and later.pairs.equals(whole.pairs)
    return {"incremental": {"new": new, "cpu_s": clock.seconds(), "same_as_whole": same}}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of sets with gold texts")
    parser.add_argument("--n", type=int, default=10_000, help="documents to make")
    parser.add_argument(
        "--new", type=int, default=1000, help="documents of the second batch; 0: none"
    )
    parser.add_argument("--times", type=int, default=1, help="so many times as many documents")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    numbers = measure(args)
    tell(numbers, args.json)


if __name__ == "__main__":
    main()
