"""News agencies are told from people by a file of names."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipelines.fields.authors.names import clean_names, is_agency
from pipelines.lexicon import agencies

STORED = tomllib.loads(
    Path(agencies.__file__).with_name("agencies.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("line", [*STORED["yes"], *STORED["codes"], *STORED["names"]])
def test_an_agency_is_one(line):
    assert is_agency(line)


@pytest.mark.parametrize("line", STORED["no"])
def test_what_only_looks_like_an_agency_is_none(line):
    assert not is_agency(line)


def test_a_code_stays_beside_a_longer_name():
    assert clean_names(["Anna Meier", "AFP"]) == ["Anna Meier", "AFP"]


def test_initials_do_not_stay_beside_a_longer_name():
    assert clean_names(["Anna Meier", "AFM"]) == ["Anna Meier"]
