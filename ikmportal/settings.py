"""Every setting. What differs between machines is an environment variable (.env.example)."""

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _
from pghistory import DeleteEvent, InsertEvent, UpdateEvent

from ikmportal import databases, embedded
from ikmportal.checks import refuse_weak_secrets
from ikmportal.logfiles import logging_config
from ikmportal.policy import DIRECTIVES
from ikmportal.settings_of_allauth import ALLAUTH, PASSWORD_VALIDATORS

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
# The demo shows its logins and mailbox, and marks every page; never for real records.
DEMO = env.bool("DEMO", default=False)
DEMO_PASSWORD = env("DEMO_PASSWORD", default="")
DATA_DIR = embedded.data_dir()

# --- Secrets ---------------------------------------------------------------------
SECRET_KEY = env("SECRET_KEY")
# "id:base64 of 32 bytes", the first one encrypts; see ikmportal/encryption.py
FIELD_ENCRYPTION_KEYS = env.list("FIELD_ENCRYPTION_KEYS")
BLIND_INDEX_KEY = env("BLIND_INDEX_KEY")
SEAL_KEY = env("SEAL_KEY", default="") or BLIND_INDEX_KEY
refuse_weak_secrets(
    SECRET_KEY, *FIELD_ENCRYPTION_KEYS, BLIND_INDEX_KEY, SEAL_KEY, demo=DEMO
)

# --- Applications ----------------------------------------------------------------
INSTALLED_APPS = [
    "apps.regions",
    "apps.sectors",
    "apps.agencies",
    "apps.accounts",
    "apps.documents",
    "apps.outbox",
    "apps.businesses",
    "apps.catalogue",
    "apps.exhibitions",
    "apps.imports",
    "apps.public",
    "ikmportal.admin_site.PortalAdminConfig",
    "ikmportal.operations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "import_export",
    "lucide",
    "pghistory",
    "pgtrigger",
    "procrastinate.contrib.django",
    "template_partials",
]
MIDDLEWARE = [
    "ikmportal.requestlog.RequestLogMiddleware",
    "ikmportal.maintenance.MaintenanceMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "apps.accounts.gates.SessionLimitMiddleware",
    "apps.accounts.gates.SecondFactorMiddleware",
    "apps.accounts.gates.SudoMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.accounts.middleware.HistoryContextMiddleware",
    "apps.accounts.middleware.NoStoreMiddleware",
    "apps.accounts.idempotency.OnceMiddleware",
]
ROOT_URLCONF = "ikmportal.urls"
WSGI_APPLICATION = "ikmportal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ikmportal.rendering.site",
            ],
            "builtins": [
                "lucide.templatetags.lucide",
                "apps.accounts.templatetags.once",
            ],
        },
    }
]
FORM_RENDERER = "ikmportal.rendering.PortalFormRenderer"

# --- Database: PostgreSQL, the embedded one when no other is named ---------------
DATABASES = {"default": databases.configuration(env)}
OWNER_DATABASE_URL = env("OWNER_DATABASE_URL", default="")  # for upgrades alone
CACHES = {"default": env.cache("CACHE_URL", default="dbcache://cache_entry")}

# --- History and jobs ------------------------------------------------------------
PGHISTORY_APPEND_ONLY = True
PGHISTORY_DEFAULT_TRACKERS = (InsertEvent(), UpdateEvent(), DeleteEvent())
PROCRASTINATE_ON_APP_READY = "ikmportal.worker.register_periodic_tasks"

# --- Signing in: apps/accounts/{adapter,lockout,sessions,factors,sudo}.py ----------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["apps.accounts.backends.DatedBackend"]
AUTH_PASSWORD_VALIDATORS = PASSWORD_VALIDATORS
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
PASSWORD_RESET_TIMEOUT = 60 * 60
SESSION_ENGINE = "apps.accounts.sessions"
# Whoever sees personal data signs in with a second factor; only the demo does without.
MFA_REQUIRED = env.bool("MFA_REQUIRED", default=not DEMO)
SUDO_REQUIRED = env.bool("SUDO_REQUIRED", default=True)
vars().update(ALLAUTH)

# --- Languages and time ----------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "ikmportal" / "locale"]
FORMAT_MODULE_PATH = "ikmportal.formats"
TIME_ZONE = env("TIME_ZONE", default="Asia/Jakarta")

# --- Files -----------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "uploads"
BACKUP_DIR = Path(env("BACKUP_DIR", default=str(DATA_DIR / "backups")))
STATIC_STORAGE = env("STATIC_STORAGE", default="ikmportal.storage.Hashed")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATIC_STORAGE},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"

# --- Mail ------------------------------------------------------------------------
vars().update(env.email("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 20  # seconds that a mail server may keep silent
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="portal@localhost")

# --- Protection ------------------------------------------------------------------
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEBUG)
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
# Only what our own proxies append to X-Forwarded-For counts.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=int(BEHIND_PROXY))
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SSL_REDIRECT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_SSL_REDIRECT
SECURE_COOKIES = env.bool("SECURE_COOKIES", default=not DEBUG)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_NAME = "__Host-session" if SECURE_COOKIES else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE_COOKIES else "csrf"
DEVICE_COOKIE_NAME = "__Host-device" if SECURE_COOKIES else "device"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "apps.public.errors.csrf_failure"
SESSION_COOKIE_AGE = 12 * 60 * 60
CONTENT_SECURITY_POLICY = {"DIRECTIVES": DIRECTIVES}

# --- Logs ------------------------------------------------------------------------
# "json": one object a line, for a server; "plain": for a terminal
LOG_FORMAT = env("LOG_FORMAT", default="json")
LOGGING = logging_config(LOG_FORMAT, env("LOG_LEVEL", default="WARNING"))

# --- This installation -----------------------------------------------------------
SITE_NAME = env("SITE_NAME", default="Portal IKM")
SITE_OWNER = env("SITE_OWNER", default="Dinas Perindustrian")
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")
SITE_CONTACT = env("SITE_CONTACT", default="")
IMPORT_RAW_DAYS = env.int("IMPORT_RAW_DAYS", default=90)  # files and cells, once saved
EXPORTS_AN_HOUR = env.int("EXPORTS_AN_HOUR", default=10)  # with whole numbers
REVEALS_AN_HOUR = env.int("REVEALS_AN_HOUR", default=30)  # of whole numbers, each user
SEARCHES_AN_HOUR = env.int("SEARCHES_AN_HOUR", default=120)  # by NIK or phone
IMPORT_MAX_BYTES = env.int("IMPORT_MAX_BYTES", default=40 * 2**20)
# Lists hold NIKs: an upload is never laid down in plain, not even in a temporary folder.
FILE_UPLOAD_HANDLERS = ["ikmportal.uploads.BoundedUploadHandler"]
