"""Accounts: few people, each with one role."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.crypto import salted_hmac

from labo_ess.accounts.roles import Role
from labo_ess.db import PublicId, Timestamped
from labo_ess.personal import Personal


class UserManager(BaseUserManager["User"]):
    """Makes accounts by e-mail; there is no user name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account with the role `lecture` unless another is given."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """The first administrator of an installation."""
        return self.create_user(email, password, role=Role.ADMIN, is_superuser=True, **fields)


class User(PublicId, Timestamped, AbstractBaseUser, PermissionsMixin):
    """Someone who signs in. `role` decides everything; Django's groups only serve the admin."""

    personal = Personal(
        person="self",
        purpose="donner accès à l’outil aux personnes qui y travaillent",
        basis="contrat ou engagement bénévole",
        keep="tant que le compte est actif, puis un an",
        fields={"email": "administrateur·rice·s", "name": "équipe, lecture", "role": "équipe"},
        plain=("password",),
        merge="keep",
    )

    email = models.EmailField("adresse électronique", unique=True)
    name = models.CharField("nom", max_length=120)
    role = models.CharField("rôle", max_length=20, choices=Role.choices, default=Role.READER)
    is_active = models.BooleanField("actif", default=True)

    session_version = models.PositiveIntegerField("version des sessions", default=1, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """A new password, another role or a suspension ends every open session at its next request, however it was made."""
        state = f"{self.password}:{self.role}:{self.is_active}:{self.session_version}"
        return salted_hmac("labo_ess.accounts.session", state, secret=secret, algorithm="sha256").hexdigest()

    @property
    def is_staff(self) -> bool:
        """Django's word for « may enter /admin/ »."""
        return self.is_active and self.role == Role.ADMIN

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django asks this in /admin/ only: administrators may, others not."""
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        """The same, for a whole section of /admin/."""
        return self.is_staff

    @property
    def initials(self) -> str:
        """Two letters for the top bar."""
        return "".join(word[0] for word in self.name.split()[:2]).upper() or "?"
