"""Refusals about accounts."""

from labo_ess.text.typography import typo_fr


class AccountRefusal(Exception):
    """What the person reads."""

    sentence = ""

    def __init__(self) -> None:
        super().__init__(typo_fr(self.sentence))


class AddressTaken(AccountRefusal):
    """One account per address."""

    sentence = "Cette adresse a déjà un compte : changez plutôt son rôle dans la liste."


class LastAdministrator(AccountRefusal):
    """Somebody must be able to give rights."""

    sentence = "C’est le dernier compte administrateur : donnez d’abord ce rôle à quelqu’un d’autre."


class OwnAccount(AccountRefusal):
    """One does not lock oneself out."""

    sentence = "Vous ne pouvez pas suspendre votre propre compte : demandez-le à un·e autre administrateur·rice."


class HouseAlreadyOpen(AccountRefusal):
    """Only the first account is made from the machine."""

    sentence = "Il y a déjà un compte administrateur : c’est lui qui invite les suivants, dans Comptes. Rien n’a changé."
