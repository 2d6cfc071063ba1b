"""How much of the interface strings about walls the lexicon hears, language by language.

    python benchmarks/vocabulary.py --data wall_phrases.jsonl [--lang de …] [--missed]

The file holds one JSON object a line: `lang`, `text`, `label` (`wall` or `other`) and
`strength` (`core`: the text is closed or to be unlocked). Printed is the share of `core`
that counts as a wall's words, and the share of `other` that wrongly does; `--missed` lists
the strings that count wrongly.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

from pipelines.lexicon.hearing import hear, is_wall_talk

ENOUGH, TOO_MANY = 0.85, 0.003
"""Shares that a language must reach, of `core`, and may not pass, of `other`."""
_SAME = {"nb": "no", "nn": "no"}


def _language(tag: str) -> str:
    primary = tag.split("-", maxsplit=1)[0]
    return _SAME.get(primary, primary)


def _judge(row: dict[str, str]) -> bool:
    return is_wall_talk(row["text"], (_language(row["lang"]),))


def main() -> None:
    """Print one line a language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--lang", nargs="*", default=[])
    parser.add_argument("--missed", action="store_true")
    options = parser.parse_args()
    rows: dict[tuple[str, bool], list[dict[str, str]]] = defaultdict(list)
    for line in options.data.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["label"] == "other" or row.get("strength") == "core":
            rows[row["lang"], row["label"] == "wall"].append(row)
    languages = options.lang or sorted({language for language, _ in rows})
    print(f"{'language':9}{'core':>6}{'heard':>7}{'other':>7}{'wrongly':>9}")
    for language in languages:
        core, other = rows[language, True], rows[language, False]
        missed = [row for row in core if not _judge(row)]
        wrong = [row for row in other if _judge(row)]
        heard = 1 - len(missed) / max(1, len(core))
        share = len(wrong) / max(1, len(other))
        sign = "" if heard >= ENOUGH and share <= TOO_MANY else " *"
        print(f"{language:9}{len(core):6}{heard:7.2f}{len(other):7}{share:9.3f}{sign}")
        if options.missed:
            for mark, found in (("-", missed), ("+", wrong)):
                for row in found:
                    said = ", ".join(sorted(hear(row["text"], (_language(language),))))
                    print(f"  {mark} {row['text'][:140]!r} [{said}] {row['en'][:60]!r}")


if __name__ == "__main__":
    main()
