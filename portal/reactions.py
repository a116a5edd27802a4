"""When this is announced, these run: the one table that joins the rooms from above."""

from __future__ import annotations

from portal.foundation.announcing import Reactions

REACTIONS: Reactions = {}
