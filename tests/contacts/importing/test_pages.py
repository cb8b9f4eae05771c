"""Uploading, seeing, correcting, importing and undoing a file from the pages."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contacts.directory.models import Organisation, Person
from contacts.importing.models import ImportBatch
from labo_ess.documents.models import Upload
from labo_ess.jobs.models import Job
from labo_ess.jobs.services import run_now

NEW = "/bureau/repertoire/imports/nouveau/"
pytestmark = pytest.mark.django_db
INVITES = Path(__file__).parents[3] / "docs" / "examples" / "invites.csv"


def upload(team, data: bytes, name: str = "liste.csv"):  # type: ignore[no-untyped-def]
    """Give a file and let the worker read it."""
    answer = team.post(NEW, {"file": SimpleUploadedFile(name, data), "source": "Essai"})
    assert answer.status_code == 302
    job = run_now(Job.objects.latest("pk"))
    return job, ImportBatch.objects.latest("pk")


def test_the_example_is_read_imported_and_undone(team) -> None:  # type: ignore[no-untyped-def]
    job, batch = upload(team, INVITES.read_bytes(), "invites.csv")
    address = reverse("contacts:importing:batch", args=[batch.public_id])
    page = team.get(address).content.decode()
    assert (job.state, job.result_url, batch.counts["created"], batch.counts["refused"]) == ("done", address, 60, 2)
    assert 'data-state="ready"' in page
    assert "mirlitonne@example.org" in page
    assert Person.objects.count() == 0
    team.post(reverse("contacts:importing:apply", args=[batch.public_id]))
    team.post(reverse("contacts:importing:apply", args=[batch.public_id]))
    assert Job.objects.filter(kind="import_apply").count() == 1
    assert run_now(Job.objects.latest("pk")).state == "done"
    assert (Person.objects.count(), Organisation.objects.count(), Upload.objects.count()) == (60, 15, 0)
    applied = team.get(address).content.decode()
    theirs = f"/bureau/repertoire/?import={batch.public_id}"
    assert ('data-state="applied"' in applied, theirs in applied) == (True, True)
    assert 'data-count="60"' in team.get(theirs).content.decode()
    team.post(reverse("contacts:importing:undo", args=[batch.public_id]))
    assert (Person.objects.count(), Organisation.objects.count()) == (0, 0)
    assert 'data-state="undone"' in team.get(address).content.decode()


def test_columns_are_corrected_and_the_file_read_again(team) -> None:  # type: ignore[no-untyped-def]
    job, batch = upload(team, b"Commitments;Qui\na;Cress fictive\n")
    assert (job.state, "Aucune colonne" in job.error) == ("failed", True)
    assert "column_1" in team.get(reverse("contacts:importing:batch", args=[batch.public_id])).content.decode()
    correct = reverse("contacts:importing:columns", args=[batch.public_id])
    assert team.post(correct, {"kind": "organisations", "column_0": "pas un champ"}).status_code == 422
    assert team.post(correct, {"kind": "organisations", "column_0": "", "column_1": "organisation"}).status_code == 302
    assert run_now(Job.objects.latest("pk")).state == "done"
    batch.refresh_from_db()
    assert batch.counts["created"] == 1


@pytest.mark.parametrize("data", [b"", b"x" * 25_000_000])
def test_an_empty_or_huge_file_is_refused_beside_its_field(team, data) -> None:  # type: ignore[no-untyped-def]
    answer = team.post(NEW, {"file": SimpleUploadedFile("l.csv", data)})
    assert answer.status_code == 422
    assert 'data-error="file"' in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_binary_file_ends_as_words_on_the_job(team) -> None:  # type: ignore[no-untyped-def]
    job, batch = upload(team, b"\x00\xff\x01" * 4000, "photo.csv")
    assert (job.state, batch.state) == ("failed", "refused")
    assert team.get(reverse("contacts:importing:batch", args=[batch.public_id])).status_code == 200
    team.post(reverse("contacts:importing:discard", args=[batch.public_id]))
    assert (ImportBatch.objects.count(), Upload.objects.count()) == (0, 0)


def test_undo_lists_what_stays(team) -> None:  # type: ignore[no-untyped-def]
    _, batch = upload(team, "Nom;Prénom\nDurand;Léa\nMartin;Noé\n".encode())
    team.post(reverse("contacts:importing:apply", args=[batch.public_id]))
    run_now(Job.objects.latest("pk"))
    person = Person.objects.get(last_name="Martin")
    team.post(reverse("contacts:directory:person_edit", args=[person.public_id]), {"last_name": "Martin", "source": "x", "note": "vu"})
    page = team.post(reverse("contacts:importing:undo", args=[batch.public_id]), follow=True).content.decode()
    assert "Fiches gardées" in page
    assert person.get_absolute_url() in page


def test_an_import_is_for_the_team(reader, referent) -> None:  # type: ignore[no-untyped-def]
    assert reader.get(NEW).status_code == 403
    assert referent.get(NEW).status_code == 404
    assert reader.get("/bureau/repertoire/imports/").status_code == 403
