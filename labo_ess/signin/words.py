"""What sign-in says, in the house's French. allauth's own translations speak otherwise and carry straight apostrophes."""

MESSAGES = {
    "account/messages/logged_in.txt": "",
    "account/messages/logged_out.txt": "Vous êtes déconnecté·e.",
    "account/messages/password_changed.txt": "Votre mot de passe est changé.",
    "account/messages/password_set.txt": "Votre mot de passe est enregistré.",
    "mfa/messages/totp_activated.txt": "Votre second facteur est actif. Gardez aussi vos codes de secours en lieu sûr.",
    "mfa/messages/totp_deactivated.txt": "Votre second facteur est désactivé.",
    "mfa/messages/recovery_codes_generated.txt": "Voici vos nouveaux codes de secours ; les anciens ne servent plus.",
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
    "incorrect_code": "Ce code ne convient pas ou a déjà servi. Attendez le suivant, puis réessayez.",
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
}
"""Names of allauth's fields → their French labels."""

PASSWORD_HELP = "Quinze caractères au moins. Trois ou quatre mots sans lien entre eux se retiennent mieux qu’un mot compliqué."
