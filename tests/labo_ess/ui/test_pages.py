"""Stored public pages and fragments."""

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.test import RequestFactory

from labo_ess.ui import pages


class Broken:
    """A cache that refuses everything."""

    def __getattr__(self, name: str):
        raise ConnectionError


@pytest.fixture
def made() -> list[str]:
    return []


def _maker(made: list[str], text: str = "page"):
    def make() -> HttpResponse:
        made.append(text)
        return HttpResponse(f"{text} {len(made)}")

    return make


@pytest.mark.django_db
def test_bytes_are_kept_until_dropped(made: list[str], django_capture_on_commit_callbacks) -> None:
    assert [pages.stored_page("jour", _maker(made)).content for _ in range(3)] == [b"page 1"] * 3
    with django_capture_on_commit_callbacks(execute=True):
        pages.drop("jour")
    assert pages.stored_page("jour", _maker(made)).content == b"page 2"


@pytest.mark.django_db
def test_bytes_made_before_a_drop_and_stored_after_it_are_not_believed(made: list[str], django_capture_on_commit_callbacks) -> None:
    def slow() -> HttpResponse:
        with django_capture_on_commit_callbacks(execute=True):
            pages.drop("jour")  # someone changes the day while the page is being made
        return HttpResponse("ancienne")

    pages.stored_page("jour", slow)
    assert pages.stored_page("jour", _maker(made)).content == b"page 1"


@pytest.mark.django_db
def test_a_change_rolled_back_drops_nothing(made: list[str], django_capture_on_commit_callbacks) -> None:
    pages.stored_page("jour", _maker(made))
    with django_capture_on_commit_callbacks(execute=False):
        pages.drop("jour")
    assert pages.stored_page("jour", _maker(made)).content == b"page 1"


def test_a_browser_that_holds_the_bytes_gets_304(made: list[str]) -> None:
    request = RequestFactory().get("/")
    first = pages.stored_page("jour", _maker(made), request)
    again = pages.stored_page("jour", _maker(made), RequestFactory(headers={"If-None-Match": f'"autre", W/{first["ETag"]}'}).get("/"))
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


@pytest.mark.django_db
def test_an_error_of_the_cache_is_a_miss(made: list[str], monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks) -> None:
    monkeypatch.setattr(pages, "caches", {"pages": Broken()})
    assert pages.stored_page("jour", _maker(made)).content == b"page 1"
    assert pages.stored_page("jour", _maker(made)).content == b"page 2"
    with django_capture_on_commit_callbacks(execute=True):
        pages.drop("jour")


def test_a_refusal_is_never_kept() -> None:
    assert pages.stored_page("jour", lambda: HttpResponse("non", status=404)).status_code == 404
    assert caches["pages"].get("page:jour") is None
