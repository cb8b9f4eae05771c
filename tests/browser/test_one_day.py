"""One Journée, from a list of names to a printed synthesis: the walk of the product, in a real Chromium, on both columns."""

import csv
import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from tests.browser.house import ROOT, House
from tests.browser.pages import Desk, Guest, follow

pytestmark = [pytest.mark.browser, pytest.mark.both, pytest.mark.xdist_group("browser")]

INVITES = ROOT / "docs" / "examples" / "invites.csv"
SESSIONS = [
    ("accueil_cafe", "Accueil café", "08:45", "09:30", "Hall", None),
    ("ouverture", "Ouverture", "09:30", "09:50", "Hémicycle", None),
    ("pleniere", "Plénière", "09:50", "10:20", "Hémicycle", None),
    ("table_ronde", "Table ronde", "10:20", "11:15", "Hémicycle", None),
    ("atelier", "Alimenter", "11:15", "12:45", "Salle Loire", "1"),
    ("atelier", "Réparer", "11:15", "12:45", "Salle Cher", "30"),
    ("atelier", "Rouler", "11:15", "12:45", "Salle Indre", "30"),
    ("atelier", "Financer", "11:15", "12:45", "Salle Loiret", "30"),
    ("restitution", "Restitution", "14:00", "15:00", "Hémicycle", None),
    ("cocktail", "Cocktail déjeunatoire", "15:00", "16:00", "Hall", None),
]


@dataclass
class Walk:
    """What one step leaves to the next."""

    house: House
    browser: Any
    desk: Desk
    slug: str = ""
    links: list[str] = field(default_factory=list)
    guests: list[str] = field(default_factory=list)
    rapporteur: str = ""
    synthesis: str = ""

    @property
    def day(self) -> str:
        """Where the day's pages start."""
        return f"/bureau/journees/{self.slug}/"


@pytest.fixture(scope="module")
def walk(house: House, chromium: Any) -> Iterator[Walk]:
    """The whole walk shares a house and the browser of someone of the équipe."""
    started = Walk(house, chromium, Desk(chromium, house))
    yield started
    started.desk.context.close()


def _import(desk: Desk, path: Path) -> tuple[str, str]:
    """Lay a file in, apply it; the words of its preview and of its result."""
    desk.open("/bureau/repertoire/imports/nouveau/")
    desk.page.locator("input[type=file]").set_input_files(path)
    desk.fill(source=f"Épreuve {path.stem}")
    desk.press("Lire le fichier")
    desk.follow_job()
    expect(desk.page.locator("main[data-page=import]")).to_be_visible()
    preview = desk.page.locator("main").inner_text()
    apply = desk.page.get_by_role("button", name=re.compile("^Importer"))
    if apply.count():
        follow(apply)
        desk.follow_job(180)
        expect(desk.page.locator("main")).to_have_attribute("data-state", "applied")
    return preview, desk.page.locator("main").inner_text()


def test_1_someone_of_the_team_signs_in(walk: Walk) -> None:
    expect(walk.desk.page.get_by_role("heading", level=1)).to_have_text(re.compile("Aujourd"))
    expect(walk.desk.page.get_by_role("link", name="Centre-Val de Loire").first).to_be_visible()


def test_2_files_are_imported_then_unchanged(walk: Walk) -> None:
    preview, applied = _import(walk.desk, INVITES)
    assert "Courriel" in preview
    created, completed = (int(re.search(rf"{words}\s+(\d+)", applied).group(1)) for words in ("créées", "Complétées"))  # type: ignore[union-attr]
    assert created + completed == 60, applied
    _, again = _import(walk.desk, INVITES)
    assert re.search(r"Inchangées\s+60\b", again), again


