"""Refusals of the directory, each with a sentence that a person can act on."""

from labo_ess.text.typography import typo_fr


class DirectoryRefusal(Exception):
    """Something that the directory does not take; `field` is the field it belongs to."""

    field = ""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field or self.field
        super().__init__(typo_fr(message))


class NameMissing(DirectoryRefusal):
    """A person without a last name, or an organisation without a name."""

    field = "last_name"

    def __init__(self, message: str = "Le nom manque. Écrivez au moins un nom de famille.", field: str = "") -> None:
        super().__init__(message, field)


class NameTooLong(DirectoryRefusal):
    """A name that no column can hold."""

    def __init__(self, length: int, limit: int, field: str) -> None:
        super().__init__(f"Ce texte compte {length} caractères : {limit} au plus.", field)


class BadEmail(DirectoryRefusal):
    """An address to which no mail can go."""

    field = "email"


class AddressAlreadyThere(DirectoryRefusal):
    """The person has this address already."""

    field = "address"

    def __init__(self) -> None:
        super().__init__("Cette adresse est déjà sur la fiche.")


class BadIdentifier(DirectoryRefusal):
    """A SIREN, SIRET or RNA that cannot be one (wrong length or characters)."""


class DatesReversed(DirectoryRefusal):
    """A position that ends before it starts."""

    field = "end_on"

    def __init__(self) -> None:
        super().__init__("La fonction finit avant d’avoir commencé : corrigez l’une des deux dates.")


class PositionEmpty(DirectoryRefusal):
    """Neither an organisation nor a title."""

    field = "organisation_name"

    def __init__(self) -> None:
        super().__init__("Indiquez une structure, une fonction, ou les deux.")
