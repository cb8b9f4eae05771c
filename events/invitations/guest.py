"""What a personal link opens: the day, and the guest's answer to it. No script; a GET or a HEAD changes nothing."""

from typing import Any
from uuid import UUID

from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.http import urlencode

from contacts.consent import services as consent
from contacts.directory.models import Person
from events.invitations import services
from events.invitations.answer import Answer, load, read_day
from events.invitations.exceptions import InvitationRefused
from events.invitations.models import Invitation
from events.registration import services as registrations
from events.registration.emails import LINK_KIND, calendar_of
from events.registration.enums import LIVE, Origin
from events.registration.exceptions import DayClosed, RegistrationRefused
from events.registration.forms import CONSENTS, AnswerForm
from events.registration.models import Registration
from labo_ess.audit.actors import Actor
from labo_ess.calendars import ics
from labo_ess.links.models import SecretLink
from labo_ess.links.registry import opens
from labo_ess.links.services import address, path
from labo_ess.links.views import gone
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import render_page

VERBS = {"register": "register", "change": "change", "cancel": "cancel", "leave": "cancel", "decline": "decline"}
TOO_LATE = (
    "Cette réponse n’est plus possible : les inscriptions ont fermé ou votre situation a changé. "
    "Rien n’a été enregistré ; ce qui l’était déjà n’a pas changé."
)
BUSY = (
    "Beaucoup de personnes répondent en ce moment : votre réponse n’a pas pu être enregistrée. "
    "Rien n’est perdu : elle est encore ci-dessous, réessayez dans quelques secondes."
)


def link_of_answer(public_id: UUID) -> SecretLink | None:
    """The link of a registration or of an invitation, for the command `link registration ID`."""
    for model in (Registration, Invitation):
        found = model.objects.select_related("day", "person").filter(public_id=public_id).first()
        if found is not None:
            return services.answer_link(day=found.day, person=found.person, by=Actor.system("commande"))
    return None


@opens(
    LINK_KIND, label="Invitation à une journée", find=link_of_answer, read=lambda link, acts: read_day(link.target_id, link.holder, counted=not acts)
)
def answer(request: HttpRequest, link: SecretLink, verb: str = "") -> HttpResponse:
    """Show, or act: a choice and a button, then back to the page that says what was done and can undo it."""
    if verb == "agenda":
        return _calendar(link)
    if verb and verb not in VERBS:
        return gone(request)
    if request.method != "POST":
        return _show(request, link, load(link.target, link.holder))
    if not verb:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    verb = VERBS[verb]
    page = load(link.target, link.holder, counted=False)
    form = page.form(verb, request.POST)
    if not form.is_valid():
        closed = verb not in page.verbs
        return _show_again(request, link, verb, status=409 if closed else 422, refusal=typo_fr(TOO_LATE) if closed else "")
    try:
        _act(page, verb, form, Actor.link(link))
    except DayClosed as closed:
        return _show_again(request, link, verb, status=409, refusal=str(closed), kept=form.cleaned_data)
    except (RegistrationRefused, InvitationRefused) as refused:
        return _show_again(request, link, verb, status=422, why=refused)
    except OperationalError:  # the lock of a crowded day was not given in time
        return _show_again(request, link, verb, status=503, refusal=typo_fr(BUSY))
    return HttpResponseRedirect(f"{path(link)}?{urlencode({'fait': verb})}")


def _show_again(request: HttpRequest, link: SecretLink, verb: str, *, why: Any = None, **said: Any) -> HttpResponse:
    """The page around the form as it was sent, with the counts that acting did without."""
    day = read_day(link.target_id, link.holder)
    if day is None:  # it went to the Corbeille in between
        return gone(request)
    page = load(day, link.holder)
    form = page.form(verb, request.POST)
    if form.is_valid() and why is not None:
        form.refuse(why) if isinstance(form, AnswerForm) else form.add_error(None, str(why))
    return _show(request, link, page, **said)


@transaction.atomic
def _act(page: Answer, verb: str, form: Any, by: Actor) -> None:
    key = form.cleaned_data.get("form_key", "")
    if verb == "decline":
        services.decline(day=page.day, person=page.person, by=by, form_key=key)
    elif verb == "cancel":
        if page.registration is not None:
            registrations.cancel(registration=page.registration, by=by, form_key=key)
    elif verb == "change" and page.is_live:
        assert page.registration is not None
        registrations.change(registration=page.registration, by=by, choices=form.chosen, details=form.details, form_key=key)
        _note_consents(page, form, by)
    else:  # « change » on a tab left open after a withdrawal registers again
        origin = Origin.INVITATION if page.day.invitation_state else Origin.PUBLIC  # type: ignore[attr-defined]
        registrations.register(day=page.day, person=page.person, by=by, choices=form.chosen, details=form.details, origin=origin, form_key=key)
        _note_consents(page, form, by)


def _note_consents(page: Answer, form: AnswerForm, by: Actor) -> None:
    """Only what differs from what was shown: a box left alone says nothing."""
    person: Person = page.person
    for name, (purpose, wording) in CONSENTS.items():
        given, before = form.cleaned_data.get(name, False), page.consents[name]
        if given and not before:
            consent.give_consent(person=person, purpose=purpose, wording=wording, source=f"inscription à {page.day.slug}", by=by)
        elif before and not given:
            consent.withdraw_consent(person=person, purpose=purpose, wording=wording, source=f"inscription à {page.day.slug}", by=by)


def _show(
    request: HttpRequest, link: SecretLink, page: Answer, *, status: int = 200, refusal: str = "", kept: dict[str, Any] | None = None
) -> HttpResponse:
    done = request.GET.get("fait", "") if status == 200 else ""
    written = [kept[name] for name in ("function", "organisation_label", "needs") if kept and kept.get(name)]
    context = {
        "answer": page,
        "day": page.day,
        "person": page.person,
        "registration": page.registration,
        "forms": [(verb, page.form(verb)) for verb in page.verbs],
        "actions": {verb: path(link, verb) for verb in VERBS},
        "agenda": path(link, "agenda"),
        "done": done if done in VERBS else "",
        "refusal": refusal,
        "written": written,
        "shown_state": "closed" if status == 409 and not page.is_live else page.state,
    }
    return render_page(request, "events/invitations/answer.html", context, status=status)


def _calendar(link: SecretLink) -> HttpResponse:
    """The day for one's own agenda, with the ateliers once registered."""
    page = load(link.target, link.holder, counted=False)
    url = address(link)
    if page.registration is not None and page.registration.state in LIVE:
        data = calendar_of(page.registration, page.choices, url)
    else:
        day = page.day
        place = ", ".join(part for part in (day.place_name, day.place_address) if part)
        data = ics.event(
            uid=f"journee-{day.public_id}-{page.person.public_id}",
            start=day.starts_at,
            end=day.ends_at,
            summary=f"{day.cycle.name} : {day.title}",
            location=place,
            url=url,
            sequence=day.sequence,
        )
    response = HttpResponse(data, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response["Content-Disposition"] = f'attachment; filename="{page.day.slug}.ics"'
    return response
