from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "labo_ess.signin"
    label = "signin"
    verbose_name = "Connexion"

    def ready(self) -> None:
        from labo_ess.accounts.roles import is_admin
        from labo_ess.ui.navigation import account_entry

        account_entry(10, "Mon compte", "users", "signin:me")
        account_entry(60, "Comptes", "users", "signin:accounts", is_admin)
        account_entry(70, "Réglages", "lock", "admin:index", is_admin)
        from labo_ess.signin import receivers, sentences  # noqa: F401  they register what they hold
