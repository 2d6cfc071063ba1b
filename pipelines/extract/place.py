"""Where the headline stands, found before access is known: access needs to know what the
head of the article is.

The search reads the whole page, so no word leaves it: what comes out is a layout whose
headline is one of its blocks. The title's words are chosen later, from the public page.
"""

from __future__ import annotations

from pipelines.access.public import whole
from pipelines.extract.selectors import Selectors
from pipelines.extract.sites import select
from pipelines.extract.sites.base import Site
from pipelines.fields import title
from pipelines.layout.headline import locate
from pipelines.layout.layout import Layout
from pipelines.page.document import Document


def place(document: Document, layout: Layout, chosen: Selectors, site: Site) -> Layout:
    """Return the layout with its headline; the same layout when none is printed."""
    page = whole(document, layout)
    generic = title.find(page.document, page.layout)
    found = select.text(page.document, chosen.title, site.title(generic))
    return locate(layout, found.value)
