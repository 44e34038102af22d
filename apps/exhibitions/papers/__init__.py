"""What is printed for an exhibition: plan, lists, boards, cards, slips, receipts, the recap."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.exhibitions.models import BoothAssignment, Exhibition
from apps.exhibitions.papers import carrying, lists, plan, recap

Print = Callable[["Asked"], bytes]


@dataclass(frozen=True)
class Asked:
    """A paper that is wanted: of one `day` where days differ; `size`: «a4» or «a3»."""

    exhibition: Exhibition
    kind: str
    day: date
    size: str = "a4"

    @property
    def title(self) -> str:
        return str(KINDS[self.kind].label)

    def places(self) -> list[BoothAssignment]:
        """The places of the draft plan in the order of booths."""
        found = self.exhibition.assignments.select_related(
            *("booth__zone", "participation__business__owner"),
            *("participation__business__region", "participation__recap_group"),
        )
        return list(found.order_by("booth__code", "seat", "days"))


@dataclass(frozen=True)
class Kind:
    """`of_days`: another paper each day. `sizes`: more than A4. `fits`: whether it has a use.

    `is_kept`: it lets its bearer in or tells where somebody lives, so only who runs the
    exhibition prints it.
    """

    label: str | Promise
    printed: Print
    of_days: bool = False
    sizes: tuple[str, ...] = ()
    is_kept: bool = False
    fits: Callable[[Exhibition], bool] = lambda exhibition: True


def _carries(exhibition: Exhibition) -> bool:
    return carrying.goods_of(exhibition).exists()


def _loads(exhibition: Exhibition) -> bool:
    return exhibition.loading_at is not None


KINDS: dict[str, Kind] = {
    "denah": Kind(_("Plan with legend"), plan.plan, sizes=("a4", "a3")),
    "stan": Kind(_("List by booth"), lists.by_booth),
    "nama": Kind(_("List by name"), lists.by_name),
    "hadir": Kind(_("Sign-in sheet"), lists.sign_in, of_days=True),
    "papan": Kind(_("Name boards of the booths"), lists.boards),
    "kartu": Kind(_("ID cards, two for each exhibitor"), lists.cards),
    "lapor": Kind(_("Slips with the links to report sales"), lists.slips, is_kept=True),
    "bongkar": Kind(_("Loading schedule"), carrying.loading, fits=_loads),
    "angkut": Kind(
        _("Transport list"), carrying.transport, fits=_carries, is_kept=True
    ),
    "serah": Kind(
        _("Handover receipts"), carrying.handover, fits=_carries, is_kept=True
    ),
    "rekap": Kind(_("Recap"), recap.recap_pdf),
}


def paper_of(
    exhibition: Exhibition, kind: str, day: date, *, size: str = "a4"
) -> bytes:
    """A paper of one of the KINDS as PDF. Raises KeyError for any other."""
    return KINDS[kind].printed(Asked(exhibition, kind, day, size))


def papers_for(exhibition: Exhibition, *, keeps: bool) -> list[tuple[str, Kind]]:
    """What there is to print for this exhibition, for who runs it or only looks."""
    return [
        (name, kind)
        for name, kind in KINDS.items()
        if kind.fits(exhibition) and (keeps or not kind.is_kept)
    ]
