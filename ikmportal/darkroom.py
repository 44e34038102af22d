"""Cuts a photo of a product to the sizes of the site, inside the process of sandbox.py.

What comes on standard input is a line of JSON and then the file. The line names the cuts that
are `wanted`, each [width, height, format] (a height of 0: the whole photo, no side longer than
the width), and the `crop`: [left, top, width] in thousandths, or null for the middle. What
goes out is a line with the size of the photo, its crop and the length of each cut, and then the
cuts, one after the other; or `{"refused": code}`. Nothing else of the file goes along.

A ZIP of photos is leafed through first: one line for each file in it, with its name, its hash
and what it is by its first bytes. With `member` in the first line, the photo is that of the ZIP.
"""

import hashlib
import io
import json
import math
import sys
import zipfile
from collections.abc import Iterator

from PIL import Image, ImageCms, ImageOps

from ikmportal.sandbox import LONGEST_SIDE, MOST_PIXELS, PICTURES, Refused

SHORTEST_SIDE = 200
MOST_FILES = 1_000
LARGEST_FILE = 20 << 20
LARGEST_TOTAL = 400 << 20
MOST_RATIO = 40  # a photo does not shrink; a plain PNG does, a little
SMALL = 1 << 20  # below this the ratio says nothing
MARKS = {
    b"\xff\xd8\xff": "photo",
    b"\x89PNG": "photo",
    b"RIFF": "photo",
    b"PK\x03\x04": "archive",
    b"%PDF": "pdf",
    b"<": "page",
    b"GIF8": "gif",
}
NOT_OURS = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
WHOLE = 1000  # thousandths
QUALITY = 80
CLEAR = {"RGBA", "LA", "PA"}
Box = tuple[float, float, float, float]


def develop() -> None:
    answer = sys.stdout.buffer
    try:
        for part in photo(sys.stdin.buffer.read()):
            answer.write(part)
    except Refused as refused:
        answer.write(json.dumps({"refused": str(refused)}).encode() + b"\n")


def photo(content: bytes) -> Iterator[bytes]:
    line, _newline, file = content.partition(b"\n")
    asked = json.loads(line)
    if member := asked.get("member"):
        file = taken_from(file, member)
    painted = upright(file)
    crop = asked["crop"] or middle(*painted.size, asked["ratio"])
    box = box_of(*painted.size, crop, asked["ratio"])
    parts = {
        name: encoded(cut(painted, box, width, height), kind)
        for name, (width, height, kind) in asked["wanted"].items()
    }
    lengths = {name: len(part) for name, part in parts.items()}
    about = {"width": painted.width, "height": painted.height, "crop": crop}
    yield json.dumps({**about, "parts": lengths}).encode() + b"\n"
    yield from parts.values()


