"""What gunicorn serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from ikmportal.checks import refuse_weak_settings
from ikmportal.collecting import keep_what_is_loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ikmportal.settings")

application = get_wsgi_application()
refuse_weak_settings(settings)
keep_what_is_loaded()
