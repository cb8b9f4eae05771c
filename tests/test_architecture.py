"""The walls of the house (DESIGN §2), walked by tests: what a rule does not check, rots."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from labo_ess.personal import NoPerson, Personal

ROOT = Path(__file__).resolve().parent.parent
APPS = ["labo_ess", "contacts", "collectives", "events", "reports"]  # from the ground up
TABLES_OF_CONTENTS = {"models", "urls", "admin", "tasks"}


def _sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts]


PRODUCTION = _sources(*APPS)
TESTS = _sources("tests")


def _tracked_templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".txt", ".css"))


def _features(app: str) -> list[Path]:
    return [
        path
        for path in sorted((ROOT / app).iterdir())
        if path.is_dir() and (path / "__init__.py").exists() and path.name not in ("migrations", "management")
    ]


def _rank(module: str) -> int:
    return APPS.index(module.split(".")[0])


def test_import_contracts_hold() -> None:
    done = subprocess.run([str(Path(sys.executable).parent / "lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_python_folder_is_a_package() -> None:
    """Without __init__.py a feature is invisible to import-linter."""
    bare = {path.parent for path in PRODUCTION if not (path.parent / "__init__.py").exists()}
    assert bare == set()


def test_files_are_short() -> None:
    long = {
        str(path.relative_to(ROOT)): n for path in PRODUCTION + TESTS if (n := len(path.read_text().splitlines())) > (600 if path in TESTS else 400)
    }
    assert long == {}


@pytest.mark.parametrize("app", APPS[1:])
@pytest.mark.parametrize("table", ["models", "admin", "tasks", "urls"])
def test_tables_of_contents_name_every_feature(app: str, table: str) -> None:
    """A feature missing from models.py fails silently: only reading the files catches it."""
    having = {feature.name for feature in _features(app) if (feature / f"{table}.py").exists()}
    text = (ROOT / app / f"{table}.py").read_text()
    named = {feature for feature in having if re.search(rf"\b{app}\.{feature}\b", text)}
    assert named == having


def test_features_never_import_their_table_of_contents() -> None:
    guilty = []
    for path in _sources(*APPS[1:]):
        if len(path.relative_to(ROOT).parts) < 3 or "management" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.ImportFrom)
                and node.module
                and re.fullmatch(rf"({'|'.join(APPS[1:])})\.({'|'.join(TABLES_OF_CONTENTS)})", node.module)
            ):
                guilty.append(f"{path.relative_to(ROOT)}: {node.module}")
    assert guilty == []


def test_no_import_by_name_goes_up() -> None:
    """import-linter does not see apps.get_model, import_module or include with a string."""
    guilty = []
    pattern = re.compile(rf"(?:get_model|import_module|import_string|include)\(\s*[\"']({'|'.join(APPS)})[.\"']")
    for path in PRODUCTION:
        own = path.relative_to(ROOT).parts[0]
        if path.name in ("urls.py", "settings.py") and own == "labo_ess":
            continue  # the one place where the ground names the apps
        for found in pattern.finditer(path.read_text()):
            if APPS.index(found.group(1)) > APPS.index(own):
                guilty.append(f"{path.relative_to(ROOT)}: {found.group(0)}")
    assert guilty == []


def _house_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.split(".")[0] in APPS]


def test_foreign_keys_point_down() -> None:
    """Across apps to a lower one; across features of one app to a feature standing lower (its order is that of models.py)."""
    guilty = []
    for model in _house_models():
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not field.concrete or not target or isinstance(target, str) or target.__module__.split(".")[0] not in APPS:
                continue
            if target._meta.label == "accounts.User":
                continue
            here, there = model.__module__, target.__module__
            if _rank(there) > _rank(here) or (_rank(there) == _rank(here) > 0 and _feature_rank(there) > _feature_rank(here)):
                guilty.append(f"{model.__name__}.{field.name} → {target.__name__}")
    assert guilty == []


def _feature_rank(module: str) -> int:
    app, feature = module.split(".")[:2]
    order = re.findall(rf"from {app}\.(\w+) import|from {app} import|import {app}\.(\w+)", (ROOT / app / "models.py").read_text())
    names = [first or second for first, second in order]
    return names.index(feature)


def test_every_model_declares_what_it_holds_on_people() -> None:
    undeclared = [model.__name__ for model in _house_models() if not isinstance(getattr(model, "personal", None), Personal | NoPerson)]
    assert undeclared == []


def test_every_text_of_a_personal_model_is_declared() -> None:
    missing = []
    texts = (models.CharField, models.TextField, models.EmailField, models.JSONField, models.FileField, models.DateField)
    for model in _house_models():
        declared = getattr(model, "personal", None)
        if not isinstance(declared, Personal):
            continue
        known = {*declared.fields, *declared.plain}
        for field in model._meta.local_fields:
            technical = isinstance(field, models.DateTimeField) or field.name in ("search_text", "sort_text", "password", "last_login")
            if isinstance(field, texts) and not technical and not field.choices and field.name not in known:
                missing.append(f"{model.__name__}.{field.name}")
        missing += [f"{model.__name__}.{name} (no such field)" for name in known if name not in {field.name for field in model._meta.get_fields()}]
    assert missing == []


def test_no_unused_template() -> None:
    texts = "\n".join(path.read_text() for path in PRODUCTION + _tracked_templates())
    unused = []
    for path in _tracked_templates():
        name = str(path.relative_to(ROOT / "templates"))
        stem = re.sub(r"(\.subject)?\.(txt|html)$", "", name)
        replaces_a_library_page = name.split("/")[0] in ("allauth", "account", "mfa", "usersessions", "bootstrap5", "admin", "django")
        named_by_message = f"{Path(name).parent}/" in texts and f'"{Path(stem).name}"' in texts
        if (
            name not in texts
            and stem not in texts
            and not named_by_message
            and not replaces_a_library_page
            and name not in ("403.html", "404.html", "429.html", "500.html")
        ):
            unused.append(name)
    assert unused == []


def test_templates_hold_no_inline_script_or_style() -> None:
    forbidden = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=\"|\bdata:[a-z]+/", re.IGNORECASE)
    guilty = [
        f"{path.relative_to(ROOT)}: {found.group(0)}"
        for path in _tracked_templates()
        if path.suffix == ".html" and not {"emails", "pdf"} & set(path.parts)
        for found in [forbidden.search(re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL))]
        if found
    ]
    assert guilty == []


def test_colours_are_written_in_tokens_only() -> None:
    css = (ROOT / "static/css/app.css").read_text()
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)|\brgb\(", re.sub(r"/\*.*?\*/|mask-image:[^;]+", "", css, flags=re.DOTALL)) == []


NOT_PORTABLE = {
    r"\bicontains\b|\bistartswith\b|\biexact\b": "fold with search_key instead",
    r"\bArrayAgg\b|\bArrayField\b|ExclusionConstraint": "not on SQLite",
    r"ATOMIC_REQUESTS\s*=\s*True": "holds SQLite's only lock for a whole request",
    r"\.distinct\([\"']": "not on SQLite",
    r"\bCOPY\s+\w+\s+FROM\b": "not on SQLite",
    r"\b(eta|countdown)=": "what falls due later is a row (DESIGN §4)",
}


@pytest.mark.parametrize("pattern", NOT_PORTABLE)
def test_nothing_unportable(pattern: str) -> None:
    guilty = [str(path.relative_to(ROOT)) for path in PRODUCTION if re.search(pattern, path.read_text())]
    assert guilty == [], NOT_PORTABLE[pattern]


def test_integrity_errors_are_caught_in_a_savepoint_only() -> None:
    """On PostgreSQL a refused insert breaks the transaction around it."""
    guilty = []
    for path in PRODUCTION:
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Try):
                continue
            catches = any(handler.type is not None and "IntegrityError" in ast.unparse(handler.type) for handler in node.handlers)
            if catches and "atomic(" not in "\n".join(ast.unparse(statement) for statement in node.body):
                guilty.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert guilty == []


def test_services_say_who_acts() -> None:
    """Public functions of a services.py are keyword-only verbs with `by`, or read nothing but what they are given."""
    guilty = []
    for path in _sources(*APPS[1:]):
        if path.name != "services.py":
            continue
        for node in ast.parse(path.read_text()).body:
            if (
                isinstance(node, ast.FunctionDef)
                and not node.name.startswith("_")
                and "atomic" in "".join(ast.unparse(d) for d in node.decorator_list)
            ):
                names = [argument.arg for argument in node.args.kwonlyargs]
                if "by" not in names:
                    guilty.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert guilty == []


def test_functions_stay_small() -> None:
    long = []
    for path in PRODUCTION:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and (size := (node.end_lineno or 0) - node.lineno + 1) > 50:
                long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} ({size})")
    assert long == []


def test_the_repository_names_no_machine() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    here = str(ROOT.parent) + "/"
    guilty = [
        name
        for name in tracked
        if (ROOT / name).is_file()
        and (ROOT / name).suffix in (".py", ".md", ".html", ".toml", ".txt", "")
        and here in (ROOT / name).read_text(errors="ignore")
    ]
    assert guilty == []


def test_administrators_find_every_model() -> None:
    """Each model has an admin page, or stands inside that of its parent; each list says more than a name."""
    from django.contrib import admin

    pages = {model: page for model, page in admin.site._registry.items() if model.__module__.split(".")[0] in APPS}
    inside = {inline.model for page in pages.values() for inline in page.inlines}
    assert [model.__name__ for model in _house_models() if model not in pages and model not in inside] == []
    assert [model.__name__ for model, page in pages.items() if tuple(page.list_display) == ("__str__",) or not page.search_fields] == []
