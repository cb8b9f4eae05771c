"""A base of a given size, for benches and load tests: made in sets, the same for the same seed."""

import random
from datetime import time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from contacts.directory.models import EmailAddress, Organisation, Person, Position
from contacts.reference.models import Department
from contacts.reference.services import load_reference
from events.days.enums import DayState
from events.days.models import Day, Room
from events.days.services import create_cycle, create_day
from events.invitations.enums import InvitationState
from events.invitations.models import Invitation
from events.programme.models import Session
from events.programme.services import release
from events.registration.enums import ChoiceState, Origin, Quality, RegistrationState
from events.registration.models import Registration, SessionChoice
from events.restitution.services import issue_report_link
from labo_ess.accounts.models import User
from labo_ess.accounts.roles import Role
from labo_ess.audit.actors import Actor
from labo_ess.links.services import address, issue, issue_many
from labo_ess.text.search import search_key
from reports.demo.services import PASSWORD
from reports.demo.volume_groups import load_groups
from reports.synthesis.services import create_synthesis

FIRST_NAMES = (
    "Aïssata",
    "Bastien",
    "Élie",
    "Hortense",
    "Idriss",
    "Maëlle",
    "Noémie",
    "Solène",
    "Youssef",
    "Oriane",
    "Cyprien",
    "Fatou",
    "Inès",
    "Zélie",
)
LAST_PARTS = (("Clair", "Vert", "Haut", "Belle", "Rive", "Grand", "Mont", "Val"), ("val", "bois", "fontaine", "mer", "champ", "lune", "roche", "pré"))
BATCH = 2000


@transaction.atomic
def load_volume(
    *,
    persons: int,
    registrations: int,
    sessions: int,
    capacity: int | None,
    atelier_capacity: int | None,
    seed: int,
    by: Actor,
    collectives: int = 0,
    meetings: int | None = None,
    actions: int = 0,
) -> dict[str, Any]:
    """One day of that size, open, and as many groups; the answer says where everything is and who may enter."""
    chance = random.Random(seed)
    persons = max(persons, registrations + 1000)
    if not Department.objects.exists():
        load_reference()
    accounts = _accounts(seed)
    known = _persons(persons, chance)
    day = _day(sessions, capacity, atelier_capacity, seed, by)
    confirmed = _registrations(day, known[:registrations], chance)
    silent = known[registrations : registrations + 1000]
    Invitation.objects.bulk_create(
        [Invitation(day=day, person=person, state=InvitationState.SENT, sent_at=timezone.now()) for person in silent], BATCH
    )
    meetings = collectives * 100 // 3 if meetings is None else meetings
    load_groups(collectives=collectives, meetings=meetings, actions=actions, persons=known, chance=chance, seed=seed, by=by)
    links = issue_many(kind="registration", target=day, holders=silent, expires_at=day.ends_at, by=by)
    return {
        "base": settings.SITE_URL,
        "day": day.slug,
        "capacity": day.capacity,
        "confirmed": confirmed,
        "urls": _urls(day, by),
        "invitations": [{"url": address(links[person.public_id]), "person": str(person.public_id)} for person in silent],
        "accounts": accounts,
    }


def _accounts(seed: int) -> list[dict[str, str]]:
    """One account a role, each with an open session."""
    made = []
    for role in Role:
        email = f"{role}-{seed}@example.org"
        user = User.objects.filter(email=email).first() or User.objects.create_user(email, PASSWORD, name=f"Volume {role.label}", role=role)
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        made.append({"role": str(role), "email": email, "password": PASSWORD, "cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"})
    return made