@pytest.mark.real_data
@pytest.mark.parametrize("name", ["deputes_europeens_excel-fr.csv", "deputes_europeens.csv", "collectivites_regionales.csv", "epci_excel-fr.csv"])
def test_2_real_files_are_imported_then_unchanged(walk: Walk, real_data: Path, name: str) -> None:
    path = real_data / "contacts" / name
    _import(walk.desk, path)
    _, again = _import(walk.desk, path)
    assert re.search(r"créées\s+0\b", again), again
    assert re.search(r"Complétées\s+0\b", again), again
    assert not re.search(r"Inchangées\s+0\b", again), again


def test_3_a_day_is_made(walk: Walk) -> None:
    desk, date = walk.desk, timezone.localdate() + timedelta(weeks=5)
    desk.open("/bureau/journees/cycles/")
    desk.click("Journées régionales des transitions")
    desk.click("Créer une journée")
    desk.fill(
        title="Centre-Val de Loire, la marche",
        headline="Coopérer pour des territoires résilients",
        date=date.isoformat(),
        starts="08:45",
        ends="16:15",
    )
    desk.fill(region="24", department="45", place_name="Maison imaginaire", place_address="4 quai imaginaire, 45000 Orléans", capacity="2")
    desk.press("Créer la journée")
    walk.slug = desk.slug
    expect(desk.page.locator("main")).to_have_attribute("data-state", "draft")


def test_3_partners_have_a_role_an_order_and_a_logo(walk: Walk, tmp_path: Path) -> None:
    desk = walk.desk
    for words, role in (
        ("Conseil régional du Centre", "co_organisateur"),
        ("Cress Centre-Val de Loire", "co_organisateur"),
        ("Bien Commun", "financeur"),
    ):
        desk.open(walk.day + "partenaires/")
        desk.page.get_by_placeholder("Nom, sigle, ville ou SIREN").fill(words)
        desk.press("Chercher une structure")
        desk.page.locator("input[name=organisation]").first.check()
        desk.fill(role=role)
        desk.press("Ajouter la structure")
    expect(desk.page.locator("main")).to_have_attribute("data-count", "3")
    follow(desk.page.get_by_role("button", name=re.compile("^Monter")).last)
    logo = tmp_path / "logo.png"
    Image.new("RGB", (300, 120), "seagreen").save(logo)
    desk.click("Ajouter le logo")
    desk.page.locator("input[type=file]").set_input_files(logo)
    follow(desk.page.locator("main form button[type=submit]").last)
    expect(desk.page.get_by_role("img", name=re.compile("Logo de"))).to_have_count(1)


def test_3_rooms_and_sessions_make_the_programme(walk: Walk) -> None:
    desk = walk.desk
    desk.open(walk.day + "programme/salles/")
    for name in ("Hall", "Hémicycle", "Salle Loire", "Salle Cher", "Salle Indre", "Salle Loiret"):
        desk.fill(name=name, capacity="100")
        desk.press("Ajouter la salle")
    expect(desk.page.locator("main")).to_have_attribute("data-count", "6")
    for kind, title, starts, ends, room, capacity in SESSIONS:
        desk.open(walk.day + "programme/seances/nouvelle/")
        desk.fill(kind=kind, title=title, starts=starts, ends=ends)
        choice = desk.page.locator("main [name=room]")
        choice.select_option(choice.locator("option", has_text=f"{room} (").get_attribute("value"))
        if capacity:
            desk.page.locator("[name=bookable]").check()
            desk.fill(capacity=capacity)
        follow(desk.page.locator("main form button[type=submit]").last)
    desk.open(walk.day + "programme/")
    expect(desk.page.locator("ol.timetable li.session")).to_have_count(len(SESSIONS))


def test_3_people_have_a_role_in_a_session(walk: Walk) -> None:
    desk = walk.desk
    desk.open(walk.day + "programme/?vue=liste")
    desk.click("Alimenter")
    desk.click("Ajouter une personne")
    desk.fill(q="trintignelle")
    desk.press("Chercher une personne")
    desk.page.locator("input[name=person]").first.check()
    desk.fill(role="rapporteur", state="confirme")
    desk.press("Ajouter la personne")
    expect(desk.page.get_by_text("Maëlle Trintignelle").first).to_be_visible()


