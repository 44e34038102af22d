"""Rows of booths laid out by a rule: «A-01 to A-12, every 2.5 m from the left wall»."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.exhibitions.models import Booth, Hall, Zone
from apps.exhibitions.plan_changes import said_by

MOST = 200  # booths in one row


@dataclass(frozen=True)
class BoothRow:
    """Metres from the left and from above; `step` is how much the numbers grow (2: 1, 3, 5)."""

    letters: str
    count: int
    x: Decimal
    y: Decimal
    first: int = 1
    step: int = 1
    width: Decimal = Decimal(2)
    depth: Decimal = Decimal(2)
    gap: Decimal = Decimal(0)
    aisle_after: int = 0  # booths, after which an aisle comes; 0 for none
    aisle: Decimal = Decimal(2)
    is_down: bool = False
    capacity: int = 1
    power_va: int = 450
    zone: Zone | None = None

    def codes(self) -> list[str]:
        last = self.first + self.step * (self.count - 1)
        digits = max(2, len(str(last)))
        numbers = range(self.first, last + 1, self.step)
        return [f"{self.letters}{number:0{digits}}" for number in numbers]

    def corners(self) -> set[int]:
        """Places in the row that stand open to two sides: its ends, and beside an aisle."""
        ends = {0, self.count - 1}
        if self.aisle_after:
            for after in range(self.aisle_after, self.count, self.aisle_after):
                ends |= {after - 1, after}
        return ends


def lay_row(hall: Hall, row: BoothRow) -> list[Booth]:
    """Add the booths of a row to the plan, all or none. Raises ValidationError with the reason."""
    if not 1 <= row.count <= MOST:
        raise ValidationError(_("A row has 1 to %(most)d booths.") % {"most": MOST})
    corners = row.corners()
    booths = [
        Booth(
            exhibition_id=hall.exhibition_id,
            hall=hall,
            zone=row.zone,
            code=code,
            **_where(row, place),
            width=row.width,
            depth=row.depth,
            capacity=row.capacity,
            power_va=row.power_va,
            is_corner=place in corners,
        )
        for place, code in enumerate(row.codes())
    ]
    try:
        with transaction.atomic():
            for booth in booths:
                booth.save(force_insert=True)
    except IntegrityError as error:
        raise ValidationError(
            _("%(booth)s: %(why)s") % {"booth": booth, "why": said_by(error, Booth)}
        ) from error
    return booths


def _where(row: BoothRow, place: int) -> dict[str, Any]:
    aisles = place // row.aisle_after if row.aisle_after else 0
    size = row.depth if row.is_down else row.width
    along = place * (size + row.gap) + aisles * row.aisle
    if row.is_down:
        return {"x": row.x, "y": row.y + along}
    return {"x": row.x + along, "y": row.y}
