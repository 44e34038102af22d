"""An import as its page shows it: totals, and rows in words with NIK and phone masked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.businesses.findings import KINDS, Level, in_general
from apps.businesses.models import Business, Claim, CoachingRelation, Person
from apps.imports.cleaning.given import SPELLED
from apps.imports.cleaning.notes import said
from apps.imports.correcting import cell_of, columns_for, columns_of, seal_of
from apps.imports.labels import LABELS
from apps.imports.mapping import Column
from apps.imports.models import ImportBatch, ImportRow
from apps.regions.models import Region
from apps.sectors.models import CommodityGroup
from ikmportal.rendering import number, rupiah
from ikmportal.spreadsheets import text_of

TABS = ["create", "update", "same", "decide", "refused", "skipped"]
TONES = {"error": "bad", "warning": "warn", "info": "info"}
DECISION_TONES = {
    "create": "good",
    "update": "info",
    "decide": "warn",
    "refused": "bad",
}
MASKED = {"nik", "phone", "other_phones"}
MASK = "••••"
CHOICES: dict[str, Any] = {
    "channel": CoachingRelation.Channel.choices,
    "status": Business.Status.choices,
    "sex": Person.Sex.choices,
    "legal_form": Business.LegalForm.choices,
}
WRITTEN: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(["investment", "sales", "production_value"], rupiah),
    "raw_material_value": rupiah,
    **dict.fromkeys(["workers", "workers_male", "workers_female"], number),
    "birth_date": lambda value: date_format(date.fromisoformat(value), "DATE_FORMAT"),
}
REASONS = {
    "owner_missing": gettext_lazy("The name of the owner is missing."),
    "too_little": gettext_lazy("A name alone: nobody can be told from it."),
    "outside_area": gettext_lazy(
        "It is a business outside your area: nothing of it was changed."
    ),
    "duplicate": gettext_lazy("It may be the same as another record."),
    "left_out": gettext_lazy("Left out by an officer."),
    "numbering": gettext_lazy("Numbers of the columns"),
    "header": gettext_lazy("The head of the table again"),
    "section": gettext_lazy("Heading of a section"),
    "total": gettext_lazy("Total"),
    "footer": gettext_lazy("Below the table: signature or source"),
}
EVIDENCE = {
    "nik": gettext_lazy("NIK"),
    "nib": gettext_lazy("NIB"),
    "phone": gettext_lazy("phone"),
    "name": gettext_lazy("name or brand"),
    "owner": gettext_lazy("owner"),
    "village": gettext_lazy("area"),
    "product": gettext_lazy("products"),
    "address": gettext_lazy("address"),
    "born": gettext_lazy("date of birth"),
}


@dataclass
class Candidate:
    """Something that a row may be the same as, to be chosen as `value`."""

    value: str
    name: str
    why: str
    percent: int
    url: str = ""
    against: str = ""


@dataclass
class ShownRow:
    row: ImportRow
    tone: str = ""
    reason: Any = ""
    facts: list[tuple[Any, str, str]] = field(default_factory=list)
    changes: list[tuple[Any, str, str]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    chosen: str = ""
    url: str = ""
    fixable: list["Fix"] = field(default_factory=list)
    corrected: list[tuple[str, str]] = field(default_factory=list)
    may_be_left_out: bool = False


@dataclass
class Fix:
    """A cell that can be put right: its column, and what stands there (not of a NIK or phone)."""

    letter: str
    label: str
    text: str
    is_wanted: bool = False
    seen: str = ""
    may_be_remembered: bool = False


@dataclass
class Names:
    """What codes and ids on one page are called: one query each."""

    regions: dict[str, str]
    groups: dict[str, str]
    businesses: dict[int, str]
    twins: dict[tuple[str, int], str]
    columns: dict[str, list[Column]]


def tabs(batch: ImportBatch, current: str | None) -> list[dict[str, Any]]:
    url = reverse("imports:detail", args=[batch.pk])
    named = dict(ImportRow.Decision.choices)
    found = [
        {
            "label": _("All"),
            "url": url,
            "count": batch.total,
            "current": current == "",
        }
    ]
    found.extend(
        {
            "label": str(named[name]).capitalize(),
            "url": f"{url}?tampil={name}",
            "count": batch.counts[name],
            "current": name == current,
        }
        for name in TABS
    )
    return found


def kinds(batch: ImportBatch, current: str) -> list[dict[str, Any]]:
    """What was found in how many rows: errors first, then by how often."""
    url = reverse("imports:detail", args=[batch.pk])
    found = [
        {
            "label": in_general(code),
            "level": KINDS[code].level,
            "tone": TONES[KINDS[code].level],
            "count": count,
            "url": f"{url}?{urlencode({'temuan': code})}",
            "current": code == current,
        }
        for code, count in batch.kinds.items()
        if code in KINDS
    ]
    order = list(TONES)
    return sorted(found, key=lambda kind: (order.index(kind["level"]), -kind["count"]))


def asked(batch: ImportBatch) -> list[dict[str, Any]]:
    """Columns that may tell of products or of groups, each with what it was read as."""
    if batch.state != ImportBatch.State.PLANNED:
        return []
    return [
        {
            "sheet": place,
            "letter": letter,
            "head": sheet["labels"].get(letter, letter),
            "field": sheet["columns"].get(letter, ""),
        }
        for place, sheet in enumerate(batch.sheets)
        for letter in sheet.get("asked", [])
    ]


def undecided(batch: ImportBatch) -> int:
    return batch.rows.filter(decision=ImportRow.Decision.DECIDE, choice="").count()


def shown(rows: Sequence[Any], batch: ImportBatch, user: User) -> list[Any]:
    """A page of rows in words; the number of queries does not grow with them."""
    if not rows or isinstance(rows[0], dict):
        return list(rows)
    opened = [row.opened for row in rows]
    names = _names(rows, opened, batch, user)
    return [
        _shown(row, values, names) for row, values in zip(rows, opened, strict=True)
    ]


def _names(
    rows: Sequence[ImportRow],
    opened: list[dict[str, Any]],
    batch: ImportBatch,
    user: User,
) -> Names:
    duplicates = [duplicate for row in rows for duplicate in row.duplicates]
    ids = {d["business"] for d in duplicates if "business" in d}
    businesses = (
        Business.objects.visible_to(user).select_related("owner").filter(pk__in=ids)
    )
    numbers = {d["row"] for d in duplicates if "row" in d}
    twins = {
        (t.sheet, t.row): _title(t.opened) for t in batch.rows.filter(row__in=numbers)
    }
    codes = {values.get("region") for values in opened}
    codes |= {code for row in rows for code in row.opened_changes.get("region", [])}
    regions = Region.objects.filter(pk__in=codes - {None}).select_related(
        "parent__parent"
    )
    return Names(
        {region.pk: _place(region) for region in regions},
        {group.code: str(group) for group in CommodityGroup.objects.all()},
        {business.pk: f"{business} ({business.owner})" for business in businesses},
        twins,
        {sheet["name"]: columns_of(sheet) for sheet in batch.sheets},
    )


def _title(values: dict[str, Any]) -> str:
    names = [
        values.get("brand") or values.get("business_name"),
        values.get("owner_name"),
    ]
    return " · ".join(name for name in names if name)


def _place(region: Region) -> str:
    names = [str(region)]
    if region.parent:
        names.append(str(region.parent))
        if region.parent.parent:
            names.append(str(region.parent.parent))
    return ", ".join(names)


def _shown(row: ImportRow, values: dict[str, Any], names: Names) -> ShownRow:
    result = ShownRow(
        row, DECISION_TONES.get(row.decision, ""), REASONS.get(row.reason, "")
    )
    tones = _tones(row)
    result.facts = [
        (label, _word(name, values.get(name), names), tones.get(name, ""))
        for name, label in LABELS.items()
        if values.get(name) not in (None, "") or name in tones
    ]
    claims = [_claim(claim) for claim in values.get("claims") or []]
    if claims:
        result.facts.append((LABELS["claim"], ", ".join(claims), ""))
    for key, (old, new) in row.opened_changes.items():
        result.changes.append(_change(key, old, new, names))
    open_yet = row.batch.state == ImportBatch.State.PLANNED
    result.may_be_left_out = open_yet and row.decision != ImportRow.Decision.REFUSED
    columns = names.columns.get(row.sheet, []) if open_yet else []
    result.fixable = [_fix(row, column) for column in columns]
    result.findings = [_finding(row, each, columns) for each in row.findings]
    result.corrected = _corrected(row, columns)
    result.candidates = [_candidate(i, d, names) for i, d in enumerate(row.duplicates)]
    result.chosen = _chosen(row)
    if row.business_id and row.batch.is_saved:
        result.url = reverse("admin:businesses_business_change", args=[row.business_id])
    return result


def _tones(row: ImportRow) -> dict[str, str]:
    """Of fields that something is wrong with, how bad it is; errors go before warnings."""
    marked = [f for f in row.findings if f["level"] != Level.INFO]
    worst = sorted(marked, key=lambda finding: finding["level"] == Level.ERROR)
    return {finding["field"]: TONES[finding["level"]] for finding in worst}


def _finding(
    row: ImportRow, finding: dict[str, Any], columns: list[Column]
) -> dict[str, Any]:
    is_fine = finding["level"] == "info"
    fixable = [] if is_fine else columns
    return {
        "message": said(finding),
        "proposed": finding["proposed"],
        "tone": TONES[finding["level"]],
        "label": _label(finding["field"]),
        "fixes": [
            _fix(row, column)
            for column in columns_for(finding["field"], finding["code"], fixable)
        ],
    }


def _corrected(row: ImportRow, columns: list[Column]) -> list[tuple[str, str]]:
    """What an officer wrote into which column; of a NIK or phone only that he did."""
    written = row.opened_corrections
    return [
        (column.label, MASK if column.field in MASKED else written[column.letter])
        for column in columns
        if column.letter in written
    ]


def _fix(row: ImportRow, column: Column) -> Fix:
    cell = cell_of(row, column)
    text = "" if column.field in MASKED else text_of(cell)
    return Fix(
        column.letter,
        column.label or column.letter,
        text,
        row.reason == "owner_missing" and column.field == "owner_name",
        seal_of(cell),
        column.field in SPELLED and bool(text.strip()),
    )


def _change(key: str, old: Any, new: Any, names: Names) -> tuple[Any, str, str]:
    """A change in words; its key is a field, «sales 2019», «claim pirt» or «channel other»."""
    name, _space, detail = key.partition(" ")
    label = _label(name)
    if name == "claim":
        number = new or _("exists, number unknown")
        return f"{label} {_label(detail)}", "–", number
    if detail and name != "channel":
        label = f"{label} {detail}"
    return label, _word(name, old, names), _word(name, new, names)


def _label(name: str) -> str:
    return str(LABELS.get(name) or dict(Claim.Scheme.choices).get(name, ""))


def _word(name: str, value: Any, names: Names) -> str:
    """A value as people read it; of a NIK or phone only the last four digits."""
    if value in (None, ""):
        return "–"
    if name in MASKED:
        return "*" * (len(value) - 4) + value[-4:]
    if name in {"region", "commodity_group"}:
        return {**names.regions, **names.groups}.get(value, value)
    if name in CHOICES:
        return str(dict(CHOICES[name]).get(value, value))
    return str(WRITTEN[name](value)) if name in WRITTEN else str(value)


def _claim(claim: dict[str, Any]) -> str:
    scheme = str(dict(Claim.Scheme.choices)[claim["scheme"]])
    return f"{scheme} {claim['number']}" if claim["number"] else scheme


def _candidate(position: int, duplicate: dict[str, Any], names: Names) -> Candidate:
    why, against = (
        ", ".join(str(EVIDENCE[kind]) for kind in duplicate.get(side, []))
        for side in ("evidence", "against")
    )
    url = ""
    if "business" in duplicate:
        name = names.businesses.get(
            duplicate["business"], _("a record outside your area")
        )
        if duplicate["business"] in names.businesses:
            url = reverse(
                "admin:businesses_business_change", args=[duplicate["business"]]
            )
    else:
        twin = names.twins.get((duplicate["sheet"], duplicate["row"]), "")
        name = _("row %(row)d: %(name)s") % {"row": duplicate["row"], "name": twin}
    percent = round(duplicate["score"] * 100)
    return Candidate(f"same-{position}", name, why, percent, url, against)


def _chosen(row: ImportRow) -> str:
    """The option that stands chosen; of proposed twins only that there is one."""
    if row.choice != ImportRow.Choice.SAME:
        return row.choice
    [(kind, target)] = (row.choice_target or {}).items()
    for position, duplicate in enumerate(row.duplicates):
        if kind == "business" and duplicate.get("business") == target:
            return f"same-{position}"
        if kind == "row" and duplicate.get("position") == target:
            return f"same-{position}"
    return ""
