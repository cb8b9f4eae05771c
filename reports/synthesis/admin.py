"""Admin of the syntheses: read only, they are composed under /bureau/syntheses/."""

from django.contrib import admin
from django.http import HttpRequest

from reports.synthesis.models import Section, Sentence, Source, Synthesis


class Composed(admin.ModelAdmin):
    """Seen, not changed: services keep the order, the versions and the sources."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Made in the composer."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Changed in the composer."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Goes by the Corbeille."""
        return False


@admin.register(Synthesis)
class SynthesisAdmin(Composed):
    """Texts of days."""

    list_display = ("title", "day", "process", "state", "lock_version", "updated_at", "trashed_at")
    list_filter = ("state", ("trashed_at", admin.EmptyFieldListFilter))
    search_fields = ("search_text",)
    list_select_related = ("day", "process")


@admin.register(Section)
class SectionAdmin(Composed):
    """Headings."""

    list_display = ("title", "synthesis", "position", "trashed_at")
    search_fields = ("title", "synthesis__search_text")
    list_select_related = ("synthesis",)


@admin.register(Sentence)
class SentenceAdmin(Composed):
    """Sentences, in their section."""

    list_display = ("__str__", "section", "position", "updated_at", "trashed_at")
    search_fields = ("text", "section__title")
    list_select_related = ("section",)


@admin.register(Source)
class SourceAdmin(Composed):
    """What each sentence rests on."""

    list_display = ("sentence", "kind", "extract", "seen_quote")
    list_filter = ("kind",)
    search_fields = ("sentence__text", "seen_text")
    list_select_related = ("sentence", "extract")
