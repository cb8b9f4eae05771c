"""Every group on one screen: its figures, its filters, its files, and the same number of queries however many rows."""

from datetime import timedelta
from io import BytesIO

import pytest
import python_calamine
from django.utils import timezone

from collectives.actions.models import Action
from collectives.coordination.querysets import overview
from collectives.groups.enums import Stage
from collectives.meetings.enums import DecisionState, MeetingState
from collectives.meetings.models import Decision, Meeting
from contacts.reference.models import Department, Region, Theme
from labo_ess.accounts.roles import Role
from tests.factories.groups import CollectiveFactory, OrganisationMemberFactory, PersonMemberFactory, ProcessFactory

pytestmark = pytest.mark.django_db
NOW, TODAY = timezone.now(), timezone.localdate()
LIST = "/bureau/collectifs/"


def meeting(group, days: int, state: str = MeetingState.CONVENED) -> Meeting:
    start = NOW + timedelta(days=days)
    return Meeting.objects.create(collective=group, title=f"Réunion J{days:+d}", starts_at=start, ends_at=start + timedelta(hours=2), state=state)


def action(group, due: int | None, **fields) -> Action:
    born = TODAY - timedelta(days=90)
    return Action.objects.create(
        collective=group, title="Chiffrer", born_on=born, due_on=None if due is None else TODAY + timedelta(days=due), **fields
    )


def decision(group, state: str = DecisionState.MADE) -> Decision:
    return Decision.objects.create(collective=group, text="Ouvrir le chantier", state=state, decided_on=TODAY)


def row_of(user, group):
    return overview(user).get(pk=group.pk)


def test_the_figures_of_a_group(make_user) -> None:
    group, other = CollectiveFactory(), CollectiveFactory()
    last, _, next_one, _ = meeting(group, -20), meeting(group, -40), meeting(group, 9), meeting(group, 30)
    meeting(group, 3, MeetingState.CANCELLED)
    meeting(other, 1)
    for due in (-3, -1, 5, None):
        action(group, due)
    action(group, -8, state="done")
    decision(group), decision(group, DecisionState.TO_CONFIRM), decision(group, DecisionState.APPLIED)
    row = row_of(make_user(Role.TEAM), group)
    assert (row.last_meeting_at, row.next_meeting_at) == (last.starts_at, next_one.starts_at)
    assert (row.actions_late, row.actions_open, row.decisions_open) == (2, 4, 2)


def test_what_lies_in_the_corbeille_counts_nowhere(make_user) -> None:
    group = CollectiveFactory()
    meeting(group, 4).put_in_trash()
    action(group, -4).put_in_trash()
    row = row_of(make_user(Role.TEAM), group)
    assert (row.next_meeting_at, row.actions_late) == (None, 0)


def test_silence_is_counted_from_the_last_sign(make_user) -> None:
    group, user = CollectiveFactory(), make_user(Role.TEAM)
    type(group).objects.filter(pk=group.pk).update(created_at=NOW - timedelta(days=200))
    assert (NOW - row_of(user, group).last_sign_at).days == 200
    meeting(group, -70, MeetingState.HELD)
    assert (NOW - row_of(user, group).last_sign_at).days == 70
    decision(group)
    assert row_of(user, group).last_sign_at >= NOW


def test_the_list_tells_them(team) -> None:
    group = CollectiveFactory(stage=Stage.LAUNCH)
    meeting(group, 9), action(group, -2), decision(group)
    text = team.get(LIST).content.decode()
    for words in ('data-page="collectives"', 'data-count="1"', group.name, "Lancement", "actions en retard", "1 action en retard"):
        assert words in text
    assert "aucune" not in text.split("<tbody>")[1]


