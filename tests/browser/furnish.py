"""What the demo's scenario lacks for every page to have something to show; runs inside the house and prints where it is.

`manage.py shell -c "from tests.browser.furnish import furnish; furnish()"`: one JSON object, the last line of what it prints.
"""

import json
import time
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from labo_ess.audit.actors import Actor

HOUSE = Actor.system("tests")
SECOND_FACTOR_ACCOUNT = ("second-facteur@example.org", "trois mots sans lien aucun")


def furnish() -> None:
    """Make it all in one transaction, then say it."""
    with transaction.atomic():
        paths = {**_directory(), **_day(), **_extract(), **_meeting(), **_job(), **_mail()}
        links, account = _links(), _account()
    print(json.dumps({"paths": paths, "links": links, **account}))  # noqa: T201


def open_empty_house() -> None:
    """A first day: an account of each role, one day and one collective that nobody has filled; `demo.json` as the demo writes it."""
    from pathlib import Path

    from collectives.groups.enums import CollectiveKind
    from collectives.groups.services import create_collective
    from contacts.reference.services import load_reference
    from events.days.services import create_cycle, create_day
    from labo_ess.accounts.models import User
    from labo_ess.accounts.roles import Role
    from reports.demo.services import ACCOUNTS, PASSWORD

    with transaction.atomic():
        load_reference()
        for role, (email, name) in ACCOUNTS.items():
            User.objects.create_user(email, PASSWORD, name=name, role=role, is_superuser=role == Role.ADMIN)
        cycle = create_cycle(name="Premier cycle", by=HOUSE)
        day = create_day(cycle=cycle, title="Première journée", date=timezone.localdate() + timedelta(days=70), by=HOUSE)
        create_collective(kind=CollectiveKind.SITE, name="Premier chantier", by=HOUSE)
    accounts = [{"role": str(role), "email": email, "password": PASSWORD} for role, (email, _) in ACCOUNTS.items()]
    (Path(settings.VAR_DIR) / "demo.json").write_text(json.dumps({"accounts": accounts, "day": day.slug, "collectives": [], "links": {}}))


def _directory() -> dict[str, str]:
    from contacts.directory.models import Person
    from contacts.directory.services import create_person
    from contacts.importing.services import open_batch, preview
    from contacts.segments.services import create_list, put_list_in_trash
    from labo_ess.accounts.models import User
    from labo_ess.lists.services import save_view

    people = list(Person.objects.alive()[:4])
    for number in (1, 2):
        people.append(create_person(first_name="Essai", last_name=f"Invité{number}", email=f"essai{number}@example.org", source="épreuve", by=HOUSE))
    kept = create_list(name="Membres d’un réseau", persons=people, note="Choisis à la main", by=HOUSE)
    put_list_in_trash(contact_list=create_list(name="Liste abandonnée", by=HOUSE), by=HOUSE)
    batch = open_batch(file_name="liste.csv", by=HOUSE)
    preview(batch, "Nom;Prénom;Courriel\nFictif;Ariane;ariane.fictif@example.org\nSans;Adresse;pas une adresse\n".encode())
    team = User.objects.get(email="equipe@example.org")
    persons = reverse("contacts:directory:persons")
    save_view(owner=team, label="Gens du Cher", list_name="persons", address=f"{persons}?q=cher", by=Actor.user(team))
    return {
        "contacts:segments:list": reverse("contacts:segments:list", args=[kept.public_id]),
        "contacts:segments:edit": reverse("contacts:segments:edit", args=[kept.public_id]),
        "contacts:importing:batch": reverse("contacts:importing:batch", args=[batch.public_id]),
        "lists:new_view": f"{reverse('lists:new_view')}?adresse={persons}%3Fq%3Dcher&liste=persons",
    }


