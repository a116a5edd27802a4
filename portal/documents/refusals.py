"""Why a file is not taken, in a sentence that says what to do."""

from __future__ import annotations

from portal.foundation.errors import RuleBroken


class Refused(RuleBroken):
    """The file is none that is taken here."""

    code = "file_refused"
