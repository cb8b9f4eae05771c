from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Synthèses"

    def ready(self) -> None:
        """Import what registers itself: messages, sweeps, links, jobs, criteria, navigation, sentences."""
        from reports.synthesis import receivers, sentences  # noqa: F401
