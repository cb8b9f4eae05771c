"""`manage.py seats MEETING`: answers and presences of a meeting, counted per seat."""

import json
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from collectives.meetings.models import Meeting
from collectives.meetings.roster import count_seats


class Command(BaseCommand):
    help = "Compte par siège les réponses et les présences d’une réunion."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("meeting", help="identifiant public de la réunion")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        meeting = _find(options["meeting"])
        count = count_seats(meeting)
        facts = {
            "state": str(meeting.state), "seats": count.seats, "answers": dict(count.answers), "present": count.present,
            "represented": count.represented, "excused": count.excused, "absent": count.absent, "quorum": count.quorum, "reached": count.reached,
        }  # fmt: skip
        self.stdout.write(json.dumps(facts) if options["json"] else "\n".join(f"{name} : {value}" for name, value in facts.items()))


def _find(given: str) -> Meeting:
    try:
        wanted = UUID(given)
    except ValueError as error:
        raise CommandError(f"{given} n’est pas un identifiant public.") from error
    meeting = Meeting.objects.alive().select_related("collective").filter(public_id=wanted).first()
    if meeting is None:
        raise CommandError(f"Aucune réunion {given}.")
    return meeting