def test_3_a_released_programme_is_public(walk: Walk) -> None:
    desk = walk.desk
    desk.open(walk.day)
    desk.press("Mettre la journée en préparation")
    desk.open(walk.day + "programme/publier/")
    desk.fill(note="Première version")
    desk.press("Publier la version 1")
    guest = Guest(walk.browser)
    guest.open(f"{walk.house.base}/journees/{walk.slug}/")
    expect(guest.page.get_by_text("Cocktail déjeunatoire").first).to_be_visible()
    desk.open(walk.day)
    desk.press("Ouvrir les inscriptions")
    expect(desk.page.locator("main")).to_have_attribute("data-state", "open")


def test_4_a_list_is_made_from_the_directory_and_invited(walk: Walk) -> None:
    desk = walk.desk
    desk.open("/bureau/repertoire/?q=example.org&departement=41")
    count = int(desk.page.locator("main").get_attribute("data-count") or 0)
    assert count >= 3
    desk.click("En faire une liste")
    desk.fill(name="Invité·e·s du Loir-et-Cher")
    follow(desk.page.locator("main form button[type=submit]").last)
    desk.open(walk.day + "invitations/")
    desk.click("Inviter des personnes")
    choice = desk.page.locator("main [name=contact_list]")
    choice.select_option(choice.locator("option", has_text="Loir-et-Cher").get_attribute("value"))
    desk.press("Préparer les invitations de la liste")
    desk.fill(body="Bonjour {prénom},\n\nVoici votre lien : {lien}\n\nÀ bientôt, {inconnu}")
    desk.press("Enregistrer le texte")
    expect(desk.page.locator("[data-error=body]")).to_contain_text("inconnu")
    desk.fill(body="Bonjour {prénom} {nom},\n\nLe **{date}**, {lieu}.\n\n{lien}\n\nÀ bientôt.")
    desk.press("Enregistrer le texte")
    expect(desk.page.locator("main[data-page=mailing_preview]")).to_be_visible()
    desk.press("M’envoyer un test")
    desk.click("Relire et envoyer")
    follow(desk.page.get_by_role("button", name=re.compile(rf"Envoyer {count}\b")))
    expect(desk.page.locator("main[data-page=mailing_follow]")).to_be_visible()


def test_4_invitations_leave_with_personal_links(walk: Walk) -> None:
    def links() -> dict[str, str]:
        found = {}
        for mail in walk.house.mails():
            body = mail.get_body(("plain",)).get_content()
            address = re.search(rf"{walk.house.base}/l/\S+", body)
            if address and "À bientôt." in body and mail["To"] and "Bonjour" in body and not mail["Subject"].startswith("["):
                found[mail["To"]] = address.group(0).rstrip(".,")
        return found

    page = walk.desk.page
    for _ in range(60):
        if len(links()) >= 3:
            break
        page.wait_for_timeout(500)
    walk.guests = list(links())
    walk.links = [address for address in links().values() if "apercu" not in address]
    assert len(walk.links) >= 3


def test_5_a_guest_registers_changes_cancels_and_registers_again(walk: Walk) -> None:
    guest = Guest(walk.browser)
    guest.open(walk.links[0])
    assert guest.state == "open"
    expect(guest.page.get_by_text("Ce que nous faisons de vos données")).to_be_visible()
    guest.send("register", "Alimenter")
    assert guest.state == "confirmed"
    guest.send("change", "Réparer")
    assert guest.state == "confirmed"
    guest.page.locator("form[data-verb=cancel] input[type=checkbox], form[data-verb=cancel] input[type=radio]").first.check()
    guest.send("cancel")
    assert guest.state == "cancelled"
    guest.send("register", "Alimenter")
    assert guest.state == "confirmed"


