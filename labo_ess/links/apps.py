from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "labo_ess.links"
    label = "links"
    verbose_name = "Liens personnels"
