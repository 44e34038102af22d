from django.urls import path

from apps.businesses import (
    doubles_views,
    life_views,
    search_views,
    subject_views,
    views,
)

app_name = "businesses"
urlpatterns = [
    path("ganda/", doubles_views.queue, name="doubles"),
    path("ganda/<int:pk>/", doubles_views.decide, name="double"),
    path("gabungan/<int:pk>/pisah/", doubles_views.undo, name="undo_merge"),
    path("permintaan/", subject_views.requests, name="requests"),
    path("permintaan/<int:pk>/", subject_views.respond, name="respond"),
    path("orang/<int:pk>/data/", subject_views.held, name="held"),
    path("orang/<int:pk>/permintaan/", subject_views.ask, name="ask"),
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
