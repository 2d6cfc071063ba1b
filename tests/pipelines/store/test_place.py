"""A text that somebody typed → a path of this machine, or a URL. Never both."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from pipelines.errors import InputError
from pipelines.store.place import Url, local, located


@given(st.sampled_from(["s3", "gs", "abfs", "hdfs", "memory"]), st.text(min_size=1, max_size=30))
def test_what_has_a_scheme_is_a_url(scheme, rest):
    assert isinstance(located(f"{scheme}://{rest}"), Url)


@given(st.text(alphabet=st.characters(blacklist_characters=":\x00"), min_size=1, max_size=30))
def test_what_has_none_is_a_path(text):
    assert located(text) == Path(text)


@pytest.mark.parametrize("text", ["C:/data", "datasets/press", "/data", "a:b", "./s3"])
def test_paths_stay_paths(text):
    assert located(text) == Path(text)


def test_a_file_url_is_a_path():
    assert located("file:///data/a%20b") == Path("/data/a b")
    with pytest.raises(InputError, match="another machine"):
        located("file://server/data")


def test_a_url_that_lost_a_slash_is_told():
    for given_ in ("s3:/bucket/press", Path("s3://bucket/press")):
        with pytest.raises(InputError, match="two slashes"):
            located(given_)


def test_a_name_goes_before_the_question():
    assert str(Url("s3://b/x?region=eu") / "articles") == "s3://b/x/articles?region=eu"
    assert Url("s3://b/press?region=eu").name == "press"


def test_who_needs_a_path_refuses_a_url():
    with pytest.raises(InputError, match=r"no folder of this machine\. Do something else"):
        local("s3://bucket/press", "Do something else.")
