"""The synthesis of a démarche: what was said in the meetings of its groups, and in the ateliers of the days it draws from."""

from collections.abc import Iterable

from django.db import transaction

from collectives.groups.models import Process
from events.days.models import Day
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.text.names import clean_name
from labo_ess.text.typography import typo_fr
from reports.synthesis.models import Section, Synthesis
from reports.synthesis.services import ESSENTIAL, TITLE_LENGTH


@transaction.atomic
def create_process_synthesis(*, process: Process, by: Actor, days: Iterable[Day] = ()) -> Synthesis:
    """The synthesis of a démarche, with a first section and one for each of its groups; the one it already has, if any."""
    process = get_for_update(Process.objects.all(), pk=process.pk)
    existing = Synthesis.objects.alive().filter(process=process).first()
    if existing is not None:
        return existing  # type: ignore[no-any-return]
    synthesis = Synthesis.objects.create(process=process, title=clean_name(process.name)[:TITLE_LENGTH], subtitle=typo_fr("Synthèse de la démarche"))
    titles = [ESSENTIAL, *process.collectives.alive().order_by("sort_text", "pk").values_list("name", flat=True)]
    Section.objects.bulk_create(Section(synthesis=synthesis, title=title, position=number) for number, title in enumerate(titles, 1))
    synthesis.days.set(days)
    record(by=by, verb="synthesis.created", on=synthesis, process=process)
    return synthesis


@transaction.atomic
def choose_days(*, synthesis: Synthesis, days: Iterable[Day], by: Actor) -> Synthesis:
    """The days whose ateliers it draws from. A sentence already written keeps its sources."""
    synthesis = get_for_update(Synthesis.objects.all(), pk=synthesis.pk)
    wanted = list(days)
    if set(synthesis.days.values_list("pk", flat=True)) != {day.pk for day in wanted}:
        synthesis.days.set(wanted)
        record(by=by, verb="synthesis.days_chosen", on=synthesis, count=len(wanted))
    return synthesis
