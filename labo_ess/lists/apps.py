from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "labo_ess.lists"
    label = "lists"
    verbose_name = "Listes"

    def ready(self) -> None:
        """Show « Mes vues » in the side bar."""
        from labo_ess.lists import sentences  # noqa: F401 - registers
        from labo_ess.lists.models import SavedView
        from labo_ess.ui import navigation

        def mine(user: Any) -> Iterable[navigation.Item]:
            return [navigation.Item(view.label, "bookmark", view.address) for view in SavedView.objects.of(user)[:12]]

        navigation.personal_views(mine)
        navigation.account_entry(30, "Mes vues enregistrées", "bookmark", "lists:views")
