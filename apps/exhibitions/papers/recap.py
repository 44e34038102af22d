"""The recap as a paper: PDF to hand out, DOCX to go on writing; both say as of when."""

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx import Document as WordDocument
from docx.shared import Cm, Pt, RGBColor

from apps.documents.printing import printable
from apps.exhibitions.models import Exhibition
from apps.exhibitions.papers.setting import printed
from apps.exhibitions.recap import Day, Part, Recap, recap_of
from ikmportal.rendering import number, rupiah

if TYPE_CHECKING:
    from apps.exhibitions.papers import Asked

INDIGO = RGBColor(0x13, 0x2A, 0x4D)
FONT = "Arial"  # on every office's machine; the PDF has the portal's own
UNTOLD = "–"
BAR = 24  # blocks of the longest bar of a DOCX


def recap_pdf(asked: "Asked") -> bytes:
    return printed(
        "exhibition-recap-1.typ", asked, dict(printable(told_of(asked.exhibition)))
    )


def told_of(exhibition: Exhibition) -> dict[str, Any]:
    """All that a recap says, in words and numbers as they are read."""
    recap = recap_of(exhibition)
    return {
        "sentence": recap.sentence,
        "facts": _facts(recap),
        "parts": [
            {"title": title, "rows": [_part(part, recap.total) for part in parts]}
            for title, parts in [
                (_("By recap group"), recap.groups),
                (_("By channel"), recap.channels),
                (_("By area"), recap.areas),
            ]
        ],
        "days_title": _("Day by day"),
        "day_heads": [
            *(_("Day"), _("Sold (Rp)"), _("Orders (Rp)"), _("Reports")),
            *(_("Attended"), _("Visitors")),
        ],
        "days": [_day(day, recap) for day in recap.days],
        "note": _("A day that nobody reported is not zero: it is unknown."),
    }


def _facts(recap: Recap) -> list[list[str]]:
    sales = recap.sales
    told = [
        (_("Exhibitors"), number(recap.total)),
        (_("For the first time"), number(recap.first_timers)),
        (_("Sold"), rupiah(sales.sold)),
        (_("Ordered"), rupiah(sales.orders)),
        (_("Business contacts"), number(sales.contacts)),
        (_("Visitors"), UNTOLD if recap.visitors is None else number(recap.visitors)),
        (
            _("Days reported"),
            _("%(reported)s of %(expected)s")
            % {"reported": number(sales.reported), "expected": number(sales.expected)},
        ),
        (_("As of"), _moment(recap)),
    ]
    return [[str(label), value] for label, value in told]


def _moment(recap: Recap) -> str:
    if recap.sales.as_of is None:
        return UNTOLD
    moment = timezone.localtime(recap.sales.as_of)
    return f"{date_format(moment, 'DATE_FORMAT')} {moment:%H.%M} {moment.tzname()}"


def _part(part: Part, total: int) -> dict[str, Any]:
    return {
        "label": str(part.label),
        "count": number(part.count),
        "share": part.count / total if total else 0,
    }


def _day(day: Day, recap: Recap) -> dict[str, Any]:
    attended = f"{number(day.there)} / {number(day.there + day.absent)}"
    cells = [
        date_format(day.day, "DATE_FORMAT"),
        UNTOLD if day.sold is None else number(day.sold),
        UNTOLD if day.orders is None else number(day.orders),
        number(day.reported),
        attended if day.there or day.absent else UNTOLD,
        UNTOLD if day.visitors is None else number(day.visitors),
    ]
    return {"cells": cells, "share": (day.sold or 0) / (recap.most_sold or 1)}


def recap_docx(exhibition: Exhibition) -> bytes:
    """The same to edit."""
    told = told_of(exhibition)
    word = _blank(exhibition)
    word.add_heading(_("Recap"), level=1)
    _line(word, str(exhibition.title), bold=True, size=13)
    first, last = date_format(exhibition.starts_on), date_format(exhibition.ends_on)
    _line(word, f"{first} – {last} · {exhibition.venue}")
    _line(word, told["sentence"], bold=True, size=12)
    _table(word, [], told["facts"])
    for part in told["parts"]:
        word.add_heading(part["title"], level=2)
        _table(
            word,
            [],
            [[row["label"], row["count"], _bar(row["share"])] for row in part["rows"]],
        )
    word.add_heading(told["days_title"], level=2)
    _table(word, told["day_heads"], [day["cells"] for day in told["days"]])
    _line(word, told["note"], size=9)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def _bar(share: float) -> str:
    return "█" * round(share * BAR)


def _blank(exhibition: Exhibition) -> Any:
    word = WordDocument()
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin = page.bottom_margin = Cm(1.8)
    style = word.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(10.5)
    for name in ("Heading 1", "Heading 2"):
        heading = word.styles[name].font
        heading.name, heading.color.rgb = FONT, INDIGO
    properties = word.core_properties
    properties.title = f"{_('Recap')}: {exhibition.title}"
    properties.author, properties.comments = str(exhibition.agency), ""
    properties.language = get_language() or "id"
    properties.created = properties.modified = timezone.now()
    return word


def _line(word: Any, text: str, *, bold: bool = False, size: float = 10.5) -> None:
    run = word.add_paragraph().add_run(text)
    run.bold, run.font.size = bold, Pt(size)


def _table(word: Any, heads: list[str], rows: list[list[str]]) -> None:
    if not rows:
        _line(word, _("Nobody yet."))
        return
    table = word.add_table(rows=0, cols=len(rows[0]), style="Light Grid Accent 1")
    for cells in [heads, *rows] if heads else rows:
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
