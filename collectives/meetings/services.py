"""What is done to meetings and their agenda. Every act locks the meeting's row first."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from collectives.groups.models import Collective
from collectives.meetings.convocation import announce_cancellation, announce_change
from collectives.meetings.enums import MEETING_PASSAGES, Answer, MeetingState
from collectives.meetings.exceptions import (
    EndsBeforeStart,
    MinutesLocked,
    PassageRefused,
    PastDateRefused,
    PointInUse,
    TitleMissing,
)
from collectives.meetings.models import AgendaItem, Attendance, Meeting, SeatAnswer
from collectives.meetings.permissions import is_locked
from collectives.meetings.roster import ensure_attendances
from contacts.directory.models import Person
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.revisions.services import check_version
from labo_ess.text.names import clean_name, clean_text

TITLE_LENGTH = Meeting._meta.get_field("title").max_length or 0
PLACE_LENGTH = Meeting._meta.get_field("place").max_length or 0
EDITED = ("title", "starts_at", "ends_at", "place", "link", "introduction", "facilitator", "secretary")
IN_CALENDARS = frozenset({"title", "starts_at", "ends_at", "place", "link"})
"""What people's calendars show: when one of these changes, the event moves with it."""


@transaction.atomic
def create_meeting(*, collective: Collective, title: str, starts_at: datetime, ends_at: datetime, by: Actor, **details: Any) -> Meeting:
    """A draft, of which nobody hears. A past one may be recorded; it is then marked held, never convened."""
    meeting = Meeting(collective=collective)
    _set(meeting, {"title": title, "starts_at": starts_at, "ends_at": ends_at, **details})
    meeting.save()
    record(by=by, verb="meeting.created", on=meeting, collective=collective)
    return meeting


@transaction.atomic
def edit_meeting(*, meeting: Meeting, seen_version: int, by: Actor, **changes: Any) -> Meeting:
    """Change what is given (`EDITED`). A convened meeting that moves raises its sequence and tells those who have it in their calendar;
    when its hours change, answers given for the old ones are asked again.
    """
    meeting = _locked(meeting)
    before = {name: getattr(meeting, name) for name in EDITED}
    _refuse_locked(meeting)
    _set(meeting, {name: value for name, value in changes.items() if name in EDITED})
    changed = {name for name in EDITED if getattr(meeting, name) != before[name]}
    if not changed:
        return meeting
    if meeting.state == MeetingState.CANCELLED:
        raise PassageRefused("Cette réunion est annulée : elle ne change plus. Préparez-en une autre.")
    if "starts_at" in changed and meeting.state == MeetingState.CONVENED and meeting.starts_at <= timezone.now():
        raise PastDateRefused("Une réunion convoquée ne se déplace pas dans le passé : choisissez une date à venir, ou annulez-la. Rien n’a changé.")
    if meeting.state == MeetingState.HELD and meeting.starts_at > timezone.now():
        raise PastDateRefused("Cette réunion a eu lieu : sa date ne peut pas être à venir. Rien n’a changé.")
    check_version(meeting, seen_version)
    moved = meeting.state == MeetingState.CONVENED and bool(changed & IN_CALENDARS)
    asked_again = moved and bool(changed & {"starts_at", "ends_at"})
    if moved:
        meeting.sequence += 1
    meeting.save()
    record(by=by, verb="meeting.moved" if moved else "meeting.edited", on=meeting, fields=sorted(changed))
    if asked_again:
        _ask_again(meeting)
    if moved:
        announce_change(meeting=meeting, asked_again=asked_again, by=by)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, by: Actor) -> Meeting:
    """It will not take place. Those who were convened hear it, and the event leaves their calendars."""
    meeting = _locked(meeting)
    if meeting.state == MeetingState.CANCELLED:
        return meeting
    was_convened = meeting.state == MeetingState.CONVENED
    _pass(meeting, MeetingState.CANCELLED)
    if was_convened:
        meeting.sequence += 1
    meeting.save(update_fields=["state", "sequence", "updated_at"])
    record(by=by, verb="meeting.cancelled", on=meeting)
    if was_convened:
        announce_cancellation(meeting=meeting, by=by)
    return meeting


@transaction.atomic
def hold_meeting(*, meeting: Meeting, by: Actor) -> Meeting:
    """It took place: convened and over, or recorded afterwards."""
    meeting = _locked(meeting)
    if meeting.state == MeetingState.HELD:
        return meeting
    if meeting.starts_at > timezone.now():
        raise PastDateRefused("La réunion n’a pas commencé : on la clôt une fois qu’elle a eu lieu. Rien n’a changé.", field="")
    _pass(meeting, MeetingState.HELD)
    meeting.save(update_fields=["state", "updated_at"])
    ensure_attendances(meeting)
    record(by=by, verb="meeting.held", on=meeting)
    return meeting


