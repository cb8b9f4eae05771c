"""Controls of forms: the browser's own date and time, cards to choose from, a text box for long texts."""

from dataclasses import dataclass
from typing import Any

from django import forms


class DateInput(forms.DateInput):
    """The browser's own calendar; its value travels as aaaa-mm-jj whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class MarkdownInput(forms.Textarea):
    """A long text in Markdown: its marks are explained under it, its draft is kept by the browser until the server has it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 8, "class": "markdown", "spellcheck": "true", **(attrs or {})})


@dataclass(frozen=True)
class Card:
    """The label of a choice drawn as a card: a title, a line under it, a state."""

    title: str
    hint: str = ""
    tone: str = ""
    words: str = ""

    def __str__(self) -> str:
        return self.title


class ChoiceCards(forms.RadioSelect):
    """One of a few, each as a card of 44 px or more. Labels are texts or `Card`."""

    cards = True


class CheckCards(forms.CheckboxSelectMultiple):
    """Some of a few, each as a card."""

    cards = True
