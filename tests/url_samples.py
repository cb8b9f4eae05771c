"""A real object for an address with arguments, so that the table of roles is run on something that exists.

    @sample("events:days:page")
    def _day() -> dict: return {"slug": DayFactory().slug}

Without a sample an address is called with an object that does not exist; then 404 passes for « allowed » too.
"""

from collections.abc import Callable
from typing import Any

_samples: dict[str, Callable[[], dict[str, Any]]] = {}


def sample(name: str) -> Callable[[Callable[[], dict[str, Any]]], Callable[[], dict[str, Any]]]:
    """Register what makes the arguments of a pattern."""

    def register(make: Callable[[], dict[str, Any]]) -> Callable[[], dict[str, Any]]:
        _samples[name] = make
        return make

    return register


def arguments_of(name: str) -> dict[str, Any] | None:
    """The arguments of a pattern; None when nobody gave it a sample."""
    make = _samples.get(name)
    return make() if make else None


def _account() -> dict[str, Any]:
    from labo_ess.accounts.models import User

    user = User.objects.create_user(f"exemple{User.objects.count()}@example.org", None, name="Exemple")
    return {"public_id": user.public_id}


for _name in ("account", "suspend", "reactivate", "invite_again", "drop_second_factor"):
    sample(f"signin:{_name}")(_account)


def _mail() -> dict[str, Any]:
    from labo_ess.outbox.models import OutboxEmail

    number = OutboxEmail.objects.count()
    return {"public_id": OutboxEmail.objects.create(message="sample", key=f"sample:{number}", state="failed").public_id}


for _name in ("detail", "retry"):
    sample(f"outbox:{_name}")(_mail)


def _job() -> dict[str, Any]:
    from labo_ess.jobs.models import Job

    job = Job(kind="sample", actor_kind="system", actor_id="tests")
    job.attach("liste.csv", b"a")
    job.save()
    return {"public_id": job.public_id}


for _name in ("detail", "file", "stop"):
    sample(f"jobs:{_name}")(_job)


def _desk() -> dict[str, Any]:
    from tests.factories.attendance import today

    return {"slug": today().slug}


def _fiche() -> dict[str, Any]:
    from tests.factories.synthesis import atelier_report

    report = atelier_report()
    return {"slug": report.session.day.slug, "report": report.public_id}


def _extract(act: str = "") -> dict[str, Any]:
    from tests.factories.notes import extract_in
    from tests.factories.synthesis import atelier_report

    report = atelier_report()
    found = {"slug": report.session.day.slug, "report": report.public_id, "extract": extract_in(report.note).public_id}
    return found | ({"act": act} if act else {})


def _session_to_note() -> dict[str, Any]:
    from tests.factories.registration import AtelierFactory

    session = AtelierFactory()
    return {"slug": session.day.slug, "session": session.public_id}


for _name in ("desk", "create_link", "revoke_link", "sheet"):
    sample(f"events:attendance:{_name}")(_desk)
for _name in ("report", "add", "notes", "finish", "send", "revoke"):
    sample(f"events:restitution:{_name}")(_fiche)
sample("events:restitution:list")(_desk)
sample("events:restitution:create")(_session_to_note)
sample("events:restitution:correct")(_extract)
sample("events:restitution:act")(lambda: _extract("retirer"))


def _synthesis(*parts: str) -> dict[str, Any]:
    from reports.synthesis.services import take_extract
    from tests.factories.synthesis import HOUSE, first_section, said, synthesis_of

    synthesis = synthesis_of()
    section, extract = first_section(synthesis), said(synthesis.day)
    sentence = take_extract(section=section, extract=extract, by=HOUSE)
    known = {
        "section": section.public_id,
        "extract": extract.public_id,
        "sentence": sentence.public_id,
        "source": sentence.sources.get().public_id,
    }
    acts = {"section": "monter", "sentence": "monter", "source": "relue"}
    found = {"synthesis": synthesis.public_id} | {part: known[part] for part in parts if part in known}
    return found | ({"act": acts[parts[0]]} if "act" in parts else {})


for _name in ("compose", "front", "read", "pdf", "trash", "new_section", "new_source"):
    sample(f"reports:synthesis:{_name}")(_synthesis)
