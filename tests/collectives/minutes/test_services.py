"""Minutes: written, read again by link, approved, locked, corrected with a reason; decisions over their passages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from collectives.actions.exceptions import DueBeforeBirth
from collectives.actions.models import Action
from collectives.meetings.enums import DecisionState, MinutesState, Presence
from collectives.meetings.exceptions import MinutesLocked
from collectives.meetings.models import AgendaItem, Approval, Decision, Meeting
from collectives.meetings.presences import note_presence
from collectives.meetings.services import edit_item
from collectives.minutes.decisions import add_decision, edit_decision, pass_decision, remove_decision, take_on
from collectives.minutes.exceptions import (
    DecisionRefused,
    NotHeld,
    NothingChanged,
    NothingSaid,
    PassageRefused,
    ReasonMissing,
    ReviewClosed,
    ReviewDateRefused,
)
from collectives.minutes.record import last_approval, minutes_of, people_to_tell
from collectives.minutes.services import approve_minutes, close_review, comment_minutes, correct_minutes, open_review, write_point
from collectives.notes.exceptions import NotInRevision
from collectives.notes.models import NoteRevision
from collectives.notes.services import take_passage
from contacts.comments.models import Comment
from labo_ess.outbox.models import OutboxEmail
from labo_ess.revisions.exceptions import StaleVersion
from tests.factories.meetings import HOUSE, AgendaItemFactory, MeetingFactory, attendance_of, convened_meeting, held_meeting, holder

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TODAY = timezone.localdate
WORD = '<p class=MsoNormal style="color:red"><b>Budget</b><o:p></o:p></p><script>alert(1)</script><ul><li>15&nbsp;000 €</li></ul>'


def _noted(seats: int = 3) -> tuple[Meeting, AgendaItem]:
    """A held meeting with one note and one person present."""
    meeting = held_meeting(seats)
    item = AgendaItemFactory(meeting=meeting, title="Budget")
    write_point(item=item, text="Le fonds est hébergé par la Cress.", seen_version=0, by=HOUSE)
    first = meeting.collective.memberships.order_by("pk").first()
    note_presence(attendance=attendance_of(meeting, first), presence=Presence.PRESENT, by=HOUSE)
    item.refresh_from_db()
    return meeting, item


def _approved(seats: int = 3) -> tuple[Meeting, AgendaItem]:
    meeting, item = _noted(seats)
    open_review(meeting=meeting, comment_until=TODAY(), by=HOUSE)
    approve_minutes(meeting=meeting, by=HOUSE)
    meeting.refresh_from_db()
    return meeting, item


def test_each_saving_is_a_revision_and_two_writers_lose_nothing() -> None:
    item = AgendaItemFactory(meeting=convened_meeting())
    assert write_point(item=item, text="  ", seen_version=0, by=HOUSE) is None
    write_point(item=item, text="Un", seen_version=0, by=HOUSE)
    with pytest.raises(StaleVersion):
        write_point(item=item, text="Deux", seen_version=0, by=HOUSE)
    write_point(item=item, text="Un\n\nDeux", seen_version=1, by=HOUSE)
    assert list(NoteRevision.objects.values_list("number", "text")) == [(1, "Un"), (2, "Un\n\nDeux")]


def test_what_is_pasted_from_a_word_processor_becomes_words() -> None:
    item = AgendaItemFactory(meeting=held_meeting())
    write_point(item=item, text=WORD, seen_version=0, by=HOUSE)
    item.refresh_from_db()
    assert item.note.text == "**Budget**\n\n- 15 000 €"
    assert add_decision(meeting=item.meeting, item=item, text="<p>Oui<script>x</script></p>", by=HOUSE).text == "Oui"


def test_minutes_are_read_again_once_the_meeting_is_closed_and_not_empty() -> None:
    with pytest.raises(NotHeld):
        open_review(meeting=convened_meeting(), comment_until=TODAY(), by=HOUSE)
    empty = held_meeting()
    with pytest.raises(NothingSaid, match="vide"):
        open_review(meeting=empty, comment_until=TODAY(), by=HOUSE)
    meeting, _ = _noted()
    with pytest.raises(ReviewDateRefused):
        open_review(meeting=meeting, comment_until=TODAY() - timedelta(days=1), by=HOUSE)
    with pytest.raises(PassageRefused, match="brouillon"):
        approve_minutes(meeting=meeting, by=HOUSE)
    assert OutboxEmail.objects.filter(message="minutes_review").count() == 0


def test_those_present_are_asked_and_asked_again_after_a_draft() -> None:
    meeting, _ = _noted()
    open_review(meeting=meeting, comment_until=TODAY(), by=HOUSE)
    close_review(meeting=meeting, by=HOUSE)
    open_review(meeting=meeting, comment_until=TODAY(), by=HOUSE)
    rows = OutboxEmail.objects.filter(message="minutes_review")
    person = holder(meeting.collective.memberships.order_by("pk").first())
    assert ([row.recipient_public_id for row in rows], rows.filter(state="cancelled").count()) == ([person.public_id] * 2, 1)


def test_remarks_by_point_until_the_review_is_over() -> None:
    meeting, item = _noted()
    person = holder(meeting.collective.memberships.order_by("pk").first())
    with pytest.raises(ReviewClosed):
        comment_minutes(meeting=meeting, person=person, remarks={"": "Trop tôt"}, by=HOUSE)
    open_review(meeting=meeting, comment_until=TODAY(), by=HOUSE)
    with pytest.raises(NothingSaid):
        comment_minutes(meeting=meeting, person=person, remarks={"": " "}, by=HOUSE)
    comment_minutes(meeting=meeting, person=person, remarks={str(item.public_id): "Ajoutez le montant", "ailleurs": "x"}, by=HOUSE)
    comment_minutes(meeting=meeting, person=person, remarks={}, agrees=True, by=HOUSE)
    assert list(Comment.objects.values_list("thread__topic", flat=True)) == [str(item.public_id), ""]
    Meeting.objects.filter(pk=meeting.pk).update(comment_until=TODAY() - timedelta(days=1))
    with pytest.raises(ReviewClosed):
        comment_minutes(meeting=meeting, person=person, remarks={"": "Trop tard"}, by=HOUSE)


def test_approved_minutes_are_frozen_and_told_to_present_and_excused() -> None:
    meeting, item = _approved()
    with pytest.raises(MinutesLocked, match="Corriger le compte rendu"):
        write_point(item=item, text="Autre", seen_version=1, by=HOUSE)
    for act in (
        lambda: add_decision(meeting=meeting, text="Encore", by=HOUSE),
        lambda: edit_item(item=item, title="Autre", by=HOUSE),
        lambda: note_presence(attendance=meeting.attendances.first(), presence=Presence.ABSENT, by=HOUSE),
        lambda: take_on(item=item, title="Encore", by=HOUSE),
    ):
        with pytest.raises(MinutesLocked):
            act()
    approve_minutes(meeting=meeting, by=HOUSE)
    assert [approval.revisions.get().text for approval in Approval.objects.all()] == ["Le fonds est hébergé par la Cress."]
    assert OutboxEmail.objects.filter(message="minutes_approved").count() == len(people_to_tell(minutes_of(meeting))) == 1


def test_a_correction_keeps_both_texts_its_author_and_why() -> None:
    meeting, item = _approved()
    with pytest.raises(ReasonMissing):
        correct_minutes(meeting=meeting, item=item, text="Autre", why=" ", seen_version=1, by=HOUSE)
    with pytest.raises(NothingChanged):
        correct_minutes(meeting=meeting, item=item, text="Le fonds est hébergé par la Cress.", why="Faute", seen_version=1, by=HOUSE)
    with pytest.raises(StaleVersion):
        correct_minutes(meeting=meeting, item=item, text="Autre", why="Faute", seen_version=0, by=HOUSE)
    correct_minutes(meeting=meeting, item=item, text="Le fonds est hébergé un an.", why="Durée oubliée", seen_version=1, by=HOUSE)
    first, second = meeting.approvals.all()
    assert [minutes_of(meeting, each).points[0].text for each in (first, second)] == [
        "Le fonds est hébergé par la Cress.",
        "Le fonds est hébergé un an.",
    ]
    assert (second.number, second.why, second.by_kind, last_approval(meeting)) == (2, "Durée oubliée", HOUSE.kind, second)


def test_minutes_that_are_not_approved_are_not_corrected() -> None:
    meeting, item = _noted()
    with pytest.raises(PassageRefused, match="n’est pas approuvé"):
        correct_minutes(meeting=meeting, item=item, text="Autre", why="Faute", seen_version=1, by=HOUSE)
    assert (meeting.minutes_state, item.note.lock_version) == (MinutesState.DRAFT, 1)


def test_decisions_pass_over_their_table() -> None:
    meeting, item = _noted()
    decision = add_decision(meeting=meeting, item=item, text="Prolonger", state="a_confirmer", by=HOUSE)
    assert add_decision(meeting=meeting, item=item, text="Prolonger", by=HOUSE) == decision
    with pytest.raises(DecisionRefused, match="ne peut pas passer"):
        pass_decision(decision=decision, state="appliquee", by=HOUSE)
    for state in ("actee", "appliquee"):
        decision = pass_decision(decision=decision, state=state, by=HOUSE)
    assert (decision.state, decision.collective) == (DecisionState.APPLIED, meeting.collective)
    for bad in (
        {"text": " "},
        {"text": "x" * 2001},
        {"text": "Oui", "review_on": decision.decided_on - timedelta(days=1)},
        {"text": "Oui", "state": "appliquee"},
    ):
        with pytest.raises(DecisionRefused):
            add_decision(meeting=meeting, by=HOUSE, **bad)


def test_words_of_a_decision_are_locked_its_review_date_is_not() -> None:
    meeting, item = _noted()
    decision = add_decision(meeting=meeting, item=item, text="Prolonger", by=HOUSE)
    open_review(meeting=meeting, comment_until=TODAY(), by=HOUSE)
    approve_minutes(meeting=meeting, by=HOUSE)
    for act in (lambda: edit_decision(decision=decision, text="Arrêter", by=HOUSE), lambda: remove_decision(decision=decision, by=HOUSE)):
        with pytest.raises(MinutesLocked):
            act()
    edit_decision(decision=decision, text="Prolonger", review_on=TODAY() + timedelta(days=30), by=HOUSE)
    assert pass_decision(decision=decision, state="appliquee", by=HOUSE).state == "appliquee"
    assert Decision.objects.get().text == "Prolonger"


def test_an_action_keeps_the_point_and_the_decision_it_was_born_of() -> None:
    meeting, item = _noted()
    decision = add_decision(meeting=meeting, item=item, text="Prolonger", by=HOUSE)
    with pytest.raises(DueBeforeBirth):
        take_on(item=item, title="Écrire", due_on=minutes_of(meeting).starts.date() - timedelta(days=1), by=HOUSE)
    action = take_on(item=item, title="Écrire", decision=decision, by=HOUSE)
    assert (list(item.actions.all()), list(decision.actions.all())) == ([action], [action])
    assert ("point « Budget »" in action.origin_label.replace("\u00a0", " "), str(meeting.public_id) in action.origin_address) == (True, True)
    remove_decision(decision=decision, by=HOUSE)
    assert Action.objects.get() == action


def test_a_passage_is_exact_words_and_changes_nothing() -> None:
    meeting, item = _approved()
    revision = minutes_of(meeting, last_approval(meeting)).points[0].revision
    extract = take_passage(revision=revision, text="hébergé par la Cress", kind="constat", speaker="Bérénice", client_key="k", by=HOUSE)
    assert take_passage(revision=revision, text="hébergé par la Cress", kind="constat", client_key="k", by=HOUSE) == extract
    with pytest.raises(NotInRevision):
        take_passage(revision=revision, text="hébergé par la Région", kind="constat", by=HOUSE)
    item.note.refresh_from_db()
    assert (extract.revision, item.note.lock_version, item.note.extracts.count()) == (revision, 1, 1)


def test_nothing_is_written_at_a_cancelled_meeting() -> None:
    from collectives.meetings.services import cancel_meeting

    item = AgendaItemFactory(meeting=MeetingFactory())
    cancel_meeting(meeting=item.meeting, by=HOUSE)
    with pytest.raises(PassageRefused, match="annulée"):
        write_point(item=item, text="Un", seen_version=0, by=HOUSE)
    with pytest.raises(DecisionRefused, match="annulée"):
        add_decision(meeting=item.meeting, text="Un", by=HOUSE)
