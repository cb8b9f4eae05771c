"""Both state machines are closed: every pair, allowed or refused."""

import pytest

from events.registration.enums import CHOICE_PASSAGES, REGISTRATION_PASSAGES, ChoiceState, RegistrationState
from events.registration.exceptions import PassageRefused
from events.registration.models import Registration, SessionChoice
from events.registration.services import move, move_choice

R, C = RegistrationState, ChoiceState
DESIGN = {
    R.PENDING: {R.CONFIRMED, R.WAITING, R.REFUSED, R.CANCELLED},
    R.WAITING: {R.OFFERED, R.CONFIRMED, R.CANCELLED},
    R.OFFERED: {R.CONFIRMED, R.LAPSED, R.CANCELLED},
    R.CONFIRMED: {R.CANCELLED},
    R.CANCELLED: {R.PENDING, R.CONFIRMED, R.WAITING},
    R.LAPSED: {R.PENDING, R.CONFIRMED, R.WAITING},
    R.REFUSED: set(),
}


def test_the_table_is_the_one_of_the_design() -> None:
    assert REGISTRATION_PASSAGES == DESIGN


@pytest.mark.parametrize("before", R)
@pytest.mark.parametrize("after", R)
def test_every_passage_of_a_registration(before: R, after: R) -> None:
    registration = Registration(state=before)
    if after in DESIGN[before]:
        move(registration, after)
        assert registration.state == after
    else:
        with pytest.raises(PassageRefused):
            move(registration, after)


@pytest.mark.parametrize("before", C)
@pytest.mark.parametrize("after", C)
def test_every_passage_of_a_choice(before: C, after: C) -> None:
    choice = SessionChoice(state=before)
    if after in CHOICE_PASSAGES[before]:
        move_choice(choice, after)
        assert choice.state == after
    else:
        with pytest.raises(PassageRefused):
            move_choice(choice, after)


def test_nothing_comes_back_to_wished_but_by_registering_again() -> None:
    assert {state for state, targets in CHOICE_PASSAGES.items() if C.WISHED in targets} == {C.CANCELLED, C.LAPSED}
