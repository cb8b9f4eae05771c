"""The bench itself, tried small: it prints one line a figure, and counts of statements keep their goals at any size."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.environment import CI
from tests.run import ROOT, postgresql_folder

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.xdist_group("processes")]
LINE = re.compile(r"(?P<name>[a-z0-9_]+) (?P<goal>\d+(\.\d+)?) (?P<reached>-|\d+(\.\d+)?) (?P<unit>queries|requests|ms|MiB|x) (?P<word>ok|short)")
FIGURES = {
    "registration_flow_requests",
    "registration_flow_queries",
    "registrations_list_queries",
    "registrations_list_cpu",
    "programme_warm_vs_hello",
    "programme_304_vs_hello",
    "programme_after_edit_queries",
    "check_in_queries",
    "registration_post_vs_bare",
    "invitation_mails_vs_smtplib",
    "confirmation_mails_vs_smtplib",
    "synthesis_pdf_cpu_vs_weasyprint",
    "web_worker_pss",
}


def test_one_line_a_figure() -> None:
    if not (postgresql_folder() and shutil.which("redis-server")):
        (pytest.fail if CI else pytest.skip)("PostgreSQL or Redis is not installed: the bench measures on them")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")} | {"BENCH_SIZES": "small"}
    done = subprocess.run([sys.executable, "-m", "tests.bench"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    lines = [LINE.fullmatch(line) for line in done.stdout.splitlines()]
    assert None not in lines, done.stdout
    told = {line["name"]: line for line in lines if line}
    assert (set(told), len(lines)) == (FIGURES, len(FIGURES))
    # Never time nor memory: a noisy machine must not fail a suite.
    assert {name for name, line in told.items() if line["unit"] in ("queries", "requests") and line["word"] == "short"} == set()


def test_a_goal_knows_its_side() -> None:
    from tests.bench.figures import at_least, at_most

    assert at_most("queries_of_x", 8, "queries").line(8) == "queries_of_x 8 8 queries ok"
    assert at_most("queries_of_x", 8, "queries").line(9) == "queries_of_x 8 9 queries short"
    assert at_least("x_vs_floor", 0.25).line(0.249) == "x_vs_floor 0.25 0.25 x short"
    assert at_least("x_vs_floor", 0.25).line(None) == "x_vs_floor 0.25 - x short"
