"""Where the headline stands, found before access is known: access needs to know what the
head of the article is.

The search reads the whole page, so no word leaves it: what comes out is a layout whose
headline is one of its blocks. The title's words are chosen later, from the public page.
"""

from __future__ import annotations

from pipelines.access.public import whole
from pipelines.extract.sites.guides import Guides
from pipelines.fields import title
from pipelines.layout.headline import locate
from pipelines.layout.layout import Layout
from pipelines.page.document import Document


def place(document: Document, layout: Layout, guides: Guides) -> Layout:
    """Return the layout with its headline; the same layout when none is printed."""
    everything = whole(document, layout)
    found = title.find(everything.document, everything.layout).under(
        guides.titles(everything.document)
    )
    return locate(layout, found.value)
