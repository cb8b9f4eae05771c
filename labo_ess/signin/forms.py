"""Forms of sign-in and of accounts. allauth's keep their rules and take our words."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms

from labo_ess.accounts.models import User
from labo_ess.accounts.roles import Role
from labo_ess.signin.words import LABELS, PASSWORD_HELP
from labo_ess.text.names import clean_name
from labo_ess.text.typography import typo_fr


class _OurWords:
    """Labels in our French, no placeholder in place of a label."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = typo_fr(PASSWORD_HELP) if name == "password1" else ""
            field.widget.attrs.pop("placeholder", None)
            if name == "code":
                field.widget.attrs.update({"inputmode": "numeric", "autocomplete": "one-time-code"})


class LoginForm(_OurWords, account_forms.LoginForm):
    """Sign in."""


class ResetPasswordForm(_OurWords, account_forms.ResetPasswordForm):
    """Ask for a link to choose a password."""


class ResetPasswordKeyForm(_OurWords, account_forms.ResetPasswordKeyForm):
    """Choose a password from the mailed link."""


class ChangePasswordForm(_OurWords, account_forms.ChangePasswordForm):
    """Change one's password."""


class ReauthenticateForm(_OurWords, account_forms.ReauthenticateForm):
    """Type the password again before a sensitive act."""


class AuthenticateForm(_OurWords, mfa_forms.AuthenticateForm):
    """Second step of signing in: a code from the phone, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code de votre application, ou code de secours"


class ReauthenticateByCodeForm(_OurWords, mfa_forms.ReauthenticateForm):
    """A code before a sensitive act."""


class ActivateTOTPForm(_OurWords, totp_forms.ActivateTOTPForm):
    """The first code proves that the phone has the seed."""


class _NameField(forms.CharField):
    def clean(self, value: Any) -> str:
        return clean_name(super().clean(value))


class NameForm(forms.Form):
    """How one is named in the house."""

    name = _NameField(label="Nom affiché", max_length=120)


class InvitationForm(forms.Form):
    """Who gets an account, and which."""

    name = _NameField(label="Nom", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(label="Adresse électronique", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label="Rôle", choices=Role.choices, initial=Role.TEAM, help_text="Il décide de tout ce que la personne voit et fait.")

    def clean_email(self) -> str:
        """One account per address."""
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(typo_fr("Cette adresse a déjà un compte : changez plutôt son rôle dans la liste."))
        return email


class RoleForm(forms.Form):
    """Another role."""

    role = forms.ChoiceField(label="Rôle", choices=Role.choices)
