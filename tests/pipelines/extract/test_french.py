"""French pages in the layouts that French papers use, all fields at once."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pipelines.model import Article
from tests import made

TITLE = "À Valmont, les commerçants s’inquiètent pour leur centre-ville"
CHAPO = "Depuis le début des travaux, la rue principale a perdu un tiers de ses clients, et trois boutiques ont déjà baissé le rideau."
BODY = (
    "Il est dix heures, rue de la République, et le fleuriste compte les passants. « Avant, je n’avais pas le temps de les compter », dit-il en souriant.",
    "La mairie promet que la rue sera rouverte avant l’été. Les travaux, commencés en mars, devaient durer six semaines ; ils en sont à leur quatorzième.",
    "Les commerçants ont demandé une exonération de taxe pour l’année. Le conseil municipal doit se prononcer jeudi, et l’opposition votera pour.",
    "« On ne demande pas l’aumône, on demande qu’on nous rende notre rue », résume la libraire, qui ouvre désormais deux heures plus tard.",
)
P = "".join(f"<p>{line}</p>" for line in BODY)


@dataclass(frozen=True)
class Layout:
    """A page and what must come out of it."""

    body: str
    head: str = ""
    authors: tuple[str, ...] = ("Claire Vasseur",)
    teaser: str | None = CHAPO
    raw_date: str = "2026-05-12"
    section: str | None = None


ABOVE = '<header><a href="/">Le Courrier</a><nav><a href="/sport">Sport</a></nav></header>'
UNDER = "<footer><p>© Le Courrier 2026 - Mentions légales</p></footer>"
META = '<meta property="article:published_time" content="2026-05-12T08:15:00+02:00"><meta name="author" content="Claire Vasseur">'
LAYOUTS = {
    "regional daily": Layout(f'<main><article><span class="surtitre">Commerce</span><h1>{TITLE}</h1><p class="chapo">{CHAPO}</p><div class="signature">Par <a rel="author" href="/auteur/cv">Claire Vasseur</a></div><p class="date">Publié le 12 mai 2026 à 8h15</p><div class="texte">{P}</div></article></main>', section="Commerce"),
    "national daily": Layout(f'<section><article><h1 class="article__title">{TITLE}</h1><p class="article__desc">{CHAPO}</p><p class="meta__authors">Par <span class="meta__author">Claire Vasseur</span> et <span class="meta__author">Julien Morand</span></p><p class="meta__date">Publié le 12 mai 2026 à 08h15, modifié le 13 mai 2026 à 11h02</p><section class="article__content">{P}</section></article></section>', authors=("Claire Vasseur", "Julien Morand")),
    "magazine on WordPress": Layout(f'<div class="site-content"><article class="post"><div class="cat-links">Enquête</div><h1 class="entry-title">{TITLE}</h1><div class="entry-meta"><span class="posted-on"><time datetime="2026-05-12T08:15:00+02:00">12 mai 2026</time></span> <span class="byline">par <span class="author vcard"><a class="url fn n" href="/author/cv">Claire Vasseur</a></span></span></div><div class="entry-content"><p><strong>{CHAPO}</strong></p>{P}<p>À lire aussi : <a href="/autre">Le marché déménage</a></p></div></article></div>'),
    "agency text": Layout(f'<article><h1>{TITLE}</h1><p class="article-author">AFP</p><p class="publish">mardi 12 mai 2026</p><div class="article-body">{P}</div></article>', authors=("AFP",), teaser=None),
    "accordion of boxes": Layout(f'<div class="wrap"><h1>{TITLE}</h1><h2 class="standfirst">{CHAPO}</h2><div class="infos"><span>Claire Vasseur</span> <span>12/05/2026</span></div>' + "".join(f'<div class="bloc-texte"><p>{line}</p></div>' for line in BODY) + '<div class="bloc-newsletter"><p>Recevez chaque matin notre newsletter : inscrivez-vous gratuitement.</p></div></div>', META),
    "text in line breaks": Layout(f'<div id="article"><h1>{TITLE}</h1><div class="chapeau">{CHAPO}</div><div class="auteur">Claire Vasseur</div><div class="date">Mis en ligne le 12 mai 2026</div><div class="corps">{"<br><br>".join(BODY)}</div></div>'),
    "standfirst above the headline's byline": Layout(f'<article><header><p class="rubrique"><a href="/eco">Économie</a></p><h1>{TITLE}</h1><div class="article-intro"><p>{CHAPO}</p></div><div class="author-date"><span class="author">Propos recueillis par Claire Vasseur</span><span>Le 12 mai 2026</span></div></header><div class="article-content">{P}</div><div class="tags"><a href="/t/1">commerce</a></div></article>'),
}  # fmt: skip


def article(name: str) -> Article:
    layout = LAYOUTS[name]
    return made.article(
        ABOVE + layout.body + UNDER,
        head=layout.head,
        title=f"{TITLE} | Le Courrier",
        lang="fr",
        declared=False,
        url="https://courrier.example/valmont/commercants-inquiets",
    )


@pytest.fixture(params=sorted(LAYOUTS))
def case(request: pytest.FixtureRequest) -> tuple[Article, Layout]:
    return article(request.param), LAYOUTS[request.param]


def test_title(case):
    assert case[0].title == TITLE


def test_authors(case):
    assert tuple(case[0].authors) == case[1].authors


def test_date(case):
    assert case[0].date_published.date().isoformat() in (case[1].raw_date, "2026-05-12")


def test_teaser(case):
    assert case[0].teaser == case[1].teaser


def test_text_is_the_body_and_nothing_else(case):
    assert case[0].text == "\n\n".join(BODY)


def test_language_and_access(case):
    assert (case[0].language, case[0].access) == ("fr", "free")


@pytest.mark.parametrize("name", [n for n, layout in LAYOUTS.items() if layout.section])
def test_section(name):
    assert article(name).section == LAYOUTS[name].section
