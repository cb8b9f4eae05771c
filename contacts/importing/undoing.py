"""Taking an import back: what it made goes, what it changed returns, what someone touched since stays."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Max, ProtectedError, RestrictedError
from django.db.models.functions import Coalesce

from contacts.directory.models import EmailAddress, Organisation, Person, Phone, Position
from contacts.directory.refresh import refresh_search
from contacts.importing.enums import Verdict
from contacts.importing.models import ImportBatch, ImportRow
from labo_ess.audit.models import AuditEntry

_OURS = {"emails": EmailAddress, "phones": Phone, "positions": Position}
_OWN_TABLES = frozenset({"contacts.emailaddress", "contacts.phone", "contacts.position", "contacts.importrow"})


def undo_rows(batch: ImportBatch) -> list[ImportRow]:
    """Undo line by line, the last first; the lines that stay, because of what was done since."""
    left: list[ImportRow] = []
    rows = list(batch.rows.filter(is_applied=True, verdict__in=[Verdict.CREATED, Verdict.UPDATED]).order_by("-line"))
    touched = _touched(batch, rows)
    for row in rows:
        if row.person_id in touched["person"] or row.organisation_id in touched["organisation"] or not _undo_row(row):
            left.append(row)
    for row in rows:
        _remove_organisations(row.changes.get("organisations", []))
    return list(reversed(left))


def _touched(batch: ImportBatch, rows: Iterable[ImportRow]) -> dict[str, set[int]]:
    """Persons and organisations on which someone acted after this import (the journal knows)."""
    found: dict[str, set[int]] = {"person": set(), "organisation": set()}
    for name, model in (("person", Person), ("organisation", Organisation)):
        ids = [getattr(row, f"{name}_id") for row in rows if getattr(row, f"{name}_id")]
        kind = ContentType.objects.get_for_model(model)
        for start in range(0, len(ids), 500):
            public = dict(model._base_manager.filter(pk__in=ids[start : start + 500]).values_list("public_id", "pk"))
            entries = AuditEntry.objects.filter(content_type=kind, object_id__in=public)
            ours = dict(
                entries.filter(verb__in=[f"{name}.imported", f"{name}.import_updated"], details__batch=str(batch.public_id))
                .values_list("object_id")
                .annotate(last=Coalesce(Max("pk"), 0))
                .order_by()
            )
            latest = dict(entries.values_list("object_id").annotate(last=Max("pk")).order_by())
            found[name] |= {pk for public_id, pk in public.items() if latest.get(public_id, 0) > ours.get(public_id, 0)}
    return found


def _undo_row(row: ImportRow) -> bool:
    """True when the line is undone."""
    obj: Any = row.person or row.organisation
    if obj is None:
        return True
    if row.verdict == Verdict.CREATED:
        return _delete(obj, row)
    if row.person is not None:
        for name, model in _OURS.items():
            model._base_manager.filter(pk__in=row.changes.get(name, []), person=row.person).delete()
        for pk, before in row.changes.get("titles", []):
            Position.objects.filter(pk=pk, person=row.person).update(title=before)
    obj.themes.remove(*row.changes.get("themes", []))
    changed = {name: pair for name, pair in row.changes.get("fields", {}).items() if getattr(obj, name) == pair[1]}
    for name, pair in changed.items():
        setattr(obj, name, pair[0])
    obj.save()
    if row.person is not None:
        refresh_search(row.person)
    return True


def _delete(obj: Any, row: ImportRow) -> bool:
    """Delete what the line made, unless something else hangs on it by now."""
    if _holds_more(obj, row):
        return False
    try:
        with transaction.atomic():
            obj.delete()
    except (ProtectedError, RestrictedError):
        return False
    return True


def _holds_more(obj: Any, row: ImportRow) -> bool:
    """Rows of other features, lines of other imports, or addresses that this line did not bring."""
    for relation in obj._meta.related_objects:
        table = relation.related_model._meta.label_lower
        rows = relation.related_model._base_manager.filter(**{relation.field.name: obj})
        if isinstance(relation, models.ManyToManyRel):
            continue
        if table not in _OWN_TABLES:
            if rows.exists():
                return True
        elif table == "contacts.importrow":
            later = rows.exclude(batch=row.batch_id).filter(batch__undone_at__isnull=True, verdict=Verdict.UPDATED)
            if later.exists():
                return True
    return isinstance(obj, Organisation) and obj.positions.exists()


def _remove_organisations(ids: Iterable[int]) -> None:
    """Organisations made on the way, when nobody sits there any more."""
    for organisation in Organisation.objects.filter(pk__in=list(ids)):
        row = ImportRow(batch_id=0)
        if not _holds_more(organisation, row):
            _delete(organisation, row)
