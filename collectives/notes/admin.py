"""Admin of notes and extracts: read only, since revisions are never edited and extracts are exact words of them."""

from django.contrib import admin

from collectives.notes.models import Extract, Note, NoteRevision
from labo_ess.ui.admin import ReadOnlyAdmin


@admin.register(Note)
class NoteAdmin(ReadOnlyAdmin):
    """What was said, place by place."""

    list_display = ("title", "collective", "lock_version", "updated_at")
    list_filter = (("collective", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("title", "collective__search_text")
    list_select_related = ("collective",)


@admin.register(NoteRevision)
class NoteRevisionAdmin(ReadOnlyAdmin):
    """Each saving, frozen."""

    list_display = ("note", "number", "length", "author_kind", "created_at")
    list_filter = ("author_kind",)
    search_fields = ("note__title",)
    list_select_related = ("note",)
    date_hierarchy = "created_at"

    @admin.display(description="signes")
    def length(self, obj: NoteRevision) -> int:
        """How long the text is."""
        return len(obj.text)


@admin.register(Extract)
class ExtractAdmin(ReadOnlyAdmin):
    """Exact words, with who speaks and whether they may be quoted."""

    list_display = ("short", "kind", "speaker", "may_quote", "starred", "withdrawn_at", "note", "created_at")
    list_filter = ("kind", "may_quote", "starred", ("withdrawn_at", admin.EmptyFieldListFilter))
    search_fields = ("text", "speaker", "note__title")
    list_select_related = ("note",)
    date_hierarchy = "created_at"

    @admin.display(description="mots")
    def short(self, obj: Extract) -> str:
        """Its first words."""
        return str(obj)
