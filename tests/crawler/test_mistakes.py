"""What people get wrong most: one line says what happened, where, and what to do next."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import click
import pytest
from loopback import RECIPE, article_page

from crawler.cli import main
from crawler.cli.places import contact_of
from crawler.crawl.run import CrawlSummary, crawl
from crawler.demo.server import Server
from crawler.demo.site import Reply
from crawler.fetch.responses import why

ROOT = Path(__file__).parents[2]
HEAD = '[dataset]\nname = "x"\ncontact = "mailto:me@university.example"\n'
SOURCE = '[[source]]\nsite = "https://paper.example"\n'


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Call the command line here; return its code and what it said."""
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    said = capsys.readouterr().err
    assert "Traceback" not in said
    return int(ended.value.code or 0), said


RECIPES = {
    "empty": ("", ["is empty", "[[source]]", "contact ="]),
    "not TOML": ("[dataset\n", ["recipe.toml", "not TOML", "brackets"]),
    "no source": (HEAD, ["`source` is missing", "[[source]]"]),
    "misspelt key": (
        HEAD + '[[source]]\nsite = "https://a.example"\nfeed = ["x"]\n',
        ["recipe.toml:6", "unknown key `source.feed`", "Did you mean `feeds`?"],
    ),
    "misspelt key of the second source": (
        HEAD + SOURCE + '[[source]]\nsite = "https://b.example"\nmax_page = 5\n',
        ["recipe.toml:8: unknown key `source.max_page`"],
    ),
    "word for a number in the second source": (
        HEAD + SOURCE + "delay = 2\n" + SOURCE + 'delay = "slow"\n',
        ["recipe.toml:9: `source.delay` must be a number"],
    ),
    "misspelt table": (
        HEAD.replace("dataset", "datset") + SOURCE,
        ["unknown key `datset`", "Did you mean `dataset`?"],
    ),
    "word for a number": (
        HEAD + SOURCE + '[crawl]\ndelay = "slow"\n',
        ["recipe.toml:7", "must be a number", "'slow'"],
    ),
    "text for a list": (
        HEAD + '[[source]]\nfeeds = "https://a.example/feed"\n',
        ["`source.feeds` must be a list in [brackets]"],
    ),
    "no scheme": (
        HEAD + '[[source]]\nsite = "paper.example"\n',
        ["recipe.toml:5", "begin with https://"],
    ),
    "feed without scheme": (
        HEAD + '[[source]]\nfeeds = ["/feed.xml"]\n',
        ["`/feed.xml` is no web address"],
    ),
    "broken selector": (
        HEAD + SOURCE + '[source.select]\ntitle = "h1["\n',
        ["`h1[` is no CSS selector"],
    ),
    "no contact": (
        '[dataset]\nname = "x"\n' + SOURCE,
        ["`dataset.contact` is missing", "mailto:you@university.example"],
    ),
    "contact without mailto": (
        '[dataset]\nname = "x"\ncontact = "me@university.example"\n' + SOURCE,
        ["me@university.example", "begin with mailto: or https://"],
    ),
    "list that is not there": (
        HEAD + '[[source]]\nurls = "none.txt"\n',
        ["none.txt cannot be read", "relative to the recipe"],
    ),
    "WARC that is not there": (
        HEAD + '[[source]]\nwarc = "none-*.warc.gz"\n',
        ["no WARC file matches", "none-*.warc.gz"],
    ),
    "wrong access policy": (
        HEAD + SOURCE + '[policy]\nrobots = "ignore"\n',
        ["`policy.robots`", "'obey'"],
    ),
}


@pytest.mark.parametrize("mistake", sorted(RECIPES))
def test_recipe_with_a_mistake(mistake, tmp_path, capsys):
    text, said = RECIPES[mistake]
    (tmp_path / "recipe.toml").write_text(text)
    code, printed = run(capsys, "check", str(tmp_path / "recipe.toml"))
    assert code == 2
    assert [words for words in said if words not in printed] == []


@pytest.mark.parametrize("mistake", ["no contact", "list that is not there", "no scheme"])
def test_crawl_says_the_same_and_asks_nothing(mistake, tmp_path, capsys):
    text, said = RECIPES[mistake]
    (tmp_path / "recipe.toml").write_text(text)
    code, printed = run(capsys, "crawl", str(tmp_path), "--progress", "none")
    assert code == 2
    assert said[0] in printed
    assert not (tmp_path / "_archive").exists()


