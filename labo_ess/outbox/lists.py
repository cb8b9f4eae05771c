"""The team's list of mails."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from labo_ess.lists import criteria
from labo_ess.lists.page import BulkAction, Column, Empty, ListPage, Status, Tab
from labo_ess.outbox.enums import Held, MailState
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.registry import all_messages
from labo_ess.text.dates import medium_date, time_fr

TONES = {
    MailState.SENT: ("ok", "Envoyé"),
    MailState.FAILED: ("bad", "En échec"),
    MailState.BOUNCED: ("bad", "Revenu"),
    MailState.CANCELLED: ("", "Annulé"),
    MailState.DEFERRED: ("wait", "Nouvel essai prévu"),
    MailState.SENDING: ("info", "En cours d’envoi"),
    MailState.QUEUED: ("wait", "En attente"),
}


def state_of(row: OutboxEmail) -> Status:
    """The state of a mail, in a word and a colour."""
    if row.state == MailState.HELD:
        return Status("wait", "Attend son tour" if row.held_because == Held.QUOTA else "En pause")
    return Status(*TONES[MailState(row.state)])


def _when(row: OutboxEmail) -> str:
    at = row.sent_at or row.ended_at
    return _moment(at) if at else f"prévu : {_moment(row.next_try_at)}"


def _moment(at: Any) -> str:
    return f"{medium_date(timezone.localtime(at))}, {time_fr(timezone.localtime(at))}"


MAILS = ListPage(
    name="mails",
    plural="courriels",
    search="search_text",
    placeholder="Nom, adresse, objet",
    order=("-created_at", "-pk"),
    columns=[
        Column("label", "Courriel", sort="message", link=lambda row: row.get_absolute_url(), sub="subject"),
        Column("to", "Destinataire", value=lambda row: row.to_name or row.to_address, sub=lambda row: row.to_address if row.to_name else ""),
        Column("state", "État", value=state_of, sort="state", export=lambda row: row.get_state_display()),
        Column("at", "Date", value=_when, sort="created_at", export="created_at"),
    ],
    tabs=[
        Tab("", "Tous"),
        Tab("attente", "En attente", Q(state__in=(MailState.QUEUED, MailState.SENDING, MailState.DEFERRED))),
        Tab("retenus", "Retenus", Q(state=MailState.HELD)),
        Tab("partis", "Envoyés", Q(state=MailState.SENT)),
        Tab("echec", "En échec", Q(state__in=(MailState.FAILED, MailState.BOUNCED))),
        Tab("annules", "Annulés", Q(state=MailState.CANCELLED)),
    ],
    criteria=[
        criteria.one_of("message", "Message", "message", lambda: [(one.name, one.label) for one in all_messages()]),
        criteria.since("depuis", "Demandé depuis le", "created_at__date"),
        criteria.until("jusque", "Demandé jusqu’au", "created_at__date"),
    ],
    bulk=[BulkAction("retry", "Réessayer les envois en échec", "outbox:retry_selected", "send")],
    filename="envois",
    empty=Empty("Les confirmations, invitations et rappels envoyés par l’outil apparaîtront ici."),
)
