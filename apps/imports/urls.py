from django.urls import path

from apps.imports import undo_views, views

app_name = "imports"
urlpatterns = [
    path("", views.batch_list, name="list"),
    path("baru/", views.upload, name="upload"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/kemajuan/", views.progress, name="progress"),
    path("<int:pk>/simpan/", views.save, name="save"),
    path("<int:pk>/batalkan/", undo_views.undo, name="undo"),
    path("<int:pk>/coba-lagi/", views.retry, name="retry"),
    path("<int:pk>/ditolak/", views.refused, name="refused"),
    path("<int:pk>/buang/", views.discard, name="discard"),
    path("<int:pk>/baris/<int:position>/perbaiki/", views.correct, name="correct"),
    path("<int:pk>/baris/<int:position>/putuskan/", views.decide, name="decide"),
]
