"""Fields as people meet them."""

from datetime import date, time

import pytest
from django import forms
from django.template import Context, Template
from lxml.html import fragment_fromstring

from labo_ess.ui.forms import DateField, MarkdownField, NameField, TimeField, layout
from labo_ess.ui.widgets import Card, ChoiceCards


class Guest(forms.Form):
    name = NameField(label="Nom", max_length=20, help_text="Tel qu’il s’écrit.")
    note = forms.CharField(label="Note", required=False)
    atelier = forms.ChoiceField(
        label="Atelier",
        widget=ChoiceCards(attrs={"data-choice": ""}),
        choices=[("1", Card("Réemploi & co", "Salle Cher", "ok", "6 places")), ("2", "Autre")],
    )
    day = DateField(label="Jour", required=False)
    start = TimeField(label="Heure", required=False)
    photos = forms.BooleanField(label="Photos", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layout("name", "note", "atelier", "day", "photos", submit="Inscrire la personne", cancel="/retour/", verb="register")


def render(text: str, form: forms.Form) -> str:
    return Template(text).render(Context({"form": form, "csrf_token": "jeton"}))


def test_a_field_has_its_label_help_and_no_star() -> None:
    made = render("{% field form.name %}", Guest())
    assert '<label class="form-label" for="id_name">Nom</label>' in made
    assert 'id="id_name_help"' in made
    assert 'aria-describedby="id_name_help"' in made
    assert "(facultatif)" in render("{% field form.note %}", Guest())
    assert "(facultatif)" not in render("{% field form.photos %}", Guest())


def test_an_error_stands_beside_its_field_and_in_the_summary() -> None:
    form = Guest({"name": "", "day": "31/02/2026"})
    made = render("{% error_summary form %}{% crispy form %}", form)
    assert 'id="id_name_error" data-error="name"' in made
    assert 'aria-describedby="id_name_help id_name_error"' in made
    assert 'aria-invalid="true"' in made
    assert '<a href="#id_name">' in made
    assert '<a href="#id_atelier_0">' in made
    assert "3 points sont à corriger" in made
    assert 'value="31/02/2026"' in made  # what was typed stays


def test_a_sound_form_has_no_summary() -> None:
    assert render("{% error_summary form %}", Guest()) == ""


def test_a_choice_is_a_group_of_cards_with_nothing_chosen() -> None:
    made = render("{% field form.atelier %}", Guest())
    assert made.count('type="radio"') == 2
    assert made.count("data-choice") == 2
    assert "checked" not in made
    assert "<b>Réemploi &amp; co</b><small>Salle Cher</small>" in made
    assert '<legend class="form-label">Atelier</legend>' in made


def test_the_form_names_its_verb_and_its_button() -> None:
    made = render("{% crispy form %}", Guest())
    assert 'data-verb="register"' in made
    assert ">Inscrire la personne</button>" in made
    assert '<a class="btn btn-quiet" href="/retour/">Revenir sans enregistrer</a>' in made
    assert 'name="csrfmiddlewaretoken"' in made


def test_errors_of_the_whole_form_are_said() -> None:
    form = Guest({"name": "Léa", "atelier": "1"})
    form.add_error(None, "La journée est complète.")
    made = render("{% error_summary form %}{% crispy form %}", form)
    assert made.count("La journée est complète.") == 2
    assert 'data-error="__all__"' in made


@pytest.mark.parametrize(("typed", "kept"), [("  Léa \r\n Roy ", "Léa Roy"), ("A\0B\u200b", "AB"), ("=1+1", "=1+1")])
def test_a_name_is_one_clean_line(typed: str, kept: str) -> None:
    assert NameField(strip=False).clean(typed.replace("\0", "")) == kept


@pytest.mark.parametrize("typed", ["x" * 5000, "\r\n", "\u200b", "\0"])
def test_a_name_too_long_or_empty_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        NameField(max_length=150).clean(typed)


def test_dates_and_times_are_read_as_people_write_them() -> None:
    assert [DateField().clean(text) for text in ("28/11/2026", "2026-11-28")] == [date(2026, 11, 28)] * 2
    assert [TimeField().clean(text) for text in ("9h30", "09:30", "9 h 30")] == [time(9, 30)] * 3
    for field, text in ((DateField(), "31/02/2026"), (TimeField(), "25h")):
        with pytest.raises(forms.ValidationError):
            field.clean(text)


def test_a_long_text_keeps_its_lines() -> None:
    assert MarkdownField().clean("un\r\n\r\ndeux") == "un\n\ndeux"
    with pytest.raises(forms.ValidationError):
        MarkdownField(max_length=10).clean("x" * 11)


class Wishes(forms.Form):
    CHOICES = (("a&b", "Réemploi & co"), ("2", "Mobilités : demain ?"), (None, "Sans avis"))
    one = forms.ChoiceField(widget=forms.RadioSelect(attrs={"data-choice": "one"}), choices=CHOICES)
    some = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, choices=CHOICES, required=False)


@pytest.mark.parametrize("data", [None, {}, {"one": "2", "some": ["a&b", "2"]}, {"one": "nowhere", "some": ["nowhere"]}])
@pytest.mark.parametrize("name", ["one", "some"])
def test_a_stack_of_boxes_is_what_django_would_draw(data: dict | None, name: str) -> None:
    """Drawn without Django's widget, which takes longer than the rows of a list: the same controls, with our class and the error."""
    form = Wishes(data)
    ours = fragment_fromstring(render(f"{{% field form.{name} %}}", form)).xpath(".//input")
    theirs = fragment_fromstring(str(form[name]), create_parent=True).xpath(".//input")
    assert len(ours) == len(theirs) == 3
    extra = {"class": "form-check-input"} | ({"aria-invalid": "true"} if form[name].errors else {})
    expected = [{key: value for key, value in each.attrib.items() if key != "aria-describedby"} | extra for each in theirs]
    assert [dict(each.attrib) for each in ours] == expected
    assert [each.text for each in fragment_fromstring(render(f"{{% field form.{name} %}}", form)).xpath(".//label")] == [
        "Réemploi & co",
        "Mobilités\u00a0: demain\u202f?",
        "Sans avis",
    ]
