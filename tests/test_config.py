"""Every unusable setting is refused in one sentence that names it and says what to do."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from portal.config import NAMES, ROOT, Settings
from portal.foundation.errors import SettingUnusable

SECRET = "k9$Qz7-vR2mX4pL8wT6yB3nH5cJ1dF0gSa"
PRODUCTION = {"PORTAL_ENV": "production", "PORTAL_SECRET_KEY": SECRET, "PORTAL_BASE_URL": "https://jobs.example.org"}
UNUSABLE_ANYWHERE = [
    ("PORTAL_ENV", "staging"),
    ("PORTAL_DATABASE_URL", "mysql://localhost/x"),
    ("PORTAL_DATABASE_URL", "nonsense"),
    ("PORTAL_BASE_URL", "jobs.example.org"),
    ("PORTAL_BASE_URL", "https://jobs.example.org/portal"),
    ("PORTAL_TRUSTED_PROXIES", "yes"),
    ("PORTAL_TRUSTED_PROXIES", "-1"),
    ("PORTAL_CONTACT_EMAIL", "nobody"),
    ("PORTAL_SMTP_URL", "mail.example.org"),
    ("PORTAL_SEARCH", "elastic"),
    ("PORTAL_SEARCH_RATE", "ten"),
    ("PORTAL_SEARCH_RATE", "0/4"),
    ("PORTAL_QUEUE_URL", "redis://localhost"),
    ("PORTAL_LOG", "xml"),
    ("SIGNPOST_AUDIENCE", "nobody"),
    ("PORTAL_VAT_NUMBER", "123"),
    ("PORTAL_VAT_NUMBER", "FR12345678901"),
    ("PORTAL_BANK_ACCOUNT", "The Society; 00-11-22; 01234567"),
    ("PORTAL_BANK_ACCOUNT", "The Society; The Bank; 001122; 01234567"),
    ("PORTAL_PANEL_VOTES", "0"),
    ("PORTAL_PANEL_VOTES", "two"),
    ("PORTAL_REFUND_ALONE", "12.50"),
    ("PORTAL_REFUND_ALONE", "-1"),
    ("STRIPE_API_BASE", "nonsense"),
    ("PORTAL_FETCH_ALLOW", "localhost"),
    ("PORTAL_FETCH_ALLOW", "localhost:http"),
    ("PORTAL_FETCH_SECONDS", "soon"),
    ("PORTAL_FETCH_SECONDS", "nan"),
    ("PORTAL_FETCH_SECONDS", "-1"),
    ("PORTAL_FETCH_MAX_BYTES", "inf"),
    ("PORTAL_CLOCK_FILE", "/nonexistent"),
]
UNUSABLE_IN_PRODUCTION = [
    ("PORTAL_SECRET_KEY", ""),
    ("PORTAL_SECRET_KEY", "short"),
    ("PORTAL_SECRET_KEY", "a" * 64),
    ("PORTAL_SECRET_KEY", "only-for-development-never-in-production"),
    ("PORTAL_FETCH_ALLOW", "127.0.0.1:8080"),
    ("PORTAL_CLOCK_FILE", "CLOCK"),
    ("STRIPE_API_BASE", "http://127.0.0.1:12111"),
    ("FLASK_DEBUG", "1"),
    ("PORTAL_BASE_URL", ""),
    ("PORTAL_BASE_URL", "http://jobs.example.org"),
]


def refusal(environment: dict[str, str]) -> str:
    with pytest.raises(SettingUnusable) as refused:
        Settings.from_environment(environment)
    return str(refused.value)


@pytest.mark.parametrize(("name", "value"), UNUSABLE_ANYWHERE)
@pytest.mark.parametrize("base", [{}, PRODUCTION], ids=["development", "production"])
def test_a_malformed_value_is_refused_in_every_environment(base: dict[str, str], name: str, value: str) -> None:
    sentence = refusal({**base, name: value})
    assert name in sentence
    assert re.search(r"\b(Set|Unset|Write|unset)\b", sentence)


@pytest.mark.parametrize(("name", "value"), UNUSABLE_IN_PRODUCTION)
def test_what_is_unsafe_is_refused_in_production(tmp_path: Path, name: str, value: str) -> None:
    clock = tmp_path / "clock"
    clock.write_text("2026-11-24T09:00:00+00:00")
    environment = {**PRODUCTION, name: str(clock) if value == "CLOCK" else value}
    sentence = refusal(environment)
    assert name in sentence and re.search(r"\b(Set|Unset)\b", sentence)
    if name not in ("PORTAL_SECRET_KEY",):
        Settings.from_environment({**environment, "PORTAL_ENV": "development"})


def test_stripe_without_its_webhook_secret_is_refused_in_production() -> None:
    assert "STRIPE_WEBHOOK_SECRETS" in refusal({**PRODUCTION, "STRIPE_SECRET_KEY": "sk_live_x"})


def test_settings_that_are_well_are_read() -> None:
    settings = Settings.from_environment(
        {
            **PRODUCTION,
            "PORTAL_DATABASE_URL": "postgres://portal:secret@db.example.org/portal".replace("postgres:", "postgresql:"),
            "STRIPE_API_BASE": "https://api.stripe.com/",
            "STRIPE_WEBHOOK_SECRETS": "whsec_a, whsec_b,",
            "PORTAL_TRUSTED_PROXIES": "10.0.0.5,10.1.0.0/16",
            "PORTAL_SEARCH_RATE": "off",
        }
    )
    assert settings.database_url == "postgresql+psycopg://portal:secret@db.example.org/portal"
    assert settings.stripe_webhook_secrets == ("whsec_a", "whsec_b")
    assert settings.log_as_json and settings.search_rate == () and not settings.search_rate_spares_loopback
    assert settings.host == "jobs.example.org"


def test_every_setting_is_explained_in_the_operators_page_and_nothing_else_is_read() -> None:
    page = (ROOT / "docs" / "operating.md").read_text()
    source = (ROOT / "portal" / "config.py").read_text()
    assert [name for name in NAMES if f"`{name}`" not in page] == []
    assert set(re.findall(r"\b(?:PORTAL|STRIPE|SIGNPOST)_[A-Z_]+\b", source)) == {*NAMES}


def started(words: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "FLASK_", "STRIPE_"))}
    command = [sys.executable, "-m", *words]
    return subprocess.run(
        command, cwd=ROOT, env={**clean, **environment}, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("words", [["flask", "jobs", "list"], ["gunicorn", "-b", "127.0.0.1:0", "wsgi:app"]])
@pytest.mark.parametrize(
    ("name", "environment"),
    [
        ("PORTAL_SECRET_KEY", {"PORTAL_ENV": "production", "PORTAL_BASE_URL": "https://jobs.example.org"}),
        ("PORTAL_FETCH_ALLOW", {**PRODUCTION, "PORTAL_FETCH_ALLOW": "127.0.0.1:8080"}),
        ("PORTAL_DATA_DIR", {**PRODUCTION, "PORTAL_DATA_DIR": "/proc/portal"}),
        ("PORTAL_DATABASE_URL", {**PRODUCTION, "PORTAL_DATA_DIR": "EMPTY"}),
    ],
)
def test_the_command_line_and_the_server_stop_with_78_and_one_sentence(
    tmp_path: Path, words: list[str], name: str, environment: dict[str, str]
) -> None:
    folder = tmp_path / "data"
    given = {key: str(folder) if value == "EMPTY" else value for key, value in environment.items()}
    done = started(words, **{"PORTAL_DATA_DIR": str(folder), **given})
    assert done.returncode == 78, done.stderr
    sentence = done.stderr.strip().splitlines()[-1]
    assert sentence.startswith(name) and "Traceback" not in done.stderr
    assert not list(folder.glob("db/*")), "an empty database was made in production"
