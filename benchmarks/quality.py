"""Every field on papers that nobody has read, beside peers in the same run.

    python benchmarks/quality.py --data GOLD [--peer ADAPTER.py …] [--write]

GOLD is a folder of pages with known answers and its scorer (`score.py`, `predict.py`).
Prints the page `docs/explanation/quality.md`; `--write` puts it there. Peers are adapters
of that folder, given by path; one whose packages are not installed is named and left out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "explanation" / "quality.md"
OURS = ROOT / "benchmarks" / "adapter.py"
FAILURES = ROOT / "benchmarks" / "failures.toml"
COMMAND = "python benchmarks/quality.py --data GOLD --write"
SIDE = "blind"
FIELDS = {
    "title_exact": "Title, exactly as printed",
    "date_lenient": "Date of publication, the day",
    "authors_f1": "Authors, F1 of the names",
    "authors_false": "Authors where there are none (lower is better)",
    "teaser_f1": "Standfirst, F1 of the words",
    "teaser_false": "Standfirst where none is printed (lower is better)",
    "body_page_f1": "Text, F1 of runs of four words",
    "seg_f1": "Text, F1 of wanted and unwanted pieces",
    "complete": "All of these right on one page",
}
FEWEST = 5
"""Pages from which a figure is worth a row."""
LANGUAGES = 6

Numbers = dict[str, dict[str, Any]]


def predict(folder: Path, adapter: Path, out: Path) -> bool:
    """Run one adapter over the pages; tell whether it could run."""
    options = ["--adapter", str(adapter), "--data", str(folder), "--side", SIDE, "--out", str(out)]
    done = subprocess.run(
        [sys.executable, "predict.py", *options],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        print(f"{adapter.stem} left out: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
    return done.returncode == 0


def score(folder: Path, data: Path, predictions: Path) -> dict[str, Numbers]:
    """Return the measures by set, as the folder's own scorer counts them."""
    out = predictions.with_suffix(".scores.json")
    options = ["--data", str(data), "--side", SIDE, "--pred", str(predictions), "--json", str(out)]
    subprocess.run(
        [sys.executable, "-m", f"{folder.name}.score", *options],
        cwd=folder.parent,
        check=True,
        capture_output=True,
    )
    sets = json.loads(out.read_text("utf-8"))["sets"]
    return {name: sides[SIDE]["measures"] for name, sides in sets.items()}


def by_language(folder: Path, into: Path) -> dict[str, list[dict[str, Any]]]:
    """Write the cases of the commonest languages as sets of their own; return them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(folder.glob("*/cases.jsonl")):
        for line in path.open(encoding="utf-8"):
            case = json.loads(line)
            articles = path.parent.name not in ("wcxb_other", "paywall")
            if articles and case.get("side") == SIDE and case.get("lang"):
                case["from"] = path.parent.name
                found.setdefault(case["lang"][:2].lower(), []).append(case)
    common = sorted(found, key=lambda lang: -len(found[lang]))[:LANGUAGES]
    for lang in common:
        (into / lang).mkdir(parents=True)
        lines = "".join(json.dumps({**c, "set": lang}) + "\n" for c in found[lang])
        (into / lang / "cases.jsonl").write_text(lines, "utf-8")
    return {lang: found[lang] for lang in common}


def regrouped(predictions: Path, languages: dict[str, list[dict[str, Any]]], out: Path) -> Path:
    """Write the predictions again, sorted into the sets of languages."""
    home = {(c["from"], c["id"]): lang for lang, cases in languages.items() for c in cases}
    with out.open("w", encoding="utf-8") as target:
        for line in predictions.open(encoding="utf-8"):
            row = json.loads(line)
            key = (row.get("set"), row.get("id"))
            is_head = "id" not in row
            if is_head or key in home:
                row |= {} if is_head else {"set": home[key]}
                target.write(json.dumps(row) + "\n")
    return out


def refused(folder: Path, predictions: Path) -> dict[str, tuple[int, int]]:
    """Return (refused, pages) of the articles, and of each sort of other pages."""
    sorts: dict[tuple[str, str], str] = {}
    for path in folder.glob("*/cases.jsonl"):
        for line in path.open(encoding="utf-8"):
            case = json.loads(line)
            sorts[path.parent.name, case["id"]] = case.get("page_type") or "articles"
    counts: Counter[str] = Counter()
    empty: Counter[str] = Counter()
    for line in predictions.open(encoding="utf-8"):
        row = json.loads(line)
        if "id" in row:
            sort = sorts[row["set"], row["id"]]
            counts[sort] += 1
            found = row["pred"] or {}
            empty[sort] += not found.get("title") and not found.get("body")
    return {sort: (empty[sort], n) for sort, n in sorted(counts.items())}


def table(measure: str, scores: dict[str, dict[str, Numbers]]) -> list[str]:
    """Return the rows of one measure: sets down, extractors across."""
    names = list(scores)
    rows = [f"| set | pages | {' | '.join(names)} |", "|---" * (len(names) + 2) + "|"]
    for group, own in scores["standfirst"].items():
        figure = own.get(measure)
        if figure is None or figure["n"] < FEWEST:
            continue
        cells = [cell(scores[n].get(group, {}).get(measure)) for n in names]
        rows.append(f"| {group} | {figure['n']} | {' | '.join(cells)} |")
    return rows if len(rows) > 2 else []


def cell(figure: dict[str, Any] | None) -> str:
    """Return a value with its interval; a dash where an extractor does not fill the field."""
    if figure is None:
        return "–"
    return f"{figure['value']:.3f} ({figure['lo']:.2f}–{figure['hi']:.2f})"


def failures() -> list[str]:
    """Run the made examples; return what is read wrong today."""
    sys.path.insert(0, str(ROOT))
    from pipelines.extract.extractor import extract
    from pipelines.extract.result import Extraction
    from pipelines.model import Page

    lines = []
    for each in tomllib.loads(FAILURES.read_text("utf-8"))["example"]:
        page = Page(url=each["url"], body=each["html"].encode(), content_type="text/html")
        result = extract(page)
        said = (
            getattr(result.article, each["field"]) if isinstance(result, Extraction) else "refused"
        )
        right = said == each["wanted"] or (not said and not each["wanted"])
        verdict = "now read right" if right else f"read as {said!r}"
        lines.append(f"- {each['why']} Wanted: {each['wanted'] or 'none'!r}; {verdict}.")
    return lines


def page(
    scores: dict[str, dict[str, Numbers]],
    languages: dict[str, dict[str, Numbers]],
    kinds: dict[str, tuple[int, int]],
    examples: list[str],
) -> str:
    """Return the text of the page."""
    parts = [INTRODUCTION]
    for measure, heading in FIELDS.items():
        rows, spoken = table(measure, scores), table(measure, languages)
        if rows:
            parts += [f"### {heading}\n", "\n".join(rows), ""]
        if spoken:
            parts += ["By the language that the page declares:\n", "\n".join(spoken), ""]
    parts += [KINDS, "| pages | refused | of |", "|---|---|---|"]
    parts += [f"| {sort} | {no} ({no / of:.1%}) | {of} |" for sort, (no, of) in kinds.items()]
    parts += ["", FAILING, *examples, "", OWN]
    return "\n".join(parts).rstrip() + "\n"


INTRODUCTION = f"""# How good the fields are

