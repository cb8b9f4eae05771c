"""Will mails leave, and be believed? The sign-in at the relay, then the three DNS records that receivers read."""

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from email.utils import parseaddr
from typing import Any

import dns.exception
import dns.resolver
from django.conf import settings
from django.utils.module_loading import import_string

from labo_ess.outbox.exceptions import Undeliverable
from labo_ess.text.typography import typo_fr

OK, MISSING, UNKNOWN = "ok", "missing", "unknown"
DNS_SECONDS = 5.0
USUAL_SELECTORS = ("default", "mail", "dkim", "labo", "s1", "s2", "k1", "selector1", "selector2", "google", "ovhmo1", "ovhmo2", "mailjet", "brevo")
"""Tried when no selector is given: finding one proves that it is there, finding none proves nothing."""
SPF_RECORD = "v=spf1 include:relais.example ~all"
DMARC_RECORD = "v=DMARC1; p=none"


class DnsSilent(Exception):
    """The resolver did not answer: nothing can be said."""


class NoSuchName(Exception):
    """The resolver answers that the name does not exist."""


TextRecords = Callable[[str], list[str]]
"""The TXT records of a name, possibly none; raises `NoSuchName` or `DnsSilent`."""


@dataclass
class MailCheck:
    """Four answers, and what to do about those that are not good."""

    states: dict[str, str] = field(default_factory=dict)
    advice: list[str] = field(default_factory=list)

    def add(self, name: str, state: str, sentence: str = "", record: str = "") -> None:
        """One answer, with its sentence if there is something to say, and the record to copy, which no typography may touch."""
        self.states[name] = state
        if sentence:
            self.advice.append(typo_fr(sentence))
        if record:
            self.advice.append(f"    {record}")


def text_records(name: str) -> list[str]:
    """Ask the system's resolver."""
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=DNS_SECONDS)
    except dns.resolver.NXDOMAIN as nobody:
        raise NoSuchName from nobody
    except dns.resolver.NoAnswer:
        return []
    except (dns.exception.DNSException, OSError, UnicodeError) as trouble:
        raise DnsSilent from trouble
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


def check_mail(*, selector: str = "", lookup: TextRecords = text_records) -> MailCheck:
    """Sends nothing."""
    found = MailCheck()
    _check_smtp(found)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower().rstrip(".")
    for name, ask in (("spf", _spf), ("dkim", _dkim), ("dmarc", _dmarc)):
        try:
            found.add(name, *ask(domain, selector, lookup))
        except DnsSilent:
            found.add(name, UNKNOWN, f"{name.upper()} : le DNS ne répond pas pour {domain}. Vérifiez le réseau de cette machine, puis recommencez.")
    return found


# --- The relay -----------------------------------------------------------------------------------------------------


def _check_smtp(found: MailCheck) -> None:
    hop: Any = import_string(settings.MAIL_LAST_HOP)()
    if not hasattr(hop, "sign_in"):
        found.add("smtp", UNKNOWN, "SMTP : en démonstration, les courriels restent sur cette machine. Donnez EMAIL_URL pour en envoyer.")
        return
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        hop.sign_in()
    except Undeliverable as refused:
        found.add("smtp", *_trouble(where, refused.__cause__))
        return
    found.add("smtp", OK, _in_clear(where))


def _in_clear(where: str) -> str:
    protected = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    if protected or not settings.EMAIL_HOST_USER or settings.EMAIL_HOST in ("localhost", "127.0.0.1", "::1"):
        return ""
    return f"SMTP : {where} accepte, mais le mot de passe y passe en clair. Écrivez smtp+tls:// (port 587) ou smtp+ssl:// (port 465) dans EMAIL_URL."


