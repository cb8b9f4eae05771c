from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "labo_ess.operations"
    label = "operations"
    verbose_name = "Exploitation"
