"""A crawl in shards: the same rows as in one piece, whatever is killed or cut anew."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pyarrow.dataset as ds
import pytest
from loopback import article_page

from crawler.crawl.run import crawl
from crawler.demo.server import Server
from crawler.demo.site import Reply
from crawler.frontier.store import Frontier
from crawler.shards.merge import merge
from crawler.shards.reshard import folder_of, reshard
from crawler.shards.shard import Shard, shard_of
from pipelines import recipe as recipes
from pipelines.build.rebuild import rebuild
from pipelines.errors import InputError, StandfirstError
from pipelines.store.check import problems

PAPERS = [f"paper-{letter}.example" for letter in "abcdefgh"]
STORIES = 6
ROOT = Path(__file__).parents[2]
slow = pytest.mark.slow


def answer(host: str, path: str, earlier: int) -> Reply:
    """Eight papers, each with a sitemap that also names a story of the next paper."""
    number = PAPERS.index(host)
    if path == "/sitemap.xml":
        after = PAPERS[(number + 1) % len(PAPERS)]
        listed = [
            *(f"http://{host}/story-{n}" for n in range(STORIES)),
            f"http://{after}/guest-of-{host}",
        ]
        return Reply(
            (
                "<urlset>" + "".join(f"<url><loc>{u}</loc></url>" for u in listed) + "</urlset>"
            ).encode(),
            content_type="text/xml",
        )
    if path.startswith("/story-"):
        # the first story is an agency's: the same in every paper
        n = int(path.rsplit("-", 1)[1])
        return Reply(article_page(1000 if n == 0 else 10 * number + n).encode())
    if path.startswith("/guest-of-"):
        return Reply(article_page(2000 + number).encode())
    return Reply(status=404)


def write_recipe(folder: Path, proxy: str, delay: float = 0.0) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    sources = "".join(
        f'[[source]]\nname = "{p}"\ndiscover = ["sitemap"]\nsitemaps = ["http://{p}/sitemap.xml"]\n'
        for p in PAPERS
    )
    path = folder / "recipe.toml"
    path.write_text(
        f'[dataset]\nname = "press"\n{sources}[crawl]\ndelay = {delay}\nbackoff = 0.05\nmax_wait = 5\nworkers = 1\nallow_loopback = true\nmin_free_mb = 0\nproxy = "{proxy}"\n'
    )
    return path


def start(path: Path, shard: str) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "crawler",
        "crawl",
        str(path),
        "--shard",
        shard,
        "--progress",
        "none",
    ]
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True, stderr=subprocess.PIPE)


def rows(folder: Path) -> list[dict[str, object]]:
    """The articles, without what tells when and where they were fetched."""
    table = ds.dataset(folder / "articles").to_table()
    table = table.drop_columns(
        [n for n in ("date_fetched", "archive_file", "archive_offset") if n in table.column_names]
    )
    return sorted(table.to_pylist(), key=lambda row: str(row["id"]))


def asked(server: Server) -> Counter[str]:
    return Counter(
        f"{s.host}{s.path}" for s in server.seen if "story" in s.path or "guest" in s.path
    )


@pytest.mark.parametrize("text", ["2/8", "2-of-8"])
def test_shard_is_read_as_people_write_it(text):
    assert Shard.parse(text) == Shard(2, 8)


@pytest.mark.parametrize("text", ["0/8", "9/8", "8", "a/b", "", "1/0"])
def test_what_is_no_shard_says_how_to_write_one(text):
    with pytest.raises(InputError, match="--shard 2/8"):
        Shard.parse(text)


def test_hosts_of_one_domain_belong_together():
    for of in (2, 3, 8):
        assert (
            len(
                {
                    shard_of(h, of)
                    for h in (
                        "www.paper.co.uk",
                        "m.paper.co.uk",
                        "paper.co.uk",
                        "Sport.Paper.co.uk",
                    )
                }
            )
            == 1
        )


def test_every_host_belongs_to_one_shard():
    for host in PAPERS:
        assert sum(Shard(n, 5).owns(host) for n in range(1, 6)) == 1


def test_recipe_of_a_shard_still_finds_its_lists(tmp_path):
    (tmp_path / "recipe.toml").write_text(
        '[dataset]\nname = "x"\n[[source]]\nurls = "lists/urls.txt"\n[[source]]\nwarc = "/data/*.warc.gz"\n'
    )
    recipes.copy(tmp_path / "recipe.toml", tmp_path / "shards" / "1-of-2" / "recipe.toml")
    sources = recipes.load(tmp_path / "shards" / "1-of-2" / "recipe.toml").source
    assert (
        tmp_path / "shards" / "1-of-2" / sources[0].urls
    ).resolve() == tmp_path / "lists" / "urls.txt"
    assert (tmp_path / "shards" / "1-of-2" / sources[1].warc).resolve() == Path("/data/*.warc.gz")


@slow
def test_four_shards_one_of_them_killed_give_the_rows_of_one_crawl(tmp_path):
    with Server(answer) as server:
        crawl(write_recipe(tmp_path / "whole", server.proxy))
    with Server(answer) as server:
        path = write_recipe(tmp_path / "cut", server.proxy, delay=0.1)
        running = {n: start(path, f"{n}/4") for n in range(1, 5)}
        victim = shard_of(PAPERS[0], 4)
        while (
            sum(asked(server)[f"{PAPERS[0]}/story-{n}"] for n in range(STORIES)) < 2
            and running[victim].poll() is None
        ):
            time.sleep(0.02)
        os.killpg(running[victim].pid, signal.SIGKILL)
        assert [p.wait() for n, p in running.items() if n != victim] == [0, 0, 0]
        running[victim].wait()
        assert start(path, f"{victim}/4").wait() == 0
        reshard(path, 4)
        for n in range(1, 5):
            crawl(path, shard=Shard(n, 4))
        again = {u: n for u, n in asked(server).items() if n > 1}
    merged = merge([folder_of(path.parent, Shard(n, 4)) for n in range(1, 5)], tmp_path / "all")
    assert rows(tmp_path / "all") == rows(tmp_path / "whole")
    assert len(rows(tmp_path / "all")) == len(PAPERS) * (STORIES + 1)
    assert problems(tmp_path / "all") == []
    assert merged.crawl["urls"]["pending"] == 0
    # only what was in flight at the kill was asked twice
    assert all(
        url.startswith(tuple(p for p in PAPERS if shard_of(p, 4) == victim)) for url in again
    )
    assert len(again) <= 4


@pytest.fixture(scope="module")
def cut(tmp_path_factory):
    """A crawl of eight papers in two shards, then in three, each run to its end."""
    folder = tmp_path_factory.mktemp("cut")
    with Server(answer) as server:
        path = write_recipe(folder / "press", server.proxy)
        crawl(path, shard=Shard(1, 2))
        reshard(path, 3)
        with pytest.raises(StandfirstError, match=r"not cut into 2 shards|handed over"):
            crawl(path, shard=Shard(2, 2))
        for _ in range(2):
            for n in (1, 2, 3):
                crawl(path, shard=Shard(n, 3))
            reshard(path, 3)
        yield path, server


def parts(path: Path) -> list[Path]:
    return [folder_of(path.parent, s) for s in (Shard(1, 2), Shard(1, 3), Shard(2, 3), Shard(3, 3))]


@slow
def test_another_number_of_shards_loses_and_repeats_nothing(cut, tmp_path):
    path, server = cut
    merge(parts(path), tmp_path / "all")
    assert len(rows(tmp_path / "all")) == len(PAPERS) * (STORIES + 1)
    assert set(asked(server).values()) == {1}


@slow
def test_merging_again_changes_nothing(cut, tmp_path):
    path, _ = cut
    first = merge(parts(path), tmp_path / "all")
    assert merge(parts(path), tmp_path / "all") == first


@slow
def test_merged_dataset_is_built_again_from_its_archive(cut, tmp_path):
    path, _ = cut
    merge(parts(path), tmp_path / "all")
    before = rows(tmp_path / "all")
    rebuild(tmp_path / "all" / "recipe.toml")
    assert rows(tmp_path / "all") == before


@slow
def test_merged_dataset_is_crawled_on_without_touching_its_parts(cut, tmp_path):
    path, server = cut
    merge(parts(path), tmp_path / "all")
    segments = {p: p.stat().st_size for part in parts(path) for p in (part / "_archive").iterdir()}
    requests = sum(asked(server).values())
    summary = crawl(tmp_path / "all" / "recipe.toml")
    assert sum(asked(server).values()) == requests
    assert summary.manifest.counts["rows"] == len(PAPERS) * (STORIES + 1)
    assert {p: p.stat().st_size for p in segments} == segments


@slow
def test_part_that_was_not_extracted_yet_is_extracted(cut, tmp_path):
    """The manifest of a killed part lags behind its archive."""
    import shutil

    path, _ = cut
    behind = tmp_path / "behind"
    shutil.copytree(parts(path)[1], behind)
    for name in ("articles", "rejected", "provenance", "revisions"):
        shutil.rmtree(behind / name, ignore_errors=True)
    for file in (behind / "_meta").glob("manifest-*"):
        file.unlink()
    (behind / "_meta" / "CURRENT").unlink()
    from pipelines.store.dataset import Dataset

    dataset = Dataset(behind)
    dataset.replace_tables({})
    merge([behind], tmp_path / "all")
    assert len(rows(tmp_path / "all")) == len(rows(parts(path)[1]))
    shutil.rmtree(behind)  # it was left without its rows on purpose


@slow
def test_same_version_in_two_parts_is_kept_once(cut, tmp_path):
    import shutil

    path, _ = cut
    twin = tmp_path / "twin"
    shutil.copytree(parts(path)[1], twin)
    merged = merge([parts(path)[1], twin], tmp_path / "all")
    own = rows(parts(path)[1])
    assert len(rows(tmp_path / "all")) == len(own)
    assert merged.counts["duplicates"] == len(own)
    assert merged.problems() == []


@slow
def test_whole_crawl_beside_shards_is_refused(cut):
    path, _ = cut
    with pytest.raises(InputError, match="is crawled in shards"):
        crawl(path)


@slow
def test_target_with_pages_of_its_own_is_refused(cut):
    path, _ = cut
    with pytest.raises(InputError, match="pages of its own"):
        merge([parts(path)[1]], parts(path)[2])


@slow
def test_a_cut_that_nobody_has_crawled_yet_is_merged(tmp_path):
    """What `reshard` leaves is what its message and the how-to name: `merge shards/*`."""
    with Server(answer) as server:
        path = write_recipe(tmp_path / "press", server.proxy)
        crawl(path, shard=Shard(1, 1))
        reshard(path, 2)
        with pytest.raises(InputError, match="no version yet"):
            merge([folder_of(path.parent, Shard(n, 2)) for n in (1, 2)], tmp_path / "none")
        merged = merge(sorted((path.parent / "shards").iterdir()), tmp_path / "all")
    assert len(rows(tmp_path / "all")) == len(PAPERS) * (STORIES + 1)
    assert merged.crawl["urls"]["fetched"] == merged.counts["pages"]


@slow
def test_a_shard_with_nothing_to_do_is_done(tmp_path, capsys):
    from crawler.cli import main

    empty = next(n for n in range(1, 60) if not any(Shard(n, 59).owns(p) for p in PAPERS))
    path = write_recipe(tmp_path / "press", "http://127.0.0.1:9")
    with pytest.raises(SystemExit) as ended:
        main(["crawl", str(path), "--shard", f"{empty}/59"])
    assert ended.value.code == 0
    assert "nothing to do" in capsys.readouterr().err


def test_reshard_without_a_crawl_says_what_to_do(tmp_path):
    path = write_recipe(tmp_path, "http://127.0.0.1:9")
    with pytest.raises(InputError, match="holds no crawl yet"):
        reshard(path, 3)


def test_lost_frontier_does_not_cut_the_archive(tmp_path):
    """What the dataset has read of an archive stays, whatever the frontier knows."""
    from crawler.frontier.ledger import Ledger
    from pipelines.store import manifest as manifests
    from pipelines.store.archive import segment_name

    archive = tmp_path / "_archive"
    archive.mkdir()
    (archive / segment_name(1)).write_bytes(b"x" * 100)
    manifests.write(tmp_path, manifests.Manifest(version=1, archived={segment_name(1): 80}))
    manifests.point_at(tmp_path, "manifest-000001.json")
    ledger = Ledger(Frontier(tmp_path / "_meta" / "frontier.sqlite"), archive)
    ledger.open()
    ledger.close()
    assert (archive / segment_name(1)).stat().st_size == 80
