"""Fields and layout that every form of the house uses.

class PersonForm(forms.Form):
    name = NameField(label="Nom")
    about = MarkdownField(label="Présentation", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = layout(Section("Identité", "name"), "about", submit="Enregistrer la personne", cancel="/bureau/repertoire/")
"""

from datetime import date, time
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout, LayoutObject
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.html import format_html

from labo_ess.text.dates import parse_date, parse_time
from labo_ess.text.names import clean_name
from labo_ess.text.typography import typo_fr
from labo_ess.ui.widgets import DateInput, MarkdownInput, TimeInput


class NameField(forms.CharField):
    """A text on one line: spaces collapsed, line breaks and control characters gone, never longer than said."""

    def __init__(self, *, max_length: int = 150, **kwargs: Any) -> None:
        super().__init__(**{"strip": True, **kwargs})
        message = typo_fr(f"Ce texte est trop long : {max_length} caractères au plus.")
        self.max_length = max_length
        self.validators.append(MaxLengthValidator(max_length, message))

    def to_python(self, value: Any) -> str:
        """The text as it is stored."""
        return clean_name(super().to_python(value))


class MarkdownField(forms.CharField):
    """A long text with simple marks: paragraphs, lists, bold, italic, links."""

    widget = MarkdownInput

    def __init__(self, *, max_length: int = 100_000, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Une ligne vide sépare deux paragraphes. **gras**, *italique*, - liste, [lien](https://…)")
        super().__init__(**kwargs)
        self.validators.append(MaxLengthValidator(max_length, typo_fr(f"Ce texte est trop long : {max_length} caractères au plus.")))

    def to_python(self, value: Any) -> str:
        """Line ends as the database keeps them, without the characters that it refuses."""
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\0", "")


class DateField(forms.DateField):
    """A day, picked or typed: 28/11/2026 and 2026-11-28 are both understood."""

    widget = DateInput

    def to_python(self, value: Any) -> date | None:
        """The day."""
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        found = parse_date(str(value))
        if found is None:
            raise ValidationError("Cette date n’existe pas ou n’est pas lisible. Écrivez-la jour/mois/année, par exemple 28/11/2026.", code="invalid")
        return found


class TimeField(forms.TimeField):
    """A time, picked or typed: 9h30 and 09:30 are both understood."""

    widget = TimeInput

    def to_python(self, value: Any) -> time | None:
        """The time."""
        if value in self.empty_values or isinstance(value, time):
            return super().to_python(value)
        found = parse_time(str(value))
        if found is None:
            raise ValidationError("Cette heure n’est pas lisible. Écrivez-la par exemple 9 h 30.", code="invalid")
        return found


class Section(Fieldset):
    """A part of a long form, under its title."""

    def __init__(self, title: str, *fields: Any, help_text: str = "") -> None:
        inside = [HTML(format_html('<p class="form-text">{}</p>', typo_fr(help_text))), *fields] if help_text else list(fields)
        super().__init__(typo_fr(title), *inside)


class Row(Div):
    """Short fields beside each other where there is room."""

    def __init__(self, *fields: Any) -> None:
        super().__init__(*fields, css_class="field-row")


def layout(
    *parts: str | LayoutObject, submit: str, cancel: str = "", cancel_label: str = "Revenir sans enregistrer", verb: str = "", action: str = ""
) -> FormHelper:
    """A crispy helper: the parts in order, one button that names the object, a way out.

    `verb` is the `data-verb` of a guest's form.
    """
    helper = FormHelper()
    helper.form_method = "post"
    helper.form_action = action
    helper.attrs = {"novalidate": "", **({"data-verb": verb} if verb else {})}
    helper.form_show_errors = True
    out = format_html('<a class="btn btn-quiet" href="{}">{}</a>', cancel, cancel_label) if cancel else ""
    foot = format_html('<div class="form-foot"><button class="btn btn-primary" type="submit">{}</button>{}</div>', typo_fr(submit), out)
    helper.layout = Layout(*parts, HTML(foot))
    return helper
