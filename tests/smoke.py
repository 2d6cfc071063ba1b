"""Which of the slow tests run every time: whole crawls that together touch every room.

By file, the names of the tests; those that only read the demo share its one crawl.
Everything else that is slow runs with `dev.py test --all`.
"""

from __future__ import annotations

SMOKE = {
    "tests/crawler/test_crawl.py": {
        "test_robots_closes_every_one_of_twenty_addresses",
        "test_reserved_page_gives_no_text",
        "test_no_way_inside",
        "test_public_addresses",
        "test_name_that_leads_inside_is_not_resolved",
        "test_killed_crawl_loses_and_doubles_nothing",
        "test_rebuild_gives_the_same_bytes",
        "test_site_that_forbids_everything_ends_with_code_four",
        "test_scrapy_command_fetches_into_the_archive",
    },
    "tests/crawler/test_demo.py": {
        "test_dataset_is_valid_and_adds_up",
        "test_revised_article_stands_once_with_both_versions_kept",
        "test_paywalled_copy_is_a_prefix_of_the_agency_text",
        "test_second_day_asks_only_for_what_is_new_or_changed",
        "test_nothing_reserved_is_kept",
        "test_public_text_is_whole",
        "test_readme_shows_what_the_demo_prints",
    },
    "tests/crawler/test_hostile.py": {
        "test_redirect_loop_ends",
        "test_hostile_sitemap_gives_nothing_and_takes_no_time",
        "test_sitemap_that_points_inside_is_not_followed",
        "test_page_that_kills_its_worker_is_set_aside",
    },
    "tests/crawler/test_manners.py": {
        "test_ai_rules_for_pictures_close_no_text",
        "test_changed_page_is_a_revision",
        "test_shape_of_an_address",
        "test_works_in_a_script_without_a_guard",
    },
    "tests/crawler/test_mistakes.py": {"test_limit_of_pages_ends_the_run_and_says_what_waits"},
    "tests/crawler/test_shards.py": {"test_merging_again_changes_nothing"},
    "tests/crawler/test_share.py": {
        "test_shareable_export_has_no_text",
        "test_one_per_cluster_leaves_copies_out",
    },
    "tests/crawler/test_sources.py": {
        "test_warc_file_is_read_once",
        "test_link_crawl_stays_inside_the_allowed_paths",
        "test_json_feed",
    },
    "tests/crawler/test_viewing.py": {
        "test_report_is_small_and_adds_up",
        "test_drift_of_a_source_is_found",
        "test_other_names_get_nothing",
        "test_marks_from_elsewhere_are_refused",
        "test_revision_shows_what_changed",
    },
    "tests/pipelines/store/test_commit.py": {"test_killed_between_two_steps"},
    "tests/test_queries.py": {"test_there_are_ten", "test_question_has_an_answer"},
}
ONCE = {
    "test_killed_crawl_loses_and_doubles_nothing",
    "test_killed_between_two_steps",
}
"""Of these with many parameters only the first runs every time."""
