"""A form of many fields that two people may have open: what each of them changed is kept, and only the same field asks the second one."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder

from labo_ess.text.dates import long_date, time_fr
from labo_ess.text.typography import typo_fr

MOST_SAID = 120


class MergedForm(forms.ModelForm):
    """The page carries the values as it showed them (`form.shown`, in a hidden field), so a save knows what its author changed.

    `changes()` are the fields that they changed, for the service. A field that both changed gets an error that says what is saved now;
    what was typed stays, and saving again prefers it. For texts of several pages there is `revisions.pages.conflict`.
    """

    def shown(self) -> str:
        """What the next save is compared with, as JSON: the values saved now, but for a field left alone the one that it still shows."""
        before = self._shown_before() if self.is_bound else {}
        cleaned = getattr(self, "cleaned_data", {})
        alone = {name for name in before if name in cleaned and cleaned[name] == self._cleaned(name, before[name])}
        return json.dumps({name: before[name] if name in alone else self._saved(name) for name in self.fields}, cls=DjangoJSONEncoder)

    def changes(self) -> dict[str, Any]:
        """What this person changed, cleaned. All fields when the page did not say what it showed."""
        before = self._shown_before()
        return {name: value for name, value in self.cleaned_data.items() if name not in before or value != self._cleaned(name, before[name])}

    def _post_clean(self) -> None:
        """Not the checks of a model form: the service sets the fields, and the instance stays as the database has it."""
        before = self._shown_before()
        for name, mine in list(self.cleaned_data.items()):
            if name not in before:
                continue
            shown, saved = self._cleaned(name, before[name]), self._cleaned(name, self._saved(name))
            if mine != shown and saved not in (shown, mine):
                said = f"Quelqu’un vient d’enregistrer ici : « {self._said(name, saved)} »."
                self.add_error(name, typo_fr(f"{said} Votre saisie est gardée : enregistrez de nouveau pour la préférer."))

    def _shown_before(self) -> dict[str, Any]:
        try:
            read = json.loads(self.data.get("shown", ""))
        except ValueError:
            return {}
        return {name: value for name, value in read.items() if name in self.fields} if isinstance(read, dict) else {}

    def _saved(self, name: str) -> Any:
        field = self.fields[name]
        return field.prepare_value(self.get_initial_for_field(field, name))

    def _cleaned(self, name: str, value: Any) -> Any:
        """A value as the field reads it; None when it could not be (an empty required field, something hand-made)."""
        try:
            return self.tidy(name, self.fields[name].clean(value))
        except (ValidationError, TypeError, ValueError):
            return None

    def tidy(self, name: str, value: Any) -> Any:
        """What the form makes of a read value before it is stored."""
        return value

    def _said(self, name: str, value: Any) -> str:
        if value in (None, ""):
            return "rien"
        if hasattr(value, "hour") and not hasattr(value, "day"):
            return time_fr(value)
        if hasattr(value, "day"):
            return long_date(value)
        labels = dict(getattr(self.fields[name], "choices", ())) if not hasattr(value, "pk") else {}
        words = str(labels.get(value, {True: "oui", False: "non"}.get(value, value) if isinstance(value, bool) else value))
        return words if len(words) <= MOST_SAID else words[: MOST_SAID - 1] + "…"
