"""The page of a guest, gathered in a few queries whatever the number of ateliers: the day, what they answered, what they may do."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.functional import cached_property

from contacts.consent.models import Consent
from contacts.directory.models import Person, Position
from events.days.models import Day, DayPartner
from events.invitations.enums import InvitationState
from events.invitations.models import Invitation
from events.registration.emails import choices_of, rank_of
from events.registration.enums import HOLDS_PLACE, LIVE, RegistrationState
from events.registration.forms import CONSENTS, AnswerForm, ConfirmForm, Slot, slots_of
from events.registration.models import Registration, SessionChoice
from events.registration.places import Counter, offered_ateliers

NEEDS_KEPT = timedelta(days=30)
R = RegistrationState
DETAILS = ("quality", "function", "organisation_label", "needs")
_KEEPS = (R.CANCELLED, R.LAPSED, R.REFUSED, *LIVE)


@dataclass
class Answer:
    """What the page shows and offers."""

    day: Day
    person: Person
    registration: Registration | None
    choices: list[SessionChoice]
    rank: int | None
    state: str
    places: Counter
    slots: list[Slot]
    forms: dict[str, Any] = field(default_factory=dict)

    @property
    def is_live(self) -> bool:
        return self.registration is not None and self.registration.state in LIVE

    @property
    def verbs(self) -> list[str]:
        """What the person may do now."""
        may_answer = self.day.takes_registrations
        offered = []
        if may_answer and not self.is_live and self.state != R.REFUSED:
            offered.append("register")
        if may_answer and self.is_live:
            offered.append("change")
        if may_answer and not self.is_live and self.state in ("open", "full"):
            offered.append("decline")
        if self.is_live and timezone.now() < self.day.starts_at:
            offered.append("cancel")
        return offered

    def form(self, verb: str, data: Any = None) -> Any:
        """The form of a verb, made once, filled when `data` is given."""
        if data is not None or verb not in self.forms:
            self.forms[verb] = self._make(verb, data)
        return self.forms[verb]

    def _make(self, verb: str, data: Any) -> Any:
        auto_id = f"{verb}_%s"
        if verb == "decline":
            return ConfirmForm(data, label="Je confirme que je ne viendrai pas", auto_id=auto_id)
        if verb == "cancel":
            leaving = "Je confirme que je quitte la liste d’attente" if self.state == R.WAITING else "Je confirme que je me désiste"
            return ConfirmForm(data, label=leaving, auto_id=auto_id)
        mine = [choice.session_id for choice in self.choices] if self.is_live else []
        return AnswerForm(data, slots=self.slots, mine=mine, initial={} if data is not None else self.initial, auto_id=auto_id)

    @cached_property
    def initial(self) -> dict[str, Any]:
        """What the person said for this day, else what the directory says of them; consents as they stand, once registered."""
        if self.registration is not None:
            return {name: getattr(self.registration, name) for name in DETAILS} | self.consents
        positions = Position.objects.filter(person=self.person, end_on__isnull=True).select_related("organisation")
        position = positions.order_by("-is_main", "-start_on", "pk").first()
        if position is None:
            return {}
        return {"function": position.title, "organisation_label": position.organisation.name if position.organisation else ""}

    @cached_property
    def consents(self) -> dict[str, bool]:
        """What they said last of each; before a first answer nothing is ticked."""
        if self.registration is None:
            return dict.fromkeys(CONSENTS, False)
        said = Consent.objects.filter(person=self.person).order_by("created_at", "pk").values_list("purpose", "given")
        last = dict(said)
        return {name: last.get(purpose, False) for name, (purpose, _wording) in CONSENTS.items()}

    @cached_property
    def partner_names(self) -> list[str]:
        """Organisations that invite with the Labo, each once."""
        partners = DayPartner.objects.filter(day=self.day).select_related("organisation")
        return list(dict.fromkeys(partner.organisation.short_name or partner.organisation.name for partner in partners))

    @property
    def needs_erased_on(self) -> Any:
        return (self.day.last_date or self.day.date) + NEEDS_KEPT


def read_day(public_id: UUID, person: Person, *, counted: bool = True) -> Day | None:
    """The day with its counts and what this person answered to it; None once it lies in the Corbeille.

    The counts walk through all the registrations: an answer that was sent does without, for it is counted again under the lock.
    """
    invited = Invitation.objects.filter(day=OuterRef("pk"), person=person).values("state")[:1]
    held, waiting = Q(registrations__state__in=HOLDS_PLACE), Q(registrations__state=R.WAITING)
    found = Day.objects.alive().annotate(invitation_state=Subquery(invited))
    if counted:
        found = found.select_related("cycle").annotate(held=Count("registrations", filter=held), queue=Count("registrations", filter=waiting))
    return found.filter(public_id=public_id).order_by().first()


def load(day: Any, person: Person, *, counted: bool = True) -> Answer:
    """Everything of a day that `read_day` gave, in a number of queries that does not grow; as `counted` as the day is."""
    places = Counter(day.capacity, day.held, day.queue) if counted else Counter(day.capacity)
    registration = Registration.objects.filter(day=day, person=person).order_by().select_related("organisation").first()
    if registration is not None:
        registration.day, registration.person = day, person
    live = registration is not None and registration.state in LIVE
    return Answer(
        day=day,
        person=person,
        registration=registration,
        choices=choices_of(registration) if registration is not None and live else [],
        rank=rank_of(registration) if registration is not None else None,
        state=_state(day, registration, places),
        places=places,
        slots=slots_of(day, offered_ateliers(day, counted=counted)),
    )


def _state(day: Any, registration: Registration | None, places: Counter) -> str:
    if registration is not None and registration.state in _KEEPS:
        return str(registration.state)
    if day.invitation_state == InvitationState.DECLINED:
        return "declined"
    if not day.takes_registrations:
        return "closed"
    return "open" if places.is_open else "full"
