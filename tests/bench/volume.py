"""The data of the bench: two days of `load_volume` with printed seeds, and a synthesis of the wanted length."""

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

SEED = 2026
WORDS = """
coopérer territoire habitantes ressourcerie cantine foncier mobilité énergie commune association coopérative bénévole confiance temps
budget région apprendre transmettre décider ensemble lieu atelier besoin constat idée appui réseau filière circuit court local emploi
""".split()  # noqa: SIM905 - words are read, not quotes


@dataclass(frozen=True)
class Sizes:
    """How much of everything; `BENCH_SIZES=small` tries the bench, its figures say nothing."""

    registrations: int
    sessions: int
    answers: int
    flows: int
    rounds: int
    seconds: float
    mails: int
    pages: int
    pairs: int
    mixed: int


FULL = Sizes(registrations=20_000, sessions=120, answers=300, flows=5, rounds=5, seconds=3, mails=2_000, pages=15, pairs=10, mixed=500)
SMALL = Sizes(registrations=140, sessions=12, answers=20, flows=2, rounds=1, seconds=0.3, mails=150, pages=2, pairs=1, mixed=50)


def sizes() -> Sizes:
    """Those of this run."""
    return SMALL if os.environ.get("BENCH_SIZES") == "small" else FULL


@dataclass
class Bench:
    """What the measures open: a crowded day, an ordinary one, and who signs in."""

    sizes: Sizes
    crowded: dict[str, Any]
    ordinary: dict[str, Any]
    smtp_port: int

    def path(self, day: dict[str, Any], name: str) -> str:
        """The path of one of the addresses that `load_volume` answered."""
        return urlsplit(day["urls"][name]).path

    @property
    def team_cookie(self) -> str:
        """The session of someone of the équipe."""
        return next(account["cookie"] for account in self.crowded["accounts"] if account["role"] == "equipe")

    @cached_property
    def invitations(self) -> Iterator[str]:
        """Paths of personal links of the ordinary day not answered yet, each given once."""
        return iter([urlsplit(each["url"]).path for each in self.ordinary["invitations"]])

    def client(self, cookie: str = "") -> Any:
        """A client in this process, signed in with a cookie."""
        from django.test import Client

        client = Client(SERVER_NAME="localhost")
        if cookie:
            name, _, value = cookie.partition("=")
            client.cookies[name] = value
        return client


def build(smtp_port: int) -> Bench:
    """Load both days."""
    from labo_ess.audit.actors import Actor
    from reports.demo.volume import load_volume

    wanted, by = sizes(), Actor.system("bench")
    common = {"sessions": wanted.sessions, "capacity": None, "atelier_capacity": None, "by": by}
    crowded = load_volume(persons=wanted.registrations + 1000, registrations=wanted.registrations, seed=SEED, **common)
    ordinary = load_volume(persons=wanted.answers + 1000 + wanted.mails, registrations=wanted.answers, seed=SEED + 1, **common)
    return Bench(wanted, crowded, ordinary, smtp_port)


def synthesis_of_pages(bench: Bench) -> Any:
    """A synthesis of the ordinary day, each sentence with its source, long enough."""
    from events.days.models import Day
    from events.restitution.services import create_report
    from labo_ess.audit.actors import Actor
    from reports.synthesis.prints import count_pages, document_of, make_pdf
    from reports.synthesis.services import add_section, create_synthesis

    by, chance = Actor.system("bench"), random.Random(SEED)
    day = Day.objects.get(slug=bench.ordinary["day"])
    synthesis = create_synthesis(day=day, by=by)
    for session in day.sessions.filter(bookable=True).order_by("pk"):
        note = create_report(session=session, by=by).note
        section = add_section(synthesis=synthesis, title=f"Ce que dit la séance {session.pk}", by=by)
        for _ in range(12):
            _sentence(section, note, chance, by)
        if count_pages(make_pdf(document_of(synthesis))) >= bench.sizes.pages:
            break
    return synthesis


def _sentence(section: Any, note: Any, chance: random.Random, by: Any) -> None:
    from collectives.notes.services import append_extract
    from reports.synthesis.services import write_sentence

    said, told = (" ".join(chance.choices(WORDS, k=length)).capitalize() + "." for length in (18, 26))
    extract = append_extract(note=note, kind=chance.choice(("constat", "idee", "besoin")), text=said, speaker="", may_quote="unnamed", by=by)
    write_sentence(section=section, text=told, extract=extract, by=by)
