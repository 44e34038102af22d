"""Cloths of the archipelago as SVG patterns: one tile each, repeated by the browser.

A motif is [width, height, angle, drawn tile]; its colours are those of a palette.
"""

from collections.abc import Callable
from math import cos, pi, sin

from apps.catalogue.drawing.palettes import Palette

Tile = tuple[float, float, float, str]


def kawung(colours: Palette) -> Tile:
    """Four seeds of the sugar palm round a point."""
    seeds = "".join(
        f'<g transform="rotate({angle} 40 40)">'
        f'<ellipse cx="40" cy="19" rx="12.5" ry="18" fill="{colours.light}"/>'
        f'<ellipse cx="40" cy="19" rx="9" ry="14" fill="{colours.ground_2}"/>'
        f'<ellipse cx="40" cy="17" rx="4" ry="8" fill="{colours.thread}"/></g>'
        for angle in (0, 90, 180, 270)
    )
    corners = "".join(
        f'<path d="M{x} {y - 5}l5 5l-5 5l-5 -5Z" fill="{colours.thread}"/>'
        for x, y in ((0, 0), (80, 0), (0, 80), (80, 80), (40, 40))
    )
    return 80, 80, 45, seeds + corners


def parang(colours: Palette) -> Tile:
    """The broken blade: slanting rows of one curve, parted by a chain of lozenges."""
    blade = "M0 54C16 54 30 46 30 30C30 14 16 10 12 18C9 25 17 30 21 25"
    rows = (
        f'<path d="{blade}" fill="none" stroke="{colours.light}" stroke-width="9" '
        f'stroke-linecap="round"/>'
        f'<path d="{blade}" fill="none" stroke="{colours.thread}" stroke-width="3.4" '
        f'stroke-linecap="round"/>'
    )
    band = f'<rect y="58" width="36" height="16" fill="{colours.ground_2}"/>'
    chain = "".join(
        f'<path d="M{x} 60l5.5 6l-5.5 6l-5.5 -6Z" fill="{colours.light}"/>'
        for x in (9, 27)
    )
    return 36, 76, -42, rows + band + chain


def truntum(colours: Palette) -> Tile:
    """Small stars, as a queen drew them for love come back."""

    def star(x: float, y: float, size: float) -> str:
        rays = "".join(
            f'<ellipse cx="{x + size * 0.62 * cos(k * pi / 4):.1f}" '
            f'cy="{y + size * 0.62 * sin(k * pi / 4):.1f}" rx="{size * 0.4:.1f}" '
            f'ry="{size * 0.15:.1f}" transform="rotate({k * 45} '
            f"{x + size * 0.62 * cos(k * pi / 4):.1f} "
            f'{y + size * 0.62 * sin(k * pi / 4):.1f})"/>'
            for k in range(8)
        )
        return (
            f'<g fill="{colours.light}">{rays}</g>'
            f'<circle cx="{x}" cy="{y}" r="{size * 0.2:.1f}" fill="{colours.thread}"/>'
        )

    dots = "".join(
        f'<circle cx="{x}" cy="{y}" r="2" fill="{colours.thread}"/>'
        for x, y in ((30, 2), (2, 30), (30, 58), (58, 30), (2, 2), (58, 58))
    )
    stars = star(15, 15, 13) + star(45, 45, 13) + star(45, 15, 7) + star(15, 45, 7)
    return 60, 60, 0, stars + dots


def ceplok(colours: Palette) -> Tile:
    """A rosette in a frame, and a lozenge where four frames meet."""
    petals = "".join(
        f'<ellipse cx="48" cy="28" rx="7" ry="13" fill="{colours.thread}" '
        f'transform="rotate({k * 45} 48 48)"/>'
        for k in range(8)
    )
    frame = (
        f'<circle cx="48" cy="48" r="39" fill="{colours.ground_2}" '
        f'stroke="{colours.light}" stroke-width="3"/>'
    )
    heart = (
        f'<circle cx="48" cy="48" r="12" fill="{colours.light}"/>'
        f'<circle cx="48" cy="48" r="6" fill="{colours.accent}"/>'
    )
    corners = "".join(
        f'<path d="M{x} {y - 17}l17 17l-17 17l-17 -17Z" fill="{colours.light}"/>'
        f'<path d="M{x} {y - 10}l10 10l-10 10l-10 -10Z" fill="{colours.accent}"/>'
        for x, y in ((0, 0), (96, 0), (0, 96), (96, 96))
    )
    return 96, 96, 0, frame + petals + heart + corners


