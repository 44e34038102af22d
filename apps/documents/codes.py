"""The code by which anybody checks a paper: «K7M2X-Q9D4T-RW0PZ-HCJ3E».

Nineteen random characters, 95 bits, and one that tells a typing error from an unknown code. The
alphabet is Crockford's: O is read as 0, I and L as 1, lower case and any dashes are as good.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 19
LENGTH = RANDOM_CHARACTERS + 1
GROUP = 5
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
IGNORED = str.maketrans("", "", " \t\r\n-–—.·")


class MistypedError(ValueError):
    """No code at all: a character too many, too few, or another than was printed."""


def new_code() -> str:
    """A code that nobody can guess, in its groups."""
    return with_check(
        "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARACTERS))
    )


def with_check(body: str) -> str:
    return grouped(body + check_character(body))


def read_code(text: str) -> str:
    """The code that somebody typed or scanned, as it was printed. Raises MistypedError."""
    code = text.translate(IGNORED).upper().translate(LOOKALIKES)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        raise MistypedError
    if check_character(code[:-1]) != code[-1]:
        raise MistypedError
    return grouped(code)


def grouped(code: str) -> str:
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def check_character(body: str) -> str:
    """Sees every wrong character and every two that changed places.

    Each character counts with another power of x in GF(2^5), modulo x^5 + x^2 + 1; x has the
    order 31, so that no two of twenty places weigh the same.
    """
    total = 0
    for character in body:
        total = _times_x(total ^ ALPHABET.index(character))
    return ALPHABET[total]


def _times_x(value: int) -> int:
    return (value << 1) ^ (0b100101 if value & 0b10000 else 0)
