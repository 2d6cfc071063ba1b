"""What made papers say: walls and what only sounds like one, in real languages and invented
ones, where no word is known and the shape of a box has to tell.

The lines of walls and their false friends are those that the tests hold the vocabulary
to; those that the tests keep for later (`FRESH`, `LAST`) are not learned from.
"""

from __future__ import annotations

from random import Random

from tests import walls

LANGUAGES = tuple(sorted(walls.WALLS))
METERS = {
    "en": "You have {n} of 5 free articles left this month.",
    "de": "Noch {n} von 5 kostenlosen Artikeln in diesem Monat.",
    "fr": "Il vous reste {n} articles gratuits ce mois-ci.",
    "es": "Te quedan {n} artículos gratis este mes.",
    "it": "Ti restano {n} articoli gratis questo mese.",
    "pt": "Restam {n} artigos grátis este mês.",
    "nl": "Nog {n} gratis artikelen deze maand.",
    "pl": "Pozostało {n} z 5 darmowych artykułów w tym miesiącu.",
}
OFFERS = {
    "en": "Unlimited access from $1 a week | Subscribe today and never miss a story. | Subscribe",
    "de": "Alle Artikel ab 1 Euro die Woche | Jetzt Abo testen und nichts verpassen. | Abonnieren",
    "fr": "Accès illimité dès 1 € par mois | Abonnez-vous et ne manquez rien. | S'abonner",
    "es": "Acceso ilimitado por 1 € al mes | Suscríbete y no te pierdas nada. | Suscribirse",
    "it": "Accesso illimitato a 1 € al mese | Abbonati e non perderti nulla. | Abbonati",
    "pt": "Acesso ilimitado por 1 € ao mês | Assine e não perca nada. | Assinar",
    "nl": "Onbeperkt toegang vanaf € 1 per maand | Word abonnee en mis niets. | Abonneren",
    "sv": "Obegränsad tillgång för 1 krona | Bli prenumerant och missa inget. | Prenumerera",
    "pl": "Nielimitowany dostęp od 1 zł | Kup prenumeratę i nie przegap niczego. | Kup",
}
SUPPORT = {
    "en": "If you read us often, become a member and support our work: from $3 a month. | Join us",
    "de": "Wer uns oft liest, kann Mitglied werden und unsere Arbeit unterstützen. | Mitglied werden",
    "fr": "Si vous nous lisez souvent, devenez membre et soutenez notre travail. | Devenir membre",
    "es": "Si nos lees a menudo, hazte socio y apoya nuestro trabajo. | Hazte socio",
    "it": "Se ci leggi spesso, diventa socio e sostieni il nostro lavoro. | Diventa socio",
}
PROSE = {
    "en": "The app is free, but you need to subscribe to unlock all of its lessons.",
    "de": "Die App ist kostenlos, für alle Inhalte braucht es jedoch ein Abo.",
    "fr": "Le service est gratuit, mais il faut s'abonner pour accéder à tous les contenus.",
    "es": "La aplicación es gratuita, pero hay que suscribirse para ver todo el contenido.",
    "it": "L'applicazione è gratuita, ma per leggere tutti i contenuti bisogna abbonarsi.",
    "pl": "Aplikacja jest darmowa, ale pełny dostęp wymaga wykupienia subskrypcji.",
}


class Tongue:
    """One language of a made paper: `real` has a code, an invented one has syllables."""

    def __init__(self, dice: Random, code: str | None) -> None:
        self.dice = dice
        self.code = code
        self._syllables = [
            dice.choice("bdfgklmnprstvz") + dice.choice("aeiou") + dice.choice(["", "", "n", "r"])
            for _ in range(60)
        ]

    def words(self, least: int, most: int) -> str:
        """Return made-up words."""
        dice = self.dice
        found = [
            "".join(dice.choice(self._syllables) for _ in range(dice.randint(1, 4)))
            for _ in range(dice.randint(least, most))
        ]
        return " ".join(found).capitalize()

    def sentence(self) -> str:
        """Return one sentence of an article."""
        if self.code is None:
            return self.words(9, 28) + "."
        first = self.dice.randint(1, 400)
        return walls.body(self.code, first, 1)[0]

    def paragraph(self) -> str:
        """Return a paragraph of one to three sentences."""
        return " ".join(self.sentence() for _ in range(self.dice.choice([1, 1, 2, 2, 3])))

    def headline(self) -> str:
        """Return the title of an article."""
        return self.words(4, 9)

    def wall(self, *, registration: bool = False) -> list[str]:
        """Return the lines of a wall, the button last."""
        if self.code is None:
            lines = [self.words(3, 8), self.words(2, 5)]
            return lines if self.dice.random() < 0.4 else [lines[0], self.words(6, 14), lines[1]]
        every = walls.WALLS[self.code]
        account = [line for line in every if _asks_account(line)]
        kept = account if registration and account else [w for w in every if w not in account]
        return self.dice.choice(kept or every).split(" | ")

    def friend(self) -> list[str]:
        """Return a line that only sounds like a wall."""
        if self.code is None:
            return [self.words(6, 16)]
        friends = walls.FALSE_FRIENDS[self.code] + walls.FRESH_FRIENDS[self.code]
        return self.dice.choice(friends).split(" | ")

    def of(self, table: dict[str, str], **values: object) -> list[str]:
        """Return the lines of a table in this language; invented words where it has none."""
        said = table.get(self.code or "")
        return said.format(**values).split(" | ") if said else [self.words(5, 12), self.words(1, 2)]


def _asks_account(line: str) -> bool:
    from pipelines.lexicon.phrases import spoken, together

    return together([spoken(part) for part in line.split(" | ")]).asks_registration


def knows_readers(lines: list[str]) -> bool:
    """Tell whether a box speaks to those who have an account or a subscription already."""
    from pipelines.lexicon.phrases import spoken, together

    return bool(together([spoken(line) for line in lines]).parts & {"already", "sign_in"})
