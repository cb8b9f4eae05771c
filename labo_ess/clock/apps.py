from django.apps import AppConfig


class ClockConfig(AppConfig):
    name = "labo_ess.clock"
    label = "clock"
    verbose_name = "Échéances"
