from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "labo_ess.documents"
    label = "documents"
    verbose_name = "Documents"
