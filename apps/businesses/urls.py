from django.urls import path

from apps.businesses import search_views, views

app_name = "businesses"
urlpatterns = [
    path("cari/", search_views.find, name="find"),
    path("data-pribadi/", views.search_by_number, name="search_by_number"),
    path("data-pribadi/<int:pk>/", views.reveal, name="reveal"),
    path("data-pribadi/terbanyak/", views.most_reveals, name="most_reveals"),
    path("ikm/<int:pk>/tanda-terima/", views.receipt, name="receipt"),
]
