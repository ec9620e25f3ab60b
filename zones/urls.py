from django.urls import path

from zones.views import catalogue, changes, history, importing, matrix, powerlist, public
from zones.views import district as views

urlpatterns = [
    path("district/", views.district, name="district"),
    # adjustments of delegations
    path("changes/", changes.change_list, name="changes"),
    path("changes/export/", changes.export, name="changes_export"),
    path("changes/new/", changes.new_change, name="change_new"),
    path("changes/history/", history.history, name="power_history"),
    path("changes/history/export/", history.export, name="power_history_export"),
    path("changes/<int:pk>/", changes.change_page, name="change"),
    path("changes/<int:pk>/edit/", changes.edit_change, name="change_edit"),
    path("changes/<int:pk>/lines/", changes.add_lines, name="change_lines"),
    path("changes/<int:pk>/lines/remove/", changes.remove_lines, name="change_lines_remove"),
    path("changes/<int:pk>/propose/", changes.propose, name="change_propose"),
    path("changes/<int:pk>/review/<slug:organ>/", changes.review, name="change_review"),
    path("changes/<int:pk>/copy/", changes.copy, name="change_copy"),
    # power lists (权责清单), the matrix, and what the public sees of them
    path("powers/", powerlist.overview, name="power_lists"),
    path("powers/matrix/", matrix.matrix, name="power_matrix"),
    path("powers/matrix/xlsx/", matrix.export, name="power_matrix_xlsx"),
    path("powers/<str:code>/", powerlist.town_list, name="power_list"),
    path("powers/<str:code>/print/", powerlist.sheet, name="power_list_print"),
    path("powers/<str:code>/xlsx/", powerlist.export, name="power_list_xlsx"),
    path("powers/<str:code>/publish/", powerlist.publish, name="power_list_publish"),
    path("powers/<str:code>/versions/", powerlist.versions, name="power_list_versions"),
    path("powers/<str:code>/versions/<int:number>/", powerlist.version, name="power_list_version"),
    path(
        "powers/<str:code>/versions/<int:number>/<str:form>/",
        powerlist.version_file,
        name="power_list_version_file",
    ),
    path("public/powers/", public.towns, name="public_powers"),
    path("public/powers/<str:code>/", public.powers, name="public_power_list"),
    path("public/powers/<str:code>/print/", public.sheet, name="public_power_list_print"),
    # the catalogue
    path("items/", catalogue.items, name="items"),
    path("items/export/", catalogue.export_items, name="export_items"),
    path("items/<int:pk>/", catalogue.item, name="item"),
    path("items/<int:pk>/revise/", catalogue.revise, name="revise_item"),
    path("items/<int:pk>/withdraw/", catalogue.withdraw, name="withdraw_item"),
    *importing.PAGES.urls(),
]
