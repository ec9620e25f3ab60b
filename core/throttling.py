"""Limits on what anybody may send without a login, by address and for all together.

Counts live in the cache, under a hash of the address, until their window ends. Without the cache
nothing is held up: pages that must stand a flood have a second limit of their own.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest
from django_ratelimit.core import get_usage

logger = logging.getLogger(__name__)


def address_of(request: HttpRequest) -> str:
    """Where the request comes from. Behind TRUSTED_PROXIES proxies it is what the outermost of
    them saw; what a client itself writes into the header is never believed."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    proxies: int = settings.TRUSTED_PROXIES
    if not proxies:
        return direct
    passed = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",")]
    return passed[-proxies] if len(passed) >= proxies and passed[-proxies] else direct


def wait_for(request: HttpRequest, group: str, rate: str, *, everybody: bool = False) -> int:
    """Count this request; seconds to wait when there were too many in the window, else 0.

    `rate` as "10/h"; `everybody`: one count for all addresses.
    """

    def key(group: str, request: HttpRequest) -> str:
        return "everybody" if everybody else address_of(request)

    try:
        usage = get_usage(request, group=group, key=key, rate=rate, increment=True)
    except Exception:
        # Whatever the cache's client raises: a cache that is down must not close the page.
        logger.warning("no cache: %s is not limited by address", group, exc_info=True)
        return 0
    return max(1, int(usage["time_left"])) if usage and usage["should_limit"] else 0


def in_words(seconds: int) -> str:
    """How long to wait: 40 秒, 12 分钟."""
    return f"{seconds} 秒" if seconds < 60 else f"{-(-seconds // 60)} 分钟"