CALLS = {
    "no recipe there": (
        ["crawl", "nowhere/recipe.toml"],
        2,
        ["nowhere/recipe.toml cannot be read", "standfirst new"],
    ),
    "misspelt verb": (["crwal", "x"], 2, ["there is no `crwal`", "Did you mean `crawl`?"]),
    "another verb": (["frobnicate"], 2, ["there is no `frobnicate`", "Verbs: demo, new"]),
    "misspelt option": (["crawl", "x", "--progres", "none"], 2, ["--progres", "--progress"]),
    "no argument": (["view"], 2, ["Missing argument", "DATASET"]),
    "view of nothing": (["view", "nowhere"], 2, ["nowhere holds no dataset", "standfirst crawl"]),
    "check of nothing": (["check", "nowhere"], 2, ["nowhere holds no dataset"]),
    "file that is not there": (
        ["extract", "nowhere.html"],
        2,
        ["nowhere.html cannot be read", "https://"],
    ),
    "shard of nothing": (["crawl", "x", "--shard", "3"], 2, ["`3` is no shard", "--shard 2/8"]),
    "export of nothing": (["export", "nowhere", "a.csv"], 2, ["nowhere holds no dataset"]),
    "new with a name of two words": (
        ["new", "my paper", "https://paper.example", "--contact", "mailto:me@university.example"],
        2,
        ["`dataset.name`", "must be a file name: letters, digits"],
    ),
    "new without a contact": (
        ["new", "x", "https://paper.example"],
        2,
        ["`dataset.contact` is missing", "--contact mailto:you@university.example"],
    ),
    "new without a host": (
        ["new", "x", "paper"],
        2,
        ["paper is no address of a site", "https://paper.example"],
    ),
}


@pytest.mark.parametrize("mistake", sorted(CALLS))
def test_call_with_a_mistake(mistake, capsys):
    arguments, code, said = CALLS[mistake]
    found, printed = run(capsys, *arguments)
    assert found == code
    assert [words for words in said if words not in printed] == []


def test_a_folder_without_saved_pages_is_told(tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("nothing")
    code, printed = run(capsys, "extract", str(tmp_path))
    assert code == 2
    assert "holds no saved page: no file ends in .html, .htm, .xhtml" in printed


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("me@university.example", "mailto:me@university.example"),
        ("mailto:me@university.example", "mailto:me@university.example"),
        ("https://university.example/me", "https://university.example/me"),
        ("me", "me"),
    ],
)
def test_a_bare_address_of_mail_is_a_contact(given, written):
    context = click.Context(click.Command("x"))
    assert contact_of(context, click.Option(["--contact"]), given) == written


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (type("DownloadConnectionRefusedError", (Exception,), {})("111"), "connection refused"),
        (type("MyTimeout", (TimeoutError,), {})(), "no answer in time"),
        (ValueError("odd"), "ValueError: odd"),
    ],
)
def test_why_a_host_gave_no_answer_is_said_in_words(error, said):
    assert why(error) == said


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("binary", bytes(range(256)) * 20),
        ("pdf", b"%PDF-1.7 \xe2\xe3"),
        ("picture", b"\x89PNG\r\n"),
    ],
)
def test_file_that_is_no_text_is_no_article(name, content, tmp_path, capsys):
    (tmp_path / name).write_bytes(content)
    code, printed = run(capsys, "extract", str(tmp_path / name))
    assert (code, "no article: not_html" in printed) == (1, True)


def test_dataset_that_is_a_file(tmp_path, capsys):
    (tmp_path / "recipe.toml").write_text(HEAD + SOURCE)
    (tmp_path / "afile").write_text("")
    code, printed = run(
        capsys, "crawl", str(tmp_path), "--into", str(tmp_path / "afile"), "--progress", "none"
    )
    assert code == 2
    assert "is a file" in printed


def test_dataset_of_another_recipe(tmp_path, capsys):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "recipe.toml").write_text((HEAD + SOURCE).replace('"x"', f'"{name}"'))
    code, printed = run(
        capsys,
        "crawl",
        str(tmp_path / "one"),
        "--into",
        str(tmp_path / "two"),
        "--progress",
        "none",
    )
    assert code == 2
    assert 'holds the dataset "two", the recipe is of "one"' in printed


def test_dataset_without_a_version_yet(tmp_path, capsys):
    (tmp_path / "_meta").mkdir()
    code, printed = run(capsys, "compact", str(tmp_path))
    assert code == 2
    assert "holds no version yet" in printed


