"""What a crawl knows that one page cannot tell: papers read page by page, and with their model.

    python benchmarks/publisher.py [--papers 20] [--pages 100] [--data GOLD]

Made papers speak invented languages, so that no word of a wall is known. With --data, each
domain of GOLD (pages with known answers, side `read`) with four pages or more is read as a
crawl, and scored as that folder scores: text, standfirst, authors; so are the marked pages of
its folder `paywall` (part `read`), for access and boundary.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import duckdb  # noqa: E402
from gold_pages import cases as gold_cases  # noqa: E402

from pipelines.extract import told  # noqa: E402
from pipelines.extract.extractor import Extractor, preload  # noqa: E402
from pipelines.extract.result import Extraction  # noqa: E402
from pipelines.extract.rules import Rules  # noqa: E402
from pipelines.model import Article, Page, Rejected  # noqa: E402
from pipelines.page.words import squeeze  # noqa: E402
from pipelines.papers import learning, model, rows  # noqa: E402
from pipelines.papers.evidence import Stored  # noqa: E402
from training.papers import made  # noqa: E402

RULES = Rules(reserved="keep", learn=True)


@dataclass
class Crawl:
    """The pages of some papers, read alone and then with what was learned."""

    alone: list[Extraction | Rejected] = field(default_factory=list)
    learned: list[Extraction | Rejected] = field(default_factory=list)
    papers: dict[str, model.Paper] = field(default_factory=dict)
    again: int = 0
    cpu: Counter[str] = field(default_factory=Counter)


def crawl(pages: Iterable[Page]) -> Crawl:
    """Read pages as a crawl does: each alone, then those again of which the model says more."""
    found, seen, kept = Crawl(), [], []
    for page in pages:
        started = time.process_time()
        result = Extractor(RULES).extract(page)
        found.cpu["alone"] += time.process_time() - started
        started = time.process_time()
        own = told.observed(result) if isinstance(result, Extraction) else None
        if own is not None:
            seen.append(Stored(own, "made", len(kept), 1))
        found.cpu["evidence"] += time.process_time() - started
        found.alone.append(result)
        kept.append(page)
    started = time.process_time()
    with duckdb.connect() as connection:
        for name, table in zip(("pages", "blocks"), rows.tables(seen), strict=True):
            connection.register(name, table)
        engine = learning.OnDuckDB(connection)
        found.papers = learning.learn(engine)
        looks = learning.looks(engine, found.papers)
    found.cpu["model"] += time.process_time() - started
    started = time.process_time()
    found.learned, found.again = list(found.alone), len(looks)
    for look in looks:
        result = Extractor(RULES, found.papers[look.source]).extract(kept[look.offset])
        if isinstance(result, Extraction):
            found.learned[look.offset] = result
    found.cpu["again"] += time.process_time() - started
    return found


def of_made(papers: int, each: int, seed: int) -> None:
    """Print how many walls of made papers are claimed, at the right place, and falsely."""
    pages = [p for paper in made.papers(papers, seed) for p in made.pages(paper, each)]
    found = crawl(
        Page(url=p.url, body=p.html, content_type="text/html", source=p.paper) for p in pages
    )
    for name, results in (("alone", found.alone), ("learned", found.learned)):
        tally: Counter[str] = Counter()
        bad: Counter[str] = Counter()
        for page, result in zip(pages, results, strict=True):
            _judge(page, result, tally, bad)
        walled, free = tally["walled"], tally["open"]
        print(
            f"made papers, {name}: walls claimed {tally['claimed']} of {walled} ({tally['claimed'] / max(1, walled):.1%}), at the right place {tally['placed']} ({tally['placed'] / max(1, tally['claimed']):.1%} of those claimed), false {tally['false']} of {free} ({tally['false'] / max(1, free):.2%}); text exact {tally['exact']} of {len(pages)}"
        )
        print("   ", dict(bad.most_common(12)))
    if os.environ.get("SHOW"):
        _show(found, set(os.environ["SHOW"].split(",")))
    cpu = found.cpu
    print(
        f"CPU over reading alone: evidence {cpu['evidence'] / cpu['alone']:.1%}, model {cpu['model'] / cpu['alone']:.1%}, {found.again} of {len(pages)} pages again {cpu['again'] / cpu['alone']:.1%}"
    )


def _show(found: Crawl, names: set[str]) -> None:
    for name in sorted(names & set(found.papers)):
        print(name, found.papers[name].pages, found.papers[name].layouts)
        for box in sorted(found.papers[name].boxes.values(), key=lambda b: -b.wall)[:14]:
            own = {k: round(v, 2) for k, v in model.signs(box).items() if v}
            print("   ", box.wall, box.words and 1, box.n, box.all_n, own)


def _judge(
    page: made.Made, result: Extraction | Rejected, tally: Counter[str], bad: Counter[str]
) -> None:
    tally["walled" if page.walled else "open"] += 1
    article = result.article if isinstance(result, Extraction) else None
    text = squeeze((article.text or "") if article else "")
    claimed = article is not None and article.boundary_char is not None
    tally["exact"] += text == squeeze(" ".join(page.public))
    if not page.walled:
        tally["false"] += claimed
        if claimed and os.environ.get("FALSE"):
            print(
                page.paper,
                len(page.public),
                article
                and (article.wall_text, article.boundary_basis, article.access_evidence[:1]),
            )
        if claimed:
            bad[f"false {page.paper}"] += 1
        return
    tally["claimed"] += claimed
    placed = claimed and text.endswith(squeeze(page.public[-1])[-40:])
    tally["placed"] += placed
    if not claimed or not placed:
        bad[f"{'misplaced' if claimed else 'missed'} {page.paper}"] += 1


MEASURES = ("body_page_f1", "teaser_f1", "teaser_false", "authors_f1", "access")
LEAST = 4
"""Pages of a domain that is read as a crawl."""


def of_known(data: Path) -> None:
    """Print how the pages with known answers are read alone and with what was learned."""
    folder = data.resolve()
    sys.path.insert(0, str(folder.parent))
    score = importlib.import_module(f"{folder.name}.score")
    cases = _by_domain(folder)
    pages = [(case, body) for own in cases.values() for case, body in own]
    found = crawl(
        Page(
            url=case["url"] or f"https://{case['domain']}/{case['id']}",
            body=body,
            content_type="text/html",
            source=case["domain"],
        )
        for case, body in pages
    )
    rows: dict[str, dict[str, list[tuple[float, float]]]] = {}
    changed = 0
    for (case, _), one, two in zip(pages, found.alone, found.learned, strict=True):
        own = [_scored(score, case, each) for each in (one, two)]
        changed += one is not two
        for name in own[0].keys() & own[1].keys():
            group = rows.setdefault(name, {}).setdefault(case["domain"], [])
            group.append((own[0][name], own[1][name]))
            if os.environ.get("SHOW") and abs(own[0][name] - own[1][name]) > 0.02:
                print(
                    f"    {name} {own[0][name]:.3f} -> {own[1][name]:.3f} {case['set']} {case['id']} {case['domain']}"
                )
    print(f"{len(cases)} domains, {len(pages)} pages, {found.again} read again, {changed} changed")
    for name, domains in rows.items():
        both = [pair for own in domains.values() for pair in own]
        moved = {d: _mean(own, 1) - _mean(own, 0) for d, own in domains.items()}
        worst = [
            f"{d} {m:+.3f}" for d, m in sorted(moved.items(), key=lambda x: x[1]) if m < -0.005
        ]
        best = [f"{d} {m:+.3f}" for d, m in sorted(moved.items(), key=lambda x: -x[1]) if m > 0.005]
        print(
            f"{name}: {_mean(both, 0):.4f} alone, {_mean(both, 1):.4f} learned (n {len(both)}); better: {best[:8]}; worse: {worst[:8]}"
        )
    cpu = found.cpu
    print({k: f"{v / cpu['alone']:.1%}" for k, v in cpu.items()})


def of_access(data: Path) -> None:
    """Print access and boundaries of the marked pages (part `read`) of domains that have
    pages enough with those of known answers, read alone and with what was learned."""
    folder = data.resolve() / "paywall"
    sys.path.insert(0, str(folder))
    score = importlib.import_module("score_paywall")
    marked: dict[str, list[tuple[dict[str, Any], bytes]]] = {}
    for row in score.read_jsonl(folder / "annotations.jsonl"):
        if row["part"] == "read":
            marked.setdefault(row["domain"], []).append((row, score.page(row)))
    others = _by_domain(data.resolve(), least=1)
    pages: list[tuple[dict[str, Any], bytes]] = []
    asked: list[int] = []
    for domain, own in sorted(marked.items()):
        known = {body for _, body in own}
        more = [(case, body) for case, body in others.get(domain, []) if body not in known]
        if len(own) + len(more) >= LEAST:
            asked += range(len(pages), len(pages) + len(own))
            pages += [*own, *more]
    found = crawl(
        Page(
            url=row["url"] or f"https://{row['domain']}/{row['id']}",
            body=body,
            content_type="text/html",
            source=row["domain"],
        )
        for row, body in pages
    )
    for name, results in (("alone", found.alone), ("learned", found.learned)):
        said = [{"id": pages[n][0]["id"], **_access(results[n])} for n in asked]
        numbers = score.score([pages[n][0] for n in asked], said)
        print(
            f"access, {name}: {len(asked)} marked pages of {len(pages)}, {found.again} read again;",
            {
                n: numbers[n]
                for n in ("walled_vs_open", "boundary", "leak", "loss", "false_boundary")
            },
        )


def _access(result: Extraction | Rejected) -> dict[str, Any]:
    if not isinstance(result, Extraction):
        return {"access": "unknown", "public_text": "", "boundary_offset": None}
    article = result.article
    return {
        "access": article.access,
        "public_text": article.text or "",
        "boundary_offset": article.boundary_char,
    }


def _mean(pairs: list[tuple[float, float]], side: int) -> float:
    return sum(p[side] for p in pairs) / max(1, len(pairs))


def _by_domain(folder: Path, least: int = LEAST) -> dict[str, list[tuple[dict[str, Any], bytes]]]:
    found: dict[str, dict[str, tuple[dict[str, Any], bytes]]] = {}
    for case, path in gold_cases(folder):
        if case.get("side") == "read" and "gold" in case and path.exists():
            body = gzip.decompress(path.read_bytes())
            digest = hashlib.sha256(body).hexdigest()
            found.setdefault(case["domain"], {}).setdefault(digest, (case, body))
    return {d: list(own.values()) for d, own in sorted(found.items()) if len(own) >= least}


def _scored(score: Any, case: dict[str, Any], result: Extraction | Rejected) -> dict[str, float]:
    article = result.article if isinstance(result, Extraction) else None
    said = {} if article is None else predicted(article, result)
    fields = ("title", "authors", "published", "teaser", "body")
    parts = score.score_case(case, said, fields)
    merged = dict(parts[""])
    bodies = [p["body_page_f1"] for n, p in parts.items() if n and "body_page_f1" in p]
    if bodies:
        merged["body_page_f1"] = max(bodies)
    return {n: merged[n][0] for n in MEASURES if n in merged}


def predicted(article: Article, result: Extraction) -> dict[str, Any]:
    """Return what the scorer compares: the standfirst stands over the text, as people mark it."""
    printed = article.teaser and article.teaser_source in ("html", "site")
    lead = f"{article.teaser}\n\n" if printed else ""
    return {
        "title": article.title,
        "authors": article.authors,
        "teaser": article.teaser,
        "body": lead + (article.text or ""),
    }


def main() -> None:
    """Read, learn, read again, count."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--papers", type=int, default=made.PAPERS)
    parser.add_argument("--pages", type=int, default=made.PAGES)
    parser.add_argument("--seed", type=int, default=made.SEED + 1)
    parser.add_argument("--data", type=Path, help="pages with known answers")
    args = parser.parse_args()
    preload()
    if args.papers:
        of_made(args.papers, args.pages, args.seed)
    if args.data is not None:
        of_known(args.data)
        of_access(args.data)


if __name__ == "__main__":
    main()
