"""Food and drink: jars, packets, bottles, cakes, bowls, cups."""

from collections.abc import Callable

from apps.catalogue.drawing.palettes import Palette
from apps.catalogue.drawing.strokes import emblem, label, line, path, solid, zigzag


def jar(c: Palette) -> tuple[str, int]:
    body = "M222 176Q222 148 250 148H390Q418 148 418 176V372Q418 404 386 404H254Q222 404 222 372Z"
    pieces = "".join(
        f'<circle cx="{244 + (k * 37) % 156}" cy="{196 + (k * 53) % 192}" r="15" '
        f'fill="{c.thread if k % 3 else c.light}" opacity=".55"/>'
        for k in range(24)
    )
    lid = 'rect x="228" y="100" width="184" height="54" rx="11"'
    return (
        solid(f'path d="{body}"', c.body)
        + pieces
        + '<rect x="236" y="168" width="15" height="204" rx="7.5" fill="#fff" opacity=".35"/>'
        + solid(lid, c.accent)
        + line("M232 134H408", c.thread, 5, 'stroke-dasharray="1 11"')
        + f'<rect x="222" y="226" width="196" height="126" fill="{c.light}"/>'
        + '<rect x="222" y="226" width="196" height="126" fill="url(#sheen)" '
        'opacity=".5"/>'
        + line("M222 226H418M222 352H418", c.thread, 4)
        + path(zigzag(222, 242, 196, -14, 14), c.accent)
        + emblem(320, 286, 32, c)
        + f'<rect x="276" y="328" width="88" height="8" rx="4" fill="{c.deep}"/>'
    ), 136


def packet(c: Palette) -> tuple[str, int]:
    body = "M212 104H428Q418 250 432 404H208Q222 250 212 104Z"
    teeth = zigzag(212, 104, 216, 9, 18)
    chips = "".join(
        f'<g transform="translate({x} {y}) rotate({turn})"><path d="M-26 6Q0 -22 26 6Q0 18 '
        f'-26 6Z" fill="{c.thread}"/><path d="M-16 4Q0 -10 16 4" fill="none" '
        f'stroke="{c.deep}" stroke-opacity=".3" stroke-width="2"/></g>'
        for x, y, turn in (
            (168, 394, -14),
            (142, 376, 24),
            (474, 394, 12),
            (500, 372, -30),
        )
    )
    window = "M262 306Q320 276 378 306L372 372Q320 386 268 372Z"
    inside = "".join(
        f'<ellipse cx="{282 + (k * 31) % 80}" cy="{312 + (k * 19) % 54}" rx="17" ry="10" '
        f'fill="{c.thread}" transform="rotate({k * 40} 320 340)" opacity=".9"/>'
        for k in range(9)
    )
    return (
        path(teeth, c.body)
        + solid(f'path d="{body}"', c.body)
        + line("M216 122H424", c.light, 2, 'stroke-opacity=".5" stroke-dasharray="5 5"')
        + label(250, 146, 140, 128, c)
        + path(window, c.deep)
        + f'<g clip-path="url(#window)">{inside}</g>'
        + f'<clipPath id="window"><path d="{window}"/></clipPath>'
        + chips
    ), 150


def coffee(c: Palette) -> tuple[str, int]:
    beans = "".join(
        f'<g transform="translate({x} {y}) rotate({turn})"><ellipse rx="17" ry="11" '
        f'fill="#4a2b18"/><path d="M-15 0Q0 -7 15 0" stroke="#8a5a3a" fill="none" '
        f'stroke-width="2"/></g>'
        for x, y, turn in (
            *((150, 398, 20), (182, 410, -30), (128, 412, 70)),
            *((470, 404, -15), (502, 412, 40), (446, 414, 5)),
        )
    )
    return (
        solid(
            'path d="M222 86H418L430 118L422 394Q422 404 410 404H230Q218 404 218 394L210 118Z"',
            c.body,
        )
        + path("M222 86H418L430 118H210Z", c.deep)
        + line("M222 98H418", c.light, 2, 'stroke-opacity=".5" stroke-dasharray="4 5"')
        + label(246, 160, 148, 180, c)
        + beans
    ), 150


def bottle(c: Palette) -> tuple[str, int]:
    body = "M284 142C284 172 248 176 248 222V376Q248 404 276 404H364Q392 404 392 376V222C392 176 356 172 356 142V108H284Z"
    leaf = "M320 252C350 272 350 306 320 326C290 306 290 272 320 252Z"
    glass = (
        path("M440 330H514L506 396Q505 404 497 404H457Q449 404 448 396Z", c.light)
        + path("M443 350H511L506 396Q505 404 497 404H457Q449 404 448 396Z", c.thread)
        + line("M440 330H514", c.body, 3)
    )
    return (
        solid(f'path d="{body}"', c.body)
        + '<rect x="262" y="216" width="13" height="168" rx="6.5" fill="#fff" opacity=".32"/>'
        + solid('rect x="276" y="66" width="88" height="48" rx="9"', c.accent)
        + f'<rect x="248" y="236" width="144" height="122" fill="{c.light}"/>'
        + '<rect x="248" y="236" width="144" height="122" fill="url(#sheen)" '
        'opacity=".5"/>'
        + line("M248 236H392M248 358H392", c.thread, 4)
        + path(leaf, c.body)
        + line("M320 262V340", c.light, 3)
        + f'<rect x="284" y="338" width="72" height="8" rx="4" fill="{c.deep}"/>'
        + glass
    ), 120


