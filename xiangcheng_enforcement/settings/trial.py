"""Trial on one machine: embedded PostgreSQL and Valkey unless the environment names others.

Importing these settings starts the embedded servers (about a second) or finds those that
run; child processes get DATABASE_URL and REDIS_URL and start nothing.
"""

import os
from pathlib import Path

import dj_database_url

from xiangcheng_enforcement import embedded
from xiangcheng_enforcement.embedded.secret import secret

from .base import *  # noqa: F403
from .base import BASE_DIR, DATABASE_OPTIONS

DEBUG = False
DEMO = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var")).resolve()
VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # secrets, logs, uploads
SECRET_KEY = secret(VAR_DIR / "secret_key")

_addresses = {name: os.environ.get(name, "") for name in ("DATABASE_URL", "REDIS_URL")}
if not all(_addresses.values()):
    _wanted = frozenset(name for name, value in _addresses.items() if not value)
    EMBEDDED = servers = embedded.ensure(VAR_DIR / "embedded", wanted=_wanted)
    _addresses |= servers.environment

DATABASES = {"default": {**dj_database_url.parse(_addresses["DATABASE_URL"]), **DATABASE_OPTIONS}}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": _addresses["REDIS_URL"],
        "KEY_PREFIX": "xiangcheng",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}
CELERY_BROKER_URL = _addresses["REDIS_URL"]

STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"
