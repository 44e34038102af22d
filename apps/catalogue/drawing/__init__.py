"""Drawings in place of a photo: a cloth by the subsector, and on it what the name says.

A drawing follows from its key alone: «toples-kawung-soga-3» is a jar before a batik of kawung,
in soga brown, in the third arrangement. So it needs no row, tells nothing of a product that is
not published, and may be kept by every cache for ever. `EDITION` changes with the drawings.
"""

from apps.catalogue.drawing.choosing import key_for
from apps.catalogue.drawing.scene import EDITION, UnknownDrawing, draw, draw_jpeg

__all__ = ["EDITION", "UnknownDrawing", "draw", "draw_jpeg", "key_for"]
