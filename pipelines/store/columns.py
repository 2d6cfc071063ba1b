"""A Parquet part with some columns exchanged: the bytes of the others are copied as they are.

Of an article's row only its cluster changes when a copy of it comes in. Its text is neither
unpacked nor packed again; the file is, byte for byte, the one that would be written anew.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.store import thrift
from pipelines.store.parquet import write_table
from pipelines.store.thrift import Items, Struct

# numbers of fields in Parquet's `parquet.thrift`
_ROW_GROUPS = 4
_COLUMNS, _BYTES, _AT, _PACKED = 1, 2, 5, 6
_CHUNK_AT, _META, _OFFSETS_AT, _OFFSETS_LENGTH, _INDEX_AT, _INDEX_LENGTH = 2, 3, 4, 5, 6, 7
_PATH, _UNCOMPRESSED, _COMPRESSED, _DATA_AT, _DICTIONARY_AT = 3, 6, 7, 9, 11
_LOCATIONS, _PAGE_AT = 1, 1
_MAGIC = b"PAR1"


class _File:
    """A Parquet file that is copied from."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        file.seek(-8, io.SEEK_END)
        length = int.from_bytes(file.read(4), "little")
        file.seek(-8 - length, io.SEEK_END)
        self.footer = thrift.read(file.read(length))
        self.groups: list[Struct] = thrift.get(self.footer, _ROW_GROUPS).values
        self.chunks = [{_path(c): c for c in thrift.get(g, _COLUMNS).values} for g in self.groups]
        """What is said of each column in each row group."""

    def bytes(self, at: int, length: int) -> bytes:
        self.file.seek(at)
        return self.file.read(length)


def _path(chunk: Struct) -> tuple[bytes, ...]:
    return tuple(thrift.get(thrift.get(chunk, _META), _PATH).values)


def exchange_columns(source: Path, columns: Mapping[str, pa.ChunkedArray], target: BinaryIO, row_group: int) -> None:  # fmt: skip
    """Write a Parquet file again with other values in some columns.

    `columns` are flat ones of the file, with a value for every row, in the file's types;
    `row_group` is the number of rows of the file's row groups.
    """
    with pq.ParquetFile(source) as file:
        fields = [file.schema_arrow.field(name) for name in columns]
    new = pa.table(list(columns.values()), schema=pa.schema(fields))
    donor = io.BytesIO()
    write_table(new, donor, row_group)
    with source.open("rb") as kept:
        _copy(_File(kept), _File(donor), {(n.encode(),) for n in columns}, target)


def _copy(kept: _File, donor: _File, paths: set[tuple[bytes, ...]], target: BinaryIO) -> None:
    """Put the file together: pages, column indexes, offset indexes, footer."""
    target.write(_MAGIC)
    at = len(_MAGIC)
    indexes: list[tuple[Struct, bytes]] = []
    offsets: list[tuple[Struct, bytes]] = []
    for number, group in enumerate(kept.groups):
        chunks: Items = thrift.get(group, _COLUMNS)
        start, unpacked = at, 0
        for place, old in enumerate(chunks.values):
            path = _path(old)
            origin = donor if path in paths else kept
            chunk = origin.chunks[number][path]
            chunks.values[place] = chunk
            indexes.append((chunk, origin.bytes(thrift.get(chunk, _INDEX_AT), thrift.get(chunk, _INDEX_LENGTH))))  # fmt: skip
            moved = origin.bytes(thrift.get(chunk, _OFFSETS_AT), thrift.get(chunk, _OFFSETS_LENGTH))
            meta: Struct = thrift.get(chunk, _META)
            first = thrift.get(meta, _DICTIONARY_AT)
            data_at: int = thrift.get(meta, _DATA_AT)
            begins = data_at if first is None else first
            length: int = thrift.get(meta, _COMPRESSED)
            target.write(origin.bytes(begins, length))
            thrift.put(meta, _DATA_AT, data_at + at - begins)
            if first is not None:
                thrift.put(meta, _DICTIONARY_AT, at)
            offsets.append((chunk, _shifted(moved, at - begins)))
            at += length
            unpacked += thrift.get(meta, _UNCOMPRESSED)
        thrift.put(group, _BYTES, unpacked)
        thrift.put(group, _AT, start)
        thrift.put(group, _PACKED, at - start)
    for found, place, size in ((indexes, _INDEX_AT, _INDEX_LENGTH), (offsets, _OFFSETS_AT, _OFFSETS_LENGTH)):  # fmt: skip
        for chunk, index in found:
            target.write(index)
            thrift.put(chunk, place, at)
            thrift.put(chunk, size, len(index))
            at += len(index)
    footer = thrift.written(kept.footer)
    target.write(footer + len(footer).to_bytes(4, "little") + _MAGIC)


def _shifted(index: bytes, by: int) -> bytes:
    """Return an offset index whose pages have moved."""
    if not by:
        return index
    found = thrift.read(index)
    for page in thrift.get(found, _LOCATIONS).values:
        thrift.put(page, _PAGE_AT, thrift.get(page, _PAGE_AT) + by)
    return thrift.written(found)
