from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def _load_models(**_: Any) -> None:
    """The models of retro-planning that the house brings."""
    from collectives.actions.planning import load_models

    load_models()


class CollectivesConfig(AppConfig):
    name = "collectives"
    verbose_name = "Collectifs"

    def ready(self) -> None:
        """Import what registers itself: messages, sweeps, links, jobs, criteria, navigation, sentences."""
        from collectives.groups import sentences as groups, stages  # noqa: F401
        from collectives.mandates import sentences as mandates  # noqa: F401
        from collectives.actions import emails, guest, receivers, sentences as actions  # noqa: F401
        from collectives.notes import sentences as notes  # noqa: F401
        from collectives.meetings import emails as meeting_mails, guest as meeting_links, receivers as meeting_receivers, sentences as meetings  # noqa: F401
        from collectives.minutes import emails as minutes_mails, guest as minutes_links, receivers as minutes_receivers, sentences as minutes  # noqa: F401
        from collectives.groups.permissions import can_open_collectives
        from labo_ess.ui import navigation

        navigation.entry(30, "Collectifs", "users", "collectives:coordination:list", can_open_collectives)
        navigation.entry(60, "Actions", "list-checks", "collectives:actions:mine", can_open_collectives)
        post_migrate.connect(_load_models, sender=self, weak=False)
