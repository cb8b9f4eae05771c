"""Who may be chosen as a member or a holder of a seat: the directory, for whoever reads it."""

from django.http import HttpRequest

from collectives.groups.models import Membership
from contacts.directory.models import Organisation, Person
from labo_ess.ui.widgets import Card

AT_MOST = 15

Found = list[tuple[str, Card]]


def typed(request: HttpRequest) -> str:
    """What was searched."""
    return request.GET.get("q", "").replace("\0", "").strip()[:200]


def find_members(request: HttpRequest, text: str) -> Found:
    """Organisations, then persons, whose fiche answers; none for a référent·e, who sees nothing of the directory."""
    if not text:
        return []
    organisations = Organisation.objects.visible_to(request.user).search(text)[:AT_MOST]
    found = [
        (f"structure:{each.public_id}", Card(each.name, " · ".join(part for part in ("structure", each.town) if part))) for each in organisations
    ]
    return found + [(f"personne:{key}", card) for key, card in find_persons(request, text)]


def find_persons(request: HttpRequest, text: str) -> Found:
    """Persons whose fiche answers, with what they do."""
    rows = Person.objects.visible_to(request.user).search(text).with_positions().order_by("sort_text", "pk")[:AT_MOST] if text else []
    return [_card(person) for person in rows]


def people_of(request: HttpRequest, membership: Membership) -> Found:
    """Those who sit in the organisation already, proposed before any search."""
    rows = Person.objects.visible_to(request.user).filter(positions__organisation=membership.organisation, positions__end_on__isnull=True)
    return [_card(person) for person in rows.distinct().with_positions().order_by("sort_text", "pk")[:AT_MOST]]


def chosen(value: str) -> tuple[Person | None, Organisation | None]:
    """The fiche of a choice made among those found."""
    kind, _, key = value.partition(":")
    if kind == "structure":
        return None, Organisation.objects.alive().filter(public_id=key).first()
    return Person.objects.alive().filter(public_id=key).first(), None


def _card(person: Person) -> tuple[str, Card]:
    return str(person.public_id), Card(person.name, " · ".join(str(position) for position in person.positions.all()[:2]))
