"""What invitations bring to the mailing engine: who receives them, and the words that speak of the day."""

from collections.abc import Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from contacts.directory.models import Person
from contacts.mailings.models import Mailing, MailingRecipient
from contacts.mailings.placeholders import Reader, placeholder
from contacts.mailings.recipients import LeftOut, Selection, recipients
from events.days.enums import DayState
from events.days.models import Day
from events.invitations.enums import InvitationState
from events.invitations.models import Invitation
from events.registration.emails import LINK_KIND, answer_links, day_facts, link_end
from events.registration.enums import LIVE
from events.registration.models import Registration
from labo_ess.audit.actors import Actor
from labo_ess.links.services import address, issue_many
from labo_ess.text.dates import time_fr

KIND = "invitation"
REMINDER = "invitation_reminder"
KINDS = (KIND, REMINDER)
LEFT_IN_PEACE = timedelta(days=3)
"""Nobody is written to twice within these days."""


def _prepare_links(mailing: Mailing, persons: "list[Person]", by: Actor) -> None:
    """Every personal link in a few statements, before the first mail is written."""
    day = mailing.about
    issue_many(kind=LINK_KIND, target=day, holders=persons, expires_at=link_end(day), by=by)


def _back(mailing: Mailing) -> tuple[str, str]:
    return "Invitations de la journée", reverse("events:invitations:list", args=[mailing.about.slug])


def _obstacles(mailing: Mailing, persons: Sequence[Person]) -> dict[int, str]:
    """An invitation that leaves late must still mean something."""
    if mailing.about.state in (DayState.PAST, DayState.ARCHIVED):
        return {person.pk: "la journée est passée" for person in persons}
    if mailing.kind == REMINDER and not mailing.about.takes_registrations:
        return {person.pk: "les inscriptions ne sont plus ouvertes" for person in persons}
    answered = (InvitationState.REGISTERED, InvitationState.DECLINED)
    asked = Invitation.objects.filter(day=mailing.about, person__in=persons).exclude(state__in=answered)
    waiting = set(asked.values_list("person_id", flat=True))
    return {person.pk: "la personne a déjà répondu" for person in persons if person.pk not in waiting}


def _links(mailing: Mailing, persons: Sequence[Person]) -> dict[int, str]:
    links = answer_links(day=mailing.about, persons=persons, by=Actor.system("outbox"))
    return {person.pk: address(links[person.public_id]) for person in persons}


@recipients(
    KIND,
    label="Invitation à une journée",
    noun=("invitation", "invitations"),
    on_send=_prepare_links,
    back=_back,
    reply_to=lambda day: day.contact_email,
    obstacles=_obstacles,
    links=_links,
)
def invited(mailing: Mailing) -> Selection:
    """Those prepared in this mailing, minus who answered meanwhile; of its list, those whom another mailing invited."""
    invitations = list(Invitation.objects.filter(mailing=mailing).select_related("person"))
    registered = set(Registration.objects.filter(day__public_id=mailing.about_id, state__in=LIVE).values_list("person_id", flat=True))
    selection = Selection()
    for invitation in invitations:
        if invitation.person_id in registered:
            selection.left_out.append(LeftOut(invitation.person, "déjà inscrit·e"))
        elif invitation.state == InvitationState.DECLINED:
            selection.left_out.append(LeftOut(invitation.person, "a déjà dit ne pas venir"))
        elif invitation.state == InvitationState.PREPARED:
            selection.chosen.append(invitation.person)
        else:
            selection.left_out.append(LeftOut(invitation.person, "déjà invité·e"))
    if mailing.contact_list_id:
        elsewhere = Person.objects.alive().filter(
            list_memberships__contact_list=mailing.contact_list_id, invitations__day__public_id=mailing.about_id
        )
        selection.left_out += [LeftOut(person, "déjà invité·e") for person in elsewhere.exclude(invitations__mailing=mailing)]
    return selection


@recipients(
    REMINDER,
    label="Relance d’une invitation",
    noun=("relance", "relances"),
    on_send=_prepare_links,
    back=_back,
    reply_to=lambda day: day.contact_email,
    obstacles=_obstacles,
    links=_links,
)
def silent(mailing: Mailing) -> Selection:
    """Who was invited and has not answered; minus who was written to in the last days."""
    since = timezone.now() - LEFT_IN_PEACE
    reminded = MailingRecipient.objects.filter(mailing__kind=REMINDER, mailing__about_id=mailing.about_id, created_at__gt=since)
    lately = set(reminded.values_list("person_id", flat=True))
    selection = Selection()
    for invitation in Invitation.objects.filter(day__public_id=mailing.about_id).silent().select_related("person"):
        if invitation.person_id in lately or (invitation.sent_at and invitation.sent_at > since):
            selection.left_out.append(LeftOut(invitation.person, "a reçu un message il y a moins de trois jours"))
        else:
            selection.chosen.append(invitation.person)
    return selection


@placeholder("lien", label="Lien personnel pour répondre", kinds=KINDS, raw=True)
def _link(reader: Reader) -> str:
    return reader.link


@placeholder("journée", label="Nom de la journée", kinds=KINDS, for_all=True)
def _title(reader: Reader) -> str:
    day = _day(reader)
    return f"{day.cycle.name} : {day.title}"


@placeholder("thème", label="Thème de la journée", kinds=KINDS, for_all=True)
def _headline(reader: Reader) -> str:
    return _day(reader).headline


@placeholder("date", label="Date", kinds=KINDS, for_all=True)
def _date(reader: Reader) -> str:
    return str(day_facts(_day(reader))["when"])


@placeholder("heures", label="Heures", kinds=KINDS, for_all=True)
def _hours(reader: Reader) -> str:
    day = _day(reader)
    return f"de {time_fr(day.starts)} à {time_fr(day.ends)}"


@placeholder("lieu", label="Lieu", kinds=KINDS, for_all=True)
def _place(reader: Reader) -> str:
    return str(day_facts(_day(reader))["place"]) or "lieu à préciser"


def _day(reader: Reader) -> Day:
    day = reader.about
    assert isinstance(day, Day)
    return day
