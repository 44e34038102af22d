"""Twelve kinds of errors that cells of real lists hold (domain.md 2 and 8.3)."""

import random
from collections.abc import Callable
from typing import Any

from benchmarks.balinese import CITY, Village

Row = dict[str, Any]
Spoil = Callable[[random.Random, Row, list[Village]], str]


def _nik(dice: random.Random, day: int = 0) -> str:
    born = f"{day or dice.randint(1, 28):02d}{dice.randint(1, 12):02d}{dice.randint(55, 99)}"
    return f"{CITY}00{born}{dice.randint(1, 9_998):04d}"


def _nik_damaged(dice: random.Random, row: Row, places: list[Village]) -> str:
    row["nik"] = dice.choice(["5.171E+15", "5,1710E+15", float(_nik(dice)[:15] + "0")])
    return "nik"


def _nik_short(dice: random.Random, row: Row, places: list[Village]) -> str:
    row["nik"] = dice.choice([_nik(dice)[:15], _nik(dice) + "1"])
    return "nik"


def _nik_of_no_day(dice: random.Random, row: Row, places: list[Village]) -> str:
    row["nik"] = _nik(dice, dice.choice([32, 35, 39, 72, 80]))
    return "nik"


def _nib_short(dice: random.Random, row: Row, places: list[Village]) -> str:
    row["nib"] = f"{dice.choice('129')}{dice.randrange(10**11):011d}"
    return "nib"


def _phone(dice: random.Random, row: Row, places: list[Village]) -> str:
    row["phone"] = dice.choice(["0812-00", "08l2-OOOO-l234", "wa suami", "12345"])
    return "phone"


def _money_unit(dice: random.Random, row: Row, places: list[Village]) -> str:
    row["investment"] = dice.choice(["1,2 M", "15 juta", "Rp 2 jt", "350 rb"])
    return "investment"


def _village_unknown(dice: random.Random, row: Row, places: list[Village]) -> str:
    name = dice.choice(
        ["Sukamakmur Indah", "Wonorejo Lor", "Karangmulyo", "Cibeureum Hilir"]
    )
    row["address"] = f"Br. Kaja, Ds. {name}"
    return "address"


def _village_elsewhere(dice: random.Random, row: Row, places: list[Village]) -> str:
    village = dice.choice(places)
    row["address"] = f"Br. Tengah, Ds. {village.name}"
    others = sorted({place.district for place in places} - {village.district})
    row["district"] = dice.choice(others)
    return "district"


def _kbli(dice: random.Random, row: Row, places: list[Village]) -> str:
    row["kbli"] = dice.choice(["99999", "10999", "13998", "00001"])
    return "kbli"


def _workers_add_up(dice: random.Random, row: Row, places: list[Village]) -> str:
    row["total"] = int(row["male"]) + int(row["female"]) + dice.randint(1, 9)
    return "total"


def _workers_absurd(dice: random.Random, row: Row, places: list[Village]) -> str:
    row["male"] = dice.choice([-4, -1, 2019, 250_000, 81_200])
    row["total"] = row["male"] + int(row["female"])
    return "male"


def _born(dice: random.Random, row: Row, places: list[Village]) -> str:
    row["born"] = dice.choice(["31/02/1980", "30-2-1975", "12/13/1988", "31 Juni 1979"])
    return "born"


ERRORS: dict[str, Spoil] = {
    "NIK damaged by Excel": _nik_damaged,
    "NIK of 15 or 17 digits": _nik_short,
    "NIK of no possible day": _nik_of_no_day,
    "NIB of 12 digits": _nib_short,
    "phone of no use": _phone,
    "money in another unit": _money_unit,
    "village unknown": _village_unknown,
    "village in another kecamatan": _village_elsewhere,
    "KBLI unknown": _kbli,
    "men and women are not the total": _workers_add_up,
    "workers below zero or absurd": _workers_absurd,
    "day that no calendar has": _born,
}
