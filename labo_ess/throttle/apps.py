from django.apps import AppConfig


class ThrottleConfig(AppConfig):
    name = "labo_ess.throttle"
    label = "throttle"
    verbose_name = "Limites"