for _name in ("section", "new_sentence"):
    sample(f"reports:synthesis:{_name}")(lambda: _synthesis("section"))
sample("reports:synthesis:sentence")(lambda: _synthesis("sentence"))
sample("reports:synthesis:take")(lambda: _synthesis("section", "extract"))
for _part in ("section", "sentence", "source"):
    sample(f"reports:synthesis:{_part}_act")(lambda part=_part: _synthesis(part, "act"))
sample("reports:synthesis:day")(_desk)


def _person() -> dict[str, Any]:
    from tests.factories.directory import reachable_person

    return {"public_id": reachable_person().public_id}


def _position() -> dict[str, Any]:
    from tests.factories.directory import PositionFactory

    position = PositionFactory()
    return {"public_id": position.person.public_id, "position_id": position.public_id}


def _organisation() -> dict[str, Any]:
    from tests.factories.directory import OrganisationFactory

    return {"public_id": OrganisationFactory().public_id}


def _contact_list() -> dict[str, Any]:
    from contacts.segments.models import ContactList

    return {"public_id": ContactList.objects.create(name=f"Liste {ContactList.objects.count()}").public_id}


def _import() -> dict[str, Any]:
    from contacts.importing.services import open_batch, preview
    from labo_ess.audit.actors import Actor

    batch = open_batch(file_name="liste.csv", by=Actor.system("test"))
    preview(batch, b"Nom;Prenom\nFictif;Ariane\n")
    return {"public_id": batch.public_id}


for _name in ("person", "person_edit", "person_trash", "settle", "reach", "position_add"):
    sample(f"contacts:directory:{_name}")(_person)
for _name in ("position_edit", "position_remove"):
    sample(f"contacts:directory:{_name}")(_position)
for _name in ("organisation", "organisation_edit", "organisation_trash", "organisation_settle"):
    sample(f"contacts:directory:{_name}")(_organisation)
for _name in ("person", "panel", "objection"):
    sample(f"contacts:consent:{_name}")(_person)
for _name in ("list", "edit", "remove", "trash"):
    sample(f"contacts:segments:{_name}")(_contact_list)
for _name in ("batch", "columns", "apply", "undo", "discard"):
    sample(f"contacts:importing:{_name}")(_import)


def _group_action(*parts: str) -> dict[str, Any]:
    from labo_ess.accounts.models import User
    from tests.factories.actions import ActionFactory, board_of

    action = ActionFactory()
    action.collective.process.referents.set(User.objects.filter(role="referent"))
    found = {"slug": action.collective.slug, "action": action.public_id}
    if "board" in parts:
        return {"slug": action.collective.slug, "board": board_of(action.collective).public_id}
    if "item" in parts:
        found |= {"item": action.checklist.create(text="Devis").public_id, "verb": "cocher"}
    return found if "one" in parts or "item" in parts else {"slug": action.collective.slug}


def _comment() -> dict[str, Any]:
    from collectives.actions.models import Action
    from contacts.comments.services import add_comment
    from labo_ess.accounts.models import User
    from labo_ess.audit.actors import Actor

    action = Action.objects.get(public_id=_group_action("one")["action"])
    author = User.objects.filter(role="referent").first()
    comment = add_comment(obj=action, text="Oui", by=Actor.user(author) if author else Actor.system("tests"))
    return {"comment": comment.public_id, "verb": "retirer"}


def _thread() -> dict[str, Any]:
    return {"kind": "collectives-action", "object_id": _group_action("one")["action"]}


for _name in ("board", "new", "bulk_done", "board_new"):
    sample(f"collectives:actions:{_name}")(_group_action)
for _name in ("action", "edit", "move", "pass", "postpone", "pin", "remind", "trash", "restore", "add_item"):
    sample(f"collectives:actions:{_name}")(lambda: _group_action("one"))
sample("collectives:actions:board_settings")(lambda: _group_action("board"))
sample("collectives:actions:item_act")(lambda: _group_action("item"))
sample("contacts:comments:thread")(_thread)
sample("contacts:comments:act")(_comment)


