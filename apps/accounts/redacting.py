"""Personal data taken out of a history for good, and how that differs from tampering.

Rows of a history are never changed, and their seals say so. One exception is the law's: whoever
asked to be erased leaves the history as well. Its owner then blanks columns, and an
authenticated `Redaction` holds what each row was left as. A row that is still just that is
as it should be.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import Redaction
from apps.accounts.sealing import columns_of, hashes_of
from ikmportal.history import without_trace


@transaction.atomic
def redact(rows: QuerySet, values: Mapping[str, Any], *, cause: str) -> int:
    """Put `values` (by field) into these rows of a history. Returns how many rows that were.

    For the owner of the tables. Seal the history first: what has no seal yet is sealed as
    it is left here. Raises ProgrammingError for a role that may not change it.
    """
    model: Any = rows.model
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        return 0
    with without_trace(model):
        model.objects.filter(pk__in=keys).update(**values)
    now, columns = timezone.now(), columns_of(model)
    made = [
        Redaction(
            made_at=now,
            cause=cause,
            table=model._meta.db_table,
            row=key,
            columns=columns,
            digest=digest,
        )
        for key, digest in _hashes(model, columns, keys)
    ]
    for each in made:
        each.mac = each.own_mac()
    Redaction.objects.bulk_create(made)
    return len(made)


def redacted_rows(model: Any) -> set[int]:
    """The keys of the rows of a history that are just as a redaction left them."""
    left: dict[tuple[str, ...], dict[int, set[bytes]]] = defaultdict(
        lambda: defaultdict(set)
    )
    for each in Redaction.objects.filter(table=model._meta.db_table).iterator():
        if each.is_authentic and set(each.columns) <= set(columns_of(model)):
            left[tuple(each.columns)][each.row].add(bytes(each.digest))
    return {
        row
        for columns, digests in left.items()
        for row, digest in _hashes(model, columns, list(digests))
        if digest in digests[row]
    }


def _hashes(model: Any, columns: Any, keys: list[int]) -> list[tuple[int, bytes]]:
    condition = f'row."{model._meta.pk.column}" = ANY(%s)'
    return hashes_of(model, columns, condition, [keys])
