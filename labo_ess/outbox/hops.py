"""The last hop of a mail: a real SMTP server, or the demo's mailbox. Both are given exact bytes."""

import mailbox
import smtplib
import ssl
import threading
from collections.abc import Callable
from typing import Protocol

from django.conf import settings

from labo_ess.outbox.exceptions import Undeliverable

Check = Callable[[], None]
"""Called just before the mail is handed over; raises when the row is no longer ours."""
AUTH_REPLIES = (530, 534, 535, 538)
"""5xx answers that speak of our sign-in at the relay, not of this mail."""


class Hop(Protocol):
    """Takes one mail at a time, over one connection."""

    def send(self, sender: str, to: str, data: bytes, before: Check) -> None: ...

    def close(self) -> None: ...


class MaildirHop:
    """The demo's last hop: a Maildir that the team reads under /bureau/boite/."""

    _one_at_a_time = threading.Lock()

    def send(self, sender: str, to: str, data: bytes, before: Check) -> None:
        """Deliver into `var/mail/new`."""
        before()
        try:
            with self._one_at_a_time:
                mailbox.Maildir(settings.MAILDIR, create=True).add(data)
        except OSError as trouble:
            raise Undeliverable(f"La boîte de démonstration ne peut pas être écrite ({type(trouble).__name__}).", permanent=False) from trouble

    def close(self) -> None:
        """Nothing to close."""


class SmtpHop:
    """A real server. Each step has its own time-out; TLS asked for is TLS had, or no mail leaves."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None

    def send(self, sender: str, to: str, data: bytes, before: Check) -> None:
        """One recipient, one transaction. Raises `Undeliverable`."""
        smtp = self._open()
        try:
            # The addresses are clean: what the library would read and write again for each mail costs a fifth of sending it.
            self._expect(smtp.docmd("mail", f"from:<{sender}>"), (250,))
            self._expect(smtp.docmd("rcpt", f"to:<{to}>"), (250, 251))
            before()
            smtp.putcmd("data")
            self._expect(smtp.getreply(), (354,))
            smtp.send(_dotted(data))
            self._patience(smtp, "final_dot")
            self._expect(smtp.getreply(), (250,))
            self._patience(smtp, "command")
        except Undeliverable:
            self._after_refusal()
            raise
        except (smtplib.SMTPException, OSError) as trouble:
            self._drop()
            raise Undeliverable(f"La connexion au serveur d’envoi s’est interrompue ({type(trouble).__name__}).", permanent=False) from trouble
        except BaseException:
            self._drop()
            raise

    def sign_in(self) -> None:
        """Connect as for a mail, sign in, send nothing. Raises `Undeliverable`, caused by what went wrong."""
        self._open()
        self.close()

    def close(self) -> None:
        """Say goodbye, without insisting."""
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (smtplib.SMTPException, OSError):
                self._drop()
            self._smtp = None

    def _open(self) -> smtplib.SMTP:
        if self._smtp is not None:
            return self._smtp
        try:
            self._smtp = self._connect()
        except (smtplib.SMTPException, OSError) as trouble:
            code = getattr(trouble, "smtp_code", None)
            told = f"{type(trouble).__name__}{f' {code}' if code else ''}"
            sentence = f"Le serveur d’envoi n’est pas joignable ou refuse la connexion ({told})."
            raise Undeliverable(sentence, permanent=False, connection_lost=True, code=code) from trouble
        return self._smtp

    def _connect(self) -> smtplib.SMTP:
        times, context = settings.MAIL_TIMEOUTS, ssl.create_default_context()
        secure = getattr(settings, "EMAIL_USE_SSL", False)
        name = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
        smtp: smtplib.SMTP
        if secure:
            smtp = smtplib.SMTP_SSL(settings.EMAIL_HOST, settings.EMAIL_PORT, local_hostname=name, timeout=times["connect"], context=context)
        else:
            smtp = smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, local_hostname=name, timeout=times["connect"])
        try:
            self._patience(smtp, "command")
            smtp.ehlo_or_helo_if_needed()
            if getattr(settings, "EMAIL_USE_TLS", False) and not secure:
                smtp.starttls(context=context)  # raises when the server does not offer it: never in clear text
                smtp.ehlo()
            if settings.EMAIL_HOST_USER:
                smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _patience(self, smtp: smtplib.SMTP, step: str) -> None:
        if smtp.sock is not None:
            smtp.sock.settimeout(settings.MAIL_TIMEOUTS[step])

    def _expect(self, reply: tuple[int, bytes], wanted: tuple[int, ...]) -> None:
        code, words = reply
        if code in wanted:
            return
        if code <= 0:
            raise smtplib.SMTPServerDisconnected("no answer")
        said = words.decode("utf-8", "replace").replace("\n", " ")[:300]
        permanent = 500 <= code < 600 and code not in AUTH_REPLIES
        sentence = f"Le serveur a refusé ce courriel ({code}) : {said}" if permanent else f"Le serveur demande d’attendre ({code}) : {said}"
        raise Undeliverable(sentence, permanent=permanent, code=code)

    def _after_refusal(self) -> None:
        """Begin the next mail afresh; a server that was closing has closed."""
        smtp = self._smtp
        if smtp is None:
            return
        try:
            self._patience(smtp, "command")
            code, _words = smtp.rset()
            if code != 250:
                self._drop()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None


def _dotted(data: bytes) -> bytes:
    """CRLF line ends, leading dots doubled, and the final dot (RFC 5321, 4.5.2)."""
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n")
    doubled = (b"." if lines.startswith(b".") else b"") + lines.replace(b"\n.", b"\n..")
    return doubled.replace(b"\n", b"\r\n") + b"\r\n.\r\n"
