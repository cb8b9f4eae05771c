from django.apps import AppConfig


class ChoicesConfig(AppConfig):
    name = "labo_ess.choices"
    label = "choices"
    verbose_name = "Listes de choix"
