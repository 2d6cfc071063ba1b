"""Zstandard (RFC 8878) as Python 3.14 brings it, and its backport before that."""

from __future__ import annotations

import sys

if sys.version_info >= (3, 14):
    from compression.zstd import (
        CompressionParameter,
        DecompressionParameter,
        ZstdDecompressor,
        ZstdError,
        compress,
    )
else:
    from backports.zstd import (
        CompressionParameter,
        DecompressionParameter,
        ZstdDecompressor,
        ZstdError,
        compress,
    )

_FRAME: dict[int, int] = {
    CompressionParameter.compression_level: 3,
    CompressionParameter.checksum_flag: 1,
    CompressionParameter.content_size_flag: 1,
}


def frame(data: bytes) -> bytes:
    """Return data as one frame, with its size and a checksum of its content."""
    return compress(data, options=_FRAME)


def decompressor(window_log: int | None = None) -> ZstdDecompressor:
    """Return what unpacks one frame; with `window_log` also one of a larger window than
    2^27 bytes is refused."""
    if window_log is None:
        return ZstdDecompressor()
    return ZstdDecompressor(options={DecompressionParameter.window_log_max: window_log})


def unframed(packed: bytes, most: int) -> bytes:
    """Return the first `most` bytes of what a frame holds. Raises ZstdError for one that is
    damaged or ends too early."""
    machine = decompressor()
    data = machine.decompress(packed, most)
    if not machine.eof and len(data) < most:
        raise ZstdError("the frame ends too early")
    return data


__all__ = ["ZstdDecompressor", "ZstdError", "compress", "decompressor", "frame", "unframed"]
