"""What can go wrong in the domain, in words that may be shown to people."""

from __future__ import annotations


class PortalError(Exception):
    """A failure with a sentence for a person and a stable code for a machine."""

    code = "failed"


class RuleBroken(PortalError):
    """What was asked breaks a rule of the domain; the message says which and what to do."""

    code = "rule_broken"


class NotFound(PortalError):
    """There is no such thing, or the asker may not know of it: both look alike."""

    code = "not_found"


class SettingUnusable(PortalError):
    """A setting is missing or wrong; the message names the variable and the remedy."""

    code = "setting_unusable"