def ikat(colours: Palette) -> Tile:
    """Woven lozenges within lozenges, between stripes, with the steps of the threads."""

    def steps(half: int) -> str:
        """A lozenge whose sides are stairs of 6."""
        path, x, y = f"M48 {60 - half}", 48, 60 - half
        for across, down in ((6, 6), (-6, 6), (-6, -6), (6, -6)):
            for _step in range(half // 6):
                x, y = x + across, y + down
                turn = (across > 0) == (down > 0)
                path += f"H{x}V{y}" if turn else f"V{y}H{x}"
        return f"{path}Z"

    shades = (colours.light, colours.ground_2, colours.thread, colours.accent)
    lozenges = "".join(
        f'<path d="{steps(half)}" fill="{shade}"/>'
        for half, shade in zip((48, 36, 24, 12), shades, strict=True)
    )
    stripes = "".join(
        f'<rect y="{y}" width="96" height="{height}" fill="{shade}"/>'
        for y, height, shade in (
            *((0, 5, colours.thread), (8, 2.5, colours.light)),
            *((109, 2.5, colours.light), (115, 5, colours.thread)),
        )
    )
    return 96, 120, 0, lozenges + stripes


def anyaman(colours: Palette) -> Tile:
    """Strips of pandan or rattan, over and under."""
    parts = []
    for column in range(2):
        for row in range(2):
            lies = (column + row) % 2 == 0
            x, y = column * 30, row * 30
            shade = colours.thread if lies else colours.light
            size = (34, 24) if lies else (24, 34)
            at = (x - 2, y + 3) if lies else (x + 3, y - 2)
            vein = (
                f"M{x} {y + 11}h30M{x} {y + 19}h30"
                if lies
                else f"M{x + 11} {y}v30M{x + 19} {y}v30"
            )
            parts.append(
                f'<rect x="{at[0]}" y="{at[1]}" width="{size[0]}" height="{size[1]}" '
                f'rx="3" fill="{shade}"/><path d="{vein}" stroke="{colours.ground_2}" '
                f'stroke-opacity=".35"/>'
            )
    return 60, 60, 45, "".join(parts)


def songket(colours: Palette) -> Tile:
    """Gold threads: flowers of eight points in a net, and a row of bamboo shoots."""
    net = (
        f'<path d="M0 40L40 0L80 40L40 80Z" fill="none" stroke="{colours.thread}" '
        f'stroke-width="3" stroke-dasharray="6 3"/>'
    )
    flower = "".join(
        f'<path d="M40 18l6 12l-6 8l-6 -8Z" fill="{colours.thread}" '
        f'transform="rotate({k * 45} 40 40)"/>'
        for k in range(8)
    )
    small = "".join(
        f'<path d="M{x} {y - 9}l4 5l5 4l-5 4l-4 5l-4 -5l-5 -4l5 -4Z" '
        f'fill="{colours.light}"/>'
        for x, y in ((0, 0), (80, 0), (0, 80), (80, 80))
    )
    shoots = "".join(
        f'<path d="M{x} 104l8 -22l8 22Z" fill="{colours.thread}"/>'
        f'<path d="M{x + 4.5} 104l3.5 -11l3.5 11Z" fill="{colours.accent}"/>'
        for x in range(0, 80, 16)
    )
    heart = f'<circle cx="40" cy="40" r="5" fill="{colours.light}"/>'
    return 80, 108, 0, net + flower + heart + small + shoots


def lurik(colours: Palette) -> Tile:
    """Stripes of Yogyakarta, thin and thick."""
    stripes = "".join(
        f'<rect x="{x}" width="{width}" height="8" fill="{shade}"/>'
        for x, width, shade in (
            *((0, 10, colours.thread), (13, 2, colours.light), (18, 2, colours.light)),
            *((28, 16, colours.ground_2), (48, 3, colours.thread)),
            *((55, 3, colours.accent), (62, 3, colours.thread)),
            *((70, 14, colours.ground_2), (88, 2, colours.light)),
        )
    )
    thread = f'<path d="M0 2h96M0 6h96" stroke="{colours.deep}" stroke-opacity=".16"/>'
    return 96, 8, 0, stripes + thread


def mega(colours: Palette) -> Tile:
    """Clouds of Cirebon: seven shades of one blue, here three."""

    def cloud(x: float, y: float, size: float, shade: str) -> str:
        return (
            f'<path d="M{x - 60 * size:.1f} {y}q{6 * size:.1f} {-30 * size:.1f} '
            f"{34 * size:.1f} {-22 * size:.1f}q{26 * size:.1f} {-34 * size:.1f} "
            f"{52 * size:.1f} 0q{28 * size:.1f} {-8 * size:.1f} {34 * size:.1f} "
            f'{22 * size:.1f}Z" fill="{shade}"/>'
        )

    shades = (colours.light, colours.thread, colours.ground_2, colours.light)
    parts = "".join(
        cloud(x, y, size, shade)
        for x, y in ((0, 50), (130, 50), (65, 100), (195, 100))
        for size, shade in zip((1, 0.8, 0.58, 0.3), shades, strict=True)
    )
    return 130, 100, 0, parts


MOTIFS: dict[str, Callable[[Palette], Tile]] = {
    "kawung": kawung,
    "parang": parang,
    "truntum": truntum,
    "ceplok": ceplok,
    "ikat": ikat,
    "anyaman": anyaman,
    "songket": songket,
    "lurik": lurik,
    "mega": mega,
}
