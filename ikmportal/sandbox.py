"""Opens an uploaded file inside a process with limits: `python -I sandbox.py KIND`.

Of a text, `table` may be told its encoding and its delimiter; each is guessed where it is "".

The file comes on standard input. Of a table, JSON lines go to standard output: `{"sheet": …}` before
the rows of each sheet, `[row number, cells]` for each row that is not empty, and
`{"refused": code}` when it is no table that could be read. A cell is a JSON string, number,
boolean, null or `{"date": …}`, so that a number cell stays known as one. Of a picture, the same
as WebP, upright, no larger than is shown, without EXIF; NO_PICTURE ends the process otherwise.
What comes of photos and of an archive of them says darkroom.py.
Knows no Django: what a hostile file breaks here, it breaks alone.
"""

import csv
import io
import json
import math
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

MEMORY = 1 << 30
SECONDS = 40
MOST_OUTPUT = 512 << 20
MOST_MEMBERS = 500
PLAIN_EXPANSION = 50 << 20  # an archive that stays below is not looked at further
MOST_EXPANSION = 600 << 20
MOST_RATIO = 60  # lists compress 5 to 20 times, bombs 300 and more
MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_CELLS = 6_000_000
MOST_MERGES = 20_000
LONGEST_CELL = 2_000
PICTURES = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2_000
NO_PICTURE = 3
DELIMITERS = ";,\t|"
NEARLY_ALL = 0.9
UTF_8_LETTER = re.compile(rb"[\xc3-\xf4][\x80-\xbf]")
COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
NO_TABLES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"%PDF",
    b"{\\rtf",
    b"<",
    b"\x7fELF",
)


class Refused(Exception):  # noqa: N818  a refusal is no error of ours
    """The file is no table that may be read: the code of the reason, and perhaps the row."""

    def __init__(self, code: str, row: int = 0) -> None:
        self.row = row
        super().__init__(code)


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_OUTPUT, MOST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def lines(content: bytes, encoding: str = "", delimiter: str = "") -> Iterator[Any]:
    if not content.strip():
        raise Refused("empty")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        check_archive(content)
        return workbook(content)
    if content.startswith(COMPOUND_FILE):
        if ENCRYPTED_STREAM in content:
            raise Refused("password")
        return workbook(content)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(NO_TABLES):
        raise Refused("not_table")
    return text_table(content, encoding, delimiter)


def check_archive(content: bytes) -> None:
    """Refuse by the table of contents, before anything is expanded."""
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Refused("damaged") from None
    expanded = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if len(members) > MOST_MEMBERS or expanded > MOST_EXPANSION:
        raise Refused("bomb")
    if expanded > PLAIN_EXPANSION and expanded / packed > MOST_RATIO:
        raise Refused("bomb")
    names = {member.filename for member in members}
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise Refused("not_table")


def workbook(content: bytes) -> Iterator[Any]:
    import python_calamine as calamine  # noqa: PLC0415  not needed for CSV

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        kinds = calamine.SheetTypeEnum.WorkSheet, calamine.SheetVisibleEnum.Visible
        cells = 0
        for position, about in enumerate(book.sheets_metadata):
            if about.typ != kinds[0]:
                continue
            sheet = book.get_sheet_by_index(position)
            if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
                raise Refused("too_many_rows")
            cells += sheet.height * sheet.width
            if cells > MOST_CELLS:
                raise Refused("too_many_rows")
            merged = [
                [*a, *b] for a, b in (sheet.merged_cell_ranges or [])[:MOST_MERGES]
            ]
            visible = about.visible == kinds[1]
            yield {"sheet": about.name, "visible": visible, "merged": merged}
            left = [""] * (sheet.start[1] if sheet.start else 0)
            yield from numbered(left + row for row in sheet.iter_rows())
    except calamine.PasswordError:
        raise Refused("password") from None
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, OSError):
        raise Refused("damaged") from None


def text_table(content: bytes, told: str, delimiter: str) -> Iterator[Any]:
    text, encoding = (decode_as(content, told), told) if told else decode(content)
    delimiter = delimiter or delimiter_of(text)
    guessed = not told and encoding == "cp1252"
    yield {
        "sheet": "CSV",
        "visible": True,
        "merged": [],
        "doubtful": guessed and bool(UTF_8_LETTER.search(content)),
        "encoding": encoding,
        "delimiter": delimiter,
    }
    yield from numbered(capped(records(text, delimiter)))


