"""How one field of a form is drawn: label above, help under it, then the error, then the control."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from django import forms
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from labo_ess.text.typography import typo_escaped, typo_html

GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def describe(bound: BoundField, *, label: str = "", help_text: str = "", hide_label: bool = False, mark_optional: bool = True) -> SafeString:
    """The field as HTML, its control tied to its help and its error."""
    widget = bound.field.widget
    shape = _shape(widget)
    if shape == "hidden":
        return SafeString(str(bound) + "".join(f'<p class="field-error" data-error="{bound.name}">{e}</p>' for e in bound.errors))
    help_text = help_text or bound.help_text
    identity = _identity(bound)
    described = [f"{identity}_help"] if help_text else []
    if bound.errors:
        described.append(f"{identity}_error")
    context = {
        "field": bound,
        "id": identity,
        "shape": shape,
        "label": label or bound.label,
        "help_text": help_text,
        "hide_label": hide_label,
        "optional": mark_optional and not bound.field.required and shape != "check" and not getattr(widget, "never_optional", False),
        "described": " ".join(described),
        "cards": getattr(widget, "cards", False),
        "before": getattr(widget, "toolbar", ""),
    }
    if shape == "group":
        context |= {"options": _options(bound)} if context["cards"] else {"stack": _stack(bound)}
    else:
        context["control"] = bound.as_widget(attrs=_attributes(bound, described))
    return render_to_string("components/field.html", context)


def _identity(bound: BoundField) -> str:
    return bound.auto_id or f"champ_{bound.html_name}"


def _shape(widget: forms.Widget) -> str:
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, GROUPS):
        return "group"
    return "check" if isinstance(widget, forms.CheckboxInput) else "line"


def _attributes(bound: BoundField, described: list[str]) -> dict[str, str]:
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        base = "form-check-input"
    else:
        base = "form-select" if isinstance(widget, forms.Select) and not widget.allow_multiple_selected else "form-control"
    classes = [base, str(widget.attrs.get("class", "")), "is-invalid" if bound.errors else ""]
    attributes = {"class": " ".join(dict.fromkeys(" ".join(classes).split()))}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if isinstance(widget, forms.MultiWidget):
        attributes.pop("aria-describedby", None)  # each part would repeat it
    return attributes


@dataclass(frozen=True)
class Option:
    """One radio or box of a group of cards: its control, and its words."""

    control: SafeString
    id: str
    label: Any


def _options(bound: BoundField) -> list[Option]:
    options = []
    for option in bound.field.widget.subwidgets(bound.html_name, bound.value(), _group_attributes(bound)):
        value = {} if option["value"] is None else {"value": str(option["value"])}
        drawn = _drawn({"type": option["type"], "name": option["name"], **value, **option["attrs"]})
        options.append(Option(SafeString(f"<input{drawn}>"), option["attrs"].get("id", ""), option["label"]))
    return options


def _group_attributes(bound: BoundField) -> dict[str, Any]:
    """What each control of a group bears; the group as a whole is tied to its help and its error."""
    attributes = {"class": "form-check-input", "id": _identity(bound)}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {name: value for name, value in bound.build_widget_attrs(attributes).items() if name != "aria-describedby"}


def _drawn(attributes: Mapping[str, Any]) -> str:
    """The attributes of a tag; None and False are not there, True stands alone."""
    given = ((name, value) for name, value in attributes.items() if value is not None and value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{escape(str(value))}"' for name, value in given)


def _stack(bound: BoundField) -> SafeString:
    """Radios and boxes under each other. A list of filters shows a hundred departments: Django's own way takes longer than the rows."""
    widget = bound.field.widget
    attributes = widget.build_attrs(widget.attrs, _group_attributes(bound))
    identity = escape(attributes.pop("id"))
    shared = _drawn({"type": widget.input_type, "name": bound.html_name, **attributes})
    chosen, drawn = set(widget.format_value(bound.value()) or ()), []
    for place, (value, label) in enumerate(widget.choices):
        value, mine = "" if value is None else str(value), f"{identity}_{place}"
        words = typo_html(label) if isinstance(label, SafeString) else typo_escaped(str(label))
        drawn.append(
            f'<div class="form-check"><input{shared} value="{escape(value)}" id="{mine}"{" checked" if value in chosen else ""}>'
            f'<label class="form-check-label" for="{mine}">{words}</label></div>'
        )
    return SafeString("".join(drawn))


def summary(*given: Any) -> SafeString:
    """The summary of errors of forms and formsets."""
    points: list[tuple[str, str]] = []
    for form in _forms(given):
        for name, errors in form.errors.items():
            target = _target(form, name)
            points += [(target, _named(form, name, str(error))) for error in errors]
    for formset in given:
        if isinstance(formset, forms.BaseFormSet) and formset.is_bound:
            points += [("", str(error)) for error in formset.non_form_errors()]
    return render_to_string("components/error_summary.html", {"points": points}) if points else SafeString("")


def _forms(given: Iterable[Any]) -> Iterable[forms.BaseForm]:
    for one in given:
        if isinstance(one, forms.BaseFormSet):
            yield from one.forms
        elif one is not None and one.is_bound:
            yield one


def _named(form: forms.BaseForm, name: str, error: str) -> str:
    """« Forme : ce champ est obligatoire. » Away from its field, an error names it."""
    if name not in form.fields or form[name].is_hidden or not form[name].label:
        return error
    return f"{form[name].label} : {error[:1].lower()}{error[1:]}"


def _target(form: forms.BaseForm, name: str) -> str:
    if name not in form.fields:
        return ""
    bound = form[name]
    if bound.is_hidden:
        return ""
    return f"{bound.auto_id}_0" if isinstance(bound.field.widget, GROUPS) else str(bound.auto_id)
