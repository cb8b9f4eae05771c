"""What needs someone, in sentences: one line each, with the page where it is done."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from events.days.enums import DayState
from events.days.models import Day
from labo_ess.text.dates import countdown, long_date
from labo_ess.text.typography import plural, typo_fr
from reports.dashboard.querysets import ComingDay

PROGRAMME_DUE, INVITATIONS_DUE, SILENT_DUE = 42, 35, 21
"""Days before the day at which these are due (domain §9)."""


@dataclass(frozen=True)
class Need:
    """A line of « Aujourd'hui ». `tone`: late, soon, or empty."""

    icon: str
    title: str
    text: str
    address: str
    button: str
    due: str = ""
    tone: str = ""


def needs_of(coming: ComingDay) -> list[Need]:
    """What a day to come needs, the most pressing first."""
    parts = (_welcome, _programme, _invitations, _silent, _pending, _waiting, _ateliers)
    found = [part(coming) for part in parts]
    return [need for need in found if need is not None and need.address]


def needs_of_past(days: "list[Day]") -> list[Need]:
    """What a day lately past still owes."""
    return [
        Need(
            "file-text",
            typo_fr(f"Composer la synthèse : {day.title}"),
            typo_fr(_noted(day)),
            _to("reports:synthesis:day", day),
            "Ouvrir la synthèse",
            countdown(day.date),
            "soon",
        )
        for day in days
    ]


def _need(coming: ComingDay, icon: str, what: str, text: str, name: str, button: str, tone: str) -> Need:
    day = coming.day
    return Need(icon, typo_fr(f"{what} : {day.title}"), typo_fr(text), _to(name, day), button, countdown(day.date), tone)


def _welcome(coming: ComingDay) -> Need | None:
    if coming.day.days_left > 1:
        return None
    return _need(coming, "check", "Accueillir", _expected(coming), "events:attendance:desk", "Ouvrir le jour J", "late")


def _programme(coming: ComingDay) -> Need | None:
    if coming.is_published:
        return None
    tone = "late" if coming.day.days_left <= PROGRAMME_DUE else ""
    text = "La page publique ne montre encore aucun programme."
    return _need(coming, "calendar-days", "Publier le programme", text, "events:programme:edit", "Ouvrir le programme", tone)


def _invitations(coming: ComingDay) -> Need | None:
    if not coming.prepared or coming.day.state in (DayState.DRAFT, DayState.PAST):
        return None
    tone = "late" if coming.day.days_left <= INVITATIONS_DUE else ""
    text = f"{plural(coming.prepared, 'invitation est prête', 'invitations sont prêtes')}, pas encore parties."
    if coming.prepared == 1:
        text = "1 invitation est prête, pas encore partie."
    return _need(coming, "send", "Envoyer les invitations", text, "events:invitations:list", "Ouvrir les invitations", tone)


def _silent(coming: ComingDay) -> Need | None:
    if not coming.unanswered:
        return None
    tone = "soon" if coming.day.days_left <= SILENT_DUE else ""
    text = f"{plural(coming.unanswered, 'personne invitée n’a', 'personnes invitées n’ont')} pas encore répondu."
    return _need(coming, "mail", "Suivre les réponses", text, "events:invitations:list", "Voir qui n’a pas répondu", tone)


def _pending(coming: ComingDay) -> Need | None:
    if not coming.pending:
        return None
    text = f"{plural(coming.pending, 'demande attend', 'demandes attendent')} votre réponse."
    return _need(coming, "clock", "Confirmer des inscriptions", text, "events:registration:list", "Ouvrir les inscriptions", "soon")


def _waiting(coming: ComingDay) -> Need | None:
    if not coming.waiting:
        return None
    text = f"{plural(coming.waiting, 'personne attend', 'personnes attendent')} une place"
    text += " et il en reste : vous pouvez les faire monter." if coming.has_free_place else " ; la journée est complète."
    tone = "late" if coming.has_free_place else "soon"
    return _need(coming, "users", "Liste d’attente", text, "events:registration:list", "Voir la liste d’attente", tone)


def _ateliers(coming: ComingDay) -> Need | None:
    queued = [gauge for gauge in coming.gauges if gauge.waiting]
    if not queued:
        return None
    text = ", ".join(f"« {gauge.title} » ({plural(gauge.waiting, 'personne en attente', 'personnes en attente')})" for gauge in queued)
    return _need(coming, "users", "Ateliers complets", f"{text}.", "events:registration:list", "Voir les places", "soon")


def _expected(coming: ComingDay) -> str:
    return typo_fr(f"{long_date(coming.day.date).capitalize()}, {plural(coming.confirmed, 'personne attendue', 'personnes attendues')}.")


def _noted(day: Day) -> str:
    if not day.extracts_count:
        return "Aucun extrait n’est encore noté : demandez les fiches aux rapporteur·e·s."
    text = plural(day.extracts_count, "extrait attend d’être repris", "extraits attendent d’être repris")
    if day.open_reports:
        text += f" ; {plural(day.open_reports, 'fiche n’est pas terminée', 'fiches ne sont pas terminées')}"
    return f"{text}."


def _to(name: str, day: Day) -> str:
    """Its address; empty while the page does not exist."""
    try:
        return reverse(name, args=[day.slug])
    except NoReverseMatch:
        return ""
