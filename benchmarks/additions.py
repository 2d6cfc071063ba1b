"""What a crawl of a few new pages costs into a large dataset, beside the same into a small one.

    python benchmarks/additions.py --articles 100000 --new 50 [--keep FOLDER] [--stages]

The articles are made records with sketches and provenance; the new pages come over loopback, some of them with the text of an article that is
there already. CPU of the `standfirst` command and all its processes, server aside.
`--stages` says where it goes in the process that writes. Linux only.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

import numpy as np  # noqa: E402
from nightly import cpu_of, recipe  # noqa: E402

from crawler.demo.server import Answerer, Server  # noqa: E402
from crawler.demo.site import Reply  # noqa: E402
from pipelines import recipe as recipes  # noqa: E402
from pipelines.build.worker import judge  # noqa: E402
from pipelines.dedup.sketch import sketch  # noqa: E402
from pipelines.extract.result import Extraction  # noqa: E402
from pipelines.extract.rules import Rules  # noqa: E402
from pipelines.identity import article_id, content_hash, revision_id  # noqa: E402
from pipelines.model import Page  # noqa: E402
from pipelines.publish.published import publish  # noqa: E402
from pipelines.store import manifest  # noqa: E402
from pipelines.store.archive import Ref, segments  # noqa: E402
from pipelines.store.dataset import Dataset  # noqa: E402
from pipelines.store.finish import finish  # noqa: E402

SITES = 15
AGENCY = 5
"""Of so many new pages one has the text of an article of another site."""
FIRST = datetime(2024, 1, 1, tzinfo=UTC)
_WORDS = re.findall(
    r"\w+",
    "the council of a town has met again and said that more money will be needed for bridge school"
    " road library hospital after years when nothing was done by those in charge who now ask for"
    " patience while people wait as prices rise in shops near old station where trains rarely stop",
)
STAGES = """
import cProfile, pstats, runpy, sys
sys.argv = ["crawler", *sys.argv[1:]]
profile = cProfile.Profile()
try:
    profile.runcall(runpy.run_module, "crawler", run_name="__main__")
except SystemExit:
    pass
pstats.Stats(profile).sort_stats("cumulative").print_stats(r"pipelines|crawler/crawl", 60)
"""


def story(number: int) -> list[str]:
    """Return the paragraphs of a made article, some 3,500 characters, the same every time."""
    chance = random.Random(number)
    return [
        " ".join(chance.choices(_WORDS, k=60)).capitalize() + f" {number + n} times."
        for n in range(10)
    ]


def page(number: int) -> bytes:
    """Return the page of a made article."""
    day = (FIRST + timedelta(minutes=11 * number)).isoformat()
    text = "".join(f"<p>{p}</p>" for p in story(number))
    title = f"Council number {number} meets again"
    return f'<!doctype html><html lang="en"><head><title>{title}</title><meta property="article:published_time" content="{day}"></head><body><article><h1>{title}</h1><p class="byline">By Ann Example</p>{text}</article></body></html>'.encode()


def answerer(stories: list[int], articles: int) -> Answerer:
    """Return what serves papers, each with a sitemap of `stories[0]` stories."""

    def answer(host: str, path: str, earlier: int) -> Reply:
        if path == "/sitemap.xml":
            rows = "".join(
                f"<url><loc>http://{host}/story-{n}</loc></url>" for n in range(stories[0])
            )
            return Reply(f"<urlset>{rows}</urlset>".encode(), content_type="text/xml")
        if path.startswith("/story-"):
            site, story_number = int(re.findall(r"\d+", host)[0]), int(path.rsplit("-", 1)[1])
            new = SITES * story_number + site
            told = new * 97 % articles if new % AGENCY == 0 else articles + new
            return Reply(page(told))
        return Reply(status=404)

    return answer


def results(articles: int, at: Ref, rules: Rules) -> Iterator[tuple[Ref, Extraction, np.ndarray]]:
    """Yield made records, as if their pages stood at one place of the archive."""
    first = judge(Page(url="http://paper-0.example/a", body=page(0), source="p0", fetched=FIRST), rules)  # fmt: skip
    assert isinstance(first.result, Extraction)
    for n in range(articles):
        url = f"http://paper-{n % SITES}.example/made-{n}"
        text, title = "\n\n".join(story(n)), f"Council number {n} meets again"
        identifier, content = article_id(url), content_hash(title, text)
        article = replace(
            first.result.article, id=identifier, url=url, source=f"p{n % SITES}", title=title,
            text=text, content_hash=content, revision_id=revision_id(identifier, content),
            date_published=FIRST + timedelta(minutes=11 * n), archive_file=at.file,
            archive_offset=at.offset,
        )  # fmt: skip
        provenance = [replace(p, id=identifier) for p in first.result.provenance]
        yield at, Extraction(article, provenance), sketch([text])[0]


def fill(folder: Path, articles: int) -> None:
    """Put made articles into a dataset that a crawl has begun."""
    dataset, found = Dataset(folder), recipes.load(folder / "recipe.toml")
    segment = segments(dataset.paths.archive)[-1]
    end = dataset.manifest.archived[segment.name]
    held = []
    for each in results(articles, Ref(segment.name, end - 1, 1), Rules.of(found)):
        held.append(each)
        if len(held) == 5000:
            dataset.commit(held)
            held = []
    dataset.commit(held)
    made = finish(dataset, near=True, shard_rows=found.output.shard_rows)
    publish(folder, found, made)


def crawl_cpu(folder: Path, *, stages: bool) -> float:
    """Return the CPU seconds of a crawl, all its processes counted."""
    command = [str(folder), "--progress", "none"]
    if stages:
        done = subprocess.run([sys.executable, "-c", STAGES, "crawl", *command], cwd=ROOT, check=False, capture_output=True, text=True)  # fmt: skip
        print(done.stdout)
        return 0.0
    return cpu_of([sys.executable, "-m", "crawler", "crawl", *command])


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--new", type=int, default=50)
    parser.add_argument("--keep", type=Path, help="where the large dataset is kept for next time")
    parser.add_argument("--stages", action="store_true")
    given = parser.parse_args()
    stories = [2]
    with tempfile.TemporaryDirectory() as place, Server(answerer(stories, given.articles)) as server:  # fmt: skip
        small, large = Path(place) / "small", Path(place) / "large"
        kept = (given.keep or Path(place)) / f"made-{given.articles}"
        small.mkdir()
        recipe(small, server.proxy, SITES)
        first = cpu_of([sys.executable, "-m", "crawler", "crawl", str(small), "--progress", "none"])
        print(f"{'first run, small':32}{first:7.2f} CPU s", flush=True)
        if not kept.exists():
            shutil.copytree(small, kept)
            fill(kept, given.articles)
        shutil.copytree(kept, large)
        recipe(large, server.proxy, SITES)
        stories[0] += -(-given.new // SITES)
        for name, folder in (("small", small), ("large", large)):
            cpu = crawl_cpu(folder, stages=given.stages and folder == large)
            counts = manifest.load(folder).counts
            print(f"{f'new pages, {name}':32}{cpu:7.2f} CPU s; {counts}", flush=True)
            again = crawl_cpu(folder, stages=False)
            print(f"{f'nothing new, {name}':32}{again:7.2f} CPU s", flush=True)


if __name__ == "__main__":
    main()
