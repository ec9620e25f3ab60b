from django.urls import path

from legal_review.views import reviews as views

urlpatterns = [
    path("reviews/", views.queue, name="reviews"),
    path("reviews/<int:pk>/", views.review_page, name="review"),
    path("reviews/<int:pk>/assign/", views.assign, name="review_assign"),
]