def test_old_python_is_said_before_pip_says_it(tmp_path):
    """dev.py checks the version before it needs anything that is newer."""
    text = (ROOT / "dev.py").read_text(encoding="utf-8").replace("(3, 11)", "(9, 0)")
    (tmp_path / "dev.py").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(tmp_path / "dev.py"), "demo"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "needs Python 3.11 or newer, this is" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_commands_are_said_as_they_were_called(monkeypatch, capsys):
    monkeypatch.setenv("STANDFIRST_CALLED", "python3 ../dev.py")
    _, printed = run(capsys, "check", "nowhere")
    assert "`python3 ../dev.py crawl`" in printed


@pytest.fixture
def copy(demo: tuple[Path, list[CrawlSummary]], tmp_path: Path) -> Path:
    shutil.copytree(demo[0], tmp_path / "copy")
    return tmp_path / "copy"


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["report", "export", "compact", "view", "crawl"])
@pytest.mark.parametrize("harm", ["truncated", "missing"])
def test_damaged_file_of_a_dataset(verb, harm, copy, tmp_path, capsys):
    part = next((copy / "articles").glob("*.parquet"))
    part.write_bytes(part.read_bytes()[:1000]) if harm == "truncated" else part.unlink()
    more = {
        "export": [str(tmp_path / "a.csv")],
        "view": ["0123456789abcdef", "--no-browser"],
        "crawl": ["--progress", "none"],
        "compact": ["--shard-rows", "500"],
    }.get(verb, [])
    code, printed = run(capsys, verb, str(copy), *more)
    assert code == 5
    assert "standfirst build" in printed


@pytest.mark.slow
def test_an_archive_that_was_left_out_is_one_line(copy, capsys):
    shutil.rmtree(copy / "_archive")
    code, printed = run(capsys, "check", str(copy))
    assert code == 5
    assert "segment-000001.warc.zst: the file is missing, with 85 pages" in printed
    assert "`check --quick` leaves it out" in printed
    assert len(printed.splitlines()) < 6
    assert run(capsys, "check", str(copy), "--quick")[0] == 0


@pytest.mark.slow
def test_port_that_is_taken(copy, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, printed = run(
            capsys, "view", str(copy), "--no-browser", "--port", str(taken.getsockname()[1])
        )
    assert code == 2
    assert "Give another --port" in printed


@pytest.mark.slow
def test_export_says_that_it_replaced_a_file(copy, tmp_path, capsys):
    (tmp_path / "a.csv").write_text("mine")
    code, printed = run(capsys, "export", str(copy), str(tmp_path / "a.csv"))
    assert (code, "(replaced)" in printed) == (0, True)


def answer(robots: bytes = b"", body: bytes | None = None, headers: dict[str, str] | None = None):
    def reply(host: str, path: str, earlier: int) -> Reply:
        if path == "/robots.txt":
            return Reply(robots, content_type="text/plain")
        if path.startswith("/story-") or path in ("/", "/feed"):
            return Reply(body or article_page(3).encode(), headers=headers or {})
        return Reply(status=404)

    return reply


def site(folder: Path, proxy: str, source: str, crawl: str = "") -> Path:
    path = folder / "recipe.toml"
    path.write_text(
        f'[dataset]\nname = "x"\n[[source]]\n{source}\n[crawl]\ndelay = 0\nbackoff = 0.05\ntries = 1\nmax_wait = 2\nworkers = 1\nmin_free_mb = 0\nallow_loopback = true\nproxy = "{proxy}"\n{crawl}'
    )
    return path


@pytest.mark.slow
def test_site_whose_robots_txt_closes_everything(tmp_path, capsys):
    with Server(answer(b"User-agent: *\nDisallow: /\n")) as server:
        code, printed = run(
            capsys,
            "crawl",
            str(site(tmp_path, server.proxy, 'site = "http://paper.example"')),
            "--progress",
            "plain",
        )
    assert code == 4
    assert "its robots.txt closes it for this crawler" in printed


@pytest.mark.slow
def test_feed_that_is_a_web_page(tmp_path, capsys):
    with Server(answer()) as server:
        code, printed = run(
            capsys,
            "crawl",
            str(
                site(
                    tmp_path,
                    server.proxy,
                    'feeds = ["http://paper.example/feed"]\ndiscover = ["feed"]',
                )
            ),
            "--progress",
            "plain",
        )
    assert code == 1
    assert "http://paper.example/feed: a web page, no feed" in printed


@pytest.mark.slow
def test_site_that_reserves_mining(tmp_path, capsys):
    (tmp_path / "urls.txt").write_text(
        "http://paper.example/story-1\nhttp://paper.example/story-2\n"
    )
    with Server(answer(headers={"TDM-Reservation": "1"})) as server:
        code, printed = run(
            capsys,
            "crawl",
            str(site(tmp_path, server.proxy, 'urls = "urls.txt"\ndiscover = []')),
            "--progress",
            "plain",
        )
    assert code == 1
    assert "2 pages read and set aside as `reserved`" in printed
    assert "policy.reserved" in printed


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('site = "http://no-such-host.invalid"', "the name does not resolve"),
        ('site = "http://127.0.0.1:9"', "connection refused"),
    ],
)
def test_host_that_does_not_answer(source, said, tmp_path, capsys):
    path = site(tmp_path, "", source)
    path.write_text(path.read_text().replace('proxy = ""\n', ""))
    code, printed = run(capsys, "crawl", str(path), "--progress", "plain")
    assert code == 1
    assert said in printed


