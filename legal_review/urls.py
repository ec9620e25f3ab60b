from django.urls import path

from legal_review.views import errors, figures, guidance, knowledge
from legal_review.views import reviews as views

urlpatterns = [
    path("reviews/", views.queue, name="reviews"),
    path("reviews/<int:pk>/", views.review_page, name="review"),
    path("reviews/<int:pk>/assign/", views.assign, name="review_assign"),
    path("reviews/<int:pk>/<slug:key>/", views.step, name="review_step"),
    path("guidance/", guidance.questions, name="questions"),
    path("guidance/new/", guidance.ask, name="question_new"),
    path("guidance/similar/", guidance.similar, name="similar_answers"),
    path("guidance/figures/", figures.question_figures, name="question_figures"),
    path("guidance/figures/export/", figures.export_questions, name="question_figures_export"),
    path("guidance/<int:pk>/", guidance.question, name="question"),
    path("guidance/<int:pk>/<slug:name>/", guidance.step, name="question_step"),
    path("guidance/<int:pk>/files/<int:file_pk>/", guidance.file, name="question_file"),
    path("knowledge/", knowledge.knowledge, name="knowledge"),
    path("knowledge/export/", knowledge.export, name="knowledge_export"),
    path("knowledge/new/", knowledge.write, name="knowledge_new"),
    path("knowledge/<int:pk>/", knowledge.entry, name="knowledge_entry"),
    path("knowledge/<int:pk>/edit/", knowledge.write, name="knowledge_edit"),
    path("knowledge/<int:pk>/end/", knowledge.end, name="knowledge_end"),
    path("knowledge/<int:pk>/<slug:name>/", knowledge.step, name="knowledge_step"),
    path("errors/", errors.typical_errors, name="typical_errors"),
    path("errors/export/", errors.export, name="typical_errors_export"),
    path("errors/candidates/", errors.candidates, name="error_candidates"),
    path("errors/figures/", figures.return_figures, name="return_figures"),
    path("errors/figures/export/", figures.export_returns, name="return_figures_export"),
    path("errors/new/", errors.write, name="error_new"),
    path("errors/<int:pk>/", errors.typical_error, name="typical_error"),
    path("errors/<int:pk>/edit/", errors.write, name="error_edit"),
    path("errors/<int:pk>/<slug:name>/", errors.step, name="error_step"),
]
