"""Forms that the whole world may send: a field that only robots fill, and the moment when the page was made.

Nothing is asked of a person, nothing is fetched elsewhere, no script runs. The moment is signed and travels in the form: two
tabs each have their own, and no session is needed.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.utils import timezone

from labo_ess.text.typography import typo_fr

SECONDS_AT_LEAST = 2
"""Nobody reads and fills a form faster, even when the browser fills it for them."""
LIVES = timedelta(hours=24)
TOO_FAST = "Ce formulaire est parti trop vite pour avoir été relu. Rien n’est parti : vérifiez ce qui est écrit, puis envoyez-le de nouveau."
TOO_OLD = "Cette page était ouverte depuis trop longtemps. Rien n’est parti ; ce que vous avez écrit est encore là : envoyez-le de nouveau."
_SALT = "labo_ess.throttle.robots/1"


def make_stamp(at: datetime | None = None) -> str:
    """A signed moment with a number of its own: the same form sent twice has the same."""
    return signing.Signer(salt=_SALT).sign_object({"at": int((at or timezone.now()).timestamp()), "key": uuid.uuid4().hex})


def _read(stamp: str) -> tuple[float, str]:
    """Seconds since the page was made, and its number; a stamp that is not ours is as old as can be."""
    try:
        said = signing.Signer(salt=_SALT).unsign_object(stamp)
    except (signing.BadSignature, ValueError):
        return LIVES.total_seconds() + 1, ""
    return timezone.now().timestamp() - said["at"], str(said["key"])


class OpenForm(forms.Form):
    """Ask `caught` first: who fills the hidden field gets the answer of everybody, and nothing is done."""

    seconds_at_least: ClassVar[int] = SECONDS_AT_LEAST
    """0 for a form of one field that a browser fills by itself and that makes nothing come into being."""

    website = forms.CharField(label="Laissez ce champ vide", required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))
    stamp = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"stamp": make_stamp(), **options.get("initial", {})}
        super().__init__(*args, **options)

    @property
    def caught(self) -> bool:
        """Whether a robot filled what nobody sees."""
        return self.is_bound and bool(self.data.get(self.add_prefix("website"), "").strip())

    @property
    def key(self) -> str:
        """The number of this form: a double click sends it twice."""
        return _read(self.cleaned_data["stamp"])[1]

    def clean(self) -> dict[str, Any]:
        """Neither faster than a hand nor from another day; what was typed stays in the fields."""
        cleaned = super().clean() or self.cleaned_data
        age, _key = _read(cleaned.get("stamp", ""))
        if age > LIVES.total_seconds():
            self.data: Any = self.data.copy()  # only a copy of what was posted may be written
            self.data[self.add_prefix("stamp")] = make_stamp()
            self.add_error(None, typo_fr(TOO_OLD))
        elif age < self.seconds_at_least:
            self.add_error(None, typo_fr(TOO_FAST))
        return cleaned
