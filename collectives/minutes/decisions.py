"""Decisions of a group, and the actions they give birth to."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from collectives.actions.models import Action
from collectives.actions.services import create_action
from collectives.groups.models import Collective
from collectives.meetings.enums import DECISION_PASSAGES, DecisionState, MeetingState
from collectives.meetings.exceptions import MinutesLocked
from collectives.meetings.lists import address_of
from collectives.meetings.models import AgendaItem, Decision, Meeting
from collectives.meetings.permissions import is_locked
from collectives.minutes.exceptions import DecisionRefused
from contacts.directory.models import Person
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.text.dates import medium_date
from labo_ess.text.pasted import clean_pasted
from labo_ess.text.typography import typo_fr

LONGEST = 2000
FIRST_STATES = (DecisionState.MADE, DecisionState.TO_CONFIRM)


@transaction.atomic
def add_decision(
    *,
    meeting: Meeting,
    text: str,
    by: Actor,
    item: AgendaItem | None = None,
    state: DecisionState | str = DecisionState.MADE,
    review_on: date | None = None,
) -> Decision:
    """What was decided, under a point; « à confirmer » when somebody absent must still say yes."""
    meeting = _writable(meeting)
    state = DecisionState(state)
    if state not in FIRST_STATES:
        raise DecisionRefused("Une décision naît actée ou à confirmer ; elle s’applique ou s’abandonne ensuite.", field="state")
    decided_on = timezone.localdate(meeting.starts_at)
    _check_review(decided_on, review_on)
    words = _words(text)
    same = Decision.objects.filter(meeting=meeting, item=item, text=words).first()
    if same is not None:
        return same  # the form was posted twice
    decision = Decision.objects.create(
        collective=meeting.collective, meeting=meeting, item=item, text=words, state=state, decided_on=decided_on, review_on=review_on
    )
    record(by=by, verb="decision.made", on=decision, meeting=meeting, state=str(state))
    return decision


@transaction.atomic
def edit_decision(*, decision: Decision, text: str, by: Actor, review_on: date | None = None) -> Decision:
    """Its words, as long as the minutes are not approved; its review date at any time."""
    decision = get_for_update(Decision.objects.select_related("meeting"), pk=decision.pk)
    words = _words(text)
    if words != decision.text and decision.meeting and is_locked(decision.meeting):
        raise MinutesLocked
    _check_review(decision.decided_on, review_on)
    if (words, review_on) != (decision.text, decision.review_on):
        decision.text, decision.review_on = words, review_on
        decision.save()
        record(by=by, verb="decision.edited", on=decision)
    return decision


@transaction.atomic
def pass_decision(*, decision: Decision, state: DecisionState | str, by: Actor) -> Decision:
    """To confirm, made, applied, abandoned: over the table of passages."""
    decision = get_for_update(Decision.objects.all(), pk=decision.pk)
    before, after = DecisionState(decision.state), DecisionState(state)
    if after == before:
        return decision
    if after not in DECISION_PASSAGES[before]:
        raise DecisionRefused(f"Cette décision est « {before.label} » : elle ne peut pas passer à « {after.label} ». Rien n’a changé.", field="state")
    decision.state = after
    decision.save(update_fields=["state", "updated_at"])
    record(by=by, verb="decision.passed", on=decision, before=str(before), after=str(after))
    return decision


@transaction.atomic
def remove_decision(*, decision: Decision, by: Actor) -> Meeting | None:
    """Take off one entered by mistake, before the minutes are approved; its actions stay."""
    decision = get_for_update(Decision.objects.select_related("meeting__collective"), pk=decision.pk)
    meeting: Meeting | None = decision.meeting
    if meeting is not None:
        _writable(meeting)
    record(by=by, verb="decision.removed", on=meeting or decision)
    decision.delete()
    return meeting


@transaction.atomic
def take_on(
    *, item: AgendaItem, title: str, by: Actor, owner: Person | None = None, due_on: date | None = None, decision: Decision | None = None
) -> Action:
    """An action born of a point, and perhaps of a decision: it goes to the group's board and keeps where it comes from."""
    meeting = _writable(item.meeting)
    board = meeting.collective.boards.order_by("position", "pk").first()
    day = timezone.localdate(meeting.starts_at)
    born_on = min(day, timezone.localdate())
    label = typo_fr(f"{meeting.title}, {medium_date(day)}, point « {item.title} »")
    action = create_action(
        collective=meeting.collective, title=title, owner=owner, due_on=due_on, board=board, born_on=born_on,
        origin_label=label, origin_address=address_of(meeting), by=by,
    )  # fmt: skip
    item.actions.add(action)
    if decision is not None and decision.meeting_id == meeting.pk:
        decision.actions.add(action)
    return action


def decisions_open(collective: Collective) -> int:
    """To confirm, or made and not yet applied."""
    return Decision.objects.filter(collective=collective).open().count()


def _words(text: str) -> str:
    words = clean_pasted(text)
    if not words:
        raise DecisionRefused("Écrivez ce qui est décidé.")
    if len(words) > LONGEST:
        raise DecisionRefused("Cette décision est trop longue : 2 000 caractères au plus. Le reste va dans les notes du point.")
    return words


def _check_review(decided_on: date, review_on: date | None) -> None:
    if review_on is not None and review_on < decided_on:
        raise DecisionRefused("La décision serait à revoir avant d’avoir été prise : choisissez une date plus tardive.", field="review_on")


def _writable(meeting: Meeting) -> Meeting:
    meeting = get_for_update(Meeting.objects.select_related("collective"), pk=meeting.pk)
    if is_locked(meeting):
        raise MinutesLocked
    if meeting.state == MeetingState.CANCELLED:
        raise DecisionRefused("Cette réunion est annulée : rien ne s’y décide. Rien n’a été enregistré.", field="")
    return meeting
