"""The directory in the Django admin: to look things up; changes pass through the pages of the house."""

from django.contrib import admin

from contacts.directory.models import EmailAddress, Organisation, Person, Phone, Position
from labo_ess.ui.admin import ReadOnlyAdmin, ReadOnlyInline


class EmailInline(ReadOnlyInline):
    model = EmailAddress
    extra = 0
    fields = ["address", "state", "is_main"]


class PhoneInline(ReadOnlyInline):
    model = Phone
    extra = 0
    fields = ["raw", "e164"]


class PositionInline(ReadOnlyInline):
    model = Position
    extra = 0
    fields = ["organisation", "title", "is_main", "start_on", "end_on"]


@admin.register(Person)
class PersonAdmin(ReadOnlyAdmin):
    list_display = ["name", "department", "source", "resembles", "last_act_at", "trashed_at"]
    list_filter = ["resembles", "region", ("trashed_at", admin.EmptyFieldListFilter)]
    search_fields = ["search_text"]
    list_select_related = ["department"]
    inlines = [EmailInline, PhoneInline, PositionInline]

    @admin.display(description="nom", ordering="sort_text")
    def name(self, person: Person) -> str:
        return person.name


@admin.register(Organisation)
class OrganisationAdmin(ReadOnlyAdmin):
    list_display = ["name", "legal_form", "siren", "town", "department", "resembles", "trashed_at"]
    list_filter = ["legal_form", "resembles", "region", ("trashed_at", admin.EmptyFieldListFilter)]
    search_fields = ["search_text"]
    list_select_related = ["department"]


@admin.register(Position)
class PositionAdmin(ReadOnlyAdmin):
    list_display = ["person", "title", "organisation", "is_main", "start_on", "end_on"]
    search_fields = ["search_text", "person__search_text", "organisation__search_text"]
    list_select_related = ["person", "organisation"]


@admin.register(EmailAddress)
class EmailAddressAdmin(ReadOnlyAdmin):
    list_display = ["address", "person", "state", "is_main"]
    list_filter = ["state"]
    search_fields = ["person__search_text"]
    list_select_related = ["person"]


@admin.register(Phone)
class PhoneAdmin(ReadOnlyAdmin):
    list_display = ["raw", "e164", "person"]
    search_fields = ["person__search_text", "e164"]
    list_select_related = ["person"]
