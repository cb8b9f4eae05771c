"""The demo's directory: real public bodies without their office-holders, fictional structures and people."""

from typing import Any

from contacts.directory.models import Organisation, Person
from contacts.directory.services import create_organisation, create_person
from contacts.reference.models import Department, Region, Theme
from contacts.reference.services import cress_rows
from labo_ess.audit.actors import Actor
from labo_ess.text.slugs import slugify_fr
from reports.demo.scenario import rows

THEMES = {
    "economie-circulaire": "economie-circulaire-reemploi",
    "habitat": "habitat-btp",
    "energie": "transition-energetique-citoyenne",
}
"""Short keys of the scenario whose theme bears another slug."""


def load_public_bodies(by: Actor) -> dict[str, Organisation]:
    """Each Région and each Cress, under `region:24` and `cress:24`."""
    bodies: dict[str, Organisation] = {}
    regions = {region.code: region for region in Region.objects.all()}
    for code, region in regions.items():
        if region.authority:
            bodies[f"region:{code}"] = create_organisation(
                name=region.authority,
                short_name=region.usual_name,
                legal_form="region",
                region=region,
                source="liste publique des collectivités",
                by=by,
            )
    for row in cress_rows():
        site = row["site_web"]
        bodies[f"cress:{row['region_code']}"] = create_organisation(
            name=row["nom_officiel"],
            short_name=row["nom_usuel"].replace("CRESS", "Cress"),
            legal_form="cress",
            region=regions[row["region_code"]],
            site=f"https://{site}" if site else "",
            source="liste publique des Cress",
            by=by,
        )
    return bodies


def load_organisations(by: Actor) -> dict[str, Organisation]:
    """The fictional structures, under their key."""
    departments = Department.objects.select_related("region").in_bulk()
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    made: dict[str, Organisation] = {}
    for row in rows("organisations"):
        department = departments[row["department"]]
        made[row["key"]] = create_organisation(
            name=row["name"],
            short_name=row["short_name"],
            legal_form=row["legal_form"],
            postcode=row["postcode"],
            town=row["town"],
            department=department,
            region=department.region,
            themes=[themes[THEMES.get(row["themes"], row["themes"])]],
            source="scénario de démonstration",
            by=by,
        )
    return made


def load_persons(organisations: dict[str, Organisation], by: Actor) -> dict[str, Person]:
    """The fictional people, under their key; every address is at example.org."""
    departments = Department.objects.select_related("region").in_bulk()
    made: dict[str, Person] = {}
    for number, row in enumerate(rows("persons")):
        department = departments[row["department"]]
        fields: dict[str, Any] = {"civility": row["civility"], "department": department, "region": department.region}
        made[row["key"]] = create_person(
            first_name=row["first_name"],
            last_name=row["last_name"],
            email=f"{slugify_fr(row['first_name'])}.{slugify_fr(row['last_name'])}@example.org",
            phone=f"02 38 00 {number // 100:02d} {number % 100:02d}",
            organisation=organisations[row["organisation"]],
            title=row["title"],
            themes=list(organisations[row["organisation"]].themes.all()),
            source="scénario de démonstration",
            by=by,
            **fields,
        )
    return made
