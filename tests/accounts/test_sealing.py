"""D1: who alters, deletes or puts in a row of the history behind the portal's back is found."""

import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from apps.accounts.checking import check_history
from apps.accounts.models import AccessRecord, HistorySeal
from apps.accounts.sealing import (
    LATEST,
    columns_of,
    hashes_of,
    ranges_of,
    seal_history,
    sealed_models,
)
from apps.businesses.models import Person
from tests.factories.accounts import AccessRecordFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import PersonFactory

pytestmark = pytest.mark.django_db
Event = Person.pgh_event_model
NIK = "3174004507900003"


@pytest.fixture(autouse=True)
def own_anchor(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def people():
    people = PersonFactory.create_batch(3, nik="", name="Rina")
    AccessRecordFactory(rows=[people[0].pk])
    assert seal_history() > 0
    return people


def behind_the_portals_back(*statements):
    """As a superuser who has switched every trigger off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")


def damages():
    return [(each.table, each.row, each.what) for each in check_history()]


def event_of(person):
    return Event.objects.filter(pgh_obj=person).latest("pgh_id")


def test_what_nobody_touched_is_as_it_was_sealed(people):
    people[0].name = "Rina Contoh"
    people[0].save()

    assert damages() == []
    assert seal_history() == 2  # the person's event, and that of the name he had
    assert seal_history() == 0
    assert damages() == []


def test_an_altered_event_is_named(people):
    row = event_of(people[1]).pgh_id
    behind_the_portals_back(
        f"UPDATE businesses_personevent SET name = 'Budi' WHERE pgh_id = {row}"
    )

    assert damages() == [("businesses_personevent", row, "altered")]
    with pytest.raises(CommandError, match="1 damages"):
        call_command("verify_history")


def test_another_name_under_a_deed_is_an_alteration(roles, client):
    from tests.businesses.test_admin import person_fields  # noqa: PLC0415
    from tests.factories.accounts import UserFactory  # noqa: PLC0415

    officer = UserFactory(roles=["registrar"])
    client.force_login(officer)
    client.post("/admin/businesses/person/add/", person_fields(officer.agency))
    seal_history()
    event = Event.objects.latest("pgh_id")
    metadata = "jsonb_set(metadata, '{user}', '0')"
    behind_the_portals_back(
        f"UPDATE pghistory_context SET metadata = {metadata} "
        f"WHERE id = '{event.pgh_context_id}'"
    )

    assert damages() == [("businesses_personevent", event.pgh_id, "altered")]


def test_deleted_events_are_named_also_the_last(people):
    row = event_of(people[2]).pgh_id
    record = AccessRecord.objects.get().pk
    behind_the_portals_back(
        f"DELETE FROM businesses_personevent WHERE pgh_id = {row}",
        "DELETE FROM accounts_accessrecord",
    )

    assert damages() == [
        ("accounts_accessrecord", record, "deleted"),
        ("businesses_personevent", row, "deleted"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        "hashes = substring(hashes FROM 1 FOR length(hashes) - 16) || decode(repeat('00', 16), 'hex')",
        "ranges = '[[1, 2]]'",
        "made_at = made_at - interval '10 years'",
    ],
)
def test_a_forged_seal_is_noticed_for_want_of_the_key(people, change):
    last = HistorySeal.objects.last().number
    behind_the_portals_back(
        f"UPDATE accounts_historyseal SET {change} WHERE number = {last}"
    )

    assert (
        "accounts_historyseal",
        last,
        "a seal is missing or was altered",
    ) in damages()


def test_seals_made_under_another_key_are_not_genuine(people, settings):
    settings.SEAL_KEY = "somebody-elses-key-0123456789abcdefghij"

    assert ("accounts_historyseal", 1, "a seal is missing or was altered") in damages()


def test_a_deleted_seal_leaves_a_hole(people):
    behind_the_portals_back("DELETE FROM accounts_historyseal WHERE number = 2")

    assert damages()[0][:2] == ("accounts_historyseal", 3)


def test_deleting_the_newest_seals_with_their_rows_is_noticed_by_the_anchor(people):
    PersonFactory(agency=people[0].agency)
    seal_history()
    last = HistorySeal.objects.last()
    [[first, _end]] = last.ranges
    behind_the_portals_back(
        f"DELETE FROM accounts_historyseal WHERE number = {last.number}",
        f"DELETE FROM businesses_personevent WHERE pgh_id >= {first}",
    )

    [damage] = damages()

    assert damage[:2] == ("accounts_historyseal", last.number)
    call_command(
        "verify_history", restored=True
    )  # said to be a restore, it is accepted


def test_a_late_commit_is_sealed_late_and_is_no_damage(people):
    with (
        connection.cursor() as cursor
    ):  # a transaction that drew its key and still runs
        cursor.execute("SELECT nextval('businesses_personevent_pgh_id_seq')")
        (drawn,) = cursor.fetchone()
    PersonFactory(agency=people[0].agency)
    seal_history()
    put_in(drawn)

    assert seal_history() == 1
    assert damages() == []


def test_an_event_put_in_where_all_is_settled_is_named(people):
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('businesses_personevent_pgh_id_seq')")
        (skipped,) = cursor.fetchone()
    PersonFactory(agency=people[0].agency)
    seal_history()

    with time_machine.travel(timezone.now() + LATEST + timedelta(minutes=1)):
        put_in(skipped)
        assert seal_history() == 0
        assert damages() == [("businesses_personevent", skipped, "put in afterwards")]


def columns(model):
    return [name for name in columns_of(model) if name not in OWN]


OWN = {"id", "pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context_id"}


def put_in(key):
    """A person, and the event of his making under this key."""
    everything, told = ", ".join(columns(Person)), ", ".join(columns(Event))
    behind_the_portals_back(
        f"INSERT INTO businesses_person ({everything}) "
        f"SELECT {everything} FROM businesses_person LIMIT 1",
        f"INSERT INTO businesses_personevent "
        f"(pgh_id, {told}, id, pgh_created_at, pgh_label, pgh_obj_id) "
        f"SELECT {key}, {told}, id, now(), 'insert', id FROM businesses_person "
        f"ORDER BY id DESC LIMIT 1",
    )


FORGED = "written by hand: the record tells otherwise"


@pytest.mark.parametrize(
    ("label", "fields"),
    [
        ("update", {}),  # as if somebody had saved it without a change
        ("insert", {}),
        ("update", {"name": "'Budi'"}),
        ("delete", {}),
        ("insert", {"pgh_obj_id": "10000000"}),
        ("update", {"name": "'Budi'", "pgh_created_at": "now() - interval '9 days'"}),
    ],
)
@pytest.mark.parametrize("sealed_before_the_check", [True, False])
def test_an_event_written_by_who_may_only_insert_is_named(
    people, label, fields, sealed_before_the_check
):
    """With a key of its own, as the web's role could: the seals alone would take it for true."""
    names = [*columns(Event), "id", "pgh_obj_id", "pgh_created_at"]
    values = ", ".join(fields.get(name, f'"{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO businesses_personevent ({listed}, pgh_label) "
            f"SELECT {values}, '{label}' FROM businesses_personevent "
            f"WHERE pgh_id = {event_of(people[1]).pgh_id} RETURNING pgh_id"
        )
        (row,) = cursor.fetchone()
    if sealed_before_the_check:
        assert seal_history() == 1

    assert damages() == [("businesses_personevent", row, FORGED)]


def test_whatever_is_done_to_a_record_is_no_forgery(people):
    people[0].set_nik(NIK)
    people[0].save()
    people[0].set_phone("081200000001")
    people[0].save()
    Person.objects.filter(pk=people[1].pk).delete()
    Person.objects.bulk_update(people[2:], ["name"])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert damages() == []


def test_a_column_added_later_does_not_disturb_old_seals(people):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE businesses_personevent ADD COLUMN extra text")

    assert damages() == []


def test_hashes_do_not_depend_on_how_the_session_writes_values(people):
    every = (Event, columns_of(Event), "true", [])
    before = hashes_of(*every)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone = 'Asia/Jayapura'")
        cursor.execute("SET LOCAL DateStyle = 'German'")

    assert hashes_of(*every) == before


def test_ranges_have_no_gap():
    assert ranges_of([1, 2, 3, 7, 9, 10]) == [[1, 3], [7, 7], [9, 10]]


def test_every_history_is_sealed():
    tables = {model._meta.db_table for model in sealed_models()}

    assert {"businesses_personevent", "accounts_accessrecord"} <= tables
    assert "accounts_historyseal" not in tables


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_sealing_while_others_write_misses_nothing_and_holds_nobody_up():
    agency, stop = AgencyFactory(), threading.Event()

    def write():
        for number in range(40):
            PersonFactory(agency=agency, name=f"Rina {number}")
        connection.close()

    def seal():
        while not stop.is_set():
            seal_history()
        connection.close()

    writers = [threading.Thread(target=write) for _ in range(4)]
    sealers = [threading.Thread(target=seal) for _ in range(2)]
    for thread in [*writers, *sealers]:
        thread.start()
    for thread in writers:
        thread.join(timeout=120)
    stop.set()
    for thread in sealers:
        thread.join(timeout=60)
    seal_history()

    assert Event.objects.count() == 160
    assert damages() == []
    assert sealed_keys("businesses_personevent") == set(
        Event.objects.values_list("pgh_id", flat=True)
    )


def sealed_keys(table):
    keys = [
        key
        for seal in HistorySeal.objects.filter(table=table)
        for first, last in seal.ranges
        for key in range(first, last + 1)
    ]
    assert len(keys) == len(set(keys))
    return set(keys)


@pytest.mark.slow
def test_what_sealing_costs_is_printed(capsys):
    agency = AgencyFactory()
    Person.objects.bulk_create(
        [Person(name=f"Rina {n}", agency=agency) for n in range(20_000)],
        batch_size=5_000,
    )
    started = time.perf_counter()
    sealed = seal_history()
    between = time.perf_counter()
    assert damages() == []
    ended = time.perf_counter()
    with capsys.disabled():
        print(
            f"\nhistory: {sealed / (between - started):,.0f} rows/s sealed, "
            f"{sealed / (ended - between):,.0f} rows/s checked"
        )
