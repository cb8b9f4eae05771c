from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "labo_ess.links"
    label = "links"
    verbose_name = "Liens personnels"

    def ready(self) -> None:
        from labo_ess.links import sentences  # noqa: F401  registers sentences and names of actors
