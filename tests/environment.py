"""Loaded by pytest before Django (`-p tests.environment`): the environment a test runs in, the same on every machine."""

import os
import tempfile
from pathlib import Path

_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if not os.environ.get("LABO_TEST_ROOT"):
    os.environ["LABO_TEST_ROOT"] = tempfile.mkdtemp(prefix="labo-test-")
_var = Path(os.environ["LABO_TEST_ROOT"]) / (_worker or "main")
_var.mkdir(parents=True, exist_ok=True)

os.environ["VAR_DIR"] = str(_var)
for _name in ("DEBUG", "DEMO", "EMAIL_URL"):
    os.environ.pop(_name, None)
os.environ["DATABASE_URL"] = os.environ.get("DATABASE_URL") or f"sqlite:///{_var / 'labo.sqlite3'}"
if os.environ.get("REDIS_URL") and _worker:  # a database of Redis for each worker: clearing one must not empty another
    os.environ["REDIS_URL"] = os.environ["REDIS_URL"].rsplit("/", 1)[0] + f"/{int(_worker.removeprefix('gw')) + 1}"
os.environ.update(
    SECRET_KEY="a-key-for-tests-only-" + "x" * 40,
    LINK_KEY="a-link-key-for-tests-only-" + "x" * 30,
    MAIL_KEY="a-mail-key-for-tests-only-" + "x" * 30,
    SITE_URL="http://testserver",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    BROKER_URL="memory://",
    SECOND_FACTOR_REQUIRED="0",
    LOG_LEVEL="ERROR",
)

REAL_DATA = Path(os.environ.get("LABO_REAL_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")
