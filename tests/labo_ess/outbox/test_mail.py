"""The bytes of a mail: parts, headers that nobody injects into, no fetch, one recipient."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from django.utils import timezone

from labo_ess.outbox import mail as mail_module
from labo_ess.outbox.exceptions import Undeliverable
from labo_ess.outbox.mail import Mail, clean_address, write
from labo_ess.outbox.styles import sheet
from labo_ess.text.places import Places

HOSTILE = [
    "Nom\r\nBcc: mechant@example.org",
    "Nom\nX-Evil: 1",
    "Nom\x00\x1b[31m",
    "Nom\u2028Bcc: x@example.org",
    "\u202emon\u202c",
    "a" * 10_000,
    '"><script>alert(1)</script>',
    "Nom <mechant@example.org>",
    "=?utf-8?q?Bcc?=",
    "{{ settings.SECRET_KEY }}{% now 'Y' %}",
]


def made(**fields: Any) -> EmailMessage:
    context = {"name": fields.pop("name", "Aïssata"), "token": "t", "link": "http://testserver/l/t/"}
    mail = Mail(**{"to": "aissata@example.org", "to_name": context["name"], "template": "test/hello", "context": context, **fields})
    return message_from_bytes(write(mail, message_id="<1@example.org>", dated_at=timezone.now()).data, policy=default)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_in_its_place(name: str) -> None:
    message = made(name=name)
    plain = made()
    assert message.keys() == plain.keys()
    assert [one.addr_spec for one in message["To"].addresses] == ["aissata@example.org"]
    assert "\n" not in message["Subject"]
    assert not {"\u202e", "\x00", "\u2028"} & set(message["Subject"])


def test_names_are_escaped_in_html_and_plain_in_text() -> None:
    message = made(name="<b>Zoé & Cie</b>")
    assert "&lt;b&gt;Zoé &amp; Cie&lt;/b&gt;" in message.get_body(("html",)).get_content()
    assert "<b>Zoé & Cie</b>" in message.get_body(("plain",)).get_content()


def test_html_is_inlined_without_a_style_tag_or_an_outside_host() -> None:
    html = made().get_body(("html",)).get_content()
    assert "<style" not in html
    assert "#0B6E5B" in html
    assert "var(--" not in sheet()
    assert {address.split("/")[2] for address in html.split('"') if address.startswith("http")} == {"testserver"}


def test_the_calendar_goes_twice() -> None:
    message = made(calendar=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", method="REQUEST")
    kinds = [(part.get_content_type(), part.get_param("method"), part.get_filename()) for part in message.walk() if not part.is_multipart()]
    assert kinds == [
        ("text/plain", None, None),
        ("text/html", None, None),
        ("text/calendar", "REQUEST", None),
        ("text/calendar", "REQUEST", "rendez-vous.ics"),
    ]


def test_one_click_unsubscribe_only_when_given() -> None:
    message = made(list_unsubscribe="https://example.org/l/abc/\r\nBcc: x@example.org")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (message["Bcc"], made()["List-Unsubscribe"]) == (None, None)


def test_french_typography_in_mails() -> None:
    message = made(name="l'équipe")
    assert "À bientôt, l’équipe\u202f!" in message.get_body(("plain",)).get_content()


@pytest.mark.parametrize("address", ["", "a", "a@b@c.fr", "a@b", "é@example.org", "a@example.org\nBcc: b@example.org"])
def test_bad_addresses_are_refused_for_good(address: str) -> None:
    with pytest.raises(Undeliverable) as refusal:
        clean_address(address)
    assert refusal.value.permanent is True


def test_an_accented_domain_becomes_ascii() -> None:
    assert clean_address("lou@éco.fr") == "lou@xn--co-9ia.fr"


def test_rendered_once_for_many_gives_each_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[str] = []
    original = mail_module._render
    monkeypatch.setattr(mail_module, "_render", lambda template, context: rendered.append(template) or original(template, context))

    def message(name: str, token: str) -> EmailMessage:
        places = Places()
        words = {"name": places.put(name), "token": places.put(token), "link": places.put_address(f"http://testserver/l/{token}/?a=1&b=2")}
        mail = Mail(to="p@example.org", to_name=name, template="test/hello", context=words, places=places)
        return message_from_bytes(write(mail, message_id="<1@example.org>", dated_at=timezone.now()).data, policy=default)

    first, second = message("Zoé <b>", "un"), message("l'équipe", "deux")
    assert (first["Subject"], second["Subject"]) == ("Bonjour Zoé <b>", "Bonjour l’équipe")
    assert 'href="http://testserver/l/deux/?a=1&amp;b=2"' in second.get_body(("html",)).get_content()
    assert "Bonjour Zoé &lt;b&gt;" in first.get_body(("html",)).get_content()
    assert "/l/un/" not in second.as_string()
    assert rendered == ["test/hello"]


def test_bodies_survive_any_text() -> None:
    name = "\n.\n--=_a\r\n\tfin de ligne \n" + "é" * 300 + "=?"
    text = made(name=name).get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert text.count("é" * 300) == 2  # the heading, and the text
    assert "\n.\n--=_a\n" in text