@pytest.mark.slow
def test_address_of_this_machine_is_refused_with_the_way_to_allow_it(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, printed = run(
        capsys, "new", "x", "http://127.0.0.1:8801", "--contact", "mailto:me@university.example"
    )
    assert code == 2
    assert printed.count("port 8801") <= 2
    assert "--allow-loopback" in printed


@pytest.mark.slow
def test_refusal_of_our_own_is_judged_anew(tmp_path):
    """After the recipe allows it, an address that we had refused is asked."""
    (tmp_path / "urls.txt").write_text("http://127.0.0.1:1/story-1\n")
    with Server(answer()) as server:
        (tmp_path / "urls.txt").write_text(f"http://127.0.0.1:{server.port}/story-1\n")
        text = (
            RECIPE.format(proxy="", tries=1, reserved="skip")
            .replace('proxy = ""\n', "")
            .replace('name = "try"', 'name = "try"\ncontact = "mailto:me@university.example"')
        )
        (tmp_path / "recipe.toml").write_text(
            text.replace("allow_loopback = true", "allow_loopback = false")
        )
        assert crawl(tmp_path / "recipe.toml").urls["blocked"] in (0, 1)
        (tmp_path / "recipe.toml").write_text(text)
        assert crawl(tmp_path / "recipe.toml").manifest.counts.get("rows") == 1


@pytest.mark.slow
def test_limit_of_pages_ends_the_run_and_says_what_waits(tmp_path, capsys):
    (tmp_path / "urls.txt").write_text(
        "\n".join(f"http://paper.example/story-{n}" for n in range(40))
    )
    with Server(
        lambda h, p, e: (
            Reply(article_page(int(p.rsplit("-", 1)[1])).encode())
            if "story" in p
            else Reply(status=404)
        )
    ) as server:
        code, printed = run(
            capsys,
            "crawl",
            str(
                site(tmp_path, server.proxy, 'urls = "urls.txt"\ndiscover = []', "max_pages = 5\n")
            ),
            "--progress",
            "plain",
        )
    assert code == 0
    assert "35 addresses stay pending: crawl.max_pages = 5" in printed


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="process groups")
def test_terminating_the_whole_group_ends_in_order(tmp_path):
    import signal
    import time

    (tmp_path / "urls.txt").write_text(
        "\n".join(f"http://paper.example/story-{n}" for n in range(200))
    )
    with Server(
        lambda h, p, e: (
            Reply(article_page(int(p.rsplit("-", 1)[1])).encode())
            if "story" in p
            else Reply(status=404)
        )
    ) as server:
        path = site(tmp_path, server.proxy, 'urls = "urls.txt"\ndiscover = []')
        path.write_text(path.read_text().replace("delay = 0\n", "delay = 0.05\n"))
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "crawler",
                "crawl",
                str(path),
                "--into",
                str(path.parent / "elsewhere"),
                "--progress",
                "plain",
            ],
            cwd=ROOT,
            start_new_session=True,
            stderr=subprocess.PIPE,
            text=True,
        )
        while server.count("paper.example", "/story-3") == 0 and process.poll() is None:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGTERM)
        said = process.communicate()[1]
    assert process.returncode == 130
    assert "continue     " in said
    assert f"crawl {path} --into {path.parent / 'elsewhere'}\n" in said
    assert "error  " not in said
