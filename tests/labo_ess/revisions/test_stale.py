"""Two people who save at once: one is told, nobody is overwritten. And what is thrown away comes back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from labo_ess.audit.actors import Actor
from labo_ess.revisions.corbeille import empty_old, put_back
from labo_ess.revisions.exceptions import NotInTrash, StaleVersion
from labo_ess.revisions.services import check_version, restore, snapshot, snapshots
from labo_ess.revisions.trash import bin_of
from reports.synthesis.models import Section, Synthesis

pytestmark = [pytest.mark.django_db, pytest.mark.both]
BY = Actor.system("test")


@pytest.fixture
def synthesis():
    return Synthesis.objects.create(title="Ce que la journée a dit")


@pytest.fixture
def section(synthesis):
    return Section.objects.create(synthesis=synthesis, title="Coopérer")


def test_who_saves_second_is_told_and_gets_the_row_as_it_stands(section):
    mine, theirs = Section.objects.get(), Section.objects.get()
    check_version(theirs, 1)
    theirs.title = "Coopérer mieux"
    theirs.save()
    with pytest.raises(StaleVersion) as refusal:
        check_version(mine, 1)
    assert (refusal.value.obj.title, refusal.value.obj.lock_version) == ("Coopérer mieux", 2)
    assert "Votre texte est conservé" in str(refusal.value)


def test_without_the_check_the_first_text_is_lost(section):
    """Negative control: the same two saves, unguarded."""
    mine, theirs = Section.objects.get(), Section.objects.get()
    theirs.title = "Coopérer mieux"
    theirs.save()
    mine.title = "Coopérer autrement"
    mine.save()
    assert Section.objects.get().title == "Coopérer autrement"


def test_a_version_seen_twice_in_a_row_goes_on(section):
    check_version(section, 1)
    section.save()
    check_version(section, 2)
    assert Section.objects.get().lock_version == 3


def test_a_restored_section_keeps_its_place(section):
    snapshot(section, by=BY)
    section.title = "Autre"
    section.save()
    restore(section, snapshots(section)[0].id, by=BY)
    found = Section.objects.get()
    assert (found.title, found.synthesis_id, found.public_id, found.lock_version) == ("Coopérer", section.synthesis_id, section.public_id, 2)


def test_the_corbeille_shows_and_gives_back(team, synthesis):
    synthesis.put_in_trash()
    page = team.get("/bureau/corbeille/")
    assert 'data-count="1"' in page.content.decode()
    team.post(f"/bureau/corbeille/synthesis/{synthesis.public_id}/retablir/")
    synthesis.refresh_from_db()
    assert synthesis.trashed_at is None
    with pytest.raises(NotInTrash):
        put_back(bin_of("synthesis"), synthesis, by=BY)


def test_giving_back_twice_is_said(team, synthesis):
    again = team.post(f"/bureau/corbeille/synthesis/{synthesis.public_id}/retablir/", follow=True)
    assert "n’est plus dans la corbeille" in again.content.decode()


def test_the_corbeille_is_emptied_after_thirty_days(synthesis):
    other = Synthesis.objects.create(title="Récente")
    Synthesis.objects.filter(pk=synthesis.pk).update(trashed_at=timezone.now() - timedelta(days=31))
    Synthesis.objects.filter(pk=other.pk).update(trashed_at=timezone.now() - timedelta(days=29))
    assert (empty_old(), list(Synthesis.objects.all())) == (1, [other])
