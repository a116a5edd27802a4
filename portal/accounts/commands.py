"""`flask people …`: accounts from the terminal."""

from __future__ import annotations

import click

group = click.Group("people", help="Accounts, roles and sign-ins.")
