"""Boards and retro-plannings: made, ordered, filled from a model, moved with their anchor."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from collectives.actions.exceptions import BoardRefused, ColumnInUse, ElsewhereRefused, NameTaken, NoAnchor, NothingToDo
from collectives.actions.models import Action, Board, Column, Label, PlanningLine, PlanningModel
from collectives.actions.services import create_action
from collectives.groups.models import Collective
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record, record_many
from labo_ess.db import get_for_update
from labo_ess.text.dates import countdown
from labo_ess.text.names import clean_name

DEFAULT_COLUMNS = (("À faire", False), ("En cours", False), ("Fait", True))
DAY_MODEL = "Rétroplanning d’une journée"
DAY_LINES = (
    (-84, "Réunir le premier Copil et choisir les thèmes"),
    (-70, "Recenser les initiatives : 80 structures, 150 contacts, par département"),
    (-56, "Pressentir les intervenant·e·s"),
    (-42, "Écrire le programme V1 et envoyer le « date à retenir »"),
    (-35, "Envoyer les invitations et ouvrir les inscriptions"),
    (-21, "Relancer, confirmer les intervenant·e·s et le traiteur"),
    (-14, "Envoyer les notes de cadrage aux intervenant·e·s et suivre la liste d’attente"),
    (-7, "Arrêter les nombres, préparer la feuille d’émargement et le conducteur"),
    (-1, "Envoyer le rappel aux inscrit·e·s"),
    (2, "Envoyer les remerciements et le questionnaire"),
    (15, "Relire et diffuser les comptes rendus des ateliers"),
    (30, "Publier la synthèse, les photos et le mini-site avec l’équipe Communication"),
    (60, "Remettre le bilan aux financeurs"),
)
"""The rhythm of a Journée (three months, from the first Copil to the bilan)."""
FURTHEST = 1000
"""How many days from its anchor a line may stand."""


@dataclass(frozen=True)
class Moved:
    """What a change of the anchor did: actions whose date followed, actions pinned by hand that stayed."""

    followed: int = 0
    stayed: int = 0

    def __add__(self, other: "Moved") -> "Moved":
        return Moved(self.followed + other.followed, self.stayed + other.stayed)

    def __bool__(self) -> bool:
        return bool(self.followed or self.stayed)

    @property
    def sentence(self) -> str:
        """« 12 dates ont suivi, 1 est restée, fixée à la main »."""
        followed = "aucune date n’a suivi" if not self.followed else f"{self.followed} date{'s ont' if self.followed > 1 else ' a'} suivi"
        if not self.stayed:
            return followed
        return f"{followed}, {self.stayed} {'sont restées, fixées' if self.stayed > 1 else 'est restée, fixée'} à la main"


@transaction.atomic
def create_board(*, collective: Collective, title: str, by: Actor, anchor_date: date | None = None, follows_day: bool = False) -> Board:
    """A board with its first columns: à faire, en cours, fait."""
    title = clean_name(title)[:120]
    if not title:
        raise NothingToDo
    collective = get_for_update(Collective.objects.all(), pk=collective.pk)
    board = Board.objects.create(
        collective=collective, title=title, anchor_date=anchor_date, follows_day=follows_day, position=collective.boards.count()
    )
    Column.objects.bulk_create(Column(board=board, title=name, closes=closes, position=n) for n, (name, closes) in enumerate(DEFAULT_COLUMNS))
    record(by=by, verb="board.created", on=board, collective=collective)
    return board


@transaction.atomic
def rename_board(*, board: Board, title: str, by: Actor) -> Board:
    """Another title."""
    title = clean_name(title)[:120]
    if not title:
        raise NothingToDo
    if title != board.title:
        board.title = title
        board.save(update_fields=["title", "updated_at"])
        record(by=by, verb="board.renamed", on=board)
    return board


@transaction.atomic
def add_column(*, board: Board, title: str, by: Actor, closes: bool = False) -> Column:
    """A column; before those that close, so that « Fait » stays the last."""
    title = clean_name(title)[:80]
    if not title:
        raise NothingToDo
    board = get_for_update(Board.objects.all(), pk=board.pk)
    columns = list(board.columns.all())
    where = len(columns) if closes else next((n for n, each in enumerate(columns) if each.closes), len(columns))
    column = Column.objects.create(board=board, title=title, closes=closes, position=where)
    columns.insert(where, column)
    for rank, each in enumerate(columns):
        each.position = rank
    Column.objects.bulk_update(columns, ["position"])
    record(by=by, verb="board.column_added", on=board)
    return column


@transaction.atomic
def remove_column(*, column: Column, by: Actor) -> Board:
    """Take an empty column off; a board keeps at least one."""
    board = get_for_update(Board.objects.all(), pk=column.board_id)
    if board.columns.count() < 2:
        raise ColumnInUse("Un tableau garde au moins une colonne. Rien n’a changé.")
    if Action.objects.alive().filter(column=column).exists():
        raise ColumnInUse("Des actions sont dans cette colonne : déplacez-les d’abord. Rien n’a changé.")
    Column.objects.filter(pk=column.pk).delete()
    record(by=by, verb="board.column_removed", on=board)
    return board


@transaction.atomic
def add_label(*, board: Board, name: str, by: Actor, series: int = 1) -> Label:
    """A word for the cards of a board, in one of the eight colours of the house."""
    name = clean_name(name)[:40]
    if not name:
        raise NothingToDo
    board = get_for_update(Board.objects.all(), pk=board.pk)
    if board.labels.filter(name=name).exists():
        raise NameTaken("Ce tableau a déjà une étiquette de ce nom : donnez-lui un autre nom.", field="name")
    label = Label.objects.create(board=board, name=name, series=min(max(series, 1), 8))
    record(by=by, verb="board.label_added", on=board)
    return label


@transaction.atomic
def apply_model(*, board: Board, model: PlanningModel, by: Actor, anchor_date: date | None = None) -> list[Action]:
    """An action for each line of the model, at J±n from the anchor. Lines that the board already holds are passed over,
    so that two clicks make one retro-planning.
    """
    board = get_for_update(Board.objects.select_related("collective"), pk=board.pk)
    if anchor_date is not None and anchor_date != board.anchor_date:
        move_anchor(board=board, new_date=anchor_date, by=by)
        board.anchor_date = anchor_date
    if board.anchor_date is None:
        raise NoAnchor
    held = set(board.actions.alive().filter(offset_days__isnull=False).values_list("title", flat=True))
    lines = [line for line in model.lines.all() if line.title not in held]
    actions = [create_action(collective=board.collective, title=line.title, board=board, offset_days=line.offset_days, by=by) for line in lines]
    if actions:
        record(by=by, verb="board.model_applied", on=board, model=model, count=len(actions))
    return actions


@transaction.atomic
def make_model_from_board(*, board: Board, name: str, by: Actor) -> PlanningModel:
    """A model of what the board holds, in days from its anchor; dates that are not J±n become so."""
    name = clean_name(name)[:120]
    if not name:
        raise NothingToDo
    if board.anchor_date is None:
        raise NoAnchor
    if PlanningModel.objects.filter(name=name).exists():
        raise NameTaken("Un modèle porte déjà ce nom : donnez-lui un autre nom.", field="name")
    dated = [action for action in board.actions.alive().order_by("due_on", "pk") if _days(action, board.anchor_date) is not None]
    if not dated:
        raise BoardRefused("Aucune action de ce tableau n’a de date : un modèle se fait de dates. Rien n’a été créé.")
    model = PlanningModel.objects.create(name=name)
    PlanningLine.objects.bulk_create(
        PlanningLine(model=model, title=action.title, offset_days=_days(action, board.anchor_date) or 0) for action in dated
    )
    record(by=by, verb="planning_model.created", on=model, board=board, count=len(dated))
    return model


@transaction.atomic
def move_anchor(*, board: Board, new_date: date, by: Actor) -> Moved:
    """Every date that follows the anchor moves with it; those pinned by hand stay. In the Corbeille they move too, uncounted."""
    board = get_for_update(Board.objects.all(), pk=board.pk)
    before = board.anchor_date
    if before == new_date:
        return Moved()
    board.anchor_date = new_date
    board.save(update_fields=["anchor_date", "updated_at"])
    tied = list(board.actions.filter(offset_days__isnull=False))
    following = [action for action in tied if not action.pinned]
    for action in following:
        action.due_on = new_date + timedelta(days=action.offset_days or 0)
    Action.objects.bulk_update(following, ["due_on"], batch_size=500)
    alive = [action for action in following if not action.is_trashed]
    moved = Moved(len(alive), sum(action.pinned and not action.is_trashed for action in tied))
    record_many(by=by, verb="action.followed", on=alive, board=board)
    days = {"moved_from": before.isoformat() if before else "", "moved_to": new_date.isoformat()}
    record(by=by, verb="board.anchor_moved", on=board, followed=moved.followed, stayed=moved.stayed, **days)
    return moved


@transaction.atomic
def follow_day(*, collective: Collective, new_date: date, by: Actor) -> Moved:
    """Bring every board of a committee that follows its day to the day's new date."""
    boards = list(Board.objects.filter(collective=collective, follows_day=True))
    return sum((move_anchor(board=board, new_date=new_date, by=by) for board in boards), Moved())


