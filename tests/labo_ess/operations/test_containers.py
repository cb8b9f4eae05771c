"""compose.yaml and Dockerfile, read: settings and commands that exist, no secret, nobody is root."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[3]
OF_COMPOSE = {"SITE_HOST", "POSTGRES_PASSWORD", "POSTGRES_USER", "POSTGRES_DB", "POSTGRES_INITDB_ARGS"}
OURS = ("prepare", "web", "worker", "beat", "watch", "backup")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


def known_settings() -> set[str]:
    return set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs/settings.md").read_text()))


def words(command: Any) -> str:
    return command if isinstance(command, str) else " ".join(map(str, command or []))


def test_settings_are_those_of_the_documentation(compose: dict[str, Any]) -> None:
    named = {name for service in compose["services"].values() for name in service.get("environment", {})}
    filled = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text()))
    assert (named | filled) - known_settings() - OF_COMPOSE == set()
    example = set(re.findall(r"^([A-Z_]+)=", (ROOT / "deploy/compose.env.example").read_text(), re.MULTILINE))
    required = set(re.findall(r"\$\{([A-Z_]+):\?\}", (ROOT / "compose.yaml").read_text()))
    assert example == required


def test_each_command_exists(compose: dict[str, Any]) -> None:
    said = " ".join(words(service.get("command")) for service in compose["services"].values())
    called = set(re.findall(r"manage\.py (\w+)", said))
    assert called >= {"web", "work", "beat", "migrate", "watch", "backup"}
    assert called - set(get_commands()) == set()


def test_no_secret_is_written_down(compose: dict[str, Any]) -> None:
    secret = re.compile(r"KEY|PASSWORD|EMAIL_URL")
    values = {f"{name}.{key}": value for name, each in compose["services"].items() for key, value in each.get("environment", {}).items()}
    assert [where for where, value in values.items() if secret.search(where) and not re.fullmatch(r"\$\{[A-Z_]+:\?\}", value)] == []
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert [line for line in dockerfile.splitlines() if re.match(r"(ENV|ARG)\b", line) and secret.search(line)] == []
    filled = re.findall(r"^(\w*(?:KEY|PASSWORD))=(.+)$", (ROOT / "deploy/compose.env.example").read_text(), re.MULTILINE)
    assert filled == []


def test_ours_write_nowhere_but_in_their_volumes_and_wait_for_the_tables(compose: dict[str, Any]) -> None:
    for name in OURS:
        service = compose["services"][name]
        assert (service["read_only"], service["cap_drop"], service["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"]), name
        assert name == "prepare" or service["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}
        assert {volume.split(":")[0] for volume in service["volumes"]} <= set(compose["volumes"])
    assert compose["services"]["web"]["healthcheck"]["test"] == ["CMD", "python", "deploy/probe.py"]
    assert [compose["services"][name]["deploy"]["replicas"] for name in ("web", "worker")] == [2, 2]
    assert "deploy" not in compose["services"]["beat"]


def test_the_image_runs_as_nobody_special_and_holds_all_the_code() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    last = [line for line in lines if re.match(r"(USER|CMD|RUN|COPY)\b", line)]
    assert last[-2:] == ["USER labo", 'CMD ["python", "manage.py", "web", "--bind", "0.0.0.0"]']
    assert "--require-hashes" in "".join(lines)
    copied = [line.split()[1] for line in lines if line.startswith("COPY ") and "--from" not in line]
    packages = {path.name for path in ROOT.iterdir() if (path / "__init__.py").exists()} - {"tests"}
    assert packages | {"templates", "static", "manage.py", "docs/guide"} <= set(copied)
    assert [name for name in copied if not (ROOT / name).exists()] == []
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert allowed == set(copied)


def test_the_image_has_the_libraries_that_make_asks_for() -> None:
    asked = re.search(r"^SYSTEM_LIBRARIES := (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert asked is not None
    for place in ("Dockerfile", "deploy/install-server.sh"):
        assert asked.group(1) in (ROOT / place).read_text(), place
