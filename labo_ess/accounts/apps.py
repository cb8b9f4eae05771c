from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "labo_ess.accounts"
    label = "accounts"
    verbose_name = "Comptes"
