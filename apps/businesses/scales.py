"""How big a business is: by every definition in force, each with the rule that says so.

The rules are data (`ScaleRule`): of each definition they are tried in their order, and the
first whose limits hold decides. What a rule asks for and is not known leaves the size open.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from apps.businesses.models import ScaleRule, YearlyFigures

MEASURES = ("workers", "investment", "sales")


@dataclass(frozen=True)
class Scale:
    """The size by one definition; `rule` None where a figure is missing."""

    definition: str
    rule: ScaleRule | None

    @property
    def size(self) -> str:
        return self.rule.get_size_display() if self.rule else _("not known")

    @property
    def reason(self) -> str:
        """The rule in words: «fewer than 20 workers, investment under Rp1,000,000,000»."""
        return words_of(self.rule) if self.rule else ""


def scales_of(figures: YearlyFigures, on: date | None = None) -> list[Scale]:
    """The size by each definition, from the figures of one year."""
    rules = list(ScaleRule.objects.on(on or localdate()))
    return [
        Scale(
            str(definition.label),
            _first([r for r in rules if r.definition == definition], figures),
        )
        for definition in ScaleRule.Definition
    ]


def _first(rules: list[ScaleRule], figures: YearlyFigures) -> ScaleRule | None:
    asked = {
        name for name in MEASURES for rule in rules if _limit(rule, name) is not None
    }
    if any(getattr(figures, name) is None for name in asked):
        return None
    return next((rule for rule in rules if _holds(rule, figures)), None)


def _holds(rule: ScaleRule, figures: YearlyFigures) -> bool:
    limits = {name: _limit(rule, name) for name in MEASURES}
    return all(
        getattr(figures, name) < limit
        for name, limit in limits.items()
        if limit is not None
    )


def _limit(rule: ScaleRule, measure: str) -> int | None:
    limit: int | None = getattr(rule, f"{measure}_below")
    return limit


def limits_of(definition: str, size: str, on: date | None = None) -> Q:
    """The condition on `YearlyFigures` under which a definition says a size."""
    rules = list(ScaleRule.objects.on(on or localdate()).filter(definition=definition))
    asked = {
        name for name in MEASURES for rule in rules if _limit(rule, name) is not None
    }
    known = Q(**{f"{name}__isnull": False for name in sorted(asked)})
    condition, earlier_fail = Q(pk__in=[]), ~Q(pk__in=[])
    for rule in rules:
        limits = {
            name: limit
            for name in MEASURES
            if (limit := _limit(rule, name)) is not None
        }
        if rule.size == size:
            holds = Q(**{f"{name}__lt": limit for name, limit in limits.items()})
            condition |= holds & earlier_fail
        # Said as comparisons, not as NOT: those an index answers.
        fails = Q(pk__in=[])
        for name, limit in limits.items():
            fails |= Q(**{f"{name}__gte": limit})
        earlier_fail &= fails
    return known & condition


def words_of(rule: ScaleRule) -> str:
    parts = []
    if rule.workers_below is not None:
        parts.append(_("fewer than %(count)d workers") % {"count": rule.workers_below})
    if rule.investment_below is not None:
        parts.append(
            _("investment under Rp%(money)s") % {"money": _money(rule.investment_below)}
        )
    if rule.sales_below is not None:
        parts.append(_("sales under Rp%(money)s") % {"money": _money(rule.sales_below)})
    return ", ".join(parts) or _("above all limits")


def _money(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")
