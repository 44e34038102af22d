"""What stands on the cloth, by its name: each drawn in the colours of a palette."""

from collections.abc import Callable

from apps.catalogue.drawing import crafts, food, home, wear
from apps.catalogue.drawing.palettes import Palette

# What is drawn, and how wide its shadow is; 0 for what hangs or lies.
Drawn = tuple[str, int]
THINGS: dict[str, Callable[[Palette], Drawn]] = {
    **food.THINGS,
    **wear.THINGS,
    **crafts.THINGS,
    **home.THINGS,
}