def upright(file: bytes) -> Image.Image:
    """The photo as the eye of the camera saw it, no larger than is kept. Raises Refused."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(file), formats=PICTURES) as found:
            if found.width * found.height > MOST_PIXELS:
                raise Refused("too_many_pixels")
            if min(found.size) < SHORTEST_SIDE:
                raise Refused("too_small")
            found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # JPEG: read in a fraction
            load(found)
            return ImageOps.exif_transpose(painted(found))
    except Image.DecompressionBombError:
        raise Refused("too_many_pixels") from None
    except (OSError, ValueError, SyntaxError):
        raise Refused("not_picture") from None


def load(found: Image.Image) -> None:
    try:
        found.load()
    except (OSError, SyntaxError):
        raise Refused("truncated") from None


def painted(found: Image.Image) -> Image.Image:
    """In sRGB on white, with the turn of the camera still to be made."""
    if found.mode in CLEAR or "transparency" in found.info:
        clear = found.convert("RGBA")
        clear.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        ground = Image.new("RGB", clear.size, "white")
        ground.paste(clear, mask=clear.getchannel("A"))
    else:
        ground = found if found.mode in {"RGB", "CMYK"} else found.convert("RGB")
        ground.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        ground = of_the_web(ground, found.info.get("icc_profile"))
    ground.getexif().update(found.getexif())
    return ground


def of_the_web(given: Image.Image, profile: bytes | None) -> Image.Image:
    """Phones photograph in wider colours than sRGB, printers in CMYK."""
    if profile:
        try:
            theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            ours = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(given, theirs, ours, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            return given.convert("RGB")
        return turned or given
    return given.convert("RGB")


def middle(width: int, height: int, ratio: float) -> list[int]:
    """The largest crop of a ratio, in the middle."""
    wide = min(WHOLE, math.floor(WHOLE * height * ratio / width))
    tall = min(WHOLE, math.floor(width * wide / ratio / height))
    return [(WHOLE - wide) // 2, (WHOLE - tall) // 2, wide]


def box_of(width: int, height: int, crop: list[int], ratio: float) -> Box:
    """A crop in pixels, pushed inside where it would leave the photo."""
    wide = min(width * crop[2] / WHOLE, width, height * ratio)
    left = min(width * crop[0] / WHOLE, width - wide)
    top = min(height * crop[1] / WHOLE, height - wide / ratio)
    return left, top, left + wide, top + wide / ratio


def cut(whole: Image.Image, box: Box, width: int, height: int) -> Image.Image:
    """The crop in a size; of another ratio, the middle of it. Height 0: the whole photo."""
    if not height:
        small = max(whole.size) <= width
        return whole if small else ImageOps.contain(whole, (width, width))
    left, top, right, bottom = box
    wide = min(right - left, (bottom - top) * width / height)
    tall = wide * height / width
    left, top = (left + right - wide) / 2, (top + bottom - tall) / 2
    part = (left, top, left + wide, top + tall)
    return whole.resize((width, height), Image.Resampling.LANCZOS, box=part)


def encoded(picture: Image.Image, kind: str) -> bytes:
    answer = io.BytesIO()
    bare = Image.new("RGB", picture.size)  # without what was said of the photo
    bare.paste(picture)
    bare.save(answer, kind, quality=QUALITY)
    return answer.getvalue()


def leaf() -> None:
    """One JSON line for each file of a ZIP of photos; or `{"refused": code}`."""
    try:
        content = sys.stdin.buffer.read()
        with opened(content) as archive:
            for member in checked(archive):
                about = {"name": member.filename, **looked_at(archive.read(member))}
                sys.stdout.write(json.dumps(about) + "\n")
    except Refused as refused:
        sys.stdout.write(json.dumps({"refused": str(refused)}) + "\n")
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError):
        sys.stdout.write(json.dumps({"refused": "damaged"}) + "\n")
    sys.stdout.flush()


def opened(content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Refused("not_zip") from None


def checked(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files in it, refused by the table of contents before anything is expanded."""
    members = [each for each in archive.infolist() if is_a_file(each)]
    if len(members) > MOST_FILES:
        raise Refused("too_many_files")
    if any(member.flag_bits & 1 for member in members):
        raise Refused("password")
    sizes = [member.file_size for member in members]
    if sum(sizes) > LARGEST_TOTAL or max(sizes, default=0) > LARGEST_FILE:
        raise Refused("bomb")
    for member in members:
        packed = member.compress_size or 1
        if member.file_size > SMALL and member.file_size / packed > MOST_RATIO:
            raise Refused("bomb")
    return members


def is_a_file(member: zipfile.ZipInfo) -> bool:
    name = member.filename.lower()
    return not member.is_dir() and not any(each in name for each in NOT_OURS)


def looked_at(file: bytes) -> dict[str, str | int]:
    kind = next(
        (kind for mark, kind in MARKS.items() if file.lstrip().startswith(mark)),
        "other",
    )
    if file[4:8] == b"ftyp":
        kind = "heic"
    return {"kind": kind, "size": len(file), "sha256": hashlib.sha256(file).hexdigest()}


def taken_from(content: bytes, member: str) -> bytes:
    with opened(content) as archive:
        found = {each.filename: each for each in checked(archive)}
        try:
            return archive.read(found[member])
        except (KeyError, zipfile.BadZipFile, ValueError, OSError, EOFError):
            raise Refused("truncated") from None
