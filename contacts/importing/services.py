"""Laying a file in: open a batch, read it (in the worker), correct its columns, apply it, undo it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone

from contacts.importing.cells import is_row, read_line
from contacts.importing.columns import FIELDS, NAMES, Columns, understand
from contacts.importing.enums import ImportState, RowKind, Verdict
from contacts.importing.exceptions import ImportRefused, NotReady
from contacts.importing.ledger import Ledger, fingerprint
from contacts.importing.models import ImportBatch, ImportRow
from contacts.importing.places import Places
from contacts.importing.undoing import undo_rows
from contacts.importing.writing import write, write_lines
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.documents.enums import IMPORT
from labo_ess.documents.exceptions import UnreadableFile
from labo_ess.documents.tables import Table, read
from labo_ess.documents.uploads import store
from labo_ess.jobs.models import Job
from labo_ess.jobs.services import start
from labo_ess.text.names import clean_name
from labo_ess.text.slugs import slugify_fr
from labo_ess.text.typography import plural, typo_fr

SET = 500
_COPY = re.compile(r"(\s*\(\d+\)|\s*-\s*copie|\s*copy)+$", re.IGNORECASE)
Report = Callable[[int, int, str], None]


def _silent(done: int, total: int, sentence: str) -> None:
    """Where nobody watches."""


# --- Opening -------------------------------------------------------------------------------------------------------


def source_of(file_name: str) -> str:
    """« contacts (1).csv » and « contacts - Copie.csv » are the same source."""
    return _COPY.sub("", PurePath(file_name).stem).strip() or "fichier"


@transaction.atomic
def open_batch(*, file_name: str, source: str = "", kind: str = "", upload: Any = None, by: Actor) -> ImportBatch:
    """The row of a file; its reading comes after."""
    source = clean_name(source) or clean_name(source_of(file_name))
    batch = ImportBatch.objects.create(
        upload=upload, file_name=clean_name(file_name)[:200], source=source[:200], source_key=slugify_fr(source)[:80] or "fichier", kind=kind
    )
    record(by=by, verb="import.opened", on=batch)
    return batch


@transaction.atomic
def receive(*, file: Any, source: str = "", kind: str = "", by: Actor) -> Job:
    """Keep the file and start its preview; too heavy a file is refused before it is read."""
    upload = store(file, IMPORT, by=by)
    batch = open_batch(file_name=upload.original_name, source=source, kind=kind, upload=upload, by=by)
    return start("import_preview", about=batch, by=by)


@transaction.atomic
def correct_columns(*, batch: ImportBatch, kind: str, fields: Sequence[str], by: Actor) -> Job:
    """A person says what the columns hold; the file is read again."""
    batch = get_for_update(ImportBatch.objects.all(), pk=batch.pk)
    if batch.state not in (ImportState.READY, ImportState.REFUSED):
        raise NotReady("Ce fichier a déjà été importé : ses colonnes ne changent plus.")
    if batch.upload is None:
        raise NotReady("Le fichier n’est plus gardé : déposez-le à nouveau.")
    columns = dict(batch.columns)
    for index, name in zip(sorted(columns, key=int), fields, strict=False):
        columns[index] = columns[index] | {"field": name if name in FIELDS else ""}
    batch.columns, batch.kind, batch.state, batch.error = columns, kind, ImportState.READING, ""
    batch.save()
    record(by=by, verb="import.columns_corrected", on=batch)
    return start("import_preview", about=batch, by=by, params={"corrected": True})


# --- Reading -------------------------------------------------------------------------------------------------------


def preview(
    batch: ImportBatch, data: bytes, *, given: Mapping[str, str] | None = None, corrected: bool = False, report: Report = _silent
) -> ImportBatch:
    """Read the file and say of each line what it would do. Nothing of the directory changes."""
    try:
        table = read(data, batch.file_name)
        columns = understand(table.rows, batch.kind, given)
        if corrected:
            columns.fields = [batch.columns[str(index)]["field"] if str(index) in batch.columns else "" for index in range(len(columns.headers))]
        _note_columns(batch, table, columns)
        _refuse_nameless(columns)
        places = Places()
        rows = _read_rows(batch, table, columns, places)
        if not rows:
            raise ImportRefused("Ce fichier a des titres de colonnes mais aucune ligne. Rien n’a été importé : vérifiez le fichier.")
    except (UnreadableFile, ImportRefused) as refusal:
        _refuse(batch, str(refusal))
        raise ImportRefused(str(refusal)) from None
    ledger = Ledger(batch, places)
    for done, part in _sets(rows):
        ledger.lay(part)
        report(done, len(rows), "Lignes comparées au répertoire")
    with transaction.atomic():
        batch.rows.all().delete()
        ImportRow.objects.bulk_create(rows, batch_size=SET)
        _count(batch, ImportState.READY)
    return batch


def _note_columns(batch: ImportBatch, table: Table, columns: Columns) -> None:
    batch.encoding, batch.delimiter, batch.header_line = table.encoding, table.delimiter, columns.line + 1
    batch.kind = columns.kind
    batch.columns = {
        str(index): {"header": header[:200], "field": name} for index, (header, name) in enumerate(zip(columns.headers, columns.fields, strict=True))
    }


def _refuse_nameless(columns: Columns) -> None:
    wanted = NAMES if columns.kind == RowKind.PERSONS else {"organisation"}
    if set(columns.fields) & wanted:
        return
    shown = ", ".join(f"« {header[:40]} »" for header in columns.headers[:8]) or "aucune"
    raise ImportRefused(
        f"Aucune colonne ne donne le nom d’une personne ou d’une structure. Colonnes lues à la ligne {columns.line + 1} : {shown}. "
        "Rien n’a été importé : indiquez la colonne du nom."
    )


def _read_rows(batch: ImportBatch, table: Table, columns: Columns, places: Places) -> list[ImportRow]:
    header = table.rows[columns.line]
    rows = []
    for number, cells in enumerate(table.rows[columns.line + 1 :], columns.line + 2):
        if not is_row(cells, header):
            continue
        reading = read_line(cells, columns, places)
        row = ImportRow(batch=batch, line=number, data=reading.data, verdict=Verdict.CREATED, message=" ".join(reading.remarks)[:300])
        if reading.refusal:
            row.data, row.verdict, row.column, row.message = {}, Verdict.REFUSED, reading.column[:120], reading.refusal
        else:
            row.fingerprint = fingerprint(batch.kind, reading.data)
        rows.append(row)
    return rows


def _refuse(batch: ImportBatch, message: str) -> None:
    batch.rows.all().delete()
    batch.state, batch.error = ImportState.REFUSED, message[:500]
    batch.save()


def _sets(rows: Sequence[ImportRow]) -> Iterator[tuple[int, Sequence[ImportRow]]]:
    for start_at in range(0, len(rows), SET):
        part = rows[start_at : start_at + SET]
        yield start_at + len(part), part


def _count(batch: ImportBatch, state: str) -> None:
    counts = batch.rows.counts()
    counts["rows"] = sum(counts.values())
    counts["possible_duplicates"] = batch.rows.filter(resembles=True).exclude(verdict=Verdict.REFUSED).count()
    batch.counts, batch.state = counts, state
    batch.save()


# --- Applying ------------------------------------------------------------------------------------------------------


@transaction.atomic
def ask_to_apply(*, batch: ImportBatch, by: Actor) -> Job:
    """Start the import of what the preview showed; twice is once."""
    batch = get_for_update(ImportBatch.objects.all(), pk=batch.pk)
    if batch.state not in (ImportState.READY, ImportState.APPLYING):
        raise NotReady("Cet import n’est pas prêt : il a déjà été fait, annulé ou refusé.")
    batch.state = ImportState.APPLYING
    batch.save(update_fields=["state", "updated_at"])
    return start("import_apply", about=batch, by=by, key=f"import_apply:{batch.public_id}")


def apply(batch: ImportBatch, *, by: Actor, report: Report = _silent) -> ImportBatch:
    """Lay the lines in, set by set; after a crash, what is already laid in stays and the rest follows."""
    if batch.state not in (ImportState.READY, ImportState.APPLYING):
        raise NotReady("Cet import n’est pas prêt : il a déjà été fait, annulé ou refusé.")
    ImportBatch.objects.filter(pk=batch.pk).update(state=ImportState.APPLYING)
    batch.state = ImportState.APPLYING
    ledger = Ledger(batch, Places())
    total = batch.rows.count()
    waiting = list(batch.rows.filter(is_applied=False).order_by("line").values_list("pk", flat=True))
    for start_at in range(0, len(waiting), SET):
        rows = list(batch.rows.filter(pk__in=waiting[start_at : start_at + SET]).order_by("line"))
        _apply_set(batch, ledger, rows, by)
        report(total - len(waiting) + start_at + len(rows), total, "Lignes importées")
    return _finish(batch, by)


def _apply_set(batch: ImportBatch, ledger: Ledger, rows: list[ImportRow], by: Actor) -> None:
    """A set in one transaction. A line that the database refuses is found by halves, and refused alone."""
    try:
        laid = ledger.lay(rows)
        write(batch, laid, by=by)
        ledger.settle(laid)
    except DatabaseError:
        fresh = list(batch.rows.filter(pk__in=[row.pk for row in rows]).order_by("line"))
        if len(fresh) == 1:
            row = fresh[0]
            row.verdict, row.is_applied = Verdict.REFUSED, True
            row.message = typo_fr("La base n’accepte pas cette ligne : comparez-la avec les autres. Rien d’elle n’a été repris.")
            write_lines([row])
            return
        middle = len(fresh) // 2
        for half in (fresh[:middle], fresh[middle:]):
            _apply_set(batch, Ledger(batch, ledger.places), half, by)


@transaction.atomic
def _finish(batch: ImportBatch, by: Actor) -> ImportBatch:
    _count(batch, ImportState.APPLIED)
    batch.applied_at = timezone.now()
    batch.save(update_fields=["applied_at", "updated_at"])
    forget_file(batch)
    counts = {name: batch.counts[name] for name in ("created", "updated", "unchanged", "refused")}
    record(by=by, verb="import.applied", on=batch, **counts)
    return batch


def forget_file(batch: ImportBatch) -> None:
    """The file holds columns that nobody mapped: it goes as soon as it is no longer needed."""
    upload = batch.upload
    if upload is None:
        return
    batch.upload = None
    batch.save(update_fields=["upload", "updated_at"])
    transaction.on_commit(lambda: upload.file.delete(save=False))
    upload.delete()


# --- Undoing -------------------------------------------------------------------------------------------------------


@transaction.atomic
def undo(*, batch: ImportBatch, by: Actor) -> list[ImportRow]:
    """Take back what the batch did, but where someone has worked on it since; returns the lines left as they are."""
    batch = get_for_update(ImportBatch.objects.all(), pk=batch.pk)
    if batch.state != ImportState.APPLIED:
        raise NotReady("Seul un import terminé s’annule.")
    left = undo_rows(batch)
    ImportRow.objects.filter(pk__in=[row.pk for row in left]).update(is_left=True)
    batch.state, batch.undone_at = ImportState.UNDONE, timezone.now()
    batch.counts = batch.counts | {"left": len(left)}
    batch.save()
    record(by=by, verb="import.undone", on=batch, left=len(left))
    return left


@transaction.atomic
def discard(*, batch: ImportBatch, by: Actor) -> None:
    """Drop a batch that was only read: nothing of it was laid in."""
    batch = get_for_update(ImportBatch.objects.all(), pk=batch.pk)
    if batch.state not in (ImportState.READING, ImportState.READY, ImportState.REFUSED):
        raise NotReady("Cet import a été fait : annulez-le d’abord.")
    record(by=by, verb="import.discarded", on=batch)
    forget_file(batch)
    batch.delete()


def summary(batch: ImportBatch) -> dict[str, Any]:
    """What the command prints."""
    counts = batch.counts or {}
    return {
        "batch": str(batch.public_id),
        "rows": counts.get("rows", 0),
        **{name: counts.get(name, 0) for name in ("created", "updated", "unchanged")},
        "refused": list(batch.rows.refused().values("line", "column", "message")),
        "encoding": batch.encoding,
        "delimiter": batch.delimiter,
        "columns": {column["header"]: column["field"] or None for _, column in sorted(batch.columns.items(), key=lambda item: int(item[0]))},
        "possible_duplicates": counts.get("possible_duplicates", 0),
    }


def sentence_of(batch: ImportBatch) -> str:
    """« 60 fiches créées, 2 lignes refusées », or « à créer » while nothing is done."""
    counts = batch.counts or {}
    done = batch.state == ImportState.APPLIED
    parts = [
        plural(counts.get("created", 0), "fiche créée" if done else "fiche à créer", "fiches créées" if done else "fiches à créer"),
        plural(counts.get("updated", 0), "complétée" if done else "à compléter", "complétées" if done else "à compléter"),
        plural(counts.get("unchanged", 0), "inchangée", "inchangées"),
        plural(counts.get("refused", 0), "ligne refusée", "lignes refusées"),
    ]
    return ", ".join(parts)


def left_message(row: ImportRow) -> str:
    """Why a line is not undone."""
    return typo_fr("Cette fiche a servi ou a été modifiée depuis l’import : elle reste telle qu’elle est.")
