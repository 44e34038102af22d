"""Papers as PDF: typst sets what a payload holds, the same each time.

A payload is data and never markup: `#eval` in a name is printed, not run. No file outside
`typst/` can be read, no font of the system is used and nothing is fetched.
"""

import json
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import segno
import typst
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from apps.documents.models import Document
from apps.documents.wording import long_date

FOLDER = Path(__file__).parent / "typst"
STANDARD: Final = "a-2b"  # kept for decades, with tags for those who listen
REVOKED = "revoked-1.typ"
PLAIN = b'#set text(font: "Plus Jakarta Sans")\n#sys.inputs.text'


def render_pdf(document: Document) -> bytes:
    """The paper, byte for byte what was issued; once it is revoked, with a mark that says so."""
    if document.revoked_at is None:
        return rendered(document.template, document.payload, document.issued_at)
    said = {
        "template": document.template,
        "revoked_on": long_date(timezone.localdate(document.revoked_at)),
    }
    return rendered(REVOKED, document.payload | said, document.revoked_at)


def rendered(template: str, payload: dict[str, Any], day: datetime) -> bytes:
    """A payload set by a template of `typst/`, dated `day` in the file too."""
    seconds = int(day.timestamp())
    dated = {**payload, "timestamp": seconds}
    if url := payload.get("check_url"):
        dated["qr"] = qr_code(url)
    compiler = typst.Compiler(
        FOLDER / template,
        root=FOLDER,
        font_paths=fonts(),
        sys_inputs={"data": json.dumps(dated, cls=DjangoJSONEncoder)},
    )
    pdf: Any = compiler.compile(format="pdf", pdf_standards=STANDARD, timestamp=seconds)
    return bytes(pdf)


def qr_code(text: str) -> str:
    """A QR code as SVG that survives a bad copier (error correction M)."""
    picture = BytesIO()
    segno.make(text, error="m", micro=False).save(
        picture, kind="svg", border=0, dark="#132a4d", svgns=True, xmldecl=False
    )
    return picture.getvalue().decode()


@cache
def fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[FOLDER / "fonts"])


def unprintable(text: str) -> list[str]:
    """The characters that no font of ours has: emoji, scripts other than Latin."""
    if (text.isascii() and text.isprintable()) or _prints(text):
        return []
    return [each for each in dict.fromkeys(text) if each != "\n" and not _prints(each)]


def printable(value: Any) -> Any:
    """A payload with «?» in the place of what cannot be printed."""
    if isinstance(value, dict):
        return {key: printable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [printable(inner) for inner in value]
    if isinstance(value, str):
        for character in unprintable(value):
            value = value.replace(character, "?")
    return value


def _prints(text: str) -> bool:
    compiler = typst.Compiler(PLAIN, font_paths=fonts(), sys_inputs={"text": text})
    try:
        compiler.compile(format="pdf", pdf_standards=STANDARD, timestamp=0)
    except typst.TypstError:
        return False
    return True
