"""The house's own words of a convocation; whoever convenes changes them before they leave."""

from collectives.meetings.models import Meeting
from labo_ess.text.typography import typo_fr


def default_subject(meeting: Meeting) -> str:
    """What is read before the mail is opened."""
    return "{collectif} : {réunion}, {date}"


def default_body(meeting: Meeting) -> str:
    """When, where, what about, and the one link by which each member answers."""
    greeting = f"{meeting.introduction.strip()}\n\n" if meeting.introduction.strip() else ""
    return typo_fr(
        "Bonjour {prénom},\n\n"
        f"{greeting}"
        "Vous êtes convoqué·e à la réunion « {réunion} » du groupe « {collectif} », {date}, {heures}, {lieu}.\n\n"
        "Ordre du jour :\n\n{ordre_du_jour}\n\n"
        "Dites-nous si vous venez, si vous ne pouvez pas, ou à qui vous donnez pouvoir, sans compte : {lien}\n\n"
        "Le rendez-vous est joint à ce message, pour votre agenda."
    )
