"""The portal with the pages of tests/documents/pages.py, for gunicorn."""

import os

from portal.app import create_app
from portal.documents import receiving
from tests.documents import pages

receiving.SECONDS = float(os.environ["TEST_UPLOAD_SECONDS"])
app = create_app()
pages.hang(app)