def records(text: str, delimiter: str) -> Iterator[list[str]]:
    """The rows of a text; a quote that is not closed would swallow all that follow it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begun = 0
    try:
        for row in reader:
            last, begun = begun, reader.line_num
            yield row
    except csv.Error:  # a cell that is longer than any
        raise Refused("quote", begun + 1) from None
    if begun and is_open(text, delimiter, last):
        raise Refused("quote", last + 1)


def is_open(text: str, delimiter: str, line: int) -> bool:
    """Whether the last row, which begins after this line, ends inside a quote."""
    rest = io.StringIO(text, newline="").readlines()[line:]
    try:
        list(csv.reader(rest, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def decode(content: bytes) -> tuple[str, str]:
    """Text by its byte-order mark, else UTF-8, else Windows' cp1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16-le" if content[:1] == b"\xff" else "utf-16-be"]
    elif content[:200].count(0) > len(content[:200]) / 4:
        encodings = ["utf-16-le" if content[1:2] == b"\0" else "utf-16-be"]
    else:
        encodings = ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return without_mark(text), encoding
    raise Refused("encoding")


def decode_as(content: bytes, encoding: str) -> str:
    """As somebody says: what is no letter in it is shown as one that cannot be read."""
    return without_mark(content.decode(encoding, errors="replace"))


def without_mark(text: str) -> str:
    if "\0" in text:
        raise Refused("nul")
    return text.removeprefix("\ufeff")


def delimiter_of(text: str) -> str:
    """The character that cuts nearly all of the first lines alike, else the most of them."""
    sample = text[:200_000].splitlines()[:60]
    best, most = "", (False, 0)
    for delimiter in DELIMITERS:
        widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
        usual = max(
            set(widths), key=lambda width: (widths.count(width), width), default=0
        )
        alike = widths.count(usual)
        rank = (alike >= NEARLY_ALL * len(widths), usual * alike)
        if usual > 1 and rank > most:
            best, most = delimiter, rank
    if not best:
        raise Refused("not_table")
    return best


def capped(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    cells = 0
    for number, row in enumerate(rows, start=1):
        cells += len(row)
        if number > MOST_ROWS or len(row) > MOST_COLUMNS or cells > MOST_CELLS:
            raise Refused("too_many_rows")
        yield row


def numbered(rows: Iterator[list[Any]]) -> Iterator[list[Any]]:
    """Rows that hold something, with the number that a spreadsheet shows."""
    for number, row in enumerate(rows, start=1):
        cells = [plain(cell) for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            yield [number, cells]


def plain(cell: Any) -> Any:
    if isinstance(cell, str):
        return cell.replace("\0", "").strip()[:LONGEST_CELL] or None
    if isinstance(cell, float):
        return number(cell)
    if isinstance(cell, date | datetime):
        return {"date": cell.isoformat()}
    return str(cell) if isinstance(cell, time | timedelta) else cell


def number(cell: float) -> Any:
    """Whole numbers without a fraction: a NIK typed as a number is 3174004507900003."""
    if not math.isfinite(cell):
        return str(cell)
    return int(cell) if cell.is_integer() and abs(cell) < 1e18 else cell


def picture(content: bytes) -> bytes:
    """A JPEG, PNG or WebP painted anew: what else was in the file is not in this one."""
    from PIL import Image, ImageOps  # noqa: PLC0415  not needed for tables

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(content), formats=PICTURES) as found:
        if found.width * found.height > MOST_PIXELS:
            raise Refused("too_many_pixels")
        upright = ImageOps.exif_transpose(found)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        clear = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
        painted = upright.convert("RGBA" if clear else "RGB")
    answer = io.BytesIO()
    painted.save(answer, "WEBP", quality=82)
    return answer.getvalue()


def paint() -> int:
    try:
        sys.stdout.buffer.write(picture(sys.stdin.buffer.read()))
    except Exception:
        return NO_PICTURE
    return 0


def main() -> Any:
    limit()
    if sys.argv[1] in {"photo", "archive"}:
        sys.path.append(
            str(Path(__file__).parent.parent)
        )  # `-I` knows no folder of ours
        from ikmportal import darkroom  # noqa: PLC0415

        return darkroom.develop() if sys.argv[1] == "photo" else darkroom.leaf()
    if sys.argv[1:] == ["picture"]:
        sys.exit(paint())
    try:
        for line in lines(sys.stdin.buffer.read(), *sys.argv[2:]):
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    except Refused as refused:
        sys.stdout.write(
            json.dumps({"refused": str(refused), "row": refused.row}) + "\n"
        )
    except (MemoryError, RecursionError):
        sys.stdout.write(json.dumps({"refused": "bomb"}) + "\n")
    return sys.stdout.flush()


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    main()
