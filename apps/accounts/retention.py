"""How long which personal data are kept, on which ground, and what ends them.

Each app names its own categories (`register`, from its `ready`); the worker purges every
night what has passed its time, and `purge_expired` shows or does it by hand. The same table
stands in docs/panduan/auditor.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import ProgrammingError, transaction
from django.utils import timezone
from django.utils.functional import Promise


@dataclass(frozen=True)
class Category:
    """Data of one kind. `kept` None: as long as the record itself.

    `table`: the one of those that only grow, if it is one; its seals outlive its rows.
    `expired` counts what is older than a moment; `purge` ends it and says how much that was.
    """

    code: str
    name: str | Promise
    ground: str | Promise
    kept: timedelta | None = None
    table: str = ""
    expired: Callable[[datetime], int] = lambda before: 0
    purge: Callable[[datetime], int] = lambda before: 0

    @property
    def before(self) -> datetime:
        return timezone.now() - (self.kept or timedelta())


CATEGORIES: list[Category] = []


def register(*categories: Category) -> None:
    CATEGORIES.extend(categories)


def outlived_by_seals() -> dict[str, timedelta]:
    """How long the rows of tables that only grow are kept, by the name of the table."""
    return {each.table: each.kept for each in CATEGORIES if each.table and each.kept}


@dataclass(frozen=True)
class Outcome:
    """What became of one category: how much has expired, how much of it was purged."""

    category: Category
    expired: int
    purged: int = 0
    refused: bool = False


def purge_expired(*, commit: bool) -> list[Outcome]:
    """Every category with a time limit. What this role may not delete is left, and said."""
    return [_purge(each, commit) for each in CATEGORIES if each.kept is not None]


def _purge(category: Category, commit: bool) -> Outcome:
    expired = category.expired(category.before)
    if not commit or not expired:
        return Outcome(category, expired)
    try:
        with transaction.atomic():
            return Outcome(category, expired, purged=category.purge(category.before))
    except ProgrammingError:  # the web's role may not delete from what only grows
        return Outcome(category, expired, refused=True)
