"""The Content-Security-Policy: everything comes from ourselves, nothing stands inline."""

from csp.constants import NONE, SELF

OURS_ALONE = ["script-src", "style-src", "font-src", "connect-src", "form-action"]
DIRECTIVES = {
    **{key: [NONE] for key in ["default-src", "base-uri", "object-src"]},
    "frame-ancestors": [NONE],
    **{key: [SELF] for key in [*OURS_ALONE, "manifest-src"]},
    "img-src": [SELF, "data:"],
}
