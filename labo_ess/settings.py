"""Every setting of the house. Values come from the environment alone; `docs/settings.md` lists them.

Three ways to run: production (the default), `DEMO=1` (one machine, embedded defaults, mail stays in var/mail)
and `DEBUG=1` (development). Production refuses to start without its secrets; the two others make their own
in `var/keys.json` on first use.
"""

import contextlib
import json
import os
import secrets
import sys
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# --- Secrets -------------------------------------------------------------------------------------------------------


def _local_keys() -> dict[str, str]:
    """Keys of a demo or development copy, made once and kept out of the repository."""
    path = VAR_DIR / "keys.json"
    names = ("SECRET_KEY", "LINK_KEY", "MAIL_KEY")
    if not path.exists():
        fresh = VAR_DIR / f"keys.{os.getpid()}.json"
        fresh.write_text(json.dumps({name: secrets.token_urlsafe(48) for name in names}))
        fresh.chmod(0o600)
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)  # two processes starting together agree on the first file
        fresh.unlink()
    return json.loads(path.read_text())


if DEBUG or DEMO:
    _keys = _local_keys()
else:
    _keys = {}
    _missing = [name for name in ("SECRET_KEY", "LINK_KEY", "MAIL_KEY", "SITE_URL", "DATABASE_URL") if not env.str(name, "")]
    if _missing:
        sys.exit(f"Le Labo ne démarre pas : il manque {', '.join(_missing)} dans l’environnement (voir docs/settings.md).")

SECRET_KEY = env.str("SECRET_KEY", default=_keys.get("SECRET_KEY", ""))
LINK_KEYS = [env.str("LINK_KEY", default=_keys.get("LINK_KEY", "")), *env.list("LINK_KEY_PREVIOUS", default=[])]
MAIL_KEYS = [env.str("MAIL_KEY", default=_keys.get("MAIL_KEY", "")), *env.list("MAIL_KEY_PREVIOUS", default=[])]

# --- Addresses -----------------------------------------------------------------------------------------------------

PORT = env.int("PORT", default=8000)
SITE_URL = env.str("SITE_URL", default=f"http://localhost:{PORT}").rstrip("/")
_host = environ.urlparse(SITE_URL).hostname or "localhost"
SECURE = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[_host] + (["localhost", "127.0.0.1"] if DEBUG or DEMO else []))
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
ROOT_URLCONF = "labo_ess.urls"
WSGI_APPLICATION = "labo_ess.wsgi.application"

# --- The house -----------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "labo_ess.accounts",
    "labo_ess.audit",
    "labo_ess.clock",
    "labo_ess.revisions",
    "labo_ess.choices",
    "labo_ess.throttle",
    "labo_ess.lists",
    "labo_ess.links",
    "labo_ess.outbox",
    "labo_ess.jobs",
    "labo_ess.documents",
    "labo_ess.ui",
    "labo_ess.operations",
    "labo_ess.signin",
    "labo_ess.help",
    "contacts",
    "collectives",
    "events",
    "reports",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # allauth's pages of sessions and passkeys answer 500 without it
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "template_partials",
    "reversion",
    "csp",
]

MIDDLEWARE = [
    "labo_ess.ui.doorstep.DoorstepMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "labo_ess.signin.middleware.SessionLimitsMiddleware",
    "labo_ess.signin.middleware.SignInRequiredMiddleware",
    "labo_ess.signin.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "labo_ess.signin.middleware.RefusedFormMiddleware",
    "labo_ess.ui.middleware.BusyMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "labo_ess.ui.context.shell",
            ],
            "builtins": ["labo_ess.ui.templatetags.ui", "template_partials.templatetags.partials"],
        },
    },
]

AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# --- Database, caches, files ---------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'labo.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Without IMMEDIATE, a read-then-write transaction fails at once when another writer holds the file.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 5

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    # allauth counts its limits and its used codes here and trusts add(): it must live in the database.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entries"},
    # Stored public pages. An error of this cache is a miss (labo_ess.ui.pages).
    "pages": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "pages",
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(VAR_DIR / "pages")},
}

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
MEDIA_URL = "/media/"  # never served as such: files go through views that check rights
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=20_000_000)

# --- Language and time ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

# --- Mail ----------------------------------------------------------------------------------------------------------

# Everything that leaves goes through the outbox; the last hop is the demo's mailbox or a real SMTP server.
EMAIL_BACKEND = "labo_ess.outbox.backend.OutboxBackend"
if DEMO and not env.str("EMAIL_URL", ""):
    MAIL_LAST_HOP = "labo_ess.outbox.hops.MaildirHop"
else:
    MAIL_LAST_HOP = "labo_ess.outbox.hops.SmtpHop"
    vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
    # environ leaves `?tls=True` in OPTIONS, where nobody looks: mails would leave in clear text.
    for _name, _value in vars().pop("OPTIONS", {}).items():
        if _name not in ("TLS", "SSL"):
            sys.exit(f"Le Labo ne démarre pas : EMAIL_URL contient « {_name.lower()} », qui n’est pas connu (tls ou ssl).")
        vars()[f"EMAIL_USE_{_name}"] = vars().get(f"EMAIL_USE_{_name}", False) or str(_value).lower() in ("1", "true", "yes", "on")
    EMAIL_BACKEND = "labo_ess.outbox.backend.OutboxBackend"
