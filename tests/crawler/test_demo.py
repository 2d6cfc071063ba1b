"""The demo dataset, read as its users read it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from crawler.cli import main
from crawler.crawl.run import CrawlSummary
from crawler.demo.papers import path_of
from crawler.demo.site import EN, HOSTS, stories
from pipelines.store.check import problems

pd = pytest.importorskip("pandas")  # readers are no part of the product
pl = pytest.importorskip("polars")
pytestmark = pytest.mark.slow
Demo = tuple[Path, list[CrawlSummary]]


def test_dataset_is_valid_and_adds_up(demo: Demo):
    folder, summaries = demo
    assert problems(folder) == []
    assert [s.manifest.problems() for s in summaries] == [[], []]


def test_at_least_sixty_articles_in_three_languages(demo: Demo):
    rows = duckdb.sql(
        f"SELECT language, count(*) FROM '{demo[0]}/articles/*.parquet' GROUP BY 1"
    ).fetchall()
    assert sum(n for _, n in rows) >= 60
    assert {"fr", "de", "en"} <= {language for language, _ in rows}


def test_every_reader_sees_the_same_rows(demo: Demo):
    folder = demo[0]
    counts = {
        "duckdb": duckdb.sql(f"SELECT count(*) FROM '{folder}/articles/*.parquet'").fetchall()[0][
            0
        ],
        "pandas": len(pd.read_parquet(folder / "articles")),
        "polars": pl.scan_parquet(folder / "articles" / "*.parquet").collect().height,
        "manifest": demo[1][-1].manifest.rows("articles"),
    }
    assert len(set(counts.values())) == 1, counts


def test_hugging_face_reads_the_card(demo: Demo, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    import datasets

    loaded = datasets.load_dataset(str(demo[0]), cache_dir=str(tmp_path))
    assert loaded["train"].num_rows == demo[1][-1].manifest.rows("articles")


def test_revised_article_stands_once_with_both_versions_kept(demo: Demo):
    folder = demo[0]
    versions = duckdb.sql(
        f"SELECT id, count(DISTINCT revision_id) FROM '{folder}/revisions/*.parquet' GROUP BY 1"
    ).fetchall()
    assert sorted(n for _, n in versions) == [2, 2, 2]


def test_paywalled_copy_is_a_prefix_of_the_agency_text(demo: Demo):
    roles = duckdb.sql(
        f"SELECT cluster_role FROM '{demo[0]}/articles/*.parquet' WHERE title LIKE 'Reservoirs%' ORDER BY 1"
    ).fetchall()
    assert [r for (r,) in roles] == ["canonical", "copy", "prefix"]


def test_second_day_asks_only_for_what_is_new_or_changed(demo: Demo):
    assert demo[1][1].pages <= 6


@pytest.mark.parametrize("host", sorted(HOSTS))
def test_nothing_reserved_is_kept(demo: Demo, host: str):
    query = f"SELECT a.url, a.text || coalesce(a.teaser, '') || string_agg(coalesce(p.value, '') || coalesce(p.raw, '') || array_to_string(p.others, '')) FROM '{demo[0]}/articles/*.parquet' a JOIN '{demo[0]}/provenance/*.parquet' p USING (id) WHERE a.source = '{host}' GROUP BY a.id, a.url, a.text, a.teaser"
    kept = dict(duckdb.sql(query).fetchall())
    for item in stories(host):
        record = kept[f"http://{host}{path_of(item)}"]
        assert not any(p in record for p in item.paragraphs[item.public :]), item.slug


def test_public_text_is_whole(demo: Demo):
    texts = [
        t
        for (t,) in duckdb.sql(
            f"SELECT text FROM '{demo[0]}/articles/*.parquet' WHERE source = '{EN}'"
        ).fetchall()
    ]
    for item in stories(EN):
        wanted = item.paragraphs[: item.public]
        assert any(all(p in t for p in wanted) for t in texts), item.slug


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["crawl", "missing.toml"], 2, "cannot be read"),
        (["crawl"], 2, "Missing argument"),
        (["crwal"], 2, "Did you mean `crawl`"),
        (["extract", "missing.html"], 2, "cannot be read"),
        (["check", "."], 2, "holds no dataset"),
    ],
)
def test_mistakes_get_one_clear_line(arguments, code, said, capsys):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == code
    assert said in capsys.readouterr().err


def test_crawl_without_contact_is_refused(tmp_path, capsys):
    (tmp_path / "recipe.toml").write_text(
        '[dataset]\nname = "x"\n[[source]]\nsite = "https://paper.example"\n'
    )
    with pytest.raises(SystemExit) as caught:
        main(["crawl", str(tmp_path / "recipe.toml")])
    assert caught.value.code == 2
    assert "contact" in capsys.readouterr().err


def test_addresses_without_contact_write_nothing(tmp_path, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["crawl", "https://paper.example/a", "--into", str(tmp_path / "new")])
    assert (caught.value.code, (tmp_path / "new").exists()) == (2, False)
    assert "contact" in capsys.readouterr().err


def test_readme_shows_what_the_demo_prints(demo: Demo):
    counts = demo[1][-1].manifest.counts
    line = f"{counts['rows']} articles, {counts['revisions']} revisions, {counts.get('duplicates', 0)} repeats, {counts['rejected']} set aside"
    assert line in (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
