"""Every page by keyboard alone, and as the Nu HTML checker reads it; the HTML of mails too. Part of `make axe`."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.addresses import GUEST, SECOND_FACTOR, STAFF, Atlas, Sample, draw
from tests.browser.house import House
from tests.browser.test_axe import Looker
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.axe, pytest.mark.xdist_group("browser")]

STOPS = """() => { window.stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(each =>
    !each.disabled && each.type !== "hidden" && each.tabIndex >= 0 && each.checkVisibility({checkVisibilityCSS: true, contentVisibilityAuto: true})
    && !(each.type === "radio" && [...document.getElementsByName(each.name)].some(other => other.checked ? other !== each : false))
    && !(each.type === "radio" && ![...document.getElementsByName(each.name)].some(other => other.checked)
         && document.getElementsByName(each.name)[0] !== each));
  return window.stops.length }"""
"""What Tab must reach: a group of radios is one stop."""
REACHED = """() => { const at = document.activeElement, look = getComputedStyle(at), place = window.stops.indexOf(at);
  const label = at.labels?.[0] ? getComputedStyle(at.labels[0]) : look;
  const shown = [look, label].some(each => (each.outlineStyle !== "none" && parseFloat(each.outlineWidth) > 0) || each.boxShadow !== "none");
  return [place, at === document.body || shown, at.outerHTML.slice(0, 120)] }"""

MISSED = "seen => window.stops.filter((_, place) => !seen.includes(place)).map(each => each.outerHTML.slice(0, 120))"


@pytest.fixture(scope="module")
def atlas(house: House) -> Atlas:
    return draw(house, every_role=True)


@pytest.fixture(scope="module")
def looker(house: House, chromium: Any, atlas: Atlas) -> Iterator[Looker]:
    made = Looker(chromium, house, atlas)
    yield made
    made.close()


def _stops_missed(looker: Looker, sample: Sample) -> list[str]:
    page = looker.page_of(sample.role)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(sample.path if sample.path.startswith("http") else looker.house.base + sample.path)
    page.evaluate("document.activeElement.blur()")
    count, reached, faults = page.evaluate(STOPS), set(), []
    for _ in range(count + 10):
        page.keyboard.press("Tab")
        place, shown, html = page.evaluate(REACHED)
        if not shown:
            faults.append(f"{sample}: nothing shows that this has the focus: {html}")
        if place in reached and len(reached) >= count:
            break
        reached.add(place)
    missed = page.evaluate(
        "seen => window.stops.filter((_, place) => !seen.includes(place)).map(each => each.outerHTML.slice(0, 120))", list(reached)
    )
    return faults + [f"{sample}: Tab does not reach {html}" for html in missed]


@pytest.mark.parametrize("role", ["equipe", "referent", "administrateur", SECOND_FACTOR, GUEST])
def test_tab_reaches_everything_and_shows_where_it_is(looker: Looker, role: str) -> None:
    samples = [sample for sample in looker.atlas.samples if sample.role == role and not sample.act]
    assert samples
    assert [fault for sample in samples for fault in _stops_missed(looker, sample)] == []


def _check(folder: Path) -> list[str]:
    """What the checker says of each file of a folder."""
    java, jar = shutil.which("java"), os.environ.get("VNU_JAR", "")
    assert java, "java is missing: `make axe` installs it"
    assert Path(jar).is_file(), "VNU_JAR names no file: `make axe` fetches the checker"
    command = [java, "-jar", jar, "--exit-zero-always", "--format", "json", "--skip-non-html", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=True)
    told = json.loads(done.stderr or done.stdout)["messages"]
    return sorted({f"{Path(one['url']).name}: {one['message']} | {one.get('extract', '')[:160]!r}" for one in told if one["type"] == "error"})


def test_every_page_is_valid_html(house: House, atlas: Atlas, tmp_path: Path) -> None:
    visitors = {role: Visitor(house.base) for role in (*STAFF, GUEST)}
    for role in STAFF:
        visitors[role].sign_in(house.account(role))
    for number, sample in enumerate(sample for sample in atlas.samples if sample.role in visitors and not sample.act):
        page = visitors[sample.role].get(sample.path)
        assert "html" in page.headers["Content-Type"]
        (tmp_path / f"{number:03}-{sample.role}-{sample.name.replace(':', '-').replace(' ', '-')}.html").write_bytes(page.body)
    assert len(list(tmp_path.iterdir())) > 100
    assert _check(tmp_path) == []


def test_every_mail_is_valid_html(house: House, tmp_path: Path) -> None:
    bodies = {message["Subject"]: message.get_body(("html",)) for message in house.mails()}
    for number, body in enumerate(body for body in bodies.values() if body is not None):
        (tmp_path / f"mail-{number:02}.html").write_text(body.get_content(), encoding="utf-8")
    assert list(tmp_path.iterdir())
    assert _check(tmp_path) == []


def test_the_checker_sees_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text("<!doctype html><html lang=fr><title>Faux</title><p id=a><p id=a><ul><p>Un</ul>", encoding="utf-8")
    assert len(_check(tmp_path)) == 2
