"""Addresses of one's own account: log in, log out, change the password.

There is no password reset by mail: the system administrator sets a new one.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.views import (
    LoginView,
    LogoutView,
    PasswordChangeDoneView,
    PasswordChangeView,
)
from django.urls import path

from .demo_logins import rows


class DemoAwareLoginView(LoginView):
    """The login page; in the trial it offers the demo's accounts."""

    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        accounts = rows() if settings.DEMO else []
        return super().get_context_data(demo_logins=accounts, **kwargs)


urlpatterns = [
    path("login/", DemoAwareLoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password_change/", PasswordChangeView.as_view(), name="password_change"),
    path("password_change/done/", PasswordChangeDoneView.as_view(), name="password_change_done"),
]
