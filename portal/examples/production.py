"""Examples and production do not go together."""

from __future__ import annotations

from portal.config import Settings
from portal.foundation.errors import SettingUnusable


def refuse_in_production(settings: Settings) -> None:
    """Raise SettingUnusable where example accounts, whose password everybody knows, would be open doors."""
    if settings.production:
        raise SettingUnusable(
            "PORTAL_ENV is production, and the examples are accounts whose password everybody knows. "
            "Leave --with-examples out; or, to try the examples, unset PORTAL_ENV."
        )
