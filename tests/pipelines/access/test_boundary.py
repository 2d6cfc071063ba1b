"""The boundary: walls in many languages, negatives, and nothing reserved, ever."""

from __future__ import annotations

import json

import pytest

from pipelines.extract.extractor import extract
from pipelines.extract.result import Extraction
from pipelines.model import Page

SENTENCE = {
    "latin": "In the town of Altona number {n} the council met on a long evening, and after some debate it agreed to build bridge {n}.",
    "cyrillic": "Городской совет номер {n} собрался вечером и после долгого обсуждения решил построить новый мост через реку, номер {n}.",
    "cjk": "市議会は第{n}回の会合を開き、長い議論の末に、川に新しい橋をかけることを決めた。工事は来年の春に始まる予定で、費用は{n}億円と見込まれている。住民はおおむね賛成している。",
    "arabic": "اجتمع مجلس المدينة رقم {n} في مساء طويل، وبعد نقاش قرر بناء جسر جديد فوق النهر رقم {n} في ربيع العام المقبل.",
    "hindi": "नगर परिषद संख्या {n} की बैठक शाम को हुई, और लंबी बहस के बाद नदी पर नया पुल {n} बनाने का फैसला किया गया।",
}
WALLS = {
    "en": (
        "latin",
        "This article is for subscribers only. Subscribe to continue reading. Already a subscriber? Log in",
    ),
    "fr": ("latin", "La suite est réservée aux abonnés. Déjà abonné ? Se connecter"),
    "de": ("latin", "Jetzt weiterlesen mit dem Abo. Bereits Abonnent? Hier einloggen"),
    "es": ("latin", "Este artículo es exclusivo para suscriptores. Suscríbete para seguir leyendo"),
    "it": ("latin", "Questo articolo è riservato agli abbonati. Abbonati per continuare a leggere"),
    "pt": ("latin", "Conteúdo exclusivo para assinantes. Assine para continuar lendo"),
    "nl": ("latin", "Dit artikel is alleen voor abonnees. Neem een abonnement om verder te lezen"),
    "pl": (
        "latin",
        "Ten artykuł jest dostępny tylko dla prenumeratorów. Zaloguj się, aby czytać dalej",
    ),
    "sv": ("latin", "Den här artikeln är endast för prenumeranter. Logga in för att läsa vidare"),
    "da": ("latin", "Denne artikel er kun for abonnenter. Log ind for at læse videre"),
    "no": ("latin", "Denne saken er kun for abonnenter. Logg inn for å lese videre"),
    "fi": ("latin", "Tämä juttu on vain tilaajille. Tilaa ja jatka lukemista"),
    "cs": ("latin", "Tento článek je pouze pro předplatitele. Předplaťte si a čtěte dál"),
    "ro": ("latin", "Acest articol este doar pentru abonați. Abonați-vă pentru a citi mai departe"),
    "hu": (
        "latin",
        "Ez a cikk csak előfizetőink számára olvasható. Fizessen elő, és olvasson tovább, előfizetői tartalom",
    ),
    "el": (
        "latin",
        "Αυτό το άρθρο είναι μόνο για συνδρομητές. Συνδεθείτε για να διαβάσετε τη συνέχεια",
    ),
    "tr": ("latin", "Bu haber sadece abonelere özel. Okumaya devam etmek için abone olun"),
    "ru": (
        "cyrillic",
        "Эта статья доступна только для подписчиков. Оформите подписку, чтобы читать дальше",
    ),
    "uk": ("cyrillic", "Ця стаття доступна лише для передплатників. Увійдіть, щоб читати далі"),
    "ja": ("cjk", "この記事は有料会員限定です。登録すると続きをお読みいただけます。ログイン"),
    "zh": ("cjk", "本文仅限付费会员阅读。订阅后继续阅读全文"),
    "ko": ("latin", "이 기사는 유료 회원 전용입니다. 구독하고 계속 읽기"),
    "ar": ("arabic", "هذا المقال للمشتركين فقط. اشترك لمتابعة القراءة"),
    "hi": ("hindi", "यह लेख केवल सब्सक्राइबर के लिए है। पूरा लेख पढ़ने के लिए सब्सक्राइब करें"),
}
BOXES = {
    "en": "Sign up for our newsletter and get the news every morning.",
    "fr": "Recevez notre newsletter : inscrivez-vous gratuitement.",
    "de": "Unseren Newsletter am Morgen jetzt kostenlos bestellen.",
    "es": "Suscríbete a nuestro boletín y recibe las noticias cada mañana.",
    "it": "Iscriviti alla nostra newsletter, ogni mattina.",
    "pt": "Assine a nossa newsletter e receba as notícias.",
    "nl": "Meld je aan voor onze nieuwsbrief.",
    "pl": "Zapisz się do naszego newslettera.",
    "comments": "You need to be a subscriber to join the conversation. Log in to comment.",
    "gift": "Subscribe to bookmark this article and save it for later.",
}


