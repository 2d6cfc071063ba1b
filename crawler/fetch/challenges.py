"""Answers that are a check for bots, told while the crawl runs.

A site that checks does not want to be asked by a crawler. Its pages hold nothing, and
each further one looks like an attempt to get past the check: the host is left alone.
"""

from __future__ import annotations

from scrapy.http import Response

from pipelines.extract import stand_in

_SAID = (
    ("cf-mitigated", "challenge", "Cloudflare"),
    ("x-amzn-waf-action", "challenge", "AWS WAF"),
    ("x-amzn-waf-action", "captcha", "AWS WAF"),
)
"""Header, value, and who sends it.

https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/,
https://docs.aws.amazon.com/waf/latest/developerguide/waf-js-captcha-api-render.html"""


def checked_by(response: Response) -> str | None:
    """Return who checks for bots in place of an answer; None for any other answer."""
    for name, value, vendor in _SAID:
        told = (response.headers.get(name) or b"").decode("latin-1").strip().lower()
        if told == value:
            return vendor
    kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
    if kind and "html" not in kind.lower():
        return None
    return stand_in.checker(response.body, response.url, kind or None)
