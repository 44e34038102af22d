"""Static files with hashed names, in our JavaScript modules that import each other too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage as Stock

from ikmportal.stylesheets import BundlesStylesheets


class Hashed(BundlesStylesheets, Stock):
    """Rewrites imports in `js/` only: a package's comment with `import("…")` is no import."""

    patterns = (
        *Stock.patterns,
        ("js/*.js", Stock._js_module_import_aggregation_patterns[1]),
    )
