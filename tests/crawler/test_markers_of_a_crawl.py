"""No word that is kept back is in what a whole crawl writes or says: its log, its rejected
pages, its report and its address book. Only the archive has the pages as they came."""

from __future__ import annotations

import logging
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from loopback import RECIPE
from test_markers import DECLARED, FILLINGS, MARK, SHAPES, made, marked

from crawler.crawl.run import crawl
from crawler.demo.server import Server
from crawler.demo.site import Reply
from pipelines.model import Page
from tests.made import HEADLINE, page


def pages() -> list[Page]:
    """Return pages with markers: of every shape, and such as give no record."""
    whole = [made(s, list(FILLINGS), list(DECLARED), n) for n, s in enumerate(SHAPES)]
    hidden = f"<div hidden><p>{marked()}</p></div>"
    reserved = '<meta name="tdm-reservation" content="1">'
    return [
        *whole,
        page(f"<main>{HEADLINE}{hidden}</main>"),
        page(f"<main>{hidden}</main>"),
        made_with_head(whole[0], reserved),
    ]


def made_with_head(of: Page, head: str) -> Page:
    body = of.body.replace(b"</head>", head.encode() + b"</head>", 1)
    return Page(url=of.url, body=body, content_type=of.content_type)


@pytest.mark.slow
def test_no_marker_is_in_what_a_crawl_writes_or_says(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    served = pages()

    def answer(host: str, path: str, earlier: int) -> Reply:
        if not path.startswith("/story-"):
            return Reply(b"", 404)
        return Reply(served[int(path.rsplit("-", 1)[1])].body)

    listed = [f"http://paper.example/story-number-{n}" for n in range(len(served))]
    (tmp_path / "urls.txt").write_text("\n".join(listed))
    with caplog.at_level(logging.DEBUG), Server(answer) as server:
        recipe = RECIPE.format(proxy=server.proxy, tries=1, reserved="skip")
        (tmp_path / "recipe.toml").write_text(recipe)
        summary = crawl(tmp_path / "recipe.toml")
    assert summary.urls["fetched"] == len(served)
    said = capfd.readouterr()
    assert MARK not in f"{caplog.text}{said.out}{said.err}{summary}".lower()
    files = [p for p in tmp_path.rglob("*") if p.is_file() and "_archive" not in p.parts]
    rejected = [p for p in files if "rejected" in p.parts and p.suffix == ".parquet"]
    assert sum(pq.read_metadata(p).num_rows for p in rejected) >= 2
    for path in files:
        rows = pq.read_table(path).to_pylist() if path.suffix == ".parquet" else None
        whole = path.read_bytes() if rows is None else str(rows).encode()
        assert MARK.encode() not in whole.lower(), path.name
