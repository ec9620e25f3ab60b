from django.urls import path

from core import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_notices, name="read_notices"),
    path("notices/<int:pk>/", views.open_notice, name="open_notice"),
    path("jobs/<int:pk>/", views.job_page, name="job"),
    path("jobs/<int:pk>/cancel/", views.cancel_job, name="cancel_job"),
    path("parameters/", views.parameter_list, name="parameters"),
    path("parameters/<int:pk>/", views.confirm_parameter, name="confirm_parameter"),
    path("audit/", views.audit_log, name="audit"),
    path("style/", views.style_page, name="style"),
]
