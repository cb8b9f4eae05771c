from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "Journées"

    def ready(self) -> None:
        """Import what registers itself: messages, sweeps, links, jobs, criteria, navigation, sentences."""
