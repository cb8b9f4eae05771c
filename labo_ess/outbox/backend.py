"""What Django and allauth send by themselves (a code, a reset link) goes through the outbox too: encrypted, wiped once gone."""

import uuid
from collections.abc import Sequence
from copy import copy
from email.utils import format_datetime, getaddresses

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from labo_ess.clock.bell import ring_after_commit
from labo_ess.outbox.enums import Priority
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.registry import SIGN_IN, SIGN_IN_LABEL
from labo_ess.outbox.sealing import seal
from labo_ess.outbox.services import wake_up
from labo_ess.text.search import search_key


class OutboxBackend(BaseEmailBackend):
    """Set as EMAIL_BACKEND: one row per recipient, in the caller's transaction."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue every message; answers how many messages were taken."""
        with transaction.atomic():
            for message in email_messages:
                for _name, address in getaddresses(message.recipients()):
                    queue_sealed(message, address)
        return len(email_messages)


def queue_sealed(message: EmailMessage, address: str) -> OutboxEmail:
    """The row of one recipient; its content is readable by the sender alone, and only until it has left."""
    now = timezone.now()
    row = OutboxEmail(message=SIGN_IN, key=f"sealed:{uuid.uuid4()}", private=True, priority=Priority.SERVICE, to_address=address, dated_at=now)
    row.message_id = f"<{row.public_id}@{message.from_email.rpartition('@')[2].rstrip('>')}>"
    alone = copy(message)
    alone.to, alone.cc, alone.bcc = [address], [], []
    alone.extra_headers = {
        **message.extra_headers,
        "Message-ID": row.message_id,
        "Date": format_datetime(timezone.localtime(now)),
        "Auto-Submitted": "auto-generated",
    }
    row.sealed = seal(alone.message().as_bytes(linesep="\r\n"))
    row.search_text = search_key(address, SIGN_IN_LABEL)
    row.save(force_insert=True)
    ring_after_commit(wake_up)
    return row
