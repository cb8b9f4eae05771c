"""Loads the demo: the scenario, accounts of each role, and `var/demo.json` that says how to enter."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from collectives.groups.enums import CollectiveKind
from collectives.groups.models import Collective
from collectives.notes.models import Extract
from contacts.reference.services import load_reference
from events.days.models import Day
from events.invitations.enums import InvitationState
from events.invitations.models import Invitation
from events.programme.models import Session
from events.restitution.services import issue_report_link
from labo_ess.accounts.models import User
from labo_ess.accounts.roles import Role
from labo_ess.audit.actors import Actor
from labo_ess.links.services import address, issue
from reports.demo.actions import demo_action_link, load_actions
from reports.demo.directory import load_organisations, load_persons, load_public_bodies
from reports.demo.groups import load_groups
from reports.demo.journees import load_answers, load_days, load_extracts
from reports.demo.meetings import demo_meeting_links, demo_meetings, load_meetings
from reports.demo.scenario import LEAD, tables
from reports.synthesis.models import Synthesis
from reports.synthesis.services import add_section, add_source, create_synthesis, edit_front, write_sentence

PASSWORD = "journees-des-transitions"
ACCOUNTS = {
    Role.ADMIN: ("admin@example.org", "Camille Administre"),
    Role.TEAM: ("equipe@example.org", "Lou Santerre"),
    Role.REFERENT: ("referent@example.org", "Sol Referentiel"),
    Role.READER: ("lecture@example.org", "Alix Lecteur"),
}


def is_somebody_elses_house() -> bool:
    """Whether people work here already: the scenario would open accounts whose password is written in the documentation."""
    return not (settings.DEMO or settings.DEBUG) and User.objects.exists() and not User.objects.filter(email=ACCOUNTS[Role.TEAM][0]).exists()


@transaction.atomic
def load_demo(*, by: Actor) -> bool:
    """The whole scenario, once; returns False when it is there already. `var/demo.json` is written again in any case."""
    fresh = not User.objects.filter(email=ACCOUNTS[Role.TEAM][0]).exists()
    if fresh:
        _load(by)
    write_demo_file(by=by)
    return fresh


def _load(by: Actor) -> None:
    load_reference()
    for role, (email, name) in ACCOUNTS.items():
        User.objects.create_user(email, PASSWORD, name=name, role=role, is_superuser=role == Role.ADMIN)
    team = Actor.user(User.objects.get(email=ACCOUNTS[Role.TEAM][0]))
    organisations = {**load_public_bodies(by), **load_organisations(by)}
    persons = load_persons(organisations, by)
    days, sessions = load_days(organisations, persons, team)
    load_answers(days[LEAD], sessions, persons, team)
    _load_synthesis(days, load_extracts(sessions, team), team)
    groups = load_groups(organisations, persons, days, User.objects.get(email=ACCOUNTS[Role.REFERENT][0]), team)
    load_actions(groups, persons, days, ACCOUNTS[Role.TEAM][0], team)
    load_meetings(groups, persons, days, team)


def _load_synthesis(days: dict[str, Day], extracts: dict[str, Extract], by: Actor) -> Synthesis:
    """One finished synthesis, every sentence of which keeps its sources."""
    described = tables("synthesis")
    synthesis = create_synthesis(day=days[described["day"]], by=by)
    synthesis = edit_front(
        synthesis=synthesis,
        title=described["title"],
        subtitle=described["subtitle"],
        introduction=described["introduction"].strip(),
        seen_version=synthesis.lock_version,
        by=by,
    )
    synthesis.sections.all().delete()
    for row in described["sections"]:
        section = add_section(synthesis=synthesis, title=row["title"], by=by)
        for sentence_row in row["sentences"]:
            first, *others = [extracts[key] for key in sentence_row["sources"]] or [None]
            sentence = write_sentence(section=section, text=sentence_row["text"], extract=first, by=by)
            for extract in others:
                if extract is not None:
                    add_source(sentence=sentence, extract=extract, by=by)
    return synthesis


def write_demo_file(*, by: Actor) -> dict[str, Any]:
    """`var/demo.json`: addresses and passwords of the demo, for who visits it and for its checks."""
    day = Day.objects.filter(committee__isnull=False).order_by("-date").first()
    if day is None:
        return {}
    content = {
        "base": settings.SITE_URL,
        "accounts": [{"role": str(role), "email": email, "password": PASSWORD} for role, (email, _) in ACCOUNTS.items()],
        "day": day.slug,
        "collectives": _collectives(day),
        "meetings": demo_meetings(),
        "synthesis": _synthesis_id(),
        "links": _links(day, by),
    }
    path = Path(settings.VAR_DIR) / "demo.json"
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2))
    path.chmod(0o600)
    return content


def _collectives(day: Day) -> list[str]:
    """The leading chantier first, then the committee of the day, then the rest."""
    slugs = list(Collective.objects.alive().filter(kind=CollectiveKind.SITE).order_by("pk").values_list("slug", flat=True))
    others = Collective.objects.alive().exclude(slug__in=[*slugs, day.committee.slug]).exclude(kind=CollectiveKind.COMMITTEE)
    return [*slugs[:1], day.committee.slug, *slugs[1:], *others.order_by("pk").values_list("slug", flat=True)]


def _synthesis_id() -> str | None:
    synthesis = Synthesis.objects.alive().order_by("pk").first()
    return str(synthesis.public_id) if synthesis else None


def _links(day: Day, by: Actor) -> dict[str, str]:
    invitation = Invitation.objects.filter(day=day, state=InvitationState.SENT).select_related("person").order_by("pk").first()
    atelier = Session.objects.filter(day=day, bookable=True).order_by("pk").first()
    links = {"accueil": address(issue(kind="accueil", target=day, expires_at=day.ends_at, by=by))}
    if invitation is not None:
        links["invitation"] = address(issue(kind="registration", target=day, holder=invitation.person, expires_at=day.ends_at, by=by))
    if atelier is not None:
        links["rapporteur"] = address(issue_report_link(session=atelier, by=by))
    if action := demo_action_link(by):
        links["action"] = action
    return links | demo_meeting_links(by)
