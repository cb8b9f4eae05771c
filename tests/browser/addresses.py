"""Every page of the house as it runs: found by following its links as each role, furnished, or written by hand where no link leads."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from labo_ess.accounts.url_roles import addresses, expected
from tests.browser.house import ROOT, House
from tests.browser.visitor import Page, Visitor

STAFF = ("administrateur", "equipe", "referent", "lecture")
GUEST = "passant"
SECOND_FACTOR = "second facteur"
VISITS = 2
"""Pages of one pattern that are read on the way: the first is the sample, the next lead further."""
NOT_PAGES = {
    "events:programme:public_ics": "a calendar file",
    "events:programme:public_json": "for machines",
    "operations:health": "for machines",
    "collectives:meetings:event": "a calendar file",
    "contacts:consent:panel": "a part of the fiche of a person",
    "contacts:comments:thread": "a part of the page of what is commented",
    "jobs:file": "a file",
    "documents:open": "a file",
    "documents:public": "a file",
    "help:image": "an image",
    "outbox:demo_attachment": "a file",
    "mfa_download_recovery_codes": "a file",
    "mfa_login_webauthn": "for the script of passkeys",
    "account_set_password": "sends whoever has a password to change it",
    "account_signup": "sends to the sign-in page",
    "reports:synthesis:pdf": "a file, or the job that makes it",
    "reports:synthesis:day": "sends to the synthesis once there is one",
    "links:verb": "a verb read without being posted shows the page of the link",
}
# Nobody's links lead here, or only in a state that the demo is not in.
BY_HAND = {
    "ui:gallery": ("equipe", "/ui/"),
    "account_reauthenticate": ("equipe", "/compte/confirmer/"),
    "account_reset_password_done": (GUEST, "/connexion/mot-de-passe/envoye/"),
    "account_reset_password_from_key_done": (GUEST, "/connexion/mot-de-passe/choisi/"),
    "account_inactive": (GUEST, "/connexion/suspendu/"),
    "contacts:directory:new_link": (GUEST, "/lien/nouveau/"),
    "contacts:directory:new_link_asked": (GUEST, "/lien/nouveau/envoye/"),
    "contacts:consent:subscribe_asked": (GUEST, "/s-abonner/envoye/"),
    "signin:accounts": ("administrateur", "/bureau/comptes/"),
    "signin:invite": ("administrateur", "/bureau/comptes/inviter/"),
    "mfa_reauthenticate": (SECOND_FACTOR, "/compte/confirmer/code/"),
    "mfa_reauthenticate_webauthn": (SECOND_FACTOR, "/compte/confirmer/cle-d-acces/"),
    "mfa_list_webauthn": (SECOND_FACTOR, "/compte/cles-d-acces/"),
    "mfa_add_webauthn": (SECOND_FACTOR, "/compte/cles-d-acces/ajouter/"),
    "mfa_index": (SECOND_FACTOR, "/compte/second-facteur/"),
    "mfa_deactivate_totp": (SECOND_FACTOR, "/compte/second-facteur/retirer/"),
    "mfa_view_recovery_codes": (SECOND_FACTOR, "/compte/codes-de-secours/"),
    "mfa_generate_recovery_codes": (SECOND_FACTOR, "/compte/codes-de-secours/nouveaux/"),
}
# Pages that show someone who only reads something else than the team, in the short form.
READ_ONLY = ("reports:dashboard:today", "events:overview:day", "events:programme:edit", "events:registration:list", "events:registration:detail",
             "events:attendance:desk", "contacts:directory:person", "reports:synthesis:compose")  # fmt: skip
# States that an address alone does not say: what is done on the page first (`ACTS` of test_axe).
STATES = (
    ("events:registration:list", "{day}inscriptions/?q=zzzz", "equipe", ""),
    ("contacts:directory:persons", "/bureau/repertoire/?q=zzzz", "equipe", ""),
    ("contacts:directory:persons", "/bureau/repertoire/", "equipe", "filters"),
    ("contacts:directory:persons", "/bureau/repertoire/", "equipe", "selection"),
    ("reports:dashboard:today", "/bureau/", "equipe", "menu"),
    ("reports:dashboard:today", "/bureau/", "equipe", "account menu"),
    ("collectives:actions:board", "{board}", "equipe", "move a card"),
    ("events:days:new", "/bureau/journees/nouvelle/", "equipe", "errors"),
    ("events:programme:session_new", "{day}programme/seances/nouvelle/", "equipe", "errors"),
    ("contacts:directory:person_new", "/bureau/repertoire/personnes/nouvelle/", "equipe", "errors"),
    ("contacts:importing:new", "/bureau/repertoire/imports/nouveau/", "equipe", "errors"),
    ("not found", "/bureau/nulle-part/", "equipe", ""),
    ("not found", "/nulle-part/", GUEST, ""),
    ("forbidden", "/bureau/journees/nouvelle/", "lecture", ""),
    ("links:open", "/l/une-adresse-qui-n-ouvre-rien/", GUEST, ""),
    ("account_login", "/connexion/", GUEST, "errors"),
    ("contacts:directory:new_link", "/lien/nouveau/", GUEST, "errors"),
    ("contacts:consent:subscribe", "/s-abonner/", GUEST, "errors"),
    ("links:open", "{invitation}", GUEST, "errors"),
    ("links:open", "{rapporteur}", GUEST, "errors"),
    ("links:open", "{accueil}", GUEST, "walk-in errors"),
    ("mfa_authenticate", "/connexion/", GUEST, "second factor"),
    ("account_confirm_login_code", "/connexion/courriel/", GUEST, "mailed code"),
)


@dataclass(frozen=True)
class Sample:
    """A page to look at: whose browser opens it, where, and what is done there first."""

    name: str
    path: str
    role: str
    act: str = ""

    def __str__(self) -> str:
        return f"{self.role}: {self.name} {self.path}" + (f" [{self.act}]" if self.act else "")


def pages() -> Iterator[str]:
    """The names of the patterns that answer a page to somebody; Django's admin apart."""
    for address in addresses():
        row = expected(address.name)
        if row and not address.pattern.startswith("admin/") and address.name not in NOT_PAGES and any(cell.get == "allowed" for cell in row.values()):
            yield address.name


