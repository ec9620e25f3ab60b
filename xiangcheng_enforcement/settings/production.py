"""Production: everything from the environment; refuses to start on a missing value.

| variable | meaning |
| --- | --- |
| SECRET_KEY | at least 50 random characters |
| ALLOWED_HOSTS | host names, separated by commas |
| DATABASE_URL | postgresql://user:password@host:port/name |
| REDIS_URL | redis:// or rediss:// address of broker and cache |
| STATIC_ROOT | optional folder of collected static files |
| MEDIA_ROOT | optional folder of uploaded files, kept out of the web server's reach; back it up |
| CERTIFICATE_NUMBER_PATTERN | optional; default 11 digits, empty = any number |
| HSTS_SECONDS | optional, default one year |
| TRUSTED_PROXIES | optional, number of reverse proxies in front; 0 = none |
"""

import os
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import BASE_DIR, CERTIFICATE_NUMBER_PATTERN, DATABASE_OPTIONS, VAR_DIR

REQUIRED = {
    "SECRET_KEY": "签名密钥，至少 50 个随机字符",
    "ALLOWED_HOSTS": "对外主机名，多个以英文逗号分隔",
    "DATABASE_URL": "PostgreSQL 地址，如 postgresql://用户:密码@主机:5432/库名",
    "REDIS_URL": "消息与缓存服务地址，如 redis://主机:6379/0",
}
_missing = [
    f"{name}（{meaning}）" for name, meaning in REQUIRED.items() if not os.environ.get(name)
]
if _missing:
    raise ImproperlyConfigured(f"生产环境缺少环境变量，拒绝启动：{'；'.join(_missing)}。")

DEBUG = False
SECRET_KEY = os.environ["SECRET_KEY"]
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY 过短，至少 50 个随机字符，拒绝启动。")
ALLOWED_HOSTS = [host.strip() for host in os.environ["ALLOWED_HOSTS"].split(",") if host.strip()]
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS 不得为 *，须写明主机名，拒绝启动。")
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]

DATABASES = {"default": {**dj_database_url.parse(os.environ["DATABASE_URL"]), **DATABASE_OPTIONS}}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL 须为 PostgreSQL 地址，拒绝启动。")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ["REDIS_URL"],
        "KEY_PREFIX": "xiangcheng",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}
CELERY_BROKER_URL = os.environ["REDIS_URL"]

STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", BASE_DIR / "staticfiles"))
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", VAR_DIR / "media"))

CERTIFICATE_NUMBER_PATTERN = os.environ.get(
    "CERTIFICATE_NUMBER_PATTERN", CERTIFICATE_NUMBER_PATTERN
)

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # probes come by plain HTTP from inside
SECURE_HSTS_SECONDS = int(os.environ.get("HSTS_SECONDS", 365 * 24 * 3600))
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
