"""Form fields for files: what is wrong is said beside the field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from labo_ess.documents.exceptions import UnreadableFile
from labo_ess.documents.images import redraw
from labo_ess.documents.uploads import refuse_size


class CheckedFileField(forms.FileField):
    """A file neither empty nor too heavy."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"allow_empty_file": True} | kwargs))  # emptiness is told in our words

    def to_python(self, data: Any) -> Any:
        """The file, or what is wrong with it."""
        file = super().to_python(data)
        if file is not None:
            self._check(file)
        return file

    def _check(self, file: Any) -> None:
        try:
            refuse_size(file.size)
            self.check_content(file)
        except UnreadableFile as refusal:
            raise ValidationError(str(refusal), code="unreadable") from None

    def check_content(self, file: Any) -> None:
        """Nothing more here."""


class TableField(CheckedFileField):
    """A spreadsheet or CSV, read later by the worker."""

    widget = forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xls,.ods,.vcf"})


class LogoField(CheckedFileField):
    """An image that can be drawn anew."""

    widget = forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"})

    def check_content(self, file: Any) -> None:
        """Draw it once, to refuse beside the field what could not be stored."""
        file.seek(0)
        redraw(file.read())
        file.seek(0)
