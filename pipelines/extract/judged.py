"""From a parsed page to what everybody may read of it: layout, headline, access, public."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipelines.access import boundary
from pipelines.access.evidence import Access
from pipelines.access.public import Public, public
from pipelines.extract.place import place
from pipelines.extract.sites.guides import Guided, Guides
from pipelines.layout import container
from pipelines.layout.layout import Layout, lay_out
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
    told: Guided = field(default_factory=Guided)
    """What the recipe's selectors and the site's parser find on the public page."""
    known: Known = NOTHING
    """What the paper's other pages tell of this one's blocks."""


def judge(
    document: Document,
    guides: Guides | None = None,
    declared: str = "cut",
    paper: Paper | None = None,
) -> Judged:
    """Return a page with its access and its public state; `guides` tell of it beforehand,
    `declared` is a recipe's policy for text that is shown and declared reserved, `paper`
    what was learned from the paper's pages."""
    guides = guides or Guides()
    layout = place(document, _in_box(document, lay_out(document), guides.body), guides)
    home = at_home(layout, paper)
    known = look(home, paper, moved=home is not layout)
    access = boundary.judge(document, home, keep_declared=declared == "keep", known=known)
    everybodys = public(document, home, access)
    told = guides.read(everybodys.document)
    return Judged(document, home, access, everybodys, told, known)


def _in_box(document: Document, layout: Layout, selector: str | None) -> Layout:
    """The layout with the container that a selector names, if it matches."""
    found = boundary.select(document, selector) if selector else []
    if not found:
        return layout
    inside = container.inside(layout.blocks, found[0])
    start = next((b.index for b in inside if b.is_strong), layout.body_start)
    return replace(layout, container=found[0], core=found[0], body_start=start)
