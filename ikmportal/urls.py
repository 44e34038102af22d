"""Every address: Indonesian without a prefix, English under /en/."""

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from apps.catalogue.drawing import EDITION
from apps.public import pictures
from apps.public import views as public

# Signing in and out of the admin is signing in and out of the portal.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.logout = account.logout  # type: ignore[method-assign]

urlpatterns = [
    path("healthz", public.healthz, name="healthz"),
    path("readyz", public.readyz, name="readyz"),
    path("robots.txt", public.robots, name="robots"),
    path("sitemap.xml", public.sitemap, name="sitemap"),
    # A picture has one address in every language.
    path("katalog/foto/<str:name>", pictures.photo, name="photo"),
    path(f"katalog/gambar/{EDITION}/<str:name>", pictures.drawing, name="drawing"),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("akun/", include("apps.accounts.urls_of_allauth")),
        path("akun/", include("apps.accounts.urls")),
        path("kerja/", include("apps.businesses.urls")),
        path("kerja/", include("apps.catalogue.urls")),
        path("kerja/", include("apps.documents.urls")),
        path("kerja/pesan/", include("apps.outbox.urls")),
        path("kerja/", include("apps.accounts.urls_of_rights")),
        path("kerja/impor/", include("apps.imports.urls")),
        path("kerja/kurasi/", include("apps.catalogue.curation.urls")),
        path("kerja/pameran/", include("apps.exhibitions.urls")),
        path("", include("apps.public.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "apps.public.errors.bad_request"
handler403 = "apps.public.errors.permission_denied"
handler404 = "apps.public.errors.page_not_found"
handler500 = "apps.public.errors.server_error"
