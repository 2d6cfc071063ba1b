"""The documentation as pages: complete, strict, and nothing asked from elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml

from crawler.fetch import rendering

pytest.importorskip("zensical", reason="Zensical is not installed: `pip install --group docs`")
ROOT = Path(__file__).parents[1]
NAMES = sorted(p.relative_to(ROOT / "docs").as_posix() for p in (ROOT / "docs").rglob("*.md"))
OUTSIDE = re.compile(
    r"""<(?:script|link|img|iframe|source)\b[^>]*?(?:src|href)=["']?((?:https?:)?//[^"'\s>]+)"""
)
LOCAL = re.compile(
    r"""<(?:a|script|link|img)\b[^>]*?(?:src|href)=["']?(?![a-z]+:|//|#)([^"'\s>#?]+)"""
)


def copied(folder: Path) -> Path:
    """Copy what the pages are made from."""
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copied(tmp_path_factory.mktemp("pages"))
    done = build(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def test_every_page_is_built(site: Path):
    assert [name for name in NAMES if not (site / name).with_suffix(".html").exists()] == []
    assert not list(site.rglob("*.py"))


def test_every_page_is_in_the_navigation():
    sections = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    listed = [
        page
        for entry in sections
        for value in entry.values()
        for page in ([value] if isinstance(value, str) else value)
    ]
    assert sorted(listed) == NAMES


def test_nothing_is_asked_from_elsewhere(site: Path):
    found = {
        (page.name, url)
        for page in site.rglob("*.html")
        for url in OUTSIDE.findall(page.read_text(encoding="utf-8"))
    }
    found |= {
        (sheet.name, url)
        for sheet in site.rglob("*.css")
        for url in re.findall(
            r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^)\"']+)", sheet.read_text(encoding="utf-8")
        )
    }
    assert found == set()


def test_pictures_scripts_and_pages_are_there(site: Path):
    """What the builder does not look at: pictures, styles, the notebook."""
    missing = []
    for page in site.rglob("*.html"):
        base = site if page.name == "404.html" else page.parent
        for target in LOCAL.findall(page.read_text(encoding="utf-8")):
            path = unquote(urlsplit(target).path)
            if not (site / path.lstrip("/") if path.startswith("/") else base / path).exists():
                missing.append((page.name, target))
    assert missing == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "link",
    [
        "[a page](nowhere.md)",
        "[a heading](how-to/share.md#nowhere)",
        "[a file of the clone](../README.md)",
    ],
)
def test_a_broken_link_fails(link: str, tmp_path: Path):
    with (copied(tmp_path) / "docs/index.md").open("a", encoding="utf-8") as index:
        index.write(f"\n{link}\n")
    assert build(tmp_path).returncode != 0


@pytest.mark.slow
@pytest.mark.skipif(rendering.browser() is None, reason="no Chromium on this machine")
def test_search_works_from_the_disk(site: Path):
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=rendering.browser(), args=["--no-sandbox"]
        )
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((site / "index.html").as_uri())
        page.click(".md-search__button")
        field = page.get_by_role("combobox", name="Search")
        field.press_sequentially("boilerplate rule", delay=20)
        page.get_by_text("Near duplicates").last.wait_for(timeout=5000)
        assert field.input_value() == "boilerplate rule"
        field.press("Enter")
        page.wait_for_url("**/explanation/duplicates.html*")
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
        browser.close()
