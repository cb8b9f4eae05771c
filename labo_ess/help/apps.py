from django.apps import AppConfig


class HelpConfig(AppConfig):
    name = "labo_ess.help"
    label = "help"
    verbose_name = "Aide"

    def ready(self) -> None:
        """« Aide » in the side bar, and the « ? » of the pages that the guide explains."""
        from labo_ess.help import guide
        from labo_ess.ui import navigation

        navigation.entry(80, "Aide", "circle-question-mark", "help:index")
        navigation.help_source(guide.address_for)
