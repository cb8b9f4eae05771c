"""The meetings of a group as a list."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from collectives.meetings.emails import hours_of
from collectives.meetings.enums import MeetingState, MinutesState
from collectives.meetings.models import Meeting
from labo_ess.lists import criteria
from labo_ess.lists.page import Column, Empty, ListPage, Status, Tab
from labo_ess.text.search import search_key

TONES = {MeetingState.DRAFT: "", MeetingState.CONVENED: "info", MeetingState.HELD: "ok", MeetingState.CANCELLED: "bad"}
MINUTES_TONES = {MinutesState.DRAFT: "wait", MinutesState.IN_REVIEW: "info", MinutesState.APPROVED: "ok"}


def state_of(meeting: Meeting) -> Status:
    """The state as a dot and a word."""
    state = MeetingState(meeting.state)
    return Status(TONES[state], state.label.capitalize())


def minutes_of(meeting: Meeting) -> Status | str:
    """Where its minutes are; nothing before it took place."""
    if meeting.state != MeetingState.HELD:
        return ""
    state = MinutesState(meeting.minutes_state)
    return Status(MINUTES_TONES[state], state.label.capitalize())


def address_of(meeting: Meeting) -> str:
    """Its page."""
    return reverse("collectives:meetings:page", args=[meeting.collective.slug, meeting.public_id])


def _search(rows, text):  # type: ignore[no-untyped-def]
    words = search_key(text).split()
    found = [pk for pk, *texts in rows.values_list("pk", "title", "place") if all(word in search_key(*texts) for word in words)]
    return rows.filter(pk__in=found)


MEETINGS = ListPage(
    name="meetings",
    plural="réunions",
    search=_search,
    placeholder="Titre, lieu",
    order=("-starts_at", "-pk"),
    columns=[
        Column("title", "Réunion", link=address_of),
        Column("starts_at", "Date", value=lambda meeting: timezone.localtime(meeting.starts_at), sort="starts_at", sub=hours_of),
        Column("state", "État", value=state_of, sort="state", export=lambda meeting: meeting.get_state_display()),
        Column("minutes_state", "Compte rendu", value=minutes_of, export=lambda meeting: str(minutes_of(meeting))),
        Column("items_count", "Points", numeric=True),
        Column("decisions_count", "Décisions", numeric=True),
        Column("place", "Lieu"),
    ],
    tabs=[
        Tab("", "Toutes"),
        Tab("preparees", "En préparation", Q(state=MeetingState.DRAFT)),
        Tab("convoquees", "Convoquées", Q(state=MeetingState.CONVENED)),
        Tab("tenues", "Tenues", Q(state=MeetingState.HELD)),
        Tab("annulees", "Annulées", Q(state=MeetingState.CANCELLED)),
    ],
    criteria=[criteria.since("depuis", "À partir du", "starts_at__date"), criteria.until("jusqu", "Jusqu’au", "starts_at__date")],
    filename="reunions",
    empty=Empty("Les réunions du collectif, de la convocation au compte rendu approuvé."),
)


def with_counts(rows):  # type: ignore[no-untyped-def]
    """Points and decisions of each, in the same query."""
    return rows.annotate(items_count=Count("agenda", distinct=True), decisions_count=Count("decisions", distinct=True))
