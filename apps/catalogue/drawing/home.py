"""For the house and the workshop: furniture, soap, candles, tools, tins, print."""

from collections.abc import Callable

from apps.catalogue.drawing.palettes import Palette
from apps.catalogue.drawing.strokes import emblem, label, line, path, solid, zigzag

WOOD, WOOD_2, RATTAN = "#7a4b26", "#55301a", "#c79b62"


def chair(c: Palette) -> tuple[str, int]:
    back = "M214 78Q320 44 426 78L414 260H226Z"
    return (
        line("M234 270L214 404M406 270L426 404", WOOD, 17)
        + line("M262 276L256 388M378 276L384 388", WOOD_2, 13)
        + line("M226 346H414", WOOD_2, 9)
        + f'<path d="{back}" fill="{RATTAN}"/>'
        + f'<clipPath id="back"><path d="{back}"/></clipPath><g clip-path="url(#back)">'
        + "".join(
            line(
                f"M{x} 40L{x + 120} 270M{x} 40L{x - 120} 270",
                WOOD_2,
                3,
                'stroke-opacity=".55"',
            )
            for x in range(120, 560, 22)
        )
        + "</g>"
        + f'<path d="{back}" fill="none" stroke="{WOOD}" stroke-width="16" stroke-linejoin="round"/>'
        + f'<path d="M192 252H448Q464 252 460 270L456 286H184L180 270Q176 252 192 252Z" fill="{WOOD}"/>'
        + '<path d="M206 228H434Q456 228 456 254H184Q184 228 206 228Z" fill="url(#cloth)"/>'
        + f'<path d="M206 228H434Q456 228 456 254H184Q184 228 206 228Z" fill="none" stroke="{c.deep}" stroke-width="3"/>'
    ), 140


def shelf(c: Palette) -> tuple[str, int]:
    boards = "".join(
        f'<rect x="196" y="{y}" width="248" height="14" fill="{WOOD}"/>'
        for y in (66, 172, 278, 376)
    )
    books = "".join(
        f'<rect x="{216 + k * 19}" y="{114 - (k % 3) * 8}" width="16" height="{58 + (k % 3) * 8}" rx="2" fill="{(c.accent, c.body, c.thread, c.deep)[k % 4]}"/>'
        for k in range(6)
    )
    vase = path(
        "M384 118H402Q402 132 412 142Q420 160 410 172H376Q366 160 374 142Q384 132 384 118Z",
        c.body,
    )
    basket = (
        f'<rect x="222" y="222" width="92" height="56" rx="8" fill="{RATTAN}"/>'
        + line("M228 240H308M228 258H308", WOOD_2, 3, 'stroke-dasharray="8 6"')
    )
    box = f'<rect x="336" y="226" width="84" height="52" fill="url(#cloth)" stroke="{c.deep}" stroke-width="3"/>'
    doors = (
        f'<rect x="204" y="292" width="112" height="84" fill="{RATTAN}"/><rect x="324" y="292" width="112" height="84" fill="{RATTAN}"/>'
        f'<circle cx="306" cy="334" r="5" fill="{c.deep}"/><circle cx="334" cy="334" r="5" fill="{c.deep}"/>'
    )
    return (
        path("M196 66H444V390H196Z", WOOD_2)
        + boards
        + books
        + vase
        + basket
        + box
        + doors
        + path("M188 60H210V404H192ZM452 60H430V404H448Z", WOOD)
    ), 140


def soap(c: Palette) -> tuple[str, int]:
    bubbles = "".join(
        f'<circle cx="{x}" cy="{y}" r="{r}" fill="#fff" opacity=".6"/><circle cx="{x}" cy="{y}" r="{r}" fill="none" stroke="{c.body}" stroke-opacity=".4" stroke-width="2"/>'
        for x, y, r in (
            (188, 146, 20),
            (226, 108, 12),
            (434, 132, 24),
            (470, 178, 12),
            (320, 92, 15),
        )
    )
    return (
        bubbles
        + solid('rect x="176" y="290" width="288" height="114" rx="26"', c.body)
        + '<path d="M266 290H374V404H266Z" fill="url(#cloth)"/>'
        + f'<path d="M266 290V404M374 290V404" stroke="{c.light}" stroke-width="4"/>'
        + solid('rect x="204" y="188" width="232" height="100" rx="26"', c.thread)
        + f'<rect x="226" y="206" width="188" height="64" rx="16" fill="none" stroke="{c.light}" stroke-width="3" opacity=".8"/>'
        + emblem(320, 238, 24, c)
        + line(
            "M446 288C486 262 486 224 470 204M470 204C450 226 450 262 462 276",
            c.accent,
            6,
        )
    ), 160


