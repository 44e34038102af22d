from django.urls import path

from apps.imports import file_views, reading_views, review_views, undo_views, views

app_name = "imports"
urlpatterns = [
    path("", views.batch_list, name="list"),
    path("baru/", views.upload, name="upload"),
    path("kosong/", file_views.blank, name="blank"),
    path("ingatan/", reading_views.memory, name="memory"),
    path("ingatan/<str:kind>/<int:pk>/lupakan/", reading_views.forget, name="forget"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/kemajuan/", views.progress, name="progress"),
    path("<int:pk>/simpan/", views.save, name="save"),
    path("<int:pk>/batalkan/", undo_views.undo, name="undo"),
    path("<int:pk>/coba-lagi/", views.retry, name="retry"),
    path("<int:pk>/siap/", views.ready, name="ready"),
    path("<int:pk>/buka/", views.open_again, name="open_again"),
    path("<int:pk>/bacaan/", reading_views.reading, name="reading"),
    path("<int:pk>/rencana/", reading_views.plan_again, name="plan_again"),
    path("<int:pk>/kolom/", reading_views.column, name="column"),
    path("<int:pk>/berkas/", file_views.original, name="original"),
    path("<int:pk>/ditolak/", file_views.refused, name="refused"),
    path("<int:pk>/putuskan-semua/", review_views.decide_all, name="decide_all"),
    path("<int:pk>/buang/", views.discard, name="discard"),
    path(
        "<int:pk>/baris/<int:position>/perbaiki/", review_views.correct, name="correct"
    ),
    path("<int:pk>/baris/<int:position>/putuskan/", review_views.decide, name="decide"),
]
