from django.urls import path

from apps.public import mail_views, verification, views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("ikm/", views.directory, name="directory"),
    path("ikm/<slug:slug>/", views.profile, name="profile"),
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
