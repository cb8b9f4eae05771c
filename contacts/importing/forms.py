"""Forms of imports."""

from typing import Any

from django import forms

from contacts.importing.columns import FIELDS
from contacts.importing.enums import RowKind
from contacts.importing.models import ImportBatch
from labo_ess.ui.forms import NameField, layout


class UploadForm(forms.Form):
    """A file, and where it comes from."""

    file = forms.FileField(
        label="Fichier",
        help_text="Un tableau .csv, .xlsx, .xls ou .ods, tel que vous l’avez reçu : titres, accents et séparateurs sont reconnus.",
        widget=forms.ClearableFileInput({"accept": ".csv,.txt,.xlsx,.xls,.ods"}),
        error_messages={"empty": "Ce fichier est vide. Vérifiez-le, puis choisissez-le à nouveau.", "required": "Choisissez un fichier."},
    )
    source = NameField(
        label="D’où vient ce fichier",
        required=False,
        max_length=200,
        help_text="Montré sur chaque fiche. Gardez le même nom quand la même source vous envoie une nouvelle version.",
    )
    kind = forms.ChoiceField(label="Il contient", required=False, choices=[("", "À reconnaître"), *RowKind.choices])

    def __init__(self, *args: Any, cancel: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layout("file", "source", "kind", submit="Lire le fichier", cancel=cancel)


class ColumnsForm(forms.Form):
    """What each column holds, as a person corrects it."""

    kind = forms.ChoiceField(label="Le fichier contient", choices=RowKind.choices)

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        columns = [batch.columns[index] for index in sorted(batch.columns, key=int)]
        initial = {f"column_{place}": column["field"] for place, column in enumerate(columns)} | {"kind": batch.kind}
        super().__init__(*args, initial=initial, **kwargs)
        self.names = [f"column_{place}" for place in range(len(columns))]
        for name, column in zip(self.names, columns, strict=True):
            self.fields[name] = forms.ChoiceField(label=column["header"], required=False, choices=[("", "Ne pas importer"), *FIELDS.items()])
            self.fields[name].widget.never_optional = True

    @property
    def columns(self) -> list[Any]:
        """The bound fields of the columns, in the order of the file."""
        return [self[name] for name in self.names]

    def chosen(self) -> list[str]:
        """The field of each column."""
        return [self.cleaned_data[name] for name in self.names]
