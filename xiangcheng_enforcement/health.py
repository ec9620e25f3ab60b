"""/healthz: may this process serve pages?"""

from __future__ import annotations

import logging

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while pages can be served, 503 without the database.

    A broker that is down is reported but does not take the page server out of service:
    what must reach the worker waits in the outbox table.
    """
    database, broker = _database_answers(), _broker_answers()
    state = "ok" if database and broker else "degraded" if database else "down"
    body = {"status": state, "database": _word(database), "broker": _word(broker)}
    return JsonResponse(body, status=200 if database else 503)


def _word(answers: bool) -> str:
    return "ok" if answers else "down"


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("healthz: the database does not answer")
        return False
    return True


def _broker_answers() -> bool:
    url = settings.CELERY_BROKER_URL
    if not url.startswith(("redis://", "rediss://")):
        return True
    client = redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1)
    try:
        client.ping()
    except redis.RedisError:
        logger.warning("healthz: the broker does not answer")
        return False
    finally:
        client.close()
    return True
