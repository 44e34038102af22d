from django.urls import path

from apps.exhibitions.views import (
    board,
    exhibitions,
    fairness,
    papers,
    plan,
    proposal,
    sales,
    setting_up,
    terms,
)

app_name = "exhibitions"
urlpatterns = [
    path("", exhibitions.list_of_exhibitions, name="list"),
    path("baru/", exhibitions.add, name="add"),
    path("pemerataan/", fairness.fairness, name="fairness"),
    path("<int:pk>/", exhibitions.overview, name="exhibition"),
    path("<int:pk>/ubah/", exhibitions.edit, name="edit"),
    path("<int:pk>/lanjut/", exhibitions.go_on, name="go_on"),
    path("<int:pk>/salin/", exhibitions.copy, name="copy"),
    path("<int:pk>/syarat/", terms.terms, name="terms"),
    path("<int:pk>/peserta/", board.board, name="board"),
    path("<int:pk>/peserta/usul/", board.bring, name="propose"),
    path("peserta/<int:pk>/", board.participation, name="participation"),
    path("peserta/<int:pk>/ubah/", board.needs, name="needs"),
    path("peserta/<int:pk>/putuskan/", board.decide_one, name="decide"),
    path("peserta/<int:pk>/lanjut/", board.go_on_one, name="step"),
    path("<int:pk>/denah/", plan.plan, name="plan"),
    path("<int:pk>/denah/papan/", plan.canvas, name="canvas"),
    path("<int:pk>/denah/ubah/", plan.change, name="change_plan"),
    path("<int:pk>/denah/terbit/", plan.publish, name="publish_plan"),
    path("<int:pk>/denah/gedung/", setting_up.add_hall, name="add_hall"),
    path("<int:pk>/denah/zona/", setting_up.add_zone, name="add_zone"),
    path("<int:pk>/denah/deret/", setting_up.add_row, name="add_row"),
    path("<int:pk>/denah/usul/", proposal.ask_for, name="ask"),
    path("usulan/<int:pk>/", proposal.proposal, name="proposal"),
    path("usulan/<int:pk>/putuskan/", proposal.decide, name="answer"),
    path("stan/<int:pk>/", setting_up.booth, name="booth"),
    path("<int:pk>/cetak/<slug:kind>/", papers.paper, name="paper"),
    path("<int:pk>/transaksi/", sales.sales, name="sales"),
]
