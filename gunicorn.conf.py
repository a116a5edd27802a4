"""How gunicorn serves the portal; it reads this file by itself. Any option may be overridden on its command line."""

import gc

from portal.config import Settings
from portal.foundation import logs
from portal.starting import or_exit, refuse_to_serve

settings = or_exit(Settings.from_environment)

bind = "127.0.0.1:8000"
worker_class = "gthread"
workers = 2
threads = 4
timeout = 30
graceful_timeout = 10
keepalive = 5
max_requests = 50_000
max_requests_jitter = 5_000
limit_request_line = 8_190
limit_request_fields = 100
control_socket_disable = True
accesslog = None
logconfig_dict = logs.configuration(as_json=settings.log_as_json, level="INFO" if settings.production else "WARNING")


def on_starting(_server: object) -> None:
    """Ask before forking, so that an unusable setting ends the master with 78 instead of worker after worker."""
    or_exit(lambda: refuse_to_serve(settings))


def post_worker_init(_worker: object) -> None:
    """Let the collector leave alone what was loaded to stay: looking through it took 200 ms of every third long list."""
    gc.collect()
    gc.freeze()
