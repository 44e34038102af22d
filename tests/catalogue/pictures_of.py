"""Real picture files, as phones, cameras and attackers make them."""

import io
import struct
import zlib

from PIL import Image, ImageCms

PLACE = "Jalan Rahasia 7"


def file_of(picture, kind="JPEG", **options):
    answer = io.BytesIO()
    picture.save(answer, kind, **options)
    return answer.getvalue()


def photo(width=1600, height=1200, colour="#a23f1b", kind="JPEG", **options):
    return file_of(Image.new("RGB", (width, height), colour), kind, **options)


def with_a_place():
    """A photo whose EXIF tells where somebody lives, and that it lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned to the right
    exif[0x010E] = PLACE
    exif.get_ifd(0x8825)[2] = (6.0, 12.0, 30.0)
    return photo(800, 600, exif=exif, comment=PLACE.encode())


def halves(width=1200, height=400):
    """Red on the left, green in the middle, blue on the right: what a cut keeps shows."""
    picture = Image.new("RGB", (width, height), "#00ff00")
    third = width // 3
    picture.paste("#ff0000", (0, 0, third, height))
    picture.paste("#0000ff", (2 * third, 0, width, height))
    return file_of(picture, "PNG")


def in_cmyk():
    return file_of(Image.new("CMYK", (900, 900), (0, 255, 255, 0)))


def in_wide_colours():
    """With a profile of its own, as phones and scanners write."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    return photo(icc_profile=profile)


def clear():
    picture = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    return file_of(picture, "PNG")


def bomb(side=30_000):
    """A PNG of 900 million pixels in some kilobytes."""

    def chunk(kind, body):
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    packer, rows = zlib.compressobj(9), b""
    line = b"\0" + b"\0" * ((side + 7) // 8)
    for _row in range(side):
        rows += packer.compress(line)
    rows += packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    begin = b"\x89PNG\r\n\x1a\n"
    return begin + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


HTML = b"<!doctype html><script>alert(1)</script>" + b" " * 2000
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 500
