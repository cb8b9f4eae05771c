"""Error pages say what happened, what was kept, what to do."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory

from labo_ess.ui import errors


@pytest.mark.django_db
def test_an_unknown_page_keeps_the_menu_for_people_with_an_account(team) -> None:
    answer = team.get("/bureau/nulle-part/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert 'data-page="error" data-state="not_found"' in page
    assert 'class="sidebar' in page
    assert page.count("<h1>") == 1


@pytest.mark.django_db
def test_a_stranger_gets_the_same_words_without_the_menu(client) -> None:
    page = client.get("/nulle-part/").content.decode()
    assert "Cette page n’existe pas" in page
    assert 'class="sidebar' not in page


@pytest.mark.django_db
def test_a_refusal_says_its_own_sentence(team) -> None:
    request = RequestFactory().get("/")
    request.user = team.user
    page = errors.forbidden(request, PermissionDenied("Seule l’équipe exporte cette liste.")).content.decode()
    assert "Seule l’équipe exporte cette liste." in page
    assert "Rien n’a été modifié." in page


@pytest.mark.django_db
def test_an_old_form_says_that_the_text_is_still_there(make_user) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user("equipe"))
    answer = strict.post("/apparence/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "est encore dans la page précédente" in answer.content.decode()


def test_a_failure_of_the_server_needs_no_database() -> None:
    answer = errors.server_error(RequestFactory().get("/"))  # without the database mark, a query would fail here
    assert answer.status_code == 500
    assert 'data-state="server_error"' in answer.content.decode()
