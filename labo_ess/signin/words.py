"""What sign-in says, in the house's French. allauth's own translations speak otherwise and carry straight apostrophes."""

MESSAGES = {
    "account/messages/logged_in.txt": "",
    "account/messages/logged_out.txt": "Vous êtes déconnecté·e.",
    "account/messages/password_changed.txt": "Votre mot de passe est changé.",
    "account/messages/password_set.txt": "Votre mot de passe est enregistré.",
    "mfa/messages/totp_activated.txt": "Votre second facteur est actif. Gardez aussi vos codes de secours en lieu sûr.",
    "mfa/messages/totp_deactivated.txt": "Votre second facteur est désactivé.",
    "mfa/messages/recovery_codes_generated.txt": "Voici vos codes de secours. Ceux d’avant, s’il y en avait, ne servent plus.",
    "mfa/messages/webauthn_added.txt": "Votre clé d’accès est prête.",
    "mfa/messages/webauthn_removed.txt": "Cette clé d’accès n’ouvre plus votre compte.",
    "account/messages/login_code_sent.txt": "",
    "usersessions/messages/sessions_logged_out.txt": "Vos autres sessions sont fermées.",
}
"""allauth's message templates → our sentence; an empty one says nothing."""

ERRORS = {
    "account_inactive": "Ce compte est suspendu. Adressez-vous à un·e administrateur·rice.",
    "email_password_mismatch": "L’adresse ou le mot de passe ne convient pas. Vérifiez les deux, puis réessayez.",
    "incorrect_password": "Ce n’est pas votre mot de passe actuel.",
    "enter_current_password": "Saisissez votre mot de passe actuel.",
    "invalid_login": "L’adresse ou le mot de passe ne convient pas. Vérifiez les deux, puis réessayez.",
    "invalid_password_reset": "Ce lien a déjà servi ou n’est plus valable. Demandez-en un nouveau.",
    "too_many_login_attempts": "Trop d’essais en peu de temps. Patientez cinq minutes, puis réessayez.",
    "rate_limited": "Trop d’essais en peu de temps. Patientez une minute, puis réessayez.",
    "same_as_current": "Choisissez un mot de passe différent de l’actuel.",
    "incorrect_code": "Ce code ne convient pas ou a déjà servi. Vérifiez-le, ou prenez le suivant.",
    "cannot_delete_authenticator": "Ce second facteur ne peut pas être retiré.",
    "cannot_generate_recovery_codes": "Les codes de secours accompagnent un second facteur : activez-en un d’abord.",
}
"""allauth's error codes → what happened and what to do."""

LABELS = {
    "login": "Adresse électronique",
    "email": "Adresse électronique",
    "password": "Mot de passe",
    "oldpassword": "Mot de passe actuel",
    "password1": "Nouveau mot de passe",
    "password2": "Le même, encore une fois",
    "code": "Code à six chiffres",
    "name": "Nom de la clé",
}
"""Names of allauth's fields → their French labels."""

PASSWORD_HELP = "Quinze caractères au moins. Trois ou quatre mots sans lien entre eux se retiennent mieux qu’un mot compliqué."

WRONG_KEY = "Cette clé d’accès ne convient pas, ou la page a trop attendu. Réessayez, ou prenez un autre moyen."
BAD_KEY = "Cette clé d’accès n’a pas pu être gardée : rien n’a changé. Rechargez la page, puis réessayez."
