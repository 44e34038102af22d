"""Crafts and jewellery: baskets, vases, necklaces, shadow puppets, toys, lanterns."""

from collections.abc import Callable
from math import cos, pi, sin

from apps.catalogue.drawing.palettes import Palette
from apps.catalogue.drawing.strokes import line, path, ring, solid, zigzag


def basket(c: Palette) -> tuple[str, int]:
    body = "M150 196H490L460 384Q457 404 434 404H206Q183 404 180 384Z"
    dark, fair = "#8a5f33", "#c79b62"
    size = 24
    strips = []
    for row in range(10):
        for column in range(15):
            x, y = 144 + column * size, 192 + row * size
            lies = (row + column) % 2
            band = row in {4, 5}
            fill = (c.accent if lies else c.body) if band else fair
            wide, tall = (size + 4, size - 8) if lies else (size - 6, size + 2)
            strips.append(
                f'<rect x="{x}" y="{y + (4 if lies else 0)}" width="{wide}" '
                f'height="{tall}" rx="4" fill="{fill}" stroke="#000" stroke-opacity=".2"/>'
            )
    return (
        line("M206 196C206 44 434 44 434 196", dark, 19)
        + line("M206 196C206 44 434 44 434 196", fair, 8, 'stroke-dasharray="9 9"')
        + f'<clipPath id="basket"><path d="{body}"/></clipPath>'
        + f'<g clip-path="url(#basket)"><rect x="140" y="190" width="360" height="220" '
        f'fill="{dark}"/>{"".join(strips)}<path d="{body}" fill="url(#sheen)"/></g>'
        + f'<rect x="138" y="182" width="364" height="24" rx="12" fill="{dark}"/>'
        + line("M150 194H490", fair, 6, 'stroke-dasharray="13 13"')
    ), 170


def vase(c: Palette) -> tuple[str, int]:
    body = "M270 84H370Q364 126 396 164Q458 228 436 312Q420 376 382 404H258Q220 376 204 312Q182 228 244 164Q276 126 270 84Z"
    return (
        f'<clipPath id="vase"><path d="{body}"/></clipPath><g clip-path="url(#vase)">'
        + path("M0 0H640V480H0Z", c.body)
        + f'<rect x="180" y="222" width="280" height="72" fill="{c.deep}"/>'
        + path(zigzag(184, 294, 272, 58, 9), c.thread)
        + path(zigzag(184, 294, 272, 30, 9), c.light)
        + f'<rect x="180" y="210" width="280" height="6" fill="{c.thread}"/>'
        + f'<rect x="180" y="300" width="280" height="6" fill="{c.thread}"/>'
        + line(
            "M180 330q12 -12 24 0t24 0t24 0t24 0t24 0t24 0t24 0t24 0t24 0t24 0t24 0t24 0",
            c.light,
            4,
        )
        + '<rect width="640" height="480" fill="url(#sheen)"/></g>'
        + f'<ellipse cx="320" cy="84" rx="52" ry="12" fill="{c.body}"/>'
        + f'<ellipse cx="320" cy="84" rx="43" ry="8" fill="{c.deep}"/>'
    ), 140


def necklace(c: Palette) -> tuple[str, int]:
    beads = []
    for k in range(29):
        turn = pi * k / 28
        x, y = 320 - 168 * cos(turn), 100 + 208 * sin(turn) ** 0.9
        radius = 8 + 7 * sin(turn)
        fill = c.thread if k % 4 == 2 else "#fdf6e6"
        beads.append(
            f'<circle cx="{x:.0f}" cy="{y + 4:.0f}" r="{radius:.1f}" opacity=".25"/>'
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.1f}" fill="{fill}" '
            f'stroke="{c.deep}" stroke-opacity=".35"/>'
            f'<circle cx="{x - radius * 0.3:.1f}" cy="{y - radius * 0.35:.1f}" '
            f'r="{radius * 0.3:.1f}" fill="#fff"/>'
        )
    drop = "M320 322C352 362 352 398 320 404C288 398 288 362 320 322Z"
    return (
        "".join(beads)
        + path("M320 300l16 18l-16 18l-16 -18Z", c.accent)
        + solid(f'path d="{drop}"', c.body)
        + '<ellipse cx="309" cy="368" rx="5" ry="13" fill="#fff" opacity=".5"/>'
    ), 0


