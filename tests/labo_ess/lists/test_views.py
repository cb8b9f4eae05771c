"""« Mes vues »."""

import pytest
from django.urls import reverse

from labo_ess.lists.models import SavedView

pytestmark = pytest.mark.django_db

HERE = "/bureau/vues/?q=lait"


def _save(client, label="Alimentation", address=HERE):
    return client.post(reverse("lists:new_view"), {"label": label, "adresse": address, "liste": "persons"})


def test_a_view_is_saved_and_shown_in_the_menu(team) -> None:
    assert _save(team).url == HERE
    page = team.get(reverse("lists:views")).content.decode()
    assert page.count('href="/bureau/vues/?q=lait"') == 3  # the list, the side bar, « Plus »
    assert 'data-count="1"' in page


def test_the_same_name_replaces_what_it_led_to(team) -> None:
    _save(team)
    _save(team, address="/bureau/vues/?q=pain")
    assert list(SavedView.objects.values_list("label", "query")) == [("Alimentation", "q=pain")]


@pytest.mark.parametrize(
    "address", ["https://example.org/bureau/vues/", "//example.org/bureau/", "/nulle/part/", "/admin/", "javascript:alert(1)", ""]
)
def test_only_pages_of_the_house_are_kept(team, address: str) -> None:
    assert _save(team, address=address).status_code == 422
    assert SavedView.objects.count() == 0


def test_a_name_without_words_is_refused_beside_its_field(team) -> None:
    answer = _save(team, label="\r\n ")
    assert answer.status_code == 422
    assert 'data-error="label"' in answer.content.decode()
    assert 'href="#id_label"' in answer.content.decode()


def test_a_view_goes_and_comes_back(team) -> None:
    _save(team)
    view = SavedView.objects.get()
    page = team.post(reverse("lists:remove_view", args=[view.public_id]), follow=True).content.decode()
    assert "data-undo" in page
    assert 'data-count="0"' in page
    team.post(reverse("lists:restore_view", args=[view.public_id]))
    assert SavedView.objects.of(team.user).count() == 1


def test_somebody_elses_view_is_not_there(team, reader) -> None:
    _save(team)
    view = SavedView.objects.get()
    assert reader.post(reverse("lists:remove_view", args=[view.public_id])).status_code == 404
    assert 'data-count="0"' in reader.get(reverse("lists:views")).content.decode()


def test_one_query_for_any_number_of_views(team, django_assert_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            team.get(reverse("lists:views"))
        return len(seen)

    _save(team)
    one = queries()
    _save(team, label="Deux")
    _save(team, label="Trois")
    assert queries() == one
