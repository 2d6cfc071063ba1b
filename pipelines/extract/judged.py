"""From a parsed page to what everybody may read of it: layout, headline, access, public."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.access import boundary
from pipelines.access.evidence import Access
from pipelines.access.public import Public, public
from pipelines.extract.place import place
from pipelines.extract.selectors import Selectors
from pipelines.extract.sites import select
from pipelines.extract.sites.base import Site
from pipelines.layout.layout import Layout, lay_out
from pipelines.model import Page
from pipelines.page.document import Document
from pipelines.papers.known import NOTHING, Known, at_home, look
from pipelines.papers.model import Paper


@dataclass(frozen=True, slots=True)
class Judged:
    """A page with its access, and its two states: as served, and as everybody may read it."""

    document: Document
    layout: Layout
    access: Access
    public: Public
    site: Site
    """The site's parser, at work on the public page."""
    known: Known = NOTHING
    """What the paper's other pages tell of this one's blocks."""


def judge(
    page: Page,
    document: Document,
    chosen: Selectors | None = None,
    declared: str = "cut",
    paper: Paper | None = None,
) -> Judged:
    """Return a page with its access and its public state; `chosen` are a recipe's selectors,
    `declared` is its policy for text that is shown and declared reserved, `paper` what was
    learned from the paper's pages."""
    site, chosen = Site(page, document), chosen or Selectors()
    layout = select.body_box(document, lay_out(document), chosen.body or site.body)
    layout = place(document, layout, chosen, site)
    home = at_home(layout, paper)
    known = look(home, paper, moved=home is not layout)
    layout = home
    access = boundary.judge(document, layout, keep_declared=declared == "keep", known=known)
    everybodys = public(document, layout, access)
    return Judged(document, layout, access, everybodys, site.on(everybodys.document), known)
