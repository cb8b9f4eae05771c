"""The presences of a meeting as one form: a choice for each member. Only the rows that changed are noted, so two people may note at once."""

from dataclasses import dataclass
from typing import Any

from collectives.meetings.enums import Answer, Presence
from collectives.meetings.exceptions import PresenceRefused
from collectives.meetings.presences import Noted
from collectives.meetings.roster import Place
from contacts.directory.models import Person, Position

NO_PROXY = "no_proxy"


@dataclass(frozen=True)
class Line:
    """A member with the choices that make sense for it."""

    place: Place
    choices: list[tuple[str, str]]
    current: str

    @property
    def name(self) -> str:
        """The field in the form."""
        return f"presence-{self.place.membership.public_id}"

    @property
    def seen(self) -> str:
        """The field that says what the page showed."""
        return f"seen-{self.place.membership.public_id}"


def lines(places: list[Place]) -> list[Line]:
    """One for each member, in two queries whatever their number."""
    colleagues = _colleagues(places)
    return [Line(place, _choices(place, places, colleagues.get(place.membership.organisation_id or 0, [])), _current(place)) for place in places]


def read(places: list[Place], data: Any) -> list[Noted]:
    """What the form changes."""
    noted = []
    for line in lines(places):
        chosen = str(data.get(line.name, ""))
        if chosen and chosen != data.get(line.seen, line.current):
            noted.append(_noted(line, chosen, places))
    return noted


def _noted(line: Line, chosen: str, places: list[Place]) -> Noted:
    kind, _, which = chosen.partition(":")
    member = line.place.membership
    if kind == NO_PROXY:
        return Noted(member, Presence.EXCUSED, drops_proxy=True)
    if kind not in Presence.values:
        raise PresenceRefused("Ce choix n’existe pas : rechargez la page, puis recommencez. Rien n’a été enregistré.")
    if kind == Presence.REPRESENTED:
        carrier = next((place.membership for place in places if str(place.membership.public_id) == which), None)
        return Noted(member, Presence.REPRESENTED, proxy_to=carrier)
    if kind == Presence.PRESENT:
        allowed = dict(line.choices)
        person = Person.objects.alive().filter(public_id=which).first() if chosen in allowed and which else None
        if which and person is None:
            raise PresenceRefused(
                f"{line.place.name} : cette personne ne peut pas être notée pour ce siège. Rechargez la page. Rien n’a été enregistré."
            )
        return Noted(member, Presence.PRESENT, present=person)
    return Noted(member, Presence(kind))


def _choices(place: Place, places: list[Place], colleagues: list[Person]) -> list[tuple[str, str]]:
    choices = [("unknown", "Attendu·e")]
    known = {person.pk for person in place.holders}
    if place.titular:
        choices.append((f"present:{place.titular.public_id}", f"Présent·e : {place.titular}" if place.is_organisation else "Présent·e"))
    if place.deputy:
        choices.append((f"present:{place.deputy.public_id}", f"Présent·e : {place.deputy}, suppléant·e"))
    others = [person for person in colleagues if person.pk not in known]
    there = place.attendance.present if place.attendance else None
    if there is not None and there.pk not in known and there.pk not in {person.pk for person in others}:
        others.append(there)
    choices += [(f"present:{person.public_id}", f"Présent·e : {person}, pour le compte de {place.name}") for person in others]
    choices += [("excused", "Excusé·e"), ("absent", "Absent·e")]
    if place.seat is not None:
        if place.attendance is not None and place.attendance.proxy_to_id:
            choices.append((NO_PROXY, "Excusé·e, pouvoir retiré"))
        carriers = [each for each in places if each.seat is not None and each is not place]
        choices += [(f"represented:{each.membership.public_id}", f"Représenté·e par {each.name}") for each in carriers]
    return choices


def _current(place: Place) -> str:
    attendance = place.attendance
    if attendance is None:
        return Presence.UNKNOWN
    if attendance.presence == Presence.PRESENT:
        return f"present:{attendance.present.public_id}" if attendance.present else "unknown"
    if attendance.proxy_to is not None and (attendance.presence == Presence.REPRESENTED or attendance.answer == Answer.PROXY):
        return f"represented:{attendance.proxy_to.membership.public_id}"
    return "excused" if attendance.presence == Presence.REPRESENTED else str(attendance.presence)


def _colleagues(places: list[Place]) -> dict[int, list[Person]]:
    """Persons who work or sit in each member organisation, as the directory knows them."""
    organisations = {place.membership.organisation_id for place in places if place.is_organisation}
    found: dict[int, list[Person]] = {}
    positions = (
        Position.objects.filter(organisation__in=organisations, person__trashed_at__isnull=True)
        .select_related("person")
        .order_by("person__sort_text", "pk")
    )
    for position in positions:
        mine = found.setdefault(position.organisation_id or 0, [])
        if position.person not in mine:
            mine.append(position.person)
    return found
