"""How actions are read."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from collectives.actions.enums import ActionState
from contacts.directory.models import EmailAddress, Person
from labo_ess.accounts.roles import Role, can_read_house
from labo_ess.db import TrashableQuerySet, matching

if TYPE_CHECKING:
    from collectives.groups.models import Collective
    from labo_ess.accounts.roles import Anyone


class ActionQuerySet(TrashableQuerySet):
    """Actions."""

    def visible_to(self, user: "Anyone") -> Self:
        """All for who reads the house; a référent·e sees those of the groups of their démarches."""
        rows = self.alive().filter(collective__trashed_at__isnull=True)
        if can_read_house(user):
            return rows
        if user.is_authenticated and user.is_active and getattr(user, "role", "") == Role.REFERENT:
            return rows.filter(collective__process__referents=user)
        return self.none()

    def open(self) -> Self:
        """Still to do."""
        return self.filter(state=ActionState.OPEN)

    def late(self, today: date) -> Self:
        """Open and past their date."""
        return self.open().filter(due_on__lt=today)

    def of_account(self, email: str) -> Self:
        """Those of the persons who have the address of an account."""
        addresses = EmailAddress.objects.annotate(folded=Lower("address"))
        return self.filter(owner__in=addresses.filter(folded=email.strip().lower()).values("person"))

    def for_cards(self) -> Self:
        """With what a card shows: owner, labels, boxes ticked out of all."""
        boxes = Count("checklist", distinct=True)
        ticked = Count("checklist", filter=Q(checklist__done=True), distinct=True)
        return self.select_related("owner").prefetch_related("labels").annotate(boxes=boxes, ticked=ticked)

    def search(self, text: str) -> Self:
        """By what is to be done."""
        return matching(self, text)


def owners_of(collective: "Collective", also: int | None = None) -> "QuerySet[Person]":
    """Who can be in charge of an action: persons who are members, those who hold the seat of a member organisation,
    and `also`, the key of whoever already is.
    """
    member = Q(memberships__collective=collective, memberships__until_on__isnull=True)
    holder = Q(mandates__seat__membership__collective=collective, mandates__ends_on__isnull=True)
    chosen = Person.objects.filter(member | holder | Q(pk=also)).values("pk")
    return Person.objects.alive().filter(pk__in=chosen).order_by("sort_text", "pk")


def counts_by_state(actions: ActionQuerySet, today: date) -> dict[str, int]:
    """open, done, dropped, and late among the open, in one query."""
    late = Q(state=ActionState.OPEN, due_on__lt=today)
    wanted = {str(state): Count("pk", filter=Q(state=state)) for state in ActionState}
    return actions.order_by().aggregate(**wanted, late=Count("pk", filter=late))
