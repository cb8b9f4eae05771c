"""Run in the environment of a house under test: everything that a dump of its base holds is tried as a secret link.

`python -m tests.faults.try_every_value [--plant ADDRESS]` prints one JSON object. `--plant` first writes that address into a
row, as careless code would: then the search must find it.
"""

import argparse
import base64
import binascii
import json
import os
import re
import sys
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import django

LENGTH = 44
RUN = re.compile(rf"[A-Za-z0-9_-]{{{LENGTH},}}")
PUBLIC = ("contacts_commune", "contacts_epci")
"""Files of data.gouv.fr, the same everywhere: their values are searched for tokens too, but not each tried whole."""
REFUSED = (404, 429)


def main() -> None:
    """Dump, try, tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--plant", default="")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labo_ess.settings")
    django.setup()
    if options.plant:
        from labo_ess.outbox.models import OutboxEmail

        OutboxEmail.objects.create(message="planted", key="planted", state="sent", text=f"Bonjour,\nvoici votre lien : {options.plant}\n")
    values = dict(_dump())
    whole = set() if options.plant else {value for value, table in values.items() if table not in PUBLIC}
    tokens = {token for value in values for token in _like_tokens(value)}
    opened = sorted(_opened(tokens | whole))
    answer = {"values": len(values), "tried": len(tokens | whole), "like_tokens": len(tokens), "opened": opened}
    if not options.plant:
        answer["text"] = sorted(values)
    sys.stdout.write(json.dumps(answer))


def _dump() -> Iterator[tuple[str, str]]:
    """Every value of every column of every table, and those inside JSON, with its table."""
    from django.db import connection

    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for value in row:
                    for text in _texts(value):
                        yield text, table


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, bytes | memoryview):
        yield bytes(value).decode("latin-1")
    elif isinstance(value, dict | list):
        for inner in value.items() if isinstance(value, dict) else value:
            yield from _texts(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value
        if value[:1] in '{["':
            try:
                read = json.loads(value)
            except ValueError:
                return
            if read != value and not isinstance(read, int | float):
                yield from _texts(read)
    elif value is not None and not isinstance(value, bool | int | float):
        yield str(value)


def _like_tokens(value: str) -> Iterator[str]:
    """Each stretch of the length and letters of a token, in the value and in what it decodes to."""
    for text in (value, *_decoded(value)):
        for run in RUN.findall(text):
            for start in range(len(run) - LENGTH + 1):
                yield run[start : start + LENGTH]


def _decoded(value: str) -> Iterator[str]:
    """Sessions and signed values are base64, sometimes compressed."""
    for run in re.findall(r"[A-Za-z0-9_+/-]{60,}", value):
        try:
            data = base64.urlsafe_b64decode(run.replace("+", "-").replace("/", "_") + "=" * (-len(run) % 4))
        except binascii.Error:
            continue
        yield data.decode("latin-1")
        try:
            yield zlib.decompress(data).decode("latin-1")
        except zlib.error:
            continue


def _opened(values: set[str]) -> Iterator[str]:
    """Those that lead anywhere. After twenty failures the answer is 429, which a good link never gets."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    for value in values:
        if client.get(f"/l/{quote(value, safe='')}/").status_code not in REFUSED:
            yield value


if __name__ == "__main__":
    main()
