"""A fiche on a phone: extracts one by one, saved at once; two people lose nothing; no script."""

import re
from uuid import uuid4

import pytest

from collectives.notes.models import Extract, Note
from events.restitution.services import issue_report_link
from labo_ess.links.services import path
from tests.factories.notes import HOUSE, extract_in
from tests.factories.registration import AtelierFactory
from tests.factories.synthesis import atelier_report

pytestmark = pytest.mark.django_db
IDEA = {"kind": "idee", "text": "Une matériauthèque", "speaker": "Élie", "may_quote": "nommee", "form_key": "k"}


@pytest.fixture
def fiche() -> str:
    """The path of a fiche without a word."""
    return path(issue_report_link(session=AtelierFactory(title="Réemploi"), by=HOUSE))


def note() -> Note:
    return Note.objects.get()


def test_an_extract_is_saved_at_once_and_listed(client, fiche: str) -> None:
    answer = client.post(f"{fiche}add/", IDEA)
    page = client.get(answer["Location"].split("#")[0]).content.decode()
    extract = Extract.objects.get()
    assert (extract.text, extract.kind, extract.speaker, extract.may_quote) == ("Une matériauthèque", "idee", "Élie", "nommee")
    assert re.search(r'data-page="rapporteur"\s+data-state="open"\s+data-count="1"', page)
    assert ("Une matériauthèque" in page, "Enregistré à" in page, "<script" in page) == (True, True, False)


def test_a_double_tap_makes_one(client, fiche: str) -> None:
    for _ in range(2):
        client.post(f"{fiche}add/", IDEA)
    assert Extract.objects.count() == 1


def test_each_page_has_its_own_key(client, fiche: str) -> None:
    keys = {re.search(r'name="form_key" value="(\w+)"', client.get(fiche).content.decode())[1] for _ in range(2)}
    assert len(keys) == 2


@pytest.mark.parametrize(
    ("field", "value"), [("text", ""), ("text", " \r\n\x00"), ("text", "x" * 5001), ("kind", ""), ("kind", "lecon"), ("speaker", "x" * 5000)]
)
def test_bad_input_is_said_beside_the_field_and_kept(client, fiche: str, field: str, value: str) -> None:
    answer = client.post(f"{fiche}add/", {**IDEA, field: value})
    page = answer.content.decode()
    assert (answer.status_code, f'data-error="{field}"' in page, Extract.objects.count()) == (422, True, 0)
    if field != "text":
        assert "Une matériauthèque" in page


def test_without_an_answer_nobody_is_quoted_by_name(client, fiche: str) -> None:
    client.post(f"{fiche}add/", {"kind": "idee", "text": "Une idée"})
    assert Extract.objects.get().may_quote == "sans_nom"


def test_a_correction_replaces_the_words(client, fiche: str) -> None:
    client.post(f"{fiche}add/", IDEA)
    extract = Extract.objects.get()
    here = f"{fiche}correct/{extract.public_id}/"
    assert "Une matériauthèque" in client.get(here).content.decode()
    client.post(here, {**IDEA, "text": "Deux matériauthèques", "lock_version": extract.lock_version})
    assert (Extract.objects.get().text, note().text) == ("Deux matériauthèques", "Deux matériauthèques")


def test_two_corrections_at_once_show_both(client, fiche: str) -> None:
    client.post(f"{fiche}add/", IDEA)
    here = f"{fiche}correct/{Extract.objects.get().public_id}/"
    client.post(here, {**IDEA, "text": "La première", "lock_version": 1})
    answer = client.post(here, {**IDEA, "text": "La seconde", "lock_version": 1})
    page = answer.content.decode()
    assert (answer.status_code, "La première" in page, "La seconde" in page) == (409, True, True)
    version = re.search(r'name="lock_version" value="(\d+)"', page)[1]
    client.post(here, {**IDEA, "text": "La première, la seconde", "lock_version": version})
    assert Extract.objects.get().text == "La première, la seconde"


def test_withdrawing_and_putting_again(client, fiche: str) -> None:
    client.post(f"{fiche}add/", IDEA)
    extract = Extract.objects.get()
    client.post(f"{fiche}withdraw/{extract.public_id}/")
    assert (Extract.objects.standing().count(), "Remettre" in client.get(fiche).content.decode()) == (0, True)
    client.post(f"{fiche}restore/{extract.public_id}/")
    assert Extract.objects.standing().count() == 1


def test_free_notes_keep_two_writers(client, fiche: str) -> None:
    client.post(f"{fiche}notes/", {"text": "Les notes d’Ada", "lock_version": 0})
    answer = client.post(f"{fiche}notes/", {"text": "Les notes de Bob", "lock_version": 0})
    page = answer.content.decode()
    assert (answer.status_code, "Les notes d’Ada" in page, "Les notes de Bob" in page, "Garder les deux" in page) == (409, True, True, True)
    both = re.search(r'<form action="([^"]+)" method="post" data-verb="keep_both">(.*?)</form>', page, re.DOTALL)
    version = re.search(r'name="lock_version" value="(\d+)"', both[2])[1]
    client.post(both[1], {"text": "Les notes d’Ada\n\nLes notes de Bob", "lock_version": version})
    assert note().text == "Les notes d’Ada\n\nLes notes de Bob"


def test_notes_typed_while_extracts_arrive_lose_nothing(client, fiche: str) -> None:
    client.post(f"{fiche}notes/", {"text": "Début", "lock_version": 0})
    client.post(f"{fiche}add/", IDEA)
    answer = client.post(f"{fiche}notes/", {"text": "Début et suite", "lock_version": 1})
    assert (answer.status_code, note().text) == (302, "Début et suite\n\nUne matériauthèque")


@pytest.mark.parametrize("data", [{"text": "x"}, {"text": "x", "lock_version": "abc"}, {"text": "x" * 200_001, "lock_version": 0}])
def test_notes_without_version_or_too_long_are_refused(client, fiche: str, data: dict) -> None:
    assert client.post(f"{fiche}notes/", data).status_code == 422
    assert note().text == ""


def test_get_and_head_change_nothing(client, fiche: str) -> None:
    for verb in ("", "add/", "notes/", "finish/", "reopen/", f"withdraw/{uuid4()}/"):
        assert client.get(f"{fiche}{verb}").status_code in (200, 302)
        assert client.head(f"{fiche}{verb}").status_code in (200, 302)
    assert (Extract.objects.count(), note().lock_version) == (0, 0)


def test_another_fiches_extract_does_not_exist_here(client, fiche: str) -> None:
    extract = extract_in(atelier_report().note)
    for verb in ("correct", "withdraw", "restore"):
        assert client.post(f"{fiche}{verb}/{extract.public_id}/", IDEA).status_code == 404
    assert client.post(f"{fiche}withdraw/abc/").status_code == 404
    assert client.post(f"{fiche}other/").status_code == 404


def test_finishing_and_reopening(client, fiche: str) -> None:
    client.post(f"{fiche}finish/")
    assert 'data-state="finished"' in client.get(fiche).content.decode()
    client.post(f"{fiche}add/", IDEA)
    client.post(f"{fiche}reopen/")
    assert (Extract.objects.count(), 'data-state="open"' in client.get(fiche).content.decode()) == (1, True)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_with_one_and_three(client, number: int, django_assert_max_num_queries) -> None:
    report = atelier_report()
    for _ in range(number):
        extract_in(report.note)
    link = path(issue_report_link(session=report.session, by=HOUSE))
    with django_assert_max_num_queries(9):
        client.get(link)
