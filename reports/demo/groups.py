"""The demo's démarches, their groups, and who sits in them; the committees of the days too."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from collectives.groups.enums import CollectiveKind
from collectives.groups.models import Collective, Process
from collectives.groups.services import add_phase, create_collective, create_process, pass_stage
from collectives.mandates.enums import MandateKind
from collectives.mandates.services import add_member, appoint, end_membership
from contacts.directory.models import Organisation, Person
from contacts.directory.services import create_organisation, create_person
from contacts.reference.models import Department, Theme
from events.days.models import Day
from labo_ess.accounts.models import User
from labo_ess.audit.actors import Actor
from labo_ess.text.slugs import slugify_fr
from reports.demo.directory import THEMES
from reports.demo.scenario import shift, tables

SOURCE = "scénario de démonstration"


def load_groups(
    organisations: dict[str, Organisation], persons: dict[str, Person], days: dict[str, Day], referent: User, by: Actor
) -> dict[str, Collective]:
    """Every group of the scenario, under its key; those of the days under the day's key. Adds its own people to `persons`."""
    described = tables("collectives")
    moved = shift(tables("days")["days"], timezone.localdate())
    _load_people(described, organisations, persons, by)
    processes = {row["key"]: _process(row, organisations, moved, referent, by) for row in described["processes"]}
    groups = {row["key"]: _group(row, processes, organisations, persons, moved, by) for row in described["collectives"]}
    committees = described["committees"]
    for key, day in days.items():
        members = [["labo", [committees["labo"]]], *committees[key]]
        for organisation, sitting in members:
            mandates = [[person, kind, committees["since"]] for person, kind in zip(sitting, MandateKind, strict=False)]
            _organisation_member(day.committee, [organisation, committees["since"], "", mandates], organisations, persons, moved, by)
        groups[key] = day.committee
    return groups


def _load_people(described: dict[str, Any], organisations: dict[str, Organisation], persons: dict[str, Person], by: Actor) -> None:
    departments = Department.objects.select_related("region").in_bulk()
    for row in described["organisations"]:
        department = departments[row["department"]]
        organisations[row["key"]] = create_organisation(
            name=row["name"],
            short_name=row["short_name"],
            legal_form=row["legal_form"],
            postcode=row["postcode"],
            town=row["town"],
            department=department,
            region=department.region,
            source="structure réelle" if row.get("real") else SOURCE,
            by=by,
        )
    for row in described["persons"]:
        first, last = row["name"]
        organisation = organisations[row["organisation"]]
        persons[row["key"]] = create_person(
            first_name=first,
            last_name=last,
            email=f"{slugify_fr(first)}.{slugify_fr(last)}@example.org",
            organisation=organisation,
            title=row["title"],
            source=SOURCE,
            civility=row["civility"],
            region=organisation.region,
            by=by,
        )


def _process(row: dict[str, Any], organisations: dict[str, Organisation], moved: timedelta, referent: User, by: Actor) -> Process:
    process = create_process(
        name=row["name"],
        slug=row["slug"],
        former_titles=row["former_titles"],
        aims=row["aims"].strip(),
        lead_organisations=[organisations[key] for key in row["leads"]],
        referents=[referent] if row["followed"] else [],
        by=by,
    )
    for title, starts_on, ends_on, active in row["phases"]:
        add_phase(process=process, title=title, starts_on=starts_on + moved, ends_on=ends_on + moved, active=active, by=by)
    return process


def _group(
    row: dict[str, Any],
    processes: dict[str, Process],
    organisations: dict[str, Organisation],
    persons: dict[str, Person],
    moved: timedelta,
    by: Actor,
) -> Collective:
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    group = create_collective(
        kind=CollectiveKind(row["kind"]),
        name=row["name"],
        slug=row["slug"],
        process=processes.get(row.get("process", "")),
        challenge=row["challenge"],
        department=Department.objects.select_related("region").filter(pk=row.get("department")).first(),
        themes=[themes[THEMES.get(slug, slug)] for slug in row["themes"]],
        lead_organisation=organisations.get(row.get("lead", "")),
        quorum_percent=row.get("quorum"),
        stage=row["stage"],
        by=by,
    )
    for each in row["organisations"]:
        _organisation_member(group, each, organisations, persons, moved, by)
    for key, since_on, function, voting in row["persons"]:
        add_member(collective=group, person=persons[key], since_on=since_on + moved, function=function, voting=voting, by=by)
    for after, changed_on, criteria, reason in row["passages"]:
        pass_stage(collective=group, after=after, changed_on=changed_on + moved, criteria=criteria, reason=reason, by=by)
    group.refresh_from_db()
    return group


def _organisation_member(
    group: Collective, row: list[Any], organisations: dict[str, Organisation], persons: dict[str, Person], moved: timedelta, by: Actor
) -> None:
    """[key, since, function, mandates, until?], each mandate [person, quality, from, until?]."""
    key, since_on, function, mandates, *until = row
    member = add_member(collective=group, organisation=organisations[key], since_on=since_on + moved, function=function, by=by)
    for person, kind, starts_on, *ends_on in mandates:
        ends = ends_on[0] + moved if ends_on else None
        appoint(seat=member.seat, person=persons[person], kind=kind, starts_on=starts_on + moved, ends_on=ends, by=by)
    if until:
        end_membership(membership=member, until_on=until[0] + moved, by=by)
