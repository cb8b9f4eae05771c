"""The criteria of each étape: words that administrators edit, proposed when a group passes."""

from collectives.groups.enums import Stage
from labo_ess.choices.registry import register
from labo_ess.choices.services import options

LIFE = (Stage.SPOTTING, Stage.EMERGENCE, Stage.LAUNCH, Stage.FOLLOW_UP, Stage.DOCUMENTATION, Stage.HANDOVER)
"""The étapes of a group that lives, in order."""

SEEDS: dict[Stage, list[tuple[str, str]]] = {
    Stage.EMERGENCE: [
        ("besoin", "Un besoin partagé est formulé"),
        ("personnes", "Au moins trois personnes ou structures veulent agir"),
        ("territoire", "Le territoire et les thèmes sont précisés"),
    ],
    Stage.LAUNCH: [
        ("defi", "Le défi est formulé et accepté par le groupe"),
        ("pilote", "Une structure pilote est désignée"),
        ("membres", "Les membres et leurs représentant·e·s sont connu·e·s"),
        ("calendrier", "Un calendrier de travail est posé"),
    ],
    Stage.FOLLOW_UP: [
        ("reunion", "La réunion de lancement a eu lieu et son compte rendu est approuvé"),
        ("actions", "Les premières actions ont une personne et une échéance"),
        ("moyens", "Les moyens nécessaires sont trouvés ou recherchés"),
    ],
    Stage.DOCUMENTATION: [
        ("resultats", "Les résultats sont décrits"),
        ("extraits", "Les paroles marquantes sont relevées dans les comptes rendus"),
    ],
    Stage.HANDOVER: [
        ("enseignements", "Les enseignements sont rédigés"),
        ("relais", "Une personne ou une structure relais est trouvée"),
    ],
    Stage.ASLEEP: [("prevenus", "Les membres sont prévenus")],
    Stage.CLOSED: [
        ("bilan", "Le bilan est partagé avec les membres"),
        ("suites", "Les suites et leurs porteur·euse·s sont nommées"),
    ],
}


def list_code(stage: str) -> str:
    """The house list that holds the criteria of an étape."""
    return f"criteria_{stage}"


for _stage, _seeds in SEEDS.items():
    register(list_code(_stage), label=f"Critères d’étape : {_stage.label}", seeds=_seeds)


def is_step_back(before: str, after: str) -> bool:
    """It returns to an étape that comes earlier in a group's life."""
    return before in LIFE and after in LIFE and LIFE.index(Stage(after)) < LIFE.index(Stage(before))


def criteria(before: str, after: str) -> list[tuple[str, str]]:
    """(code, words) asked for a passage; none to step back nor to wake up, since the group was there before."""
    if Stage(after) not in SEEDS or is_step_back(before, after) or (before in (Stage.ASLEEP, Stage.CLOSED) and after != Stage.CLOSED):
        return []
    return options(list_code(after))
