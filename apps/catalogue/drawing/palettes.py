"""The colours of natural dyes, as DESIGN of the portal has them, in eight harmonies.

`ground` is the cloth, `thread` and `light` are what is drawn on it, `accent` what strikes the
eye, and `body` a thing that stands before `light`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    ground: str
    ground_2: str  # the folds and the lower part
    thread: str
    light: str
    accent: str
    deep: str
    body: str  # of the thing itself: parts from `light`


PALETTES = {
    "soga": Palette(
        "#7f3013", "#5f210b", "#d9a441", "#f6ead2", "#1c3d6b", "#3a150a", "#8f3a18"
    ),
    "nila": Palette(
        "#1c3d6b", "#132a4d", "#e3a32b", "#f5eddf", "#c2562b", "#0b1a33", "#23497e"
    ),
    "daun": Palette(
        "#2b6539", "#1d4a28", "#e9c46a", "#f7f0df", "#a23f1b", "#10301a", "#327543"
    ),
    "manggis": Palette(
        "#5b2338", "#421729", "#e0a96d", "#f8eddd", "#2d6072", "#2a0d19", "#6d2b44"
    ),
    "kunyit": Palette(
        "#d9962a", "#b97812", "#7f3013", "#fdf3dc", "#1c3d6b", "#5c3206", "#c17d14"
    ),
    "tanah": Palette(
        "#a8532d", "#863d1d", "#f0bd57", "#f8eadb", "#20445f", "#4b1f0d", "#b05a32"
    ),
    "laut": Palette(
        "#23616b", "#17464e", "#f0bd57", "#eff3e8", "#c2562b", "#0b2c32", "#2a717c"
    ),
    "gading": Palette(
        "#e0cda6", "#c9b283", "#8a4b21", "#fffaf0", "#a23f1b", "#4a2f1a", "#8a4b21"
    ),
}
