"""Lines in which the house speaks of itself: offers, consents, disclosures, labels over
advertisements, and who took the pictures."""

from __future__ import annotations

import re

from pipelines.layout.blocks import Block
from pipelines.lexicon.tables import labels
from pipelines.page.words import fold

_PROMO = re.compile(
    r"(?:sign up (?:for|to)\b.{0,60}(?:newsletter|email|updates|alerts|inbox)|subscribe to (?:our|the|my)\b.{0,50}(?:newsletter|channel|podcast|feed|mailing)|follow (?:us|me|him|her|them) on\b|^follow .{3,60} on (?:google news|twitter|facebook|instagram|whatsapp|bluesky|x)\b|^(?:listen|subscribe) to .{3,60} on (?:spotify|apple podcasts|youtube)|got a (?:story|tip)\?|get in touch with our\b|^for more (?:stories|news|articles) like this\b|(?:like|join|find) us on (?:facebook|twitter|telegram|whatsapp|instagram|x)\b"
    r"|download (?:our|the) .{0,20}app\b|(?:share|tweet|pin) this (?:article|post|story)|share (?:this )?on (?:facebook|twitter|x|linkedin|whatsapp)|get (?:the latest|our) .{0,40}(?:newsletter|inbox)|(?:in|to) your inbox|click here to (?:subscribe|sign|join|read)"
    r"|abonnez[- ]vous à (?:notre|la) (?:newsletter|infolettre)|inscrivez[- ]vous à (?:notre|la) (?:newsletter|infolettre)|suivez[- ]nous sur|recevez .{0,40}(?:newsletter|par (?:e-?)?mail)|newsletter (?:abonnieren|bestellen)|(?:abonnieren|bestellen) sie .{0,30}newsletter|melden sie sich .{0,40}newsletter|folgen sie uns|folge uns"
    r"|suscríbe(?:te|se) a (?:nuestr[ao]|la) (?:newsletter|boletín|canal)|síguenos en|siga-nos|inscreva-se (?:em|na|no)|iscriviti alla (?:nostra )?newsletter|seguici su|meld je aan voor .{0,30}nieuwsbrief|volg ons (?:op|via)"
    r"|(?:support us|unterstützen sie uns|soutenez-nous|apóyanos|sostienici)\b.{0,60}(?:donat|spende|\bdon\b|donaci|donazi|member|mitglied)|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|todos os direitos reservados|tutti i diritti riservati)",
)
# what a page says of itself: consent for embeds, commissions, the answer of a form
_ABOUT_PAGE = re.compile(
    r"(?:externe[rnms]? inhalte?\b.{0,160}(?:anzeig|ergänz|geladen|erlaub)|empfohlener (?:redaktioneller|externer) inhalt|personenbezogene daten .{0,60}(?:drittplattform|drittanbieter|übermittelt)|(?:youtube|twitter|instagram|facebook|tiktok|x)-inhalte? (?:erlauben|anzeigen|laden)"
    r"|contenu (?:externe|tiers) .{0,80}(?:cookie|afficher|accept)|ce contenu (?:est bloqué|n'est pas (?:visible|disponible))|contenido externo .{0,80}(?:cookie|mostrar|acept)|contenuto esterno .{0,80}(?:cookie|accett)|externe inhoud .{0,80}(?:cookie|accept)"
    r"|(?:external|third[- ]party) content .{0,80}(?:cookie|accept|consent|allow)|this (?:embed|content) .{0,60}(?:may be using cookies|set cookies|use cookies)"
    r"|(?:earn|get|receive) (?:an? |some |a small |a share of )?(?:affiliate )?(?:commission|the revenue)|may (?:earn|get|receive) .{0,40}(?:commission|compensation)|contains? affiliate links|affiliate-links?\b.{0,120}provision"
    r"|for (?:general )?(?:informational|information|educational)(?: and educational)? purposes only|support (?:our|independent|local) journalism|(?:our|local|independent) journalism (?:needs|depends)"
    r"|(?:please|bitte|sorry|veuillez|por favor)\b[^.]{0,80}javascript|javascript (?:is (?:disabled|required)|ist (?:deaktiviert|erforderlich)|für ihren browser)|aktivieren sie javascript"
    r"|recaptcha|your subscription (?:could not|has been)|successfully subscribed|problem subscribing)",
)
# both patterns are for text in lower case: ignoring case makes a search four times slower
# one of these words stands in every line that the two patterns above know: looking for
# a plain word is many times faster than trying the patterns
_PROMO_WORDS = (
    "sign up",
    "subscribe",
    "follow ",
    "us on ",
    "download ",
    "share ",
    "tweet ",
    "pin this",
    "newsletter",
    "inbox",
    "click here",
    "abonnez",
    "inscrivez",
    "suivez",
    "recevez",
    "folgen sie",
    "folge uns",
    "suscríbe",
    "síguenos",
    "siga-nos",
    "inscreva",
    "iscriviti",
    "seguici",
    "nieuwsbrief",
    "volg ons",
    "reserved",
    "vorbehalten",
    "réservés",
    "reservados",
    "riservati",
    "listen to",
    "got a ",
    "get in touch",
    "like this",
    "support us",
    "unterstützen sie uns",
    "soutenez-nous",
    "apóyanos",
    "sostienici",
)
_ABOUT_WORDS = (
    "inhalt",
    "contenu",
    "contenido externo",
    "contenuto esterno",
    "externe inhoud",
    "content",
    "embed",
    "personenbezogene",
    "commission",
    "compensation",
    "purposes only",
    "journalism",
    "javascript",
    "revenue",
    "affiliate",
    "recaptcha",
    "subscri",
)
# who took the picture above: a label and a name, no sentence
_PICTURE_CREDIT = re.compile(
    r"^\W*(?:(?:(?:alle|all|titel|header)[ -]?)?(?:photo|image|picture|foto|bild|video|screenshot)s?(?:er)?(?:quellen?|nachweise?|rechte|credits?)?|(?:crédits?|créditos?|credits?|kredit)(?: (?:photo|foto|image|bild|der fotografie)s?)?)"
    r"(?: (?:credits?|by|via|sources?|quellen?|crédit|courtesy(?: of)?|\(\w+\)))?\s?(?:[:：©/]|\(c\)|(?<=courtesy of))\s?[^.!?]{2,100}[)\]]*$|^\W*©\s?[^.!?]{2,70}$",
    re.IGNORECASE,
)
_LABEL_SIGNS = " -–—:.[]()*|"
HOUSE_LINE = 400
"""Characters that a line of the house has at most."""


def house_words(candidates: list[Block]) -> tuple[list[str], list[str]]:
    """The words of the two patterns that stand in any line: a page has few of them, and
    no line need be searched for the others."""
    low = "\n".join(b.text for b in candidates if len(b.text) < HOUSE_LINE).lower()
    return [w for w in _PROMO_WORDS if w in low], [w for w in _ABOUT_WORDS if w in low]


def is_house_line(text: str, promo_words: list[str], about_words: list[str]) -> bool:
    """Tell whether a line is the house speaking: an offer, a consent, a disclosure."""
    low = text.lower()
    if len(text) < 300 and any(w in low for w in promo_words) and _PROMO.search(low):
        return True
    return any(w in low for w in about_words) and bool(_ABOUT_PAGE.search(low))


def is_ad_label(text: str) -> bool:
    """Tell whether a line is what stands over an advertisement."""
    return len(text) < 40 and fold(text).strip(_LABEL_SIGNS) in labels("house.ad")


def is_picture_credit(text: str) -> bool:
    """Tell whether a line only says who took or owns a picture."""
    return len(text) < 120 and bool(_PICTURE_CREDIT.match(text))
