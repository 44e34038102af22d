"""The portal behind nginx and under load: reloads and kills that nobody notices."""

import json
import os
import signal
import socketserver
import threading
from http.server import BaseHTTPRequestHandler

import psutil
import pytest

from ikmportal.embedded import BASE_DIR

from .launching import wait_until
from .serving import HOST, Load, Proxy, Server, command_of, path_of

pytestmark = pytest.mark.slow
NEEDED = ("nginx", "openssl")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    missing = [program for program in NEEDED if path_of(program) is None]
    if missing:
        pytest.skip(f"missing: {missing}; apt-get install nginx-light openssl")
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="module")
def web(installation, folder):
    environment = installation.environment | {
        "BIND": f"unix:{folder}/web.sock",
        "WEB_WORKERS": "2",
    }
    server = Server(command_of("portal-web.service"), environment, folder / "web.log")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def portal(installation, folder, web):
    proxy = Proxy(folder, folder / "web.sock", installation.folder / "static")
    wait_until(lambda: proxy.get("/healthz")[0] == 200)
    yield proxy
    proxy.stop()


def test_pages_come_over_tls(portal):
    status, headers, body = portal.get("/akun/login/")

    assert (status, b"<form" in body) == (200, True)
    assert "max-age=31536000" in headers["Strict-Transport-Security"]
    assert len(headers["X-Request-ID"]) == 32


def test_what_is_too_large_is_refused_with_a_page(portal):
    status, _headers, body = portal.get(
        "/kerja/impor/baru/", "POST", b"x" * (43 * 2**20)
    )

    assert status == 413
    assert b"terlalu besar" in body


def test_static_files_come_from_the_proxy(portal, installation):
    static = installation.folder / "static"
    (static / "kept.0123456789ab.txt").write_text("kept")

    for_good = portal.get("/static/kept.0123456789ab.txt")[1]["Cache-Control"]
    for_a_while = portal.get("/static/css/site.css")[1]["Cache-Control"]

    assert for_good == "public, max-age=31536000, immutable"
    assert for_a_while == "public, max-age=3600"


def test_the_state_is_shown_to_the_server_itself(portal):
    assert portal.get("/readyz")[0] in {200, 503}
    assert "allow 127.0.0.1;" in (portal.folder / "nginx.conf").read_text()


def test_the_log_of_the_proxy_and_of_the_portal_share_an_id(portal, folder):
    identifier = portal.get("/tidak-ada/?q=3273010101010001")[1]["X-Request-ID"]

    lines = wait_until(
        lambda: [
            json.loads(line)
            for name in ("portal.log", "web.log")
            for line in (folder / name).read_text().splitlines()
            if identifier in line
        ][2:]
    )
    assert lines[-1]["status"] == 404
    assert "3273010101010001" not in (folder / "portal.log").read_text()
    assert "3273010101010001" not in (folder / "web.log").read_text()


def test_reloading_fails_no_request(portal, web):
    with Load(portal, "/") as load:
        for _ in range(2):
            before = {child.pid for child in psutil.Process(web.process.pid).children()}
            os.kill(web.process.pid, signal.SIGHUP)
            wait_until(lambda before=before: not before & children(web))
            load.wait_for(50)

    print(f"\nreload x2: {len(load.answers)} requests, {len(load.failed())} failed")
    assert load.failed() == []


def children(web):
    return {child.pid for child in psutil.Process(web.process.pid).children()}


def test_a_killed_web_worker_fails_no_visitor(portal, web):
    with Load(portal, "/") as load:
        for _ in range(2):
            load.wait_for(30)
            os.kill(min(children(web)), signal.SIGKILL)
            load.wait_for(50)

    print(
        f"\nkill -9 of a web worker x2: {len(load.answers)} requests, {load.failed()}"
    )
    assert load.failed() == []


def test_a_dead_web_server_leaves_the_page_of_maintenance(folder):
    own = folder / "dead"
    own.mkdir()
    proxy = Proxy(own, own / "web.sock", BASE_DIR / "static")

    status, headers, body = proxy.get("/")
    proxy.stop()

    assert (status, headers["Retry-After"]) == (503, "60")
    assert b"Portal sedang dirawat" in body


class Echo(BaseHTTPRequestHandler):
    """Says what the proxy sent."""

    def do_GET(self):
        body = json.dumps(list(self.headers.items())).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def address_string(self):
        return "socket"

    def log_message(self, *_):
        pass


def test_what_a_visitor_claims_of_himself_goes_no_further(folder):
    own = folder / "echo"
    own.mkdir()
    with socketserver.ThreadingUnixStreamServer(str(own / "web.sock"), Echo) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        proxy = Proxy(own, own / "web.sock", BASE_DIR / "static")
        claims = ("X-Forwarded-For", "X-Real-IP", "X-Forwarded-Host", "Forwarded")
        claimed = dict.fromkeys((*claims, "X-Request-ID"), "6.6.6.6")

        seen = json.loads(proxy.get("/", **claimed | {"X-Forwarded-Proto": "http"})[2])
        proxy.stop()
        server.shutdown()

    assert "6.6.6.6" not in json.dumps(seen)
    assert dict(seen)["X-Forwarded-For"] == "127.0.0.1"
    assert dict(seen)["X-Forwarded-Proto"] == "https"
    assert dict(seen)["Host"] == HOST
