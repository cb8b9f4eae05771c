"""What is done to invitations: prepared with a text, sent by a mailing, answered."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from contacts.directory.models import Person
from contacts.directory.services import note_act
from contacts.mailings import services as mailings
from contacts.mailings.enums import MailingState
from contacts.mailings.models import Mailing
from contacts.segments.models import ContactList
from events.days.enums import DayState
from events.days.models import Day
from events.invitations.enums import INVITATION_PASSAGES, InvitationState
from events.invitations.exceptions import DayOver, NoAnswerTaken, NobodyNew, NobodySilent, PassageRefused
from events.invitations.models import Invitation
from events.invitations.texts import default_body, default_subject, reminder_body, reminder_subject
from events.registration import services as registrations
from events.registration.enums import LIVE
from events.registration.exceptions import DayClosed
from events.registration.models import Registration
from labo_ess.audit.actors import LINK, Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.outbox.enums import MailState
from labo_ess.outbox.models import OutboxEmail

KIND = "invitation"
REMINDER = "invitation_reminder"


@transaction.atomic
def invite(*, day: Day, persons: Iterable[Person], by: Actor, contact_list: ContactList | None = None) -> Mailing:
    """Prepare invitations in the day's draft mailing (made with the house's text when there is none). Nothing leaves yet."""
    day = get_for_update(Day.objects.all(), pk=day.pk)
    if day.state in (DayState.PAST, DayState.ARCHIVED):
        raise DayOver
    people = {person.pk: person for person in persons}
    already = set(Invitation.objects.filter(day=day).values_list("person_id", flat=True))
    fresh = [person for pk, person in people.items() if pk not in already]
    if not fresh:
        raise NobodyNew
    mailing = _draft(day, contact_list, by)
    Invitation.objects.bulk_create([Invitation(day=day, person=person, mailing=mailing) for person in fresh], batch_size=500)
    record(by=by, verb="invitation.prepared", on=day, count=len(fresh), already=len(people) - len(fresh))
    return mailing


def _draft(day: Day, contact_list: ContactList | None, by: Actor) -> Mailing:
    found = drafts_of(day).first()
    if found is not None:
        return found
    day = Day.objects.select_related("cycle").get(pk=day.pk)
    return mailings.create(kind=KIND, subject=default_subject(day), body=default_body(day), by=by, about=day, contact_list=contact_list)


def drafts_of(day: Day, kind: str = KIND) -> Any:
    """Mailings of this day that have not left."""
    return Mailing.objects.filter(kind=kind, about_id=day.public_id, state=MailingState.DRAFT)


@transaction.atomic
def remind(*, day: Day, by: Actor) -> Mailing:
    """Prepare a mailing to those who have not answered (the draft that waits, if there is one). Nothing leaves yet."""
    day = get_for_update(Day.objects.select_related("cycle"), pk=day.pk)
    if not day.takes_registrations:
        raise NoAnswerTaken
    number = Invitation.objects.filter(day=day).silent().count()
    if not number:
        raise NobodySilent
    found = drafts_of(day, REMINDER).first()
    if found is not None:
        return found
    record(by=by, verb="invitation.reminder_prepared", on=day, count=number)
    return mailings.create(kind=REMINDER, subject=reminder_subject(day), body=reminder_body(day), by=by, about=day)


@transaction.atomic
def withdraw(*, invitation: Invitation, by: Actor) -> Day:
    """Take someone off who has not been written to."""
    invitation = get_for_update(Invitation.objects.select_related("day"), pk=invitation.pk)
    if invitation.state != InvitationState.PREPARED or _under_way(invitation):
        raise PassageRefused("Cette invitation est déjà partie : elle reste dans la liste. Rien n’a changé.")
    day = invitation.day
    invitation.delete()
    record(by=by, verb="invitation.withdrawn", on=day)
    return day


def _under_way(invitation: Invitation) -> bool:
    return invitation.mailing is not None and not invitation.mailing.is_draft


@transaction.atomic
def decline(*, day: Day, person: Person, by: Actor, form_key: str = "") -> Invitation | Registration:
    """« Je ne peux pas venir »: an answer too. Whoever is registered gives their place back by it. Twice changes nothing."""
    day = get_for_update(Day.objects.all(), pk=day.pk)
    registration = Registration.objects.filter(day=day, person=person, state__in=LIVE).first()
    if registration is not None:
        return registrations.cancel(registration=registration, by=by, form_key=form_key)
    if day.state in (DayState.PAST, DayState.ARCHIVED) or (by.kind == LINK and timezone.now() >= day.starts_at):
        raise DayClosed("La journée a commencé : il n’y a plus besoin de répondre. Rien n’a été enregistré.")
    invitation, _made = Invitation.objects.get_or_create(day=day, person=person)
    if invitation.state != InvitationState.DECLINED:
        _pass(invitation, InvitationState.DECLINED)
        record(by=by, verb="invitation.declined", on=invitation)
        if by.kind == LINK:
            note_act(person)
    return invitation


@transaction.atomic(savepoint=False)  # one statement, undone with the registration that it follows
def follow_registration(*, registration: Registration, by: Actor) -> bool:
    """The invitation says what the registration became, in one statement; whoever came without one has none. Whether it moved."""
    target = InvitationState.REGISTERED if registration.state in LIVE else InvitationState.DECLINED
    before = [state for state, targets in INVITATION_PASSAGES.items() if target in targets]
    mine = Invitation.objects.filter(day_id=registration.day_id, person_id=registration.person_id, state__in=before)
    return bool(mine.update(state=target, answered_at=timezone.now(), updated_at=timezone.now()))


@transaction.atomic
def note_sent(*, day: Day, by: Actor) -> int:
    """Prepared invitations whose mail has left are sent; how many."""
    prepared = list(
        Invitation.objects.filter(day=day, state=InvitationState.PREPARED, mailing__isnull=False)
        .exclude(mailing__state=MailingState.DRAFT)
        .select_related("mailing", "person")
    )
    if not prepared:
        return 0
    keys = {mailings.key_of(invitation.mailing, invitation.person): invitation for invitation in prepared}
    left: dict[str, Any] = {}
    wanted = list(keys)
    for start in range(0, len(wanted), 500):
        rows = OutboxEmail.objects.filter(key__in=wanted[start : start + 500], state__in=(MailState.SENT, MailState.BOUNCED))
        left.update(rows.values_list("key", "sent_at"))
    for key, sent_at in left.items():
        keys[key].state, keys[key].sent_at = InvitationState.SENT, sent_at
    Invitation.objects.bulk_update([keys[key] for key in left], ["state", "sent_at"], batch_size=500)
    return len(left)


def persons_of(contact_list: ContactList) -> Sequence[Person]:
    """Living persons of a list, in its order."""
    return list(Person.objects.alive().filter(list_memberships__contact_list=contact_list).order_by("sort_text", "pk"))


def _pass(invitation: Invitation, state: str) -> None:
    before = InvitationState(invitation.state)
    if InvitationState(state) not in INVITATION_PASSAGES[before]:
        raise PassageRefused(
            f"Cette invitation est à l’état « {before.label} » : elle ne peut pas passer à « {InvitationState(state).label} ». Rien n’a changé."
        )
    invitation.state = state
    invitation.answered_at = timezone.now()
    invitation.save(update_fields=["state", "answered_at", "updated_at"])
