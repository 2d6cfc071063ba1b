"""What a page and an answer say against mining."""

from __future__ import annotations

import pytest

from pipelines.page.opt_outs import declared_opt_outs, header_opt_outs
from tests.made import document, meta


@pytest.mark.parametrize(
    ("name", "content", "counts"),
    [
        ("tdm-reservation", "1", True),
        ("tdm-reservation", " 1 ", True),
        ("tdm-reservation", "0", False),
        ("tdm-policy", "https://paper.example/policy", True),
        ("robots", "noai", True),
        ("robots", "index, follow", False),
        ("gptbot", "noindex", True),
        ("viewport", "noai", False),
    ],
)
def test_metas_that_say_no(name: str, content: str, counts: bool) -> None:
    assert bool(declared_opt_outs(document(meta(name, content)))) is counts


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("TDM-Reservation", "1", ["tdm-reservation: 1"]),
        ("tdm-reservation", "0", []),
        ("TDM-Policy", "/p", ["tdm-policy: /p"]),
        ("X-Robots-Tag", "noai", ["x-robots-tag: noai"]),
        ("X-Robots-Tag", "all", []),
        ("Server", "noai", []),
    ],
)
def test_headers_that_say_no(name: str, content: str, found: list[str]) -> None:
    assert header_opt_outs([(name, content)]) == found
