"""The list of who comes to a day."""

import copy
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery

from contacts.reference.models import Department
from events.days.models import Day
from events.programme.models import Session
from events.registration.enums import ChoiceState, Origin, Quality, RegistrationState
from events.registration.models import Registration, SessionChoice
from events.registration.permissions import can_edit_registrations
from labo_ess.lists import criteria
from labo_ess.lists.columns import address_of
from labo_ess.lists.page import BulkAction, Column, Empty, ListPage, Status, Tab

R, C = RegistrationState, ChoiceState
TONES = {R.CONFIRMED: "ok", R.WAITING: "wait", R.PENDING: "info", R.OFFERED: "accent", R.LAPSED: "", R.REFUSED: "bad", R.CANCELLED: "bad"}
CHOICE_MARKS = {C.WAITING: " (liste d’attente)", C.WISHED: " (souhait)", C.OFFERED: " (place proposée)", C.PENDING: " (à confirmer)"}
WAITING, GONE = Q(state=R.WAITING), Q(state__in=(R.CANCELLED, R.LAPSED, R.REFUSED))


def state_of(registration: Registration) -> Status:
    """The state as a dot and a word, with the rank of who waits."""
    state = R(registration.state)
    rank = getattr(registration, "rank", None)
    return Status(TONES[state], f"{state.label.capitalize()}, rang {rank}" if rank and state == R.WAITING else state.label.capitalize())


def ateliers_of(registration: Registration) -> str:
    """« Réemploi · Mobilités (liste d’attente) »."""
    return " · ".join(f"{choice.title}{CHOICE_MARKS.get(C(choice.state), '')}" for choice in registration.standing)


def email_of(registration: Registration) -> str:
    """The main address, for the team's files."""
    addresses = list(registration.person.emails.all())
    return addresses[0].address if addresses else ""


REGISTRATIONS = ListPage(
    name="registrations",
    plural="inscriptions",
    search="person__search_text",
    placeholder="Nom, structure, adresse…",
    order="person__sort_text",
    columns=[
        Column(
            "nom",
            "Nom",
            value="person.name",
            sort="person__sort_text",
            link=address_of("events:registration:detail", lambda registration: registration.day.slug),
            sub="organisation_label",
            exported=False,
        ),
        Column("civilite", "Civilité", value=lambda one: one.person.get_civility_display() if one.person.civility else "", shown=False),
        Column("nom_famille", "Nom", value="person.last_name", shown=False),
        Column("prenom", "Prénom", value="person.first_name", shown=False),
        Column("courriel", "Courriel", value=email_of, shown=False),
        Column("structure", "Structure", value="organisation_label", shown=False),
        Column("fonction", "Fonction", value="function", shown=False),
        Column("ateliers", "Ateliers", value=ateliers_of),
        Column("etat", "État", value=state_of, sort=("state", "queue_number"), export=lambda one: one.get_state_display()),
        Column("rang", "Rang", value="rank", shown=False),
        Column("qualite", "En qualité de", value="get_quality_display", sort="quality"),
        Column("recue", "Reçue le", value="answered_at", sort="answered_at"),
        Column("origine", "Origine", value="get_origin_display", sort="origin"),
    ],
    tabs=[
        Tab("", "Toutes"),
        Tab("confirmed", "Inscrit·e·s", Q(state=R.CONFIRMED)),
        Tab("waiting", "Liste d’attente", WAITING),
        Tab("pending", "À confirmer", Q(state__in=(R.PENDING, R.OFFERED))),
        Tab("cancelled", "Désisté·e·s", GONE),
    ],
    criteria=[
        criteria.one_of("qualite", "En qualité de", "quality", Quality.choices),
        criteria.one_of("departement", "Département", "person__department", Department.objects.as_choices),
        criteria.one_of("origine", "Origine", "origin", Origin.choices),
    ],
    bulk=[BulkAction("cancel", "Désinscrire", "events:registration:bulk_cancel", "x", can_edit_registrations)],
    filename="inscriptions",
    empty=Empty("Les inscriptions arrivent ici par les liens personnels des invitations, ou par l’équipe pour qui a téléphoné."),
)


def list_of(day: Day, *, with_needs: bool) -> ListPage:
    """The list with the ateliers of one day among its criteria; needs are a criterion for the team only."""
    page = copy.copy(REGISTRATIONS)  # the declaration stays the one of the house
    sessions = Session.objects.filter(day=day).bookable().in_order().only("public_id", "title")
    mine = criteria.related("atelier", "Atelier", "choices__session", lambda: sessions)
    needs = [criteria.yes_no("besoin", "Besoin particulier", Q(needs__gt=""))] if with_needs else []
    page.criteria = [mine, *REGISTRATIONS.criteria, *needs]
    page.filename = f"inscriptions {day.slug}"
    return page


def dressed(rows: Any, *, addresses: bool = False) -> Any:
    """Registrations with their rank, person, ateliers (and addresses, for files), in a constant number of queries."""
    ahead = (
        Registration.objects.filter(day=OuterRef("day"), state=R.WAITING, queue_number__lte=OuterRef("queue_number"))
        .order_by()
        .values("day")
        .annotate(n=Count("pk"))
        .values("n")
    )
    standing = SessionChoice.objects.live().annotate(title=F("session__title")).only("registration", "state")
    rows = rows.annotate(rank=Subquery(ahead)).select_related("person").prefetch_related(Prefetch("choices", standing, to_attr="standing"))
    return rows.prefetch_related("person__emails") if addresses else rows
