"""Every setting, read once from the environment. No other module reads the environment."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from ipaddress import ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from portal.foundation.errors import SettingUnusable
from portal.foundation.proxies import TrustedProxies

ENVIRONMENTS = ("development", "test", "production")
DEVELOPMENT_SECRET = "only-for-development-never-in-production"  # noqa: S105 - refused in production below
WEAK_SECRET_LENGTH = 32
ROOT = Path(__file__).resolve().parent.parent
UNUSABLE = 78
STRIPE = "https://api.stripe.com"

NAMES = (
    "PORTAL_ENV",
    "PORTAL_DATA_DIR",
    "PORTAL_DATABASE_URL",
    "PORTAL_SECRET_KEY",
    "PORTAL_BASE_URL",
    "PORTAL_TRUSTED_PROXIES",
    "PORTAL_SITE_NAME",
    "PORTAL_SOCIETY_NAME",
    "PORTAL_SOCIETY_ADDRESS",
    "PORTAL_VAT_NUMBER",
    "PORTAL_COMPANY_NUMBER",
    "PORTAL_BANK_ACCOUNT",
    "PORTAL_CONTACT_EMAIL",
    "PORTAL_SMTP_URL",
    "PORTAL_MAIL_FROM",
    "PORTAL_SEARCH",
    "PORTAL_SEARCH_RATE",
    "PORTAL_QUEUE_URL",
    "PORTAL_SCANNER",
    "PORTAL_LOG",
    "PORTAL_COMMIT",
    "SIGNPOST_AUDIENCE",
    "PORTAL_PANEL_VOTES",
    "PORTAL_REFUND_ALONE",
    "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRETS",
    "STRIPE_API_BASE",
    "PORTAL_FETCH_ALLOW",
    "PORTAL_FETCH_SECONDS",
    "PORTAL_FETCH_MAX_BYTES",
    "PORTAL_CLOCK_FILE",
)
EXAMPLE_SELLER = {
    "PORTAL_SOCIETY_ADDRESS": "1 Example Street; Exeter; EX1 1AA",
    "PORTAL_VAT_NUMBER": "GB999999973",
    "PORTAL_COMPANY_NUMBER": "01234567",
    "PORTAL_BANK_ACCOUNT": "The Society; Example Bank; 00-11-22; 01234567",
}
"""What stands on invoices while nothing is set, outside production only."""
FOR_TESTS_ONLY = ("PORTAL_FETCH_ALLOW", "PORTAL_CLOCK_FILE")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator chose. Durations are seconds, sizes bytes; docs/operating.md explains each name."""

    environment: Literal["development", "test", "production"]
    data_dir: Path
    database_url: str
    secret_key: str
    base_url: str
    trusted_proxies: TrustedProxies
    site_name: str
    society_name: str
    society_address: tuple[str, ...]
    vat_number: str
    company_number: str
    bank_account: tuple[str, str, str, str] | None
    contact_email: str
    smtp_url: str | None
    mail_from: str
    signpost_audience: Literal["members", "everyone"]
    panel_votes: int
    refund_alone_pence: int
    search_rate: tuple[tuple[int, float], ...]
    search_rate_spares_loopback: bool
    queue_url: str | None
    scanner: str | None
    log_as_json: bool
    commit: str | None
    stripe_secret_key: str | None
    stripe_webhook_secrets: tuple[str, ...]
    stripe_api_base: str
    fetch_allow: frozenset[str]
    fetch_seconds: float
    fetch_max_bytes: int
    clock_file: Path | None

    @property
    def production(self) -> bool:
        return self.environment == "production"

    @property
    def gazetteer_dir(self) -> Path:
        return self.data_dir / "gazetteer"

    @property
    def bodies_file(self) -> Path:
        return self.data_dir / "bodies.csv"

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"

    @property
    def uploads_dir(self) -> Path:
        return self.data_dir / "uploads"

    @property
    def mail_dir(self) -> Path:
        """Where mail is written while no server is set."""
        return self.data_dir / "mail"

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).netloc

    @property
    def signature(self) -> str:
        """The society's name as it stands alone below a letter."""
        return self.society_name[:1].upper() + self.society_name[1:]

    @property
    def sqlite_path(self) -> Path | None:
        """The file of a SQLite database; None for PostgreSQL and for one in memory."""
        url = make_url(self.database_url)
        kept_in_file = url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:"
        return Path(url.database).resolve() if kept_in_file and url.database else None

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
        name = env.get("PORTAL_ENV") or "development"
        if name not in ENVIRONMENTS:
            raise SettingUnusable(f"PORTAL_ENV is {name!r}. Set it to one of {', '.join(ENVIRONMENTS)}.")
        seller = {
            each: env.get(each) or (example if name != "production" else "") for each, example in EXAMPLE_SELLER.items()
        }
        data_dir = Path(env.get("PORTAL_DATA_DIR") or ROOT / "instance").resolve()
        settings = cls(
            environment=name,  # type: ignore[arg-type]
            data_dir=data_dir,
            database_url=_database(env.get("PORTAL_DATABASE_URL") or _sqlite_in(data_dir)),
            secret_key=env.get("PORTAL_SECRET_KEY") or DEVELOPMENT_SECRET,
            base_url=_base_url(env.get("PORTAL_BASE_URL") or "http://127.0.0.1:8000"),
            trusted_proxies=_proxies(env.get("PORTAL_TRUSTED_PROXIES", "")),
            site_name=env.get("PORTAL_SITE_NAME") or "Public Sector ICT Jobs",
            society_name=env.get("PORTAL_SOCIETY_NAME") or "the Society",
            society_address=_listed(seller["PORTAL_SOCIETY_ADDRESS"], ";"),
            vat_number=_vat_number(seller["PORTAL_VAT_NUMBER"]),
            company_number=seller["PORTAL_COMPANY_NUMBER"].strip(),
            bank_account=_bank_account(seller["PORTAL_BANK_ACCOUNT"]),
            contact_email=_email("PORTAL_CONTACT_EMAIL", env.get("PORTAL_CONTACT_EMAIL") or "contact@example.org"),
            smtp_url=_url(env, "PORTAL_SMTP_URL", ("smtp", "smtps"), "smtps://user:password@mail.example.org:465"),
            mail_from=_email(
                "PORTAL_MAIL_FROM",
                env.get("PORTAL_MAIL_FROM") or env.get("PORTAL_CONTACT_EMAIL") or "contact@example.org",
            ),
            signpost_audience=_audience(env.get("SIGNPOST_AUDIENCE") or "members"),
            panel_votes=_votes(env.get("PORTAL_PANEL_VOTES") or "2"),
            refund_alone_pence=_refund_alone(env.get("PORTAL_REFUND_ALONE") or "100"),
            search_rate=_rate(env.get("PORTAL_SEARCH_RATE") or "10/4,105/60"),
            search_rate_spares_loopback=name != "production" and not env.get("PORTAL_SEARCH_RATE"),
            queue_url=_queue(env),
            scanner=_scanner(env.get("PORTAL_SCANNER") or None),
            log_as_json=_log(env.get("PORTAL_LOG") or ("json" if name == "production" else "text")),
            commit=env.get("PORTAL_COMMIT") or None,
            stripe_secret_key=env.get("STRIPE_SECRET_KEY") or None,
            stripe_webhook_secrets=_listed(env.get("STRIPE_WEBHOOK_SECRETS", "")),
            stripe_api_base=_url(env, "STRIPE_API_BASE", ("http", "https"), STRIPE) or STRIPE,
            fetch_allow=_exempt(env.get("PORTAL_FETCH_ALLOW", "")),
            fetch_seconds=_number(env, "PORTAL_FETCH_SECONDS", 20, at_least=0.1),
            fetch_max_bytes=int(_number(env, "PORTAL_FETCH_MAX_BYTES", 10_000_000, at_least=1_000)),
            clock_file=_clock(env.get("PORTAL_CLOCK_FILE")),
        )
        _check_search(env.get("PORTAL_SEARCH") or "whoosh")
        if settings.production:
            _refuse_unsafe_production(settings, env)
        return settings

    def prepare_data_dir(self) -> None:
        """Make the folders of everything kept; raises SettingUnusable when they cannot be written."""
        try:
            for folder in ("db", "index", "tmp", "mail", "uploads"):
                (self.data_dir / folder).mkdir(parents=True, exist_ok=True, mode=0o700)
                with tempfile.TemporaryFile(dir=self.data_dir / folder):
                    pass
        except OSError as problem:
            raise SettingUnusable(
                f"PORTAL_DATA_DIR is {self.data_dir}, which cannot be written ({problem.strerror}). "
                "Set it to a folder that the portal's user owns."
            ) from None