def test_5_a_full_atelier_and_a_full_day_give_a_rank(walk: Walk) -> None:
    second, third = Guest(walk.browser), Guest(walk.browser)
    second.open(walk.links[1])
    second.send("register", "Alimenter")
    assert second.state == "confirmed"
    expect(second.page.locator("li[data-rank='1']")).to_be_visible()
    third.open(walk.links[2])
    assert third.state == "full"
    third.send("register", "Rouler")
    assert third.state == "waiting"
    assert third.page.locator("main").get_attribute("data-rank") == "1"


def test_5_no_is_an_answer_and_a_lost_link_can_be_asked_again(walk: Walk) -> None:
    guest = Guest(walk.browser)
    guest.open(walk.house.demo["links"]["invitation"].replace("http://localhost:8000", walk.house.base))
    guest.page.locator("form[data-verb=decline] input[type=checkbox], form[data-verb=decline] input[type=radio]").first.check()
    guest.send("decline")
    assert guest.state == "declined"
    guest.open(walk.house.base + "/l/une-adresse-perdue/")
    assert guest.state == "gone"
    follow(guest.page.get_by_role("link", name="Recevoir un nouveau lien"))
    guest.page.locator("main input[type=email]").fill("personne@example.org")
    follow(guest.page.locator("main form button[type=submit]"))
    expect(guest.page.locator("main")).to_contain_text("Si")


def test_5_the_confirmation_carries_a_calendar_file(walk: Walk) -> None:
    mails = [mail for mail in walk.house.mails() if any(part.get_content_type() == "text/calendar" for part in mail.walk())]
    assert mails
    calendar = next(part for part in mails[-1].walk() if part.get_content_type() == "text/calendar").get_content()
    import vobject

    event = vobject.readOne(calendar).vevent
    assert event.uid.value
    assert "imaginaire" in event.location.value


def test_6_staff_reads_who_comes_and_moves_someone_up(walk: Walk) -> None:
    desk = walk.desk
    desk.open(walk.day + "inscriptions/?etat=waiting")
    expect(desk.page.locator("main")).to_have_attribute("data-count", "1")
    desk.open(walk.day + "inscriptions/")
    assert desk.page.locator("main").get_attribute("data-count") == "3"
    places = walk.house.manage("places", walk.slug)
    assert (places["confirmed"], len(places["waiting"])) == (2, 1)
    first = Guest(walk.browser)
    first.open(walk.links[0])
    first.page.locator("form[data-verb=cancel] input[type=checkbox], form[data-verb=cancel] input[type=radio]").first.check()
    first.send("cancel")
    desk.open(walk.day + "inscriptions/?etat=waiting")
    follow(desk.page.locator("main table tbody a").first)
    follow(desk.page.get_by_role("button", name=re.compile("monter", re.IGNORECASE)).first)
    assert walk.house.manage("places", walk.slug)["waiting"] == []


def test_6_exports_open_right_in_excel(walk: Walk) -> None:
    answer = walk.desk.context.request.get(walk.house.base + walk.day + "inscriptions/?format=csv")
    data = answer.body()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 4
    xlsx = walk.desk.context.request.get(walk.house.base + walk.day + "inscriptions/?format=xlsx")
    assert xlsx.body()[:2] == b"PK"


def test_6_someone_who_phoned_is_added(walk: Walk) -> None:
    desk = walk.desk
    desk.open(walk.day + "inscriptions/")
    desk.click("Inscrire une personne")
    desk.fill(q="quatrevents")
    desk.press("Chercher dans le répertoire")
    follow(desk.page.locator("main a[href*='personne=']").first)
    desk.page.locator("main").get_by_label("Rouler").first.check()
    desk.press("Inscrire Noémie Quatrevents")
    places = walk.house.manage("places", walk.slug)
    assert len(places["waiting"]) == 1


