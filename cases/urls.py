from django.urls import path

from cases.views import (
    actions,
    approvals,
    board,
    calendar,
    detail,
    intake,
    jurisdiction,
    lists,
    simulation,
    terms,
)

urlpatterns = [
    path("cases/", lists.case_list, name="cases"),
    path("cases/export/", lists.export, name="cases_export"),
    path("cases/new/", intake.report, name="report"),
    path("cases/jurisdiction/", intake.jurisdiction_preview, name="jurisdiction_preview"),
    path("approvals/", approvals.approval_list, name="approvals"),
    path("approvals/<int:pk>/", approvals.approval_page, name="approval"),
    path("cases/procedure/", detail.procedure, name="procedure"),
    path("cases/<int:pk>/", detail.case_page, name="case"),
    path("cases/<int:pk>/trail/", detail.trail, name="case_trail"),
    path("cases/<int:pk>/terms/<int:term_pk>/", terms.term_page, name="case_term"),
    path("terms/", terms.term_table, name="terms"),
    path("terms/calculator/", terms.calculator, name="term_calculator"),
    path("cases/<int:pk>/<slug:action>/", actions.act, name="case_action"),
    path("workdays/", calendar.calendar, name="workdays"),
    path("workdays/load/", calendar.load, name="workdays_new"),
    path("workdays/load/template/", calendar.template, name="workdays_template"),
    path("workdays/load/<int:pk>/", calendar.preview, name="workdays_preview"),
    path("workdays/load/<int:pk>/confirm/", calendar.confirm, name="workdays_confirm"),
    path("workdays/moved/<int:pk>/", calendar.result, name="workdays_moved"),
    path("workdays/moved/<int:pk>/export/", calendar.export, name="workdays_export"),
    path("jurisdiction/", jurisdiction.jurisdiction, name="jurisdiction"),
    path("board/", board.zone_board, name="board"),
    path("search/", lists.search, name="search"),
    # trial runs of adjustments of delegations
    path("changes/<int:pk>/simulate/", simulation.start, name="simulate"),
    path("changes/<int:pk>/simulation/<int:job>/", simulation.result, name="simulation"),
]
