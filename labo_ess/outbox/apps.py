from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "labo_ess.outbox"
    label = "outbox"
    verbose_name = "Envois"
