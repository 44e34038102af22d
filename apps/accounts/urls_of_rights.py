from django.urls import path

from apps.accounts import rights_views as views

app_name = "rights"
urlpatterns = [
    path("hak-saya/", views.my_rights, name="mine"),
    path("serah-terima/", views.hand_over, name="hand_over"),
    path("serah-terima/<int:pk>/batal/", views.give_back, name="give_back"),
]
