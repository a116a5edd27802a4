"""Registers every slice's command group."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Hang every command group on the application."""
