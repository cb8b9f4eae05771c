"""Days are made with a committee, change in the table of passages only, and their public pages follow."""

from datetime import date, time, timedelta
from itertools import product

import pytest
from django.utils import timezone

from collectives.groups.enums import CollectiveKind
from contacts.directory.models import Organisation
from events.days.enums import DAY_PASSAGES, DayState, PartnerRole
from events.days.exceptions import (
    AddressTaken,
    CapacityRefused,
    HoursInDisorder,
    NotADraft,
    PartnerAlready,
    PassageRefused,
    PastByClockOnly,
    RoomInUse,
    RoomNameTaken,
)
from events.days.models import Day, Room
from events.days.services import (
    add_partner,
    add_room,
    create_cycle,
    create_day,
    edit_day,
    edit_room,
    move_partner,
    pass_to,
    remove_partner,
    remove_room,
    restore_day,
    trash_day,
)
from events.days.tasks import close_past_days
from labo_ess.audit.actors import Actor
from labo_ess.audit.models import AuditEntry
from tests.factories.days import HOUSE, CycleFactory, DayFactory, DayPartnerFactory, RoomFactory
from tests.factories.directory import OrganisationFactory
from tests.factories.programme import SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TEAM = Actor("user", "5b1d0f3e-0000-4000-8000-000000000001")


def test_a_day_is_made_with_its_committee() -> None:
    day = create_day(by=HOUSE, cycle=CycleFactory(), title="Centre-Val de Loire", date=date(2026, 12, 22))
    assert (day.slug, day.state, day.committee.kind) == ("centre-val-de-loire-2026", DayState.DRAFT, CollectiveKind.COMMITTEE)
    assert day.committee.name == "Comité d’organisation – Centre-Val de Loire"
    assert AuditEntry.objects.get(verb="day.created").object_id == day.public_id


def test_addresses_are_never_taken_twice() -> None:
    cycle = CycleFactory()
    days = [create_day(by=HOUSE, cycle=cycle, title="Bretagne", date=date(2026, 12, 22)) for _ in range(3)]
    assert [day.slug for day in days] == ["bretagne-2026", "bretagne-2026-2", "bretagne-2026-3"]
    assert [create_cycle(by=HOUSE, name="Cycles").slug, create_cycle(by=HOUSE, name="…").slug] == ["cycles-2", "cycle"]


@pytest.mark.parametrize("word", ["nouvelle", "cycles"])
def test_words_of_the_house_are_refused_as_addresses(word: str) -> None:
    with pytest.raises(AddressTaken):
        create_day(by=HOUSE, cycle=CycleFactory(), title="X", date=date(2026, 12, 22), slug=word)
    assert Day.objects.count() == 0


@pytest.mark.parametrize(
    ("details", "refusal"),
    [
        ({"starts": time(17), "ends": time(9)}, HoursInDisorder),
        ({"last_date": date(2026, 12, 21)}, HoursInDisorder),
        ({"capacity": 0}, CapacityRefused),
    ],
)
def test_impossible_days_are_refused(details: dict, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        create_day(by=HOUSE, cycle=CycleFactory(), title="X", date=date(2026, 12, 22), **details)
    assert Day.objects.count() == 0


@pytest.mark.parametrize(("before", "after"), list(product(DayState, DayState)))
def test_the_table_of_passages_is_closed(before: DayState, after: DayState) -> None:
    day = DayFactory(state=before)
    if after in DAY_PASSAGES[before]:
        assert pass_to(day, after, by=Actor.system("clock")).state == after
        return
    with pytest.raises(PassageRefused):
        pass_to(day, after, by=Actor.system("clock"))
    day.refresh_from_db()
    assert day.state == before


def test_nobody_declares_a_day_past() -> None:
    with pytest.raises(PastByClockOnly):
        pass_to(DayFactory(state=DayState.OPEN), DayState.PAST, by=TEAM)


def test_the_clock_closes_days_that_are_over() -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    over = [DayFactory(state=state, date=yesterday) for state in (DayState.OPEN, DayState.CLOSED)]
    others = [DayFactory(state=DayState.OPEN), DayFactory(state=DayState.PREPARING, date=yesterday)]
    assert (close_past_days(), close_past_days()) == (2, 0)
    assert [Day.objects.get(pk=day.pk).state for day in over + others] == ["past", "past", "open", "preparing"]


def test_a_day_that_moves_tells_calendars_and_public_pages() -> None:
    day = DayFactory()
    later = edit_day(day, by=HOUSE, date=day.date + timedelta(days=7))
    assert (later.sequence, Day.objects.get(pk=day.pk).public_version) == (1, 1)
    same = edit_day(later, by=HOUSE, date=later.date)
    assert (same.sequence, AuditEntry.objects.filter(verb="day.edited").count()) == (1, 1)
    assert edit_day(later, by=HOUSE, presentation="Bonjour").sequence == 1


def test_sessions_follow_a_day_that_moves() -> None:
    session = SessionFactory()
    before = session.starts_at
    edit_day(session.day, by=HOUSE, date=session.day.date + timedelta(days=7))
    session.refresh_from_db()
    assert session.starts_at.date() - before.date() == timedelta(days=7)


def test_only_a_draft_goes_to_the_corbeille_and_comes_back() -> None:
    with pytest.raises(NotADraft):
        trash_day(DayFactory(state=DayState.PREPARING), by=HOUSE)
    day = trash_day(DayFactory(), by=HOUSE)
    assert (day.is_trashed, Day.objects.alive().filter(pk=day.pk).exists()) == (True, False)
    assert restore_day(day, by=HOUSE).is_trashed is False


def test_partners_keep_their_order() -> None:
    day = DayFactory()
    names = ["Région", "Cress", "Fondation"]
    first, second, third = (add_partner(day, OrganisationFactory(name=name), PartnerRole.PARTNER, by=HOUSE) for name in names)
    move_partner(third, by=HOUSE, up=True)
    move_partner(first, by=HOUSE, up=True)
    assert [str(each.organisation) for each in day.partners.all()] == ["Région", "Fondation", "Cress"]
    remove_partner(second, by=HOUSE)
    assert (day.partners.count(), Organisation.objects.count()) == (2, 3)


def test_an_organisation_holds_a_role_once() -> None:
    partner = DayPartnerFactory(role=PartnerRole.HOST)
    with pytest.raises(PartnerAlready):
        add_partner(partner.day, partner.organisation, PartnerRole.HOST, by=HOUSE)
    assert add_partner(partner.day, partner.organisation, PartnerRole.FUNDER, by=HOUSE).role == PartnerRole.FUNDER


def test_rooms_have_one_name_and_stay_while_used() -> None:
    room = add_room(DayFactory(), "Salle Loire", 30, by=HOUSE)
    with pytest.raises(RoomNameTaken):
        add_room(room.day, "Salle Loire", by=HOUSE)
    with pytest.raises(CapacityRefused):
        edit_room(room, by=HOUSE, capacity=0)
    session = SessionFactory(day=room.day, room=room)
    with pytest.raises(RoomInUse):
        remove_room(room, by=HOUSE)
    session.delete()
    remove_room(room, by=HOUSE)
    assert Room.objects.count() == 0


def test_each_act_on_a_day_drops_its_public_pages() -> None:
    day = DayFactory(state=DayState.PREPARING)
    room = RoomFactory(day=day)
    edit_room(room, by=HOUSE, name="Hémicycle")
    pass_to(day, DayState.OPEN, by=HOUSE)
    add_partner(day, OrganisationFactory(), by=HOUSE)
    assert Day.objects.get(pk=day.pk).public_version == 3
