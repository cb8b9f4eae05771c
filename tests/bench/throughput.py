"""Figures of real servers under eight connections: the house beside its floor, in turns; and the memory of a worker."""

import secrets
import urllib.request
from typing import Any
from urllib.parse import urlencode

from tests.bench.figures import at_least, at_most, measures
from tests.bench.pages import ask, one_atelier
from tests.bench.serving import compare, get, post, pss_mib, rate, served
from tests.bench.volume import Bench


@measures(at_least("programme_warm_vs_hello", 0.25), at_least("programme_304_vs_hello", 0.5))
def programme(bench: Bench) -> dict[str, float]:
    """The public page of a day of 120 sessions, and the same for a browser that holds it already."""
    path, seconds = bench.path(bench.crowded, "programme"), bench.sizes.seconds
    hello, warm, unchanged = [], [], []
    with served() as house, served("hello") as floor:
        etag = _etag(house.port, path)
        for server, request, status in ((house, get(path), "200"), (floor, get("/"), "200")):
            rate(server, [request], expect=status, seconds=seconds / 3)
        for _ in range(bench.sizes.rounds):
            hello.append(rate(floor, [get("/")], expect="200", seconds=seconds))
            warm.append(rate(house, [get(path)], expect="200", seconds=seconds))
            unchanged.append(rate(house, [get(path, If_None_Match=etag)], expect="304", seconds=seconds))
    names = {"programme_warm_vs_hello": warm, "programme_304_vs_hello": unchanged}
    return {name: compare(name, ours, hello) for name, ours in names.items()}


def _etag(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://localhost:{port}{path}") as answer:
        return answer.headers["ETag"]


@measures(at_most("web_worker_pss", 110, "MiB"))
def memory(bench: Bench) -> dict[str, float]:
    """The heavier worker after what people do in a day: reading, answering, lists, files, a page for the phone at the door."""
    cookie = bench.team_cookie
    signed_in: dict[str, Any] = {"Cookie": cookie}
    crowded, ordinary = bench.crowded, bench.ordinary
    invited = [each["url"].removeprefix(ordinary["base"]) for each in ordinary["invitations"][:20]]
    pages = [get(bench.path(crowded, name)) for name in ("programme", "programme_ics", "programme_json")] + [get("/"), get("/connexion/")]
    pages += [get(path) for path in invited]
    staff = [bench.path(day, name) for day in (crowded, ordinary) for name in ("registrations", "directory", "dashboard")]
    staff += [bench.path(ordinary, "registrations") + f"?format={kind}" for kind in ("csv", "xlsx")]
    pages += [get(path, **signed_in) for path in staff]
    pages += [get(bench.path(ordinary, "rapporteur")), get(bench.path(ordinary, "accueil"))]
    mixed = (pages * (bench.sizes.mixed // len(pages) + 1))[: bench.sizes.mixed]
    with served() as house:
        rate(house, mixed, expect="200")
        return {"web_worker_pss": max(pss_mib(pid) for pid in house.workers())}


@measures(at_least("registration_post_vs_bare", 0.4))
def registration_post(bench: Bench) -> dict[str, float]:
    """Guests of one day who all answer at once, beside a bare view that locks, inserts and updates."""
    from django.db import connection

    from tests.bench.floor import TABLES

    with connection.cursor() as cursor:
        cursor.execute(TABLES)
    rounds, key = bench.sizes.rounds, secrets.token_hex(16)
    cookie, token = f"csrftoken={key}", {"csrfmiddlewaretoken": key}
    paths = list(bench.invitations)
    action, fields = one_atelier(ask(lambda: bench.client().get(paths[0])), "register")
    verb = action.removeprefix(paths[0])
    fields.pop("form_key", None)
    ours = [post(path + verb, urlencode(fields | token), cookie) for path in paths]
    bare = [post("/register/", urlencode({"person": number} | token), cookie) for number in range(len(ours))]
    size = max(1, len(ours) // (rounds + 1))
    house_rates, floor_rates = [], []
    with served() as house, served("register") as floor:
        for number in range(rounds + 1):  # the first is a warm-up
            taken = slice(number * size, (number + 1) * size)
            floor_rates.append(rate(floor, bare[taken], expect="302"))
            house_rates.append(rate(house, ours[taken], expect="302"))
    _all_registered(bench, size * (rounds + 1))
    return {"registration_post_vs_bare": compare("registration_post_vs_bare", house_rates[1:], floor_rates[1:])}


def _all_registered(bench: Bench, at_least_: int) -> None:
    from events.registration.models import Registration

    made = Registration.objects.confirmed().filter(day__slug=bench.ordinary["day"]).count()
    if made < bench.sizes.answers + at_least_:
        raise RuntimeError(f"{made} are registered, {bench.sizes.answers + at_least_} or more should be")
