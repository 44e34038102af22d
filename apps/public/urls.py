from django.urls import path

from apps.public import verification, views

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
    path("sitemap-<slug:section>.xml", views.sitemap_part, name="sitemap_part"),
]
