from django.apps import AppConfig


class RevisionsConfig(AppConfig):
    name = "labo_ess.revisions"
    label = "revisions"
    verbose_name = "Révisions"

    def ready(self) -> None:
        from labo_ess.accounts.roles import is_team
        from labo_ess.ui.navigation import account_entry

        account_entry(50, "Corbeille", "trash-2", "revisions:corbeille", is_team)
        from labo_ess.revisions import sentences  # noqa: F401  registers what the journal says
