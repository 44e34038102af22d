from django.urls import path

from apps.catalogue import photo_views, product_views, sheet_views
from apps.catalogue.steps import STEPS

app_name = "catalogue"
urlpatterns = [
    path("produk/", product_views.product_list, name="list"),
    path("produk/baru/", product_views.add, name="add"),
    path("produk/impor/", sheet_views.upload, name="sheets"),
    path("produk/impor/kosong/", sheet_views.blank, name="blank_sheet"),
    path("produk/impor/<int:pk>/", sheet_views.sheet, name="sheet"),
    path("produk/impor/<int:pk>/maju/", sheet_views.progress, name="sheet_progress"),
    path("produk/impor/<int:pk>/simpan/", sheet_views.save, name="sheet_save"),
    path("produk/impor/<int:pk>/hapus/", sheet_views.throw_away, name="sheet_discard"),
    path("produk/<int:pk>/", product_views.product, name="product"),
    path("produk/<int:pk>/ubah/", product_views.change, name="change"),
    *(
        path(
            f"produk/<int:pk>/{step.deed}/",
            product_views.step,
            {"deed": step.deed},
            name=step.name,
        )
        for step in STEPS.values()
    ),
    path("produk/<int:pk>/foto/", photo_views.photos, name="photos"),
    path("produk/<int:pk>/foto/urutan/", photo_views.order, name="order"),
    path("produk/foto/<int:pk>/", photo_views.edit, name="photo"),
    path("produk/foto/<int:pk>/geser/", photo_views.shift, name="shift"),
    path("produk/foto/<int:pk>/hapus/", photo_views.take_away, name="photo_remove"),
]
