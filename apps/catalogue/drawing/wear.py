"""Clothes, cloths, bags and shoes. What is woven or printed shows the cloth of the drawing."""

from collections.abc import Callable

from apps.catalogue.drawing.palettes import Palette
from apps.catalogue.drawing.strokes import emblem, line, path, solid

CLOTH = "url(#cloth)"


def _woven(d: str, edge: str) -> str:
    return (
        f'<path d="{d}" fill="{CLOTH}"/><path d="{d}" fill="url(#sheen)"/>'
        f'<path d="{d}" fill="none" stroke="{edge}" stroke-width="4" '
        'stroke-linejoin="round"/>'
    )


def cloth(c: Palette) -> tuple[str, int]:
    """A length of cloth over a bar, in two layers."""
    folds = "".join(
        f'<path d="M{x} 112Q{x + 14} 240 {x - 4} 392H{x + 26}Q{x + 38} 240 {x + 22} 112Z" '
        'fill="#000" opacity=".16"/>'
        for x in (206, 268, 330, 392)
    )
    return (
        solid('rect x="128" y="96" width="384" height="16" rx="8"', c.deep)
        + f'<circle cx="128" cy="104" r="14" fill="{c.thread}"/>'
        + f'<circle cx="512" cy="104" r="14" fill="{c.thread}"/>'
        + path("M196 104H452V340H196Z", c.body)
        + _woven("M176 100H464V392H176Z", c.deep)
        + folds
        + f'<rect x="176" y="364" width="288" height="10" fill="{c.thread}"/>'
        + line(
            "M182 392v12M200 392v12M218 392v12M236 392v12M254 392v12M272 392v12M290 392v12"
            "M308 392v12M326 392v12M344 392v12M362 392v12M380 392v12M398 392v12M416 392v12"
            "M434 392v12M458 392v12",
            c.thread,
            3,
        )
    ), 0


def shirt(c: Palette) -> tuple[str, int]:
    body = (
        "M262 96L196 124L132 220L188 258L218 222V404H422V222L452 258L508 220L444 124L378 96"
        "Q320 150 262 96Z"
    )
    return (
        _woven(body, c.deep)
        + path("M262 96L320 156L296 182L246 104Z", c.body)
        + path("M378 96L320 156L344 182L394 104Z", c.body)
        + path("M310 156H330V404H310Z", c.body)
        + "".join(
            f'<circle cx="320" cy="{y}" r="5" fill="{c.thread}"/>'
            for y in (196, 246, 296, 346, 388)
        )
        + line("M132 220L188 258M508 220L452 258", c.thread, 6)
    ), 120


def dress(c: Palette) -> tuple[str, int]:
    skirt = "M268 232H372C392 300 424 350 432 404H208C216 350 248 300 268 232Z"
    top = "M276 84L226 106L170 236L208 256L262 168L268 232H372L378 168L432 256L470 236L414 106L364 84Q320 124 276 84Z"
    return (
        _woven(skirt, c.deep)
        + solid(f'path d="{top}"', c.body)
        + line(
            "M276 84Q320 124 364 84M320 112V226", c.thread, 5, 'stroke-dasharray="2 10"'
        )
        + line("M170 236L208 256M470 236L432 256", c.thread, 6)
        + f'<rect x="262" y="222" width="116" height="16" rx="8" fill="{c.thread}"/>'
    ), 126


def scarf(c: Palette) -> tuple[str, int]:
    """A shawl laid round a neck that is not there, its ends hanging side by side."""
    neck = "M218 150C222 96 270 66 320 66C370 66 418 96 422 150C424 190 374 212 320 212C266 212 216 190 218 150Z"
    hollow = "M262 136C268 108 292 98 320 98C348 98 372 108 378 136C378 152 350 160 320 160C290 160 262 152 262 136Z"
    fringe = "".join(f"M{x} 382l{side} 22" for x, side in _ends())
    return (
        _woven("M330 186L408 160L424 322H356Z", c.deep)
        + path("M330 186L408 160L424 322H356Z", "#00000022")
        + _woven(neck, c.deep)
        + path(hollow, c.deep)
        + _woven("M252 168L352 192L330 382H228Z", c.deep)
        + line("M230 366H331M357 306H422", c.thread, 8)
        + line(fringe, c.thread, 4)
    ), 0


