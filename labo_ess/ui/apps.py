from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "labo_ess.ui"
    label = "ui"
    verbose_name = "Interface"
