"""The house's own words for inviting, a start that the team rewrites; `{words}` are filled for each person."""

from events.days.models import Day


def default_subject(day: Day) -> str:
    """« Invitation : … »."""
    return f"Invitation : {day.headline or day.title}, {{date}}"[:200]


def default_body(_day: Day) -> str:
    """Who invites, to what, when and where, how to answer, and that « no » is an answer too."""
    return """Bonjour {prénom} {nom},

Nous avons le plaisir de vous inviter à une journée d’échanges, **{journée}**, que le Labo de l’ESS prépare avec ses partenaires de la région.

Le **{date}**, {heures}, {lieu}.

Acteur·rice·s de la transition, de l’ESS et d’ailleurs y croisent leurs regards ; les ateliers partent de ce que vous faites.

La participation est gratuite, sur inscription.

Voici votre lien personnel : le programme, les ateliers et les places qui restent.

{lien}

Si vous ne pouvez pas venir, dites-le nous par ce même lien : c’est une réponse aussi, et la place servira à quelqu’un d’autre.

Au plaisir de vous y retrouver,

L’équipe du Labo de l’ESS
"""


def reminder_subject(day: Day) -> str:
    """« Viendrez-vous ? … »."""
    return f"Viendrez-vous ? {day.headline or day.title}, {{date}}"[:200]


def reminder_body(_day: Day) -> str:
    """Short: what, when, where, and that « no » frees a place."""
    return """Bonjour {prénom} {nom},

Nous vous avons écrit pour la journée **{journée}**, le **{date}**, {heures}, {lieu}. Votre réponse nous aiderait à la préparer.

{lien}

Si vous ne pouvez pas venir, dites-le par ce même lien : nous ne vous écrirons plus à ce sujet, et la place servira à quelqu’un d’autre.

Bien à vous,

L’équipe du Labo de l’ESS
"""
