"""Does this web server answer? Asks /sante/ as a proxy would; the standard library alone, so that it may be asked every half minute.

Exit 0 when well, and also when only another process is ill (a worker that does not tick): restarting the site would not mend that.
"""

import http.client
import json
import os
import sys
from urllib.parse import urlsplit


def answers() -> bool:
    """Whether the site and its database are there."""
    site = urlsplit(os.environ["SITE_URL"])
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=8)
    try:
        connection.request("GET", "/sante/", headers={"Host": site.netloc, "X-Forwarded-Proto": site.scheme, "X-Forwarded-For": "127.0.0.1"})
        answer = connection.getresponse()
        return answer.status in (200, 503) and json.load(answer)["database"] is True
    except (OSError, http.client.HTTPException, ValueError, KeyError):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if answers() else 1)
