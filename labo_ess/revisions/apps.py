from django.apps import AppConfig


class RevisionsConfig(AppConfig):
    name = "labo_ess.revisions"
    label = "revisions"
    verbose_name = "Révisions"

    def ready(self) -> None:
        from labo_ess.revisions import sentences  # noqa: F401  registers what the journal says
