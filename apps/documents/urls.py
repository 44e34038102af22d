from django.urls import path

from apps.documents import views

app_name = "documents"
urlpatterns = [
    path("surat/", views.letter_list, name="letters"),
    path("surat/baru/", views.write, name="write"),
    path("surat/<int:pk>/", views.letter, name="letter"),
    path("surat/<int:pk>/ubah/", views.edit, name="edit"),
    path("surat/<int:pk>/pratinjau.pdf", views.preview, name="preview"),
    path("surat/<int:pk>/surat.docx", views.docx, name="docx"),
    path("surat/<int:pk>/terbitkan/", views.issue, name="issue"),
    path("surat/<int:pk>/hapus/", views.discard, name="discard"),
    path("dokumen/<int:pk>/", views.detail, name="detail"),
    path("dokumen/<int:pk>/dokumen.pdf", views.pdf, name="pdf"),
    path("dokumen/<int:pk>/cabut/", views.revocation, name="revoke"),
    path("dokumen/<int:pk>/ganti/", views.correct, name="correct"),
]
