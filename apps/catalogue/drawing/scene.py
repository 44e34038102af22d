"""Puts a thing before a cloth: one SVG of 640 by 480, or a JPEG of it for who shows no SVG."""

import io
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import typst
from PIL import Image

from apps.catalogue.drawing.choosing import ARRANGEMENTS
from apps.catalogue.drawing.motifs import MOTIFS
from apps.catalogue.drawing.palettes import PALETTES, Palette
from apps.catalogue.drawing.things import THINGS

# In the address of every drawing: raise it when they are drawn anew.
EDITION = 1
WIDTH, HEIGHT = 640, 480
FOOT = 404  # where things stand
DEFINITIONS = (
    '<linearGradient id="sheen"><stop stop-color="#000" stop-opacity=".28"/>'
    '<stop offset=".28" stop-color="#fff" stop-opacity=".2"/>'
    '<stop offset=".58" stop-color="#fff" stop-opacity="0"/>'
    '<stop offset="1" stop-color="#000" stop-opacity=".3"/></linearGradient>'
    '<linearGradient id="fall" x2="0" y2="1"><stop stop-color="#fff" stop-opacity=".14"/>'
    '<stop offset="1" stop-color="#000" stop-opacity=".26"/></linearGradient>'
    '<radialGradient id="dusk" r=".75"><stop offset=".45" stop-color="#000" '
    'stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity=".34"/>'
    "</radialGradient>"
)


class UnknownDrawing(Exception):  # noqa: N818  an address that nobody gave out
    """No drawing has this key."""


@lru_cache(maxsize=512)
def draw(key: str) -> str:
    """The drawing of a key, as SVG. Raises UnknownDrawing."""
    thing, motif, colours, arrangement = _read(key)
    things, shadow = THINGS[thing](colours)
    width, height, angle, tile = MOTIFS[motif](colours)
    pattern = (
        f'<pattern id="cloth" width="{width:g}" height="{height:g}" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate({angle:g})">'
        f'<rect width="{width:g}" height="{height:g}" fill="{colours.ground}"/>{tile}'
        "</pattern>"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}"><defs>{DEFINITIONS}{pattern}</defs>'
        f"{STAGES[arrangement](colours, shadow)}{things}</svg>"
    )


def _read(key: str) -> tuple[str, str, Palette, int]:
    thing, motif, palette, arrangement = [*key.split("-"), *[""] * 4][:4]
    known = thing in THINGS and motif in MOTIFS and palette in PALETTES
    numbers = [str(number) for number in range(ARRANGEMENTS)]
    if not known or arrangement not in numbers or key.count("-") != 3:
        raise UnknownDrawing(key)
    return thing, motif, PALETTES[palette], int(arrangement)


def draw_jpeg(key: str, width: int = 1200, height: int = 630) -> bytes:
    """The drawing as a JPEG, cut to the middle of these proportions. Raises UnknownDrawing."""
    painted = paint(key, width)
    top = (painted.height - height) * 3 // 5
    answer = io.BytesIO()
    painted.crop((0, top, width, top + height)).save(answer, "JPEG", quality=84)
    return answer.getvalue()


def paint(key: str, width: int) -> Image.Image:
    """The drawing in pixels, 4:3 and so wide. Raises UnknownDrawing."""
    with TemporaryDirectory() as folder:
        Path(folder, "drawing.svg").write_text(draw(key))
        page = Path(folder, "page.typ")
        page.write_text(
            f"#set page(width: {WIDTH}pt, height: {HEIGHT}pt, margin: 0pt)\n"
            f"#image({json.dumps('drawing.svg')}, width: 100%)\n"
        )
        png = typst.compile(str(page), format="png", ppi=72 * width / WIDTH)
    return Image.open(io.BytesIO(png)).convert("RGB")


def _shade(shadow: int, y: int = FOOT) -> str:
    return (
        f'<ellipse cx="320" cy="{y}" rx="{shadow}" ry="{max(8, shadow // 11)}" '
        'fill="#000" opacity=".22"/>'
        if shadow
        else ""
    )


def _medallion(colours: Palette, shadow: int) -> str:
    """On a round tray, on the cloth."""
    return (
        '<rect width="640" height="480" fill="url(#cloth)"/>'
        '<rect width="640" height="480" fill="url(#dusk)"/>'
        '<circle cx="320" cy="252" r="212" fill="#000" opacity=".2"/>'
        f'<circle cx="320" cy="244" r="212" fill="{colours.light}"/>'
        f'<circle cx="320" cy="244" r="203" fill="none" stroke="{colours.thread}" '
        'stroke-width="4"/>'
        f'<circle cx="320" cy="244" r="195" fill="none" stroke="{colours.body}" '
        'stroke-width="1.5" stroke-dasharray="2 7"/>'
    ) + _shade(shadow)


def _table(colours: Palette, shadow: int) -> str:
    """On a table with a runner of the cloth, before a wall with a low sun."""
    return (
        f'<rect width="640" height="480" fill="{colours.light}"/>'
        f'<circle cx="320" cy="232" r="186" fill="{colours.thread}" opacity=".32"/>'
        '<rect y="352" width="640" height="128" fill="url(#cloth)"/>'
        '<rect y="352" width="640" height="128" fill="url(#fall)"/>'
        f'<rect y="346" width="640" height="8" fill="{colours.thread}"/>'
        f'<rect y="354" width="640" height="3" fill="{colours.deep}" opacity=".4"/>'
    ) + _shade(shadow)


def _gate(colours: Palette, shadow: int) -> str:
    """In a gate, with the cloth as its wall."""
    gate = "M148 480V216C148 90 236 34 320 34C404 34 492 90 492 216V480Z"
    inner = "M162 480V216C162 100 244 48 320 48C396 48 478 100 478 216V480Z"
    return (
        '<rect width="640" height="480" fill="url(#cloth)"/>'
        '<rect width="640" height="480" fill="url(#fall)"/>'
        f'<path d="{gate}" fill="{colours.thread}"/>'
        f'<path d="{inner}" fill="{colours.light}"/>'
        f'<path d="M162 404H478V480H162Z" fill="{colours.body}" opacity=".2"/>'
    ) + _shade(shadow)


def _banner(colours: Palette, shadow: int) -> str:
    """Before a length of the cloth that hangs down, on a ground of its own colour."""
    return (
        f'<rect width="640" height="480" fill="{colours.light}"/>'
        f'<rect y="404" width="640" height="76" fill="{colours.body}" opacity=".16"/>'
        '<path d="M76 0H234V420l-79 34l-79 -34Z" fill="url(#cloth)"/>'
        '<path d="M76 0H234V420l-79 34l-79 -34Z" fill="url(#sheen)" opacity=".6"/>'
        '<path d="M406 0H564V420l-79 34l-79 -34Z" fill="url(#cloth)"/>'
        '<path d="M406 0H564V420l-79 34l-79 -34Z" fill="url(#sheen)" opacity=".6"/>'
        f'<path d="M76 420l79 34l79 -34M406 420l79 34l79 -34" fill="none" '
        f'stroke="{colours.thread}" stroke-width="7"/>'
        f'<circle cx="320" cy="240" r="176" fill="{colours.light}"/>'
        f'<circle cx="320" cy="240" r="176" fill="{colours.thread}" opacity=".22"/>'
    ) + _shade(shadow)


STAGES: list[Callable[[Palette, int], str]] = [_medallion, _table, _gate, _banner]
