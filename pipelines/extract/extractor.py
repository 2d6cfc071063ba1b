"""Page → article: the whole chain in one screen, one object for all who ask."""

from __future__ import annotations

import gc
import importlib
from dataclasses import dataclass, field, replace

from pipelines import identity
from pipelines.extract import kind, plaintext, record, stand_in
from pipelines.extract.counts import counted
from pipelines.extract.fields import read_fields
from pipelines.extract.judged import judge
from pipelines.extract.result import Extraction, Refusal, reject, source_of
from pipelines.extract.rules import Rules
from pipelines.extract.selectors import Selectors
from pipelines.extract.sites.base import parser_for
from pipelines.extract.sites.guides import Guides
from pipelines.fields import language
from pipelines.model import Page, Reason, Rejected
from pipelines.page.document import Document, Unreadable
from pipelines.papers.model import Paper


@dataclass(frozen=True, slots=True)
class Extractor:
    """Reads pages as a recipe wants them read: its selectors, site parsers, its policy.

    The dataset, the command line and the inspection page ask the same object, so that
    all show the same extraction.
    """

    rules: Rules = field(default_factory=Rules)
    paper: Paper | None = None
    """What was learned from the pages of their paper; None: each page is read alone."""

    def extract(self, page: Page) -> Extraction | Rejected:
        """Return the article on a page with its evidence, or why there is none."""
        found = self._read(page)
        if isinstance(found, Refusal):
            return reject(page, *found)
        return self.rules.apply(found, page)

    def _read(self, page: Page) -> Extraction | Refusal:
        refusal = kind.refuse_bytes(page)
        if refusal is not None:
            return refusal
        markup = plaintext.as_html(page) if plaintext.is_plain_text(page) else page
        try:
            document = Document(markup.body, markup.url, markup.content_type)
        except Unreadable as error:
            return Refusal(Reason.UNREADABLE, str(error))
        return stand_in.refuse(document) or self._read_document(page, document)

    def _read_document(self, page: Page, document: Document) -> Extraction | Refusal:
        guides = Guides(self.rules.select_for(page), parser_for(page))
        judged = judge(document, guides, self.rules.declared, self.paper)
        fields = read_fields(
            judged.public,
            judged.told,
            fetched=page.fetched,
            listed=page.listed,
            furniture=judged.known.no_text,
        )
        counts = counted(document, judged.layout)
        refusal = kind.refuse(judged.public, counts, judged.access, fields)
        if refusal is not None:
            return refusal
        access = judged.access.of_a_cut_answer(page.truncated)
        article = record.assemble(page, judged.public.document, fields, access)
        rows = record.provenance(article, fields)
        if self.paper is not None:
            article = replace(article, extractor=f"{article.extractor} {self.paper.label}")
            rows.append(record.of_paper(article, self.paper, judged.known, fields))
        return Extraction(article, rows, access, judged)


def extract(page: Page, chosen: Selectors | None = None) -> Extraction | Rejected:
    """Return the article on a page with its evidence, or why there is none, whatever the
    page says of mining.

    `chosen` are the selectors that a recipe gives for the page's source.
    """
    select_by = {source_of(page): chosen} if chosen is not None else {}
    return Extractor(Rules(reserved="keep", select=select_by)).extract(page)


def preload() -> None:
    """Load what only some pages need, so that none bears the cost: the model of languages,
    the Public Suffix List, the libraries asked where our own reading is doubtful, and the
    words and patterns that a first page would wait for.

    Takes some 0.8 s of CPU once in a process; `extract` loads each on first use anyway.
    What lives by then is not searched for garbage again (`gc.freeze`): a search through all
    that is loaded costs as much as two pages, and falls on one of them. Nor is it searched
    for often: what a page leaves behind ends with it, and goes round in circles nowhere.
    """
    importlib.import_module("trafilatura")
    importlib.import_module("htmldate")
    identity.registered_domain("www.example.org")
    language.detect("A sentence that is long enough to tell its language.")
    extract(FIRST)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_SEARCHED)


_SEARCHED = 50_000
"""Objects more than at the last search after which garbage is searched for; with Python's
own 700 that takes a twentieth of the time of a page."""
FIRST = Page(
    url="https://www.example.org/first",
    body=b"""<html lang="en"><head><title>A page to read first</title></head><body><article>
<h1>A page to read first</h1><p class="byline">By Ann Example, photo: Bob Example</p>
<time>3 May 2024</time><p>A paragraph that is long enough to be one, on nothing at all.</p>
<div class="paywall"><p>Subscribe to read the rest of this article, from $5 a month.</p>
<a href="/login">Already a subscriber? Log in</a></div></article></body></html>""",
)
"""A made page that says what walls, bylines and dates say: to read it loads their words."""
