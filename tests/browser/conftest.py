"""A portal as visitors meet it: collected static files, a real server, the system's Chromium.

Rows are committed once for a module and flushed after it, so that the server sees them too.
"""

import os
import shutil
import threading
from time import time

import pytest
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client, override_settings
from django.urls import clear_url_caches

from tests.browser.pages import SIZES
from tests.browser.stage import set_the_stage

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    *(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
    ),
    *(
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ),
]
WATCH = """
window.refused = [];
addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
# A scheme is turned at once: half of the time of looking was waiting for colours to change.
STILL = """
const still = new CSSStyleSheet();
still.replaceSync("*, *::before, *::after { transition: none !important; }");
document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
"""


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(autouse=True)
def english():
    """These tests see the languages as they are: Indonesian without a prefix.

    Django remembers the prefixes, which are other ones in all other tests.
    """
    clear_url_caches()
    yield
    clear_url_caches()


@pytest.fixture(autouse=True)
def plain_static_files():
    """These tests see the static files as they are served: collected and hashed."""


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only where it can run

    # Playwright's loop makes Django believe that it is called from asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def collected(tmp_path_factory):
    storage = {"staticfiles": {"BACKEND": "ikmportal.storage.Hashed"}}
    default = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder, STORAGES={**default, **storage}):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield folder


@pytest.fixture(scope="session")
def portal(collected):
    """The address of a running portal."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler, connections_override={})
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """Rows of one office, committed for the tests of a module, which are marked `django_db`."""
    with django_db_blocker.unblock():
        # pytest-django makes no test database for a module that is not marked.
        assert connection.settings_dict["NAME"].startswith("test_")
        yield set_the_stage()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def cookie(stage):
    """The session of the officer of the stage."""
    return session_of(stage.officer)


def session_of(user):
    """A cookie of somebody who has just signed in."""
    client = Client()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time()}]
    session.save()
    morsel = client.cookies["session"]
    return {
        "name": morsel.key,
        "value": morsel.value,
        "domain": "127.0.0.1",
        "path": "/",
    }


def open_window(chromium, portal, size="desk", scheme="light", cookie=None, **options):
    width, height = SIZES[size]
    context = chromium.new_context(
        base_url=portal,
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        reduced_motion="reduce",
        **options,
    )
    if cookie:
        context.add_cookies([cookie])
    context.add_init_script(WATCH)
    return context.new_page()


@pytest.fixture
def visit(chromium, portal):
    """`visit(size=…, scheme=…, cookie=…)`: a page of a fresh browser at the portal."""
    pages = []

    def opened(**options):
        pages.append(open_window(chromium, portal, **options))
        return pages[-1]

    yield opened
    for page in pages:
        page.context.close()


@pytest.fixture(scope="module")
def windows(chromium, portal, stage, cookie):
    """Of each size a page for each kind of visitor, which keeps what it has loaded."""
    guarded = session_of(stage.guarded)
    cookies = {"visitor": None, "officer": cookie, "guarded": guarded}
    found = {
        (who, size): open_window(chromium, portal, size, cookie=morsel)
        for who, morsel in cookies.items()
        for size in SIZES
    }
    for page in found.values():
        page.context.add_init_script(STILL)
    yield found
    for page in found.values():
        page.context.close()
