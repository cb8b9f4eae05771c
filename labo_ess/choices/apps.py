from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save


class ChoicesConfig(AppConfig):
    name = "labo_ess.choices"
    label = "choices"
    verbose_name = "Listes de choix"

    def ready(self) -> None:
        """Seed after migrate; forget what was read when a word changes."""
        from labo_ess.choices import services
        from labo_ess.choices.models import Choice

        def seed(**_: Any) -> None:
            services.seed()

        def forget(**_: Any) -> None:
            services.forget()

        post_migrate.connect(seed, sender=self, weak=False)
        post_save.connect(forget, sender=Choice, weak=False)
        post_delete.connect(forget, sender=Choice, weak=False)
