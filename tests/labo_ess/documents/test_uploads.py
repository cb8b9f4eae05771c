"""Files taken in, drawn anew, and opened with rights."""

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from labo_ess.accounts.roles import Role, is_team
from labo_ess.documents import registry, uploads
from labo_ess.documents.exceptions import UnreadableFile
from labo_ess.documents.fields import LogoField, TableField
from labo_ess.documents.models import Upload
from labo_ess.documents.tasks import remove_old_imports

pytestmark = pytest.mark.django_db


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#0B6E5B").save(out, kind, **options)
    return out.getvalue()


def given(data: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.fixture
def kind_of_team() -> Iterator[str]:
    """A kind that the team alone opens."""
    registry.may_open("test-kind")(lambda upload, user: is_team(user))
    yield "test-kind"
    registry._rights.pop("test-kind")


def test_a_logo_loses_everything_but_its_pixels() -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret de la photographe"
    data = picture("JPEG", (200, 100), exif=exif, comment=b"secret")
    assert b"secret" in data
    upload = uploads.store(given(data + b"<script>secret</script>", "photo.jpg"), kind="logo")
    stored = upload.read()
    assert b"secret" not in stored
    assert (Image.open(io.BytesIO(stored)).size, upload.size, upload.content_type) == ((200, 100), len(stored), "image/jpeg")


@pytest.mark.parametrize(("kind", "stored"), [("PNG", "PNG"), ("WEBP", "PNG"), ("GIF", "PNG"), ("JPEG", "JPEG")])
def test_accepted_formats(kind: str, stored: str) -> None:
    upload = uploads.store(given(picture(kind)), kind="logo")
    assert Image.open(io.BytesIO(upload.read())).format == stored


def test_large_logos_are_reduced() -> None:
    upload = uploads.store(given(picture(size=(3000, 1500))), kind="logo")
    assert Image.open(io.BytesIO(upload.read())).size == (1200, 600)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "vide"),
        (b"GIF89a n'importe quoi", "image lisible"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "image lisible"),
        (picture("TIFF"), "image lisible"),
        (picture()[:60], "image lisible"),
        (picture(size=(3, 3)), "trop petite"),
        (picture(size=(6000, 5000)), "trop de pixels"),
    ],
    ids=["empty", "cut gif", "svg", "tiff", "cut png", "tiny", "bomb"],
)
def test_bad_images_are_refused(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        uploads.store(given(data), kind="logo")
    assert Upload.objects.count() == 0


def test_names_on_disk_are_random() -> None:
    upload = uploads.store(given(b"Nom;Ville\n", "../../liste\r\n des invités.CSV"), kind="import")
    path = Path(upload.file.path)
    assert (path.parent.name, path.suffix, upload.original_name) == ("uploads", ".csv", "liste des invités.CSV")
    assert str(upload.public_id) not in path.name
    assert path.is_relative_to(settings.MEDIA_ROOT)


def test_unknown_endings_become_bin_and_long_names_are_cut() -> None:
    upload = uploads.store(given(b"x", "a" * 5000 + ".html"), kind="import")
    assert (Path(upload.file.name).suffix, len(upload.original_name), upload.content_type) == (".bin", 150, "application/octet-stream")


def test_too_heavy_a_file_is_refused_unread() -> None:
    file = given(b"x")
    file.size = 200_000_000
    with pytest.raises(UnreadableFile, match="200 Mo"):
        uploads.store(file, kind="import")


def test_any_open_file_can_be_stored(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(b"a;b\n")
    with path.open("rb") as file:
        assert uploads.store(file, kind="import").read() == b"a;b\n"


def test_a_logo_is_public(client) -> None:
    upload = uploads.store(given(picture()), kind="logo")
    answer = client.get(upload.get_absolute_url())
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert "immutable" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_nothing_else_is_public(client, kind_of_team: str) -> None:
    upload = uploads.store(given(b"a;b"), kind=kind_of_team)
    assert client.get(reverse("documents:public", args=[upload.public_id])).status_code == 404
    assert client.get(upload.get_absolute_url()).status_code == 302


@pytest.mark.parametrize(("role", "status"), [(Role.TEAM, 200), (Role.ADMIN, 200), (Role.READER, 403), (Role.REFERENT, 404)])
def test_a_kind_opens_for_whom_its_owner_says(client_of: Callable, kind_of_team: str, role: str, status: int) -> None:
    upload = uploads.store(given(b"a;b", "l.csv"), kind=kind_of_team)
    answer = client_of(role).get(upload.get_absolute_url())
    assert answer.status_code == status


def test_a_kind_nobody_owns_stays_closed(admin) -> None:
    upload = uploads.store(given(b"a;b"), kind="sans-maître")
    assert admin.get(upload.get_absolute_url()).status_code == 403


def test_a_file_comes_as_an_attachment(team, kind_of_team: str) -> None:
    upload = uploads.store(given(b"<html>", "page.html"), kind=kind_of_team)
    answer = team.get(upload.get_absolute_url())
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "private, no-store"


def test_old_imports_go() -> None:
    old, fresh = (uploads.store(given(b"a;b", "l.csv"), kind="import") for _ in range(2))
    Upload.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=400))
    assert remove_old_imports() == 1
    assert (list(Upload.objects.all()), Path(old.file.path).exists(), Path(fresh.file.path).exists()) == ([fresh], False, True)


class Form(forms.Form):
    logo = LogoField(required=False)
    table = TableField(required=False)


def test_fields_say_what_is_wrong_beside_them() -> None:
    form = Form({}, {"logo": given(b"non"), "table": given(b"", "l.csv")})
    assert not form.is_valid()
    assert {name: errors[0].split(".")[0] for name, errors in form.errors.items()} == {
        "logo": "Ce fichier n’est pas une image lisible",
        "table": "Ce fichier est vide",
    }


def test_a_checked_logo_can_still_be_stored() -> None:
    form = Form({}, {"logo": given(picture())})
    assert form.is_valid(), form.errors
    assert uploads.store(form.cleaned_data["logo"], kind="logo").size > 0
