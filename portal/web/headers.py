"""Headers that every answer carries, pages and static files alike."""

from __future__ import annotations

from flask import g

from portal.config import Settings

STANDING = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
STATIC_POLICY = "default-src 'none'; frame-ancestors 'none'"
"""A style sheet or a picture opened by itself needs nothing and runs nothing."""


def standing(settings: Settings) -> dict[str, str]:
    """The headers that depend on nothing but the settings."""
    if settings.base_url.startswith("https://"):
        return STANDING | {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
    return STANDING


def page_policy(nonce: str) -> str:
    """What a page may load and run: our own style and pictures, and scripts that carry this answer's nonce.

    Its forms lead to our own pages, and to where `forms_may_lead_to` said.
    """
    also = g.get("forms_lead_to", "")
    return (
        f"default-src 'none'; style-src 'self'; img-src 'self'; script-src 'nonce-{nonce}'; "
        f"form-action 'self'{' ' + also if also else ''}; base-uri 'none'; frame-ancestors 'none'"
    )


def forms_may_lead_to(origin: str) -> None:
    """Let the forms of this answer's page end at another site: browsers hold a form's redirects to the policy too."""
    g.forms_lead_to = origin
