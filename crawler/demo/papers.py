"""The included newspapers' articles: written for this project, in three languages.

Stories are made from paragraphs with slots (places, numbers, people), so that
sixty articles differ the way real ones do. A few are written whole, each for one
thing that a crawl meets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from random import Random

ZONE = timezone(timedelta(hours=2))
START = datetime(2026, 5, 4, 6, 30, tzinfo=ZONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article of an included paper."""

    slug: str
    language: str
    title: str
    teaser: str
    paragraphs: tuple[str, ...]
    author: str
    section: str
    published: datetime
    access: str = "free"
    """`free`, `metered`, `registration`, `subscription`, `declared` (reserved text
    in the HTML, named by a selector) or `hidden` (the same, hidden by style)."""
    public: int = 99
    """Paragraphs that everybody sees."""
    subheads: dict[int, str] = field(default_factory=dict)
    extras: tuple[str, ...] = ()
    """`newsletter`, `advert`, `related`: boxes in mid body."""
    charset: str = "utf-8"
    broken_json: bool = False
    modified: datetime | None = None


_PLACES = {
    "fr": [
        "Valmont",
        "Saint-Aubin",
        "Crécy-le-Haut",
        "Montrevel",
        "La Ferté-sur-Orme",
        "Port-Louvet",
        "Bellefosse",
        "Noirlac",
        "Vieuxpont",
        "Chantemerle",
    ],
    "de": [
        "Altenbruck",
        "Neustetten",
        "Hohenfeld",
        "Grünau am See",
        "Rosenheide",
        "Kirchlinden",
        "Oberwiesen",
        "Seltersbach",
        "Marienwerth",
        "Steinfurt-Ost",
    ],
    "en": [
        "Harrowgate Bay",
        "Millbrook",
        "Eastwick",
        "Carrow Hill",
        "Stonebridge",
        "Penhallow",
        "Ashby Green",
        "Linton-on-Sea",
        "Redmoor",
        "Fairhaven",
    ],
}
_PEOPLE = {
    "fr": [
        "Claire Vasseur",
        "Julien Morand",
        "Nadia Benhamou",
        "Hélène Le Goff",
        "Mathieu Carpentier",
    ],
    "de": ["Katrin Vogelsang", "Jonas Reuter", "Aylin Demir", "Sven Hallmann", "Miriam Oster"],
    "en": ["Alice Thornbury", "Samuel Okafor", "Priya Raman", "Tom Whitcombe", "Eleanor Gray"],
}
_THEMES = {
    "fr": [
        (
            "Culture",
            "À {p}, la médiathèque rouvre après {n} mois de travaux",
            "Le bâtiment de verre et de bois a coûté {m} millions d’euros et double la surface ouverte au public.",
        ),
        (
            "Transports",
            "La ligne de bus entre {p} et {q} passe à la demi-heure",
            "Dès la rentrée, {n} véhicules supplémentaires circuleront du lundi au samedi.",
        ),
        (
            "Environnement",
            "{p} plante {n} arbres le long de sa rivière",
            "La commune veut rafraîchir les berges et retenir les crues avant {m} hivers.",
        ),
        (
            "Économie",
            "Une scierie de {p} mise sur le bois local",
            "L’entreprise familiale embauche {n} personnes et renonce aux importations.",
        ),
        (
            "Société",
            "Le marché de {p} menacé par le parking",
            "Les commerçants ont réuni {n} signatures contre le projet de la mairie.",
        ),
        (
            "Sport",
            "Le club d’aviron de {p} rame vers les championnats",
            "{n} licenciés, un seul ponton : portrait d’une association qui grandit trop vite.",
        ),
    ],
    "de": [
        (
            "Lokales",
            "{p} bekommt nach {n} Jahren sein Freibad zurück",
            "Die Sanierung hat {m} Millionen Euro gekostet, am Samstag wird angebadet.",
        ),
        (
            "Wirtschaft",
            "Möbelwerk in {p} stellt {n} Leute ein",
            "Das Familienunternehmen produziert wieder am alten Standort und verzichtet auf Zulieferer aus Übersee.",
        ),
        (
            "Verkehr",
            "Zwischen {p} und {q} fährt der Zug bald öfter",
            "Vom Dezember an rollen {n} Züge am Tag über die sanierte Strecke.",
        ),
        (
            "Umwelt",
            "Wie {p} mit {n} Sickergruben der Dürre trotzt",
            "Regenwasser soll im Boden bleiben, statt durch den Kanal zu rauschen.",
        ),
        (
            "Kultur",
            "Das kleine Theater von {p} spielt um sein Leben",
            "{n} Plätze, kein festes Ensemble, und doch ist fast jeder Abend ausverkauft.",
        ),
        (
            "Sport",
            "Die Kanuten aus {p} wollen nach oben",
            "Mit {n} Nachwuchsfahrern und einem neuen Bootshaus plant der Verein den Aufstieg.",
        ),
    ],
    "en": [
        (
            "Local",
            "{p} library reopens after {n} months of repairs",
            "The roof no longer leaks, the shelves are lower and the reading room stays open until nine.",
        ),
        (
            "Business",
            "Boatyard in {p} takes on {n} apprentices",
            "Orders for small electric ferries have filled the slipway for the next {m} years.",
        ),
        (
            "Transport",
            "Night buses between {p} and {q} are here to stay",
            "A trial that carried {n} passengers a week becomes part of the timetable.",
        ),
        (
            "Environment",
            "Oysters return to the harbour at {p}",
            "Volunteers have laid {n} cages of young shellfish along the old sea wall.",
        ),
        (
            "Culture",
            "{p} festival moves indoors for the first time in {m} years",
            "Rain washed out two summers running; now {n} concerts will share one roof.",
        ),
        (
            "Sport",
            "How {p} built a cricket team from scratch",
            "{n} children turned up to the first practice, and most of them had never held a bat.",
        ),
    ],
}
_TEXTS = {
    "fr": [
        "Ce matin de mai, les portes se sont ouvertes à huit heures précises sur une file d’environ {n} habitants de {p}, venus en curieux autant qu’en usagers. Parmi eux, des écoliers, un ancien maire et deux musiciens de la fanfare municipale.",
        "« Nous avons longtemps cru que ce jour n’arriverait jamais », confie {w}, qui suit le dossier depuis {m} ans. « Il a fallu convaincre le département, la région, puis les riverains, un par un, autour d’un café. »",
        "Le financement repose pour moitié sur l’État, pour un quart sur l’agglomération de {q}, le reste venant d’une souscription publique qui a recueilli {n} dons. Aucun impôt local n’augmentera cette année, promet la municipalité.",
        "Tout n’est pas réglé pour autant. L’accès des personnes à mobilité réduite passe encore par une rampe provisoire, et l’association des usagers de {p} réclame {m} places de stationnement supplémentaires d’ici à l’automne.",
        "À {q}, la commune voisine, on observe l’expérience avec un mélange d’envie et de prudence. Son conseil municipal doit se prononcer en juin sur un projet comparable, mais d’une taille {m} fois plus modeste.",
        "Les chiffres donnent raison aux optimistes : en {m} semaines, la fréquentation a progressé de {n} pour cent, selon le premier relevé publié par les services techniques. L’objectif fixé pour la fin de l’année est déjà atteint.",
        "{w} nuance pourtant ce succès. « Les gens viennent parce que c’est nouveau. La vraie question est de savoir s’ils reviendront en novembre, quand il pleuvra sur {p} et que la nouveauté sera passée. »",
        "La suite dépendra d’une étude confiée à l’université, dont les conclusions sont attendues dans {m} mois. Elle devra dire si le modèle peut être étendu aux {n} communes de la vallée sans en changer l’esprit.",
        "Dans les ateliers du rez-de-chaussée, {n} bénévoles se relaient du mardi au samedi. Ils réparent, rangent, conseillent, et tiennent un registre où chaque visiteur de {p} peut laisser une remarque, bonne ou mauvaise.",
    ],
    "de": [
        "Am Dienstagmorgen standen rund {n} Menschen aus {p} vor der Absperrung und warteten, dass sich endlich etwas bewegt. Manche hatten Kaffee mitgebracht, andere Klappstühle, eine Schulklasse ein selbst gemaltes Plakat.",
        "„Wir haben {m} Jahre lang Anträge geschrieben, und dreimal kam dieselbe Absage zurück“, sagt {w}, die das Vorhaben von Anfang an begleitet hat. „Beim vierten Mal haben wir einfach ein anderes Formular genommen.“",
        "Das Geld kommt zur Hälfte vom Land, zu einem Viertel vom Kreis und zum Rest aus {n} privaten Spenden. Die Gemeinde {q} hat sich mit einem symbolischen Betrag beteiligt, weil auch ihre Bürger davon haben.",
        "Kritik gibt es trotzdem. Der Anwohnerverein von {p} rechnet mit {n} zusätzlichen Autos am Tag und verlangt, dass die Zufahrt bis zum Herbst verlegt wird. Eine Entscheidung steht noch aus.",
        "In {q} beobachtet man die Sache mit einer Mischung aus Neid und Vorsicht. Dort soll der Gemeinderat im Juni über einen ähnlichen Plan abstimmen, der allerdings {m}-mal kleiner ausfällt.",
        "Die ersten Zahlen geben den Zuversichtlichen recht: Innerhalb von {m} Wochen sind die Besuche um {n} Prozent gestiegen, teilt die Verwaltung mit. Das Ziel für das ganze Jahr ist damit schon erreicht.",
        "{w} warnt davor, sich zu früh zu freuen. „Im Sommer kommt jeder. Spannend wird es im November, wenn es über {p} regnet und der Reiz des Neuen verflogen ist.“",
        "Wie es weitergeht, soll eine Studie der Hochschule zeigen, deren Ergebnisse in {m} Monaten erwartet werden. Sie prüft, ob sich das Modell auf die {n} Orte des Tals übertragen lässt.",
        "Im Erdgeschoss wechseln sich {n} Freiwillige ab, von Mittwoch bis Sonntag. Sie reparieren, räumen auf, beraten und führen ein Buch, in das jeder Gast aus {p} schreiben darf, was ihm gefällt und was nicht.",
    ],
    "en": [
        "By half past seven about {n} people from {p} had gathered outside the gate, some with flasks of tea, one with a trumpet. When the bolt was finally drawn back, nobody seemed sure who should go in first.",
        "“We were told no so often that we stopped hearing it,” said {w}, who has worked on the plan for {m} years. “In the end somebody at the county lost patience and asked us what we actually needed.”",
        "Half of the money comes from the council and a quarter from the district around {q}. The rest was raised in the town itself, in {n} separate donations, the smallest of them a jar of coins left on a doorstep.",
        "Not everyone is persuaded. A residents’ group in {p} expects {n} more cars a day along the lane and has asked for the entrance to be moved before the autumn. The council will answer next month.",
        "Across the water in {q}, councillors are watching with some envy and a good deal of caution. They will vote in June on a scheme of their own, which would be {m} times smaller.",
        "Early figures suggest the optimists were right. Visits rose by {n} per cent in the first {m} weeks, according to numbers published on Friday, and the target for the whole year has already been met.",
        "{w} is careful not to celebrate too soon. “Everyone comes in summer. Ask me again in November, when the rain is coming sideways off the hill above {p} and the novelty has gone.”",
        "What happens next depends on a study by the university, due in {m} months. It will say whether the idea could work in the {n} other villages of the valley without losing what makes it likeable.",
        "Downstairs, {n} volunteers share the shifts from Wednesday to Sunday. They mend things, put things away, give advice, and keep a ledger in which any visitor to {p} may write a complaint or a compliment.",
    ],
}  # fmt: skip
_SUBHEADS = {
    "fr": "Un pari sur l’avenir",
    "de": "Streit um die Zufahrt",
    "en": "A cautious welcome",
}


