"""People and businesses of Denpasar who do not exist: names by birth order, shops by trade.

Numbers cannot belong to anybody: NIKs with the kecamatan code 00, phones 0812-0000-….
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from apps.regions.official import official_rows

CITY = "5171"
POOLS = json.loads(Path(__file__).with_name("bali.json").read_text(encoding="utf-8"))


def pool(name: str) -> list[str]:
    return POOLS[name].split("; ")


def pools(name: str) -> dict[str, list[str]]:
    """By sex."""
    return {sex: words.split("; ") for sex, words in POOLS[name].items()}


ORDER, CASTE, GIVEN = pools("order"), pools("caste"), pools("given")
ELSEWHERE, ELSEWHERE_LAST = pools("elsewhere"), pool("elsewhere_last")
FANCY, FORMS = pool("fancy"), pool("forms")
STREETS, BANJAR = pool("streets"), pool("banjar")


@dataclass(frozen=True)
class Trade:
    """A thing that is made: words as a list has them, its KBLI, its section."""

    products: tuple[str, ...]
    kbli: str
    section: str
    words: tuple[str, ...]
    unit: str


TRADES = [
    Trade(
        tuple(each["products"].split("; ")),
        each["kbli"],
        each["section"],
        tuple(each["words"].split("; ")),
        each["unit"],
    )
    for each in POOLS["trades"]
]


@dataclass(frozen=True)
class Village:
    code: str
    name: str
    district: str


@dataclass(frozen=True)
class Person:
    """`prefix` is «I» or «Ni», `order` the birth order, `caste` perhaps «Gusti Ayu»."""

    sex: str
    prefix: str
    caste: str
    order: str
    given: str
    born: date
    nik: str
    phone: str

    @property
    def name(self) -> str:
        return " ".join(
            part for part in (self.prefix, self.caste, self.order, self.given) if part
        )


@dataclass(frozen=True)
class Shop:
    """A business as it truly is; `key` tells it from all others."""

    key: int
    owner: Person
    form: str
    name: str
    trade: Trade
    products: tuple[str, ...]
    nib: str
    village: Village
    banjar: str
    street: str
    house: int


@cache
def villages() -> list[Village]:
    """The villages of Denpasar with the names of their districts."""
    names = {row.code: row.name for row in official_rows() if row.code.startswith(CITY)}
    return [
        Village(code, name, names[code[:6]])
        for code, name in names.items()
        if len(code) == 10
    ]


@dataclass
class Town:
    """Deals out people and shops, never the same number twice."""

    dice: random.Random
    places: list[Village] = field(default_factory=villages)
    _sequence: Iterator[int] = field(init=False)
    _phones: Iterator[int] = field(init=False)
    _nibs: Iterator[int] = field(init=False)
    _keys: int = 0

    def __post_init__(self) -> None:
        self._sequence = iter(self.dice.sample(range(1, 10_000), 9_999))
        self._phones = iter(self.dice.sample(range(10_000), 10_000))
        self._nibs = iter(self.dice.sample(range(10**9, 10**11), 20_000))

    def person(self, sex: str = "") -> Person:
        dice = self.dice
        sex = sex or dice.choice("mf")
        born = date(1955, 1, 1) + timedelta(days=dice.randrange(17_000))
        prefix, caste, order = ("I" if sex == "m" else "Ni"), "", ""
        given = self._given(sex)
        if dice.random() < 0.12:
            prefix, given = (
                "",
                f"{dice.choice(ELSEWHERE[sex])} {dice.choice(ELSEWHERE_LAST)}",
            )
        else:
            order = dice.choice(ORDER[sex])
            if dice.random() < 0.15:
                caste = dice.choice(CASTE[sex])
        return Person(sex, prefix, caste, order, given, born, *self._numbers(sex, born))

    def namesake(self, of: Person) -> Person:
        """Another person, of the same name."""
        born = of.born + timedelta(days=self.dice.randrange(-4_000, 4_000))
        nik, phone = self._numbers(of.sex, born)
        return replace(of, born=born, nik=nik, phone=phone)

    def _given(self, sex: str) -> str:
        """Some names are much more common than others; a third has two."""
        names = GIVEN[sex]
        first = names[min(int(self.dice.expovariate(0.06)), len(names) - 1)]
        if self.dice.random() < 0.35:
            second = self.dice.choice(names)
            return first if second == first else f"{first} {second}"
        return first

    def _numbers(self, sex: str, born: date) -> tuple[str, str]:
        day = born.day + (40 if sex == "f" else 0)
        nik = f"{CITY}00{day:02d}{born:%m%y}{next(self._sequence):04d}"
        return nik, f"0812-0000-{next(self._phones):04d}"

    def shop(
        self,
        owner: Person | None = None,
        trade: Trade | None = None,
        village: Village | None = None,
    ) -> Shop:
        dice = self.dice
        self._keys += 1
        owner, trade = owner or self.person(), trade or dice.choice(TRADES)
        products = tuple(dice.sample(trade.products, dice.randint(1, 2)))
        return Shop(
            self._keys,
            owner,
            dice.choice(FORMS),
            self._shop_name(owner, trade),
            trade,
            products,
            f"{dice.choice('0129')}{next(self._nibs):012d}",
            village or dice.choice(self.places),
            dice.choice(BANJAR),
            dice.choice(STREETS),
            dice.randint(1, 240),
        )

    def _shop_name(self, owner: Person, trade: Trade) -> str:
        dice = self.dice
        own = owner.given.split()[0]
        fancy = dice.choice(FANCY)
        other = dice.choice([word for word in FANCY if word != fancy])
        return dice.choice(
            [
                *(f"{dice.choice(trade.words)} {own}", f"{fancy} {other}"),
                *(f"{dice.choice(trade.words)} {fancy}", f"{fancy} {trade.words[0]}"),
                *(f"{fancy} {other} {trade.words[0]}", f"{own} {fancy}"),
                *(fancy, f"{owner.order} {fancy}".strip()),
            ]
        )
