from django.urls import path

from apps.catalogue.curation.views import (
    board,
    candidates,
    papers,
    rounds,
    setting_up,
    sheets,
)

app_name = "curation"
urlpatterns = [
    path("", rounds.list_of_rounds, name="list"),
    path("baru/", rounds.prepare_round, name="prepare"),
    path("<int:pk>/", rounds.overview, name="round"),
    path("<int:pk>/ubah/", rounds.edit, name="edit"),
    path("<int:pk>/lanjut/", rounds.go_on, name="go_on"),
    path("<int:pk>/tutup/", rounds.close, name="close"),
    path("<int:pk>/kriteria/", setting_up.criteria, name="criteria"),
    path("<int:pk>/kurator/", setting_up.curators, name="curators"),
    path("<int:pk>/kurator/keluar/", setting_up.take_out, name="take_out"),
    path("<int:pk>/kurator/bagi/", setting_up.deal_again, name="deal_again"),
    path("<int:pk>/produk/", candidates.candidates, name="candidates"),
    path("<int:pk>/produk/usul/", candidates.bring, name="propose"),
    path("<int:pk>/produk/verifikasi/", candidates.check_all, name="check_all"),
    path("<int:pk>/keputusan/", board.board, name="board"),
    path("<int:pk>/keputusan/semua/", board.decide_all, name="decide_all"),
    path("<int:pk>/dokumen/", papers.papers, name="papers"),
    path("<int:pk>/dokumen/kemajuan/", papers.progress, name="progress"),
    path("<int:pk>/dokumen/berita-acara/", papers.issue_record, name="record"),
    path("<int:pk>/dokumen/umpan-balik/", papers.issue_letters, name="letters"),
    path("<int:pk>/dokumen/pesan/", papers.write, name="write"),
    path("calon/<int:pk>/", board.candidate, name="candidate"),
    path("calon/<int:pk>/periksa/", candidates.check, name="check"),
    path("calon/<int:pk>/putuskan/", board.decide_one, name="decide"),
    path("calon/<int:pk>/batal/", board.undecide, name="undecide"),
    path("penugasan/<int:pk>/lepas/", setting_up.take_away, name="take_away"),
    path("menilai/", sheets.mine, name="mine"),
    path("menilai/<int:pk>/", sheets.sheet, name="sheet"),
    path("menilai/<int:pk>/<int:criterion>/", sheets.keep_one, name="keep_one"),
    path("menilai/<int:pk>/benturan/", sheets.step_aside, name="step_aside"),
]
