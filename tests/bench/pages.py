"""Figures of single pages: statements, and CPU of this process."""

from typing import Any

import lxml.html

from tests.bench.figures import CHECKED_CONNECTION, at_most, counted, cpu_ms, measures
from tests.bench.volume import Bench


def ask(act: Any, status: int = 200) -> Any:
    """An answer with the status that it must have."""
    response = act()
    if response.status_code != status:
        raise RuntimeError(f"expected {status}, got {response.status_code}")
    return response


def filled(response: Any, verb: str) -> tuple[str, dict[str, str]]:
    """Where a form of the page goes, and its fields as served with the first answer to each question."""
    form = lxml.html.document_fromstring(response.content).xpath(f"//form[@data-verb='{verb}']")[0]
    fields = dict(form.form_values())
    for control in form.xpath(".//input[@data-choice][not(@type='hidden')]"):
        fields.setdefault(control.name, control.get("value", "on"))
    return form.action, fields


def one_atelier(response: Any, verb: str) -> tuple[str, dict[str, str]]:
    """The same, with one atelier and « pas d’atelier » at the other hours, as people do."""
    action, fields = filled(response, verb)
    hours = sorted(name for name in fields if name.startswith("atelier_"))
    return action, fields | dict.fromkeys(hours[1:], "aucun")


@measures(at_most("registration_flow_requests", 3, "requests"), at_most("registration_flow_queries", 35, "queries"))
def registration_flow(bench: Bench) -> dict[str, float]:
    """From the link to « inscription confirmée », the worst of a few."""
    requests, queries = 0, 0
    for _ in range(bench.sizes.flows):
        client, path = bench.client(), next(bench.invitations)
        with counted() as statements:
            action, fields = one_atelier(ask(lambda client=client, path=path: client.get(path)), "register")
            done = ask(lambda client=client, action=action, fields=fields: client.post(action, fields), 302)
            last = ask(lambda client=client, done=done: client.get(done["Location"]))
        state = lxml.html.document_fromstring(last.content).xpath("string(//main/@data-state)")
        if state != "confirmed":
            raise RuntimeError(f"the flow ended at « {state} »")
        requests = 3
        queries = max(queries, len(statements) + requests * CHECKED_CONNECTION)
    return {"registration_flow_requests": requests, "registration_flow_queries": queries}


@measures(at_most("registrations_list_queries", 12, "queries"), at_most("registrations_list_cpu", 25, "ms"))
def registrations_list(bench: Bench) -> dict[str, float]:
    """Page 1 of the list of a crowded day."""
    client, path = bench.client(bench.team_cookie), bench.path(bench.crowded, "registrations")
    cpu = cpu_ms(lambda: ask(lambda: client.get(path)), 40)
    with counted() as statements:
        ask(lambda: client.get(path))
    return {"registrations_list_queries": len(statements) + CHECKED_CONNECTION, "registrations_list_cpu": cpu}


@measures(at_most("programme_after_edit_queries", 8, "queries"))
def programme_after_edit(bench: Bench) -> dict[str, float]:
    """The public page just after a title was corrected and a version released: nothing is stored."""
    from events.days.models import Day
    from events.programme.services import edit_session, release
    from labo_ess.audit.actors import Actor

    client, path = bench.client(), bench.path(bench.crowded, "programme")
    ask(lambda: client.get(path))
    day, by = Day.objects.get(slug=bench.crowded["day"]), Actor.system("bench")
    edit_session(day.sessions.order_by("pk").last(), by=by, title="Un titre corrigé")
    release(day, by=by, note="Bench")
    with counted() as cold:
        ask(lambda: client.get(path))
    with counted() as warm:
        ask(lambda: client.get(path))
    if len(warm) >= len(cold):
        raise RuntimeError("the page after an edit was not made anew")
    return {"programme_after_edit_queries": len(cold) + CHECKED_CONNECTION}


@measures(at_most("check_in_queries", 8, "queries"))
def check_in(bench: Bench) -> dict[str, float]:
    """One tap at the accueil, on the eve; a second one makes no second presence."""
    from datetime import timedelta

    from django.utils import timezone

    from events.attendance.models import CheckIn
    from events.days.models import Day
    from events.registration.models import Registration

    day = Day.objects.get(slug=bench.crowded["day"])
    Day.objects.filter(pk=day.pk).update(date=timezone.localdate() + timedelta(days=1))
    client, path = bench.client(), bench.path(bench.crowded, "accueil") + "check_in/"
    queries = 0
    for registration in Registration.objects.confirmed().filter(day=day)[:5]:
        for _ in range(2):
            with counted() as statements:
                ask(lambda registration=registration: client.post(path, {"registration": str(registration.public_id)}), 302)
            queries = max(queries, len(statements))
    Day.objects.filter(pk=day.pk).update(date=day.date)
    if CheckIn.objects.count() != 5:
        raise RuntimeError("a second tap made a second presence")
    return {"check_in_queries": queries + CHECKED_CONNECTION}
