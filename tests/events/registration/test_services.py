"""The rules of places, choices and queues (DESIGN §3)."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from contacts.directory.models import Person
from events.days.enums import DayState
from events.days.models import Day
from events.registration import services
from events.registration.enums import ChoiceState, Origin, RegistrationState
from events.registration.exceptions import (
    DayClosed,
    DayFull,
    PassageRefused,
    RegistrationWasRefused,
    SessionElsewhere,
    SessionFull,
    SessionNotBookable,
    SessionsOverlap,
)
from events.registration.models import Registration, SessionChoice
from labo_ess.outbox.models import OutboxEmail
from tests.factories.registration import HOUSE, AtelierFactory, GuestFactory, OpenDayFactory, guest_actor

pytestmark = [pytest.mark.django_db, pytest.mark.both]
R, C = RegistrationState, ChoiceState


def enter(day: Day, *choices: object, person: Person | None = None, **options: object) -> Registration:
    return services.register(day=day, person=person or GuestFactory(), by=HOUSE, choices=choices, **options)


def states(day: Day) -> list[str]:
    return list(Registration.objects.filter(day=day).order_by("pk").values_list("state", flat=True))


def choice_states(registration: Registration) -> list[tuple[str, str]]:
    return list(registration.choices.order_by("pk").values_list("session__title", "state"))


def ranks(day: Day) -> list[tuple[int, int]]:
    return list(Registration.objects.filter(day=day).waiting_in_order().values_list("person_id", "rank"))


def test_a_place_is_given_while_there_are_some() -> None:
    day = OpenDayFactory(capacity=2)
    enter(day), enter(day), enter(day)
    assert states(day) == ["confirmed", "confirmed", "waiting"]


def test_no_capacity_means_no_limit() -> None:
    day = OpenDayFactory(capacity=None)
    for _ in range(4):
        enter(day)
    assert states(day) == ["confirmed"] * 4


def test_capacity_nought_lets_everybody_wait() -> None:
    day = OpenDayFactory(capacity=0)
    enter(day)
    assert states(day) == ["waiting"]


def test_day_full_the_ateliers_are_wished_and_count_nowhere() -> None:
    day = OpenDayFactory(capacity=1)
    atelier = AtelierFactory(day=day, capacity=1, title="Réemploi")
    enter(day)
    second = enter(day, atelier)
    atelier.refresh_from_db()
    assert (second.state, choice_states(second), atelier.full) == ("waiting", [("Réemploi", "wished")], False)


def test_day_free_and_atelier_full_confirmed_and_the_choice_waits() -> None:
    day = OpenDayFactory(capacity=10)
    atelier = AtelierFactory(day=day, capacity=1, title="Réemploi")
    enter(day, atelier)
    second = enter(day, atelier)
    atelier.refresh_from_db()
    assert (second.state, choice_states(second), atelier.full) == ("confirmed", [("Réemploi", "waiting")], True)


def test_a_free_place_never_jumps_a_queue() -> None:
    day = OpenDayFactory(capacity=1)
    (
        first,
        _waits,
    ) = enter(day), enter(day)
    services.cancel(registration=first, by=HOUSE)
    third = enter(day)
    assert (third.state, [rank for _p, rank in ranks(day)]) == ("waiting", [1, 2])


def test_cancelled_again_is_at_the_end_of_the_queue() -> None:
    day = OpenDayFactory(capacity=0)
    first, second, third = enter(day), enter(day), enter(day)
    services.cancel(registration=first, by=HOUSE)
    again = enter(day, person=first.person)
    assert again.pk == first.pk
    assert ranks(day) == [(second.person_id, 1), (third.person_id, 2), (first.person_id, 3)]


def test_a_cancelled_registration_frees_its_place_and_its_ateliers() -> None:
    day = OpenDayFactory(capacity=1)
    atelier = AtelierFactory(day=day, capacity=1)
    one = enter(day, atelier)
    atelier.refresh_from_db()
    assert atelier.full
    services.cancel(registration=one, by=HOUSE)
    atelier.refresh_from_db()
    assert (one.choices.get().state, atelier.full, enter(day, atelier).state) == ("cancelled", False, "confirmed")


def test_promotion_by_hand_gives_the_place_and_settles_the_ateliers() -> None:
    day = OpenDayFactory(capacity=1)
    free, full = AtelierFactory(day=day, title="Libre"), AtelierFactory(day=day, title="Plein", capacity=1, starts=time(14), ends=time(15))
    first = enter(day, full)
    second = enter(day, free, full)
    with pytest.raises(DayFull):
        services.promote(registration=second, by=HOUSE)
    services.change(registration=first, by=HOUSE, choices=[free])
    enter(OpenDayFactory(), person=first.person)
    Day.objects.filter(pk=day.pk).update(capacity=2)
    promoted = services.promote(registration=second, by=HOUSE)
    assert (promoted.state, choice_states(promoted)) == ("confirmed", [("Libre", "confirmed"), ("Plein", "confirmed")])


def test_promotion_in_an_atelier_by_hand() -> None:
    day = OpenDayFactory()
    atelier = AtelierFactory(day=day, capacity=1)
    first, second = enter(day, atelier), enter(day, atelier)
    choice = second.choices.get()
    with pytest.raises(SessionFull):
        services.promote_choice(choice=choice, by=HOUSE)
    services.cancel(registration=first, by=HOUSE)
    atelier.refresh_from_db()
    assert atelier.full, "somebody waits: a newcomer would not get the place"
    assert services.promote_choice(choice=choice, by=HOUSE).state == "confirmed"
    assert OutboxEmail.objects.filter(message="choice_promoted").count() == 1


def test_a_wished_atelier_is_not_promoted_before_the_day() -> None:
    day = OpenDayFactory(capacity=0)
    registration = enter(day, AtelierFactory(day=day))
    with pytest.raises(PassageRefused, match="file de la journée"):
        services.promote_choice(choice=registration.choices.get(), by=HOUSE)


def test_changing_atelier_keeps_the_others_and_frees_the_one_left() -> None:
    day = OpenDayFactory()
    morning, other = AtelierFactory(day=day, title="A", capacity=1), AtelierFactory(day=day, title="B")
    afternoon = AtelierFactory(day=day, title="C", starts=time(14), ends=time(15))
    one = enter(day, morning, afternoon)
    services.change_choice(registration=one, by=HOUSE, leave=morning, take=other)
    morning.refresh_from_db()
    assert dict(choice_states(one)) == {"A": "cancelled", "C": "confirmed", "B": "confirmed"}
    assert (morning.full, enter(day, morning).choices.get().state) == (False, "confirmed")


def test_details_alone_send_no_mail() -> None:
    one = enter(OpenDayFactory())
    services.change(registration=one, by=HOUSE, details={"function": "Présidente", "needs": "boucle magnétique"})
    one.refresh_from_db()
    assert (one.function, one.version, OutboxEmail.objects.count()) == ("Présidente", 1, 1)


def test_ateliers_at_the_same_time_are_refused() -> None:
    day = OpenDayFactory()
    first, second = AtelierFactory(day=day), AtelierFactory(day=day, starts=time(12), ends=time(13))
    with pytest.raises(SessionsOverlap, match="en même temps"):
        enter(day, first, second)
    assert (Registration.objects.count(), SessionChoice.objects.count()) == (0, 0)


def test_an_atelier_of_another_day_is_refused() -> None:
    with pytest.raises(SessionElsewhere):
        enter(OpenDayFactory(), AtelierFactory())


def test_a_plenary_is_not_chosen() -> None:
    day = OpenDayFactory()
    with pytest.raises(SessionNotBookable):
        enter(day, AtelierFactory(day=day, bookable=False))


@pytest.mark.parametrize(
    ("state", "words"), [("draft", "pas encore ouvertes"), ("preparing", "pas encore ouvertes"), ("past", "a eu lieu"), ("archived", "a eu lieu")]
)
def test_a_day_that_takes_nobody_says_why(state: str, words: str) -> None:
    with pytest.raises(DayClosed, match=words):
        enter(OpenDayFactory(state=state))


def test_closed_to_guests_open_to_the_team() -> None:
    day, guest = OpenDayFactory(state=DayState.CLOSED), GuestFactory()
    with pytest.raises(DayClosed, match="viennent de fermer"):
        services.register(day=day, person=guest, by=guest_actor(day, guest))
    assert services.register_by_team(day=day, person=guest, by=HOUSE).origin == Origin.TEAM


def test_a_guest_may_give_the_place_back_after_closing_not_after_the_start() -> None:
    day, guest = OpenDayFactory(), GuestFactory()
    actor = guest_actor(day, guest)
    one = services.register(day=day, person=guest, by=actor)
    Day.objects.filter(pk=day.pk).update(state=DayState.CLOSED)
    assert services.cancel(registration=one, by=actor).state == "cancelled"
    two = services.register_by_team(day=day, person=GuestFactory(), by=HOUSE)
    Day.objects.filter(pk=day.pk).update(date=timezone.localdate() - timedelta(days=1))
    with pytest.raises(DayClosed, match="a commencé"):
        services.cancel(registration=two, by=actor)


def test_a_refused_person_cannot_come_back_alone() -> None:
    one = enter(OpenDayFactory())
    Registration.objects.filter(pk=one.pk).update(state=R.REFUSED)
    with pytest.raises(RegistrationWasRefused):
        enter(one.day, person=one.person)


def test_the_same_form_twice_is_one_registration_and_one_mail() -> None:
    day, guest = OpenDayFactory(), GuestFactory()
    for _ in range(3):
        enter(day, person=guest, form_key="abc")
    enter(day, person=guest, form_key="another tab")
    enter(day, person=guest)
    assert (Registration.objects.count(), OutboxEmail.objects.count()) == (1, 1)


def test_two_tabs_with_other_choices_keep_the_last_one() -> None:
    day, guest = OpenDayFactory(), GuestFactory()
    a, b = AtelierFactory(day=day, title="A"), AtelierFactory(day=day, title="B")
    enter(day, a, person=guest, form_key="tab 1")
    one = enter(day, b, person=guest, form_key="tab 2")
    assert dict(choice_states(one)) == {"A": "cancelled", "B": "confirmed"}


def test_cancelling_twice_changes_nothing() -> None:
    one = enter(OpenDayFactory())
    for _ in range(2):
        services.cancel(registration=one, by=HOUSE)
    assert list(OutboxEmail.objects.values_list("message", flat=True)) == ["registration_cancelled", "registration_confirmed"]


def test_only_their_own_acts_move_the_date_of_the_person() -> None:
    day, called, clicked = OpenDayFactory(), GuestFactory(), GuestFactory()
    services.register_by_team(day=day, person=called, by=HOUSE)
    services.register(day=day, person=clicked, by=guest_actor(day, clicked))
    called.refresh_from_db(), clicked.refresh_from_db()
    assert (called.last_act_at, clicked.last_act_at is not None) == (None, True)


def test_raising_the_capacity_moves_nobody_by_itself() -> None:
    day = OpenDayFactory(capacity=1)
    enter(day), enter(day)
    Day.objects.filter(pk=day.pk).update(capacity=5)
    third = enter(day)
    assert (third.state, states(day)) == ("waiting", ["confirmed", "waiting", "waiting"])


def test_registering_costs_the_same_with_one_atelier_or_four(django_assert_max_num_queries: object) -> None:
    counts = []
    for n in (1, 4):
        day, guest = OpenDayFactory(), GuestFactory()
        ateliers = [AtelierFactory(day=day, starts=time(10 + i), ends=time(10 + i, 50)) for i in range(n)]
        with django_assert_max_num_queries(22) as asked:  # type: ignore[operator]
            enter(day, *ateliers, person=guest)
        counts.append(len(asked))
    assert counts[0] == counts[1]
