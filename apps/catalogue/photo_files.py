"""The photos of products, as files: see `ikmportal.albums`."""

from ikmportal.albums import ENDINGS, MOST_BYTES, REFUSALS, Album, Developed

__all__ = [
    "ENDINGS",
    "MOST_BYTES",
    "ORIGINAL",
    "RATIO",
    "REFUSALS",
    "SIZES",
    "Developed",
]

ORIGINAL = "original"
RATIO = 4 / 3
SIZES = {
    "160": (160, 160, "WEBP"),
    "320": (320, 240, "WEBP"),
    "640": (640, 480, "WEBP"),
    "1280": (1280, 0, "WEBP"),
    "og": (1200, 630, "JPEG"),
    ORIGINAL: (2000, 0, "WEBP"),
}
ALBUM = Album("catalogue", SIZES, RATIO)
folder, path_of, develop = ALBUM.folder, ALBUM.path_of, ALBUM.develop
keep, remove, strays = ALBUM.keep, ALBUM.remove, ALBUM.strays
