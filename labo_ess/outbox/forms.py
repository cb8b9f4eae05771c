"""The search of the team's list of mails."""

from django import forms

from labo_ess.outbox.enums import MailState

TABS = (
    ("", "Tous", ()),
    ("attente", "En attente", (MailState.QUEUED, MailState.SENDING, MailState.DEFERRED)),
    ("retenus", "Retenus", (MailState.HELD,)),
    ("partis", "Envoyés", (MailState.SENT,)),
    ("echec", "En échec", (MailState.FAILED, MailState.BOUNCED)),
    ("annules", "Annulés", (MailState.CANCELLED,)),
)


class MailSearch(forms.Form):
    """`q` and `etat`, as in every list of the house."""

    q = forms.CharField(label="Chercher dans les envois", required=False, max_length=200)
    etat = forms.ChoiceField(choices=[(code, label) for code, label, _states in TABS], required=False)
