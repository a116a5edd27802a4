"""Where a list without data of its own leads: a sitemap's addresses, or the links of a page that look like single jobs."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from portal.feeds.formats.bytes_reading import local, words, xml_tree
from portal.feeds.items import FormatError

OF_JOBS = re.compile(r"job|vacanc|career|recruit|position|role|opportunit|posting", re.IGNORECASE)
_SINGLE = re.compile(r"\d{2,}|[a-z0-9]+(?:-[a-z0-9]+){2,}", re.IGNORECASE)
"""What the last step of a single job's address holds: a number, or a title in small letters and hyphens."""
_NOT_A_JOB = re.compile(
    r"/(?:search|login|sign-?in|apply|alerts?|category|categories|page|tag|feed)(?:/|$)", re.IGNORECASE
)


def job_links(text: str, address: str) -> list[str]:
    """Addresses of what may be job pages, or of further lists of them, in order."""
    if re.match(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:urlset|sitemapindex)\b", text[:3000], re.DOTALL):
        return _of_sitemap(text, address)
    tree = LexborHTMLParser(text)
    found = [urljoin(address, node.attributes.get("href") or "") for node in tree.css("a[href]")[:5_000]]
    jobs = [link.partition("#")[0] for link in found if _is_single_job(link, address)]
    following = [node.attributes.get("href") or "" for node in tree.css('a[rel~="next"], link[rel~="next"]')]
    return [*(urljoin(address, link) for link in following[:1] if jobs), *dict.fromkeys(jobs)]


def _of_sitemap(text: str, address: str) -> list[str]:
    try:
        root = xml_tree(text)
    except FormatError:
        return []
    places = [urljoin(address, words(each)) for each in root.iter() if local(each) == "loc"]
    jobs = [place for place in places if OF_JOBS.search(urlsplit(place).path) and not _NOT_A_JOB.search(place)]
    return list(dict.fromkeys(jobs or (places if local(root) == "sitemapindex" else [])))


def _is_single_job(link: str, address: str) -> bool:
    try:
        there, here = urlsplit(link), urlsplit(address)
    except ValueError:
        return False
    last = there.path.rstrip("/").rpartition("/")[2]
    return bool(
        there.scheme in ("http", "https")
        and there.netloc == here.netloc
        and there.path.rstrip("/") != here.path.rstrip("/")
        and OF_JOBS.search(there.path)
        and _SINGLE.search(last)
        and not _NOT_A_JOB.search(there.path)
    )
