"""Forms that the whole world may send."""

import pytest
from django.http import QueryDict

from labo_ess.throttle.robots import LIVES, SECONDS_AT_LEAST, OpenForm
from tests.robots import stamp


def sent(**fields: str) -> OpenForm:
    data = QueryDict(mutable=True)
    data.update(fields)
    return OpenForm(data)


def test_a_form_read_for_a_while_is_taken_and_keeps_its_number() -> None:
    mine = stamp()
    first, again, other_tab = sent(stamp=mine), sent(stamp=mine), sent(stamp=stamp())
    assert (first.is_valid(), again.is_valid(), other_tab.is_valid()) == (True, True, True)
    assert (first.key == again.key, first.key == other_tab.key, len(first.key)) == (True, False, 32)


def test_too_fast_is_said_and_the_same_page_may_be_sent_again() -> None:
    form = sent(stamp=stamp(0))
    assert (form.is_valid(), "trop vite" in str(form.errors)) == (False, True)
    assert form["stamp"].value() == form.data["stamp"]
    assert sent(stamp=stamp(SECONDS_AT_LEAST + 1)).is_valid()


@pytest.mark.parametrize(
    "given", ["", "x", "é", "eyJhdCI6MH0:abc", "a" * 299, stamp(LIVES.total_seconds() + 5)], ids=["absent", "x", "é", "forged", "long", "old"]
)
def test_old_absent_and_forged_stamps_get_a_new_one(given: str) -> None:
    form = sent(stamp=given)
    assert (form.is_valid(), "trop longtemps" in str(form.errors)) == (False, True)
    assert form["stamp"].value() != given


def test_a_stamp_of_5000_characters_is_refused_in_words() -> None:
    assert not sent(stamp="x" * 5000).is_valid()


def test_the_hidden_field_catches_a_robot_and_hides_from_people() -> None:
    assert (sent(website="https://spam", stamp=stamp()).caught, sent(website="  ", stamp=stamp()).caught, OpenForm().caught) == (True, False, False)
    field = str(OpenForm()["website"])
    assert ('tabindex="-1"' in field, 'autocomplete="off"' in field) == (True, True)
