"""django-oscar as its documentation sets it up, on our PostgreSQL and with our page size."""

import os

import environ
from oscar import INSTALLED_APPS as OSCAR_APPS
from oscar.defaults import *  # noqa: F403

DEBUG = False
SECRET_KEY = "only-for-a-bench"
ALLOWED_HOSTS = ["testserver"]
ROOT_URLCONF = "benchmarks.oscar.urls"
SITE_ID = 1
USE_TZ = True
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Indonesian"), ("en", "English")]
DATABASES = {"default": environ.Env().db("DATABASE_URL")}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STATIC_URL, MEDIA_URL = "/static/", "/media/"
MEDIA_ROOT = os.environ["MEDIA_ROOT"]
INSTALLED_APPS = [*OSCAR_APPS, "sorl.thumbnail"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "oscar.apps.basket.middleware.BasketMiddleware",
    "django.contrib.flatpages.middleware.FlatpageFallbackMiddleware",
]
AUTHENTICATION_BACKENDS = [
    "oscar.apps.customer.auth_backends.EmailBackend",
    "django.contrib.auth.backends.ModelBackend",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "oscar.apps.search.context_processors.search_form",
                "oscar.apps.checkout.context_processors.checkout",
                "oscar.apps.communication.notifications.context_processors.notifications",
                "oscar.core.context_processors.metadata",
            ]
        },
    }
]
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "benchmarks.oscar.search.Engine"}}
OSCAR_PRODUCTS_PER_PAGE = int(os.environ["PER_PAGE"])
OSCAR_DEFAULT_CURRENCY = "IDR"
