"""Addresses of the annual plan; none yet."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
