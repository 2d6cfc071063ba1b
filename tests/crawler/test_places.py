"""What somebody types as a folder or file: a path of this machine, or a URL. Never both."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from pipelines_store import SHELF as URL, texts

import standfirst
from crawler.cli import VERBS, app, places
from crawler.cli.places import DatasetPlace, Place
from pipelines.errors import InputError, StandfirstError
from pipelines.store.lock import locked
from pipelines.store.place import Url
from pipelines.store.remote.copying import copy
from pipelines.store.remote.mirror import Mirror


def parameters() -> list[tuple[str, click.Parameter]]:
    commands = [(verb, app.get_command(click.Context(app), verb)) for verb in VERBS]
    return [(verb, p) for verb, command in commands if command for p in command.params]


PLACES = [(verb, p) for verb, p in parameters() if isinstance(p.type, Place)]


def test_no_verb_takes_a_path_by_another_way():
    """`click.Path` would make a folder `s3:` of a URL."""
    assert [(v, p.name) for v, p in parameters() if isinstance(p.type, click.Path)] == []
    assert {verb for verb, _ in PLACES} == set(VERBS) - {"copy"}  # which asks `located` itself


@pytest.mark.parametrize(("verb", "parameter"), PLACES, ids=lambda p: getattr(p, "name", p))
@pytest.mark.parametrize("text", ["s3://bucket/press", "gs://b/c", "abfs://c@a/x", "s3:/b/c"])
def test_a_url_is_never_a_folder(verb, parameter, text, tmp_path, monkeypatch):
    """Whatever stands for it: asked for nothing, no folder is there after it."""
    monkeypatch.chdir(tmp_path)

    def no_store(_: Url) -> Mirror:
        raise InputError("no store here")

    monkeypatch.setattr(Mirror, "of", no_store)
    with pytest.raises(InputError):
        parameter.type.convert(text, parameter, None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["crawl", "s3://b/press"], "standfirst copy DATASET s3://b/press"),
        (["crawl", "recipe.toml", "--into", "s3://b/x"], "standfirst copy DATASET s3://b/x"),
        (["new", "x", "https://a.example", "--into", "gs://b/x"], "copy DATASET gs://b/x"),
        (["demo", "--into", "s3://b/x"], "standfirst copy DATASET s3://b/x"),
        (["reshard", "s3://b/x", "--shards", "2"], "local disk"),
        (["extract", "s3://b/page.html"], "download it first"),
        (["export", "x", "s3://b/x.csv"], "copy it there"),
        (["copy", "x", "https://paper.example/x"], "page of the web"),
    ],
)
def test_what_a_store_cannot_do_is_said_before_anything_is_done(
    arguments, said, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "recipe.toml").write_text('[dataset]\nname = "x"\n')
    (tmp_path / "x" / "_meta").mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(StandfirstError, match=said) as refused:
        CliRunner().invoke(app, arguments, catch_exceptions=False, standalone_mode=False)
    assert "\n" not in str(refused.value)
    assert [p for p in tmp_path.rglob("*") if p not in before and p.name != "lock"] == []


@pytest.mark.parametrize("folder", ["s3:/bucket", "s3:", "x/s3:/y"])
def test_no_writer_makes_such_a_folder(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="standfirst copy"), locked(Path(folder)):
        pass
    assert list(tmp_path.iterdir()) == []


def test_the_front_door_refuses_what_a_store_cannot_do(tmp_path):
    (tmp_path / "recipe.toml").write_text('[dataset]\nname = "x"\n')
    with pytest.raises(InputError, match="standfirst copy"):
        standfirst.crawl(tmp_path / "recipe.toml", "s3://bucket/x")
    with pytest.raises(InputError, match="standfirst copy"):
        standfirst.build("s3://bucket/x")


def test_verbs_read_and_write_what_a_url_names(shelf, press, tmp_path):
    copy(press, URL)

    def run(*arguments: object) -> str:
        result = CliRunner().invoke(app, [str(a) for a in arguments], catch_exceptions=False, standalone_mode=False)  # fmt: skip
        assert not result.return_value
        return result.output

    assert f"{URL}: nothing wrong" in run("check", URL, "--quick")
    assert "exported     2 articles" in run("export", URL, tmp_path / "out.jsonl")
    run("report", URL)
    assert "report.html" in shelf.list()
    run("compact", URL)
    assert texts(URL) == texts(press)
    assert f"files        {URL}-all" in run("merge", URL, "--into", f"{URL}-all")
    assert texts(f"{URL}-all") == texts(press)
    for folder in list(places._MIRRORS):
        places._MIRRORS.pop(folder).remove()


def test_where_nothing_is_that_is_said():
    with pytest.raises(InputError, match=r"memory://empty/x holds no dataset.*standfirst copy"):
        standfirst.open("memory://empty/x")
    with pytest.raises(InputError, match="holds no dataset"):
        DatasetPlace().convert("memory://empty/x", None, None)
