"""Many groups with their members, meetings, decisions and actions: made in sets, the same for the same seed."""

import random
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from collectives.actions.enums import ActionState
from collectives.actions.models import Action, Board, Column
from collectives.groups.enums import CollectiveKind, Stage
from collectives.groups.models import Collective, Membership, Process
from collectives.groups.services import create_process
from collectives.mandates.enums import MandateKind
from collectives.mandates.models import Mandate, Seat
from collectives.meetings.enums import Answer, DecisionState, MeetingState, MinutesState, Presence
from collectives.meetings.models import AgendaItem, Attendance, Decision, Meeting
from contacts.directory.models import Organisation, Person
from contacts.reference.models import Department, Theme
from labo_ess.accounts.models import User
from labo_ess.accounts.roles import Role
from labo_ess.audit.actors import Actor

BATCH = 2000
PROCESSES = 4
MEMBERS = 8
COLUMNS = ("À faire", "En cours", "Fait")
HEADS = ("Appeler", "Écrire à", "Chiffrer", "Relire", "Réserver", "Préparer", "Inviter", "Vérifier")
TAILS = ("la salle", "les partenaires", "le budget", "la note", "le calendrier", "les membres", "la convention", "le territoire pilote")


def load_groups(
    *, collectives: int, meetings: int, actions: int, persons: list[Person], chance: random.Random, seed: int, by: Actor
) -> list[Collective]:
    """That many groups in four démarches; meetings and actions are spread evenly over them."""
    if not collectives:
        return []
    processes = _processes(seed, by)
    groups = _groups(collectives, processes, chance, seed)
    members = _members(groups, persons, chance)
    _meetings(groups, members, meetings, chance)
    _actions(groups, actions, persons, chance)
    return groups


def _processes(seed: int, by: Actor) -> list[Process]:
    """The account of a référent·e follows the first one, and no other."""
    followers = User.objects.filter(role=Role.REFERENT, email=f"{Role.REFERENT}-{seed}@example.org")
    return [
        create_process(name=f"Démarche de volume {seed}-{number + 1}", referents=followers if number == 0 else (), by=by)
        for number in range(PROCESSES)
    ]


def _groups(count: int, processes: list[Process], chance: random.Random, seed: int) -> list[Collective]:
    departments, themes = list(Department.objects.select_related("region")), list(Theme.objects.all())
    organisations = list(Organisation.objects.order_by("pk")[:200])
    kinds = [CollectiveKind.SITE, CollectiveKind.SITE, CollectiveKind.ACTION, CollectiveKind.BODY]
    made = []
    for number in range(count):
        department = chance.choice(departments)
        group = Collective(
            kind=kinds[number % len(kinds)],
            name=f"Collectif de volume {seed}-{number + 1}",
            slug=f"volume-{seed}-{number + 1}",
            process=processes[number % len(processes)],
            challenge="Comment garder vivant un collectif quand il y en a des dizaines ?",
            stage=chance.choice([stage for stage in Stage if stage != Stage.CLOSED]),
            department=department,
            region=department.region,
            lead_organisation=chance.choice(organisations),
            quorum_percent=50,
        )
        group.fill_search()
        made.append(group)
    groups = Collective.objects.bulk_create(made, BATCH)
    through = Collective.themes.through
    through.objects.bulk_create([through(collective=group, theme=theme) for group in groups for theme in chance.sample(themes, 2)], BATCH)
    return groups


