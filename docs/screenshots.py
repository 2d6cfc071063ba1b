"""Take the pictures of the docs: `python docs/screenshots.py` after the demo was built."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from crawler.cli.serving import Viewer  # noqa: E402
from crawler.fetch import rendering  # noqa: E402

OUT = ROOT / "docs" / "images"


def main(dataset: Path) -> None:
    """Take the inspection page, its index and the report of a dataset."""
    with Viewer(dataset) as viewer, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=rendering.browser(), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 760})
        page.goto(viewer.address)
        page.screenshot(path=OUT / "index.png")
        chosen = viewer.records._rows(
            "SELECT id FROM articles WHERE boundary_basis = 'hidden_text' ORDER BY id LIMIT 1"
        )[0]["id"]
        page.goto(f"{viewer.address}article/{chosen}")
        page.wait_for_timeout(500)
        page.screenshot(path=OUT / "view.png")
        page.set_viewport_size({"width": 1280, "height": 1400})
        page.goto((dataset / "report.html").resolve().as_uri())
        page.wait_for_timeout(1500)
        page.screenshot(path=OUT / "report.png")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "datasets" / "demo"))
