from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "labo_ess.jobs"
    label = "jobs"
    verbose_name = "Tâches longues"

    def ready(self) -> None:
        from labo_ess.jobs import sentences  # noqa: F401  they register what they hold
        from labo_ess.ui import navigation

        navigation.account_entry(40, "Mes tâches", "clock", "jobs:list")
