"""What the log says of a request and of a job, and what it never says."""

import asyncio
import io
import json
import logging
import re
from types import SimpleNamespace

import pytest
from django.db import DataError, connection
from django.urls import reverse
from pghistory.models import Context

from ikmportal import trace
from ikmportal.joblog import log_job
from ikmportal.logfiles import DiscreetFormatter, DiscreetJsonFormatter, logging_config
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory

GIVEN = "0123456789abcdef" * 2


@pytest.fixture
def log():
    """The lines of a server's log, as objects."""
    config = logging_config("json", "WARNING")["formatters"]["json"]
    arguments = {key: value for key, value in config.items() if key != "()"}
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(DiscreetJsonFormatter(**arguments))
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in handler.stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
def test_a_request_has_one_line(client, log):
    user = UserFactory()
    client.force_login(user)

    response = client.get("/admin/?q=3273010101010001")

    (line,) = [line for line in log() if line["logger"] == "ikmportal.requestlog"]
    assert line["request_id"] == response["X-Request-ID"]
    assert (line["user"], line["channel"], line["status"]) == (user.pk, "admin", 200)
    assert (line["method"], line["path"]) == ("GET", "/admin/")
    assert "3273010101010001" not in json.dumps(log())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("behind_proxy", "sent", "taken"),
    [
        (True, GIVEN, True),
        (True, "x\n" + GIVEN, False),
        (True, "A" * 4000, False),
        (False, GIVEN, False),
    ],
)
def test_only_the_proxy_gives_ids(client, settings, behind_proxy, sent, taken):
    settings.BEHIND_PROXY = behind_proxy

    response = client.get("/healthz", headers={"X-Request-ID": sent})

    assert (response["X-Request-ID"] == GIVEN) is taken
    assert re.fullmatch("[0-9a-f]{32}", response["X-Request-ID"])


@pytest.mark.django_db
def test_the_reference_of_an_error_page_finds_its_log_lines(client, log, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("apps.public.queries.home", broken)

    response = client.get("/")

    reference = re.search(rb"<strong>([0-9A-F]{8})</strong>", response.content)[1]
    lines = [line for line in log() if line.get("reference") == reference.decode()]
    assert any("RuntimeError: planted" in line.get("exc_info", "") for line in lines)
    assert any(line["logger"] == "ikmportal.requestlog" for line in lines)


def broken():
    raise RuntimeError("planted")


@pytest.mark.django_db
def test_the_history_says_in_which_request(client):
    client.force_login(UserFactory(is_superuser=True))
    agency = AgencyFactory()
    delete = reverse("admin:agencies_agency_delete", args=[agency.pk])

    response = client.post(delete, {"post": "yes"})

    contexts = Context.objects.values_list("metadata__request", flat=True)
    assert response["X-Request-ID"] in contexts


@pytest.mark.django_db
def test_a_key_in_an_address_stays_out_of_the_log(client, log):
    address = reverse("account_reset_password_from_key", args=["1", "rahasia-sekali"])

    client.get(address)

    assert any("…" in line.get("path", "") for line in log())
    assert "rahasia-sekali" not in json.dumps(log())


@pytest.mark.django_db
def test_values_that_the_database_quotes_stay_out_of_the_log(log):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT CAST('x' AS integer) FROM (SELECT 1) AS t")
    except DataError as error:
        error.args = ("refused\nDETAIL:  Key (name)=(Budi Fiktif) exists.",)
        logging.getLogger("apps").exception("A row was refused", exc_info=error)

    (line,) = [line for line in log() if line["logger"] == "apps"]
    assert "DETAIL: …" in line["exc_info"]
    assert "Budi Fiktif" not in json.dumps(log())


def test_what_is_not_known_to_be_harmless_is_no_field(log):
    logging.getLogger("apps").warning("A fact", extra={"phone": "0812-0000-1111"})

    assert "0812" not in json.dumps(log())


def test_a_job_has_one_line_and_its_number_on_all(log):
    async def work():
        logging.getLogger("apps").warning("In between")

    job = SimpleNamespace(id=7, task_name="imports.read_batch")
    asyncio.run(log_job(work, SimpleNamespace(job=job), worker=None))

    between, line = log()
    assert between["job"] == line["job"] == 7
    assert (line["job_name"], line["status"]) == ("imports.read_batch", "done")
    assert trace.job_id.get() is None


def test_a_job_that_fails_says_so(log):
    async def work():
        raise RuntimeError("planted")

    job = SimpleNamespace(id=7, task_name="imports.read_batch")
    with pytest.raises(RuntimeError):
        asyncio.run(log_job(work, SimpleNamespace(job=job), worker=None))

    (line,) = log()
    assert (line["job"], line["status"]) == (7, "failed")


def test_a_plain_line_is_discreet_too():
    record = logging.makeLogRecord({"msg": "refused\nDETAIL:  Budi Fiktif"})

    assert DiscreetFormatter("%(message)s").format(record) == "refused\nDETAIL: …"
