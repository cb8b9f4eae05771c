from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "labo_ess.jobs"
    label = "jobs"
    verbose_name = "Tâches longues"
