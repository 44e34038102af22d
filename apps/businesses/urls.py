from django.urls import path, re_path

from apps.businesses import (
    alike_views,
    attachment_views,
    bulk_views,
    coaching_views,
    counter_views,
    doubles_views,
    life_views,
    saved_views,
    search_views,
    subject_views,
    views,
)

app_name = "businesses"
urlpatterns = [
    path("daftar/", counter_views.counter, name="counter"),
    path("daftar/<uuid:key>/simpan/", counter_views.autosave, name="counter_keep"),
    path("daftar/<uuid:key>/hapus/", counter_views.discard, name="counter_discard"),
    re_path(
        r"^daftar/(?P<key>[0-9a-f-]{36})/(?P<step>orang|usaha|periksa)/$",
        counter_views.step,
        name="counter_step",
    ),
    path("ganda/mirip/", alike_views.alike, name="alike"),
    path("ganda/", doubles_views.queue, name="doubles"),
    path("ganda/<int:pk>/", doubles_views.decide, name="double"),
    path("gabungan/<int:pk>/pisah/", doubles_views.undo, name="undo_merge"),
    path("antardinas/", coaching_views.requests, name="coaching"),
    path("antardinas/minta/", coaching_views.ask, name="coaching_ask"),
    path("antardinas/<int:pk>/", coaching_views.respond, name="coaching_answer"),
    path("antardinas/<int:pk>/batal/", coaching_views.take_back, name="coaching_undo"),
    path("permintaan/", subject_views.requests, name="requests"),
    path("permintaan/<int:pk>/", subject_views.respond, name="respond"),
    path("orang/<int:pk>/data/", subject_views.held, name="held"),
    path("orang/<int:pk>/permintaan/", subject_views.ask, name="ask"),
    path("saringan/", saved_views.save, name="save_filter"),
    path("saringan/<int:pk>/lupakan/", saved_views.forget, name="forget_filter"),
    path("ikm/ubah/", bulk_views.change, name="bulk"),
    path("cari/", search_views.find, name="find"),
    path("data-pribadi/", views.search_by_number, name="search_by_number"),
    path("data-pribadi/<int:pk>/", views.reveal, name="reveal"),
    path("data-pribadi/terbanyak/", views.most_reveals, name="most_reveals"),
    path("ikm/<int:pk>/lampiran/", attachment_views.attachments, name="attachments"),
    path("lampiran/<int:pk>/", attachment_views.attachment, name="attachment"),
    path(
        "lampiran/<int:pk>/hapus/",
        attachment_views.take_away,
        name="attachment_remove",
    ),
    path("ikm/<int:pk>/tanda-terima/", views.receipt, name="receipt"),
    *(
        path(f"ikm/<int:pk>/{deed}/", life_views.live, {"deed": deed}, name=name)
        for deed, name in [
            *(("tutup", "close"), ("buka", "reopen"), ("pindah", "move")),
            *(("benar", "confirm"), ("verifikasi", "verify"), ("setujui", "approve")),
            ("tarik-persetujuan", "withdraw_consent"),
        ]
    ),
]
