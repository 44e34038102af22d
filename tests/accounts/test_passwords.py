import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    agency = AgencyFactory(
        name="Dinas Perindustrian Kota Rawamangun", short_name="Disper"
    )
    return UserFactory(
        agency=agency, name="Ratna Wulandari", email="ratna.w@demo.invalid"
    )


@pytest.mark.parametrize(
    "password",
    [
        "kain-endek-merah-2019",
        "empat kata tanpa angka",
        "hurufkecilsajacukup",
        "dodol, geplak dan onde",
        "keripik umkm bu tini",  # a word of the office is no harm among others
        "x" * 20 + "jembatan layang hujan gerimis" + "y" * 20,
        "ÅÄÖ ketupat sambal 木 tempe",
        "gunung-tidak-pernah-lari-dikejar-kabut-pagi-di-ladang-jagung-kami",
    ],
)
def test_long_passwords_are_taken_whatever_their_characters(user, password):
    validate_password(password, user)


@pytest.mark.parametrize(
    "password",
    [
        "sebelashrf1",  # eleven characters
        "password1234",
        "UMKMDinasKota2024",
        "PortalIKM-2024!",
        "Indonesia12345678",
        "D1n4s-P3r1ndustr14n",  # letters written as digits
        "DisperRawamangun",  # the user's own agency
        "bismillah786786786",
        "ratnawulandari",
        "ratna.w@demo.invalid",
        "202420242024",
        "umkmaaaaaaaaaaaa",
    ],
)
def test_guessable_passwords_are_refused(user, password):
    with pytest.raises(ValidationError):
        validate_password(password, user)


def test_the_refusal_says_what_to_do_in_both_languages(user, indonesian):
    from django.utils import translation  # noqa: PLC0415

    texts = []
    for language in ("en", "id"):
        with translation.override(language), pytest.raises(ValidationError) as refusal:
            validate_password("UMKMDinasKota2024", user)
        texts.append(refusal.value.messages[0])

    assert "Take three or four words" in texts[0]
    assert "tiga atau empat kata" in texts[1]
