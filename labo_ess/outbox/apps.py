from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "labo_ess.outbox"
    label = "outbox"
    verbose_name = "Envois"

    def ready(self) -> None:
        from labo_ess.outbox import sentences  # noqa: F401  they register what they hold
