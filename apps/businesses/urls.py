from django.urls import path

from apps.businesses import views

app_name = "businesses"
urlpatterns = [
    path("", views.search_by_number, name="search_by_number"),
    path("<int:pk>/", views.reveal, name="reveal"),
    path("terbanyak/", views.most_reveals, name="most_reveals"),
]
