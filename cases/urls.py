from django.urls import path

from cases.views import (
    actions,
    approvals,
    board,
    casefile,
    detail,
    intake,
    jurisdiction,
    lists,
    papers,
    simulation,
    spot,
)
from cases.views import paper_templates as templates

urlpatterns = [
    path("cases/", lists.case_list, name="cases"),
    path("cases/export/", lists.export, name="cases_export"),
    path("cases/new/", intake.report, name="report"),
    path("cases/spot/", spot.penalty, name="spot"),
    path("cases/spot/check/", spot.check, name="spot_check"),
    path("cases/jurisdiction/", intake.jurisdiction_preview, name="jurisdiction_preview"),
    path("approvals/", approvals.approval_list, name="approvals"),
    path("approvals/<int:pk>/", approvals.approval_page, name="approval"),
    path("cases/procedure/", detail.procedure, name="procedure"),
    path("cases/<int:pk>/", detail.case_page, name="case"),
    path("cases/<int:pk>/trail/", detail.trail, name="case_trail"),
    # papers and the case file
    path("cases/<int:pk>/papers/", papers.paper_list, name="case_papers"),
    path("cases/<int:pk>/papers/new/", papers.new_paper, name="paper_new"),
    path("cases/<int:pk>/casefile/", casefile.start, name="casefile"),
    path("cases/<int:pk>/casefile/<int:job>/<slug:what>/", casefile.download, name="casefile_get"),
    path("papers/<int:pk>/", papers.paper_page, name="paper"),
    path("papers/<int:pk>/edit/", papers.edit_paper, name="paper_edit"),
    path("papers/<int:pk>/issue/", papers.issue_paper, name="paper_issue"),
    path("papers/<int:pk>/void/", papers.void_paper, name="paper_void"),
    path("papers/<int:pk>/sign/", papers.sign_paper, name="paper_sign"),
    path("papers/<int:pk>/pdf/", papers.paper_pdf, name="paper_pdf"),
    path("papers/<int:pk>/docx/", papers.paper_docx, name="paper_docx"),
    path("papers/templates/", templates.template_list, name="paper_templates"),
    path(
        "papers/templates/<int:pk>/preview/",
        templates.preview,
        name="paper_template_preview",
    ),
    path(
        "papers/templates/<int:pk>/publish/",
        templates.publish,
        name="paper_template_publish",
    ),
    path("papers/templates/<slug:code>/", templates.template_page, name="paper_template"),
    path(
        "papers/templates/<slug:code>/edit/",
        templates.edit,
        name="paper_template_edit",
    ),
    path("cases/<int:pk>/<slug:action>/", actions.act, name="case_action"),
    path("jurisdiction/", jurisdiction.jurisdiction, name="jurisdiction"),
    path("board/", board.zone_board, name="board"),
    path("search/", lists.search, name="search"),
    # trial runs of adjustments of delegations
    path("changes/<int:pk>/simulate/", simulation.start, name="simulate"),
    path("changes/<int:pk>/simulation/<int:job>/", simulation.result, name="simulation"),
]