def _group(member: str = "") -> dict[str, Any]:
    from labo_ess.accounts.models import User
    from tests.factories.groups import CollectiveFactory, OrganisationMemberFactory

    group = CollectiveFactory()
    group.process.referents.set(User.objects.filter(role="referent"))
    found = {"slug": group.slug}
    if member:
        row = OrganisationMemberFactory(collective=group)
        found["public_id"] = row.public_id if member == "place" else _mandate_of(row)
    return found


def _mandate_of(membership: Any) -> Any:
    from collectives.mandates.models import Mandate
    from tests.factories.directory import PersonFactory

    return Mandate.objects.create(seat=membership.seat, person=PersonFactory(), kind="titulaire", starts_on=membership.since_on).public_id


def _process(phase: bool = False) -> dict[str, Any]:
    from collectives.groups.models import Process

    process = Process.objects.get(collectives__slug=_group()["slug"])
    found = {"slug": process.slug}
    return found | {"public_id": process.phases.create(title="Écoute").public_id} if phase else found


for _name in ("groups:edit", "groups:stage", "groups:trash", "mandates:members", "mandates:add", "coordination:collective"):
    sample(f"collectives:{_name}")(_group)
for _name in ("edit", "end", "resume", "appoint"):
    sample(f"collectives:mandates:{_name}")(lambda: _group("place"))
for _name in ("mandate_end", "mandate_remove"):
    sample(f"collectives:mandates:{_name}")(lambda: _group("mandate"))
for _name in ("groups:process_edit", "groups:process_trash", "groups:phase_new", "coordination:process"):
    sample(f"collectives:{_name}")(_process)
for _name in ("phase_edit", "phase_activate", "phase_remove"):
    sample(f"collectives:groups:{_name}")(lambda: _process(phase=True))


def _meeting(**more: Any) -> dict[str, Any]:
    from labo_ess.accounts.models import User
    from tests.factories.meetings import noted_meeting

    meeting = noted_meeting(**more)
    meeting.collective.process.referents.set(User.objects.filter(role="referent"))
    return {"slug": meeting.collective.slug, "meeting": meeting.public_id}


def _meeting_item(verb: str = "") -> dict[str, Any]:
    from collectives.meetings.models import AgendaItem

    found = _meeting()
    item = AgendaItem.objects.get(meeting__public_id=found["meeting"])
    return found | {"item": item.public_id} | ({"verb": verb} if verb else {})


def _meeting_decision() -> dict[str, Any]:
    from collectives.meetings.models import Decision

    found = _meeting()
    return found | {"decision": Decision.objects.get(meeting__public_id=found["meeting"]).public_id}


for _name in ("page", "edit", "convene", "remind", "cancel", "hold", "trash", "sheet", "event", "presences", "add_item"):
    sample(f"collectives:meetings:{_name}")(_meeting)
for _name in ("list", "new"):
    sample(f"collectives:meetings:{_name}")(lambda: {"slug": _meeting()["slug"]})
sample("collectives:meetings:item")(_meeting_item)
sample("collectives:meetings:item_act")(lambda: _meeting_item("monter"))
for _name in ("room", "notes", "read", "review", "reopen", "approve", "send", "pdf", "decisions_pdf"):
    sample(f"collectives:minutes:{_name}")(_meeting)
for _name in ("decide", "act", "correct", "passage"):
    sample(f"collectives:minutes:{_name}")(_meeting_item)
sample("collectives:minutes:undecide")(_meeting_decision)
for _name in ("decision", "pass_decision"):
    sample(f"collectives:minutes:{_name}")(lambda: {"decision": _meeting_decision()["decision"]})

sample("reports:synthesis:process")(_process)


def _journee(part: str = "") -> dict[str, Any]:
    """A day that takes registrations, with one of everything; `part` is what the address names."""
    from tests.factories.days import DayPartnerFactory, RoomFactory
    from tests.factories.programme import SessionFactory, SessionRoleFactory
    from tests.factories.registration import OpenDayFactory

    day = OpenDayFactory()
    if part == "cycle":
        return {"slug": day.cycle.slug}
    found = {"slug": day.slug}
    if part == "room":
        found["public_id"] = RoomFactory(day=day).public_id
    elif part == "partner":
        found["public_id"] = DayPartnerFactory(day=day).public_id
    elif part == "session":
        found["public_id"] = SessionFactory(day=day).public_id
    elif part == "role":
        found["public_id"] = SessionRoleFactory(session__day=day).public_id
    return found