def cakes(c: Palette) -> tuple[str, int]:
    """Small cakes in paper cups on a plate with a foot."""

    def cake(x: int, y: int, fill: str) -> str:
        cup = f"M{x - 50} {y}H{x + 50}L{x + 38} {y + 52}H{x - 38}Z"
        dome = (
            f"M{x - 54} {y + 4}Q{x - 60} {y - 30} {x - 26} {y - 34}Q{x - 18} {y - 62} {x} "
            f"{y - 62}Q{x + 18} {y - 62} {x + 26} {y - 34}Q{x + 60} {y - 30} {x + 54} {y + 4}Z"
        )
        folds = "".join(
            f"M{x + k * 16} {y + 4}L{x + k * 12} {y + 50}" for k in range(-2, 3)
        )
        return (
            path(cup, c.light)
            + line(folds, fill, 3, 'stroke-opacity=".6"')
            + solid(f'path d="{dome}"', fill)
            + f'<circle cx="{x}" cy="{y - 62}" r="9" fill="{c.accent}"/>'
            + line(
                f"M{x - 30} {y - 14}l10 -7M{x + 8} {y - 30}l11 5M{x + 26} {y - 8}l9 -6",
                c.light,
                4,
            )
        )

    stand = (
        path("M300 356H340L352 396H288Z", c.body)
        + f'<ellipse cx="320" cy="398" rx="86" ry="12" fill="{c.body}"/>'
        + f'<ellipse cx="320" cy="350" rx="196" ry="24" fill="{c.body}"/>'
        + f'<ellipse cx="320" cy="342" rx="196" ry="24" fill="{c.thread}"/>'
        + f'<ellipse cx="320" cy="340" rx="182" ry="19" fill="{c.light}"/>'
    )
    return (
        stand
        + cake(264, 202, c.thread)
        + cake(378, 202, c.body)
        + cake(204, 292, c.body)
        + cake(320, 296, c.accent)
        + cake(436, 292, c.thread)
    ), 100


def bowl(c: Palette) -> tuple[str, int]:
    steam = "".join(
        line(
            f"M{x} 196c-18 -22 18 -34 0 -56c-18 -22 14 -34 4 -50",
            c.body,
            6,
            'stroke-opacity=".35"',
        )
        for x in (270, 320, 370)
    )
    food = "".join(
        f'<circle cx="{208 + k * 32}" cy="{226 - (k % 2) * 10}" r="27" '
        f'fill="{(c.thread, c.accent, c.light)[k % 3]}"/>'
        for k in range(8)
    )
    body = "M168 232H472Q468 340 378 384H262Q172 340 168 232Z"
    return (
        steam
        + food
        + solid(f'path d="{body}"', c.body)
        + f'<clipPath id="bowl"><path d="{body}"/></clipPath><g clip-path="url(#bowl)">'
        + path(zigzag(160, 308, 320, 40, 12), c.light)
        + path(zigzag(160, 308, 320, 20, 12), c.accent)
        + f'<rect x="160" y="308" width="320" height="6" fill="{c.thread}"/></g>'
        + f'<rect x="160" y="222" width="320" height="16" rx="8" fill="{c.thread}"/>'
        + path("M268 384H372L382 404H258Z", c.deep)
    ), 130


def cup(c: Palette) -> tuple[str, int]:
    steam = "".join(
        line(
            f"M{x} 172c-16 -20 16 -32 0 -52c-14 -18 10 -28 4 -42",
            c.body,
            6,
            'stroke-opacity=".35"',
        )
        for x in (270, 312, 354)
    )
    body = "M212 200H412Q416 330 372 380H252Q208 330 212 200Z"
    return (
        steam
        + line("M408 232C482 214 492 330 392 334", c.body, 22)
        + solid(f'path d="{body}"', c.body)
        + f'<ellipse cx="312" cy="200" rx="100" ry="18" fill="{c.light}"/>'
        + '<ellipse cx="312" cy="203" rx="88" ry="13" fill="#3b1d0e"/>'
        + f'<ellipse cx="320" cy="392" rx="160" ry="17" fill="{c.deep}"/>'
        + f'<ellipse cx="320" cy="386" rx="160" ry="17" fill="{c.accent}"/>'
        + path("M256 376H368L362 388H262Z", c.deep)
        + emblem(312, 288, 44, c)
    ), 150


THINGS: dict[str, Callable[[Palette], tuple[str, int]]] = {
    "toples": jar,
    "kemasan": packet,
    "kopi": coffee,
    "botol": bottle,
    "kue": cakes,
    "mangkuk": bowl,
    "cangkir": cup,
}
