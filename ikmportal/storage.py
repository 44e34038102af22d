"""Static files with hashed names, in JavaScript modules that import each other too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Hashed(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
