"""What the walk of a chantier leaves from step to step, and what it reads in mails, calendars and PDFs."""

import re
import subprocess
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import vobject

from tests.browser.house import House
from tests.browser.pages import Desk, follow

PROCESS = "cooperations-territoriales"


CHANTIER = "Filière textile du Val, la marche"


GRAINES, NOUR, ATELIER, SOLENE = "Graines", "Nour Tissevent", "Atelier du fil partagé", "Solène Marchebois"


PASSAGE = "Les collectivités paient trop tard les petites associations"


@dataclass
class Walk:
    """What one step leaves to the next."""

    house: House
    browser: Any
    desk: Desk
    slug: str = ""
    meeting: str = ""
    day: str = ""
    committee: str = ""
    starts: datetime | None = None
    links: dict[str, str] = field(default_factory=dict)
    uid: str = ""

    @property
    def group(self) -> str:
        """Where the pages of the chantier start."""
        return f"/bureau/collectifs/{self.slug}/"

    @property
    def page(self) -> str:
        """Where the pages of its meeting start."""
        return f"{self.group}reunions/{self.meeting}/"

    def mails(self, wanted: str, address: str = "") -> list[Any]:
        """Mails about something, to someone; their subjects and texts may break anywhere, so blanks count for one."""
        return [mail for mail in self.house.mails() if address in str(mail["To"]) and wanted in flat(f"{mail['Subject']} {text_of(mail)}")]

    def wait_for_events(self, count: int, wanted: str, sequence: int) -> list[tuple[str, Any]]:
        """The invitations of one sequence about something, each with its METHOD, once there are that many."""
        found: list[tuple[str, Any]] = []
        for _ in range(80):
            events = [event_in(mail) for mail in self.mails(wanted) if any(part.get_content_type() == "text/calendar" for part in mail.walk())]
            if len(found := [each for each in events if each[1].sequence.value == str(sequence)]) >= count:
                return found
            self.desk.page.wait_for_timeout(500)
        raise AssertionError(f"{count} invitations awaited about {wanted}, {len(found)} came")

    def wait_for_mails(self, count: int, wanted: str, address: str = "") -> list[Any]:
        """The same, once there are that many."""
        for _ in range(80):
            if len(found := self.mails(wanted, address)) >= count:
                return found
            self.desk.page.wait_for_timeout(500)
        raise AssertionError(f"{count} mails awaited about {wanted}, {len(self.mails(wanted, address))} came")


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def text_of(mail: Any) -> str:
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body else ""


def link_in(walk: Walk, mail: Any) -> str:
    return re.search(rf"{walk.house.base}/l/\S+", text_of(mail)).group(0).rstrip(".,")  # type: ignore[union-attr]


def event_in(mail: Any) -> tuple[str, Any]:
    """The METHOD of the invitation in a mail, and its event."""
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    calendar = vobject.readOne(part.get_content())
    assert str(part.get_param("method")).upper() == calendar.method.value
    return calendar.method.value, calendar.vevent


def pdf_text(walk: Walk, folder: Path, button: str) -> str:
    """Press what makes a PDF, wait, and read its words."""
    walk.desk.press(button)
    walk.desk.wait_for_job()
    address = walk.desk.page.locator("main a[href*='/fichier/']").first.get_attribute("href")
    path = folder / "document.pdf"
    path.write_bytes(walk.desk.context.request.get(walk.house.base + str(address)).body())
    return flat(subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout)


def add_known(walk: Walk, words: str, name: str, **fields: str) -> None:
    walk.desk.open(f"{walk.group}membres/ajouter/?q={words}")
    walk.desk.page.get_by_role("radio", name=re.compile(name)).first.check()
    walk.desk.fill(**fields)
    walk.desk.press("Ajouter au collectif")


def appoint(walk: Walk, member: str, quality: str, words: str, name: str) -> None:
    desk = walk.desk
    desk.open(f"{walk.group}membres/")
    follow(desk.page.locator("li[data-member]", has_text=member).get_by_role("link", name=re.compile(rf"Désigner le ou la {quality}")))
    desk.page.get_by_role("searchbox", name="Nom, structure ou adresse").fill(words)
    desk.press("Chercher dans le répertoire")
    desk.page.get_by_role("radio", name=re.compile(name)).first.check()
    desk.press("Désigner cette personne")
