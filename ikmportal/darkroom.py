"""Cuts a photo of a product to the sizes of the site, inside the process of sandbox.py.

What comes on standard input is a line of JSON and then the file. The line names the cuts that
are `wanted`, each [width, height, format] (a height of 0: the whole photo, no side longer than
the width), and the `crop`: [left, top, width] in thousandths, or null for the middle. What
goes out is a line with the size of the photo, its crop and the length of each cut, and then the
cuts, one after the other; or `{"refused": code}`. Nothing else of the file goes along.
"""

import io
import json
import math
import sys
from collections.abc import Iterator

from PIL import Image, ImageCms, ImageOps

from ikmportal.sandbox import LONGEST_SIDE, MOST_PIXELS, PICTURES, Refused

SHORTEST_SIDE = 200
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