def test_7_the_accueil_page_checks_in_undoes_and_takes_a_walk_in(walk: Walk) -> None:
    desk = walk.desk
    desk.open(walk.day + "jour-j/")
    desk.press("Créer le lien d’accueil")
    address = desk.page.locator("#adresse").input_value()
    phone = Guest(walk.browser, width=320)
    phone.open(address)
    expected = phone.page.locator("[data-person]").count()
    assert expected == 2
    follow(phone.page.locator("form[data-verb=check_in] button").first)
    expect(phone.page.locator(".desk-counter b")).to_have_text("1")
    follow(phone.page.locator("form[data-verb=undo] button").first)
    expect(phone.page.locator(".desk-counter b")).to_have_text("0")
    phone.page.locator("form[data-verb=walk_in] [name=last_name]").fill("Passeparla")
    phone.page.locator("form[data-verb=walk_in] [name=first_name]").fill("Zoé")
    follow(phone.page.locator("form[data-verb=walk_in] button"))
    expect(phone.page.locator(".desk-counter b")).to_have_text("1")
    phone.open(address + "?q=passeparla")
    expect(phone.page.locator("[data-person]")).to_have_count(1)


def test_7_the_signature_sheet_is_a_pdf_with_names_and_organisations_only(walk: Walk, tmp_path: Path) -> None:
    desk = walk.desk
    desk.open(walk.day + "jour-j/")
    desk.press("Préparer la feuille en PDF")
    desk.wait_for_job()
    answer = desk.context.request.get(walk.house.base + desk.page.locator("main a[href*='/fichier/']").first.get_attribute("href"))
    path = tmp_path / "feuille.pdf"
    path.write_bytes(answer.body())
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    assert "Passeparla" in text or "PASSEPARLA" in text
    assert "@" not in text.replace("rgpd@example.org", "")


def test_8_a_rapporteur_takes_extracts_one_by_one(walk: Walk) -> None:
    desk = walk.desk
    desk.open(walk.day + "restitutions/")
    follow(desk.page.get_by_role("button", name=re.compile("fiche|lien", re.IGNORECASE)).first)
    walk.rapporteur = desk.page.locator("input[readonly]").first.input_value()
    phone = Guest(walk.browser, width=320)
    phone.open(walk.rapporteur)
    for kind, words in (("constat", "Les cantines achètent trop loin."), ("proposition", "Un marché de gros partagé entre six communes.")):
        phone.page.locator(f"form[data-verb=add] input[name=kind][value={kind}]").check()
        phone.page.locator("form[data-verb=add] textarea[name=text]").fill(words)
        phone.page.locator("form[data-verb=add] [name=speaker]").fill("Une élue")
        follow(phone.page.locator("form[data-verb=add] button"))
    expect(phone.page.locator("[data-extract]")).to_have_count(2)


def test_9_a_synthesis_is_composed_with_its_sources_and_printed(walk: Walk, tmp_path: Path) -> None:
    desk = walk.desk
    desk.open(walk.day + "synthese/")
    follow(desk.page.locator("main form button[type=submit]").first)
    expect(desk.page.locator("main[data-page=synthesis]")).to_be_visible()
    walk.synthesis = re.search(r"/syntheses/([0-9a-f-]{36})/", desk.page.url).group(1)  # type: ignore[union-attr]
    follow(desk.page.get_by_role("button", name=re.compile("Reprendre")).first)
    expect(desk.page.locator(".sentence .src").first).to_contain_text("Alimenter")
    found = walk.house.manage("synthesis", walk.synthesis, "--pdf", str(tmp_path / "s.pdf"), "--json-out", str(tmp_path / "s.json"))
    assert (found["sentences"], found["sources"]) == (1, 1)
    text = subprocess.run(["pdftotext", "-layout", str(tmp_path / "s.pdf"), "-"], capture_output=True, text=True, check=True).stdout
    assert "cantines" in text
    desk.open(f"/bureau/syntheses/{walk.synthesis}/")
    follow(desk.page.get_by_role("button", name=re.compile("PDF")).first)
    desk.wait_for_job(90)


def test_the_browser_met_no_fault(walk: Walk) -> None:
    """No script error, no refusal by the security policy, over the whole walk (a 422 on purpose apart)."""
    assert [fault for fault in walk.desk.faults if "422" not in fault] == []
