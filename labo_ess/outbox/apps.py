from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "labo_ess.outbox"
    label = "outbox"
    verbose_name = "Envois"

    def ready(self) -> None:
        from labo_ess.accounts.roles import is_team
        from labo_ess.outbox import sentences  # noqa: F401  they register what they hold
        from labo_ess.ui import navigation

        navigation.account_entry(50, "Envois de courriels", "send", "outbox:list", is_team)
        navigation.account_entry(55, "Boîte de démonstration", "mail", "outbox:demo_list", is_team)