def _day() -> dict[str, str]:
    """An open day after those of the demo, full with one person, and its invitations."""
    from contacts.directory.models import Person
    from contacts.mailings.enums import MailingState
    from contacts.mailings.models import Mailing
    from events.days.enums import Admission, DayState
    from events.days.models import Cycle
    from events.days.services import create_day, pass_to
    from events.invitations.services import invite
    from events.programme.services import add_session, release
    from events.registration.services import register

    details = {"place_name": "Maison de l’essai", "place_address": "1 rue imaginaire, 36000 Châteauroux", "capacity": 1, "admission": Admission.OPEN}
    cycle = Cycle.objects.earliest("pk")
    day = create_day(cycle=cycle, title="Journée d’essai", date=timezone.localdate() + timedelta(days=70), by=HOUSE, **details)
    day = pass_to(day, DayState.PREPARING, by=HOUSE)
    for kind, title, starts in (("ouverture", "Ouverture", "09:00"), ("pleniere", "Plénière", "10:00")):
        add_session(day=day, kind=kind, title=title, starts=_clock(starts), ends=_clock(starts, 45), by=HOUSE)
        if kind == "ouverture":
            release(day, by=HOUSE)
    day = pass_to(day, DayState.OPEN, by=HOUSE)
    tests = list(Person.objects.filter(first_name="Essai").order_by("pk"))
    for person in tests:
        register(day=day, person=person, by=HOUSE)
    first, second = Person.objects.alive().exclude(first_name="Essai")[:2]
    gone = invite(day=day, persons=[first], by=HOUSE)
    Mailing.objects.filter(pk=gone.pk).update(state=MailingState.SENT)
    draft = invite(day=day, persons=[second], by=HOUSE)
    pages = {f"contacts:mailings:{name}": reverse(f"contacts:mailings:{name}", args=[draft.public_id]) for name in ("edit", "preview", "send")}
    return {
        **pages,
        "contacts:mailings:follow": reverse("contacts:mailings:follow", args=[gone.public_id]),
        "events:programme:release": reverse("events:programme:release", args=[day.slug]),
        "events:registration:public": reverse("events:registration:public", args=[day.slug]),
        "events:registration:public_asked": reverse("events:registration:public_asked", args=[day.slug]),
    }


def _clock(words: str, later: int = 0) -> Any:
    from datetime import datetime

    return (datetime.strptime(words, "%H:%M") + timedelta(minutes=later)).time()


def _extract() -> dict[str, str]:
    from collectives.notes.models import Extract
    from events.restitution.models import SessionReport

    extract = Extract.objects.filter(note__in=SessionReport.objects.values("note")).earliest("pk")
    report = SessionReport.objects.select_related("session__day").get(note=extract.note_id)
    return {"events:restitution:correct": reverse("events:restitution:correct", args=[report.session.day.slug, report.public_id, extract.public_id])}


def _meeting() -> dict[str, str]:
    from collectives.meetings.enums import MeetingState
    from collectives.meetings.models import Meeting

    draft = Meeting.objects.select_related("collective").filter(state=MeetingState.DRAFT).earliest("pk")
    return {"collectives:meetings:convene": reverse("collectives:meetings:convene", args=[draft.collective.slug, draft.public_id])}


def _job() -> dict[str, str]:
    from labo_ess.accounts.models import User
    from labo_ess.jobs.enums import JobState
    from labo_ess.jobs.models import Job

    team = User.objects.get(email="equipe@example.org")
    job = Job(kind="synthesis_pdf", starter=team, actor_kind="user", actor_id=str(team.public_id), state=JobState.DONE, done=3, total=3)
    job.attach("synthese.pdf", b"%PDF-1.7")
    job.save()
    return {"jobs:detail": job.get_absolute_url()}


def _mail() -> dict[str, str]:
    from labo_ess.outbox.models import OutboxEmail

    failed = OutboxEmail.objects.create(message="registration_confirmed", key="tests:failed", state="failed", error="550 boîte inconnue")
    return {"outbox:detail": reverse("outbox:detail", args=[failed.public_id])}


def _links() -> dict[str, str]:
    """A personal link for each answer that a registration can have."""
    from events.registration.enums import RegistrationState
    from events.registration.models import Registration
    from labo_ess.links.services import address, issue

    links = {}
    for state in RegistrationState.values:
        found = Registration.objects.filter(state=state).select_related("day", "person").order_by("-pk").first()
        if found is not None:
            links[f"registration {state}"] = address(
                issue(kind="registration", target=found.day, holder=found.person, expires_at=found.day.ends_at, by=HOUSE)
            )
    return links


def _account() -> dict[str, Any]:
    """Someone with a second factor, already signed in; and an address to choose a new password."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from labo_ess.accounts.models import User
    from labo_ess.accounts.roles import Role
    from labo_ess.signin.emails import password_address
    from labo_ess.signin.factors import handle
    from tests.factories.passkeys import passkey_of

    email, password = SECOND_FACTOR_ACCOUNT
    user = User.objects.create_user(email, password, name="Second Facteur", role=Role.TEAM)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    key = f"/compte/cles-d-acces/{handle(passkey_of(user))}/"
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    now = time.time()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["account_authentication_methods"] = [{"method": "password", "at": now}, {"method": "mfa", "type": "totp", "at": now}]
    session.create()
    return {
        "session": {settings.SESSION_COOKIE_NAME: session.session_key},
        "new_password": password_address(user),
        "passkey": {"signin:rename_passkey": f"{key}nom/", "signin:remove_passkey": f"{key}retirer/"},
    }
