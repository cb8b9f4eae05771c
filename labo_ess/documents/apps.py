from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "labo_ess.documents"
    label = "documents"
    verbose_name = "Documents"

    def ready(self) -> None:
        """The worker imports WeasyPrint before its first PDF; a web process never does."""
        from celery.signals import worker_init

        from labo_ess.documents.pdf import preload

        worker_init.connect(preload, weak=False)
