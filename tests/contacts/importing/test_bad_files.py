"""A short form of `make faults`: forty files drawn by Hypothesis, and those made by hand that weigh little."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from contacts.directory.models import EmailAddress, Organisation, Person
from contacts.importing.writing import write
from tests.contacts.importing.bad_files import GOOD, READ, REFUSED, generated
from tests.contacts.importing.judge import judge

pytestmark = [pytest.mark.django_db, pytest.mark.both]
HEAVY = {"bombe.xlsx", "une-cellule-de-200-Mo.xlsx", *(name for name in REFUSED if name.startswith(("que-des-", "un-million", "une-cellule-de-15")))}


def judged(name: str, data: bytes) -> tuple[list[str], dict]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return judge(path)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(file=generated())
def test_generated_files(file: tuple[str, bytes]) -> None:
    faults, _done = judged(*file)
    assert not faults


@pytest.mark.parametrize("name", [name for name in REFUSED if name not in HEAVY])
def test_refused_in_words(name: str) -> None:
    faults, done = judged(name, REFUSED[name]())
    assert (faults, "error" in done, Person.objects.count() + Organisation.objects.count()) == ([], True, 0)


@pytest.mark.parametrize("name", READ)
def test_strange_and_read_right(name: str) -> None:
    make, lines = READ[name]
    faults, done = judged(name, make())
    assert (faults, done.get("error"), done["rows"]) == ([], None, lines)


def test_an_open_quote_takes_nothing_of_the_lines_after_it() -> None:
    judged("a.csv", READ["guillemet-jamais-ferme.csv"][0]())
    assert sorted(Person.objects.values_list("last_name", "first_name")) == [("Durand", "Léa"), ("Martin", '"Noé'), ("Petit", "Zoé")]


def test_formulas_stay_texts() -> None:
    judged("a.csv", READ["formules.csv"][0]())
    assert Person.objects.filter(last_name="=cmd|' /C calc'!A0", positions__title="@SUM(1+1)").exists()


def test_the_judge_sees_a_traceback_a_half_line_and_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("contacts.importing.services.understand", lambda *given: 1 / 0)
        assert "ZeroDivisionError" in judged("a.csv", GOOD.encode())[0][0]

    def lame(*given: object, **options: object) -> None:
        write(*given, **options)  # type: ignore[arg-type]
        EmailAddress.objects.all().delete()

    with monkeypatch.context() as broken:
        broken.setattr("contacts.importing.services.write", lame)
        assert "by halves" in str(judged("b.csv", GOOD.encode())[0])
