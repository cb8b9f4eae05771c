from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "labo_ess.signin"
    label = "signin"
    verbose_name = "Connexion"

    def ready(self) -> None:
        from labo_ess.signin import receivers, sentences  # noqa: F401  they register what they hold
