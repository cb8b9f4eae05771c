from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "labo_ess.audit"
    label = "audit"
    verbose_name = "Historique"