def _trouble(where: str, cause: BaseException | None) -> tuple[str, str]:
    """What went wrong, from the most precise to the least."""
    if isinstance(cause, ssl.SSLCertVerificationError):
        return MISSING, (
            f"SMTP : le certificat de {where} n’est pas valable ({cause.verify_message}). Rien ne partira. "
            "Vérifiez le nom du serveur dans EMAIL_URL ; s’il est juste, prévenez votre hébergeur."
        )
    if isinstance(cause, smtplib.SMTPAuthenticationError):
        return MISSING, (
            f"SMTP : {where} refuse l’identifiant ou le mot de passe ({cause.smtp_code}). Corrigez EMAIL_URL ; "
            "dans un mot de passe, @ s’écrit %40, : s’écrit %3A et / s’écrit %2F."
        )
    if isinstance(cause, smtplib.SMTPNotSupportedError):
        return MISSING, f"SMTP : {where} n’offre pas le chiffrement ou l’identification demandés. Rien ne partira. Corrigez le port dans EMAIL_URL."
    if isinstance(cause, ssl.SSLError):
        return MISSING, f"SMTP : {where} ne parle pas TLS comme demandé. Écrivez smtp+tls:// pour le port 587, smtp+ssl:// pour le port 465."
    if isinstance(cause, ConnectionRefusedError):
        return MISSING, f"SMTP : personne n’écoute à {where}. Corrigez EMAIL_URL dans les réglages, puis redémarrez."
    if isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_NONAME:
        return MISSING, f"SMTP : le serveur {settings.EMAIL_HOST} n’existe pas. Corrigez EMAIL_URL dans les réglages, puis redémarrez."
    if isinstance(cause, smtplib.SMTPResponseException):
        said = cause.smtp_error.decode("utf-8", "replace")[:200] if isinstance(cause.smtp_error, bytes) else cause.smtp_error
        return MISSING, f"SMTP : {where} refuse de répondre à cette machine ({cause.smtp_code} {said}). Demandez pourquoi à votre hébergeur."
    if isinstance(cause, smtplib.SMTPServerDisconnected):
        return UNKNOWN, f"SMTP : {where} a coupé la connexion sans dire pourquoi. Vérifiez l’identifiant et le port dans EMAIL_URL, puis recommencez."
    return UNKNOWN, (
        f"SMTP : {where} ne répond pas ({type(cause).__name__}). Beaucoup d’hébergeurs ferment le port 25, parfois 587 : "
        "demandez son ouverture, ou prenez le port 465 avec smtp+ssl://."
    )


# --- The domain of the sender --------------------------------------------------------------------------------------


def _spf(domain: str, selector: str, lookup: TextRecords) -> tuple[str, ...]:
    try:
        records = [record for record in lookup(domain) if record.lower().split(" ")[0] == "v=spf1"]
    except NoSuchName:
        return MISSING, f"SPF : le domaine {domain} n’existe pas pour le DNS de cette machine. Corrigez MAIL_FROM."
    if not records:
        return MISSING, f"SPF : {domain} n’en a pas. Ajoutez-lui ce champ TXT, avec le domaine que votre relais indique :", SPF_RECORD
    if len(records) > 1:
        return MISSING, f"SPF : {domain} en a {len(records)}, ce qui les annule tous. Réunissez-les en un seul champ TXT."
    if "+all" in records[0].lower().split() or "all" in records[0].lower().split():
        return MISSING, f"SPF : celui de {domain} permet à n’importe qui d’écrire en votre nom. Remplacez all par ~all."
    return OK, ""


def _dkim(domain: str, selector: str, lookup: TextRecords) -> tuple[str, ...]:
    for each in [selector] if selector else USUAL_SELECTORS:
        name = f"{each}._domainkey.{domain}"
        keys = [key for record in _records(lookup, name) if (key := _tags(record).get("p")) is not None]
        if any(keys):
            return OK, ""
        if keys:
            return MISSING, f"DKIM : la clé de {name} est vide, donc révoquée. Demandez la nouvelle à votre relais et publiez-la."
    if selector:
        return MISSING, f"DKIM : {name} ne porte pas de clé. Publiez celle que votre relais vous donne, sous ce nom exact."
    return UNKNOWN, "DKIM : donnez le sélecteur que votre relais indique, par exemple check_mail --selector s1. Aucun des noms usuels ne répond."


def _dmarc(domain: str, selector: str, lookup: TextRecords) -> tuple[str, ...]:
    for each in _upwards(domain):
        records = [record for record in _records(lookup, f"_dmarc.{each}") if record.replace(" ", "").lower().startswith("v=dmarc1")]
        if len(records) > 1:
            return MISSING, f"DMARC : _dmarc.{each} en a {len(records)}, ce qui les annule. N’en gardez qu’un."
        if records:
            return _policy(each, _tags(records[0]).get("p", "").lower())
    return MISSING, f"DMARC : {domain} n’en a pas. Ajoutez ce champ TXT à _dmarc.{domain}, pour commencer :", DMARC_RECORD


def _records(lookup: TextRecords, name: str) -> list[str]:
    try:
        return lookup(name)
    except NoSuchName:
        return []


def _policy(domain: str, policy: str) -> tuple[str, str]:
    if policy not in ("none", "quarantine", "reject"):
        return MISSING, f"DMARC : celui de _dmarc.{domain} n’a pas de consigne lisible. Ajoutez-y p=none, p=quarantine ou p=reject."
    if policy == "none":
        return OK, f"DMARC : {domain} observe sans rien refuser (p=none). Quand SPF et DKIM sont bons depuis un mois, passez à p=quarantine."
    return OK, ""


def _upwards(domain: str) -> Iterable[str]:
    """The domain, then those above it that still have two labels: a receiver falls back on the organisation's."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(max(1, len(labels) - 1))]


def _tags(record: str) -> dict[str, str]:
    """`v=DKIM1; k=rsa; p=…` by tag."""
    pairs = (piece.partition("=") for piece in record.split(";"))
    return {name.strip().lower(): value.strip() for name, sign, value in pairs if sign}
