"""Every page of the house as it runs: found by following its links as each role, and by hand where no link leads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from labo_ess.accounts.url_roles import addresses, expected
from tests.browser.house import House
from tests.browser.visitor import Page, Visitor

STAFF = ("administrateur", "equipe", "referent", "lecture")
VISITS = 3  # of one pattern by one role: the first is the sample, the others lead further
NOT_PAGES = {
    "events:programme:public_ics": "a calendar file",
    "events:programme:public_json": "for machines",
    "operations:health": "for machines",
    "contacts:consent:panel": "a part of the fiche of a person",
    "contacts:comments:thread": "a part of the page of what is commented",
    "jobs:file": "a file",
    "documents:open": "a file",
    "documents:public": "a file",
    "help:image": "an image",
    "outbox:demo_attachment": "a file",
    "mfa_download_recovery_codes": "a file",
    "account_signup": "sends to the sign-in page",
    "reports:synthesis:pdf": "a file, or the job that makes it",
    "reports:synthesis:day": "sends to the synthesis once there is one",
}


@dataclass(frozen=True)
class Sample:
    """A page to look at: whose browser opens it, where, and in which state when the address does not say it."""

    name: str
    path: str
    role: str
    act: str = ""

    def __str__(self) -> str:
        return f"{self.role} {self.name} {self.path}" + (f" [{self.act}]" if self.act else "")


def pages() -> Iterator[str]:
    """The names of the patterns that answer a page to somebody; Django's admin apart."""
    for address in addresses():
        row = expected(address.name)
        if row and not address.pattern.startswith("admin/") and address.name not in NOT_PAGES and any(cell.get == "allowed" for cell in row.values()):
            yield address.name


def name_of(path: str) -> str:
    """The pattern an address belongs to."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


@dataclass
class Walker:
    """One visitor who follows links, breadth first, the pages of the demo's day before the others."""

    visitor: Visitor
    role: str
    prefer: str
    found: dict[str, list[str]] = field(default_factory=dict)

    def walk(self, *starts: str) -> dict[str, list[str]]:
        """Pattern → the paths that were opened, the first one being the sample."""
        waiting, known = list(starts), set(starts)
        while waiting:
            path = waiting.pop(0)
            name = name_of(path)
            opened = self.found.setdefault(name, [])
            if len(opened) >= VISITS or name in NOT_PAGES or name.startswith("admin:"):
                continue
            page = self.visitor.get(path)
            if page.status != 200 or "html" not in page.headers["Content-Type"]:
                continue
            opened.append(path)
            new = [link for link in self._links(page) if link not in known]
            known.update(new)
            waiting = [link for link in new if self.prefer in link] + waiting + [link for link in new if self.prefer not in link]
        return {name: opened for name, opened in self.found.items() if opened}

    def _links(self, page: Page) -> list[str]:
        found = []
        for link in page.html.xpath("//a[@href]/@href"):
            parts = urlsplit(link)
            if f"{parts.scheme}://{parts.netloc}" == self.visitor.base and name_of(parts.path):
                found.append(parts.path)
        return list(dict.fromkeys(found))


def walk(house: House, role: str, *starts: str) -> dict[str, list[str]]:
    """All that somebody of a role reaches from the start page; a passer-by from the public home."""
    visitor = Visitor(house.base)
    if role in STAFF:
        visitor.sign_in(house.account(role))
    return Walker(visitor, role, house.demo["day"]).walk(*starts, *(["/bureau/", "/compte/"] if role in STAFF else ["/", "/connexion/"]))


def identifiers(house: House, visitor: Visitor, path: str, pattern: str) -> list[str]:
    """What a pattern takes out of the links of a page: the identifiers of its objects."""
    links: Any = visitor.get(path).html.xpath("//a[@href]/@href")
    return list(dict.fromkeys(found.group(1) for link in links if (found := re.search(pattern, link))))
