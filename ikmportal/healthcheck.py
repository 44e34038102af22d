"""Whether the web server beside this process answers: for the health check of a container."""

import os
import sys
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit


def answers(port: int, site: str) -> bool:
    """Ask as the proxy does: the portal answers to its own host alone, and over TLS."""
    headers = {"Host": urlsplit(site).netloc, "X-Forwarded-Proto": "https"}
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/healthz", headers=headers)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    listening = os.environ["BIND"].rpartition(":")[2]
    sys.exit(not answers(int(listening), os.environ["SITE_URL"]))
