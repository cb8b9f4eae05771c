"""What every text of the directory must be before it is stored."""

from typing import Any

from django.db import models

from contacts.directory.exceptions import NameTooLong


def check_lengths(obj: models.Model) -> None:
    """Refuse a text longer than its column: SQLite would take it and PostgreSQL would not."""
    for field in obj._meta.concrete_fields:
        limit = field.max_length
        text: Any = getattr(obj, field.attname)
        if limit and isinstance(text, str) and len(text) > limit and field.editable:
            raise NameTooLong(len(text), limit, field.name)
