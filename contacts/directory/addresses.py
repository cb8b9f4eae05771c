"""Reading what people type: e-mail addresses, phone numbers, SIREN, SIRET and RNA, names in capitals."""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from stdnum import luhn
from stdnum.fr import siren as stdnum_siren
from stdnum.fr import siret as stdnum_siret

from contacts.directory.exceptions import BadEmail, BadIdentifier
from labo_ess.text.names import clean_name

EMAIL_LENGTH = 254
_RNA = re.compile(r"^W\d[A-Z\d]\d{7}$")
_SCIENTIFIC = re.compile(r"^\d[.,]\d+E\+?\d+$", re.IGNORECASE)
_PARTICLES = {"de", "du", "des", "d", "von", "van", "der", "den"}
_NAME_PIECE = re.compile(r"[^\W\d_]+")
_OVERSEAS = {"262": "RE", "590": "GP", "594": "GF", "596": "MQ", "508": "PM", "687": "NC", "689": "PF"}


def read_email(text: str) -> str:
    """The address as it is stored; raises `BadEmail` with the reason."""
    address = text.strip().strip("<>;,").removeprefix("mailto:").strip()
    if not address:
        return ""
    shown = clean_name(address)[:80]
    if len(address) > EMAIL_LENGTH:
        raise BadEmail(f"L’adresse électronique compte {len(address)} caractères : {EMAIL_LENGTH} au plus.")
    if any(c.isspace() for c in address):
        raise BadEmail(f"L’adresse électronique « {shown} » contient un espace ou un retour à la ligne.")
    if not address.isascii():
        raise BadEmail(f"L’adresse électronique « {shown} » contient un accent ou un signe qu’une adresse n’admet pas.")
    try:
        validate_email(address)
    except ValidationError:
        raise BadEmail(f"L’adresse électronique « {shown} » n’est pas complète : il faut un nom, une arobase et un domaine.") from None
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


@lru_cache(maxsize=4096)
def phone_key(text: str) -> str:
    """The E.164 form of a number, "" when the text is not one number (two in a cell, an extension, a note)."""
    typed = clean_name(text)
    if not typed:
        return ""
    try:
        number = phonenumbers.parse(typed.replace("(0)", ""), "FR")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    # 0262…, 0596… typed as one does overseas: libphonenumber wants the region to see them as valid.
    if number.country_code == 33 and not phonenumbers.is_valid_number(number):
        region = _OVERSEAS.get(str(number.national_number)[:3])
        if region is None:
            return ""
        number = phonenumbers.parse(typed, region)
        if not phonenumbers.is_valid_number(number):
            return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@dataclass(frozen=True)
class Identifier:
    """A number as it is stored, and what is doubtful in it ("" when nothing is)."""

    value: str
    doubt: str = ""


def read_siren(text: str) -> Identifier:
    """Nine digits; a wrong check digit is a doubt, never a refusal, since real files hold some."""
    digits = _digits(text, "SIREN")
    if not digits:
        return Identifier("")
    if len(digits) == 14:
        digits = digits[:9]
    if len(digits) != 9:
        raise BadIdentifier(f"« {clean_name(text)[:40]} » n’est pas un SIREN : il faut neuf chiffres.", "siren")
    return Identifier(digits, "" if stdnum_siren.is_valid(digits) else f"La clé du SIREN {digits} est fausse : à vérifier.")


def read_siret(text: str) -> Identifier:
    """Fourteen digits (La Poste has its own rule, which stdnum knows)."""
    digits = _digits(text, "SIRET")
    if not digits:
        return Identifier("")
    if len(digits) != 14:
        raise BadIdentifier(f"« {clean_name(text)[:40]} » n’est pas un SIRET : il faut quatorze chiffres.", "siret")
    return Identifier(digits, "" if stdnum_siret.is_valid(digits) else f"La clé du SIRET {digits} est fausse : à vérifier.")


def read_rna(text: str) -> Identifier:
    """W and nine characters; there is no check digit."""
    value = re.sub(r"[\s.\-]", "", text).upper()
    if not value:
        return Identifier("")
    if not _RNA.match(value):
        raise BadIdentifier(f"« {clean_name(text)[:40]} » n’est pas un numéro RNA : un W puis neuf chiffres.", "rna")
    return Identifier(value)


def _digits(text: str, name: str) -> str:
    value = re.sub(r"[\s.\-\u00a0\u202f']", "", text.strip())
    if not value:
        return ""
    if _SCIENTIFIC.match(re.sub(r"\s", "", text.strip())):
        raise BadIdentifier(
            f"Excel a arrondi ce {name} (« {clean_name(text)[:40]} ») : ses derniers chiffres sont perdus. "
            "Mettez la colonne au format Texte dans le fichier d’origine.",
            name.lower(),
        )
    if not value.isdigit() or not value.isascii():
        raise BadIdentifier(f"« {clean_name(text)[:40]} » n’est pas un {name} : il ne doit contenir que des chiffres.", name.lower())
    return value


def has_valid_key(digits: str) -> bool:
    """Whether nine digits end with the right check digit (to recognise a column of SIREN without title)."""
    return len(digits) == 9 and digits.isdigit() and luhn.is_valid(digits)


def spoken_name(text: str) -> str:
    """« ALLIONE » → « Allione », « DE LA TOUR » → « de La Tour »; anything with a small letter is left as it was typed."""
    name = clean_name(text)
    letters = [c for c in name if c.isalpha()]
    if len(letters) < 2 or any(c.islower() for c in letters):
        return name
    words = len(_NAME_PIECE.findall(name))

    def piece(match: re.Match[str]) -> str:
        word = match.group(0)
        if words > 1 and word.casefold() in _PARTICLES and match.end() < len(name):
            return word.lower()
        return word[0] + word[1:].lower()

    return _NAME_PIECE.sub(piece, name)
