"""One chantier coopératif, from a défi to approved minutes and a sourced synthesis: the second walk of the product, in a real Chromium."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.chantier import (
    ATELIER,
    CHANTIER,
    GRAINES,
    PASSAGE,
    PROCESS,
    SOLENE,
    Walk,
    add_known,
    appoint,
    event_in,
    link_in,
    pdf_text,
    text_of,
)
from tests.browser.house import House
from tests.browser.pages import Desk, Guest, drag, follow

pytestmark = [pytest.mark.browser, pytest.mark.both, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def walk(house: House, chromium: Any) -> Iterator[Walk]:
    """The whole walk shares a house and the browser of someone of the équipe."""
    started = Walk(house, chromium, Desk(chromium, house))
    yield started
    started.desk.context.close()


# --- 1. A démarche, a chantier, its étapes --------------------------------------------------------------------------


def test_1_a_chantier_is_born_in_its_demarche(walk: Walk) -> None:
    desk = walk.desk
    desk.open("/bureau/collectifs/demarches/")
    desk.click("Accompagner et financer les coopérations")
    expect(desk.page.locator("ol.steps li").first).to_be_visible()
    expect(desk.page.locator("main")).to_contain_text("Ancien")
    expect(desk.page.locator("main")).to_contain_text("Référent·e")
    desk.click("Créer un collectif")
    desk.fill(name=CHANTIER, kind="chantier", challenge="Comment relocaliser le fil et l’aiguille ?", stage="emergence")
    desk.fill(lead="Coopérative du fil imaginaire", department="45", quorum_percent="50")
    desk.page.locator("main input[name=themes]").first.check()
    desk.press("Créer le collectif")
    walk.slug = desk.page.url.rstrip("/").rsplit("/", 1)[1]
    expect(desk.page.locator("main")).to_have_attribute("data-state", "emergence")
    expect(desk.page.locator(".challenge")).to_contain_text("relocaliser")


def test_1_it_passes_to_lancement_with_a_reason_for_what_is_unmet(walk: Walk) -> None:
    desk = walk.desk
    desk.open(walk.group)
    desk.click("Changer d’étape")
    desk.click("Lancement")
    boxes = desk.page.locator("main input[name=criteria]")
    for index in range(boxes.count() - 1):
        boxes.nth(index).check()
    desk.press("Passer à l’étape « lancement »".replace("« ", "«\u00a0").replace(" »", "\u00a0»"))
    expect(desk.page.locator("[data-error=reason]")).to_be_visible()
    desk.fill(reason="Le calendrier se pose à la première réunion.")
    follow(desk.page.get_by_role("button", name=re.compile("^Passer à l’étape")))
    expect(desk.page.locator("main")).to_have_attribute("data-state", "lancement")
    expect(desk.page.locator("main")).to_contain_text("lancement")


# --- 2. Members -----------------------------------------------------------------------------------------------------


def test_2_persons_and_organisations_become_members(walk: Walk) -> None:
    desk = walk.desk
    add_known(walk, "marchebois", SOLENE, function="animatrice")
    add_known(walk, "graines", GRAINES)
    desk.open(f"{walk.group}membres/ajouter/?q=tissevent")
    desk.click("Ajouter une personne sans fiche")
    desk.fill(first_name="Nour", last_name="Tissevent", email="nour.tissevent@example.org")
    desk.press("Ajouter au collectif")
    desk.open(f"{walk.group}membres/ajouter/?q=fil+partage")
    desk.click("Ajouter une structure sans fiche")
    desk.fill(organisation_name=ATELIER)
    desk.press("Ajouter au collectif")
    add_known(walk, "orgeval", "Bastien Orgeval", since_on=(timezone.localdate() - timedelta(days=90)).isoformat())
    expect(desk.page.locator("main[data-page=members]")).to_have_attribute("data-count", "5")


def test_2_a_seat_has_a_titulaire_and_a_suppleant(walk: Walk) -> None:
    desk = walk.desk
    appoint(walk, GRAINES, "titulaire", "clairval", "Aïssata Clairval")
    appoint(walk, GRAINES, "suppléant·e", "trintignelle", "Maëlle Trintignelle")
    seat = desk.page.locator("li[data-member]", has_text=GRAINES)
    expect(seat).to_contain_text("Aïssata Clairval")
    expect(seat).to_contain_text("Maëlle Trintignelle")
    appoint(walk, ATELIER, "titulaire", "merlerin", "Sacha Merlerin")


def test_2_two_titulaires_at_once_are_refused_in_words(walk: Walk) -> None:
    desk = walk.desk
    desk.open(f"{walk.group}membres/")
    link = desk.page.locator("li[data-member]", has_text=ATELIER).get_by_role("link", name=re.compile("suppléant·e"))
    follow(link)
    desk.page.get_by_role("searchbox", name="Nom, structure ou adresse").fill("amberlin")
    desk.press("Chercher dans le répertoire")
    desk.page.get_by_role("radio", name=re.compile("Youssef Amberlin")).first.check()
    desk.page.get_by_role("radio", name="Titulaire").check()
    desk.press("Désigner cette personne")
    expect(desk.page.locator("main .field-error, main .error-summary").first).to_contain_text("titulaire")


def test_2_past_members_stay_in_the_history(walk: Walk) -> None:
    desk = walk.desk
    desk.open(f"{walk.group}membres/")
    follow(desk.page.locator("li[data-member]", has_text="Bastien Orgeval").get_by_role("link", name=re.compile("Noter le départ")))
    desk.fill(until_on=(timezone.localdate() - timedelta(days=1)).isoformat())
    follow(desk.page.locator("main form button[type=submit]").last)
    past = desk.page.locator("section", has=desk.page.get_by_role("heading", name="Ont été membres"))
    expect(past).to_contain_text("Bastien Orgeval")
    expect(desk.page.locator("main[data-page=members]")).to_have_attribute("data-count", "4")


# --- 3. A meeting: convened, answered, moved, cancelled -------------------------------------------------------------


def _fill_meeting(desk: Desk, title: str, day: datetime, starts: str, ends: str) -> None:
    desk.fill(title=title, date=day.date().isoformat(), starts=starts, ends=ends)


def test_3_a_meeting_is_prepared_in_silence(walk: Walk) -> None:
    desk, walk.starts = walk.desk, timezone.localtime() + timedelta(days=7)
    desk.open(walk.group)
    desk.click("Préparer une réunion")
    _fill_meeting(desk, "Première réunion du fil", walk.starts, "18:00", "17:00")
    follow(desk.page.locator("main form button[type=submit]").last)
    expect(desk.page.locator("[data-error]").first).to_contain_text("fin")
    desk.fill(starts="17:00", ends="19:00", place="Maison imaginaire, Orléans")
    follow(desk.page.locator("main form button[type=submit]").last)
    walk.meeting = re.search(r"/reunions/([0-9a-f-]{36})/", desk.page.url).group(1)  # type: ignore[union-attr]
    for title, minutes, presenter in (("Ce qui bloque aujourd’hui", "30", "Nour Tissevent"), ("Bilan", "20", ""), ("Calendrier", "15", SOLENE)):
        if not desk.page.locator("main form[action$='/points/'] [name=title]").is_visible():
            desk.page.locator("main summary", has_text="Ajouter un point").click()
        desk.fill(title=title, minutes=minutes)
        if presenter:
            desk.page.locator("main [name=presenter]").select_option(label=presenter)
        desk.press("Ajouter le point")
    desk.press("Descendre : Bilan")
    expect(desk.page.locator("ol.agenda li")).to_have_count(3)
    expect(desk.page.locator("ol.agenda li").last).to_contain_text("Bilan")
    expect(desk.page.locator("main")).to_have_attribute("data-state", "draft")
    assert walk.mails("Première réunion du fil") == []


def test_3_the_convocation_leaves_with_an_invitation(walk: Walk) -> None:
    desk = walk.desk
    desk.open(walk.page)
    desk.click("Convoquer les membres")
    expect(desk.page.locator("main")).to_have_attribute("data-count", "5")
    follow(desk.page.get_by_role("button", name=re.compile(r"Envoyer 5\b")))
    expect(desk.page.locator("main")).to_have_attribute("data-state", "convened")
    mails = walk.wait_for_mails(5, "Première réunion du fil")
    assert {str(mail["To"]).count("@") for mail in mails} == {1}
    walk.links = {re.search(r"[\w.+-]+@[\w.-]+", str(mail["To"])).group(0): link_in(walk, mail) for mail in mails}  # type: ignore[union-attr]
    method, event = event_in(mails[0])
    walk.uid = event.uid.value
    assert (method, event.sequence.value) == ("REQUEST", "0")
    assert timezone.localtime(event.dtstart.value).strftime("%H:%M") == "17:00"


def _carrier(walk: Walk, link: str, name: str) -> Guest:
    """Someone who gives a pouvoir to a seat."""
    guest = Guest(walk.browser)
    guest.open(link)
    choice = guest.page.locator("form[data-verb=answer] [name=proxy_to]").first
    choice.select_option(choice.locator("option", has_text=name).first.get_attribute("value"))
    guest.send("answer", "Je donne pouvoir")
    return guest


def test_3_each_member_answers_by_link_without_account(walk: Walk) -> None:
    yes = Guest(walk.browser)
    yes.open(walk.links["solene.marchebois@example.org"])
    yes.send("answer", "Oui, je viens")
    expect(yes.page.locator("main")).to_contain_text("vous venez")
    no = Guest(walk.browser)
    no.open(walk.links["aissata.clairval@example.org"])
    no.send("answer", "Non, je ne peux pas")
    expect(no.page.locator("main")).to_contain_text("vous ne venez pas")
    given = _carrier(walk, walk.links["nour.tissevent@example.org"], SOLENE)
    expect(given.page.locator("main")).to_contain_text("votre pouvoir est donné")
    seats = walk.house.manage("seats", walk.meeting)
    assert (seats["state"], seats["seats"]) == ("convened", 4)
    assert seats["answers"] == {"yes": 1, "no": 1, "proxy": 1, "none": 1}


def test_3_a_pouvoir_to_someone_who_does_not_come_no_longer_counts(walk: Walk) -> None:
    guest = Guest(walk.browser)
    guest.open(walk.links["solene.marchebois@example.org"])
    guest.send("answer", "Non, je ne peux pas")
    guest.open(walk.links["nour.tissevent@example.org"])
    expect(guest.page.locator("main")).to_contain_text("le pouvoir donné ne compte plus")


def test_3_a_moved_meeting_moves_in_calendars(walk: Walk) -> None:
    """It moves to the next minutes, so that the walk can hold it."""
    desk, now = walk.desk, timezone.localtime()
    if (now.hour, now.minute) >= (23, 55):
        desk.page.wait_for_timeout(5.2 * 60_000)
        now = timezone.localtime()
    walk.starts = (now + timedelta(seconds=119)).replace(second=0, microsecond=0)
    desk.open(walk.page)
    desk.click("Déplacer la réunion")
    _fill_meeting(desk, "Première réunion du fil", walk.starts, walk.starts.strftime("%H:%M"), "23:59")
    follow(desk.page.locator("main form button[type=submit]").last)
    expect(desk.page.locator("main[data-page=meeting]")).to_be_visible()
    moved = walk.wait_for_events(5, "Première réunion du fil", 1)
    assert {(method, event.uid.value) for method, event in moved} == {("REQUEST", walk.uid)}
    assert {event.dtstart.value for _, event in moved} == {walk.starts}


def test_3_answers_are_asked_again_for_the_new_hour(walk: Walk) -> None:
    seats = walk.house.manage("seats", walk.meeting)
    assert seats["answers"]["none"] == 4
    guest = Guest(walk.browser)
    guest.open(walk.links["solene.marchebois@example.org"])
    guest.send("answer", "Oui, je viens")
    assert walk.starts is not None
    assert timezone.now() < walk.starts
    _carrier(walk, walk.links["nour.tissevent@example.org"], SOLENE)
    assert walk.house.manage("seats", walk.meeting)["answers"] == {"yes": 1, "no": 0, "proxy": 1, "none": 2}


def test_3_a_cancelled_meeting_leaves_calendars(walk: Walk) -> None:
    desk = walk.desk
    desk.open(f"{walk.group}reunions/nouvelle/")
    _fill_meeting(desk, "Visite d’une filature", timezone.localtime() + timedelta(days=20), "10:00", "12:00")
    follow(desk.page.locator("main form button[type=submit]").last)
    desk.click("Convoquer les membres")
    follow(desk.page.get_by_role("button", name=re.compile(r"Envoyer \d")))
    walk.wait_for_events(5, "Visite d’une filature", 0)
    desk.click("Annuler la réunion")
    desk.press("Annuler la réunion")
    expect(desk.page.locator("main")).to_have_attribute("data-state", "cancelled")
    convened, cancelled = (walk.wait_for_events(5, "Visite d’une filature", sequence) for sequence in (0, 1))
    assert len({event.uid.value for _, event in convened + cancelled}) == 1
    assert {(method, event.status.value) for method, event in cancelled} == {("CANCEL", "CANCELLED")}


# --- 4. In the room -------------------------------------------------------------------------------------------------


def _write(desk: Desk, number: int, text: str) -> None:
    desk.page.locator(f"#n{number}").fill(text)
    desk.press("Enregistrer les notes")


def test_4_presences_and_quorum_are_counted_per_seat(walk: Walk) -> None:
    desk = walk.desk
    desk.open(walk.page)
    desk.click("Ouvrir la séance")
    desk.page.get_by_label(SOLENE).select_option(label="Présent·e")
    colleague = desk.page.get_by_label(GRAINES)
    colleague.select_option(colleague.locator("option", has_text="Maëlle Trintignelle").first.get_attribute("value"))
    carried = desk.page.get_by_label("Nour Tissevent")
    carried.select_option(carried.locator("option", has_text=re.compile(rf"Représenté·e par {SOLENE}")).first.get_attribute("value"))
    desk.page.get_by_label(ATELIER).select_option(label="Excusé·e")
    desk.press("Enregistrer les présences")
    expect(desk.page.locator("#bloc-presences [role=status]")).to_contain_text("Quorum atteint")
    seats = walk.house.manage("seats", walk.meeting)
    assert [seats[name] for name in ("present", "represented", "excused", "absent", "reached")] == [2, 1, 1, 0, True]


def test_4_notes_decisions_and_actions_go_under_their_point(walk: Walk) -> None:
    desk = walk.desk
    desk.open(walk.page + "seance/")
    _write(desk, 1, f"{PASSAGE}.\n\n<script>alert(1)</script>Il faut un fonds d’avance.")
    point = desk.page.locator("section.point").first
    point.locator("summary", has_text="Décision").click()
    point.locator("form[action$='/decision/'] [name=text]").fill("Créer un fonds d’avance de trésorerie entre les membres.")
    follow(point.get_by_role("button", name="Ajouter la décision"))
    point.locator("summary", has_text="Action").click()
    form = point.locator("form[action$='/action/']")
    form.locator("[name=title]").fill("Écrire la convention du fonds d’avance")
    form.locator("[name=owner]").select_option(label=SOLENE)
    form.locator("[name=due_on]").fill((timezone.localdate() + timedelta(days=2)).isoformat())
    chosen = form.locator("[name=decision]")
    chosen.select_option(chosen.locator("option", has_text="fonds d’avance").get_attribute("value"))
    follow(point.get_by_role("button", name="Ajouter l’action"))
    expect(point.locator("ul.outcomes li")).to_have_count(2)
    assert walk.house.manage("actions", "--collective", walk.slug) == {"open": 1, "done": 0, "dropped": 0, "late": 0}


def test_4_two_people_write_at_once_and_lose_no_word(walk: Walk) -> None:
    desk, other = walk.desk, Desk(walk.browser, walk.house, "administrateur", width=390)
    desk.open(walk.page + "seance/")
    other.open(walk.page + "seance/")
    _write(other, 2, "Ce qu’écrit l’une, sur son téléphone.")
    _write(desk, 2, "Ce qu’écrit l’autre, sur l’ordinateur.")
    expect(desk.page.locator("main[data-state=conflict]")).to_contain_text("sur son téléphone")
    desk.press("Garder les deux")
    kept = desk.page.locator("#n2")
    assert "sur son téléphone" in kept.input_value()
    assert "sur l’ordinateur" in kept.input_value()
    other.context.close()


def test_4_the_feuille_d_emargement_is_a_pdf(walk: Walk, tmp_path: Path) -> None:
    walk.desk.open(walk.page + "seance/")
    text = pdf_text(walk, tmp_path, "Faire la feuille d’émargement")
    assert "Solène" in text.title()
    assert "@" not in text.replace("rgpd@example.org", "")


def test_4_the_meeting_is_held(walk: Walk) -> None:
    desk = walk.desk
    assert walk.starts is not None
    desk.page.wait_for_timeout(max(0.0, (walk.starts - timezone.now()).total_seconds() + 1) * 1000)
    desk.open(walk.page + "seance/")
    desk.press("Clore la séance")
    expect(desk.page.locator("main")).to_have_attribute("data-state", "held")
    guest = Guest(walk.browser)
    guest.open(walk.links["aissata.clairval@example.org"])
    expect(guest.page.locator("form[data-verb=answer]")).to_have_count(0)


# --- 5. Minutes -----------------------------------------------------------------------------------------------------


def test_5_those_present_comment_by_link(walk: Walk) -> None:
    desk = walk.desk
    desk.open(walk.page + "compte-rendu/")
    follow(desk.page.get_by_role("button", name=re.compile("^Faire relire à")))
    expect(desk.page.locator("main")).to_have_attribute("data-state", "in_review")
    mail = walk.wait_for_mails(1, "relire", "solene.marchebois@example.org")[-1]
    phone = Guest(walk.browser, width=320)
    phone.open(link_in(walk, mail))
    phone.page.locator("form[data-verb=comment] textarea").first.fill("Le fonds serait ouvert à toutes les structures.")
    phone.send("comment", "J’ai des remarques")
    expect(phone.page.locator("main")).to_contain_text("c’est noté")
    desk.open(walk.page + "compte-rendu/")
    expect(desk.page.locator("main")).to_contain_text("ouvert à toutes les structures")
    assert phone.page.locator("script").count() == 0


def test_5_approved_minutes_are_sent_and_locked(walk: Walk) -> None:
    desk = walk.desk
    desk.open(walk.page + "compte-rendu/")
    desk.press("Approuver le compte rendu")
    expect(desk.page.locator("main")).to_have_attribute("data-state", "approved")
    mail = walk.wait_for_mails(1, "Écrire la convention du fonds d’avance", "solene.marchebois@example.org")[-1]
    assert "fonds d’avance" in text_of(mail)
    walk.wait_for_mails(1, "ompte rendu", "sacha.merlerin@example.org")
    desk.open(walk.page + "seance/")
    expect(desk.page.locator("main textarea")).to_have_count(0)


def test_5_a_later_correction_is_a_revision_with_its_author(walk: Walk) -> None:
    desk = walk.desk
    desk.open(walk.page + "compte-rendu/")
    desk.click("Corriger le point 1")
    text = desk.page.locator("main textarea[name=text]")
    text.fill(text.input_value().replace("un fonds", "deux fonds"))
    follow(desk.page.locator("main form button[type=submit]").last)
    expect(desk.page.locator("[data-error=why]")).to_be_visible()
    desk.fill(why="Le nombre de fonds avait été mal noté.")
    follow(desk.page.locator("main form button[type=submit]").last)
    expect(desk.page.locator("main")).to_contain_text("révision 2")
    expect(desk.page.locator("main")).to_contain_text("mal noté")


def test_5_minutes_and_releve_are_pdfs(walk: Walk, tmp_path: Path) -> None:
    walk.desk.open(walk.page + "compte-rendu/")
    minutes = pdf_text(walk, tmp_path, "Compte rendu en PDF")
    assert "deux fonds" in minutes
    assert "alert(1)" not in minutes
    walk.desk.open(walk.page + "compte-rendu/")
    decisions = pdf_text(walk, tmp_path, "Relevé de décisions en PDF")
    assert "fonds d’avance de trésorerie" in decisions
    assert PASSAGE not in decisions


def test_5_the_register_finds_a_decision_of_any_group(walk: Walk) -> None:
    desk = walk.desk
    desk.open(f"/bureau/decisions/?q=avance+tresorerie&collectif={walk.slug}")
    expect(desk.page.locator("main")).to_have_attribute("data-count", "1")
    desk.click("Créer un fonds d’avance")
    expect(desk.page.locator("main")).to_contain_text("Écrire la convention")
    expect(desk.page.locator("main")).to_contain_text("Première réunion du fil")


# --- 6. Actions -----------------------------------------------------------------------------------------------------


def test_6_a_board_moves_cards_by_a_menu_and_by_hand(walk: Walk) -> None:
    desk = walk.desk
    desk.open(f"{walk.group}actions/tableaux/nouveau/")
    desk.fill(title="Le tableau du fil")
    desk.press("Créer le tableau")
    desk.open(f"{walk.group}actions/")
    desk.click("Ajouter une action")
    desk.fill(title="Visiter trois ateliers")
    follow(desk.page.locator("main form button[type=submit]").last)
    desk.open(f"{walk.group}actions/")
    card = desk.page.locator("[data-card]", has_text="Visiter trois ateliers")
    card.get_by_role("link", name=re.compile("^Déplacer")).press("Enter")
    columns = card.get_by_role("radio")
    columns.nth(1).press("Space")
    card.get_by_role("button", name="Déplacer l’action").press("Enter")
    expect(desk.page.locator("[data-column]").nth(1)).to_contain_text("Visiter trois ateliers")
    expect(desk.page.locator("#tableau[data-ready]")).to_be_visible()
    drag(card.locator("[data-handle]"), desk.page.locator("[data-column]").first)
    expect(desk.page.locator("[data-column]").first).to_contain_text("Visiter trois ateliers")
    desk.open(f"{walk.group}actions/")
    expect(desk.page.locator("[data-column]").first).to_contain_text("Visiter trois ateliers")


def test_6_an_action_has_a_checklist_and_comments(walk: Walk) -> None:
    desk = walk.desk
    desk.open(f"{walk.group}actions/")
    desk.click("Visiter trois ateliers")
    desk.fill(text="Appeler la filature")
    desk.press("Ajouter la case")
    desk.press("Cocher : Appeler la filature")
    expect(desk.page.locator("main")).to_contain_text("(fait)")
    form = desk.page.locator("main form", has=desk.page.locator("textarea[name=text]"))
    form.locator("textarea[name=text]").fill("La filature ouvre le mardi.")
    follow(form.get_by_role("button"))
    expect(desk.page.locator("main")).to_contain_text("ouvre le mardi")


def test_6_its_owner_postpones_then_ends_it_by_link(walk: Walk) -> None:
    desk = walk.desk
    desk.open(f"{walk.group}actions/?vue=liste")
    desk.click("Écrire la convention du fonds d’avance")
    expect(desk.page.locator("main")).to_contain_text("Première réunion du fil")
    desk.press("Envoyer un rappel maintenant")
    link = link_in(walk, walk.wait_for_mails(1, "faire pour le", "solene.marchebois@example.org")[-1])
    phone = Guest(walk.browser, width=320)
    phone.open(link)
    phone.send("postpone", "D’une semaine")
    expect(phone.page.locator("main")).to_contain_text("reportée")
    phone.send("done", "C’est fait")
    expect(phone.page.locator("main")).to_contain_text("l’action est faite")
    assert walk.house.manage("actions", "--collective", walk.slug)["done"] == 1


def test_6_actions_of_every_group_are_on_one_page(walk: Walk) -> None:
    desk = walk.desk
    desk.open("/bureau/actions/?q=visiter+trois")
    expect(desk.page.locator("main")).to_have_attribute("data-count", "1")
    expect(desk.page.locator("main")).to_contain_text(CHANTIER)


# --- 7. The committee of a Journée, and its retro-planning ----------------------------------------------------------


def test_7_the_committee_of_a_day_has_a_retro_planning(walk: Walk) -> None:
    desk, date = walk.desk, timezone.localdate() + timedelta(weeks=30)
    desk.open("/bureau/journees/cycles/")
    desk.click("Journées régionales des transitions")
    desk.click("Créer une journée")
    desk.fill(title="Normandie, la marche", date=date.isoformat(), starts="09:00", ends="16:00", region="28")
    desk.press("Créer la journée")
    walk.day = desk.slug
    desk.click("Membres, réunions et actions")
    walk.committee = desk.page.url.rstrip("/").rsplit("/", 1)[1]
    expect(desk.page.get_by_role("link", name="Préparer une réunion")).to_be_visible()
    desk.open(f"/bureau/collectifs/{walk.committee}/actions/")
    desk.click("Préparer le rétroplanning")
    desk.press("Créer le tableau")
    desk.click("Rétroplanning")
    assert int(desk.page.locator("main").get_attribute("data-count") or 0) >= 10


def test_7_the_day_moves_and_dates_with_it_except_the_pinned_one(walk: Walk) -> None:
    desk, lines = walk.desk, "ol.countdown li"
    follow(desk.page.locator(lines).nth(1).get_by_role("button", name=re.compile("^Fixer la date")))
    before = desk.page.locator(f"{lines} .j small").all_inner_texts()
    date = timezone.localdate() + timedelta(weeks=30, days=10)
    retro = desk.page.url
    desk.open(f"/bureau/journees/{walk.day}/modifier/")
    desk.fill(date=date.isoformat())
    follow(desk.page.locator("main form button[type=submit]").last)
    expect(desk.page.locator("main")).to_contain_text(re.compile(r"Rétroplanning.*1 est restée", re.DOTALL))
    desk.open(retro)
    after = desk.page.locator(f"{lines} .j small").all_inner_texts()
    pinned = desk.page.locator(lines, has_text="fixée à la main").locator(".j small").inner_text()
    assert pinned in before
    assert len(set(after) - set(before)) >= len(before) - 2


def test_7_the_committee_meets_and_decides(walk: Walk) -> None:
    """A meeting of yesterday is recorded, without a convocation."""
    desk = walk.desk
    desk.open(f"/bureau/collectifs/{walk.committee}/reunions/nouvelle/")
    _fill_meeting(desk, "Copil du lieu", timezone.localtime() - timedelta(days=1), "10:00", "11:00")
    follow(desk.page.locator("main form button[type=submit]").last)
    desk.fill(title="Le lieu")
    desk.press("Ajouter le point")
    desk.open(desk.page.url.split("#")[0] + "seance/")
    point = desk.page.locator("section.point").first
    point.locator("summary", has_text="Décision").click()
    point.locator("form[action$='/decision/'] [name=text]").fill("La Journée se tient à la halle imaginaire.")
    follow(point.get_by_role("button", name="Ajouter la décision"))
    desk.press("Enregistrer comme tenue")
    desk.open("/bureau/decisions/?q=halle+imaginaire")
    expect(desk.page.locator("main")).to_have_attribute("data-count", "1")


# --- 8. A référent·e ------------------------------------------------------------------------------------------------


def test_8_a_referent_sees_this_demarche_and_nothing_else(walk: Walk) -> None:
    desk = Desk(walk.browser, walk.house, "referent")
    desk.open(walk.group)
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text("Filière textile")
    for path in (f"/bureau/journees/{walk.day}/", "/bureau/repertoire/", "/bureau/collectifs/conseil-d-orientation/"):
        answer = desk.context.request.get(walk.house.base + path)
        assert answer.status == 404, path
    desk.open("/bureau/collectifs/")
    expect(desk.page.locator("main")).not_to_contain_text("Conseil d’orientation")
    desk.context.close()
    walk.desk.open("/bureau/collectifs/conseil-d-orientation/")
    expect(walk.desk.page.get_by_role("heading", level=1)).to_contain_text("orientation")


# --- 9. Every group on one screen -----------------------------------------------------------------------------------


def test_9_every_group_is_on_one_screen(walk: Walk) -> None:
    desk = walk.desk
    desk.open(f"/bureau/collectifs/?demarche={PROCESS}&departement=45&q=textile")
    row = desk.page.locator("main tbody tr", has_text=CHANTIER).first
    expect(row).to_contain_text(re.compile("lancement", re.IGNORECASE))
    xlsx = desk.context.request.get(f"{walk.house.base}/bureau/collectifs/?demarche={PROCESS}&format=xlsx")
    assert xlsx.body()[:2] == b"PK"
    data = desk.context.request.get(f"{walk.house.base}/bureau/collectifs/?demarche={PROCESS}&format=csv").body()
    assert CHANTIER in data.decode("utf-8-sig")


# --- 10. From the minutes to a synthesis ----------------------------------------------------------------------------


def test_10_a_passage_of_the_minutes_serves_in_the_synthesis_of_the_demarche(walk: Walk) -> None:
    desk = walk.desk
    desk.open(walk.page + "compte-rendu/")
    desk.click("Prendre un extrait")
    desk.page.evaluate(
        "words => { const box = document.querySelector('[data-passage-from]'); box.focus(); const at = box.value.indexOf(words);"
        " box.setSelectionRange(at, at + words.length); box.dispatchEvent(new Event('select', { bubbles: true })); }",
        PASSAGE,
    )
    desk.page.get_by_role("button", name="Reprendre la sélection").click()
    assert desk.page.locator("main textarea[name=text]").input_value() == PASSAGE
    desk.page.locator("label[for=kind-constat]").click()
    desk.fill(speaker="Une trésorière")
    desk.press("Garder l’extrait")
    expect(desk.page.locator("article.extract").first).to_contain_text(PASSAGE)
    desk.open(f"/bureau/collectifs/demarches/{PROCESS}/synthese/")
    if desk.page.get_by_role("button", name="Créer la synthèse").count():
        desk.page.locator("main input[name=day]").first.check()
        desk.press("Créer la synthèse")
    else:
        desk.click("Composer la synthèse")
    expect(desk.page.locator("main[data-page=synthesis]")).to_be_visible()
    if desk.page.locator("section[data-section]").count() == 0:
        desk.fill(title="Ce qui freine")
        desk.press("Ajouter la partie")
    extract = desk.page.locator("article[data-extract]", has_text=PASSAGE).first
    follow(extract.get_by_role("button", name=re.compile("^Reprendre")).first)
    sentence = desk.page.locator("li.sentence", has_text=PASSAGE).first
    expect(sentence.locator(".src")).to_contain_text("Première réunion du fil")
    assert desk.page.locator("#f-seance option").count() >= 2


def test_the_browser_met_no_fault(walk: Walk) -> None:
    """No script error, no refusal by the security policy, over the whole walk (a 422 on purpose, the 409 of two writers apart)."""
    assert [fault for fault in walk.desk.faults if "422" not in fault and "409" not in fault] == []
