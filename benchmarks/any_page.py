"""Pages of the catalogue that nobody chose: words, filters, orders and numbers by the dice.

The same for every catalogue, for the dice are the same. Half of the words are of names and
half of makers and places, alone and together, as often without a hit as with ten thousand.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

COUNT = 100
SEED = 5
PLACES = ["jakarta", "selatan", "tebet", "denpasar", "kebayoran"]
AREAS = ["3174", "3171", "5171", "317401", "3671", "317403"]
# How often each is asked for, and what.
FILTERS: Sequence[tuple[str, float, Sequence[str]]] = [
    ("wilayah", 0.4, AREAS),
    ("mutu", 0.2, "ABC"),
    ("harga", 0.15, "1234"),
    ("ekspor", 0.1, "1"),
    ("urut", 0.4, ["baru", "nama", "murah", "mahal"]),
    ("hal", 0.15, ["2", "3", "10", "30"]),
]


def pages(
    words: Sequence[Sequence[str]], groups: Sequence[str], count: int = COUNT
) -> Iterator[str]:
    """Addresses, each once. `words`: lists of words, as likely one as the other."""
    dice = random.Random(SEED)
    seen: set[str] = set()
    filters = [("kelompok", 0.4, groups), *FILTERS]
    while len(seen) < count:
        some = [
            dice.choice(dice.choice(words))
            for _ in range(dice.choice([0, 1, 1, 2, 2, 3]))
        ]
        asked = {"q": " ".join(some).lower()} if some else {}
        asked |= {
            name: dice.choice(values)
            for name, share, values in filters
            if dice.random() < share
        }
        address = f"/katalog/?{urlencode(asked)}"
        if address not in seen:
            seen.add(address)
            yield address


def rows(
    before: Mapping[str, float], after: Mapping[str, float]
) -> list[dict[str, Any]]:
    """The middle and the slowest of them beside the same page of the small catalogue."""
    by_ratio = sorted(before, key=lambda page: after[page] / before[page])
    within = sum(after[page] <= 2 * before[page] for page in by_ratio)
    wanted: list[tuple[str, Callable[[int], int]]] = [
        ("middle", lambda count: count // 2),
        ("19 of 20", lambda count: count * 19 // 20),
        ("slowest", lambda count: count - 1),
    ]
    found = []
    for name, place in wanted:
        page = by_ratio[place(len(by_ratio))]
        found.append(
            {
                "work": f"any page, {name}",
                "value": after[page],
                "beside": "the same over the small catalogue",
                "floor": before[page],
                "note": f"{page}; {within} of {len(by_ratio)} within 2",
            }
        )
    return found
