"""Does this web server answer? Asks /sante/ as a proxy would; the standard library alone, so that it may be asked every half minute.

Exit 0 when well, and also when only another process is ill (a worker that does not tick): restarting the site would not mend that.
`--tick SECONDS` asks for the worker too: its last tick is no older. `--tls` asks through the proxy of this machine, which must show a
certificate of that name that whoever visits can trust.
"""

import argparse
import http.client
import json
import os
import socket
import ssl
import sys
from urllib.parse import urlsplit

SECONDS = 8


def answers(tick: int | None = None, tls: bool = False) -> bool:
    """Whether the site and its database are there; with `tick`, the worker too."""
    site = urlsplit(os.environ["SITE_URL"])
    headers = {"Host": site.netloc, "X-Forwarded-Proto": site.scheme, "X-Forwarded-For": "127.0.0.1"}
    connection = http.client.HTTPConnection("127.0.0.1", 443 if tls else int(os.environ.get("PORT", "8000")), timeout=SECONDS)
    try:
        if tls:
            plain = socket.create_connection(("127.0.0.1", 443), timeout=SECONDS)
            connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=site.hostname)
        connection.request("GET", "/sante/", headers=headers)
        answer = connection.getresponse()
        figures = json.load(answer)
        ticked = tick is None or (figures["last_tick_seconds"] is not None and figures["last_tick_seconds"] <= tick)
        return answer.status in (200, 503) and figures["database"] is True and ticked
    except (OSError, http.client.HTTPException, ValueError, KeyError):
        return False
    finally:
        connection.close()


def main() -> int:
    """0 or 1."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tick", type=int)
    options.add_argument("--tls", action="store_true")
    asked = options.parse_args()
    return 0 if answers(asked.tick, asked.tls) else 1


if __name__ == "__main__":
    sys.exit(main())
