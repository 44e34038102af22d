"""How long a query, a lock and a pause in a transaction may take, and what is said then."""

import environ
import psycopg
import pytest
from django.db import ConnectionHandler, connection, transaction
from django.urls import reverse

from apps.public import queries
from ikmportal import databases
from tests.workers import database_url

REAL_HOME = queries.home


def limits_of(monkeypatch, process, **variables):
    """What a process of this kind is told by the server when it asks for its limits."""
    for name, value in {"DATABASE_URL": database_url(), **variables}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("IKM_PROCESS", process)
    handler = ConnectionHandler({"default": databases.configuration(environ.Env())})
    with handler["default"].cursor() as cursor:
        found = {name: show(cursor, name) for name in databases.TIMEOUTS[process]}
    handler["default"].close()
    return found


def show(cursor, name):
    cursor.execute(f"SHOW {name}")
    return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize("process", ["web", "worker", "command"])
def test_each_process_has_its_limits(monkeypatch, process):
    found = limits_of(monkeypatch, process)

    same = {"60s": "1min"}
    assert found == {
        name: same.get(value, value)
        for name, value in databases.TIMEOUTS[process].items()
    }


@pytest.mark.django_db
def test_behind_pgbouncer_nothing_is_set_for_the_session(monkeypatch):
    found = limits_of(monkeypatch, "web", PGBOUNCER="true")

    assert set(found.values()) == {"0"}


@pytest.fixture
def slow_home(client, monkeypatch):
    """A front page whose query takes half a second, where a fifth of one is allowed."""
    monkeypatch.setattr(databases, "PUBLIC_STATEMENT", "200ms")
    monkeypatch.setattr("apps.public.queries.home", slow)
    client.raise_request_exception = False
    return client


def slow():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.5)")
    return REAL_HOME()


@pytest.mark.django_db
def test_a_public_page_that_takes_too_long_says_so(slow_home):
    response = slow_home.get("/")

    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert b"This took too long" in response.content


@pytest.mark.django_db(transaction=True)
def test_all_that_a_public_page_asks_is_of_one_moment(rf):
    """Numbers, filters and pages belong together though somebody writes meanwhile."""

    def view(request):
        with connection.cursor() as cursor:
            return show(cursor, "transaction_isolation")

    assert databases.quick(view)(rf.get("/")) == "repeatable read"
    with transaction.atomic():
        assert databases.quick(view)(rf.get("/")) == "read committed"


@pytest.mark.django_db
def test_without_the_limit_the_same_page_would_wait(slow_home, monkeypatch):
    monkeypatch.setattr(databases, "PUBLIC_STATEMENT", "0")

    assert slow_home.get("/").status_code == 200


@pytest.mark.django_db
def test_the_limit_ends_with_the_page(client, transactional_db):
    client.get("/")

    with connection.cursor() as cursor:
        assert show(cursor, "statement_timeout") == "0"


@pytest.mark.django_db
def test_who_waits_for_a_lock_is_told(client):
    client.raise_request_exception = False
    known = connection.settings_dict
    login = {"host": known["HOST"], "user": known["USER"], "dbname": known["NAME"]}
    with psycopg.connect(**login) as other, connection.cursor() as cursor:
        other.execute("LOCK TABLE sectors_commoditygroup")
        cursor.execute("SET LOCAL lock_timeout = '100ms'")

        response = client.get(reverse("public:home"))

    assert response.status_code == 503
    assert b"Somebody else is changing this right now" in response.content


@pytest.mark.django_db
def test_a_database_that_is_away_is_no_fault_of_the_page(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("apps.public.queries.home", cut_the_connection)

    response = client.get("/")

    assert response.status_code == 503
    assert b"cannot reach its records" in response.content


def cut_the_connection():
    elsewhere = connection.settings_dict | {"HOST": "/nowhere"}
    ConnectionHandler({"default": elsewhere})["default"].ensure_connection()
