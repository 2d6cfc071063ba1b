"""Pages that a server puts in an article's place with status 200."""

from __future__ import annotations

import pytest
from loopback import article_page

from pipelines.extract import stand_in
from pipelines.extract.extractor import extract
from pipelines.extract.result import Extraction, Refusal
from pipelines.lexicon.files import load
from pipelines.model import Page, Reason
from tests import made
from tests.rows import example, hears

URL = "http://paper.example/story-of-the-bridge"
PLAIN = "The bridge of the town has two lanes and a path for those who walk. "


def judged(title: str = "", text: str = "", head: str = "") -> Reason | None:
    found = refused(f"<h1>{title}</h1><p>{text}</p>", title, head)
    return found.reason if found else None


def refused(body: str, title: str, head: str = "") -> Refusal | None:
    return stand_in.refuse(
        made.document(body, title=title, head=head, lang=None, declared=False, url=URL)
    )


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Just a moment...", Reason.CHALLENGE),
        ("Un instant…", Reason.CHALLENGE),
        ("Are you a robot?", Reason.CHALLENGE),
        ("We value your privacy", Reason.CONSENT),
        ("Bevor Sie fortfahren", Reason.CONSENT),
        ("Votre vie privée | Le Journal", Reason.CONSENT),
        ("Down for maintenance", Reason.MAINTENANCE),
        ("Wartungsarbeiten - Die Zeitung", Reason.MAINTENANCE),
        ("Please enable JavaScript", Reason.NEEDS_RENDERING),
        ("Age verification", Reason.AGE_GATE),
        ("Potwierdź swój wiek", Reason.AGE_GATE),
        ("Log in to continue", Reason.LOGIN),
        ("Inloggen", Reason.LOGIN),
        ("Page not found", Reason.ERROR_PAGE),
        ("Página no encontrada", Reason.ERROR_PAGE),
        ("ページが見つかりません", Reason.ERROR_PAGE),
    ],
)
def test_headline_says_what_the_page_is(title, reason):
    assert judged(title, PLAIN) is reason


@pytest.mark.parametrize(
    "title",
    [
        "Age verification law divides the council of the town",
        "Down for maintenance: what the closed lift costs the station",
        "Are you a robot? The machine that asked its maker a question",
        "Council says that page not found errors are a thing of the past",
    ],
)
def test_headline_about_such_a_thing_is_no_such_page(title):
    assert judged(title, PLAIN * 20) is None


