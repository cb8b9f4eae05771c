"""Pages of démarches and groups, from the form to the row; what is refused says why, and nothing is half-written."""

import pytest
from django.utils import timezone

from collectives.groups import obstacles
from collectives.groups.enums import Stage
from collectives.groups.models import Collective, Phase, Process, StageChange
from contacts.directory.models import Organisation
from contacts.reference.models import Department, Epci, Region
from labo_ess.accounts.roles import Role
from tests.factories.groups import CollectiveFactory, ProcessFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate().isoformat()
GROUP = {"name": "Financement des coopérations", "kind": "chantier", "stage": "emergence", "proxies_per_seat": "1"}


def follow(response) -> str:
    return response.headers["Location"]


def test_a_demarche_is_made_changed_and_found_by_its_former_title(team, make_user) -> None:
    referent = make_user(Role.REFERENT)
    posted = {"name": "Étude-action", "aims": "Comprendre.", "leads": "Le Labo\nFondation fictive", "referents": [referent.public_id]}
    address = follow(team.post("/bureau/collectifs/demarches/nouvelle/", posted))
    process = Process.objects.get()
    assert (address, list(process.referents.all()), process.lead_organisations.count()) == (process.get_absolute_url(), [referent], 2)
    team.post(f"{address}modifier/", {**posted, "name": "Accompagner et financer", "lock_version": process.lock_version})
    text = team.get("/bureau/collectifs/demarches/?q=etude+action").content.decode()
    assert ("Accompagner et financer" in text, "Ancien titre" in text) == (True, True)


def test_phases_are_made_and_one_is_under_way(team) -> None:
    process = ProcessFactory()
    base = f"{process.get_absolute_url()}phases/"
    team.post(f"{base}nouvelle/", {"title": "Écoute", "starts_on": "2026-01-05", "ends_on": "2026-03-31"})
    phase = Phase.objects.get()
    team.post(f"{base}{phase.public_id}/en-cours/")
    assert 'aria-current="step">Écoute' in team.get(process.get_absolute_url()).content.decode()
    wrong = team.post(f"{base}{phase.public_id}/", {"title": "Écoute", "starts_on": "2026-03-31", "ends_on": "2026-01-05"})
    assert (wrong.status_code, 'data-error="ends_on"' in wrong.content.decode()) == (422, True)
    assert (team.get(f"{base}{phase.public_id}/supprimer/").status_code, Phase.objects.count()) == (200, 1)
    team.post(f"{base}{phase.public_id}/supprimer/")
    assert Phase.objects.count() == 0


def test_a_group_is_made_with_its_territory(team) -> None:
    region = Region.objects.create(code="24", name="Centre-Val de Loire", zone="metro")
    indre = Department.objects.create(code="36", name="Indre", region=region)
    Epci.objects.create(siren="200000001", name="CC du Val imaginaire", kind="CC", department=indre)
    process = ProcessFactory()
    posted = {**GROUP, "process": process.slug, "challenge": "Comment ?", "epci": "val imaginaire", "lead": "Pôle coopératif"}
    assert follow(team.post("/bureau/collectifs/nouveau/", posted)) == "/bureau/collectifs/financement-des-cooperations/"
    group = Collective.objects.get()
    assert (group.process, group.territory, group.department, group.region) == (process, "CC du Val imaginaire", indre, region)
    assert group.lead_organisation == Organisation.objects.get()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", " \u200b"),
        ("kind", "autre"),
        ("process", "inconnue"),
        ("quorum_percent", "0"),
        ("quorum_percent", "101"),
        ("epci", "introuvable"),
        ("stage", "clos"),
        ("challenge", "x" * 5001),
    ],
)
def test_what_is_wrong_is_told_beside_the_field(team, field, value) -> None:
    refused = team.post("/bureau/collectifs/nouveau/", {**GROUP, "lead": "Structure neuve", field: value})
    assert (refused.status_code, f'data-error="{field}"' in refused.content.decode()) == (422, True)
    assert (Collective.objects.count(), Organisation.objects.count()) == (0, 0)


def test_reserved_words_are_no_address(team) -> None:
    for name in ("Démarches", "Nouveau", "Décisions"):
        team.post("/bureau/collectifs/nouveau/", {**GROUP, "name": name})
    assert sorted(Collective.objects.values_list("slug", flat=True)) == ["decisions-2", "demarches-2", "nouveau-2"]


def test_two_people_save_at_once_and_nothing_is_lost(team) -> None:
    group = CollectiveFactory()
    seen = {**GROUP, "process": group.process.slug, "lock_version": group.lock_version}
    del seen["stage"]
    team.post(f"{group.get_absolute_url()}modifier/", {**seen, "challenge": "Le premier défi"})
    late = team.post(f"{group.get_absolute_url()}modifier/", {**seen, "challenge": "Le second défi"})
    text = late.content.decode()
    assert (late.status_code, "Le premier défi" in text, "Le second défi" in text) == (409, True, True)


def test_an_etape_is_passed_with_its_criteria(team) -> None:
    group = CollectiveFactory()
    address = f"{group.get_absolute_url()}etape/"
    assert "Un calendrier de travail est posé" in team.get(f"{address}?vers=lancement").content.decode()
    posted = {"after": "lancement", "changed_on": TODAY, "criteria": ["defi", "pilote", "membres"]}
    refused = team.post(address, posted)
    assert (refused.status_code, 'data-error="reason"' in refused.content.decode(), StageChange.objects.count()) == (422, True, 0)
    assert follow(team.post(address, {**posted, "reason": "Posé à la rentrée."})) == group.get_absolute_url()
    text = team.get(group.get_absolute_url()).content.decode()
    for words in ('aria-current="step">Lancement', "Posé à la rentrée.", "a fait passer le collectif"):
        assert words in text


@pytest.mark.parametrize("after", ["clos?", "", "reperage2", "transmission"])
def test_an_etape_out_of_reach_is_refused_in_words(team, after) -> None:
    group = CollectiveFactory()
    refused = team.post(f"{group.get_absolute_url()}etape/", {"after": after, "changed_on": TODAY, "reason": "x"})
    group.refresh_from_db()
    assert (refused.status_code, group.stage) in ((422, Stage.EMERGENCE), (302, Stage.LAUNCH))


def test_a_group_is_not_closed_while_a_meeting_is_planned(team, monkeypatch) -> None:
    monkeypatch.setattr(obstacles, "_obstacles", [lambda collective: "La réunion du 3 décembre est convoquée : annulez-la d’abord."])
    group = CollectiveFactory()
    refused = team.post(f"{group.get_absolute_url()}etape/", {"after": "clos", "changed_on": TODAY, "reason": "Fini."})
    text = refused.content.decode()
    assert (refused.status_code, "3 décembre" in text, 'data-error="after"' in text) == (422, True, True)
    group.refresh_from_db()
    assert group.stage == Stage.EMERGENCE


def test_a_group_goes_to_the_corbeille_and_comes_back(team) -> None:
    group = CollectiveFactory()
    page = team.post(f"{group.get_absolute_url()}supprimer/", follow=True).content.decode()
    assert ("corbeille" in page, team.get(group.get_absolute_url()).status_code) == (True, 404)
    committee = CollectiveFactory(kind="comite", process=None)
    team.post(f"{committee.get_absolute_url()}supprimer/")
    committee.refresh_from_db()
    assert committee.is_trashed is False
