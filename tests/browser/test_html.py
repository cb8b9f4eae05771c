"""Every page as the Nu HTML checker reads it, with what its form answers when sent empty; the HTML of every kind of mail. Part of `make axe`."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.addresses import draw
from tests.browser.house import ROOT, House
from tests.browser.looker import Looker

pytestmark = [pytest.mark.browser, pytest.mark.axe, pytest.mark.xdist_group("keyboard")]

# A value refused is shown again as it was typed, so that it can be corrected: browsers leave such a date or time empty.
SHOWN_AGAIN = re.compile(r"^Bad value “[^”]*” for attribute “value” on element “input”: .*(date|time|hour)", re.DOTALL)


def _check(folder: Path) -> list[str]:
    """What the checker says of each file of a folder."""
    java, jar = shutil.which("java"), os.environ.get("VNU_JAR", "")
    assert java, "java is missing: `make axe` installs it"
    assert Path(jar).is_file(), "VNU_JAR names no file: `make axe` fetches the checker"
    command = [java, "-jar", jar, "--exit-zero-always", "--format", "json", "--skip-non-html", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=True)
    told = json.loads(done.stderr or done.stdout)["messages"]
    errors = [one for one in told if one["type"] == "error" and not SHOWN_AGAIN.match(one["message"])]
    return sorted({f"{Path(one['url']).name}: {one['message']} | {one.get('extract', '')[:160]!r}" for one in errors})


def test_every_page_is_valid_html(house: House, chromium: Any, tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    atlas = draw(house, every_role=True)
    looker = Looker(chromium, house, atlas)
    for number, sample in enumerate(sample for sample in atlas.samples if not sample.act):
        answer = looker.page_of(sample.role).context.request.get(looker.address_of(sample))
        assert "html" in answer.headers["content-type"], sample
        stem = f"{number:03}-{sample.role}-{sample.name.replace(':', '-').replace(' ', '-')}"
        (tmp_path / f"{stem}.html").write_bytes(answer.body())
        if refused := looker.blank_faults(sample, ())[1]:
            (tmp_path / f"{stem}-refused.html").write_bytes(refused)
    looker.close()
    whole, refused = len(list(tmp_path.iterdir())), len(list(tmp_path.glob("*-refused.html")))
    record_property("figures", f"{whole} documents, {refused} of them forms sent empty")
    assert whole > 350
    assert refused > 20
    found = _check(tmp_path)
    assert not found, "\n".join(found)


def test_every_mail_is_valid_html(house: House, tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """Each kind of mail that the house can write, made of the demo's rows; and all that it has sent."""
    code = f"from tests.browser.every_mail import write_all; write_all({str(tmp_path)!r})"
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", code], cwd=ROOT, env=house.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    kinds = len(list(tmp_path.iterdir()))
    sent = [body for body in (message.get_body(("html",)) for message in house.mails()) if body is not None]
    assert sent
    for number, body in enumerate(sent):
        (tmp_path / f"sent-{number:02}.html").write_text(body.get_content(), encoding="utf-8")
    record_property("figures", f"{kinds} kinds of mails, {len(sent)} sent")
    found = _check(tmp_path)
    assert not found, "\n".join(found)


def test_the_checker_sees_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text("<!doctype html><html lang=fr><title>Faux</title><p id=a><p id=a><ul><p>Un</ul>", encoding="utf-8")
    assert len(_check(tmp_path)) == 2
