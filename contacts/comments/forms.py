"""What is typed in a thread."""

from django import forms

from contacts.comments.services import LONGEST
from labo_ess.text.typography import typo_fr


class CommentForm(forms.Form):
    """A comment: its words; where it goes and which posting it is travel with it."""

    text = forms.CharField(
        label="Commentaire",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": typo_fr("Écrivez un commentaire avant de l’envoyer."),
            "max_length": typo_fr(f"Ce commentaire est trop long : {LONGEST} caractères au plus."),
        },
    )
    topic = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    form_key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
