"""A model field that holds the code of a choice."""

from typing import Any

from django.db import models


class ChoiceField(models.CharField):
    """The code of a choice of `list`; its label is read with `choices.services.label`."""

    def __init__(self, *args: Any, list: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        self.list = list
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """The list is part of the field: migrations name it."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "list": self.list}

    def formfield(self, **kwargs: Any) -> Any:
        """A select of the words in use, read when the form is made."""
        from django import forms  # models load before forms

        from labo_ess.choices.services import options

        blank = [("", "—")] if self.blank else []
        return forms.ChoiceField(
            label=self.verbose_name, required=not self.blank, help_text=self.help_text, choices=lambda: [*blank, *options(self.list)], **_kept(kwargs)
        )


def _kept(kwargs: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in kwargs.items() if name in ("widget", "initial", "label", "help_text")}
