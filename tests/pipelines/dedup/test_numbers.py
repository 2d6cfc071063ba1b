"""The numbers of near duplicates: what lies on each side of every one of them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.dedup import near, since
from pipelines.dedup.near import Known, Text
from pipelines.dedup.since import cluster
from pipelines.dedup.sketch import sketch, sketch_rows


def versions(hashes: Sequence[range], lengths: Mapping[int, int]) -> list[str]:
    return [f"{100_000 * n + lengths.get(n, 100):016x}" for n in range(len(hashes))]


def look(
    *hashes: range,
    source: str = "",
    known: Known | None = None,
    lengths: Mapping[int, int] = MappingProxyType({}),
    seen: Sequence[range] = (),
    seen_lengths: Mapping[int, int] = MappingProxyType({}),
) -> Known:
    """Cluster documents with these hashes, each of a source of its own unless one is named;
    those that `lengths` names have another length than the others, as another version has.
    What was `seen` before has its sketches still."""
    connection = duckdb.connect(config={"threads": 1})
    revisions = versions(hashes, lengths)
    sources = [source or f"paper-{n}" for n in range(max(len(hashes), len(seen)))]
    held = dict(zip(versions(seen, seen_lengths), zip(sources, seen, strict=False), strict=True))
    held |= dict(zip(revisions, zip(sources, hashes, strict=False), strict=True))
    arrays = [np.array(h, np.uint64) for _, h in held.values()]
    sketches = sketch_rows(list(held), [s for s, _ in held.values()], arrays)
    connection.register(
        "current",
        pa.table(
            {
                "id": [f"{n:02}" for n in range(len(hashes))],
                "revision_id": revisions,
                "source": sources[: len(hashes)],
                "length": [lengths.get(n, 100) for n in range(len(hashes))],
                "published": ["2026"] * len(hashes),
            }
        ),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sketches.parquet"
        pq.write_table(sketches, path)
        return cluster(connection, [path], known)


def pairs(*hashes: range, source: str = "") -> int:
    """Return how many pairs are near duplicates."""
    return look(*hashes, source=source).pairs.num_rows


@pytest.mark.parametrize(
    ("one", "other", "near_each_other"),
    [
        (range(1, 6), range(2, 20), True),
        (range(1, 6), range(3, 20), False),
        (range(1, 11), range(6, 40), True),
        (range(1, 11), range(7, 40), False),
    ],
    ids=["four shared", "three shared", "half of it", "less than half"],
)
def test_pair(one: range, other: range, *, near_each_other: bool) -> None:
    assert pairs(one, other) == near_each_other


@pytest.mark.parametrize(("pages", "found"), [(2, 1), (3, 0)])
def test_what_three_pages_of_a_source_share_is_its_template(pages: int, found: int) -> None:
    assert pairs(*[range(1, 9)] * pages, source="paper.example") == found


@pytest.mark.parametrize(("documents", "found"), [(8, 28), (9, 8 + 7 + 6 + 5)])
def test_what_many_share_links_to_the_first_four(documents: int, found: int) -> None:
    assert pairs(*[range(1, 9)] * documents) == found


@pytest.mark.parametrize(
    ("length", "contained", "role"),
    [(79, 0.7, "prefix"), (80, 0.7, "copy"), (79, 0.69, "copy")],
)
def test_a_cut_copy_is_shorter_and_stands_in_the_full_text(
    length: int, contained: float, role: str
) -> None:
    assert near._role(Text(1, length, ""), Text(2, 100, ""), contained) == role


@pytest.mark.parametrize(("added", "anew"), [(3, False), (4, True)])
def test_with_many_changes_everything_is_joined_again(
    monkeypatch: pytest.MonkeyPatch, added: int, *, anew: bool
) -> None:
    documents = [range(n * 100, n * 100 + 8) for n in range(10)]
    before, joined = look(*documents[added:]), []
    whole = since.anew
    monkeypatch.setattr(since, "anew", lambda c, s: joined.append(1) or whole(c, s))
    look(*documents[added:], *documents[:added], known=before)
    assert bool(joined) is anew


@pytest.mark.parametrize(
    ("members", "best"),
    [
        ([Text(1, 9, "2026"), Text(2, 10, "2026")], 2),
        ([Text(1, 10, "2026"), Text(2, 10, "2025")], 2),
        ([Text(2, 10, "2026"), Text(1, 10, "2026")], 1),
    ],
    ids=["fullest", "earliest", "first id"],
)
def test_canonical(members: list[Text], best: int) -> None:
    assert near.canonical(members) == best


def test_a_text_has_the_sketch_that_datasets_hold() -> None:
    text = "On day 1 the council met and voted for the new bridge beside the river, and then all went home"
    assert [f"{int(h):x}" for h in sketch([text])[0]] == [
        "1593401c9dd1e0a7",
        "1912ca3b20eba33f",
        "261c200d9e1105dd",
        "35d642c70303a78e",
    ]


def test_what_is_linked_by_a_third_is_one_cluster() -> None:
    assert near.components([(2, 3), (1, 2), (5, 7)]) == [[1, 2, 3], [5, 7]]


def test_no_words_have_no_sketch() -> None:
    assert [len(s) for s in sketch([None, "", " - "])] == [0, 0, 0]


SHARED = range(1, 9)
SHORT = dict.fromkeys([*range(8), 9], 70)
OTHERS = [range(n * 100, n * 100 + 8) for n in range(1, 9)]


@pytest.mark.parametrize(
    ("before", "now", "source"),
    [
        pytest.param(
            ([*OTHERS, *[SHARED] * 3], {}),
            ([*OTHERS, *[SHARED] * 2], {}),
            "paper",
            id="a page of three that shared a template is gone",
        ),
        pytest.param(
            ([*OTHERS, SHARED, SHARED], {8: 120}),
            ([*OTHERS, SHARED, SHARED], {8: 120, 9: 130}),
            "",
            id="another of two is the fullest",
        ),
        pytest.param(
            ([range(1, 17), *[SHARED] * 8, range(9, 25), range(17, 25)], {**SHORT, 10: 200}),
            ([range(1, 17), *[SHARED] * 8, range(9, 25)], SHORT),
            "",
            id="the fullest is gone, whom most were linked to by others",
        ),
    ],
)
def test_what_is_known_leads_to_what_one_look_at_everything_gives(
    before: tuple[list[range], dict[int, int]],
    now: tuple[list[range], dict[int, int]],
    source: str,
) -> None:
    known = look(*before[0], source=source, lengths=before[1])
    seen = {"seen": before[0], "seen_lengths": before[1]}
    found = look(*now[0], source=source, lengths=now[1], known=known, **seen)
    everything = look(*now[0], source=source, lengths=now[1])
    assert found.documents.to_pylist() == everything.documents.to_pylist()
    assert found.pairs.to_pylist() == everything.pairs.to_pylist()