MAILDIR = VAR_DIR / "mail"
MAIL_FROM_NAME = env.str("MAIL_FROM_NAME", default="Le Labo de l’ESS")
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="journees@example.org")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
REPLY_TO = env.str("MAIL_REPLY_TO", default=DEFAULT_FROM_EMAIL)
DATA_CONTACT = env.str("DATA_CONTACT", default="rgpd@example.org")
MAIL_QUOTA = {
    "minute": env.int("MAIL_PER_MINUTE", default=0 if DEMO or DEBUG else 60),
    "hour": env.int("MAIL_PER_HOUR", default=0 if DEMO or DEBUG else 1000),
    "day": env.int("MAIL_PER_DAY", default=0),
}
"""Mails allowed per period; 0 means no limit."""
MAIL_TIMEOUTS = {"connect": 30, "command": 60, "final_dot": env.int("MAIL_FINAL_DOT_SECONDS", default=600)}
"""Seconds. RFC 5321, 4.5.3.2.6 grants ten minutes after the final dot: giving up earlier makes doubles."""
MAIL_SENDERS = env.int("MAIL_SENDERS", default=1)
"""Connections to the mail server at a time; one that waits for a slow server does not count."""
MAIL_LEASE = {"heartbeat": env.int("MAIL_HEARTBEAT_SECONDS", default=15), "stale": env.int("MAIL_STALE_SECONDS", default=60)}
"""Seconds between two heartbeats of a mail being sent, and after which its worker is held for dead."""

DISK_ALERT_MB = env.int("DISK_ALERT_MB", default=1000)
"""Free space, in megabytes, under which the administrators are told."""

# --- Celery --------------------------------------------------------------------------------------------------------

CELERY_BROKER_URL = env.str("BROKER_URL", default=REDIS_URL or "filesystem://")
if CELERY_BROKER_URL.startswith("filesystem"):
    _queue = VAR_DIR / "queue"
    for _folder in ("messages", "control"):
        (_queue / _folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue / "messages"),
        "data_folder_out": str(_queue / "messages"),
        "control_folder": str(_queue / "control"),
        "polling_interval": 0.1,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 300,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 1,
        "max_retries": 0,
    }
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
WORKER_THREADS = env.int("WORKER_THREADS", default=2)
"""Threads of a worker; one of them is never given to a long job, so that mails and due times go on."""
TICK_SECONDS = env.int("TICK_SECONDS", default=60)
CELERY_BEAT_SCHEDULE = {
    "tick": {"task": "labo_ess.clock.tasks.tick", "schedule": timedelta(seconds=TICK_SECONDS), "options": {"expires": 55}},
}

# --- Sign-in -------------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "/connexion/"
LOGIN_REDIRECT_URL = "/bureau/"
ACCOUNT_ADAPTER = "labo_ess.signin.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "labo_ess.signin.forms.LoginForm",
    "reset_password": "labo_ess.signin.forms.ResetPasswordForm",
    "reset_password_from_key": "labo_ess.signin.forms.ResetPasswordKeyForm",
    "change_password": "labo_ess.signin.forms.ChangePasswordForm",
    "reauthenticate": "labo_ess.signin.forms.ReauthenticateForm",
    "set_password": "labo_ess.signin.forms.SetPasswordForm",
    "request_login_code": "labo_ess.signin.forms.RequestCodeForm",
    "confirm_login_code": "labo_ess.signin.forms.MailedCodeForm",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account is born of an invitation sent to that very address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/connexion/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# A code by mail replaces the password, never the second factor: a mailbox is not a second thing one holds.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8}
# allauth's limits per minute stand; per hour too for what mails an address, so that nobody can flood a mailbox.
STEADY_SECONDS = 0.25  # doors that must not tell who is known answer in that time, whatever they did
ACCOUNT_RATE_LIMITS = {"reset_password": "20/m/ip,5/m/key,15/h/key", "request_login_code": "20/m/ip,3/m/key,15/h/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a key that asks for a finger, a face or a code is two factors by itself
MFA_TOTP_TOLERANCE = 1  # one period of thirty seconds, for a phone whose clock drifts
MFA_TOTP_ISSUER = "Le Labo de l’ESS"
MFA_ADAPTER = "labo_ess.signin.adapter.MFAAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an account is born of an invitation sent to that very address
MFA_FORMS = {
    "authenticate": "labo_ess.signin.forms.AuthenticateForm",
    "reauthenticate": "labo_ess.signin.forms.ReauthenticateByCodeForm",
    "activate_totp": "labo_ess.signin.forms.ActivateTOTPForm",
    "add_webauthn": "labo_ess.signin.forms.AddPasskeyForm",
    "edit_webauthn": "labo_ess.signin.forms.RenamePasskeyForm",
    "authenticate_webauthn": "labo_ess.signin.forms.PasskeyForm",
    "login_webauthn": "labo_ess.signin.forms.PasskeySignInForm",
    "reauthenticate_webauthn": "labo_ess.signin.forms.ReauthenticateByPasskeyForm",
}
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=not DEMO)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-sessionid" if SECURE else "sessionid"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = 3600
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = False
CSRF_COOKIE_NAME = "__Host-csrftoken" if SECURE else "csrftoken"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "labo_ess.ui.errors.csrf_failure"

# --- Security headers ----------------------------------------------------------------------------------------------

# One constant policy, without a nonce: stored pages must not carry one.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
# same-origin, not no-referrer: with the latter browsers post `Origin: null` and Django refuses the form.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE and env.bool("SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

# --- Logs: ids and addresses of pages, never a name, an e-mail address or the token of a link ------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"mask": {"()": "labo_ess.operations.logs.MaskTokens"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["mask"]}},
    "loggers": {"kombu.connection": {"level": "ERROR"}},  # it warns that files have no host name
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING" if DEMO else "INFO")},
}
