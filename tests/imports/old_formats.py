"""The same table as XLS (BIFF8 in a compound file) and as ODS, written by hand."""

import io
import struct
import zipfile
from xml.sax.saxutils import escape

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR = 512
SMALLEST_STREAM = 4096  # a smaller one would lie in a stream of small streams


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def unicode_text(text, length):
    return struct.pack(length, len(text)) + b"\1" + text.encode("utf-16-le")


def beginning(kind):
    return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def cell(row, column, value):
    place = struct.pack("<HHH", row, column, 15)
    if isinstance(value, str):
        return record(0x0204, place + unicode_text(value, "<H"))
    return record(0x0203, place + struct.pack("<d", value))


def workbook(rows, name):
    """The stream «Workbook»: the globals, then one sheet."""
    cells = b"".join(
        cell(number, column, value)
        for number, row in enumerate(rows)
        for column, value in enumerate(row)
        if value not in ("", None)
    )
    size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0)
    sheet = beginning(0x10) + record(0x0200, size) + cells + record(0x0A)
    head = beginning(0x05) + record(0x42, struct.pack("<H", 1200))
    about = unicode_text(name, "<B")
    start = len(head) + len(record(0x85, bytes(6) + about)) + len(record(0x0A))
    return (
        head + record(0x85, struct.pack("<IH", start, 0) + about) + record(0x0A) + sheet
    )


def entry(name, kind, first, size, child=FREE):
    text = (name + "\0").encode("utf-16-le")
    links = struct.pack("<BBIII", kind, 1, FREE, FREE, child)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<H", len(text) if name else 0)
        + links
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )


def write_xls(path, rows, name="Binaan"):
    """A compound file: sector 0 holds the chains, 1 the directory, the rest the workbook."""
    stream = workbook(rows, name).ljust(SMALLEST_STREAM, b"\0")
    stream = stream.ljust(-(-len(stream) // SECTOR) * SECTOR, b"\0")
    count = len(stream) // SECTOR
    chains = [FAT, END, *range(3, 2 + count), END]
    assert len(chains) <= SECTOR // 4, "more needs a second sector of chains"
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    header += struct.pack("<HHHHH6xII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1)
    header += struct.pack("<IIIIIII", 1, 0, SMALLEST_STREAM, END, 0, END, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", FREE) * 108
    directory = entry("Root Entry", 5, END, 0, child=1)
    directory += entry("Workbook", 2, 2, len(stream)) + 2 * entry("", 0, 0, 0)
    table = struct.pack(
        f"<{SECTOR // 4}I", *chains, *[FREE] * (SECTOR // 4 - len(chains))
    )
    path.write_bytes(header + table + directory + stream)
    return path


def write_ods(path, rows, name="Binaan"):
    names = {
        prefix: f"urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"
        for prefix in ("office", "table", "text", "manifest")
    }
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in names.items())
    table = "".join(
        f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>"
        for row in rows
    )
    content = (
        f'<office:document-content {spaces} office:version="1.3"><office:body>'
        f'<office:spreadsheet><table:table table:name="{name}">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest {spaces}><manifest:file-entry manifest:full-path="/" '
            f'manifest:media-type="{kind}"/></manifest:manifest>',
        )
        archive.writestr("content.xml", content)
    path.write_bytes(buffer.getvalue())
    return path


def ods_cell(value):
    if value in ("", None):
        return "<table:table-cell/>"
    kind = 'office:value-type="string"'
    if not isinstance(value, str):
        kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"
