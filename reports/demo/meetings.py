"""The demo's meetings: held, convened, in preparation, cancelled; minutes approved and in review; a synthesis of the démarche."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from collectives.groups.models import Collective, Membership
from collectives.meetings.answers import answer_meeting
from collectives.meetings.convocation import convene
from collectives.meetings.emails import meeting_link
from collectives.meetings.enums import Answer, MeetingState, MinutesState, Presence
from collectives.meetings.models import AgendaItem, Decision, Meeting
from collectives.meetings.presences import Noted, note_presences
from collectives.meetings.roster import Place, people_of, roster
from collectives.meetings.services import add_item, cancel_meeting, create_meeting, hold_meeting
from collectives.meetings.texts import default_body, default_subject
from collectives.minutes.decisions import add_decision, pass_decision, take_on
from collectives.minutes.emails import minutes_link
from collectives.minutes.record import minutes_of, people_present
from collectives.minutes.services import approve_minutes, comment_minutes, open_review, write_point
from collectives.notes.models import Extract
from collectives.notes.services import take_passage
from contacts.comments.models import Comment
from contacts.directory.models import Person
from events.days.models import Day
from labo_ess.audit.actors import Actor
from labo_ess.links.services import address
from reports.demo.scenario import tables
from reports.synthesis.models import Synthesis
from reports.synthesis.processes import create_process_synthesis
from reports.synthesis.services import edit_front, take_extract, write_sentence

REVIEW_DAYS = 8


def load_meetings(groups: dict[str, Collective], persons: dict[str, Person], days: dict[str, Day], by: Actor) -> dict[str, Meeting]:
    """Every meeting of the scenario, under its key, and the synthesis of the démarche that draws from them."""
    described = tables("meetings")
    extracts: dict[tuple[str, int, int], Extract] = {}
    made = {row["key"]: _meeting(row, groups[row["group"]], persons, extracts, by) for row in described["meetings"]}
    _load_synthesis(described["synthesis"], groups, days, extracts, by)
    return made


def demo_meetings() -> list[str]:
    """Ids, the convened ones first, then those whose minutes are read, then the rest."""
    order = {MeetingState.CONVENED: 0, MeetingState.HELD: 1, MeetingState.DRAFT: 2, MeetingState.CANCELLED: 3}
    meetings = sorted(Meeting.objects.alive(), key=lambda each: (order[MeetingState(each.state)], each.starts_at))
    return [str(meeting.public_id) for meeting in meetings]


def demo_meeting_links(by: Actor) -> dict[str, str]:
    """The link of somebody who has not answered yet, and of somebody who was there and may still comment."""
    links = {}
    for meeting in Meeting.objects.alive().coming(timezone.now()).filter(state=MeetingState.CONVENED).select_related("collective"):
        waiting = [place for place in roster(meeting) if place.seat and place.holders and place.answer == Answer.NONE]
        if waiting:
            links["meeting"] = address(meeting_link(meeting=meeting, person=waiting[0].holders[0], by=by))
            break
    reviewed = Meeting.objects.alive().filter(minutes_state=MinutesState.IN_REVIEW, comment_until__gte=timezone.localdate())
    for meeting in reviewed.select_related("collective").order_by("pk"):
        said = set(Comment.objects.filter(thread__about_id=meeting.public_id).values_list("person_id", flat=True))
        silent = [person for person in people_present(minutes_of(meeting)) if person.pk not in said]
        if silent:
            links["minutes"] = address(minutes_link(meeting=meeting, person=silent[0], by=by))
            break
    return links


def _meeting(row: dict[str, Any], group: Collective, persons: dict[str, Person], extracts: dict[tuple[str, int, int], Extract], by: Actor) -> Meeting:
    day = timezone.localdate() + timedelta(days=row["day"])
    day += timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0)) if row["day"] > 0 else timedelta(days=-{5: 1, 6: 2}.get(day.weekday(), 0))
    meeting = create_meeting(
        collective=group,
        title=row["title"],
        starts_at=timezone.make_aware(datetime.combine(day, row["starts"])),
        ends_at=timezone.make_aware(datetime.combine(day, row["ends"])),
        place=row.get("place", ""),
        link=row.get("link", ""),
        introduction=row.get("introduction", ""),
        facilitator=persons.get(row.get("facilitator", "")),
        secretary=persons.get(row.get("secretary", "")),
        by=by,
    )
    items = [
        add_item(meeting=meeting, title=each["title"], minutes=each.get("minutes"), presenter=persons.get(each.get("presenter", "")), by=by)
        for each in row.get("points", [])
    ]
    if row["state"] == "convened":
        _convene(meeting, row, persons, by)
    elif row["state"] == "cancelled":
        cancel_meeting(meeting=meeting, by=by)
    elif row["state"] != "draft":
        _hold(meeting, row, items, persons, extracts, by)
    return meeting


def _convene(meeting: Meeting, row: dict[str, Any], persons: dict[str, Person], by: Actor) -> None:
    people = people_of(roster(meeting))
    convene(meeting=meeting, subject=default_subject(meeting), body=default_body(meeting), expected=len(people), by=by)
    places = roster(meeting)
    for key, choice, *to in row.get("answers", []):
        link = meeting_link(meeting=meeting, person=persons[key], by=by)
        target = _member(places, persons[to[0]]) if to else None
        answer_meeting(
            meeting=meeting, member=_member(places, persons[key]), person=persons[key], choice=choice, proxy_to=target, by=Actor.link(link)
        )


def _hold(
    meeting: Meeting,
    row: dict[str, Any],
    items: list[AgendaItem],
    persons: dict[str, Person],
    extracts: dict[tuple[str, int, int], Extract],
    by: Actor,
) -> None:
    for item, point in zip(items, row.get("points", []), strict=True):
        write_point(item=item, text=point.get("notes", ""), seen_version=0, by=by)
        made = [_decision(meeting, item, text, state, by) for text, state in point.get("decisions", [])]
        for title, owner, due, *rank in point.get("actions", []):
            due_on = timezone.localdate() + timedelta(days=due)
            take_on(item=item, title=title, owner=persons[owner], due_on=due_on, decision=made[rank[0]] if rank else None, by=by)
    hold_meeting(meeting=meeting, by=by)
    note_presences(meeting=meeting, noted=_noted(roster(meeting), row, persons), by=by)
    if row["state"] in ("in_review", "approved"):
        open_review(meeting=meeting, comment_until=timezone.localdate() + timedelta(days=REVIEW_DAYS), by=by)
    if row["state"] == "approved":
        approve_minutes(meeting=meeting, tell=row["key"] == "copil-4", by=by)
    if "remark" in row:
        key, rank, text = row["remark"]
        link = minutes_link(meeting=meeting, person=persons[key], by=by)
        comment_minutes(meeting=meeting, person=persons[key], remarks={str(items[rank].public_id): text}, by=Actor.link(link))
    _extracts(meeting, row, extracts, by)


def _decision(meeting: Meeting, item: AgendaItem, text: str, state: str, by: Actor) -> Decision:
    born = state if state in ("actee", "a_confirmer") else "actee"
    decision = add_decision(meeting=meeting, item=item, text=text, state=born, by=by)
    return decision if born == state else pass_decision(decision=decision, state=state, by=by)


def _noted(places: list[Place], row: dict[str, Any], persons: dict[str, Person]) -> list[Noted]:
    noted = [Noted(_member(places, persons[key]), Presence.PRESENT, present=persons[key]) for key in row.get("present", [])]
    noted += [Noted(_member(places, persons[key]), Presence.EXCUSED) for key in row.get("excused", [])]
    represented = row.get("represented", [])
    return noted + [Noted(_member(places, persons[key]), Presence.REPRESENTED, proxy_to=_member(places, persons[to])) for key, to in represented]


def _member(places: list[Place], person: Person) -> Membership:
    return next(place.membership for place in places if place.is_held_by(person))


def _extracts(meeting: Meeting, row: dict[str, Any], extracts: dict[tuple[str, int, int], Extract], by: Actor) -> None:
    """Passages of the minutes, word for word."""
    for number, (point, described) in enumerate(zip(minutes_of(meeting).points, row.get("points", []), strict=True)):
        for rank, (kind, text, speaker, may_quote) in enumerate(described.get("extracts", [])):
            assert point.revision is not None
            extracts[row["key"], number, rank] = take_passage(
                revision=point.revision, text=text, kind=kind, speaker=speaker, may_quote=may_quote, by=by
            )


def _load_synthesis(
    row: dict[str, Any], groups: dict[str, Collective], days: dict[str, Day], extracts: dict[tuple[str, int, int], Extract], by: Actor
) -> Synthesis:
    process = groups[row["process"]].process
    assert process is not None
    synthesis = create_process_synthesis(process=process, days=[days[key] for key in row["days"]], by=by)
    synthesis = edit_front(
        synthesis=synthesis, title=synthesis.title, subtitle=row["subtitle"], introduction="", seen_version=synthesis.lock_version, by=by
    )
    section = synthesis.sections.order_by("position").first()
    for key, point, rank in row["sentences"]:
        take_extract(section=section, extract=extracts[key, point, rank], by=by)
    write_sentence(section=section, text=row["own"], by=by)
    return synthesis
