"""What invitations bring to the mailing engine: who receives them, and the words that speak of the day."""

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
from events.registration.emails import LINK_KIND, answer_link, day_facts, link_end
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
HIDDEN_LINK = "https://lien-personnel.invalid/"
"""What stands for a personal link in a preview: an address that exists nowhere (RFC 2606)."""


def _prepare_links(mailing: Mailing, persons: "list[Person]", by: Actor) -> None:
    """Every personal link in a few statements, before the first mail is written."""
    day = mailing.about
    issue_many(kind=LINK_KIND, target=day, holders=persons, expires_at=link_end(day), by=by)


def _back(mailing: Mailing) -> tuple[str, str]:
    return "Invitations de la journée", reverse("events:invitations:list", args=[mailing.about.slug])


def _obstacle(mailing: Mailing, person: Person) -> str:
    """An invitation that leaves late must still mean something."""
    if mailing.about.state in (DayState.PAST, DayState.ARCHIVED):
        return "la journée est passée"
    if mailing.kind == REMINDER and not mailing.about.takes_registrations:
        return "les inscriptions ne sont plus ouvertes"
    invitation = Invitation.objects.filter(day=mailing.about, person=person).first()
    if invitation is None or invitation.state in (InvitationState.REGISTERED, InvitationState.DECLINED):
        return "la personne a déjà répondu"
    return ""


@recipients(
    KIND,
    label="Invitation à une journée",
    noun=("invitation", "invitations"),
    on_send=_prepare_links,
    back=_back,
    reply_to=lambda day: day.contact_email,
    obstacle=_obstacle,
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
    obstacle=_obstacle,
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
    if reader.preview:
        return HIDDEN_LINK
    return address(answer_link(day=_day(reader), person=reader.person, by=Actor.system("outbox")))


@placeholder("journée", label="Nom de la journée", kinds=KINDS)
def _title(reader: Reader) -> str:
    day = _day(reader)
    return f"{day.cycle.name} : {day.title}"


@placeholder("thème", label="Thème de la journée", kinds=KINDS)
def _headline(reader: Reader) -> str:
    return _day(reader).headline


@placeholder("date", label="Date", kinds=KINDS)
def _date(reader: Reader) -> str:
    return str(day_facts(_day(reader))["when"])


@placeholder("heures", label="Heures", kinds=KINDS)
def _hours(reader: Reader) -> str:
    day = _day(reader)
    return f"de {time_fr(day.starts)} à {time_fr(day.ends)}"


@placeholder("lieu", label="Lieu", kinds=KINDS)
def _place(reader: Reader) -> str:
    return str(day_facts(_day(reader))["place"]) or "lieu à préciser"


def _day(reader: Reader) -> Day:
    day = reader.about
    assert isinstance(day, Day)
    return day