def _sqlite_in(data_dir: Path) -> str:
    return f"sqlite:///{data_dir / 'db' / 'portal.sqlite3'}"


def _database(raw: str) -> str:
    remedy = "Set it to postgresql+psycopg://USER:PASSWORD@HOST/NAME, or unset it to use SQLite."
    try:
        url = make_url(raw)
        backend = url.get_backend_name()
    except (ArgumentError, ValueError):
        raise SettingUnusable(f"PORTAL_DATABASE_URL is not the address of a database. {remedy}") from None
    if backend == "postgresql":
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if backend != "sqlite":
        raise SettingUnusable(f"PORTAL_DATABASE_URL names {backend}, which the portal does not speak. {remedy}")
    return raw


def _base_url(raw: str) -> str:
    parts = urlsplit(raw)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.path not in ("", "/"):
        raise SettingUnusable(
            f"PORTAL_BASE_URL is {raw!r}. Set it to the site's address without a path, for example https://jobs.example.org."
        )
    return raw.rstrip("/")


def _proxies(raw: str) -> TrustedProxies:
    remedy = "Set it to how many proxies stand before the portal (1), or to their addresses (10.0.0.5, 10.1.0.0/16)."
    words = _listed(raw)
    if not words:
        return TrustedProxies()
    if len(words) == 1 and words[0].isascii() and words[0].isdigit() and len(words[0]) < 3:
        return TrustedProxies(hops=int(words[0]))
    try:
        return TrustedProxies(networks=tuple(ip_network(word, strict=False) for word in words))
    except ValueError:
        raise SettingUnusable(f"PORTAL_TRUSTED_PROXIES is {raw!r}. {remedy}") from None


