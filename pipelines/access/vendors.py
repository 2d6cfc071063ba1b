"""What paywall software leaves in the HTML: one table, one place.

A vendor's name alone decides nothing (their scripts stand on free pages too).
Each row names a class or id token and what an element with it means:
`wall` (the box that asks), `reserved` (text kept for subscribers), `marker`
(an empty element at the boundary), `excerpt` (public text of a cut article).
Sources: the plugins' public code and documentation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipelines.page.document import Element


@dataclass(frozen=True, slots=True)
class Trace:
    """One class or id that a product uses, and its meaning."""

    vendor: str
    name: str
    """Regular expression for a whole class or id name, lower case."""
    means: str


TRACES = (
    Trace(
        "Piano",
        r"tp-(?:container-inner|modal|iframe-wrapper)|piano-(?:paywall|container|offer|inline)\S*",
        "wall",
    ),
    Trace("Poool", r"poool-widget|poool-paywall", "wall"),
    Trace("Poool", r"poool-content|poool-reserved", "reserved"),
    Trace("Zephr", r"zephr-(?:paywall|regwall|registration|subscription)\S*", "wall"),
    Trace("Leaky Paywall", r"leaky_paywall_message(?:_wrap)?", "wall"),
    Trace("MemberPress", r"mepr-unauthorized-message|mepr_error", "wall"),
    Trace("MemberPress", r"mepr-unauthorized-excerpt", "excerpt"),
    Trace("Restrict Content Pro", r"rcp_restricted|rcp-restricted-content-message", "wall"),
    Trace(
        "Paid Memberships Pro",
        r"pmpro_content_message(?:-[\w-]+)?|pmpro_card_content_restricted",
        "wall",
    ),
    Trace(
        "WooCommerce Memberships",
        r"wc-memberships-restriction-message|woocommerce-info\s+wc-memberships\S*",
        "wall",
    ),
    Trace("Newspack", r"newspack-memberships__gate|newspack-content-gate__gate", "wall"),
    Trace("Ghost", r"gh-post-upgrade-cta(?:-content)?", "wall"),
    Trace("Substack", r"paywall-jump|paywall-cta|paywall-title", "marker"),
    Trace("Steady", r"steady-paywall-container|steady_paywall\S*", "wall"),
    Trace("Steady", r"steady-checkout-active|___steady_paywall___", "marker"),
    Trace("Qiota", r"qiota_reserve\w*", "reserved"),
    Trace("plenigo", r"plenigo-(?:paywall|checkout|wall|snippet)\S*|plenigowall", "wall"),
    Trace("Subscribe with Google", r"swg-(?:paywall|dialog|offers?)\S*", "wall"),
    Trace(
        "generic",
        r"(?:js-)?paywall-(?:divider|marker|start)|json-ld-paywall-marker|(?:premium|paid)-content-start",
        "marker",
    ),
    Trace(
        "generic",
        r"(?:article-?)?(?:paywall|premium|paid|subscriber|subscribers|members?)-(?:full-)?(?:content|text|body)|reserved-content|(?:content|text)-(?:reserved|paid)",
        "reserved",
    ),
    Trace("generic", r"regwalled|paywalled(?:-content)?", "reserved"),
)
_COMPILED = [(t, re.compile(rf"^(?:{t.name})$")) for t in TRACES]
_ANY = re.compile(
    r"paywall|piano|tp-|poool|zephr|leaky|mepr|rcp|pmpro|wc-membership|newspack|gh-post|steady|qiota|plenigo|swg-|regwall|premium|paid|subscriber|member|reserved",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def _of_names(names: str) -> tuple[Trace, ...]:
    """Class names come again on every page of a site."""
    if not _ANY.search(names):
        return ()
    return tuple(
        t for name in names.lower().split() for t, pattern in _COMPILED if pattern.match(name)
    )


_DENIED = re.compile(r"\bnot\b|!|\berror\b", re.IGNORECASE)


def traces(element: Element) -> list[Trace]:
    """Return the rows of the table that an element's class, id or attributes match."""
    found: list[Trace] = []
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if len(names) > 1:
        found += _of_names(names)
    if element.get("subscriptions-section") == "content":
        found.append(Trace("AMP subscriptions", "subscriptions-section=content", "reserved"))
    elif element.get("subscriptions-section") == "content-not-granted":
        found.append(
            Trace("AMP subscriptions", "subscriptions-section=content-not-granted", "wall")
        )
    condition = element.get("amp-access")
    if condition is not None and not _DENIED.search(condition):
        # the expression tells who is shown the section; one for the others may ask for anything
        found.append(Trace("AMP access", "amp-access", "reserved"))
    if element.get("data-poool-mode") or element.get("data-poool") is not None:
        found.append(Trace("Poool", "data-poool", "reserved"))
    if element.get("data-component-name") == "PaywallToDOM":
        found.append(Trace("Substack", "PaywallToDOM", "marker"))
    return found
