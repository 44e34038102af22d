"""The same letter as DOCX, for an office that edits on."""

from io import BytesIO
from typing import Any

from django.utils import timezone
from docx import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.shared import OxmlElement
from docx.shared import Cm, Pt, RGBColor

from apps.documents.issuing import payload_of
from apps.documents.letters import paper_of
from apps.documents.models import Letter

INDIGO = RGBColor(0x13, 0x2A, 0x4D)
FONT = "Arial"  # on every office's machine; the PDF has the portal's own


def letter_docx(letter: Letter) -> bytes:
    """A letter to edit: marked as a draft until it is issued, then with number and code."""
    issued = letter.document
    payload = issued.payload if issued else payload_of(paper_of(letter))
    word = _blank(letter)
    if not issued:
        _line(word, "KONSEP: belum bernomor, belum diterbitkan.", bold=True, size=9)
    _letterhead(word, payload["letterhead"])
    _heading(word, payload)
    _words(word, payload)
    _signature(word, payload["signatory"])
    _foot(word, payload)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def _blank(letter: Letter) -> Any:
    word = WordDocument()
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin = Cm(2.5), Cm(2.2)
    page.top_margin, page.bottom_margin = Cm(1.8), Cm(2)
    style = word.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    style.paragraph_format.space_after = Pt(6)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "id-ID")
    style.element.get_or_add_rPr().append(language)
    properties = word.core_properties
    properties.title, properties.author = letter.subject, str(letter.agency)
    properties.created = properties.modified = timezone.now()
    properties.comments, properties.language = "", "id-ID"
    return word


def _line(
    word: Any, text: str, *, bold: bool = False, size: float = 11, after: float = 0
) -> Any:
    paragraph = word.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    paragraph.paragraph_format.space_after = Pt(after)
    return paragraph


def _letterhead(word: Any, head: dict[str, Any]) -> None:
    printed = [_line(word, head["government"], size=12)] if head["government"] else []
    name = _line(word, head["name"], bold=True, size=15)
    name.runs[0].font.color.rgb = INDIGO
    printed += [name, *(_line(word, text, size=9) for text in head["address"])]
    for paragraph in printed:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _rule_below(printed[-1])


def _rule_below(paragraph: Any) -> None:
    """The line that closes a letterhead."""
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in [
        ("val", "single"),
        ("sz", "18"),
        ("space", "6"),
        ("color", "132A4D"),
    ]:
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    # Word wants the parts of a paragraph's properties in the order of its schema.
    later = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *later)
    paragraph.paragraph_format.space_after = Pt(12)


def _heading(word: Any, payload: dict[str, Any]) -> None:
    place = payload["letterhead"]["place"]
    dated = f"{place}, {payload['date']}" if place else payload["date"]
    _line(word, dated, after=6).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    table = word.add_table(rows=0, cols=3)
    table.autofit = False
    for name, value in [
        ("Nomor", payload["number"] or "(diisi saat diterbitkan)"),
        ("Sifat", payload["nature"]),
        ("Lampiran", payload["attachments"] or "–"),
        ("Hal", payload["subject"]),
    ]:
        cells = table.add_row().cells
        for cell, text, width in zip(
            cells, [name, ":", value], [2.2, 0.5, 13.5], strict=True
        ):
            cell.text, cell.width = text, Cm(width)
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
        cells[2].paragraphs[0].runs[0].bold = name == "Hal"


def _words(word: Any, payload: dict[str, Any]) -> None:
    word.add_paragraph()
    for text in payload["recipient"]:
        _line(word, text)
    word.add_paragraph()
    for block in payload["body"]:
        paragraph = word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        shape = paragraph.paragraph_format
        if block["marker"]:
            shape.left_indent, shape.first_line_indent = Cm(1.2), Cm(-0.7)
            shape.tab_stops.add_tab_stop(Cm(1.2))
            paragraph.add_run(f"{block['marker']}\t{block['text']}")
        else:
            paragraph.add_run(block["text"])


def _signature(word: Any, who: dict[str, str]) -> None:
    word.add_paragraph()
    above = [f"a.n. {who['on_behalf_of']}"] if who["on_behalf_of"] else []
    below = [who["rank"], f"NIP {who['nip']}" if who["nip"] else ""]
    printed = [_line(word, text) for text in [*above, f"{who['position']},"]]
    printed += [_line(word, "") for _ in range(4)]
    printed += [_line(word, who["name"], bold=True)]
    printed += [_line(word, text, size=10) for text in below if text]
    for paragraph in printed:
        paragraph.paragraph_format.left_indent = Cm(8.5)
        paragraph.paragraph_format.keep_with_next = True


def _foot(word: Any, payload: dict[str, Any]) -> None:
    if payload["copies"]:
        word.add_paragraph()
        _line(word, "Tembusan:", size=10)
        for place, text in enumerate(payload["copies"], start=1):
            _line(word, f"{place}. {text}", size=10)
    if payload["code"]:
        address = payload["check_url"].rsplit("/", 2)[0]
        text = f"Periksa keaslian di {address}/ dengan kode {payload['code']}."
        _line(word, text, size=9).paragraph_format.space_before = Pt(18)
