"""Canonical URL, article id and content hash: what makes two pages one article."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit, urlunsplit

import xxhash
from w3lib.url import canonicalize_url, safe_url_string

from pipelines.page.words import folded, words

if TYPE_CHECKING:
    import tldextract

# parameters that only say where a reader came from, whatever the site; not `ref`, `id`,
# `source`, `share` and their like: there are papers that tell their articles apart by them
_TRACKING = frozenset((
    "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ysclid", "twclid", "ttclid", "igshid", "igsh", "li_fat_id", "epik",
    "mc_cid", "mc_eid", "_ga", "_gl", "_hsenc", "_hsmi", "mkt_tok", "vero_id", "oly_enc_id", "oly_anon_id", "__twitter_impression", "ref_src", "ref_url",
    "xtor", "wt_mc", "wt.mc_id", "at_medium", "at_campaign", "at_custom1", "at_custom2", "at_custom3", "at_custom4", "ns_mchannel", "ns_source", "ns_campaign",
    "cmpid", "icid", "ocid", "s_cid", "spm", "smid", "smtyp", "ftag", "traffic_source",
))  # fmt: skip
_VIEWS = frozenset(("amp", "print", "outputtype"))
"""Parameters that ask for another view of the same page, where their value is one of:"""
_VIEW_VALUES = frozenset(("", "1", "true", "yes", "amp"))
_SESSION = re.compile(
    r"php_?sess_?id|j?session_?(?:id|key|token)?|aspsessionid\w*|sid|s_?id|cf(?:id|token)|oscsid|zenid"
)
_TOKEN = re.compile(r"(?=[\w-]{0,200}\d)[\w-]{16,}")
"""A value that tells one visit from another; a short one may tell articles apart."""
_IN_PATH = re.compile(r";(?:j?sessionid|phpsessid|sid)=[^/;?#]*", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_AMP = re.compile(r"(?:/(?:amp|print)/?$|\.amp(?:\.html)?$|^/amp(?=/))", re.IGNORECASE)
_TWIN_HOST = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)", re.IGNORECASE)
_BREAKS = re.compile(r"[\t\r\n]")


def asked_url(url: str) -> str:
    """Return an address as it was published, in the form in which it can be asked.

    Spaces and other characters that no request can hold are percent-encoded, the
    fragment goes; nothing else changes: no order, no case, no parameter. The result is
    itself again. An address that cannot be parsed comes back as it is.
    """
    url = _BREAKS.sub("", url.strip()).encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    try:
        return str(safe_url_string(url)).split("#", 1)[0]
    except (ValueError, UnicodeError):
        return url


def clean_url(url: str) -> str:
    """Return the address without fragment and tracking parameters, in canonical form.

    It tells twins apart, and is never asked. The result cleaned again is itself. An
    address that cannot be parsed comes back as it is.
    """
    url = _BREAKS.sub("", url.strip())
    try:
        url = _IN_PATH.sub("", url) if ";" in url else url
        address, mark, query = str(canonicalize_url(url)).partition("?")
    except (ValueError, UnicodeError):
        return url
    kept = [pair for pair in query.split("&") if pair and not _only_tracks(pair)]
    return f"{address}{mark}{'&'.join(kept)}" if kept else address


def _only_tracks(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = name.lower()
    if name in _VIEWS:
        return value.lower() in _VIEW_VALUES
    if _SESSION.fullmatch(name):
        return _TOKEN.fullmatch(value) is not None
    return name in _TRACKING or name.startswith("utm_")


def key_url(url: str) -> str:
    """Return the form of an address under which its twins meet.

    http and https, `www.`, mobile and AMP hosts, `/amp`, index pages and a
    trailing slash are one.
    """
    try:
        parts = urlsplit(clean_url(url))
        host = (parts.hostname or "").lower()
        port = parts.port
    except ValueError:
        return url
    host = _TWIN_HOST.sub("", host)
    if port and port not in (80, 443):
        host = f"{host}:{port}"
    path = _INDEX.sub("/", _AMP.sub("", parts.path)).rstrip("/")
    return urlunsplit(("https", host, path, parts.query, ""))


def canonical(url: str, declared: list[str]) -> str | None:
    """Return the first declared canonical address that can be right; None when none can.

    A canonical that names the home page, a section above, the first page of a
    series or another registered domain would make many articles one.
    """
    own = urlsplit(url)
    for raw in declared:
        if " " in raw.strip():
            continue
        try:
            candidate = urlsplit(urljoin(url, raw.strip()))
        except ValueError:
            continue
        if candidate.scheme not in ("http", "https") or not candidate.hostname:
            continue
        if _can_be_right(
            own.path,
            own.query,
            own.hostname or "",
            candidate.path,
            candidate.query,
            candidate.hostname,
        ):
            return clean_url(urlunsplit(candidate))
    return None


def _can_be_right(
    path: str, query: str, host: str, to_path: str, to_query: str, to_host: str
) -> bool:
    target = _AMP.sub("", to_path).rstrip("/")
    source = _AMP.sub("", path).rstrip("/")
    if not target and not to_query:
        return not source and not query
    if registered_domain(host) != registered_domain(to_host):
        return False
    if (
        target != source
        and source.startswith(target + "/")
        and not re.fullmatch(
            r"/(?:amp|print|\d+|page/\d+|seite-\d+|p\d+)?", source[len(target) :], re.IGNORECASE
        )
    ):
        return False  # a section above the article
    if re.search(r"(?:^|&)(?:page|p|seite|pagina)=[2-9]", query, re.IGNORECASE) and not to_query:
        return False
    if _other_slug(source, target):
        return False
    same_depth = abs(target.count("/") - source.count("/")) <= 3
    return same_depth or target.rsplit("/", 1)[-1] == source.rsplit("/", 1)[-1]


def _other_slug(source: str, target: str) -> bool:
    """Two long slugs without a common word are two articles."""
    own, other = (
        set(re.findall(r"[^\W_]{2,}", p.rsplit("/", 1)[-1].lower())) for p in (source, target)
    )
    return len(own) >= 3 and len(other) >= 3 and not own & other


@cache
def _suffixes() -> tldextract.TLDExtract:
    import tldextract

    # the list in the package: no look-up on the network, no cache folder
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


_PLAIN_HOST = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*|")
_RULE = re.compile(r"^[*!]?\w\S*|^\*\S+", re.MULTILINE)


@cache
def _rules() -> frozenset[str]:
    """The rules of the list in tldextract, those of private owners aside; none where its
    file is not found. The library itself takes thirty times as long to load."""
    found = importlib.util.find_spec("tldextract")
    if found is None or found.origin is None:
        return frozenset()
    try:
        text = Path(found.origin).with_name(".tld_set_snapshot").read_text(encoding="utf-8")
    except OSError:
        return frozenset()
    return frozenset(_RULE.findall(text.partition("// ===BEGIN PRIVATE DOMAINS===")[0]))


@cache
def registered_domain(host: str) -> str:
    """Return the registered domain of a host (Public Suffix List), or the host itself."""
    if "xn--" not in host and _PLAIN_HOST.fullmatch(host) and _rules():
        return _by_rules(host.split("."))
    return _suffixes()(host).top_domain_under_public_suffix or host


def _by_rules(labels: list[str]) -> str:
    """Return the labels of a public suffix and the one before it."""
    rules, start = _rules(), len(labels)
    for place in reversed(range(len(labels))):
        if ".".join(labels[place:]) in rules:
            start = place
        elif f"*.{'.'.join(labels[place + 1 :])}" in rules:
            start = place + (f"!{'.'.join(labels[place:])}" in rules)
            break
    inside = 0 < start < len(labels)
    return ".".join(labels[start - 1 :] if inside else labels)


def account_of(host: str) -> str:
    """Return what may be an account on a host of many writers: `anna` of `anna.blogs.example`;
    an empty text where the host has no such name in front of the registered domain."""
    name, _, rest = host.partition(".")
    return name if name != "www" and rest and rest == registered_domain(host) else ""


def article_id(url: str) -> str:
    """Return the id of the article at an address: 16 hex digits."""
    return xxhash.xxh3_64_hexdigest(key_url(url).encode("utf-8", "replace"))


# a line that only says when the page was touched, or counts its readers
_STATUS_LINE = re.compile(
    r"^\W{0,30}(?:(?:last )?(?:updated?|modified|corrected)\b|mise? à jour|actualis|màj\b|aktualisiert|stand:|geändert|actualizad|última actualización|aggiornat|ultimo aggiornamento|atualizad|bijgewerkt|laatst|aktualizacja|zaktualizowano|uppdaterad|opdateret|oppdatert|päivitetty|обновлено|更新|업데이트)"
    r"|^\W{0,30}\d[\d.,  ]{0,20}\s?[km]?\s{1,9}(?:views?|reads?|shares?|comments?|likes?|vues?|lectures?|partages?|commentaires?|aufrufe|kommentare?|leser|vistas|lecturas|comentarios|visualizza\w{1,30}|commenti|visualizações|comentários)\W{0,30}$"
    r"|^\W{0,30}(?:views?|reads?|shares?|comments?|vues?|lectures?|aufrufe|kommentare|vistas|comentarios)\s{0,9}:?\s{0,9}\d[\d.,  ]{0,20}\W{0,30}$",
    re.IGNORECASE,
)
_STATUS_CHARS = 90


def content_hash(title: str | None, text: str | None) -> str:
    """Return the hash of the words of title and text: 16 hex digits.

    Case, punctuation, white space, and short lines that only say when the page was
    updated or how often it was read do not count: a reflowed page is the same
    content.
    """
    lines = [
        line
        for line in (text or "").split("\n")
        if len(line) > _STATUS_CHARS or not _STATUS_LINE.match(line)
    ]
    joined = " ".join(words(folded("\n".join([title or "", *lines]))))
    return xxhash.xxh3_64_hexdigest(joined.encode("utf-8", "replace"))


def revision_id(article: str, content: str) -> str:
    """Return the id of one version of an article: 16 hex digits."""
    return xxhash.xxh3_64_hexdigest(f"{article}:{content}".encode())
