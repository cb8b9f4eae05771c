from django.apps import AppConfig


class CollectivesConfig(AppConfig):
    name = "collectives"
    verbose_name = "Collectifs"

    def ready(self) -> None:
        """Import what registers itself: messages, sweeps, links, jobs, criteria, navigation, sentences."""
        from collectives.groups import sentences as groups  # noqa: F401
        from collectives.notes import sentences as notes  # noqa: F401