def bracelet(c: Palette) -> tuple[str, int]:
    stones = ring(
        320,
        244,
        126,
        12,
        f'<path d="M0 -19L15 0L0 19L-15 0Z" fill="{c.accent}"/><path d="M0 -19L15 0H-15Z" fill="#fff" opacity=".3"/>',
    )
    dots = ring(320, 244, 126, 24, f'<circle r="4" fill="{c.light}"/>')
    return (
        f'<circle cx="320" cy="250" r="126" fill="none" stroke="#000" stroke-opacity=".2" stroke-width="48"/>'
        f'<circle cx="320" cy="244" r="126" fill="none" stroke="{c.deep}" stroke-width="50"/>'
        f'<circle cx="320" cy="244" r="126" fill="none" stroke="{c.thread}" stroke-width="44"/>'
        f'<circle cx="320" cy="244" r="126" fill="none" stroke="{c.body}" stroke-width="30"/>'
        + dots
        + stones
    ), 0


def puppet(c: Palette) -> tuple[str, int]:
    """A gunungan, the mountain that opens and ends a play of shadows."""
    mountain = "M320 50C330 104 372 132 402 190C432 248 424 308 380 346H260C216 308 208 248 238 190C268 132 310 104 320 50Z"
    branches = "".join(
        line(
            f"M320 {y}C{320 + side * 20} {y - 26} {320 + side * wide} {y - 8} {320 + side * wide} {y - 40}",
            c.thread,
            6,
        )
        + f'<circle cx="{320 + side * wide}" cy="{y - 48}" r="10" fill="{c.accent}"/>'
        for y, wide in ((300, 76), (252, 70), (206, 48), (164, 24))
        for side in (-1, 1)
    )
    return (
        path("M314 340H326L322 404H318Z", c.deep)
        + solid(f'path d="{mountain}"', c.body)
        + f'<path d="{mountain}" fill="none" stroke="{c.thread}" stroke-width="7" stroke-linejoin="round"/>'
        + line("M320 96V336", c.thread, 9)
        + branches
        + path("M276 346V318H300V302H340V318H364V346Z", c.light)
        + path("M308 346V322H332V346Z", c.deep)
    ), 90


def toy(c: Palette) -> tuple[str, int]:
    def limb(d: str) -> str:
        return solid(f'path d="{d}"', c.body)

    return (
        f'<circle cx="252" cy="120" r="34" fill="{c.body}"/><circle cx="388" cy="120" r="34" fill="{c.body}"/>'
        f'<circle cx="252" cy="120" r="17" fill="{c.thread}"/><circle cx="388" cy="120" r="17" fill="{c.thread}"/>'
        + limb("M226 262Q160 262 164 322Q188 344 236 310Z")
        + limb("M414 262Q480 262 476 322Q452 344 404 310Z")
        + solid('ellipse cx="320" cy="312" rx="100" ry="92"', c.body)
        + f'<ellipse cx="320" cy="322" rx="62" ry="62" fill="url(#cloth)" stroke="{c.deep}" stroke-width="3"/>'
        + limb("M232 362Q220 404 262 404H304Q308 366 268 350Z")
        + limb("M408 362Q420 404 378 404H336Q332 366 372 350Z")
        + solid('circle cx="320" cy="166" r="86"', c.body)
        + f'<ellipse cx="320" cy="196" rx="40" ry="30" fill="{c.light}"/>'
        + f'<circle cx="288" cy="152" r="9" fill="{c.deep}"/><circle cx="352" cy="152" r="9" fill="{c.deep}"/>'
        + path("M306 182H334L320 198Z", c.deep)
        + line("M320 198V208", c.deep, 3)
        + path("M276 246L320 258L276 276ZM364 246L320 258L364 276Z", c.accent)
    ), 150


def lantern(c: Palette) -> tuple[str, int]:
    body = "M248 132H392C452 190 452 282 392 340H248C188 282 188 190 248 132Z"
    ribs = "".join(
        line(
            f"M320 132C{320 + reach} 190 {320 + reach} 282 320 340",
            c.deep,
            3,
            'stroke-opacity=".5"',
        )
        for reach in (-100, -42, 42, 100)
    )
    return (
        line("M320 40V104", c.deep, 5)
        + f'<circle cx="320" cy="236" r="170" fill="{c.thread}" opacity=".25"/>'
        + f'<path d="{body}" fill="url(#cloth)"/><path d="{body}" fill="{c.thread}" opacity=".3"/>'
        + f'<path d="{body}" fill="url(#sheen)"/><path d="{body}" fill="none" stroke="{c.deep}" stroke-width="5"/>'
        + ribs
        + solid('rect x="240" y="104" width="160" height="32" rx="10"', c.body)
        + solid('rect x="240" y="336" width="160" height="30" rx="10"', c.body)
        + line("M288 370v34M304 370v40M320 370v44M336 370v40M352 370v34", c.accent, 6)
    ), 0


THINGS: dict[str, Callable[[Palette], tuple[str, int]]] = {
    "keranjang": basket,
    "vas": vase,
    "kalung": necklace,
    "gelang": bracelet,
    "wayang": puppet,
    "boneka": toy,
    "lampu": lantern,
}
