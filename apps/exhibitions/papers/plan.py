"""The plan on paper, A4 or A3, on the scale of the hall, with its legend and who stands where."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from apps.documents.printing import printable
from apps.exhibitions.drawing import CM, DrawnBooth, DrawnHall, draw
from apps.exhibitions.papers.setting import printed
from apps.exhibitions.pictures import LARGE, content_of

if TYPE_CHECKING:
    from apps.exhibitions.papers import Asked


def plan(asked: "Asked") -> bytes:
    """A page for each hall, over the picture that lies under its plan; and then the list."""
    drawing = draw(asked.exhibition)
    exhibitors = [[each.booth.code, str(each.participation)] for each in asked.places()]
    said = {
        "size": asked.size,
        "halls": [_hall(hall) for hall in drawing.halls],
        "legend": [[number, label] for number, label in drawing.legend],
        "free": _("free"),
        "scale": _("Scale about 1 : {scale}"),
        "list": _("Who stands where"),
        "exhibitors": exhibitors,
    }
    return printed("exhibition-plan-1.typ", asked, dict(printable(said)))


def _hall(hall: DrawnHall) -> dict[str, Any]:
    """In metres, as the template draws."""
    return {
        "name": str(hall.hall),
        "width": hall.width / CM,
        "depth": hall.height / CM,
        "picture": _picture(hall),
        "zones": [
            {
                "name": str(each.zone),
                "colour": each.zone.colour,
                "x": each.x / CM,
                "y": each.y / CM,
                "width": each.width / CM,
                "depth": each.height / CM,
            }
            for each in hall.zones
        ],
        "booths": [_booth(each) for each in hall.booths],
    }


def _picture(hall: DrawnHall) -> dict[str, Any] | None:
    """With the bytes of its file, as long as that is on disk."""
    picture = hall.picture
    content = content_of(picture.stored_as, LARGE) if picture else None
    if picture is None or content is None:
        return None
    return {
        "webp": list(content),
        "x": picture.x / CM,
        "y": picture.y / CM,
        "width": picture.width / CM,
        "depth": picture.height / CM,
    }


def _booth(drawn: DrawnBooth) -> dict[str, Any]:
    return {
        "code": drawn.booth.code,
        "colour": drawn.colour,
        "out": drawn.booth.is_out_of_use,
        "x": drawn.x / CM,
        "y": drawn.y / CM,
        "width": drawn.width / CM,
        "depth": drawn.height / CM,
        "lines": [line for _down, line in drawn.lines],
    }