@pytest.mark.parametrize("sort", stand_in._SORTS, ids=lambda sort: sort.part)
def test_page_with_much_text_is_no_stand_in(sort):
    titles = {
        "challenge": "Just a moment",
        "script": "Enable JavaScript",
        "consent": "We value your privacy",
        "age": "Confirm your age",
        "maintenance": "Under maintenance",
        "login": "Log in",
        "missing": "Page not found",
    }
    fits = PLAIN * (sort.headed // len(PLAIN) - 1)
    assert judged(titles[sort.part], fits) is sort.reason
    assert judged(titles[sort.part], PLAIN * (sort.headed // len(PLAIN) + 1)) is None


SEVERAL = {
    "challenge": "Complete the captcha. We saw unusual traffic. ",
    "script": "Please enable cookies. JavaScript is disabled. ",
    "consent": "Our many partners. You may accept all. Reject all. Legitimate interest. ",
    "age": "You must be over 18. Date of birth. ",
    "maintenance": "Thank you for your patience. Technical difficulties. ",
    "login": "Forgot password? Remember me. ",
    "missing": "It no longer exists. Error 404. ",
}


@pytest.mark.parametrize("sort", stand_in._SORTS, ids=lambda sort: sort.part)
def test_several_phrases_settle_a_shorter_page(sort):
    said = SEVERAL[sort.part]
    room = sort.several - len(said)
    assert judged("The Paper", said + PLAIN * (room // len(PLAIN) - 1)) is sort.reason
    assert judged("The Paper", said + PLAIN * (room // len(PLAIN) + 2)) is None


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="og:type" content="article">',
        '<meta property="article:published_time" content="2026-05-01">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "A"}</script>',
    ],
)
def test_page_that_declares_an_article_is_read(head):
    assert judged("Just a moment", PLAIN, head) is None


@pytest.mark.parametrize(
    ("sign", "vendor"),
    [
        ("<script>window._cf_chl_opt={}</script>", "Cloudflare"),
        ("<script src='https://geo.captcha-delivery.com/c.js'></script>", "DataDome"),
        ("<div id='px-captcha'></div>", "HUMAN"),
        ("<iframe src='/_Incapsula_Resource?x=1'></iframe>", "Imperva"),
        ("<div id='sec-if-cpt-container'></div>", "Akamai"),
        ("<script>window.gokuProps={}</script>", "AWS WAF"),
        ("<script>sucuri_cloudproxy_js='';</script>", "Sucuri"),
        ("<script>window.KPSDK={}</script>", "Kasada"),
        ("<script src='/.well-known/ddos-guard/js-challenge/i.js'></script>", "DDoS-Guard"),
        ("<script src='/TSPD/x?type=1'></script>", "F5"),
        ("<script id='anubis_challenge'></script>", "Anubis"),
        ("<script src='https://1a2.awswaf.com/1a2/3b4/challenge.js'></script>", "AWS WAF"),
        ("<script src='/.well-known/vercel/security/s.js'></script>", "Vercel"),
        ("<script>winsocks()</script>", "Reblaze"),
        ("<script src='https://validate.perfdrive.com/x.js'></script>", "Radware"),
        ("<div id='distilIdentificationBlock'></div>", "Distil"),
        ("<div class='h-captcha' data-sitekey='x'></div>", "a captcha"),
    ],
)
def test_check_for_bots_is_told_by_its_vendor(sign, vendor):
    assert refused(sign, "paper.example") == (Reason.CHALLENGE, f"a check for bots by {vendor}")


def test_sign_of_a_vendor_beside_a_text_says_nothing():
    sign = "<div class='g-recaptcha'></div>"
    assert judged("The bridge", PLAIN * 50 + sign) is None


def test_field_for_a_password_and_little_else_is_a_login():
    field = "<input type='password' name='p'>"
    assert judged("The Paper", field + PLAIN) is Reason.LOGIN
    assert judged("The Paper", field + PLAIN * 9) is None


def test_field_for_a_comment_behind_a_captcha_is_no_check():
    captcha = "<div class='g-recaptcha'></div>"
    assert judged("The bridge", PLAIN * 8 + captcha) is Reason.CHALLENGE
    assert judged("The bridge", PLAIN * 10 + captcha) is None


def test_footer_with_its_links_is_no_request_for_consent():
    assert judged("The bridge", PLAIN + "Cookie settings. Privacy policy. Cookie notice.") is None


def test_page_that_sends_on_is_named():
    meta = '<meta http-equiv="refresh" content="0; url=/new">'
    assert judged("The Paper", "Opening", meta) is Reason.MOVED


def test_text_for_readers_without_scripts_counts():
    body = "<noscript>You need to enable JavaScript to run this app.</noscript>"
    assert judged("The Paper", body) is Reason.NEEDS_RENDERING


@pytest.mark.parametrize("language", sorted(load()))
def test_every_row_is_heard(language):
    spaced = language not in load().unspaced
    rows = [
        row for part in load()[language] if "stand_in." in part for row in load()[language][part]
    ]
    deaf = [
        text
        for row in rows
        for text in example(row, spaced=spaced)
        if not hears(row, text, spaced=spaced)
    ]
    assert deaf == []


def test_number_in_a_headline_is_no_status():
    page = article_page(1).replace("Council number 1 meets", "Council number 404 votes")
    found = extract(Page(url=URL, body=page.encode()))
    assert isinstance(found, Extraction)