<!-- Generated by `{COMMAND}`. Do not edit: run it again. -->

Every figure here was counted by `{COMMAND}`. The pages are real ones from public test
sets of extraction libraries. Nobody has read these papers while a rule was written, and no
model has learned from them: they tell what to expect on a paper of your own. The peers ran
on the same pages in the same run.

In brackets stands the 95 % interval, drawn over whole papers: pages of one paper stand or
fall together. Few pages make wide intervals. Figures of small sets are there to be seen,
not to be compared in their last digit.

The sets' names are those of the libraries that made them. Their answers were made by
people, or by parsers that people wrote for single sites. They hold mistakes too, so that
1.000 is out of reach.

## Field by field
"""
KINDS = """## Is it an article?

A page that is none is refused, with the evidence. Two mistakes are possible: an article is
refused, and another page is kept.
"""
FAILING = """## What fails

Made examples of kinds that are known to fail or have failed. The command reads each of
them again.
"""
OWN = """## Measure your own papers

Put pages of your paper and what should come out of them into a folder of the same form: a
folder for each set, in it `cases.jsonl` and `pages/ID.html.gz`. A line of `cases.jsonl`
has `id`, `set`, `url`, `domain`, `side` (`blind`) and `gold` with `title`, `authors`,
`published`, `teaser` and `body`: those that you know. Then run the command above with
your folder. Thirty pages that you did not choose for being easy tell more than a
thousand of one template. `standfirst view DATASET` shows each record beside its page.
"""


def main() -> None:
    """Predict, score, print or write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="pages with known answers")
    parser.add_argument("--peer", type=Path, action="append", default=[], help="adapter of a peer")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(ROOT)}")
    args = parser.parse_args()
    folder = args.data.resolve()
    with tempfile.TemporaryDirectory() as place:
        text = measured(folder, [OURS, *args.peer], Path(place))
    if args.write:
        PAGE.write_text(text, "utf-8")
    else:
        print(text)


def measured(folder: Path, adapters: list[Path], place: Path) -> str:
    """Return the page after predictions and scores of all adapters."""
    groups = by_language(folder, place / "languages")
    scores: dict[str, dict[str, Numbers]] = {}
    languages: dict[str, dict[str, Numbers]] = {}
    for adapter in adapters:
        name = "standfirst" if adapter == OURS else adapter.stem
        out = place / f"{name}.jsonl"
        if not predict(folder, adapter.resolve(), out):
            continue
        scores[name] = score(folder, folder, out)
        scores[name].pop("wcxb_other", None)
        again = regrouped(out, groups, place / f"{name}.languages.jsonl")
        languages[name] = score(folder, place / "languages", again)
    return page(scores, languages, refused(folder, place / "standfirst.jsonl"), failures())


if __name__ == "__main__":
    main()
