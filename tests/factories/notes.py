"""Notes of a committee, and extracts of them."""

from itertools import count

import factory
from factory.django import DjangoModelFactory

from collectives.notes.models import Extract, Note
from collectives.notes.services import append_extract
from labo_ess.audit.actors import Actor
from tests.factories.days import CommitteeFactory

HOUSE = Actor.system("tests")
_numbers = count(1)


class NoteFactory(DjangoModelFactory):
    """Without a word yet."""

    class Meta:
        model = Note

    collective = factory.SubFactory(CommitteeFactory)
    title = "Fiche : Réemploi"


def extract_in(note: Note, text: str = "", **fields: object) -> Extract:
    """An extract as the service takes it."""
    fields.setdefault("kind", "constat")
    return append_extract(note=note, text=text or f"Les locaux manquent plus que les dons, numéro {next(_numbers)}", by=HOUSE, **fields)
