from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "labo_ess.lists"
    label = "lists"
    verbose_name = "Listes"
