from django.apps import AppConfig


class CollectivesConfig(AppConfig):
    name = "collectives"
    verbose_name = "Collectifs"

    def ready(self) -> None:
        """Import what registers itself: messages, sweeps, links, jobs, criteria, navigation, sentences."""
        from collectives.groups import sentences as groups, stages  # noqa: F401
        from collectives.mandates import sentences as mandates  # noqa: F401
        from collectives.notes import sentences as notes  # noqa: F401
        from collectives.groups.permissions import can_open_collectives
        from labo_ess.ui import navigation

        navigation.entry(30, "Collectifs", "users", "collectives:coordination:list", can_open_collectives)
