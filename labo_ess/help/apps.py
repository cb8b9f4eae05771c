from django.apps import AppConfig


class HelpConfig(AppConfig):
    name = "labo_ess.help"
    label = "help"
    verbose_name = "Aide"
