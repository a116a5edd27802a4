"""Every setting, read once from the environment. No other module reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from portal.foundation.errors import SettingUnusable

ENVIRONMENTS = ("development", "test", "production")
DEVELOPMENT_SECRET = "only-for-development-never-in-production"  # noqa: S105 - refused in production below
WEAK_SECRET_LENGTH = 32
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator chose. Durations are seconds, sizes bytes; contract.md lists the names."""

    environment: Literal["development", "test", "production"]
    data_dir: Path
    database_url: str
    secret_key: str
    base_url: str
    trusted_proxies: int
    site_name: str
    society_name: str
    contact_email: str
    smtp_url: str | None
    signpost_audience: Literal["members", "everyone"]
    fetch_allow: frozenset[str]
    fetch_seconds: float
    fetch_max_bytes: int
    clock_file: Path | None

    @property
    def production(self) -> bool:
        return self.environment == "production"

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).netloc

    @property
    def user_agent(self) -> str:
        """What a source's owner reads in their log: who polls, and where to complain."""
        name = "".join(part for part in self.site_name.title() if part.isalnum()) or "Portal"
        return f"{name}/1.0 (+{self.base_url}/about/feeds; {self.contact_email})"

    def with_data_dir(self, folder: Path) -> Settings:
        """The same settings over another data folder, with its own SQLite file: for tests and benchmarks."""
        return replace(self, data_dir=folder, database_url=_sqlite_in(folder))

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read and check all settings; raises SettingUnusable naming the variable and the remedy."""
        env = os.environ if environment is None else environment
        name = env.get("PORTAL_ENV", "development")
        if name not in ENVIRONMENTS:
            raise SettingUnusable(f"PORTAL_ENV is {name!r}. Set it to one of {', '.join(ENVIRONMENTS)}.")
        data_dir = Path(env.get("PORTAL_DATA_DIR") or ROOT / "instance").resolve()
        settings = cls(
            environment=name,  # type: ignore[arg-type]
            data_dir=data_dir,
            database_url=env.get("PORTAL_DATABASE_URL") or _sqlite_in(data_dir),
            secret_key=env.get("PORTAL_SECRET_KEY", DEVELOPMENT_SECRET),
            base_url=(env.get("PORTAL_BASE_URL") or "http://127.0.0.1:8000").rstrip("/"),
            trusted_proxies=int(_number(env, "PORTAL_TRUSTED_PROXIES", 0)),
            site_name=env.get("PORTAL_SITE_NAME", "Public Sector ICT Jobs"),
            society_name=env.get("PORTAL_SOCIETY_NAME", "the Society"),
            contact_email=env.get("PORTAL_CONTACT_EMAIL", "feeds@example.org"),
            smtp_url=env.get("PORTAL_SMTP_URL") or None,
            signpost_audience=_audience(env.get("SIGNPOST_AUDIENCE", "members")),
            fetch_allow=frozenset(filter(None, map(str.strip, env.get("PORTAL_FETCH_ALLOW", "").split(",")))),
            fetch_seconds=_number(env, "PORTAL_FETCH_SECONDS", 20),
            fetch_max_bytes=int(_number(env, "PORTAL_FETCH_MAX_BYTES", 10_000_000)),
            clock_file=Path(env["PORTAL_CLOCK_FILE"]) if env.get("PORTAL_CLOCK_FILE") else None,
        )
        if settings.production:
            _refuse_unsafe_production(settings, env)
        return settings


def _sqlite_in(data_dir: Path) -> str:
    return f"sqlite:///{data_dir / 'db' / 'portal.sqlite3'}"


def _number(env: Mapping[str, str], name: str, default: float) -> float:
    raw = env.get(name)
    if not raw:
        return default
    try:
        number = float(raw)
    except ValueError:
        raise SettingUnusable(f"{name} is {raw!r}. Set it to a number, for example {default:g}.") from None
    if number < 0:
        raise SettingUnusable(f"{name} is {raw}. Set it to a number that is not negative.")
    return number


def _audience(raw: str) -> Literal["members", "everyone"]:
    if raw == "everyone":
        return "everyone"
    if raw == "members":
        return "members"
    raise SettingUnusable(f"SIGNPOST_AUDIENCE is {raw!r}. Set it to members or everyone.")


def _refuse_unsafe_production(settings: Settings, env: Mapping[str, str]) -> None:
    if "PORTAL_SECRET_KEY" not in env or settings.secret_key == DEVELOPMENT_SECRET:
        raise SettingUnusable(
            "PORTAL_SECRET_KEY is not set. Set it to a long random text, for example the output of: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'."
        )
    if len(settings.secret_key) < WEAK_SECRET_LENGTH or len(set(settings.secret_key)) < 10:
        raise SettingUnusable(
            f"PORTAL_SECRET_KEY is too weak. Set it to at least {WEAK_SECRET_LENGTH} random characters."
        )
    if not settings.base_url.startswith("https://"):
        raise SettingUnusable("PORTAL_BASE_URL must be the site's public https address in production.")
    for name in ("PORTAL_FETCH_ALLOW", "PORTAL_CLOCK_FILE", "STRIPE_API_BASE"):
        if env.get(name):
            raise SettingUnusable(f"{name} is for tests only. Unset it, or do not set PORTAL_ENV=production.")
    if env.get("FLASK_DEBUG", "").lower() in {"1", "true", "yes"}:
        raise SettingUnusable("FLASK_DEBUG is on. Unset it: the debugger lets anyone run code here.")
