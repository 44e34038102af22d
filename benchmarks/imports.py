"""A messy list, upload to committed, beside stock django-import-export and a bare COPY."""

import json
import statistics
import subprocess
import sys
import time
from typing import Any

from benchmarks.messy import messy_list

MOST_MEGABYTES = 600
SAMPLE = 1_000  # rows, to see how what stock takes for a row grows with the list
TABLES = ("person", "business", "coachingrelation", "yearlyfigures", "claim")
TIMES = 9


def imports_at(rows: int, given: int) -> list[dict[str, Any]]:
    """What an import of so many rows takes, and its pages and undo beside small ones.

    `given`: rows of the same list that stock gets; what it takes is multiplied for the rest.
    """
    from apps.agencies.models import Agency

    agency = Agency.objects.get(code="SUDIN-JAKSEL")
    given = min(given, rows)
    of_few = _stock(min(SAMPLE, rows), agency) / min(SAMPLE, rows)
    per_row = _stock(given, agency) / given
    small, _took = _imported(500, agency, seed=2)
    batch, took = _imported(rows, agency, seed=1)
    note = (
        f"{rows} rows; stock was given {given} of them, cleaned already; "
        f"a row of these costs it {per_row / of_few:.2f} of one of {SAMPLE}"
    )
    return [
        _line(
            "stock import / our import",
            per_row * rows,
            "import, messy rows",
            took["seconds"],
            note,
        ),
        _line(
            "import, messy rows",
            took["seconds"],
            "COPY into the same five tables",
            _copied(),
            f"{rows / took['seconds']:.0f} rows/s: {batch.seconds}",
        ),
        _line(
            "peak memory of the worker, MB",
            took["peak"] / 2**20,
            f"allowed: {MOST_MEGABYTES}",
            MOST_MEGABYTES,
            f"before the import {took['before'] / 2**20:.0f} MB",
        ),
        *(
            _line(
                f"a page of the review, {where}",
                _page(batch, where),
                "the same of 500 rows",
                _page(small, where),
                "",
            )
            for where in ("first", "last")
        ),
        _undone(batch, took["seconds"]),
    ]


def _line(
    work: str, value: float, beside: str, floor: float | None, note: str
) -> dict[str, Any]:
    return {"work": work, "value": value, "beside": beside, "floor": floor} | {
        "note": note
    }


def _imported(rows: int, agency: Any, seed: int) -> tuple[Any, dict[str, float]]:
    from django.db import connection

    from apps.imports.batches import receive

    content = messy_list(rows, seed)
    begun = time.perf_counter()
    batch = receive(content, name="bench.csv", agency=agency, year=2023)
    received = time.perf_counter() - begun
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-m", "benchmarks.import_worker", name, str(batch.pk)]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    took = json.loads(answer.stdout.splitlines()[-1])
    batch.refresh_from_db()
    if batch.state != batch.State.COMMITTED:
        raise RuntimeError(f"{batch.state} {batch.error} {batch.notice}")
    return batch, took | {"seconds": took["seconds"] + received}


def _stock(rows: int, agency: Any) -> float:
    """Seconds of two plain resources for rows that are cleaned already, then taken back.

    That is less than we do: no figures, permits or coaching, no matching, no review.
    """
    from django.db import transaction

    from apps.imports.importing import read_list

    records = read_list(messy_list(rows, 1), agency, year=2023).records
    with transaction.atomic():
        begun = time.perf_counter()
        _import_stock(records, agency)
        seconds = time.perf_counter() - begun
        transaction.set_rollback(True)
    return seconds


def _import_stock(records: list[Any], agency: Any) -> None:
    import tablib
    from import_export.resources import modelresource_factory

    from apps.businesses.models import Business, Person
    from ikmportal.encryption import blind_index

    owner = ["agency", "name", "nik", "nik_index", "nik_last_four", "nik_status"]
    owner += ["phone", "phone_index", "region"]
    people = tablib.Dataset(headers=owner)
    for record in records:
        nik, phone = record.get("nik") or "", record.get("phone") or ""
        indexes = [
            nik and blind_index(nik, "nik"),
            phone and blind_index(phone, "phone"),
        ]
        people.append(
            [
                *(agency.pk, record.get("owner_name"), nik, indexes[0], nik[-4:]),
                *(record.get("nik_status"), phone, indexes[1], record.get("region")),
            ]
        )
    keys = ("agency", "name", "phone_index")
    _load(modelresource_factory(Person), people, owner, keys)
    found = dict(Person.objects.values_list("name", "pk"))
    columns = ["agency", "owner", "name", "nib", "products", "address", "region"]
    businesses = tablib.Dataset(headers=columns)
    for record in records:
        values = [
            record.get("business_name"),
            record.get("nib"),
            record.get("products"),
        ]
        values = [value or "" for value in [*values, record.get("address")]]
        key = found[record.get("owner_name")]
        businesses.append([agency.pk, key, *values, record.get("region")])
    _load(modelresource_factory(Business), businesses, columns, ("owner", "name"))


def _load(base: Any, rows: Any, columns: list[str], keys: tuple[str, ...]) -> None:
    meta = type("Meta", (base.Meta,), {"fields": columns, "import_id_fields": keys})
    parts = {"Meta": meta, "before_save_instance": _without_blanks}
    resource = type("Stock", (base,), parts)()
    result = resource.import_data(rows, raise_errors=True)
    if result.has_errors() or result.totals["new"] != len(rows):
        raise RuntimeError(f"stock imported otherwise: {result.totals}")


def _without_blanks(_resource: Any, person: Any, _row: Any, **_kwargs: Any) -> None:
    for name in ("nik", "nik_index", "phone", "phone_index"):
        if getattr(person, name, None) == "":
            setattr(person, name, None)


def _copied() -> float:
    """Seconds of a COPY of all that is in the tables into the same, emptied and put back."""
    from django.db import connection, transaction

    from apps.imports.bulk import quiet_triggers

    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SET LOCAL statement_timeout = 0")
        quiet_triggers()
        kept = {name: _out(cursor, f"businesses_{name}") for name in TABLES}
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("TRUNCATE businesses_business, businesses_person CASCADE")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        begun = time.perf_counter()
        for name, lines in kept.items():
            with cursor.copy(f"COPY businesses_{name} FROM STDIN") as target:
                target.write(lines)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        seconds = time.perf_counter() - begun
        transaction.set_rollback(True)
    return seconds


def _out(cursor: Any, table: str) -> bytes:
    with cursor.copy(f"COPY {table} TO STDOUT") as source:
        return b"".join(source)


def _page(batch: Any, where: str) -> float:
    """Median seconds of the rows of a page, as the review shows them."""
    from apps.imports.listing import page_of

    number = str(page_of(batch, "", "", "1").paginator.num_pages)
    times = []
    for _time in range(TIMES):
        begun = time.perf_counter()
        list(page_of(batch, "", "", "1" if where == "first" else number))
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def _undone(batch: Any, seconds: float) -> dict[str, Any]:
    """As the worker does it, whose statements may take longer than a page's."""
    from django.db import connection

    from apps.imports.undo import ask_to_undo, undo

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    ask_to_undo(batch)
    begun = time.perf_counter()
    undo(batch.pk)
    took = time.perf_counter() - begun
    batch.refresh_from_db()
    if batch.state != batch.State.UNDONE:
        raise RuntimeError(f"{batch.state} {batch.notice}")
    return _line("undo of it", took, "its import", seconds, "")