def make(script: str, wall: str, *, after: int = 0, head: str = "", box: str = "") -> bytes:
    lines = [f"<p>{SENTENCE[script].format(n=n)}</p>" for n in range(1, 5)]
    later = [f"<p>{SENTENCE[script].format(n=n)}</p>" for n in range(11, 11 + after)]
    return f"<!doctype html><html><head><title>The bridge of Altona and its long story</title>{head}</head><body><article><h1>The bridge of Altona and its long story</h1>{''.join(lines)}{box}<div class='box'><p>{wall}</p></div>{''.join(later)}</article></body></html>".encode()


def article(body: bytes):
    result = extract(
        Page(
            url="http://paper.example/2026/the-bridge-of-altona",
            body=body,
            content_type="text/html; charset=utf-8",
        )
    )
    assert isinstance(result, Extraction), result
    return result.article


@pytest.mark.parametrize("language", sorted(WALLS))
def test_wall_ends_the_public_text(language):
    script, wall = WALLS[language]
    found = article(make(script, wall))
    assert found.boundary_basis == "visible_wall"
    assert found.boundary_paragraph == 4
    assert wall[:20] not in found.text


@pytest.mark.parametrize("kind", sorted(BOXES))
def test_box_in_mid_body_is_no_wall(kind):
    found = article(make("latin", BOXES[kind], after=4))
    assert (found.access, found.boundary_char) == ("free", None)
    assert SENTENCE["latin"].format(n=14) in found.text


def test_registration_wall():
    found = article(make("latin", "Register for a free account to continue reading this article."))
    assert found.access == "registration"


SECRET = "The secret rest of the story about the bridge, which only subscribers of the paper may read, with all the names and numbers in it, and more."
FLAG = {
    "@type": "NewsArticle",
    "headline": "The bridge of Altona and its long story",
    "isAccessibleForFree": "False",
    "articleBody": SECRET,
    "hasPart": {"isAccessibleForFree": False, "cssSelector": ".rest"},
}
KEPT_BACK = {
    "declared": f'<div class="rest"><p>{SECRET}</p><p>{SECRET} Again.</p></div>',
    "hidden": "".join(
        f'<p style="display:none">{SECRET} Part {n} of what is hidden from everybody who has not paid for it, at length.</p>'
        for n in range(4)
    ),
    "scrambled": f'<p class="blurred">{SECRET}</p><p class="blurred">{SECRET}</p>',
    "amp": f'<section subscriptions-section="content"><p>{SECRET}</p></section>',
}


@pytest.mark.parametrize("kind", sorted(KEPT_BACK))
def test_reserved_text_is_nowhere_in_the_record(kind):
    head = f'<script type="application/ld+json">{json.dumps(FLAG)}</script>'
    result = extract(
        Page(
            url="http://paper.example/2026/the-bridge-of-altona",
            body=make("latin", "", head=head, box=KEPT_BACK[kind]),
            content_type="text/html",
        )
    )
    assert isinstance(result, Extraction)
    assert "secret rest" not in repr(result.article)
    assert "secret rest" not in repr(result.provenance)
    assert result.article.boundary_char == len(result.article.text)


def test_metered_page_that_shows_everything_has_no_boundary():
    head = '<meta name="article:content_tier" content="metered">'
    found = article(make("latin", "", head=head))
    assert (found.access, found.boundary_char) == ("metered", None)


def test_offer_in_a_box_named_for_a_wall_is_the_wall_and_quoted() -> None:
    paragraphs = "".join(
        f"<p>{n}: The council of the town has met, at some length, and decided something new about the bridge that everybody talks about.</p>"
        for n in range(2)
    )
    page = f'<html lang="en"><head><title>The council meets again</title><meta property="og:type" content="article"></head><body><article><h1>The council meets again</h1>{paragraphs}<div class="paywall"><p>This article is for subscribers only. Subscribe now to read on.</p></div></article></body></html>'
    found = extract(Page(url="https://paper.example/a", body=page.encode()))
    assert isinstance(found, Extraction)
    assert (
        found.article.wall_text == "This article is for subscribers only. Subscribe now to read on."
    )
    assert (found.article.access, found.article.boundary_paragraph) == ("subscription", 2)
