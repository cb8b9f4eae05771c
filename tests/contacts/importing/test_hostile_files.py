"""Files that nobody meant well: never a traceback, never half a line."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.directory.models import Person
from contacts.importing import services
from contacts.importing.columns import FIELDS
from contacts.importing.exceptions import ImportRefused
from labo_ess.audit.actors import Actor

BY = Actor.system("test")
pytestmark = pytest.mark.django_db
TITLES = st.sampled_from([*FIELDS.values(), "Date de naissance", "", "Nom", "NOM Prénom", "Total", "N° SIRET"])
CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["=1+1", "+33", "-1", "@x", "1,23457E+13", "a@b.fr;c@d.fr", "Total", "\u202eabc", "x" * 5000, "0", "W000000000", "45"]),
)
HOSTILE = [
    "a\r\nBcc: x",
    "a\x00b",
    "a\u2028b",
    "\u202eabc",
    "=cmd|' /C calc'!A0",
    "\t",
    "@SUM(1)",
    "x" * 10_000,
    "Ünïcödé",
    "'; DROP TABLE",
    "\ufeffa",
    "🙂",
]


def lay_in(data: bytes) -> None:
    """Read and apply, or be refused with words."""
    batch = services.open_batch(file_name="hostile.csv", by=BY)
    try:
        services.preview(batch, data)
    except ImportRefused:
        batch.refresh_from_db()
        assert (batch.state, bool(batch.error)) == ("refused", True)
        return
    services.apply(batch, by=BY)
    counts = batch.counts
    assert counts["rows"] == sum(counts[name] for name in ("created", "updated", "unchanged", "refused"))
    for row in batch.rows.refused():
        assert row.message


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    titles=st.lists(TITLES, min_size=1, max_size=8), rows=st.lists(st.lists(CELLS, max_size=9), max_size=6), sign=st.sampled_from([";", ",", "\t"])
)
def test_generated_tables(titles: list[str], rows: list[list[str]], sign: str) -> None:
    text = "\r\n".join(sign.join(cells) for cells in [titles, *rows])
    lay_in(text.encode("utf-8", "surrogatepass"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400))
def test_generated_bytes(data: bytes) -> None:
    lay_in(data)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_stored_on_one_line_or_refused(name: str) -> None:
    quoted = name.replace('"', '""')
    lay_in(f'Nom;Prénom;Courriel\n"{quoted}";Léa;lea@example.org\nDurand;"{quoted}";\n'.encode())
    for person in Person.objects.all():
        assert len(person.name) <= 250
        assert not any(c in person.name for c in "\r\n\x00\u2028\u202e\t")
