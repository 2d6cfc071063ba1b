"""Near duplicates: the same answer in any order and any batches."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings, strategies as st

from pipelines.dedup import since
from pipelines.dedup.near import Known
from pipelines.dedup.since import cluster
from pipelines.dedup.sketch import (
    MAX_HASH,
    SCALED,
    SHINGLE,
    sketch,
    sketch_rows,
    word_hashes,
)
from pipelines.page.words import folded, words

WORDS = [
    "council",
    "river",
    "bridge",
    "town",
    "school",
    "train",
    "market",
    "winter",
    "doctor",
    "garden",
    "engine",
    "letter",
    "harbour",
    "window",
    "teacher",
    "forest",
    "village",
    "budget",
    "minister",
    "festival",
]


def long_text(seed: int, length: int = 300) -> str:
    random = Random(seed)
    return " ".join(random.choice(WORDS) + str(random.randint(1, 60)) for _ in range(length))


def look(
    documents: dict[str, tuple[str, str, frozenset[int], int]],
    known: Known | None = None,
    *,
    old: list[tuple[str, str, frozenset[int]]] | None = None,
) -> Known:
    """Cluster documents: id → (revision, source, hashes, length)."""
    connection = duckdb.connect(config={"threads": 1})
    stored = [(r, s, h) for r, s, h, _ in documents.values()] + (old or [])
    sketches = sketch_rows(
        [r for r, _, _ in stored],
        [s for _, s, _ in stored],
        [np.array(sorted(h), np.uint64) for _, _, h in stored],
    )
    rows = [(i, r, s, n, "2026") for i, (r, s, _, n) in sorted(documents.items())]
    columns = list(zip(*rows, strict=True)) or [(), (), (), (), ()]
    connection.register(
        "current",
        pa.table(
            {
                n: pa.array(c, t)
                for n, c, t in zip(
                    ("id", "revision_id", "source", "length", "published"),
                    columns,
                    (pa.string(), pa.string(), pa.string(), pa.int64(), pa.string()),
                    strict=True,
                )
            }
        ),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sketches.parquet"
        pq.write_table(sketches, path, row_group_size=40)  # a version lies in two of them
        return cluster(connection, [path], known)


def texts(**given: str) -> Known:
    return look(
        {
            i: (f"{n:016x}", f"paper-{i}", frozenset(int(h) for h in sketch([t])[0]), len(t))
            for n, (i, t) in enumerate(given.items())
        }
    )


def roles(found: Known) -> dict[str, str | None]:
    return dict(
        zip(
            found.documents["id"].to_pylist(),
            found.documents["cluster_role"].to_pylist(),
            strict=True,
        )
    )


def test_cut_copy_is_found_as_prefix():
    full = long_text(1)
    found = texts(
        a=full, b=full[: len(full) // 4], c="New lede by our desk here. " + full, d=long_text(2)
    )
    assert roles(found) == {"a": "copy", "b": "prefix", "c": "canonical", "d": None}
    assert found.documents["cluster_id"].to_pylist() == ["a", "a", "a", "d"]


HASHES = st.frozensets(st.integers(1, 24), min_size=4, max_size=14)
STEP = st.dictionaries(
    st.integers(0, 15),
    st.one_of(st.none(), st.tuples(st.sampled_from("xyz"), HASHES, st.integers(1, 9))),
    max_size=8,
)


@settings(max_examples=10, deadline=None)
@given(st.lists(STEP, min_size=1, max_size=5))
def test_batches_give_what_one_look_gives(steps):
    """Few hashes for many documents: templates and anchors change all the time."""
    documents: dict[str, tuple[str, str, frozenset[int], int]] = {}
    old: list[tuple[str, str, frozenset[int]]] = []
    known = Known.nothing()
    for number, step in enumerate(steps):
        for key, value in step.items():
            identifier = f"{key:02}"
            if identifier in documents:
                old.append(documents.pop(identifier)[:3])
            if value is not None:
                source, hashes, length = value
                documents[identifier] = (f"{key:08x}{number:08x}", source, hashes, length)
        # never all anew, however much has changed
        share, since.ALL_ANEW = since.ALL_ANEW, 9e9
        try:
            known = look(documents, known, old=old)
        finally:
            since.ALL_ANEW = share
    whole = look(documents)
    assert known.pairs.to_pylist() == whole.pairs.to_pylist()
    assert known.documents.to_pylist() == whole.documents.to_pylist()


def test_story_carried_by_150_outlets_is_one_cluster():
    story = long_text(7)
    found = texts(**{f"outlet-{n:03}": f"{long_text(1000 + n, 12)} {story}" for n in range(150)})
    assert len(set(found.documents["cluster_id"].to_pylist())) == 1


def test_editions_of_one_publisher_are_not_taken_for_template():
    """150 editions, each a source of its own, print the same text and own boxes."""
    story = long_text(8)
    documents = {}
    for n in range(150):
        text = f"{long_text(3000 + n, 30)} {story}"
        documents[f"e{n:03}"] = (
            f"{n:016x}",
            f"edition-{n}.example",
            frozenset(int(h) for h in sketch([text])[0]),
            len(text),
        )
    assert len(set(look(documents).documents["cluster_id"].to_pylist())) == 1


def test_template_of_one_site_links_nothing():
    box = long_text(9, 80)
    documents = {}
    for n in range(12):
        text = f"{long_text(4000 + n, 90)} {box}"
        documents[f"p{n:02}"] = (
            f"{n:016x}",
            "paper.example",
            frozenset(int(h) for h in sketch([text])[0]),
            len(text),
        )
    assert set(roles(look(documents)).values()) == {None}


def test_sketch_of_unspaced_script_is_not_empty():
    assert (
        len(sketch(["市議会は会合を開き長い議論の末に川に新しい橋をかけることを決めた" * 2])[0]) > 4
    )


@given(st.text(alphabet="aé'’ _-1ß市のก.\n😀𝒜㐀𠀀", max_size=40))
def test_words_of_a_sketch_are_the_words_of_the_text(text):
    known: dict[str, int] = {}
    expected = words(folded(text))
    hashes = word_hashes(text).tolist()
    assert len(hashes) == len(expected)
    assert all(known.setdefault(w, h) == h for w, h in zip(expected, hashes, strict=True))
    assert len(set(known.values())) == len(known)


def test_sketch_is_the_scaled_minhash_of_sourmash():
    """The same hashes are kept, given the same shingle hashes."""
    sourmash = pytest.importorskip(
        "sourmash", reason="the oracle is installed by `pip install sourmash`"
    )
    everything = np.random.default_rng(1).integers(0, 2**64, 20_000, dtype=np.uint64)
    oracle = sourmash.MinHash(n=0, ksize=SHINGLE, scaled=SCALED)
    oracle.add_many(everything.tolist())
    assert sorted(oracle.hashes) == sorted(set(everything[everything <= MAX_HASH].tolist()))
