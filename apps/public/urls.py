from django.urls import path

from apps.public import (
    catalogue_views,
    exhibition_views,
    inquiry_views,
    mail_views,
    sales_views,
    verification,
    views,
)

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("ikm/", views.directory, name="directory"),
    path("ikm/<slug:slug>/", views.profile, name="profile"),
    path("katalog/", catalogue_views.browse, name="catalogue"),
    path(
        "katalog/subsektor/<slug:code>/",
        catalogue_views.of_subsector,
        name="catalogue_of_subsector",
    ),
    path(
        "katalog/wilayah/<int:code>/",
        catalogue_views.of_area,
        name="catalogue_of_area",
    ),
    path("katalog/cetak/", inquiry_views.lookbook, name="lookbook"),
    path("katalog/<slug:slug>/", catalogue_views.product, name="product"),
    path("katalog/<slug:slug>/tanya/", inquiry_views.inquire, name="inquire"),
    path("pameran/", exhibition_views.exhibitions, name="exhibitions"),
    path("pameran/<slug:slug>/", exhibition_views.exhibition, name="exhibition"),
    path("pameran/lapor/<str:token>/", sales_views.own_sales, name="own_sales"),
    path(
        "pameran/gambar/<slug:stored_as>.webp",
        exhibition_views.floor,
        name="exhibition_floor",
    ),
    path(
        "pameran/<slug:slug>/kalender.ics",
        exhibition_views.calendar,
        name="exhibition_calendar",
    ),
    path("verifikasi/", verification.ask, name="verify"),
    path("verifikasi/<str:code>/", verification.check, name="check"),
    path("tentang/", views.about, name="about"),
    path("tentang/privasi/", views.privacy, name="privacy"),
    path("tentang/aksesibilitas/", views.accessibility, name="accessibility"),
    path("tentang/komponen/", views.components, name="components"),
    path("pesan/berhenti/<str:token>/", mail_views.no_more, name="opt_out"),
    path("demo/kotak-surat/", mail_views.demo_mails, name="mailbox"),
    path("demo/kotak-surat/<str:key>/", mail_views.demo_mail, name="mail"),
    path("sitemap-<slug:section>.xml", views.sitemap_part, name="sitemap_part"),
]