def _ends() -> list[tuple[int, int]]:
    return [(x, -2 if x < 320 else 2) for x in range(234, 332, 14)]


def bag(c: Palette) -> tuple[str, int]:
    body = "M176 196H464L488 378Q490 404 464 404H176Q150 404 152 378Z"
    return (
        line("M236 206C236 76 404 76 404 206", c.deep, 18)
        + line("M236 206C236 76 404 76 404 206", c.thread, 3, 'stroke-dasharray="1 9"')
        + solid(f'path d="{body}"', c.body)
        + _woven("M170 244H470L482 336H158Z", c.deep)
        + line("M176 208H464", c.thread, 3, 'stroke-dasharray="8 7"')
        + solid('rect x="290" y="180" width="60" height="54" rx="10"', c.accent)
        + f'<circle cx="320" cy="214" r="7" fill="{c.thread}"/>'
    ), 176


def wallet(c: Palette) -> tuple[str, int]:
    return (
        f'<rect x="188" y="180" width="250" height="60" rx="10" fill="{c.light}" stroke="{c.deep}" stroke-width="3"/>'
        + path("M204 196H300V212H204Z", c.accent)
        + solid('rect x="156" y="208" width="328" height="196" rx="22"', c.body)
        + f'<rect x="170" y="222" width="300" height="168" rx="14" fill="none" stroke="{c.thread}" stroke-width="3" stroke-dasharray="9 7"/>'
        + solid('path d="M484 270H400Q378 306 400 342H484Z"', c.accent)
        + f'<circle cx="420" cy="306" r="10" fill="{c.thread}"/>'
        + emblem(262, 306, 44, c)
    ), 168


def shoe(c: Palette) -> tuple[str, int]:
    def one(x: int, y: int) -> str:
        upper = f"M{x} {y}C{x + 20} {y - 30} {x + 30} {y - 76} {x + 40} {y - 96}L{x + 124} {y - 90}C{x + 150} {y - 44} {x + 230} {y - 48} {x + 262} {y - 4}V{y + 22}H{x}Z"
        sole = f"M{x - 4} {y + 20}H{x + 266}Q{x + 268} {y + 44} {x + 246} {y + 44}H{x + 14}Q{x - 6} {y + 44} {x - 4} {y + 20}Z"
        laces = "".join(
            line(f"M{x + 116 + k * 22} {y - 76 + k * 14}l24 -16", c.light, 6)
            for k in range(4)
        )
        return (
            solid(f'path d="{upper}"', c.body)
            + path(
                f"M{x + 214} {y - 36}Q{x + 254} {y - 26} {x + 262} {y - 4}V{y + 22}H{x + 200}Q{x + 192} {y - 16} {x + 214} {y - 36}Z",
                c.accent,
            )
            + path(sole, c.deep)
            + line(
                f"M{x + 4} {y + 30}H{x + 258}", c.thread, 2.5, 'stroke-dasharray="7 6"'
            )
            + laces
        )

    return one(222, 280) + one(156, 360), 190


def sandal(c: Palette) -> tuple[str, int]:
    def one(x: int, turn: int) -> str:
        sole = "M-52 -118C-58 -170 58 -170 54 -112C50 -50 34 -20 44 50C54 124 -46 126 -44 50C-42 -10 -48 -50 -52 -118Z"
        return (
            f'<g transform="translate({x} 262) rotate({turn})">'
            + path(sole.replace("M-52", "M-46"), c.deep)
            + solid(f'path d="{sole}"', c.thread)
            + _woven(
                "M-56 -60C-20 -112 20 -112 56 -60L50 -26C20 -70 -20 -70 -50 -26Z",
                c.deep,
            )
            + "</g>"
        )

    return one(252, -8) + one(388, 8), 0


THINGS: dict[str, Callable[[Palette], tuple[str, int]]] = {
    "kain": cloth,
    "kemeja": shirt,
    "gaun": dress,
    "selendang": scarf,
    "tas": bag,
    "dompet": wallet,
    "sepatu": shoe,
    "sandal": sandal,
}
