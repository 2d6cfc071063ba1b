"""What a line says of a wall: classes of words, and the verdict on a line alone."""

from __future__ import annotations

import pytest

from pipelines.lexicon.hearing import Heard, Topic, about, hear, is_wall_talk
from pipelines.lexicon.phrases import spoken

TALK = {
    "en": "You need an active subscription to view this article.",
    "de": "Dieser Beitrag ist nur für zahlende Mitglieder.",
    "fr": "Vous devez être abonné pour accéder à cet article.",
    "es": "Este contenido es solo para suscriptores.",
    "it": "Accesso limitato: è necessario un abbonamento",
    "pt": "É necessário iniciar sessão para ver esta página.",
    "nl": "Alleen toegankelijk voor abonnees",
    "pl": "Ten artykuł jest dostępny tylko dla prenumeratorów.",
    "sv": "Innehållet är endast för betalande prenumeranter.",
    "da": "Siden er kun for medlemmer",
    "no": "Du må være logget inn for å se dette innlegget.",
    "fi": "Tämä artikkeli on vain tilaajille.",
    "cs": "Obsah je pouze pro předplatitele.",
    "sk": "Tento článok je len pre predplatiteľov.",
    "ro": "Acest articol este disponibil doar pentru abonați.",
    "hu": "A cikk csak előfizetők számára érhető el.",
    "el": "Το άρθρο είναι διαθέσιμο μόνο για συνδρομητές.",
    "tr": "Bu yazı yalnızca abonelere özeldir.",
    "ru": "Эта статья доступна только подписчикам.",
    "uk": "Ця стаття доступна лише передплатникам.",
    "bg": "Статията е достъпна само за абонати.",
    "sr": "Овај чланак је доступан само претплатницима.",
    "hr": "Ovaj članak dostupan je samo pretplatnicima.",
    "ja": "この記事は会員限定です",
    "zh": "本文仅限会员阅读",
    "ko": "이 기사는 구독자 전용입니다",
    "ar": "هذا المقال متاح للمشتركين فقط",
    "he": "הכתבה זמינה למנויים בלבד",
    "fa": "این مطلب فقط برای مشترکان است",
    "hi": "यह लेख केवल सदस्यों के लिए है",
    "id": "Artikel ini hanya untuk pelanggan.",
    "vi": "Bài viết này chỉ dành cho thành viên.",
    "th": "บทความนี้สำหรับสมาชิกเท่านั้น",
    "ca": "Aquest article és només per a subscriptors.",
}
OTHER = {
    "en": "Your password has been changed. Please log in again.",
    "de": "Die Mitglieder des Rates haben den Bericht gelesen.",
    "fr": "Laisser un commentaire sous cet article",
    "es": "Recibe nuestro boletín por correo",
    "it": "Il consiglio ha letto tutto il rapporto",
    "pt": "Confirme o seu endereço de e-mail",
    "nl": "Volg ons voor meer nieuws",
    "pl": "Zmień hasło do konta",
    "ru": "Подписка отменена, попробуйте ещё раз",
    "ja": "パスワードを変更しました",
    "zh": "请确认您的邮箱",
    "ar": "تم تغيير كلمة المرور",
}


@pytest.mark.parametrize("language", sorted(TALK))
def test_line_that_closes_a_text(language: str) -> None:
    assert is_wall_talk(TALK[language], (language,)), hear(TALK[language], (language,))


@pytest.mark.parametrize("language", sorted(OTHER))
def test_line_that_closes_nothing(language: str) -> None:
    assert not is_wall_talk(OTHER[language], (language,)), hear(OTHER[language], (language,))


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("Subscribe to keep reading", {Heard.PAY, Heard.UNLOCK, Heard.READ_ON}),
        ("The rest is for members only", {Heard.LOCK, Heard.RESERVED}),
        ("You must be signed in", {Heard.NEED, Heard.ENTER, Heard.NEEDED}),
        ("You are not allowed to view this content", {Heard.DENY, Heard.DENIED}),
        ("You have used your 3 free articles", {Heard.USED, Heard.FREE, Heard.REMAINING}),
        ("Buy a day pass", {Heard.OFFER}),
    ],
)
def test_classes(text: str, classes: set[Heard]) -> None:
    assert classes <= hear(text)


def test_two_words_far_apart_speak_of_two_things() -> None:
    near = "A subscription is required"
    far = f"A subscription {'and many other words ' * 4} is required"
    assert Heard.NEEDED in hear(near)
    assert Heard.NEEDED not in hear(far)


def test_price_cut_is_no_share_left_to_read() -> None:
    assert Heard.REMAINING not in hear("Almost everything is fair game and up to 30% off")
    assert Heard.REMAINING in hear("70 % of this article is left to read")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Subscribe to our newsletter", Topic.NEWSLETTER),
        ("Members can comment", Topic.COMMENT),
        ("Nach dem Abo: Passwort ändern", Topic.ACCOUNT),
    ],
)
def test_topic(text: str, topic: Topic) -> None:
    assert topic in about(text)


def test_comments_for_subscribers_close_no_text() -> None:
    assert not is_wall_talk("Comments are for subscribers only")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "This feature is available to subscribers only"),
        ("de", "Diese Funktion ist nur für Abonnenten"),
        ("fr", "Cette fonctionnalité est réservée aux abonnés"),
        ("es", "Esta funcionalidad es sólo para registrados"),
        ("it", "Questa funzione è riservata agli abbonati"),
        ("pt", "Esta função é exclusiva para assinantes"),
        ("nl", "Deze functie is alleen voor abonnees"),
        ("sv", "Den här funktionen är bara för prenumeranter"),
        ("ja", "この機能は会員限定です"),
        ("zh", "此功能仅限会员使用"),
    ],
)
def test_a_function_for_subscribers_is_something_else_than_the_text(
    language: str, line: str
) -> None:
    assert Topic.FUNCTION in about(line, (language,))
    assert spoken(line, (language,)).counter