def name_of(path: str) -> str:
    """The pattern an address belongs to."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


@dataclass
class Walker:
    """One visitor who follows links, breadth first, the pages of the demo's day before the others."""

    visitor: Visitor
    prefer: str
    visits: int
    found: dict[str, list[str]] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)

    def walk(self, *starts: str) -> dict[str, str]:
        """Pattern → a path of it that answers a page."""
        waiting, known = list(starts), set(starts)
        while waiting:
            path = waiting.pop(0)
            name = name_of(path)
            opened = self.found.setdefault(name, [])
            if len(opened) >= self.visits or name in NOT_PAGES or name.startswith(("admin:", "links:")):
                continue
            page = self.visitor.get(path)
            if page.status >= 400:
                self.refused[path] = page.status
            if page.status != 200 or "html" not in page.headers["Content-Type"] or name_of(page.url) != name:
                continue
            opened.append(path)
            new = [link for link in self._links(page) if link not in known]
            known.update(new)
            waiting = [link for link in new if self.prefer in link] + waiting + [link for link in new if self.prefer not in link]
        return {name: opened[0] for name, opened in self.found.items() if opened}

    def _links(self, page: Page) -> list[str]:
        found = []
        for link in page.html.xpath("//a[@href]/@href"):
            parts = urlsplit(link)
            if f"{parts.scheme}://{parts.netloc}" == self.visitor.base and name_of(parts.path):
                found.append(parts.path)
        return list(dict.fromkeys(found))


def walk(house: House, role: str, visits: int = VISITS) -> tuple[dict[str, str], dict[str, int]]:
    """All that somebody of a role reaches from the start page (a passer-by from the public home), and the links that lead to a refusal."""
    visitor = Visitor(house.base)
    if role in STAFF:
        visitor.sign_in(house.account(role))
    starts = ["/bureau/", "/compte/", *(["/bureau/comptes/"] if role == "administrateur" else [])] if role in STAFF else ["/", "/connexion/"]
    walker = Walker(visitor, house.demo["day"], visits)
    return walker.walk(*starts), walker.refused


@dataclass
class Atlas:
    """All samples of a house, and how its browsers get in."""

    samples: list[Sample]
    session: dict[str, str]
    refused: list[str]

    @property
    def names(self) -> set[str]:
        return {sample.name for sample in self.samples}


def draw(house: House, *, every_role: bool = False) -> Atlas:
    """Furnish the house and find its pages: the team's all, those of others where they differ (or all of them)."""
    if not house.furnished:
        command = [sys.executable, "manage.py", "shell", "-c", "from tests.browser.furnish import furnish; furnish()"]
        done = subprocess.run(command, cwd=ROOT, env=house.environment, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr
        house.furnished.update(json.loads(done.stdout.splitlines()[-1]))
    furnished = house.furnished
    samples = [Sample(name, path, role) for name, (role, path) in BY_HAND.items()]
    samples += [Sample(name, path, "equipe") for name, path in furnished["paths"].items()]
    known, dead_ends = {(sample.role, sample.name) for sample in samples}, []
    for role in (*STAFF, GUEST) if every_role else ("equipe", "referent", "lecture", GUEST):
        found, refused = walk(house, role, VISITS if every_role or role == "equipe" else 1)
        dead_ends += [f"{role}: {path} answers {status}" for path, status in refused.items()]
        kept = {name: path for name, path in found.items() if role != "lecture" or every_role or name in READ_ONLY}
        samples += [Sample(name, path, role) for name, path in kept.items() if (role, name) not in known]
    samples += _account(house)
    samples += [Sample(name, path, SECOND_FACTOR) for name, path in furnished["passkey"].items()]
    links = house.demo["links"] | furnished["links"]
    samples += [Sample("links:open", address, GUEST) for address in links.values()]
    samples.append(Sample("account_reset_password_from_key", furnished["new_password"], GUEST))
    places = links | {"day": f"/bureau/journees/{house.demo['day']}/", "board": f"/bureau/collectifs/{house.demo['collectives'][0]}/actions/"}
    samples += [Sample(name, path.format_map(places), role, act) for name, path, role, act in STATES]
    return Atlas(samples, furnished["session"], dead_ends)


def draw_empty(house: House) -> Atlas:
    """All that each role reaches in a house in which there is nothing yet."""
    samples, dead_ends = [], []
    for role in (*STAFF, GUEST):
        found, refused = walk(house, role)
        samples += [Sample(name, path, role) for name, path in found.items()]
        dead_ends += [f"{role}: {path} answers {status}" for path, status in refused.items()]
    return Atlas(samples, {}, dead_ends)


def _account(house: House) -> list[Sample]:
    """An account as administrators see it, found in their list."""
    visitor = Visitor(house.base)
    visitor.sign_in(house.account("administrateur"))
    links = [urlsplit(link).path for link in visitor.get("/bureau/comptes/").html.xpath("//main//a/@href")]
    return [Sample("signin:account", next(link for link in links if name_of(link) == "signin:account"), "administrateur")]
