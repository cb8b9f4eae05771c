"""The reminder of an action. It is written when it leaves: an action done, moved or given to somebody else meanwhile cancels it."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from collectives.actions.enums import ActionState
from collectives.actions.models import Action
from collectives.actions.permissions import answers_are_open
from contacts.consent.enums import Purpose
from contacts.consent.services import may_write_to
from contacts.directory.models import Person
from labo_ess.audit.actors import Actor
from labo_ess.links.models import SecretLink
from labo_ess.links.services import address, issue
from labo_ess.outbox.mail import CauseGone, Mail
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.registry import message
from labo_ess.text.dates import long_date
from labo_ess.text.typography import plural

LINK_KIND = "action"
LINK_LIVES = timedelta(days=180)
"""An action may be postponed: its link outlives its first date by far."""
FOLDER = "collectives/actions/emails"


def action_link(*, action: Action, person: Person, by: Actor) -> SecretLink:
    """The personal link by which its owner says « fait » or « reporté au … »; the one that lives is given again as it is."""
    living = SecretLink.objects.of(LINK_KIND, action, person).living().first()
    return living or issue(kind=LINK_KIND, target=action, holder=person, expires_at=timezone.now() + LINK_LIVES, by=by)


def late_words(due_on: date, today: date) -> str:
    """« 3 jours de retard »."""
    return f"{plural((today - due_on).days, 'jour', 'jours')} de retard"


@message("action_reminder", label="Rappel d’une action")
def action_reminder(row: OutboxEmail) -> Mail:
    """« Échéance dans 3 jours » or « 2 jours de retard », with the link that answers."""
    action, person = _current(row), row.to
    verdict = may_write_to(person, Purpose.SERVICE)
    if not verdict:
        raise CauseGone(verdict.reason)
    today = timezone.localdate()
    context: dict[str, Any] = {
        "action": action, "collective": action.collective, "person": person, "due": long_date(action.due_on) if action.due_on else "",
        "late": late_words(action.due_on, today) if action.due_on and action.due_on < today else "",
        "link": address(action_link(action=action, person=person, by=Actor.system("outbox"))),
        "items": action.checklist.all(), "person_source": person.source,
    }  # fmt: skip
    return Mail(to=verdict.address, to_name=person.name, template=f"{FOLDER}/action_reminder", context=context)


def _current(row: OutboxEmail) -> Action:
    """The action as it stands; a reminder of another date, or of an action that waits for nothing, is not sent."""
    action = row.about
    if action is None or row.to is None or action.state != ActionState.OPEN or not answers_are_open(action):
        raise CauseGone("l’action ne demande plus rien")
    if action.owner_id != row.to.pk:
        raise CauseGone("quelqu’un d’autre se charge de l’action")
    asked = row.params.get("due_on", "")
    if asked and (action.due_on is None or action.due_on.isoformat() != asked):
        raise CauseGone("l’échéance a changé depuis")
    return action
