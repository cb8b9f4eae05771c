"""May the house write to this person?"""

import pytest

from contacts.consent import services
from contacts.consent.enums import Obstacle, Purpose
from contacts.consent.exceptions import NoAddressToSuppress
from contacts.consent.models import Suppression
from contacts.directory.enums import AddressState
from labo_ess.audit.actors import Actor
from tests.factories.directory import EmailFactory, PersonFactory, reachable_person

BY = Actor.system("test")
pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_an_invitation_goes_to_the_main_address() -> None:
    person = reachable_person()
    EmailFactory(person=person, is_main=False)
    verdict = services.may_write_to(person, Purpose.INVITATION)
    assert (bool(verdict), verdict.address) == (True, person.emails.get(is_main=True).address)


@pytest.mark.parametrize(("state", "obstacle"), [(AddressState.BOUNCED, Obstacle.BOUNCED), (AddressState.ON_HOLD, Obstacle.ON_HOLD)])
def test_a_dead_address_is_left_out_and_another_one_serves(state: str, obstacle: str) -> None:
    person = EmailFactory(state=state).person
    assert services.may_write_to(person, Purpose.INVITATION).obstacle == obstacle
    other = EmailFactory(person=person, is_main=False)
    assert services.may_write_to(person, Purpose.INVITATION).address == other.address


def test_who_has_no_address_is_left_out() -> None:
    assert services.may_write_to(PersonFactory(), Purpose.INVITATION).obstacle == Obstacle.NO_ADDRESS


def test_an_objection_stops_invitations_and_lets_answers_through() -> None:
    person = reachable_person()
    services.object_to_mail(person=person, by=BY)
    assert services.may_write_to(person, Purpose.INVITATION).obstacle == Obstacle.SUPPRESSED
    assert services.may_write_to(person, Purpose.SERVICE).allowed
    services.lift_objection(person=person, by=BY)
    assert services.may_write_to(person, Purpose.INVITATION).allowed


def test_what_is_kept_of_an_objection_is_not_readable() -> None:
    person = reachable_person()
    services.object_to_mail(person=person, by=BY)
    row = Suppression.objects.get()
    assert person.emails.get().address.split("@")[0] not in str(row.__dict__)
    assert services.suppressed([person.emails.get().address.upper()]) == {person.emails.get().address}
    with pytest.raises(NoAddressToSuppress):
        services.object_to_mail(person=PersonFactory(), by=BY)


def test_an_objection_survives_a_change_of_keys(settings: object) -> None:
    person = reachable_person()
    services.object_to_mail(person=person, by=BY)
    settings.MAIL_KEYS = ["nouvelle", *settings.MAIL_KEYS]  # type: ignore[attr-defined]
    assert not services.may_write_to(person, Purpose.INVITATION)


def test_a_newsletter_needs_a_yes_and_the_last_word_counts() -> None:
    person = reachable_person()
    assert services.may_write_to(person, Purpose.NEWSLETTER).obstacle == Obstacle.NO_CONSENT
    services.give_consent(person=person, purpose=Purpose.NEWSLETTER, wording="Oui, écrivez-moi.", source="formulaire", by=BY)
    assert services.may_write_to(person, Purpose.NEWSLETTER).allowed
    services.withdraw_consent(person=person, purpose=Purpose.NEWSLETTER, by=BY)
    assert services.may_write_to(person, Purpose.NEWSLETTER).obstacle == Obstacle.WITHDRAWN
    assert person.consents.count() == 2


def test_many_cost_as_many_queries_as_one(django_assert_num_queries: object) -> None:
    people = [reachable_person() for _ in range(5)]
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert all(services.may_write_to_all(people, Purpose.INVITATION).values())
