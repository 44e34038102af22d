from django.urls import path

from apps.businesses import life_views, search_views, views

app_name = "businesses"
urlpatterns = [
    path("cari/", search_views.find, name="find"),
    path("data-pribadi/", views.search_by_number, name="search_by_number"),
    path("data-pribadi/<int:pk>/", views.reveal, name="reveal"),
    path("data-pribadi/terbanyak/", views.most_reveals, name="most_reveals"),
    path("ikm/<int:pk>/tanda-terima/", views.receipt, name="receipt"),
    path("ikm/<int:pk>/benar/", life_views.confirm, name="confirm"),
    *(
        path(f"ikm/<int:pk>/{deed}/", life_views.live, {"deed": deed}, name=name)
        for deed, name in [("tutup", "close"), ("buka", "reopen"), ("pindah", "move")]
    ),
]