def candle(c: Palette) -> tuple[str, int]:
    def one(x: int, top: int, width: int, fill: str) -> str:
        return (
            path(
                f"M{x} {top - 70}C{x + 24} {top - 38} {x + 17} {top - 12} {x} {top - 12}C{x - 17} {top - 12} {x - 24} {top - 38} {x} {top - 70}Z",
                c.thread,
            )
            + path(
                f"M{x} {top - 46}C{x + 11} {top - 28} {x + 8} {top - 12} {x} {top - 12}C{x - 8} {top - 12} {x - 11} {top - 28} {x} {top - 46}Z",
                c.light,
            )
            + line(f"M{x} {top - 14}V{top + 4}", c.deep, 4)
            + solid(
                f'rect x="{x - width // 2}" y="{top}" width="{width}" height="{404 - top}" rx="10"',
                fill,
            )
            + f'<ellipse cx="{x}" cy="{top + 6}" rx="{width // 2}" ry="8" fill="{c.light}" opacity=".6"/>'
        )

    return one(236, 250, 82, c.accent) + one(404, 282, 82, c.body) + one(
        320, 182, 92, c.body
    ) + (
        f'<rect x="274" y="268" width="92" height="70" fill="{c.light}"/>'
        + emblem(320, 303, 25, c)
    ), 150


def tin(c: Palette) -> tuple[str, int]:
    return (
        line("M214 176C214 60 426 60 426 176", c.deep, 7)
        + solid(
            'path d="M206 150H434V386Q434 404 416 404H224Q206 404 206 386Z"', c.body
        )
        + f'<ellipse cx="320" cy="150" rx="114" ry="22" fill="{c.light}"/><ellipse cx="320" cy="150" rx="92" ry="15" fill="{c.accent}"/>'
        + label(236, 206, 168, 152, c)
        + f'<rect x="206" y="372" width="228" height="8" fill="{c.thread}"/>'
    ), 140


def tools(c: Palette) -> tuple[str, int]:
    cog = "".join(
        f'<rect x="-15" y="-126" width="30" height="40" rx="5" fill="{c.body}" transform="rotate({turn})"/>'
        for turn in range(0, 360, 45)
    )
    steel = "#b9c0c6"
    return (
        f'<g transform="translate(320 238)">{cog}<circle r="100" fill="{c.body}"/>'
        f'<circle r="100" fill="url(#sheen)"/><circle r="66" fill="{c.light}"/>'
        f'<circle r="66" fill="none" stroke="{c.thread}" stroke-width="5"/></g>'
        '<g transform="rotate(38 320 238)">'
        + solid('path d="M304 236H336V396Q320 412 304 396Z"', c.accent)
        + path("M308 96H332V240H308Z", steel)
        + path("M284 60Q280 104 308 112H332Q360 104 356 60L336 78V88H304V78Z", steel)
        + "</g>"
        '<g transform="rotate(-38 320 238)">'
        + solid('path d="M306 220H334V398Q320 410 306 398Z"', WOOD)
        + path("M256 84H360Q388 84 396 112H368V140H256Z", "#8d979f")
        + path("M308 138H332V224H308Z", WOOD_2)
        + "</g>"
    ), 0


def paper(c: Palette) -> tuple[str, int]:
    """A gift box of printed paper with a ribbon and a card."""
    return (
        '<path d="M172 214H468V404H172Z" fill="url(#cloth)"/><path d="M172 214H468V404H172Z" fill="url(#sheen)"/>'
        + solid('rect x="156" y="166" width="328" height="62" rx="8"', c.body)
        + path("M298 166H342V404H298Z", c.accent)
        + path(zigzag(156, 228, 328, 10, 26), c.thread)
        + path(
            "M320 166C250 150 226 84 268 84C300 84 316 128 320 166ZM320 166C390 150 414 84 372 84C340 84 324 128 320 166Z",
            c.accent,
        )
        + path("M310 148H330V178H310Z", c.thread)
        + f'<g transform="rotate(7 410 320)"><rect x="368" y="284" width="104" height="70" rx="5" fill="{c.light}" stroke="{c.deep}" stroke-opacity=".4" stroke-width="2"/>'
        + emblem(420, 312, 17, c)
        + f'<rect x="392" y="336" width="56" height="5" rx="2.5" fill="{c.deep}"/></g>'
    ), 168


THINGS: dict[str, Callable[[Palette], tuple[str, int]]] = {
    "kursi": chair,
    "rak": shelf,
    "sabun": soap,
    "lilin": candle,
    "kaleng": tin,
    "perkakas": tools,
    "kertas": paper,
}
