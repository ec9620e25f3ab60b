"""Page server, the same in trial and production: gunicorn -c python:…gunicorn_conf."""

import gc
import os
from typing import Any

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 10
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
errorlog = "-"
accesslog = None
control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    """What was loaded lives as long as the worker: the collector need not walk over it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
