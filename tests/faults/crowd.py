"""A crowd of guests, each with a personal link, over real HTTP; and the judgement of what they were told against what the house holds."""

import http.client
import queue
import random
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.browser.visitor import Page, Visitor
from tests.faults.served import CUT

TRIES = 40


@dataclass
class Told:
    """What one guest was told in the end."""

    state: str
    rank: int | None
    wanted: list[str]


@dataclass
class Log:
    """What the clients saw, as it came."""

    told: dict[str, Told] = field(default_factory=dict)
    refused: int = 0
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0
    seconds: float = 0.0


def one_guest(address: str, path: str, base: str, chance: random.Random, log: Log) -> None:
    """Open the link, choose, answer; told to try again, try again. What the page says afterwards is the promise."""
    guest, wanted = Visitor(base, timeout=120), []
    for _attempt in range(TRIES):
        try:
            page = _clocked(log, guest.get, path)
            if page.status == 200 and page.state not in ("confirmed", "waiting"):
                action, fields, wanted = filled(page, chance)
                page = _clocked(log, guest.post, action, fields)
        except CUT as trouble:
            log.faults.append(f"{address}: {type(trouble).__name__}")
            return
        if page.status == 503:
            log.refused += 1
            time.sleep(chance.uniform(0.2, 1.0))
            continue
        if page.status != 200 or page.state not in ("confirmed", "waiting"):
            log.faults.append(f"{address}: {page.status} {page.state}")
            return
        rank = page.html.xpath("string(//main/@data-rank)")
        log.told[address] = Told(page.state, int(rank) if rank else None, wanted)
        return
    log.faults.append(f"{address}: never answered")


def _clocked(log: Log, ask: Callable[..., Page], *arguments: Any) -> Page:
    began = time.monotonic()
    page = ask(*arguments)
    log.slowest = max(log.slowest, time.monotonic() - began)
    return page


def filled(page: Page, chance: random.Random) -> tuple[str, dict[str, str], list[str]]:
    """The form of the page with one atelier for each hour, in any order: where it goes, its fields, the ateliers wanted."""
    form = page.html.xpath("//form[@data-verb='register']")[0]
    fields = dict(form.form_values())
    asked: dict[str, list[str]] = {}
    for control in form.xpath(".//input[@data-choice='atelier']"):
        asked.setdefault(control.name, []).append(control.get("value"))
    chosen = {name: chance.choice([value for value in values if value != "aucun"]) for name, values in asked.items()}
    pairs = list((fields | chosen).items())
    chance.shuffle(pairs)
    return form.action, dict(pairs), list(chosen.values())


def crowd(guests: dict[str, str], base: str, *, at_a_time: int, seed: int) -> Log:
    """All guests, so many at a time, until the last one has an answer."""
    log, waiting = Log(), queue.SimpleQueue()
    for number, (address, path) in enumerate(guests.items()):
        waiting.put((number, address, path))

    def client() -> None:
        while True:
            try:
                number, address, path = waiting.get_nowait()
            except queue.Empty:
                return
            one_guest(address, path, base, random.Random(seed * 10_000 + number), log)

    began = time.monotonic()
    threads = [threading.Thread(target=client) for _ in range(at_a_time)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.seconds = time.monotonic() - began
    return log


def judge(places: dict[str, Any], log: Log, persons: dict[str, str], capacity: int, atelier_capacity: int) -> list[str]:
    """What is wrong; nothing when the day and its ateliers are exactly full, and everyone holds what they were told."""
    confirmed = [told for told in log.told.values() if told.state == "confirmed"]
    queued = {persons[address]: told.rank for address, told in log.told.items() if told.state == "waiting"}
    wrong = [*log.faults, *_judge_one("day", places, min(capacity, len(persons)), len(log.told))]
    if len(log.told) != len(persons):
        wrong.append(f"{len(persons) - len(log.told)} guests without an answer")
    if len(confirmed) != places["confirmed"]:
        wrong.append(f"day: {len(confirmed)} were told that they are in, {places['confirmed']} are")
    if queued != {each["person"]: each["rank"] for each in places["waiting"]}:
        wrong.append("day: somebody waits at another rank than they were told")
    wanted = Counter(atelier for told in confirmed for atelier in told.wanted)
    for atelier in places["ateliers"]:
        count = wanted[atelier["session"]]
        wrong += _judge_one(atelier["title"], atelier, min(atelier_capacity, count), count)
    return wrong


def _judge_one(name: str, places: dict[str, Any], full: int, asked: int) -> list[str]:
    wrong = []
    if places["confirmed"] != full:
        wrong.append(f"{name}: {'oversold' if places['confirmed'] > full else 'not full'}, {places['confirmed']} for {full}")
    ranks, waiting = [each["rank"] for each in places["waiting"]], [each["person"] for each in places["waiting"]]
    if ranks != list(range(1, asked - full + 1)):
        wrong.append(f"{name}: ranks {ranks[:5]}… for {asked - full} who wait")
    if len(set(waiting)) != len(waiting):
        wrong.append(f"{name}: somebody waits twice")
    return wrong


def same_form(path: str, base: str, times: int, seed: int) -> list[int]:
    """One guest whose form is sent many times at once, as by a phone that lost its signal; the statuses that came back."""
    guest, statuses = Visitor(base, timeout=120), []
    page = guest.get(path)
    action, fields, _wanted = filled(page, random.Random(seed))
    cookie = "; ".join(f"{each.name}={each.value}" for handler in guest.opener.handlers for each in getattr(handler, "cookiejar", ()))
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie, "Referer": base + path}
    target, start = urllib.parse.urlsplit(action), threading.Barrier(times)

    def send() -> None:
        connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=120)
        start.wait()
        for _attempt in range(TRIES):
            connection.request("POST", target.path, urllib.parse.urlencode(fields), headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 503:
                break
            time.sleep(0.5)
        statuses.append(answer.status)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses
