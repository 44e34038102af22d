from django.urls import path

from apps.accounts import entrance, views

app_name = "accounts"
urlpatterns = [
    path("faktor-kedua/", views.second_factor, name="second_factor"),
    path("isian/", views.typed_form, name="typed"),
    path("sesi/akhiri/", views.end_sessions, name="end_sessions"),
    path("undangan/<str:secret>/", entrance.invitation, name="invitation"),
]
