"""``make bench``: ratios inside one run, as a table and as JSON in var/bench.json.

Absolute times differ by machine; what stands beside each, measured in the same run, does not.
"""

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable
from contextlib import contextmanager, nullcontext

import django

from benchmarks.booths import booths_at
from benchmarks.catalogue import catalogue_at
from benchmarks.imports import imports_at
from benchmarks.lists import lists_at
from ikmportal import embedded

# Half a million businesses are no demo: as docs/operations.md has it for a server.
MEMORY_OF_A_SERVER = {"shared_buffers": "1GB", "effective_cache_size": "4GB"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000, help="of the list imported")
    parser.add_argument(
        "--stock",
        type=int,
        help="rows of it that the stock import is given, if not all: 100,000 take it 40 minutes",
    )
    parser.add_argument(
        "--small", type=int, default=5_000, help="businesses of the small register"
    )
    parser.add_argument(
        "--large", type=int, default=500_000, help="businesses of the large register"
    )
    parser.add_argument(
        "--only",
        choices=["imports", "doubles", "lists", "catalogue", "booths"],
        help="one part of it",
    )
    parser.add_argument(
        "--few", type=int, default=10_000, help="products of the small catalogue"
    )
    parser.add_argument(
        "--many", type=int, default=1_000_000, help="products of the large catalogue"
    )
    options = parser.parse_args()
    if options.only != "booths":
        set_up()
    parts = {
        "imports": lambda: emptied(
            imports_at, options.rows, options.stock or options.rows
        ),
        "doubles": doubles_measured,
        "lists": lambda: emptied(lists_at, options.small, options.large),
        "catalogue": lambda: emptied(catalogue_at, options.few, options.many),
        "booths": lambda: [row(**each) for each in booths_at()],
    }
    asked = [options.only] if options.only else list(parts)
    with nullcontext() if asked == ["booths"] else scratch_database():
        found = [row for part in asked for row in parts[part]()]
    report(found)
    return 0


def set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ikmportal.settings")
    os.environ["STATIC_STORAGE"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    os.environ["DATABASE_POOL"] = "false"
    embedded.SETTINGS.update(MEMORY_OF_A_SERVER)
    embedded.ensure_running()
    django.setup()
    logging.disable(logging.CRITICAL)


@contextmanager
def scratch_database():
    """A database of its own with the reference data and the demo's agencies, then dropped."""
    from django.core.management import call_command
    from django.test.utils import (
        setup_databases,
        setup_test_environment,
        teardown_databases,
    )

    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("createcachetable", verbosity=0)
        call_command("load_reference_data", verbosity=0)
        from apps.agencies.loading import load_demo_agencies

        load_demo_agencies()
        yield
    finally:
        teardown_databases(databases, verbosity=0)


def doubles_measured() -> list[dict]:
    from benchmarks.doubles import doubles_found  # it imports models

    return emptied(doubles_found)


def emptied(work: Callable[..., list[dict]], *arguments: int) -> list[dict]:
    """What a work measures that begins with an empty register."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SET session_replication_role = replica"
        )  # history is append-only
        cursor.execute("TRUNCATE businesses_business, businesses_person CASCADE")
        cursor.execute("SET session_replication_role = DEFAULT")
    found = work(*arguments)
    return [row(**each) for each in found]


def row(work: str, value: float, beside: str, floor: float | None, note: str) -> dict:
    ratio = round(value / floor, 2) if floor else None
    return {"work": work, "value": value, "beside": beside, "floor": floor} | {
        "ratio": ratio,
        "note": note,
    }


def report(found: list[dict]) -> None:
    print(f"{'work':44} {'value':>10} {'beside':>10} {'ratio':>8}")
    for each in found:
        floor = "" if each["floor"] is None else f"{each['floor']:.4f}"
        ratio = "" if each["ratio"] is None else f"{each['ratio']:.2f}"
        print(
            f"{each['work']:44} {each['value']:10.4f} {floor:>10} {ratio:>8}  {each['note']}"
        )
    target = embedded.data_dir() / "bench.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(found, indent=1))
    print(f"{target}")


if __name__ == "__main__":
    sys.exit(main())
