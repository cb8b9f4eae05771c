from django.apps import AppConfig


class HelpConfig(AppConfig):
    name = "labo_ess.help"
    label = "help"
    verbose_name = "Aide"

    def ready(self) -> None:
        """« Aide » in the side bar."""
        from labo_ess.ui import navigation

        navigation.entry(80, "Aide", "circle-question-mark", "help:index")