def _email(name: str, raw: str) -> str:
    if not re.fullmatch(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+", raw):
        raise SettingUnusable(f"{name} is {raw!r}. Set it to an e-mail address that somebody reads.")
    return raw


def _url(env: Mapping[str, str], name: str, schemes: tuple[str, ...], example: str) -> str | None:
    raw = env.get(name)
    if not raw:
        return None
    parts = urlsplit(raw)
    if parts.scheme not in schemes or not parts.hostname:
        raise SettingUnusable(f"{name} is not an address that can be used. Set it like {example}, or unset it.")
    return raw.rstrip("/")


def _queue(env: Mapping[str, str]) -> str | None:
    raw = env.get("PORTAL_QUEUE_URL") or None
    if raw not in (None, "database"):
        raise SettingUnusable(
            "PORTAL_QUEUE_URL names a queue that the portal does not use: its queue is a table of its own database. "
            "Unset it, or set it to database."
        )
    return raw


def _scanner(raw: str | None) -> str | None:
    if raw is None or raw.startswith("/"):
        return raw
    host, _, port = raw.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65_536:
        raise SettingUnusable(
            f"PORTAL_SCANNER is {raw!r}. Set it to where clamd listens, 127.0.0.1:3310 or /run/clamav/clamd.ctl, or unset it."
        )
    return raw


def _rate(raw: str) -> tuple[tuple[int, float], ...]:
    if raw == "off":
        return ()
    found = re.fullmatch(r"\d{1,4}/\d{1,5}(?:,\d{1,4}/\d{1,5})*", raw)
    limits = tuple((int(n), float(s)) for n, s in (each.split("/") for each in raw.split(","))) if found else ()
    if not limits or any(number < 1 or seconds < 1 for number, seconds in limits):
        raise SettingUnusable(
            f"PORTAL_SEARCH_RATE is {raw!r}. Set it to searches per seconds such as 10/4,105/60, or to off."
        )
    return limits


def _log(raw: str) -> bool:
    if raw not in ("json", "text"):
        raise SettingUnusable(f"PORTAL_LOG is {raw!r}. Set it to json or text.")
    return raw == "json"


def _check_search(raw: str) -> None:
    if raw != "whoosh":
        raise SettingUnusable(f"PORTAL_SEARCH is {raw!r}. Set it to whoosh, or unset it.")


def _exempt(raw: str) -> frozenset[str]:
    words = _listed(raw)
    for word in words:
        host, _, port = word.rpartition(":")
        if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65_536:
            raise SettingUnusable(f"PORTAL_FETCH_ALLOW holds {word!r}. Write each entry as host:port.")
    return frozenset(words)


def _clock(raw: str | None) -> Path | None:
    if not raw:
        return None
    from portal.foundation import clock

    try:
        clock.read_file(Path(raw))
    except (OSError, ValueError):
        raise SettingUnusable(
            f"PORTAL_CLOCK_FILE is {raw!r}, which holds no ISO time. Write one in it, such as 2026-11-24T09:00:00+00:00."
        ) from None
    return Path(raw)


def _vat_number(raw: str) -> str:
    number = re.sub(r"[\s.-]", "", raw).upper()
    if number and not re.fullmatch(r"GB(?:\d{9}|\d{12})", number):
        raise SettingUnusable(f"PORTAL_VAT_NUMBER is {raw!r}. Set it to GB and 9 digits, for example GB999999973.")
    return number


def _bank_account(raw: str) -> tuple[str, str, str, str] | None:
    if not raw:
        return None
    parts = _listed(raw, ";")
    if len(parts) != 4 or not re.fullmatch(r"\d\d-\d\d-\d\d", parts[2]) or not re.fullmatch(r"\d{8}", parts[3]):
        raise SettingUnusable(
            "PORTAL_BANK_ACCOUNT is not an account that can be paid to. Set it to its name, the bank, the sort code and "
            f"the number with semicolons between them, for example: {EXAMPLE_SELLER['PORTAL_BANK_ACCOUNT']}"
        )
    return parts[0], parts[1], parts[2], parts[3]


def _listed(raw: str, between: str = ",") -> tuple[str, ...]:
    return tuple(filter(None, (word.strip() for word in raw.split(between))))


def _number(env: Mapping[str, str], name: str, default: float, *, at_least: float) -> float:
    raw = env.get(name)
    if not raw:
        return default
    try:
        number = float(raw)
    except ValueError:
        raise SettingUnusable(f"{name} is {raw!r}. Set it to a number, for example {default:g}.") from None
    if not at_least <= number <= 1e12:
        raise SettingUnusable(f"{name} is {raw}. Set it to a number from {at_least:g}, for example {default:g}.")
    return number


def _audience(raw: str) -> Literal["members", "everyone"]:
    if raw == "everyone":
        return "everyone"
    if raw == "members":
        return "members"
    raise SettingUnusable(f"SIGNPOST_AUDIENCE is {raw!r}. Set it to members or everyone.")


def _votes(raw: str) -> int:
    if not re.fullmatch(r"[1-9]", raw):
        raise SettingUnusable(f"PORTAL_PANEL_VOTES is {raw!r}. Set it to how many votes decide: a number from 1 to 9.")
    return int(raw)


def _refund_alone(raw: str) -> int:
    if not re.fullmatch(r"\d{1,6}", raw):
        raise SettingUnusable(
            f"PORTAL_REFUND_ALONE is {raw!r}. Set it to whole pounds: the most that one person gives back alone, such as 100."
        )
    return int(raw) * 100


def _refuse_unsafe_production(settings: Settings, env: Mapping[str, str]) -> None:
    if not env.get("PORTAL_SECRET_KEY") or settings.secret_key == DEVELOPMENT_SECRET:
        raise SettingUnusable(
            "PORTAL_SECRET_KEY is not set. Set it to a long random text, for example the output of: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'."
        )
    if len(settings.secret_key) < WEAK_SECRET_LENGTH or len(set(settings.secret_key)) < 10:
        raise SettingUnusable(
            f"PORTAL_SECRET_KEY is too weak. Set it to at least {WEAK_SECRET_LENGTH} random characters."
        )
    for name in FOR_TESTS_ONLY:
        if env.get(name):
            raise SettingUnusable(f"{name} is for tests only. Unset it, or do not set PORTAL_ENV=production.")
    if settings.stripe_api_base != STRIPE:
        raise SettingUnusable("STRIPE_API_BASE is for tests only. Unset it, or do not set PORTAL_ENV=production.")
    if settings.stripe_secret_key and not settings.stripe_webhook_secrets:
        raise SettingUnusable(
            "STRIPE_WEBHOOK_SECRETS is not set. Set it to the endpoint's signing secret, or unset STRIPE_SECRET_KEY to sell without cards."
        )
    if env.get("FLASK_DEBUG", "").lower() not in ("", "0", "false", "no"):
        raise SettingUnusable("FLASK_DEBUG is on. Unset it: the debugger lets anyone run code here.")
    if not settings.base_url.startswith("https://"):
        raise SettingUnusable(
            f"PORTAL_BASE_URL is {settings.base_url}. Set it to the site's public https address, for example https://jobs.example.org."
        )


def from_flask_command() -> bool:
    """Whether this process was started as `flask …` (Flask says so in the environment)."""
    return os.environ.get("FLASK_RUN_FROM_CLI") == "true"