def _members(groups: list[Collective], persons: list[Person], chance: random.Random) -> dict[int, list[Membership]]:
    """Four persons and four organisations a group, each with its seat; every organisation with its titulaire."""
    since = timezone.localdate() - timedelta(days=700)
    organisations = list(Organisation.objects.order_by("pk")[:200])
    rows = []
    for group in groups:
        rows += [Membership(collective=group, person=person, since_on=since) for person in chance.sample(persons, MEMBERS // 2)]
        rows += [
            Membership(collective=group, organisation=each, since_on=since)
            for each in chance.sample(organisations, min(MEMBERS // 2, len(organisations)))
        ]
    memberships = Membership.objects.bulk_create(rows, BATCH)
    seats = Seat.objects.bulk_create([Seat(membership=row) for row in memberships], BATCH)
    held = [seat for seat in seats if seat.membership.organisation_id is not None]
    Mandate.objects.bulk_create(
        [Mandate(seat=seat, person=chance.choice(persons), kind=MandateKind.TITULAR, starts_on=since) for seat in held], BATCH
    )
    found: dict[int, list[Membership]] = {}
    for row in memberships:
        found.setdefault(row.collective_id, []).append(row)
    return found


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _meetings(groups: list[Collective], members: dict[int, list[Membership]], count: int, chance: random.Random) -> None:
    """One of each group lies ahead, convened; the others go back by three weeks, held, with a point and a decision each."""
    today = timezone.localdate()
    made = []
    for number in range(count):
        rank = number // len(groups)
        day = today + timedelta(days=chance.randint(3, 40)) if rank == 0 else today - timedelta(days=21 * rank)
        made.append(
            Meeting(
                collective=groups[number % len(groups)],
                title=f"Réunion de volume {number + 1}",
                starts_at=_at(day, 14),
                ends_at=_at(day, 16),
                state=MeetingState.CONVENED if rank == 0 else MeetingState.HELD,
                minutes_state=MinutesState.DRAFT if rank == 0 else MinutesState.APPROVED,
            )
        )
    meetings = Meeting.objects.bulk_create(made, BATCH)
    items = AgendaItem.objects.bulk_create([AgendaItem(meeting=meeting, title="Point d’étape", minutes=30) for meeting in meetings], BATCH)
    Attendance.objects.bulk_create(
        [
            Attendance(
                meeting=meeting,
                membership=row,
                answer=Answer.YES,
                presence=Presence.PRESENT if meeting.state == MeetingState.HELD else Presence.UNKNOWN,
            )
            for meeting in meetings
            for row in members[meeting.collective_id]
        ],
        BATCH,
    )
    states = [DecisionState.MADE, DecisionState.APPLIED, DecisionState.APPLIED, DecisionState.TO_CONFIRM]
    decisions = []
    for item in items:
        if item.meeting.state == MeetingState.HELD:
            decision = Decision(
                collective_id=item.meeting.collective_id,
                meeting=item.meeting,
                item=item,
                text=f"{chance.choice(HEADS)} {chance.choice(TAILS)} avant la prochaine réunion.",
                state=chance.choice(states),
                decided_on=timezone.localdate(item.meeting.starts_at),
            )
            decision.fill_search()
            decisions.append(decision)
    Decision.objects.bulk_create(decisions, BATCH)


def _actions(groups: list[Collective], count: int, persons: list[Person], chance: random.Random) -> None:
    """A board of three columns a group; a third of the actions are done, one in ten open ones is late."""
    today, now = timezone.localdate(), timezone.now()
    boards = Board.objects.bulk_create([Board(collective=group, title="Tableau") for group in groups], BATCH)
    columns: dict[int, list[Column]] = {}
    for column in Column.objects.bulk_create(
        [Column(board=board, title=title, position=place, closes=place == 2) for board in boards for place, title in enumerate(COLUMNS)], BATCH
    ):
        columns.setdefault(column.board_id, []).append(column)
    made = []
    for number in range(count):
        board = boards[number % len(boards)]
        done, late = number % 3 == 0, number % 10 == 1
        born = today - timedelta(days=chance.randint(30, 400))
        action = Action(
            collective_id=board.collective_id,
            board=board,
            column=columns[board.pk][2 if done else chance.randint(0, 1)],
            title=f"{chance.choice(HEADS)} {chance.choice(TAILS)} ({number + 1})",
            state=ActionState.DONE if done else ActionState.OPEN,
            owner=chance.choice(persons),
            due_on=today - timedelta(days=chance.randint(1, 29)) if late else today + timedelta(days=chance.randint(0, 90)),
            born_on=born,
            position=number // len(boards),
            closed_at=now if done else None,
        )
        action.fill_search()
        made.append(action)
    Action.objects.bulk_create(made, BATCH)