@transaction.atomic
def stop_following(*, board: Board, by: Actor) -> Board:
    """The anchor of this board is set by hand from now on."""
    if board.follows_day:
        board.follows_day = False
        board.save(update_fields=["follows_day", "updated_at"])
        record(by=by, verb="board.stopped_following", on=board)
    return board


@transaction.atomic
def load_models() -> int:
    """The models that the house brings, made when they are missing; what was changed by hand stays. How many were made."""
    model, fresh = PlanningModel.objects.get_or_create(name=DAY_MODEL)
    if fresh:
        PlanningLine.objects.bulk_create(PlanningLine(model=model, title=title, offset_days=days) for days, title in DAY_LINES)
    return int(fresh)


def check_model(model: PlanningModel) -> None:
    """A model without a line makes nothing."""
    if not model.lines.exists():
        raise ElsewhereRefused("Ce modèle n’a pas de ligne : choisissez-en un autre.", field="model")


def day_words(action: Action) -> str:
    """« J−14 » of a line, from its anchor."""
    if action.offset_days is None or action.board is None or action.board.anchor_date is None:
        return ""
    anchor = action.board.anchor_date
    words = countdown(anchor, anchor + timedelta(days=action.offset_days))
    return "jour J" if action.offset_days == 0 else words


def _days(action: Action, anchor: date) -> int | None:
    if action.offset_days is not None and not action.pinned:
        return action.offset_days
    if action.due_on is None:
        return None
    days = (action.due_on - anchor).days
    return days if abs(days) <= FURTHEST else None