def test_filters_and_tabs(team) -> None:
    theme, region = Theme.objects.first(), Region.objects.create(code="24", name="Centre-Val de Loire", zone="metro")
    department = Department.objects.create(code="36", name="Indre", region=region)
    late = CollectiveFactory(region=region, department=department)
    themed, closed = CollectiveFactory(), CollectiveFactory(stage=Stage.CLOSED)
    action(late, -1), meeting(themed, 5)
    if theme is None:
        theme = Theme.objects.create(slug="mobilites", name="Mobilités")
    themed.themes.add(theme)
    found = {
        "retard=oui": {late},
        "retard=non": {themed},
        "sans-reunion=oui": {late},
        f"theme={theme.slug}": {themed},
        "region=24": {late},
        "departement=36": {late},
        f"demarche={late.process.slug}": {late},
        "etape=clos&etat=tous": {closed},
        "etat=clos": {closed},
        "q=" + themed.name.split()[-1]: {themed},
    }
    for query, expected in found.items():
        text = team.get(f"{LIST}?{query}").content.decode()
        assert {group for group in (late, themed, closed) if group.get_absolute_url() in text} == expected, query


@pytest.mark.parametrize("query", ["tri=silence", "tri=-retards", "tri=prochaine", "tri=etape", "tri=decisions", "etape=clos&etat=tous&tri=derniere"])
def test_it_sorts(team, query) -> None:
    CollectiveFactory.create_batch(3)
    assert team.get(f"{LIST}?{query}").status_code == 200


def test_the_file_holds_typed_figures(team) -> None:
    group = CollectiveFactory()
    meeting(group, 9), action(group, -2)
    response = team.get(f"{LIST}?format=xlsx")
    heads, values = python_calamine.load_workbook(BytesIO(response.content)).get_sheet_by_index(0).to_python()
    row = dict(zip(heads, values, strict=True))
    assert (row["Collectif"], row["Actions en retard"], row["Démarche"], row["Silence depuis"]) == (group.name, 1, group.process.name, 0)
    assert row["Prochaine réunion"].date() == TODAY + timedelta(days=9)
    assert team.get(f"{LIST}?format=csv").content.startswith(b"\xef\xbb\xbf")


def test_a_reader_exports_nothing(reader) -> None:
    CollectiveFactory()
    assert (reader.get(LIST).status_code, reader.get(f"{LIST}?format=csv").status_code) == (200, 403)


def filled(number: int) -> None:
    process = ProcessFactory()
    for _ in range(number):
        group = CollectiveFactory(process=process)
        meeting(group, 9), meeting(group, -9), action(group, -2), decision(group)


@pytest.mark.parametrize("number", [1, 3, 300])
def test_the_list_costs_the_same_for_any_number(number, team, django_assert_max_num_queries) -> None:
    filled(number)
    team.get(LIST)
    with django_assert_max_num_queries(12) as seen:
        assert f'data-count="{number}"' in team.get(LIST).content.decode()
    assert len(seen) == 12


def page_queries(team, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    team.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert team.get(address).status_code == 200
    return len(seen)


def test_the_pages_of_a_group_and_of_a_demarche_cost_the_same(team) -> None:
    counts = []
    for number in (1, 3):
        process = ProcessFactory()
        group = CollectiveFactory(process=process)
        for _ in range(number):
            OrganisationMemberFactory(collective=group), PersonMemberFactory(collective=group), action(group, -2), decision(group)
            meeting(CollectiveFactory(process=process), 5), meeting(group, -5), meeting(group, 5)
        counts.append(
            [page_queries(team, address) for address in (group.get_absolute_url(), f"{group.get_absolute_url()}membres/", process.get_absolute_url())]
        )
    assert counts[0] == counts[1]


def test_the_overview_of_a_group(team) -> None:
    group = CollectiveFactory(challenge="Comment financer le temps long ?", stage=Stage.FOLLOW_UP)
    member = OrganisationMemberFactory(collective=group)
    action(group, -2), decision(group, DecisionState.TO_CONFIRM), meeting(group, 9)
    text = team.get(group.get_absolute_url()).content.decode()
    for words in (
        "temps long",
        'aria-current="step">Suivi',
        "1 action ouverte, dont 1 en retard",
        "À confirmer",
        member.organisation.name,
        "Titulaire",
        "Réunion J+9",
    ):
        assert words in text


def test_an_empty_group_says_what_belongs_there(team) -> None:
    text = team.get(CollectiveFactory().get_absolute_url()).content.decode()
    for words in ("formuler le défi", "Aucune n’est prévue", "Ajouter un membre"):
        assert words in text
