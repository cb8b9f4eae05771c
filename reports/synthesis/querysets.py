"""How syntheses are read: the whole text with its sources in a constant number of queries."""

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Count, Prefetch, Q, QuerySet

from collectives.notes.models import Extract
from labo_ess.accounts.roles import can_read_house
from labo_ess.db import TrashableQuerySet, matching

if TYPE_CHECKING:
    from collectives.groups.models import Process
    from events.days.models import Day
    from labo_ess.accounts.roles import Anyone


class SynthesisQuerySet(TrashableQuerySet):
    """Syntheses."""

    def visible_to(self, user: "Anyone") -> Self:
        """All for who reads the house."""
        return self.alive() if can_read_house(user) else self.none()

    def search(self, text: str) -> Self:
        """By title or subtitle."""
        return matching(self, text)

    def with_counts(self) -> Self:
        """`sentences_count` and `sourced_count`, of what is not in the Corbeille."""
        standing = Q(sections__trashed_at__isnull=True, sections__sentences__trashed_at__isnull=True)
        return self.annotate(
            sentences_count=Count("sections__sentences", filter=standing, distinct=True),
            sourced_count=Count("sections__sentences", filter=standing & Q(sections__sentences__sources__isnull=False), distinct=True),
        )


class SectionQuerySet(TrashableQuerySet):
    """Sections of a synthesis."""

    def with_sentences(self) -> Self:
        """Living sections in order, each with its living sentences (`living`) and their sources: four queries."""
        sentences = self.model._meta.get_field("sentences").related_model.objects.alive().order_by("position", "pk").with_sources()
        return self.alive().order_by("position", "pk").prefetch_related(Prefetch("sentences", sentences, to_attr="living"))


class SentenceQuerySet(TrashableQuerySet):
    """Sentences of a section."""

    def with_sources(self) -> Self:
        """Sources, their extracts, and the session each was said in: one more query."""
        sources = self.model._meta.get_field("sources").related_model
        return self.prefetch_related(Prefetch("sources", sources.objects.with_places()))


class SourceQuerySet(QuerySet):
    """Ties from sentences to extracts."""

    def with_places(self) -> Self:
        """With the extract, its revision, and the session of the day or the meeting it was said in."""
        meeting = "extract__note__agenda_item__meeting__collective"
        return self.select_related("extract__revision", "extract__note__session_report__session__day", meeting)


def extracts_of_day(day: "Day") -> "QuerySet[Extract]":
    """Every standing extract of the day's sessions, in the order of the programme then as they were noted."""
    return (
        Extract.objects.standing()
        .filter(note__session_report__session__day=day)
        .select_related("revision", "note__session_report__session__day")
        .order_by(
            "note__session_report__session__day_offset",
            "note__session_report__session__starts",
            "note__session_report__session_id",
            "created_at",
            "pk",
        )
    )


def extracts_of_process(process: "Process", days: "QuerySet[Day] | list[Day]" = ()) -> "QuerySet[Extract]":  # type: ignore[assignment]
    """Every standing extract of the notes of a démarche's groups, and of the ateliers of the days chosen, as they were said."""
    said = Q(note__collective__process=process) | Q(note__session_report__session__day__in=days)
    return (
        Extract.objects.standing()
        .filter(said)
        .select_related("revision", "note__session_report__session__day", "note__agenda_item__meeting__collective")
        .order_by("note__agenda_item__meeting__starts_at", "note__agenda_item__position", "note_id", "created_at", "pk")
    )


def extracts_for(synthesis: Any) -> "QuerySet[Extract]":
    """What a synthesis may rest on: its day, or its démarche with the days it draws from."""
    if synthesis.process is not None:
        return extracts_of_process(synthesis.process, synthesis.days.all())
    return Extract.objects.none() if synthesis.day is None else extracts_of_day(synthesis.day)
