from django.apps import AppConfig


class RevisionsConfig(AppConfig):
    name = "labo_ess.revisions"
    label = "revisions"
    verbose_name = "Révisions"

    def ready(self) -> None:
        from labo_ess.revisions import sentences, tasks  # noqa: F401  they register what they hold
