"""A référent·e sees its démarche and nothing else: pages, lists, filters; the querysets and the can_* functions agree."""

import pytest

from collectives.groups.models import Collective, Process
from collectives.groups.permissions import can_edit_collective, can_edit_process, can_see_collective, can_see_process
from labo_ess.accounts.roles import Role
from tests.factories.groups import CollectiveFactory, OrganisationMemberFactory, ProcessFactory

pytestmark = pytest.mark.django_db

READ = ("", "membres/")
WRITE = ("modifier/", "etape/", "membres/ajouter/")


@pytest.fixture
def mine(referent) -> Collective:
    group = CollectiveFactory()
    group.process.referents.add(referent.user)
    return group


def test_a_referent_reads_and_edits_its_groups(referent, mine) -> None:
    assert [referent.get(mine.get_absolute_url() + page).status_code for page in READ + WRITE] == [200] * 5


def test_another_group_does_not_exist_for_a_referent(referent, mine) -> None:
    for other in (CollectiveFactory(), CollectiveFactory(process=None, kind="instance"), CollectiveFactory(process=None, kind="comite")):
        assert [referent.get(other.get_absolute_url() + page).status_code for page in READ + WRITE] == [404] * 5
        assert referent.post(other.get_absolute_url() + "etape/", {"after": "lancement"}).status_code == 404


def test_another_demarche_is_neither_shown_nor_named(referent, mine) -> None:
    other = CollectiveFactory(process=ProcessFactory(name="Autre démarche"))
    assert referent.get(other.process.get_absolute_url()).status_code == 404
    for address in (
        "/bureau/collectifs/",
        "/bureau/collectifs/?etat=tous",
        "/bureau/collectifs/demarches/",
        mine.get_absolute_url(),
        mine.process.get_absolute_url(),
    ):
        text = referent.get(address).content.decode()
        assert ("Autre démarche" in text, other.name in text) == (False, False), address
    assert referent.get(f"/bureau/collectifs/?demarche={other.process.slug}").status_code == 400


def test_a_referent_lands_on_its_demarche(referent, mine) -> None:
    assert referent.get("/bureau/").url == mine.process.get_absolute_url()
    second = ProcessFactory()
    second.referents.add(referent.user)
    text = referent.get("/bureau/").content.decode()
    assert (mine.process.name in text, second.name in text) == (True, True)


def test_a_referent_makes_no_group_and_moves_none(referent, mine) -> None:
    assert [referent.get(f"/bureau/collectifs/{page}").status_code for page in ("nouveau/", "demarches/nouvelle/")] == [404, 404]
    form = referent.get(mine.get_absolute_url() + "modifier/").context["form"]
    assert ("process" in form.fields, "kind" in form.fields) == (False, False)
    assert referent.get(mine.process.get_absolute_url() + "modifier/").status_code == 404


def test_the_directory_is_not_searched_by_a_referent(referent, mine) -> None:
    outsider = OrganisationMemberFactory(organisation__name="Structure d’ailleurs").organisation
    text = referent.get(mine.get_absolute_url() + "membres/ajouter/?q=ailleurs").content.decode()
    assert (outsider.name in text, 'name="last_name"' in text, outsider.get_absolute_url() in text) == (False, True, False)


def test_a_reader_reads_and_changes_nothing(reader) -> None:
    group = CollectiveFactory()
    assert [reader.get(group.get_absolute_url() + page).status_code for page in READ] == [200, 200]
    assert [reader.get(group.get_absolute_url() + page).status_code for page in WRITE] == [403, 403, 403]


@pytest.mark.parametrize("role", list(Role))
def test_querysets_and_rights_agree(role, make_user) -> None:
    user = make_user(role)
    mine, other, trashed = CollectiveFactory(), CollectiveFactory(), CollectiveFactory()
    trashed.put_in_trash()
    for group in (mine, trashed):
        group.process.referents.add(user)
    for group in (mine, other, trashed):
        assert can_see_collective(user, group) == Collective.objects.visible_to(user).filter(pk=group.pk).exists()
        assert can_see_process(user, group.process) == Process.objects.visible_to(user).filter(pk=group.process.pk).exists()
    team, referent = role in (Role.ADMIN, Role.TEAM), role == Role.REFERENT
    assert [can_edit_collective(user, group) for group in (mine, other, trashed)] == [team or referent, team, False]
    assert can_edit_process(user, mine.process) == team
