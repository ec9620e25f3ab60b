from django.urls import path

from core import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_notices, name="read_notices"),
    path("notices/<int:pk>/", views.open_notice, name="open_notice"),
    path("style/", views.style_page, name="style"),
]
