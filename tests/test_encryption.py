import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from apps.businesses.models import Person
from ikmportal.checks import refuse_weak_secrets
from ikmportal.encryption import blind_index, keys, seal, unseal
from tests.factories.businesses import PersonFactory

NIK = "3174004507900003"


def test_a_sealed_value_opens_only_in_its_column():
    sealed = seal(NIK, "businesses_person.nik")

    assert unseal(sealed, "businesses_person.nik") == NIK
    with pytest.raises(ValueError, match="cannot be opened"):
        unseal(sealed, "businesses_person.phone")


def test_an_altered_value_is_refused():
    sealed = bytearray(seal(NIK, "businesses_person.nik"))
    sealed[-1] ^= 1

    with pytest.raises(ValueError, match="cannot be opened"):
        unseal(bytes(sealed), "businesses_person.nik")


def test_the_same_value_is_sealed_differently_each_time():
    assert seal(NIK, "t.c") != seal(NIK, "t.c")


def test_a_blind_index_depends_on_key_and_purpose(settings):
    index = blind_index(NIK, "nik")
    settings.BLIND_INDEX_KEY = "another-key-of-the-right-length-0123456789"

    assert blind_index(NIK, "nik") != index
    assert blind_index(NIK, "nik") != blind_index(NIK, "phone")


def test_an_old_key_still_opens_what_it_sealed(settings):
    sealed = seal(NIK, "t.c")
    settings.FIELD_ENCRYPTION_KEYS = [
        "k2:" + "QUJD" * 10 + "QUE=",
        *settings.FIELD_ENCRYPTION_KEYS,
    ]
    keys.cache_clear()
    try:
        assert unseal(sealed, "t.c") == NIK
        assert b"k2" in seal(NIK, "t.c")[:6]
    finally:
        keys.cache_clear()


@pytest.mark.django_db
def test_the_database_and_its_history_hold_no_plain_nik_or_phone():
    PersonFactory(nik=NIK, phone="0812 0000 0001")

    with connection.cursor() as cursor:
        for table in ("businesses_person", "businesses_personevent"):
            cursor.execute(f"SELECT t::text FROM {table} t")
            text = str(cursor.fetchall())
            assert NIK not in text
            assert "81200000001" not in text
            assert NIK.encode().hex() not in text


@pytest.mark.django_db
def test_printing_a_person_shows_no_nik():
    PersonFactory(nik=NIK, phone="0812 0000 0001")

    person = Person.objects.get()

    assert person.nik.reveal() == NIK
    assert NIK not in f"{person.nik} {person.nik!r} {vars(person)}"
    assert person.nik_masked == "************0003"
    assert person.phone_masked == "********0001"


@pytest.mark.parametrize(
    "secret",
    ["short", "x" * 60, "demo-only-9f2Kd8sLq0aZ7xWc5vB1nM3jH6gT4rY"],
)
def test_weak_and_demo_secrets_are_refused(secret):
    with pytest.raises(ImproperlyConfigured):
        refuse_weak_secrets(secret, demo=False)


def test_the_demo_may_use_its_own_secrets():
    refuse_weak_secrets("demo-only-9f2Kd8sLq0aZ7xWc5vB1nM3jH6gT4rY", demo=True)
