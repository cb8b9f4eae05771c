"""The link of a fiche by mail."""

import pytest

from events.programme.enums import SessionRoleKind
from events.restitution.exceptions import LinkNotSent
from events.restitution.services import send_report_link
from labo_ess.links.models import SecretLink
from labo_ess.links.services import address, revoke
from labo_ess.outbox.mail import CauseGone
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.registry import find
from tests.factories.directory import PersonFactory, reachable_person
from tests.factories.programme import SessionRoleFactory
from tests.factories.synthesis import HOUSE, atelier_report

pytestmark = pytest.mark.django_db


def named(person):  # type: ignore[no-untyped-def]
    report = atelier_report()
    SessionRoleFactory(session=report.session, person=person, role=SessionRoleKind.RAPPORTEUR)
    return report


def test_it_leaves_once_a_day_and_opens_the_fiche() -> None:
    report = named(reachable_person())
    for _ in range(2):
        send_report_link(report=report, by=HOUSE)
    mail = find("report_link").write(OutboxEmail.objects.get())
    assert (mail.context["link"], mail.context["session"]) == (address(SecretLink.objects.get()), report.session)


def test_the_row_holds_no_token() -> None:
    send_report_link(report=named(reachable_person()), by=HOUSE)
    assert "/l/" not in str(OutboxEmail.objects.values().get())


def test_without_a_rapporteur_or_an_address_it_says_so() -> None:
    for report in (atelier_report(), named(PersonFactory())):
        with pytest.raises(LinkNotSent):
            send_report_link(report=report, by=HOUSE)
    assert OutboxEmail.objects.count() == 0


def test_a_revoked_link_does_not_leave() -> None:
    send_report_link(report=named(reachable_person()), by=HOUSE)
    revoke(SecretLink.objects.get(), by=HOUSE)
    with pytest.raises(CauseGone):
        find("report_link").write(OutboxEmail.objects.get())


def test_the_team_presses_the_button(team, reader) -> None:
    report = named(reachable_person())
    here = f"/bureau/journees/{report.session.day.slug}/restitutions/{report.public_id}/lien/envoyer/"
    assert reader.post(here).status_code == 403
    team.post(here)
    assert OutboxEmail.objects.count() == 1