@transaction.atomic
def trash_meeting(*, meeting: Meeting, by: Actor) -> Meeting:
    """A draft or a cancelled meeting goes to the Corbeille; one that was convened is cancelled first."""
    meeting = _locked(meeting)
    if meeting.state not in (MeetingState.DRAFT, MeetingState.CANCELLED):
        raise PassageRefused("Une réunion convoquée s’annule d’abord ; une réunion tenue reste dans l’histoire du collectif. Rien n’a changé.")
    if not meeting.is_trashed:
        meeting.put_in_trash()
        record(by=by, verb="meeting.trashed", on=meeting)
    return meeting


@transaction.atomic
def restore_meeting(*, meeting: Meeting, by: Actor) -> Meeting:
    """Out of the Corbeille, as it was."""
    meeting = _locked(meeting)
    if meeting.is_trashed:
        meeting.trashed_at = None
        meeting.save(update_fields=["trashed_at", "updated_at"])
        record(by=by, verb="meeting.restored", on=meeting)
    return meeting


@transaction.atomic
def add_item(*, meeting: Meeting, title: str, by: Actor, minutes: int | None = None, presenter: Person | None = None) -> AgendaItem:
    """A point at the end of the agenda."""
    meeting = _locked(meeting)
    _refuse_locked(meeting)
    title = _title(title)
    last = meeting.agenda.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem.objects.create(meeting=meeting, title=title, minutes=minutes, presenter=presenter, position=last + 1)
    record(by=by, verb="meeting.point_added", on=meeting)
    return item


@transaction.atomic
def edit_item(*, item: AgendaItem, title: str, by: Actor, minutes: int | None = None, presenter: Person | None = None) -> AgendaItem:
    """Its words, its minutes, who presents it."""
    _refuse_locked(_locked(item.meeting))
    item = AgendaItem.objects.get(pk=item.pk)
    item.title, item.minutes, item.presenter = _title(title), minutes, presenter
    item.save(update_fields=["title", "minutes", "presenter", "updated_at"])
    record(by=by, verb="meeting.point_edited", on=item.meeting)
    return item


@transaction.atomic
def move_item(*, item: AgendaItem, up: bool, by: Actor) -> AgendaItem:
    """One place up or down; at the edge nothing moves."""
    meeting = _locked(item.meeting)
    _refuse_locked(meeting)
    order = list(meeting.agenda.order_by("position", "pk"))
    at = next(index for index, each in enumerate(order) if each.pk == item.pk)
    other = at - 1 if up else at + 1
    if 0 <= other < len(order):
        order[at], order[other] = order[other], order[at]
        for number, each in enumerate(order, 1):
            each.position = number
        AgendaItem.objects.bulk_update(order, ["position"])
        record(by=by, verb="meeting.point_moved", on=meeting)
    return item


@transaction.atomic
def remove_item(*, item: AgendaItem, by: Actor) -> Meeting:
    """Take a point off, as long as nothing was said or decided under it."""
    meeting = _locked(item.meeting)
    _refuse_locked(meeting)
    item = AgendaItem.objects.select_related("note").get(pk=item.pk)
    if (item.note and item.note.text) or item.decisions.exists() or item.actions.exists():  # type: ignore[attr-defined]
        raise PointInUse("Des notes, décisions ou actions sont nées de ce point : il reste à l’ordre du jour. Rien n’a changé.")
    item.delete()
    record(by=by, verb="meeting.point_removed", on=meeting)
    return meeting


def _ask_again(meeting: Meeting) -> None:
    """Answers were given for hours that no longer hold."""
    SeatAnswer.objects.filter(attendance__meeting=meeting).delete()
    Attendance.objects.filter(meeting=meeting).update(
        answer=Answer.NONE, answered_by=None, answered_at=None, answer_note="", proxy_to=None, updated_at=timezone.now()
    )


def _set(meeting: Meeting, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.title = _title(meeting.title)
    meeting.place, meeting.introduction = clean_name(meeting.place)[:PLACE_LENGTH], clean_text(meeting.introduction)
    if meeting.ends_at <= meeting.starts_at:
        raise EndsBeforeStart


def _title(text: str) -> str:
    title = clean_name(text)[:TITLE_LENGTH]
    if not title:
        raise TitleMissing("Écrivez de quoi il s’agit.")
    return title


def _pass(meeting: Meeting, state: MeetingState) -> None:
    before = MeetingState(meeting.state)
    if state not in MEETING_PASSAGES[before]:
        raise PassageRefused(f"Cette réunion est {before.label} : elle ne peut pas devenir « {state.label} ». Rien n’a changé.")
    meeting.state = state


def _refuse_locked(meeting: Meeting) -> None:
    if is_locked(meeting):
        raise MinutesLocked


def _locked(meeting: Meeting) -> Meeting:
    found: Meeting = get_for_update(Meeting.objects.select_related("collective"), pk=meeting.pk)
    return found
