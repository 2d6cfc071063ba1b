"""Addresses as pages write them: some are none, and cost nothing but themselves."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit


def absolute(base: str, raw: str | None) -> str | None:
    """Return an address written on a page as a whole one; None where it cannot be one."""
    if not raw or not raw.strip():
        return None
    try:
        whole = urljoin(base, raw.strip())
        urlsplit(whole).port  # noqa: B018  reading it is the test
    except ValueError:
        return None
    return whole
