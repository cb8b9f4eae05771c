"""What the team types to write to many."""

import uuid
from typing import Any

from django import forms

from contacts.mailings.placeholders import known
from contacts.mailings.services import BODY_LENGTH, SUBJECT_LENGTH


class MailingForm(forms.Form):
    """Subject and text, in Markdown, with words between braces."""

    subject = forms.CharField(label="Objet du message", max_length=SUBJECT_LENGTH)
    body = forms.CharField(
        label="Texte",
        help_text="En Markdown : **gras**, listes avec un tiret, liens. Les mots entre accolades deviennent ceux de chaque personne.",
        max_length=BODY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 18}),
    )

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.words = known(kind).values()


class TestForm(forms.Form):
    """For whom the test is filled."""

    person = forms.UUIDField(widget=forms.HiddenInput)
    form_key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"form_key": uuid.uuid4().hex, **options.get("initial", {})}
        super().__init__(*args, **options)


class SendForm(forms.Form):
    """The count that was read: if it is no longer right, nothing leaves."""

    expected = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
