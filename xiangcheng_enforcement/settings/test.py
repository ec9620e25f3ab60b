"""Tests: embedded PostgreSQL without fsync, no broker unless a test brings one.

The servers are started by tests/conftest.py when the first test asks for the database, so
that rule tests and the type checker, which also imports these settings, start nothing.
"""

import os

import dj_database_url

from .base import *  # noqa: F403
from .base import BASE_DIR, STORAGES

DEBUG = False
DEMO = False
SECRET_KEY = "only-for-tests"  # noqa: S105 - protects nothing
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]

VAR_DIR = BASE_DIR / "var" / "test"
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", "postgresql://127.0.0.1:1/not-started")
    )
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_BROKER_URL = "memory://"  # sending succeeds, nobody works: a test calls the task itself

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
MEDIA_ROOT = VAR_DIR / "media" / os.environ.get("PYTEST_XDIST_WORKER", "")
# Pages find their files without collectstatic.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
