from django.apps import AppConfig


class RevisionsConfig(AppConfig):
    name = "labo_ess.revisions"
    label = "revisions"
    verbose_name = "Révisions"
