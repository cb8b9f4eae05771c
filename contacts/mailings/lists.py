"""The list of mailings."""

from django.db.models import Q
from django.urls import reverse

from contacts.mailings.enums import MailingState
from contacts.mailings.models import Mailing
from contacts.mailings.recipients import kinds
from labo_ess.lists import criteria
from labo_ess.lists.page import Column, Empty, ListPage, Status, Tab
from labo_ess.text.search import search_key

TONES = {MailingState.DRAFT: "info", MailingState.SENDING: "accent", MailingState.PAUSED: "wait", MailingState.SENT: "ok"}


def state_of(mailing: Mailing) -> Status:
    """The state as a dot and a word."""
    state = MailingState(mailing.state)
    return Status(TONES[state], state.label.capitalize())


def address_of(mailing: Mailing) -> str:
    """Its text while it is a draft, its departure after."""
    return reverse("contacts:mailings:edit" if mailing.is_draft else "contacts:mailings:follow", args=[mailing.public_id])


def _search(rows, text):  # type: ignore[no-untyped-def]
    words = search_key(text).split()
    said = rows.values_list("pk", "heading", "subject")
    found = [pk for pk, heading, subject in said if all(word in search_key(heading or subject) for word in words)]
    return rows.filter(pk__in=found)


MAILINGS = ListPage(
    name="mailings",
    plural="envois",
    search=_search,
    placeholder="Objet",
    order="-created_at",
    columns=[
        Column("subject", "Objet", value=str, link=address_of),
        Column("kind", "Nature", value=lambda mailing: kinds().get(mailing.kind, mailing.kind)),
        Column("state", "État", value=state_of, sort="state", export=lambda mailing: mailing.get_state_display()),
        Column("recipients_count", "Destinataires", sort="recipients_count", numeric=True),
        Column("created_at", "Préparé le", sort="created_at"),
        Column("sent_at", "Lancé le", sort="sent_at"),
    ],
    tabs=[
        Tab("", "Tous"),
        Tab("draft", "Brouillons", Q(state=MailingState.DRAFT)),
        Tab("sending", "En cours", Q(state__in=(MailingState.SENDING, MailingState.PAUSED))),
        Tab("sent", "Partis", Q(state=MailingState.SENT)),
    ],
    criteria=[criteria.one_of("nature", "Nature", "kind", lambda: kinds().items())],
    filename="envois",
    empty=Empty("Un envoi se prépare depuis ce dont il parle : les invitations d’une journée, par exemple."),
)
