"""The floor: Django with no more than the figure names. A process of its own, served like the house.

`FLOOR=hello`: a constant answer, no middleware. `FLOOR=register`: the usual middleware, CSRF checked, and in one transaction
the lock of the hot row, the INSERT (two indexes, a foreign key) and the UPDATE of the counter. In plain SQL: no model, no permission.
"""

import os
import secrets

import environ
from django.conf import settings

if os.environ.get("FLOOR"):
    settings.configure(
        SECRET_KEY=secrets.token_urlsafe(32),
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="tests.bench.floor",
        DATABASES={"default": {**environ.Env().db("DATABASE_URL"), "CONN_MAX_AGE": 60}},
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages"],
        MIDDLEWARE=[]
        if os.environ["FLOOR"] == "hello"
        else [
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
    )

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST

TABLES = """
CREATE TABLE bench_place (id bigint PRIMARY KEY, taken integer NOT NULL);
INSERT INTO bench_place VALUES (1, 0);
CREATE TABLE bench_row (
    id bigserial PRIMARY KEY, public_id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE, place_id bigint NOT NULL REFERENCES bench_place,
    person bigint NOT NULL, state varchar(12) NOT NULL, answered_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX ON bench_row (place_id, state);
"""


def hello(request: HttpRequest) -> HttpResponse:
    """The least that Django can answer."""
    return HttpResponse(b"hello world", headers={"Content-Length": "11"})


@require_POST
def register(request: HttpRequest) -> HttpResponse:
    """Lock, INSERT, UPDATE, redirect."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT taken FROM bench_place WHERE id = 1 FOR UPDATE")
        cursor.execute("INSERT INTO bench_row (place_id, person, state) VALUES (1, %s, 'confirmed')", [int(request.POST["person"])])
        cursor.execute("UPDATE bench_place SET taken = taken + 1 WHERE id = 1")
    return HttpResponseRedirect("/")


urlpatterns = [path("", hello), path("register/", register)]


def _application():  # type: ignore[no-untyped-def]
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


application = _application() if os.environ.get("FLOOR") else None
