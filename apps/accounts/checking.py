"""Whether the history is still as it was sealed, and if not, which row of which table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.forged import event_models, forged_events
from apps.accounts.models import HistorySeal
from apps.accounts.redacting import redacted_rows
from apps.accounts.retention import outlived_by_seals
from apps.accounts.seal_anchor import anchor
from apps.accounts.sealing import (
    HASH_BYTES,
    LATEST,
    columns_of,
    hashes_of,
    multirange,
    sealed_models,
)

AT_ONCE = 100  # seals read at a time
A_DAY = timedelta(days=1)  # rows are older than their seal, and purged by their own age


@dataclass(frozen=True)
class Damage:
    """Something that is not as it was sealed. `row` is the key in the table, if it is a row."""

    table: str
    row: int | None
    what: str

    def __str__(self) -> str:
        place = f"{self.table} {self.row}" if self.row is not None else self.table
        return f"{place}: {self.what}"


def check_history() -> Iterator[Damage]:
    """Everything that was altered, deleted or put in since it was sealed.

    Rows that have passed their time of keeping may be gone, and those out of which somebody
    was erased are as that left them.
    """
    told = set()
    for damage in _check_seals():
        told.add((damage.table, damage.row))
        yield damage
    for model in event_models():
        redacted = redacted_rows(model)
        for row in forged_events(model):
            if (model._meta.db_table, row) not in told and row not in redacted:
                what = _("written by hand: the record tells otherwise")
                yield Damage(model._meta.db_table, row, what)


def _check_seals() -> Iterator[Damage]:
    models = {model._meta.db_table: model for model in sealed_models()}
    redacted = {table: redacted_rows(model) for table, model in models.items()}
    previous, expected = "", 1
    for seal in HistorySeal.objects.order_by("number").iterator(AT_ONCE):
        if seal.number != expected or not seal.follows(previous):
            what = _("a seal is missing or was altered")
            yield Damage("accounts_historyseal", seal.number, what)
        previous, expected = seal.mac, seal.number + 1
        if seal.table in models:
            for damage in _check_rows(seal, models[seal.table]):
                if damage.row not in redacted[seal.table]:
                    yield damage
    yield from _check_end(expected - 1)
    for model in models.values():
        yield from _check_intruders(model)


def _may_be_gone(seal: HistorySeal) -> bool:
    kept = outlived_by_seals().get(seal.table)
    return kept is not None and seal.made_at < timezone.now() - kept + A_DAY


def _check_rows(seal: HistorySeal, model: Any) -> Iterator[Damage]:
    gone = [name for name in seal.columns if name not in columns_of(model)]
    if gone:
        what = _("the column %(name)s, which is sealed, is gone") % {"name": gone[0]}
        yield Damage(seal.table, None, what)
        return
    key = f'row."{model._meta.pk.column}"'
    found = dict(
        hashes_of(
            model,
            seal.columns,
            f"{key} BETWEEN %s AND %s AND {key}::bigint <@ %s::int8multirange",
            [seal.ranges[0][0], seal.ranges[-1][1], multirange(seal.ranges)],
        )
    )
    keys = [key for first, last in seal.ranges for key in range(first, last + 1)]
    hashes = bytes(seal.hashes)
    for place, row in enumerate(keys):
        if row not in found:
            if not _may_be_gone(seal):
                yield Damage(seal.table, row, _("deleted"))
        elif found[row] != hashes[place * HASH_BYTES : (place + 1) * HASH_BYTES]:
            yield Damage(seal.table, row, _("altered"))


def _check_end(last: int) -> Iterator[Damage]:
    """The newest seals could be deleted together with what they cover."""
    known = anchor()
    if known is None:
        return
    number, mac = known
    if number > last:
        what = _("the newest seals are missing: there were %(count)d") % {
            "count": number
        }
        yield Damage("accounts_historyseal", number, what)
    elif not HistorySeal.objects.filter(number=number, mac=mac).exists():
        yield Damage("accounts_historyseal", number, _("replaced by another"))


def _check_intruders(model: Any) -> Iterator[Damage]:
    """Rows that have appeared where everything was settled."""
    seals = HistorySeal.objects.filter(table=model._meta.db_table)
    settled = seals.filter(made_at__lte=timezone.now() - LATEST).last()
    if settled is None:
        return
    parts = seals.values_list("ranges", flat=True)
    covered = multirange([each for ranges in parts for each in ranges])
    key = model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{key}" FROM "{model._meta.db_table}" '  # noqa: S608  our own names
            f'WHERE "{key}" <= %s AND NOT ("{key}"::bigint <@ %s::int8multirange)',
            [settled.highest, covered],
        )
        for (row,) in cursor.fetchall():
            yield Damage(model._meta.db_table, row, _("put in afterwards"))
