"""Lists of words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from labo_ess.choices import registry, services
from labo_ess.choices.models import Choice
from labo_ess.text.slugs import slugify_fr

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def _colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "LISTS", registry.LISTS)
    registry.register("colour", label="Couleurs", seeds=[("vert", "Vert"), ("bleu", "Bleu")])
    yield
    registry.LISTS.pop("colour")
    services.forget()


def test_seeding_adds_what_is_missing_and_keeps_what_was_renamed() -> None:
    services.seed()
    Choice.objects.filter(list="colour", code="vert").update(label="Émeraude")
    Choice.objects.filter(list="colour", code="bleu").delete()
    assert services.seed() == 1
    services.forget()
    assert services.options("colour") == [("vert", "Émeraude"), ("bleu", "Bleu")]


def test_labels_cost_one_query_for_any_number_of_rows() -> None:
    services.seed()
    services.forget()
    with CaptureQueriesContext(connection) as seen:
        assert [services.label("colour", "vert") for _ in range(50)] == ["Vert"] * 50
    assert len(seen) == 1


def test_a_retired_word_is_still_read_and_no_longer_proposed() -> None:
    services.seed()
    word = Choice.objects.get(list="colour", code="vert")
    word.active = False
    word.save()
    assert services.label("colour", "vert") == "Vert"
    assert services.options("colour") == [("bleu", "Bleu")]
    assert services.label("colour", "inconnu") == "inconnu"


def test_an_admin_deletes_only_what_nothing_uses(admin, monkeypatch: pytest.MonkeyPatch) -> None:
    services.seed()
    word = Choice.objects.get(list="colour", code="vert")
    address = f"/admin/choices/choice/{word.pk}/delete/"
    monkeypatch.setattr("labo_ess.choices.admin.uses", lambda code, value: 3)
    assert admin.post(address, {"post": "yes"}).status_code == 403
    monkeypatch.setattr("labo_ess.choices.admin.uses", lambda code, value: 0)
    assert admin.post(address, {"post": "yes"}).status_code == 302
    assert not Choice.objects.filter(pk=word.pk).exists()


def test_uses_are_counted_in_the_models_that_hold_the_list() -> None:
    from django.apps import apps

    from labo_ess.choices.fields import ChoiceField

    held = {field.list for model in apps.get_models() for field in model._meta.local_concrete_fields if isinstance(field, ChoiceField)}
    assert held <= set(registry.LISTS)
    assert services.uses("session_kind", "atelier") == 0


def test_codes_are_plain() -> None:
    assert [code for each in registry.LISTS.values() for code, _ in each.seeds if slugify_fr(code).replace("-", "_") != code.replace("-", "_")] == []


def test_an_admin_adds_a_word_once(admin) -> None:
    page = "/admin/choices/choice/add/"
    assert admin.get(page).status_code == 200
    word = {"in_list": "session_kind", "code": "marche", "label": "Marche exploratoire", "position": "99", "active": "on"}
    assert admin.post(page, word).status_code == 302
    again = admin.post(page, word)
    assert ("est déjà dans cette liste" in again.content.decode(), Choice.objects.filter(code="marche").count()) == (True, 1)