def _fill(text: str, random: Random, language: str, place: str, other: str) -> str:
    person = random.choice(_PEOPLE[language])
    return text.format(
        p=place, q=other, n=random.randint(12, 480), m=random.randint(2, 9), w=person
    )


def story(language: str, number: int, **changes: object) -> Story:
    """Return the number-th made story of a language, always the same one."""
    random = Random(f"{language}-{number}")
    places = _PLACES[language]
    place, other = places[number % len(places)], places[(number + 3) % len(places)]
    theme = _THEMES[language][number % 6]
    texts = random.sample(_TEXTS[language], 6)
    fields: dict[str, object] = {
        "slug": f"{_slug(theme[1].format(p=place, q=other, n='', m=''))}-{1000 + number}",
        "language": language,
        "title": _fill(theme[1], Random(f"t{number}"), language, place, other),
        "teaser": _fill(theme[2], random, language, place, other),
        "paragraphs": tuple(_fill(t, random, language, place, other) for t in texts),
        "author": _PEOPLE[language][number % 5],
        "section": theme[0],
        "published": START + timedelta(days=number // 2, hours=number % 9, minutes=7 * number % 60),
        "subheads": {3: _SUBHEADS[language]} if number % 2 else {},
    }
    fields.update(changes)
    return Story(**fields)  # type: ignore[arg-type]


def path_of(item: Story) -> str:
    """Return the path of an article."""
    if item.slug.startswith("reservoirs-wire") or (
        item.language == "en" and not item.slug.startswith("reservoirs")
    ):
        return f"/{item.published:%Y/%m/%d}/{item.slug}"
    return f"/{item.section.lower().replace('é', 'e')}/{item.slug}.html"


def _slug(text: str) -> str:
    plain = text.lower().translate(str.maketrans("àâäéèêëîïôöùûüçœ’' ", "aaaeeeeiioouuuco---"))
    return "-".join(
        w
        for w in "".join(
            c if c.isascii() and (c.isalnum() or c == "-") else "-" for c in plain
        ).split("-")
        if w
    )
