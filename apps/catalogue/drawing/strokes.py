"""Strokes that many drawings share."""

from math import cos, pi, sin

from apps.catalogue.drawing.palettes import Palette


def solid(shape: str, fill: str) -> str:
    """A shape in a colour, with the light of a window on it."""
    return f'<{shape} fill="{fill}"/><{shape} fill="url(#sheen)"/>'


def path(d: str, fill: str) -> str:
    return f'<path d="{d}" fill="{fill}"/>'


def line(d: str, stroke: str, width: float, more: str = "") -> str:
    return (
        f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{width}" '
        f'stroke-linecap="round" stroke-linejoin="round" {more}/>'
    )


def emblem(x: float, y: float, size: float, colours: Palette) -> str:
    """The woven lozenge of the portal, as the mark of a maker."""
    parts = []
    for part, fill in (
        (1, colours.accent),
        (0.58, colours.thread),
        (0.26, colours.light),
    ):
        half = size * part
        d = f"M{x} {y - half:.1f}l{half * 0.8:.1f} {half:.1f}l{-half * 0.8:.1f} {half:.1f}"
        parts.append(path(f"{d}l{-half * 0.8:.1f} {-half:.1f}Z", fill))
    return "".join(parts)


def label(x: float, y: float, width: float, height: float, colours: Palette) -> str:
    """A paper label: a mark, and lines where the words would be."""
    middle, half = x + width / 2, width / 2
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="7" '
        f'fill="{colours.light}" stroke="{colours.thread}" stroke-width="2"/>'
        + emblem(middle, y + height * 0.38, height * 0.25, colours)
        + f'<rect x="{middle - half * 0.6:.1f}" y="{y + height * 0.72:.1f}" '
        f'width="{width * 0.6:.1f}" height="{height * 0.06:.1f}" rx="3" '
        f'fill="{colours.deep}"/>'
        f'<rect x="{middle - half * 0.4:.1f}" y="{y + height * 0.84:.1f}" '
        f'width="{width * 0.4:.1f}" height="{height * 0.045:.1f}" rx="2" '
        f'fill="{colours.deep}" opacity=".5"/>'
    )


def ring(x: float, y: float, radius: float, count: int, each: str) -> str:
    """A drawing round a point, turned outwards; drawn as if it stood above 0, 0."""
    turns = (360 * number / count for number in range(count))
    return "".join(
        f'<g transform="translate({x} {y}) rotate({turn:.1f}) translate(0 {-radius})">'
        f"{each}</g>"
        for turn in turns
    )


def points(x: float, y: float, radius: float, count: int) -> list[tuple[float, float]]:
    return [
        (x + radius * cos(2 * pi * k / count), y + radius * sin(2 * pi * k / count))
        for k in range(count)
    ]


def zigzag(x: float, y: float, width: float, height: float, count: int) -> str:
    """Tumpal: a row of triangles that stand on a line."""
    wide = width / count
    return "".join(
        f"M{x + k * wide:.1f} {y}l{wide / 2:.1f} {-height}l{wide / 2:.1f} {height}Z"
        for k in range(count)
    )
