from django.apps import AppConfig


class ThrottleConfig(AppConfig):
    name = "labo_ess.throttle"
    label = "throttle"
    verbose_name = "Limites"

    def ready(self) -> None:
        from labo_ess.throttle import tasks  # noqa: F401  registers its sweep
