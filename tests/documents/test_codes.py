import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.documents.codes import (
    ALPHABET,
    LENGTH,
    RANDOM_CHARACTERS,
    MistypedError,
    check_character,
    new_code,
    read_code,
    with_check,
)

BODY = st.text(ALPHABET, min_size=RANDOM_CHARACTERS, max_size=RANDOM_CHARACTERS)
PLACE = st.integers(0, LENGTH - 1)


def test_a_code_holds_more_than_eighty_random_bits():
    codes = {new_code() for _ in range(1000)}

    assert len(codes) == 1000
    assert 5 * RANDOM_CHARACTERS >= 80


@pytest.mark.parametrize(
    "typed",
    [
        "0ABCD-1EFGH-2JKMN-3PQR{c}",
        "0abcd-1efgh-2jkmn-3pqr{c}",
        " 0ABCD 1EFGH 2JKMN 3PQR{c} ",
        "0ABCD1EFGH2JKMN3PQR{c}",
        "OABCD–IEFGH–2JKMN–3PQR{c}",
        "oabcd-lefgh-2jkmn-3pqr{c}",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed):
    code = with_check("0ABCD1EFGH2JKMN3PQR")

    assert read_code(typed.format(c=code[-1])) == code


@given(BODY, PLACE, st.sampled_from(ALPHABET))
def test_every_wrong_character_is_noticed(body, place, wrong):
    code = body + check_character(body)
    typed = code[:place] + wrong + code[place + 1 :]
    if typed == code:
        return

    with pytest.raises(MistypedError):
        read_code(typed)


@given(BODY, PLACE, PLACE)
def test_two_characters_that_changed_places_are_noticed(body, one, other):
    code = list(body + check_character(body))
    if code[one] == code[other]:
        return
    code[one], code[other] = code[other], code[one]

    with pytest.raises(MistypedError):
        read_code("".join(code))


@pytest.mark.parametrize("typed", ["", "K7M2X", "U" * 20, "É" * 20, "0" * 21, "İ" * 20])
def test_what_is_no_code_is_mistyped(typed):
    with pytest.raises(MistypedError):
        read_code(typed)
