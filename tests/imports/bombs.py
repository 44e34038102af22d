"""Files that mean harm, made on the spot: none of them is kept in the repository."""

import io
import struct
import zipfile
import zlib

import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = f'<?xml version="1.0"?><worksheet xmlns="{SPACE}"><sheetData>'.encode()
TAIL = b"</sheetData></worksheet>"
MEGABYTE = 1 << 20


def workbook():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet().write_row(0, 0, ["nik", "nama"])
    return content.getvalue()


def with_sheet(chunks):
    """A workbook whose sheet is this."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as given,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for member in given.infolist():
            if member.filename != SHEET:
                made.writestr(member, given.read(member))
        with made.open(SHEET, "w", force_zip64=True) as sheet:
            for chunk in chunks:
                sheet.write(chunk)
    return result.getvalue()


def five_million_rows():
    row = b'<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
    return with_sheet([HEAD, *[row * 1000] * 5000, TAIL])


def gigabyte_of_spaces():
    return with_sheet([HEAD, *[b" " * MEGABYTE] * 1024, TAIL])


def cell(place, text=b"x"):
    row = "".join(filter(str.isdigit, place))
    return (
        f'<row r="{row}"><c r="{place}" t="inlineStr"><is><t>'.encode()
        + text
        + b"</t></is></c></row>"
    )


def far_cell():
    return with_sheet([HEAD, cell("XFD1048576"), TAIL])


def two_far_cells():
    return with_sheet([HEAD, cell("A1"), cell("XFD1048576"), TAIL])


def billion_laughs():
    entities = b"".join(
        b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9)
    )
    doctype = b'<!DOCTYPE lolz [<!ENTITY a "lol">' + entities + b"]>"
    return with_sheet(
        [HEAD.replace(b"?>", b"?>" + doctype, 1), cell("A1", b"&j;"), TAIL]
    )


def external_entity():
    doctype = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return with_sheet(
        [HEAD.replace(b"?>", b"?>" + doctype, 1), cell("A1", b"&e;"), TAIL]
    )


def lying_header():
    """200 MiB that the table of contents says are 1,000 bytes."""
    content = bytearray(with_sheet([HEAD, *[b" " * MEGABYTE] * 200, TAIL]))
    at = content.rfind(b"PK\x01\x02")
    while content[at + 46 : at + 46 + len(SHEET)] != SHEET.encode():
        at = content.rfind(b"PK\x01\x02", 0, at)
    extra = struct.unpack_from("<H", content, at + 30)[0]
    struct.pack_into("<I", content, at + 24, 1000)
    if extra:  # the 64-bit size stands there
        content[at + 46 + len(SHEET) : at + 48 + len(SHEET)] = b"\xfe\xca"
    return bytes(content)


def many_members():
    result = io.BytesIO(workbook())
    with zipfile.ZipFile(result, "a") as made:
        for number in range(600):
            made.writestr(f"xl/media/{number}.txt", "x")
    return result.getvalue()


def picture(width, height):
    """A PNG of one colour: a few kB that unfold to hundreds of MB."""

    def chunk(kind, body):
        checksum = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + checksum

    packer = zlib.compressobj(9)
    line = b"\0" * (1 + (width + 7) // 8)
    packed = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def huge_picture():
    return picture(30_000, 30_000)


def large_picture():
    return picture(12_000, 12_000)


def page_as_picture():
    return b"<!doctype html><script>alert(1)</script>"


def drawing_as_picture():
    return b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'
