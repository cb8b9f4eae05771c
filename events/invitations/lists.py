"""The list of who is invited to a day."""

from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from contacts.mailings.placeholders import main_organisation
from contacts.reference.models import Department
from events.days.models import Day
from events.invitations.enums import InvitationState
from events.invitations.models import Invitation
from events.invitations.permissions import can_invite
from events.registration.models import Registration
from labo_ess.lists import criteria
from labo_ess.lists.page import BulkAction, Column, Empty, ListPage, Status, Tab

S = InvitationState
TONES = {S.PREPARED: "info", S.SENT: "wait", S.REGISTERED: "ok", S.DECLINED: "bad"}


def state_of(invitation: Invitation) -> Status:
    """The state as a dot and a word; one that was sent but has not left says so."""
    state = S(invitation.state)
    leaving = state == S.PREPARED and invitation.mailing is not None and not invitation.mailing.is_draft
    return Status("accent", "En partance") if leaving else Status(TONES[state], state.label.capitalize())


def _email(invitation: Invitation) -> str:
    return next((each.address for each in invitation.person.emails.all()), "")


INVITATIONS = ListPage(
    name="invitations",
    plural="invitations",
    search="person__search_text",
    placeholder="Nom, structure, adresse…",
    order="person__sort_text",
    columns=[
        Column(
            "nom",
            "Nom",
            value="person.name",
            sort="person__sort_text",
            link=lambda one: reverse("contacts:directory:person", args=[one.person.public_id]),
            sub=lambda one: main_organisation(one.person),
        ),
        Column("courriel", "Courriel", value=_email, shown=False),
        Column("structure", "Structure", value=lambda one: main_organisation(one.person), shown=False),
        Column("etat", "Réponse", value=state_of, sort="state", export=lambda one: one.get_state_display()),
        Column("envoyee", "Envoyée le", value="sent_at", sort="sent_at"),
        Column("reponse", "Répondu le", value="answered_at", sort="answered_at"),
    ],
    tabs=[
        Tab("", "Toutes"),
        Tab("prepared", "À envoyer", Q(state=S.PREPARED)),
        Tab("sent", "Sans réponse", Q(state=S.SENT)),
        Tab("registered", "Inscrit·e·s", Q(state=S.REGISTERED)),
        Tab("declined", "Ne viennent pas", Q(state=S.DECLINED)),
    ],
    criteria=[
        criteria.one_of("departement", "Département", "person__department", Department.objects.as_choices),
    ],
    bulk=[
        BulkAction("decline", "Noter : ne viennent pas", "events:invitations:decline", "x", can_invite),
        BulkAction("withdraw", "Retirer de la liste", "events:invitations:withdraw", "trash-2", can_invite),
    ],
    row_actions="events/invitations/_row.html",
    filename="invitations",
    empty=Empty("Les personnes invitées apparaissent ici : choisissez une liste du répertoire, puis relisez le message avant de l’envoyer."),
)


def rows_of(day: Day, user: Any) -> Any:
    """Invitations of a day with persons, structures and mailings, in a constant number of queries."""
    answers = Registration.objects.filter(day=OuterRef("day"), person=OuterRef("person")).values("public_id")[:1]
    rows = Invitation.objects.visible_to(user).filter(day=day).select_related("person", "day", "mailing").annotate(registration_id=Subquery(answers))
    return rows.prefetch_related("person__emails", "person__positions__organisation")
