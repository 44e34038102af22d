"""P1: what is kept and carried away of the database holds no NIK and no phone number."""

import os
import subprocess

import pytest
from django.db import connection

from apps.businesses.models import Person
from apps.imports.models import ImportRow
from ikmportal import embedded
from tests.factories.businesses import PersonFactory
from tests.factories.imports import ImportRowFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NIK, PHONE, OTHER = "3174004507900093", "+6281200007793", "+6281200007794"
WHOLE = [
    NIK,
    PHONE[1:],
    OTHER[1:],
    PHONE.replace("+62", "0"),
    OTHER.replace("+62", "0"),
]
SEEN = "Kanari Terlihat"  # the control: a name does stand there in plain


def one(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()[0]


@pytest.fixture
def begun():
    """Where the write-ahead log stood before the canaries were written."""
    begun = one("SELECT pg_current_wal_insert_lsn()::text")
    person = PersonFactory(name=SEEN, nik=NIK, phone=f"{PHONE} / {OTHER}")
    person.set_phone(f"{OTHER} / {PHONE}")
    person.save()
    values = f'{{"owner_name": "{SEEN}", "nik": "{NIK}", "phone": "{PHONE}"}}'
    ImportRowFactory(cells=f'["{NIK}", "{PHONE}"]', values=values, changes=values)
    Person.objects.filter(pk=person.pk).update(name=f"{SEEN} juga")
    return begun


def assert_only_the_control_is_in(data):
    assert SEEN.encode() in data
    for number in WHOLE:
        assert number.encode() not in data
        assert number.encode().hex().encode() not in data


def test_a_dump_holds_no_number(begun):
    dump = embedded.program("pg_dump")

    written = subprocess.run(
        [dump],
        env=os.environ | known_to_libpq(),
        capture_output=True,
        check=True,
        timeout=120,
    )

    assert_only_the_control_is_in(written.stdout)


def known_to_libpq():
    known = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGDATABASE": "NAME"}
    found = {name: str(known[key]) for name, key in names.items() if known[key]}
    return found | ({"PGPASSWORD": known["PASSWORD"]} if known["PASSWORD"] else {})


def test_the_write_ahead_log_holds_no_number(begun):
    log = b"".join(segments_since(begun))

    assert_only_the_control_is_in(log)


def segments_since(begun):
    first = one("SELECT pg_walfile_name(%s::pg_lsn)", begun)
    last = one("SELECT pg_walfile_name(pg_current_wal_insert_lsn())")
    one("SELECT pg_switch_wal()::text")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_ls_waldir() WHERE name BETWEEN %s AND %s",
            [first, last],
        )
        names = [name for (name,) in cursor.fetchall()]
    for name in names:
        yield bytes(one("SELECT pg_read_binary_file('pg_wal/' || %s)", name))


def test_the_files_of_the_tables_hold_no_number(begun):
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    data = b"".join(files_of_tables())

    assert_only_the_control_is_in(data)


def files_of_tables():
    """As a base backup carries them."""
    events = Person.pgh_event_model
    for model in (Person, events, ImportRow):
        path = one("SELECT pg_relation_filepath(%s)", model._meta.db_table)
        yield bytes(one("SELECT pg_read_binary_file(%s)", path))
