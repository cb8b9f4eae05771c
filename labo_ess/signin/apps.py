from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "labo_ess.signin"
    label = "signin"
    verbose_name = "Connexion"
