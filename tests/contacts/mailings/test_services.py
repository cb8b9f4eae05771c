"""The one engine for texts sent to many."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml.html import document_fromstring

from contacts.consent.services import object_to_mail
from contacts.directory.models import EmailAddress, Person
from contacts.mailings import services
from contacts.mailings.emails import preview
from contacts.mailings.enums import MAILING_PASSAGES, MailingState
from contacts.mailings.exceptions import AlreadySent, BadPlaceholder, MailingRefused, NobodyToWriteTo, NotUnderWay, RecipientsChanged
from contacts.mailings.models import Mailing, MailingRecipient
from contacts.mailings.recipients import Selection, recipients
from labo_ess.outbox.enums import MailState
from labo_ess.outbox.mail import CauseGone, write
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.registry import find
from labo_ess.outbox.sender import _facts, _resolved
from tests.factories.registration import HOUSE, GuestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@recipients("test_kind", label="Essai", noun=("lettre", "lettres"))
def everybody(_mailing: Mailing) -> Selection:
    return Selection(chosen=list(Person.objects.alive().order_by("pk")))


def draft(subject: str = "Bonjour {prénom}", body: str = "Chère **{prénom} {nom}**, de {structure}.") -> Mailing:
    return services.create(kind="test_kind", subject=subject, body=body, by=HOUSE)


def sent(n: int = 2) -> Mailing:
    for _ in range(n):
        GuestFactory()
    return services.send(mailing=draft(), expected=n, by=HOUSE)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{âge}", "{âge}"),
        ("{{ nom }}", "{{ nom }}"),
        ("{% now %}", "{% now %}"),
        ("{nom.__class__}", "{nom.__class__}"),
        ("{", "accolade"),
        ("${x}", "${x}"),
    ],
)
@pytest.mark.parametrize("field", ["subject", "body"])
def test_unknown_words_are_refused_at_saving_by_their_name(text: str, named: str, field: str) -> None:
    with pytest.raises(BadPlaceholder) as refusal:
        draft(**{field: f"Bonjour {text}"})
    assert (refusal.value.field, named in str(refusal.value)) == (field, True)


def test_percent_signs_are_words_like_others() -> None:
    assert preview(draft(body="100 %s de {prénom}"), GuestFactory(first_name="Lou")).text == "100 %s de Lou"


@pytest.mark.parametrize(("field", "text"), [("subject", ""), ("subject", "a" * 201), ("body", " "), ("body", "a" * 20_001)])
def test_empty_or_endless_texts_are_refused(field: str, text: str) -> None:
    with pytest.raises(MailingRefused) as refusal:
        draft(**{field: text})
    assert refusal.value.field == field


def test_a_name_cannot_become_markup() -> None:
    guest = GuestFactory(first_name="<b>*Lou*</b>", last_name="[x](https://example.org/)")
    composed = preview(draft(), guest)
    assert ("<b>" in composed.html, "<a " in composed.html, "[x](https://example.org/)" in composed.text) == (False, False, True)


def test_a_subject_stays_on_one_line() -> None:
    assert preview(draft(), GuestFactory(first_name="Lou\r\nBcc: tous@example.org")).subject.count("\n") == 0


def test_sending_writes_one_mail_for_each_and_freezes_the_text() -> None:
    mailing = sent(3)
    assert (mailing.state, OutboxEmail.objects.filter(mailing=mailing.public_id, priority="bulk").count(), MailingRecipient.objects.count()) == (
        "sending",
        3,
        3,
    )
    with pytest.raises(AlreadySent):
        services.edit(mailing=mailing, subject="Autre", body="Autre", by=HOUSE)


def test_a_second_click_sends_nothing_more() -> None:
    mailing = sent(2)
    services.send(mailing=mailing, expected=2, by=HOUSE)
    assert OutboxEmail.objects.count() == 2


def test_a_count_that_moved_stops_everything() -> None:
    mailing = draft()
    GuestFactory(), GuestFactory()
    with pytest.raises(RecipientsChanged, match="1 destinataires étaient annoncés, 2 aujourd’hui"):
        services.send(mailing=mailing, expected=1, by=HOUSE)
    assert OutboxEmail.objects.count() == 0


def test_who_cannot_be_written_to_is_left_out_with_a_reason() -> None:
    GuestFactory()
    GuestFactory(email="")
    bounced, silent = GuestFactory(), GuestFactory()
    EmailAddress.objects.filter(person=bounced).update(state="bounced")
    object_to_mail(person=silent, by=HOUSE)
    selection = services.select(draft())
    assert len(selection.chosen) == 1
    assert dict(selection.reasons()) == {"sans adresse électronique": 1, "adresse rejetée": 1, "ne souhaite plus être contacté·e": 1}


def test_nobody_left_is_said() -> None:
    GuestFactory(email="")
    with pytest.raises(NobodyToWriteTo):
        services.send(mailing=draft(), expected=0, by=HOUSE)


def test_selecting_and_sending_cost_the_same_for_one_or_three(django_assert_max_num_queries: Any) -> None:
    counts = []
    for n in (1, 3):
        Person.objects.all().delete()
        for _ in range(n):
            GuestFactory()
        mailing = draft()
        with django_assert_max_num_queries(30) as asked:
            services.send(mailing=mailing, expected=n, by=HOUSE)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_mail_is_written_when_it_leaves() -> None:
    GuestFactory(first_name="Lou", last_name="Santerre", source="fichier de la Région")
    services.send(mailing=draft(), expected=1, by=HOUSE)
    row = OutboxEmail.objects.get()
    written = write(find("mailing").write(row), message_id="<1@example.org>", dated_at=datetime(2026, 11, 24, tzinfo=UTC))
    assert (written.subject, "Chère Lou Santerre, de votre structure." in written.text, "fichier de la Région" in written.text) == (
        "Bonjour Lou",
        True,
        True,
    )


def test_a_civility_does_not_part_from_the_name() -> None:
    guests = [GuestFactory(last_name="Santerre", civility=civility) for civility in ("m", "mme", "")]
    mailing = draft(body="Bonjour {civilité} {nom} !")
    said = [preview(mailing, guest).text for guest in guests]
    assert said == ["Bonjour M.\u00a0Santerre\u202f!", "Bonjour Mme\u00a0Santerre\u202f!", "Bonjour Santerre\u202f!"]


def test_an_objection_between_sending_and_leaving_is_heard() -> None:
    guest = GuestFactory()
    services.send(mailing=draft(), expected=1, by=HOUSE)
    object_to_mail(person=guest, by=HOUSE)
    with pytest.raises(CauseGone):
        find("mailing").write(OutboxEmail.objects.get())


def test_a_test_goes_to_who_asks_once_per_form(make_user: Any) -> None:
    mailing, guest, user = draft(), GuestFactory(first_name="Lou"), make_user("equipe")
    for _ in range(2):
        services.send_test(mailing=mailing, person=guest, user=user, by=HOUSE, form_key="abc")
    written = write(find("mailing_test").write(OutboxEmail.objects.get()), message_id="<1@example.org>", dated_at=timezone.now())
    assert (written.to_address, written.subject) == (user.email, "[Test] Bonjour Lou")


def test_pause_resume_and_stop() -> None:
    mailing = sent(2)
    services.pause(mailing=mailing, by=HOUSE)
    assert set(OutboxEmail.objects.values_list("state", flat=True)) == {MailState.HELD}
    services.resume(mailing=mailing, by=HOUSE)
    assert set(OutboxEmail.objects.values_list("state", flat=True)) == {MailState.QUEUED}
    services.pause(mailing=mailing, by=HOUSE)
    assert services.cancel_waiting(mailing=mailing, by=HOUSE) == 2
    mailing.refresh_from_db()
    assert (mailing.state, set(OutboxEmail.objects.values_list("state", flat=True))) == ("sent", {MailState.CANCELLED})
    with pytest.raises(NotUnderWay):
        services.pause(mailing=mailing, by=HOUSE)


def test_failed_mails_can_leave_again_and_the_mailing_ends() -> None:
    mailing = sent(2)
    OutboxEmail.objects.update(state=MailState.FAILED)
    assert services.retry_failed(mailing=mailing, by=HOUSE) == 2
    assert services.finish(mailing=mailing, by=HOUSE) is False
    OutboxEmail.objects.update(state=MailState.SENT)
    assert services.finish(mailing=mailing, by=HOUSE) is True


@pytest.mark.parametrize("before", MailingState)
@pytest.mark.parametrize("after", MailingState)
def test_every_passage_of_a_mailing(before: MailingState, after: MailingState) -> None:
    mailing = Mailing(state=before)
    if after in MAILING_PASSAGES[before]:
        services._pass(mailing, after)
        assert mailing.state == after
    else:
        with pytest.raises(NotUnderWay):
            services._pass(mailing, after)


def test_a_batch_is_written_in_the_same_number_of_statements_for_one_and_three(django_assert_max_num_queries: Any) -> None:
    counts = []
    for guests in (1, 3):
        Person.objects.all().delete()
        mailing = sent(guests)
        claimed = list(OutboxEmail.objects.filter(mailing=mailing.public_id))
        with django_assert_max_num_queries(20) as asked:
            rows = _resolved(claimed)
            facts = _facts(rows)["mailing"]
            written = [find("mailing").write(row, facts) for row in rows]
        assert len({mail.to for mail in written}) == guests
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_list_counts_mailings_whatever_the_number_of_their_recipients(team: Client) -> None:
    sent(3)
    draft()
    page = document_fromstring(team.get(reverse("contacts:mailings:list")).content)
    assert page.xpath("string(//main/@data-count)") == "2"
    assert [tab.text_content().split()[-1] for tab in page.xpath("//nav[@id='list-tabs']//a")] == ["2", "1", "1", "0"]
