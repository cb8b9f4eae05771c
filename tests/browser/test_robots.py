"""Robots that open the links of mails before people do, run their scripts and press their buttons: nothing changes."""

import contextlib
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.apps import apps
from django.test import Client

from events.restitution.services import issue_report_link
from labo_ess.links.services import path
from tests.events.invitations.test_guest import Guest
from tests.factories.registration import HOUSE, AtelierFactory, GuestFactory, OpenDayFactory, link_of
from tests.factories.synthesis import atelier_report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
COUNTS_ONLY = ("throttle", "contenttypes", "auth")
"""What a visit may write: attempts are counted. A session may not be made, nor a line of the journal."""


def rows() -> dict[str, list[Any]]:
    """Every row of the house."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label not in COUNTS_ONLY]
    return {model._meta.label: sorted(map(repr, model._base_manager.values_list())) for model in models}


def changed(before: dict[str, list[Any]]) -> list[str]:
    """Models whose rows are no longer the same."""
    after = rows()
    return [label for label in after if after[label] != before[label]]


@pytest.fixture
def links(live_server: Any) -> list[str]:
    """Links as mails carry them: days with and without ateliers, answered and not, and a fiche."""
    day, plain = OpenDayFactory(), OpenDayFactory()
    AtelierFactory(day=day)
    guests = [Guest(Client(), each) for each in (day, plain, plain)]
    guests[2].open().post("register", coming="on")
    report = issue_report_link(session=atelier_report().session, by=HOUSE)
    return [live_server.url + address for address in (*(guest.url for guest in guests), path(report), "/l/faux/", "/lien/nouveau/")]


def test_a_robot_that_looks_and_presses_changes_nothing(links: list[str], chromium: Any) -> None:
    before = rows()
    context = chromium.new_context()
    for link in links:
        for method, headers in (("HEAD", {}), ("GET", {"Purpose": "prefetch", "Sec-Purpose": "prefetch;prerender"})):
            with contextlib.suppress(HTTPError):  # the false link among them answers 404
                urlopen(Request(link, method=method, headers=headers), timeout=20).close()
        page = context.new_page()
        for address in _addresses(page, link):
            _press_everything(page, address)
        page.close()
    assert changed(before) == []
    assert {cookie["name"] for cookie in context.cookies()} <= {"csrftoken"}
    context.close()


def _addresses(page: Any, link: str) -> list[str]:
    """The page, and every page of the link that it leads to."""
    page.goto(link)
    led = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    return [link, *sorted({address for address in led if "/l/" in address and "#" not in address and "agenda" not in address})]


def _press_everything(page: Any, address: str) -> None:
    """One button after the other of the forms that ask something, nothing chosen, nothing typed; rows of a list are a person's to tap."""
    page.goto(address)
    asking = "form:has([data-choice], textarea, input[type=text], input[type=email]) button[type=submit]"
    for place in range(page.locator(asking).count()):
        page.goto(address)
        with page.expect_navigation():
            page.locator(asking).nth(place).evaluate("button => HTMLFormElement.prototype.submit.call(button.form)")  # past the browser's own checks


def test_the_person_then_answers_and_takes_it_back(live_server: Any, chromium: Any) -> None:
    day, person = OpenDayFactory(), GuestFactory()
    link = live_server.url + path(link_of(day, person))
    page = chromium.new_context(java_script_enabled=False).new_page()
    _press_everything(page, link)
    page.goto(link)
    for verb, choice, state in (("register", "coming", "confirmed"), ("cancel", "confirm", "cancelled")):
        form = page.locator(f"form[data-verb={verb}]")
        form.locator(f"[name={choice}]").check()
        form.locator("button[type=submit]").dblclick(no_wait_after=True)
        page.wait_for_url(f"**fait={verb}*")  # the address of the last act also holds « fait »
        assert page.locator("main").get_attribute("data-state") == state
    assert day.registrations.count() == 1
    page.context.close()
