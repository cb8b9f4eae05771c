"""« Aujourd’hui »: only real things."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contacts.importing.enums import ImportState
from contacts.importing.models import ImportBatch
from events.invitations.enums import InvitationState
from events.invitations.models import Invitation
from events.programme.models import ProgrammeVersion
from events.registration.enums import RegistrationState
from labo_ess.jobs.models import Job
from labo_ess.outbox.models import OutboxEmail
from tests.factories.attendance import expected, in_days, today
from tests.factories.directory import PersonFactory
from tests.factories.synthesis import said

pytestmark = pytest.mark.django_db


def page(client) -> str:
    return client.get("/bureau/").content.decode()


def test_an_empty_house_says_so(team) -> None:
    text = page(team)
    assert ('data-page="today"' in text, "Rien ne vous attend" in text, "Aucune journée n’est prévue" in text) == (True, True, True)


def test_a_referent_is_told_that_nothing_waits(referent) -> None:
    in_days(5)
    text = page(referent)
    assert ("Rien ne vous y attend" in text, "Centre-Val de Loire" in text) == (True, False)


def test_a_coming_day_with_what_it_needs(team) -> None:
    day = in_days(10)
    day.capacity = 2
    day.save()
    expected(day, "Un")
    expected(day, "Deux", state=RegistrationState.WAITING, queue_number=1)
    for state in (InvitationState.PREPARED, InvitationState.SENT):
        Invitation.objects.create(day=day, person=PersonFactory(), state=state)
    text = page(team)
    for words in ("J−10", "Publier le programme", "Envoyer les invitations", "Suivre les réponses", "Liste d’attente", "il en reste"):
        assert words in text


def test_a_published_programme_is_no_longer_asked(team) -> None:
    ProgrammeVersion.objects.create(day=in_days(10), number=1, content={})
    text = page(team)
    assert ("Publier le programme" in text, "Tout est à jour" in text) == (False, True)


def test_the_day_itself_leads_to_the_accueil(team) -> None:
    day = today()
    assert f"/bureau/journees/{day.slug}/jour-j/" in page(team)


def test_past_days_recall_their_synthesis(team) -> None:
    day = in_days(-5)
    said(day)
    text = page(team)
    assert ("Composer la synthèse" in text, "1 extrait attend" in text, "J+5" in text) == (True, True, True)
    day.date = timezone.localdate() - timedelta(days=90)
    day.save()
    assert "Composer la synthèse" not in page(team)


def test_failed_mails_jobs_and_imports(team, reader) -> None:
    OutboxEmail.objects.create(message="sample", key="sample", state="failed")
    Job.objects.create(kind="synthesis_pdf", actor_kind="system", actor_id="tests")
    ImportBatch.objects.create(file_name="invites.csv", state=ImportState.READY)
    text = page(team)
    for words in ("1 message n’est pas arrivé", "Synthèse en PDF", "invites.csv"):
        assert words in text
    assert "invites.csv" not in page(reader)


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_with_one_and_three_days(team, number: int, django_assert_max_num_queries) -> None:
    for rank in range(number):
        day = in_days(10 + rank)
        expected(day)
        said(in_days(-5 - rank))
    with django_assert_max_num_queries(14):
        page(team)
