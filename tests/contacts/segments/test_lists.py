"""Lists made by hand or from a filter."""

import pytest
from django.urls import reverse

from contacts.segments import services
from contacts.segments.exceptions import ListNameTaken
from contacts.segments.models import ContactList
from labo_ess.audit.actors import Actor
from tests.factories.directory import PersonFactory

BY = Actor.system("test")
pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_a_list_keeps_its_persons_once() -> None:
    people = [PersonFactory() for _ in range(3)]
    made = services.create_list(name="Copil", persons=people[:2], by=BY)
    assert services.add_to_list(contact_list=made, persons=people, by=BY) == 1
    assert services.remove_from_list(contact_list=made, persons=people[:1], by=BY) == 1
    assert made.members.count() == 2
    with pytest.raises(ListNameTaken):
        services.create_list(name="COPIL", by=BY)


def test_a_list_is_made_of_a_filter(team) -> None:  # type: ignore[no-untyped-def]
    PersonFactory(last_name="Alpha")
    PersonFactory(last_name="Bêta")
    page = team.get(reverse("contacts:segments:new") + "?q=beta").content.decode()
    assert "1 personne entrera" in page.replace("\u00a0", " ").replace("\u202f", " ")
    answer = team.post(reverse("contacts:segments:new"), {"name": "Filtre", "tout": "1", "filtre": "q=beta"})
    made = ContactList.objects.get()
    assert (answer.url, [each.person.last_name for each in made.members.all()]) == (made.get_absolute_url(), ["Bêta"])
    assert 'data-count="1"' in team.get("/bureau/repertoire/?liste=" + str(made.public_id)).content.decode()


def test_an_empty_list_and_a_taken_name(team) -> None:  # type: ignore[no-untyped-def]
    PersonFactory()
    team.post(reverse("contacts:segments:new") + "?vide=1", {"name": "Vide"})
    assert ContactList.objects.get().members.count() == 0
    assert team.post(reverse("contacts:segments:new"), {"name": "vide"}).status_code == 422


def test_a_selection_goes_into_a_list(team) -> None:  # type: ignore[no-untyped-def]
    people = [PersonFactory() for _ in range(2)]
    made = services.create_list(name="Copil", by=BY)
    add = reverse("contacts:segments:add")
    assert "Ajouter 2" in team.post(add, {"id": [p.public_id for p in people]}).content.decode().replace("\u00a0", " ")
    chosen = {"id": [p.public_id for p in people], "choose": "1"}
    assert team.post(add, chosen).status_code == 422
    assert team.post(add, chosen | {"contact_list": made.public_id}).status_code == 302
    assert team.post(add, chosen | {"contact_list": made.public_id}).status_code == 302
    assert made.members.count() == 2
    team.post(add, chosen | {"new_name": "Autre"})
    assert ContactList.objects.get(name="Autre").members.count() == 2
    assert team.post(add, {}).status_code == 302


def test_members_page_edit_remove_and_trash(team, reader) -> None:  # type: ignore[no-untyped-def]
    people = [PersonFactory() for _ in range(2)]
    made = services.create_list(name="Copil", persons=people, by=BY)
    assert 'data-count="2"' in team.get(made.get_absolute_url()).content.decode()
    assert 'data-count="2"' in reader.get(made.get_absolute_url()).content.decode()
    team.post(reverse("contacts:segments:remove", args=[made.public_id]), {"id": [people[0].public_id]})
    assert made.members.count() == 1
    assert team.post(reverse("contacts:segments:edit", args=[made.public_id]), {"name": "Renommée"}).status_code == 302
    team.post(reverse("contacts:segments:trash", args=[made.public_id]))
    assert team.get(made.get_absolute_url()).status_code == 404
    team.post(reverse("revisions:restore", args=["contactlist", made.public_id]))
    assert team.get(reverse("contacts:segments:lists")).content.decode().count("Renommée") >= 1


def test_lecture_changes_nothing(reader) -> None:  # type: ignore[no-untyped-def]
    made = services.create_list(name="Copil", by=BY)
    for name, args in (("add", []), ("remove", [made.public_id]), ("trash", [made.public_id])):
        assert reader.post(reverse(f"contacts:segments:{name}", args=args)).status_code == 403
    assert reader.get(reverse("contacts:segments:new")).status_code == 403
