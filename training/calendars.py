"""Month names, day names and date patterns of every language, from the Unicode CLDR.

    python -m training.calendars

writes `pipelines/lexicon/cldr.json` with the versions of CLDR and of Babel, which is
needed here and nowhere else. Run again, it writes the same file.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

OUT = Path(__file__).parents[1] / "pipelines" / "lexicon" / "cldr.json"
_WIDTHS = tuple(
    (use, width) for use in ("format", "stand-alone") for width in ("wide", "abbreviated")
)
_NO_NAME = re.compile(r"\d|^M\d")
_SPELLED = re.compile(r"[ML]{3,}")
_OF_THE_ROOT = frozenset(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
"""What CLDR gives for a language that it has no names for."""
_AGO = ("minute", "hour", "day", "week")


def main() -> None:
    """Write the file."""
    from babel.core import get_cldr_version
    from babel.localedata import locale_identifiers

    languages: dict[str, dict[str, Any]] = defaultdict(_empty)
    for name in sorted(locale_identifiers(), key=lambda name: (name.count("_"), name)):
        _add(languages[name.split("_")[0]], name)
    found = {name: _plain(data) for name, data in sorted(languages.items()) if any(data["months"])}
    head = {"cldr": get_cldr_version(), "babel": version("babel")}
    lines = [f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in found.items()]
    OUT.write_text(
        json.dumps(head)[:-1] + ', "languages": {\n' + ",\n".join(lines) + "\n}}\n",
        encoding="utf-8",
    )
    print(f"{len(found)} languages, CLDR {head['cldr']}: {OUT}")


def _empty() -> dict[str, Any]:
    return {
        "months": [[] for _ in range(12)],
        "days": [[] for _ in range(7)],
        "dates": [],
        "ago": {},
    }


def _add(data: dict[str, Any], name: str) -> None:
    from babel import Locale

    locale = Locale.parse(name)
    for use, width in _WIDTHS:
        for number, month in locale.months[use][width].items():
            _put(data["months"][number - 1], month)
        for number, day in locale.days[use][width].items():
            if locale.language == "en" or day not in _OF_THE_ROOT:
                _put(data["days"][number], day)
    for length in ("long", "medium"):
        pattern = locale.date_formats[length].pattern
        if _SPELLED.search(pattern) and pattern not in data["dates"]:
            data["dates"].append(pattern)
    for unit in _AGO:
        for form in _past(locale, unit):
            _put(data["ago"].setdefault(unit, []), form)


def _past(locale: Any, unit: str) -> Iterator[str]:
    for width in ("", "-short", "-narrow"):
        forms = locale._data["date_fields"].get(unit + width, {}).get("past", {})
        yield from (form for form in forms.values() if "{0}" in form and not form.startswith("-"))


def _put(names: list[str], name: str) -> None:
    name = name.strip().lower()
    if name and name not in names and not _NO_NAME.search(name.replace("{0}", "")):
        names.append(name)


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Without names that a language gives to two months: they say nothing."""
    every = [name for names in data["months"] for name in names]
    data["months"] = [[n for n in names if every.count(n) == 1] for names in data["months"]]
    return data


if __name__ == "__main__":
    main()
