"""Thrift's compact protocol, as far as Parquet's metadata need it: bytes ↔ fields.

A struct is a list of `Field`; what is not known is carried along unread, so that what is
written again differs only where somebody changed it
(https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipelines.errors import StorageError

_TRUE, _FALSE, _BYTE, _INTEGERS = 1, 2, 3, (4, 5, 6)
_DOUBLE, _BINARY, _LISTS, _STRUCT = 7, 8, (9, 10), 12


@dataclass(slots=True)
class Field:
    """One field of a struct: its number, its type, its value."""

    id: int
    kind: int
    value: Any


@dataclass(slots=True)
class Items:
    """A list, with the type of its elements."""

    kind: int
    values: list[Any]


Struct = list[Field]


def get(struct: Struct, number: int) -> Any:
    """Return the value of a field; None where it is not there."""
    return next((f.value for f in struct if f.id == number), None)


def put(struct: Struct, number: int, value: Any) -> None:
    """Change a field that is there."""
    next(f for f in struct if f.id == number).value = value


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def varint(self) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def integer(self) -> int:
        value = self.varint()
        return (value >> 1) ^ -(value & 1)

    def take(self, length: int) -> bytes:
        self.at += length
        return self.data[self.at - length : self.at]

    def value(self, kind: int) -> Any:
        if kind in _INTEGERS:
            return self.integer()
        if kind == _BINARY:
            return self.take(self.varint())
        if kind == _STRUCT:
            return self.struct()
        if kind in _LISTS:
            head = self.byte()
            size = head >> 4 if head >> 4 != 15 else self.varint()
            return Items(head & 15, [self.element(head & 15) for _ in range(size)])
        if kind == _DOUBLE:
            return self.take(8)
        if kind == _BYTE:
            return self.byte()
        msg = f"a field of type {kind} in Parquet metadata is not known here"
        raise StorageError(msg)

    def element(self, kind: int) -> Any:
        return self.byte() if kind in (_TRUE, _FALSE) else self.value(kind)

    def struct(self) -> Struct:
        fields: Struct = []
        number = 0
        while head := self.byte():
            number = number + (head >> 4) if head >> 4 else self.integer()
            kind = head & 15
            fields.append(
                Field(number, kind, None if kind in (_TRUE, _FALSE) else self.value(kind))
            )
        return fields


def read(data: bytes) -> Struct:
    """Return the struct that bytes begin with. Raises StorageError for a type unknown here."""
    try:
        return _Reader(data).struct()
    except IndexError as error:
        msg = "Parquet metadata are cut off"
        raise StorageError(msg) from error


def written(struct: Struct) -> bytes:
    """Return a struct as bytes."""
    out = bytearray()
    _struct(out, struct)
    return bytes(out)


def _varint(out: bytearray, value: int) -> None:
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)


def _integer(out: bytearray, value: int) -> None:
    _varint(out, value << 1 if value >= 0 else (-value << 1) - 1)


def _struct(out: bytearray, fields: Struct) -> None:
    number = 0
    for field in fields:
        step = field.id - number
        if 0 < step < 16:
            out.append(step << 4 | field.kind)
        else:
            out.append(field.kind)
            _integer(out, field.id)
        number = field.id
        if field.kind not in (_TRUE, _FALSE):
            _value(out, field.kind, field.value)
    out.append(0)


def _value(out: bytearray, kind: int, value: Any) -> None:
    if kind in _INTEGERS:
        _integer(out, value)
    elif kind == _BINARY:
        _varint(out, len(value))
        out += value
    elif kind == _STRUCT:
        _struct(out, value)
    elif kind in _LISTS:
        size = len(value.values)
        out.append(min(15, size) << 4 | value.kind)
        if size >= 15:
            _varint(out, size)
        for each in value.values:
            if value.kind in (_TRUE, _FALSE):
                out.append(each)
            else:
                _value(out, value.kind, each)
    elif kind == _DOUBLE:
        out += value
    else:
        out.append(value)
