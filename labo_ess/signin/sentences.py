"""What the journal says of accounts."""

from labo_ess.accounts.roles import Role
from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence
from labo_ess.text.typography import typo_fr


def _role(code: str) -> str:
    return str(Role(code).label) if code in Role.values else code


@sentence("account.invited", icon="mail")
def _invited(entry: AuditEntry) -> str:
    return typo_fr(f"a ouvert ce compte, rôle « {_role(entry.details['role'])} »")


@sentence("account.invited_again", icon="mail")
def _invited_again(entry: AuditEntry) -> str:
    return "a renvoyé le lien pour choisir un mot de passe"


@sentence("account.renamed", icon="pencil")
def _renamed(entry: AuditEntry) -> str:
    return "a changé le nom affiché"


@sentence("account.role_changed", icon="users")
def _role_changed(entry: AuditEntry) -> str:
    return typo_fr(f"a changé le rôle : « {_role(entry.details['before'])} » devient « {_role(entry.details['after'])} »")


@sentence("account.suspended", icon="x")
def _suspended(entry: AuditEntry) -> str:
    return "a suspendu ce compte"


@sentence("account.reactivated", icon="check")
def _reactivated(entry: AuditEntry) -> str:
    return "a rouvert ce compte"


MEANS = {
    "password": "mot de passe",
    "code": "code par courriel",
    "totp": "code du téléphone",
    "webauthn": "clé d’accès",
    "recovery_codes": "code de secours",
}


@sentence("account.signed_in", icon="users")
def _signed_in(entry: AuditEntry) -> str:
    means = [MEANS[each] for each in dict.fromkeys(entry.details.get("means", [])) if each in MEANS]
    return "s’est connecté·e" + (f" ({', '.join(means)})" if means else "")


@sentence("account.sign_in_refused", icon="lock")
def _refused(entry: AuditEntry) -> str:
    refused = {
        "second_factor": "second facteur faux",
        "mailed_code": "code par courriel faux",
        "passkey": "clé d’accès refusée",
        "suspended": "compte suspendu",
    }
    return f"a refusé une connexion ({refused.get(entry.details.get('why', ''), 'mot de passe faux')})"


@sentence("account.session_ended", icon="x")
def _session_ended(entry: AuditEntry) -> str:
    return "a fermé une de ses sessions"


@sentence("account.second_factor_set", icon="check")
def _second_factor_set(entry: AuditEntry) -> str:
    done = {"webauthn": "a ajouté une clé d’accès", "recovery_codes": "a fait des codes de secours", "totp": "a activé les codes du téléphone"}
    return done.get(entry.details.get("kind", ""), "a activé un second facteur")


@sentence("account.second_factor_removed", icon="x")
def _second_factor_removed(entry: AuditEntry) -> str:
    gone = {"webauthn": "a retiré une clé d’accès", "recovery_codes": "n’a plus de codes de secours", "totp": "a retiré les codes du téléphone"}
    return gone.get(entry.details.get("kind", ""), "a retiré son second facteur")


@sentence("account.second_factor_dropped", icon="x")
def _second_factor_dropped(entry: AuditEntry) -> str:
    return "a retiré le second facteur de ce compte"


@sentence("account.password_changed", icon="pencil")
def _password_changed(entry: AuditEntry) -> str:
    return "a changé son mot de passe"