def _persons(count: int, chance: random.Random) -> list[Person]:
    departments = list(Department.objects.select_related("region"))
    organisations = _organisations(max(1, count // 20), departments, chance)
    persons, start = [], Person.objects.count()
    for number in range(start, start + count):
        department = chance.choice(departments)
        person = Person(
            first_name=chance.choice(FIRST_NAMES),
            last_name=f"{chance.choice(LAST_PARTS[0])}{chance.choice(LAST_PARTS[1])} {number}",
            department=department,
            region=department.region,
            source="volume",
        )
        persons.append(person)
    for number, person in enumerate(persons, start=start):
        organisation = organisations[number % len(organisations)]
        person.search_text = search_key(
            f"{person.last_name} {person.first_name}", f"volume{number}@example.org", organisation.name, "Chargée de mission"
        )
        person.sort_text = search_key(f"{person.last_name} {person.first_name}")[:200]
    persons = Person.objects.bulk_create(persons, BATCH)
    EmailAddress.objects.bulk_create(
        [EmailAddress(person=person, address=f"volume{n}@example.org") for n, person in enumerate(persons, start=start)], BATCH
    )
    Position.objects.bulk_create(
        [
            Position(person=person, organisation=organisations[n % len(organisations)], title="Chargée de mission", is_main=True)
            for n, person in enumerate(persons, start=start)
        ],
        BATCH,
    )
    return persons


def _organisations(count: int, departments: list[Department], chance: random.Random) -> list[Organisation]:
    made = []
    for number in range(count):
        department = chance.choice(departments)
        organisation = Organisation(name=f"Association de volume {number}", department=department, region=department.region, legal_form="association")
        organisation.fill_search()
        made.append(organisation)
    return Organisation.objects.bulk_create(made, BATCH)


def _day(sessions: int, capacity: int | None, atelier_capacity: int | None, seed: int, by: Actor) -> Day:
    cycle = create_cycle(by=by, name=f"Cycle de volume {seed}")
    date = timezone.localdate() + timedelta(weeks=4)
    day = create_day(
        by=by, cycle=cycle, title=f"Volume {seed}", date=date, starts=time(8, 0), ends=time(20, 0), capacity=capacity, place_name="Lieu de volume"
    )
    rooms = Room.objects.bulk_create([Room(day=day, name=f"Salle {n + 1}", capacity=200, position=n) for n in range(8)])
    slots = [time(8 + n // 2, 30 * (n % 2)) for n in range(23)]
    made = []
    for number in range(sessions):
        slot = (number // len(rooms)) % (len(slots) - 1)
        bookable = number % 3 == 0
        made.append(
            Session(
                day=day,
                kind="atelier" if bookable else "conference",
                title=f"Séance {number + 1}",
                room=rooms[number % len(rooms)],
                starts=slots[slot],
                ends=slots[slot + 1],
                bookable=bookable,
                capacity=atelier_capacity if bookable else None,
            )
        )
    Session.objects.bulk_create(made, BATCH)
    release(day, by=by, note="Volume")
    Day.objects.filter(pk=day.pk).update(state=DayState.OPEN)
    day.refresh_from_db()
    return day


def _registrations(day: Day, persons: list[Person], chance: random.Random) -> int:
    """Confirmed up to the capacity, the rest waiting in order; ateliers are chosen while they have places."""
    places = len(persons) if day.capacity is None else min(day.capacity, len(persons))
    now, qualities = timezone.now(), list(Quality)
    made = Registration.objects.bulk_create(
        [
            Registration(
                day=day,
                person=person,
                state=RegistrationState.CONFIRMED if number < places else RegistrationState.WAITING,
                queue_number=None if number < places else number - places + 1,
                quality=chance.choice(qualities),
                origin=Origin.INVITATION,
                answered_at=now,
            )
            for number, person in enumerate(persons)
        ],
        BATCH,
    )
    ateliers = list(day.sessions.bookable())
    left = {atelier.pk: atelier.capacity if atelier.capacity is not None else len(persons) for atelier in ateliers}
    choices = []
    for registration in made[:places]:
        atelier = chance.choice(ateliers) if ateliers else None
        if atelier is not None and left[atelier.pk] > 0:
            left[atelier.pk] -= 1
            choices.append(SessionChoice(registration=registration, session=atelier, state=ChoiceState.CONFIRMED))
    SessionChoice.objects.bulk_create(choices, BATCH)
    Session.objects.filter(pk__in=[pk for pk, places_left in left.items() if places_left == 0]).update(full=True)
    return places


def _urls(day: Day, by: Actor) -> dict[str, str]:
    atelier = day.sessions.bookable().first()
    base, staff = settings.SITE_URL, {"slug": day.slug}
    synthesis = create_synthesis(day=day, by=by)
    urls = {
        "programme": base + reverse("events:programme:public_day", kwargs=staff),
        "programme_ics": base + reverse("events:programme:public_ics", kwargs=staff),
        "programme_json": base + reverse("events:programme:public_json", kwargs=staff),
        "accueil": address(issue(kind="accueil", target=day, expires_at=day.ends_at, by=by)),
        "directory": base + reverse("contacts:directory:persons"),
        "registrations": base + reverse("events:registration:list", kwargs=staff),
        "coordination": base + reverse("collectives:coordination:list"),
        "dashboard": base + reverse("reports:dashboard:today"),
        "synthesis_pdf": base + reverse("reports:synthesis:pdf", args=[synthesis.public_id]),
    }
    if atelier is not None:
        urls["rapporteur"] = address(issue_report_link(session=atelier, by=by))
    return urls
