"""Forms of sign-in and of accounts. allauth's keep their rules and take our words."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from allauth.mfa.webauthn.internal.auth import extract_user_from_response
from django import forms

from labo_ess.accounts.models import User
from labo_ess.accounts.roles import Role
from labo_ess.signin.factors import has_second_factor
from labo_ess.signin.signals import passkey_refused
from labo_ess.signin.words import BAD_KEY, LABELS, PASSWORD_HELP, WRONG_KEY
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


class _NameField(forms.CharField):
    def clean(self, value: Any) -> str:
        return clean_name(super().clean(value))


class LoginForm(_OurWords, account_forms.LoginForm):
    """Sign in."""


class ResetPasswordForm(_OurWords, account_forms.ResetPasswordForm):
    """Ask for a link to choose a password."""


class ResetPasswordKeyForm(_OurWords, account_forms.ResetPasswordKeyForm):
    """Choose a password from the mailed link."""


class ChangePasswordForm(_OurWords, account_forms.ChangePasswordForm):
    """Change one's password."""


class SetPasswordForm(_OurWords, account_forms.SetPasswordForm):
    """Choose a first password, once inside."""


class RequestCodeForm(_OurWords, account_forms.RequestLoginCodeForm):
    """Ask for a code by mail."""


class MailedCodeForm(_OurWords, account_forms.ConfirmLoginCodeForm):
    """Type the code that came by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code reçu par courriel"


class ReauthenticateForm(_OurWords, account_forms.ReauthenticateForm):
    """Type the password again before a sensitive act."""


class _AnyCode(_OurWords):
    """Codes of the phone and recovery codes share one field, named after what the account has."""

    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        has_application = has_second_factor(self.user, Authenticator.Type.TOTP)
        self.fields["code"].label = "Code de votre application, ou code de secours" if has_application else "Code de secours"


class AuthenticateForm(_AnyCode, mfa_forms.AuthenticateForm):
    """Second step of signing in: a code from the phone, or a recovery code."""


class ReauthenticateByCodeForm(_AnyCode, mfa_forms.ReauthenticateForm):
    """A code before a sensitive act."""


class ActivateTOTPForm(_OurWords, totp_forms.ActivateTOTPForm):
    """The first code proves that the phone has the seed."""


NOT_A_CREDENTIAL = (AttributeError, KeyError, IndexError, TypeError, ValueError, OverflowError, AssertionError)
"""What allauth and fido2 raise on a credential that no browser made."""


class _PasskeyProof(_OurWords):
    """A proof of nothing is refused in words, whatever it holds."""

    user: User | None

    def clean_credential(self) -> Authenticator:
        try:
            proven: Authenticator = super().clean_credential()  # type: ignore[misc]
        except (forms.ValidationError, *NOT_A_CREDENTIAL) as error:
            if isinstance(error, forms.ValidationError) and error.code != "incorrect_code":
                raise  # too many attempts: this one was not looked at
            passkey_refused.send(sender=type(self), user=self.user or _said_owner(self.cleaned_data["credential"]), request=context.request)
            raise forms.ValidationError(typo_fr(WRONG_KEY)) from error
        return proven


def _said_owner(credential: Any) -> User | None:
    """Whose key it says to be, as a typed address says whose password: nobody proved anything."""
    try:
        owner: User = extract_user_from_response(credential)
    except (forms.ValidationError, *NOT_A_CREDENTIAL):
        return None
    return owner


class PasskeyForm(_PasskeyProof, passkey_forms.AuthenticateWebAuthnForm):
    """Second step of signing in, with a passkey."""


class PasskeySignInForm(_PasskeyProof, passkey_forms.LoginWebAuthnForm):
    """Sign in with a passkey alone."""


class ReauthenticateByPasskeyForm(_PasskeyProof, passkey_forms.ReauthenticateWebAuthnForm):
    """A passkey before a sensitive act."""


class AddPasskeyForm(_OurWords, passkey_forms.AddWebAuthnForm):
    """A new passkey, and how one calls it. It always verifies the person and always opens alone: there is nothing to choose."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.fields["name"] = _NameField(label=self.fields["name"].label, max_length=60, required=False, initial=self.initial["name"])

    def clean(self) -> dict[str, Any]:
        """What the browser made, checked against what was asked."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except (forms.ValidationError, *NOT_A_CREDENTIAL) as error:
            raise forms.ValidationError(typo_fr(BAD_KEY)) from error
        return cleaned


class RenamePasskeyForm(_OurWords, passkey_forms.EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = _NameField(label=self.fields["name"].label, max_length=60)


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
