import threading

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.outbox import OccasionFactory
from tests.outbox.sink import Sink


@pytest.fixture
def agency(roles):
    return AgencyFactory()


@pytest.fixture
def officer(agency):
    return UserFactory(agency=agency, roles=["data-administrator"], name="Ayu")


@pytest.fixture
def occasion(agency):
    return OccasionFactory(agency=agency)


@pytest.fixture
def sink(settings):
    """A mail server, and the portal set to it."""
    server = Sink()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    yield server
    server.gate.set()
    server.shutdown()
    thread.join()
    server.server_close()