for _name in ("cycle", "cycle_edit"):
    sample(f"events:days:{_name}")(lambda: _journee("cycle"))
for _name in ("edit", "pass", "trash", "partners", "rooms"):
    sample(f"events:days:{_name}")(_journee)
for _name in ("partner_logo", "partner_up", "partner_down", "partner_remove"):
    sample(f"events:days:{_name}")(lambda: _journee("partner"))
for _name in ("room_edit", "room_up", "room_down", "room_remove"):
    sample(f"events:days:{_name}")(lambda: _journee("room"))
for _name in ("edit", "release", "session_new"):
    sample(f"events:programme:{_name}")(_journee)
for _name in ("session", "session_edit", "session_move", "session_remove", "person_add"):
    sample(f"events:programme:{_name}")(lambda: _journee("session"))
for _name in ("person_edit", "person_remove"):
    sample(f"events:programme:{_name}")(lambda: _journee("role"))
for _name in ("list", "new", "queue", "bulk_cancel"):
    sample(f"events:registration:{_name}")(_journee)
for _name in ("list", "invite", "remind", "decline", "withdraw"):
    sample(f"events:invitations:{_name}")(_journee)
sample("events:overview:day")(_journee)


def _public_day() -> dict[str, Any]:
    from events.programme.services import release
    from labo_ess.audit.actors import Actor
    from tests.factories.programme import SessionFactory
    from tests.factories.registration import OpenDayFactory

    day = OpenDayFactory(admission="open")
    SessionFactory(day=day)
    release(day, by=Actor.system("tests"))
    return {"slug": day.slug}


for _name in ("programme:public_day", "programme:public_ics", "programme:public_json", "registration:public", "registration:public_asked"):
    sample(f"events:{_name}")(_public_day)


def _registration(*, waits: bool = False) -> dict[str, Any]:
    from events.registration.services import register
    from labo_ess.audit.actors import Actor
    from tests.factories.registration import AtelierFactory, GuestFactory, OpenDayFactory

    day = OpenDayFactory(capacity=None if waits else 1)
    atelier = AtelierFactory(day=day, capacity=1)
    for _each in range(2):
        last = register(day=day, person=GuestFactory(), by=Actor.system("tests"), choices=[atelier])
    return {"slug": day.slug, "public_id": last.public_id} | ({"choice_id": last.choices.get().public_id} if waits else {})


for _name in ("detail", "change", "promote", "cancel", "send_link"):
    sample(f"events:registration:{_name}")(_registration)
sample("events:registration:promote_choice")(lambda: _registration(waits=True))
sample("events:attendance:presence")(_desk)


def _mailing(state: str = "draft") -> dict[str, Any]:
    from contacts.mailings.models import Mailing
    from events.invitations.services import invite
    from labo_ess.audit.actors import Actor
    from tests.factories.registration import GuestFactory, OpenDayFactory

    mailing = invite(day=OpenDayFactory(), persons=[GuestFactory()], by=Actor.system("tests"))
    Mailing.objects.filter(pk=mailing.pk).update(state=state)
    return {"public_id": mailing.public_id}


for _name in ("edit", "preview", "test", "send"):
    sample(f"contacts:mailings:{_name}")(_mailing)
for _name, _state in (("follow", "sent"), ("pause", "sending"), ("resume", "paused"), ("stop", "sending"), ("retry", "sent")):
    sample(f"contacts:mailings:{_name}")(lambda state=_state: _mailing(state))


def _logo() -> dict[str, Any]:
    from labo_ess.documents.uploads import store_bytes

    return {"public_id": store_bytes(b"a picture", "logo", name="logo.png").public_id}


def _file() -> dict[str, Any]:
    from labo_ess.documents.uploads import store_bytes

    return {"public_id": store_bytes(b"Nom\nUn\n", "import", name="liste.csv").public_id}


sample("documents:public")(_logo)
sample("help:chapter")(lambda: {"slug": "preparer-une-journee"})
