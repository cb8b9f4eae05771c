"""Redis goes away: dead, frozen, full or emptied at every moment. Every page answers, what is queued waits, and leaves once Redis is back."""

import os
import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis

from tests.browser.house import House, start_house, stop_house
from tests.browser.visitor import Page, Visitor
from tests.environment import CI
from tests.run import free_port

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.xdist_group("processes")]
TICK = 5
LEAVES_WITHIN = 2 * TICK + 30
"""Two ticks, and the longest pause that Celery makes between two tries to reach its broker."""
SLOWEST_PAGE = 8
PRIVATE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9_-]{44}")


@dataclass
class Bell:
    """A Redis of this test's own, which it may kill, freeze and bring back on the same port."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Empty, as after a crash: nothing was saved."""
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder), "--databases", "1024"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def send(self, number: int) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def ask(self, *words: str | int) -> None:
        """One command, by a client of our own."""
        with redis.Redis(port=self.port) as client:
            client.execute_command(*words)


@pytest.fixture(scope="module")
def bell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bell]:
    """Only where the column has a Redis; the column's own is left alone, other workers need it."""
    missing = "" if os.environ.get("REDIS_URL") else "REDIS_URL is not set"
    missing = missing or ("" if shutil.which("redis-server") else "redis-server is not installed")
    if missing:
        (pytest.fail if CI else pytest.skip)(f"{missing}: the house without Redis is the SQLite column")
    made = Bell(free_port(), tmp_path_factory.mktemp("redis"))
    made.start()
    yield made
    made.send(signal.SIGCONT)
    made.kill()


@pytest.fixture(scope="module")
def house(bell: Bell, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house that rings with our Redis."""
    kept = os.environ["REDIS_URL"]
    os.environ["REDIS_URL"] = f"redis://127.0.0.1:{bell.port}/0"
    try:
        running, process = start_house(tmp_path_factory.mktemp("house"))
    finally:
        os.environ["REDIS_URL"] = kept
    yield running
    stop_house(process)


def ask(act: Callable[[], Page]) -> Page:
    """An answer, neither an error of ours nor an endless wait."""
    began = time.monotonic()
    page = act()
    assert page.status < 500, (page.url, page.status)
    assert time.monotonic() - began < SLOWEST_PAGE, page.url
    return page


def walk(visitor: Visitor, start: str, most: int = 60) -> set[str]:
    """Every kind of page of the house that links lead to from `start`: one address of each kind."""
    waiting, seen, kinds = [visitor.base + start], set(), set()
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        kind = PRIVATE.sub("…", address.split("?")[0].split("#")[0])
        if kind in kinds:
            continue
        kinds.add(kind)
        seen.add(address)
        page = ask(lambda address=address: visitor.get(address))
        if page.headers.get_content_type() == "text/html":
            links = page.html.xpath("//a/@href")
            waiting += [each for each in links if each.startswith(visitor.base) and not each.startswith(f"{visitor.base}/static/")]
    return seen


def every_page_answers(house: House) -> None:
    """Of the world, of a guest, of the team."""
    slug = house.demo["day"]
    for path in ("/", f"/journees/{slug}/", f"/journees/{slug}/?vue=liste", f"/journees/{slug}/programme.ics", f"/journees/{slug}/programme.json"):
        assert ask(lambda path=path: Visitor(house.base).get(path)).status == 200
    for address in house.demo["links"].values():
        assert ask(lambda address=address: Visitor(house.base).get(address)).status == 200
    health = Visitor(house.base).get("/sante/")
    assert health.status in (200, 503)  # 503 is right once no tick has run for two minutes: somebody should be told
    assert b'"database": true' in health.body
    team = Visitor(house.base)
    assert ask(lambda: team.sign_in(house.account("equipe"))).url == f"{house.base}/bureau/"
    assert len(walk(team, "/bureau/")) >= 5


def waiting(house: House) -> int:
    """Mails that should have left; at night the reminders of the morning have not."""
    status = house.manage("outbox_status")
    return sum(status[state] for state in ("queued", "sending", "deferred")) - status["later"]


def all_left(house: House) -> int:
    """Wait for the last mail to leave, in time; how many there are."""
    ends = time.monotonic() + LEAVES_WITHIN
    while waiting(house):
        assert time.monotonic() < ends, f"{waiting(house)} mails still wait {LEAVES_WITHIN} s after Redis came back"
    return len(house.mails())


def answer(house: House, *verbs: str) -> Page:
    """The guest of the demo answers by the link: one mail each time."""
    guest = Visitor(house.base)
    form = " or ".join(f"@data-verb='{verb}'" for verb in verbs)
    return ask(lambda: guest.submit(guest.get(house.demo["links"]["invitation"]), f"//form[{form}]"))


AWAY: dict[str, tuple[Callable[[Bell], None], Callable[[Bell], None]]] = {
    "killed": (Bell.kill, Bell.start),
    "frozen": (lambda bell: bell.send(signal.SIGSTOP), lambda bell: bell.send(signal.SIGCONT)),
    "full": (lambda bell: bell.ask("CONFIG", "SET", "maxmemory", 1), lambda bell: bell.ask("CONFIG", "SET", "maxmemory", 0)),
}
"""How Redis goes, and how it comes back: empty after a kill, as it was after the two others."""


@pytest.mark.parametrize(
    ("how", "seconds"), [("killed", 0), ("frozen", 0), ("full", 0), pytest.param("killed", 180, id="killed-three-minutes", marks=pytest.mark.faults)]
)
def test_redis_away(house: House, bell: Bell, how: str, seconds: float, record_property: Callable[[str, str], None]) -> None:
    before, (go, come_back) = all_left(house), AWAY[how]  # the scenario's own mails first
    assert before > 0
    go(bell)
    try:
        assert answer(house, "register", "cancel", "leave").state in ("confirmed", "waiting", "cancelled")
        every_page_answers(house)
        time.sleep(seconds)
        assert (waiting(house), len(house.mails())) == (1, before)
    finally:
        come_back(bell)
    back = time.monotonic()
    assert all_left(house) == before + 1
    record_property("figures", f"{how} for {seconds} s or more, the mail left {time.monotonic() - back:.0f} s after it came back")
    every_page_answers(house)


def test_redis_emptied_at_every_moment(house: House, bell: Bell) -> None:
    """Each ring is wiped before or while it is heard: the sweep finds the rows all the same, and no mail leaves twice."""
    before, over = all_left(house), threading.Event()

    def wipe() -> None:
        while not over.wait(0.05):
            bell.ask("FLUSHALL")

    wiper = threading.Thread(target=wipe)
    wiper.start()
    try:
        for _ in range(3):
            assert answer(house, "register", "cancel", "leave").state in ("confirmed", "waiting", "cancelled")
        every_page_answers(house)
        time.sleep(2 * TICK)
    finally:
        over.set()
        wiper.join()
    assert all_left(house) == before + 3
