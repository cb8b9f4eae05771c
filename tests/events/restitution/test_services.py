"""Fiches: one per session, a link for whoever takes the notes."""

from datetime import timedelta

import pytest

from events.programme.enums import RoleState, SessionRoleKind
from events.restitution.models import SessionReport
from events.restitution.permissions import writes_until
from events.restitution.services import create_report, finish_report, issue_report_link, rapporteur_of, reopen_report
from labo_ess.audit.models import AuditEntry
from labo_ess.links.models import SecretLink
from tests.factories.notes import extract_in
from tests.factories.programme import SessionRoleFactory
from tests.factories.registration import HOUSE, AtelierFactory
from tests.factories.synthesis import atelier_report

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_a_session_has_one_fiche_whose_note_is_the_committees() -> None:
    session = AtelierFactory()
    report = create_report(session=session, by=HOUSE)
    assert create_report(session=session, by=HOUSE).pk == report.pk
    assert (report.note.collective_id, SessionReport.objects.count()) == (session.day.committee_id, 1)


def test_the_link_is_held_by_the_rapporteur_named_in_the_programme() -> None:
    session = AtelierFactory()
    SessionRoleFactory(session=session, role=SessionRoleKind.RAPPORTEUR, state=RoleState.DECLINED)
    role = SessionRoleFactory(session=session, role=SessionRoleKind.RAPPORTEUR)
    link = issue_report_link(session=session, by=HOUSE)
    assert (link.holder, link.target, link.expires_at) == (role.person, session.report, writes_until(session.day))


def test_without_a_rapporteur_the_link_has_no_holder() -> None:
    session = AtelierFactory()
    assert (rapporteur_of(session), issue_report_link(session=session, by=HOUSE).holder) == (None, None)
    issue_report_link(session=session, by=HOUSE)
    assert SecretLink.objects.count() == 1


def test_it_writes_until_fifteen_days_after() -> None:
    day = AtelierFactory().day
    assert (writes_until(day).date() - day.date) == timedelta(days=16)


def test_finishing_twice_is_once_and_can_be_undone() -> None:
    report = atelier_report()
    first = finish_report(report=report, by=HOUSE).finished_at
    assert finish_report(report=report, by=HOUSE).finished_at == first
    assert reopen_report(report=report, by=HOUSE).finished_at is None
    assert AuditEntry.objects.filter(verb="report.finished").count() == 1


def test_counts_leave_out_what_was_withdrawn(django_assert_num_queries) -> None:
    report = atelier_report()
    extract_in(report.note)
    extract = extract_in(report.note)
    extract.note.extracts.filter(pk=extract.pk).update(withdrawn_at=extract.created_at)
    with django_assert_num_queries(1):
        assert [each.extracts_count for each in SessionReport.objects.of_day(report.session.day).with_extracts()] == [1]
