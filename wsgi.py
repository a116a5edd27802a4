"""What gunicorn serves (`gunicorn wsgi:app`) and what the `flask` command finds."""

from portal.app import create_app
from portal.config import Settings, from_flask_command
from portal.starting import log_to_stderr, or_exit

settings = or_exit(Settings.from_environment)
log_to_stderr(settings, quiet=from_flask_command())
app = or_exit(lambda: create_app(settings))
