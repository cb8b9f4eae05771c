"""Secret links, for administrators: their state, never their address."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from labo_ess.audit.actors import Actor
from labo_ess.links.models import SecretLink
from labo_ess.links.registry import label
from labo_ess.links.services import revoke
from labo_ess.text.typography import plural
from labo_ess.ui.admin import ReadOnlyAdmin


@admin.register(SecretLink)
class SecretLinkAdmin(ReadOnlyAdmin):
    """To read, and to end."""

    list_display = ("label", "target_type", "version", "expires_at", "revoked_at", "created_at")
    list_filter = ("kind",)
    list_select_related = ("target_type",)
    search_fields = ("public_id", "target_id", "holder_id")
    actions = ("end",)

    @admin.display(description="nature", ordering="kind")
    def label(self, link: SecretLink) -> str:
        """The French name of its kind."""
        return label(link.kind)

    @admin.action(description="Désactiver les liens choisis", permissions=["view"])
    def end(self, request: HttpRequest, queryset: QuerySet[SecretLink]) -> None:
        """They open nothing from now on."""
        for link in queryset:
            revoke(link, by=Actor.of(request))
        messages.success(request, f"{plural(len(queryset), 'lien désactivé', 'liens désactivés')}.")
