from django.urls import path

from apps.outbox import views, whatsapp_views

app_name = "outbox"
urlpatterns = [
    path("", views.occasion_list, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/kemajuan/", views.progress, name="progress"),
    path("<int:pk>/teks/", views.reword, name="reword"),
    path("<int:pk>/setujui/", views.approve, name="approve"),
    path("<int:pk>/kirim/", views.send, name="send"),
    path("surat/<int:pk>/pilah/", views.sort, name="sort"),
    path("<int:pk>/wa/", whatsapp_views.run, name="run"),
    path("<int:pk>/wa/ambil/", whatsapp_views.take, name="take"),
    path("surat/<int:pk>/tandai/", whatsapp_views.tick, name="tick"),
]
