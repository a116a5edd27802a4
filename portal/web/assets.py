"""Style, script and mark: GOV.UK Frontend re-branded into static/build/, and each file's address with its content hash.

`make setup` runs `python -m portal.web.assets` after npm. Without that build (no registry in reach) the site stands on
`plain.css`, which dresses the same class names simply, and runs no script.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
BUILT = STATIC / "build"
PACKAGE = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk"
OWN = ("site.css", "plain.css", "mark.svg")
FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif'
BRAND = {
    "brand-colour": "#5b1e6e",
    "template-background-colour": "#f6f2f8",
    "link-colour": "#5b1e6e",
    "link-hover-colour": "#35103f",
    "link-visited-colour": "#4c4364",
    "surface-background-colour": "#f6f2f8",
    "surface-border-colour": "#b99fc3",
    "input-border-colour": "#1d1320",
    "text-colour": "#1d1320",
}
HARD_CODED = {
    "background-color:#1d70b8": "background-color:#5b1e6e",
    "background:#0b0c0c": "background:#5b1e6e",
}
"""GOV.UK's own colours that no custom property reaches: the header, a chosen option, the file chooser."""
HASHED = re.compile(r"/build/[^/]+\.[0-9a-f]{12}\.[a-z]+$")
"""What a path looks like whose content never changes."""


def rebrand(css: str) -> str:
    """GOV.UK Frontend's style sheet without what is GOV.UK's alone: its typeface, its crest and its colours.

    The licence of the code does not cover the crown, the crest and GDS Transport, which only GOV.UK may use.
    """
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = re.sub(r"GDS Transport,\s*arial,\s*sans-serif", FONTS, css)
    css = re.sub(r"[^{}]*\{[^{}]*url\([^)]*crest[^)]*\)[^{}]*\}", "", css)
    for theirs, ours in HARD_CODED.items():
        css = css.replace(theirs, ours)
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)
    return css + ":root{" + ";".join(f"--govuk-{name}:{value}" for name, value in BRAND.items()) + "}"


def build() -> dict[str, str]:
    """Make static/build/ afresh, each file also gzipped; gives back name to built name."""
    fresh = BUILT.with_name("build.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    script = (PACKAGE / "govuk-frontend.min.js").read_text("utf-8")
    contents = {
        "govuk.css": rebrand((PACKAGE / "govuk-frontend.min.css").read_text("utf-8")).encode(),
        "govuk.js": re.sub(r"//# sourceMappingURL=.*", "", script).encode(),
        **{name: (STATIC / name).read_bytes() for name in OWN},
    }
    manifest = {name: _hashed(name, body) for name, body in contents.items()}
    for name, body in contents.items():
        (fresh / manifest[name]).write_bytes(body)
        (fresh / f"{manifest[name]}.gz").write_bytes(gzip.compress(body, mtime=0))
    (fresh / "manifest.json").write_text(json.dumps(manifest, indent=1))
    shutil.rmtree(BUILT, ignore_errors=True)
    fresh.rename(BUILT)
    return manifest


def _hashed(name: str, body: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(body).hexdigest()[:12]}.{ending}"


class Assets:
    """The address of each asset as it stood when the application was made."""

    def __init__(self, static: Path = STATIC) -> None:
        manifest = static / "build" / "manifest.json"
        built: dict[str, str] = json.loads(manifest.read_text("utf-8")) if manifest.exists() else {}
        self.built = "govuk.css" in built
        self._addresses = {name: f"/static/build/{path}" for name, path in built.items()}
        for name in OWN:
            # Somebody who edits site.css sees the edit at once, without building again.
            now = _hashed(name, (static / name).read_bytes())
            if built.get(name) != now:
                self._addresses[name] = f"/static/{name}?v={now.split('.')[-2]}"

    def address(self, name: str) -> str:
        """Where a page finds this asset; raises KeyError for one that was not built."""
        return self._addresses[name]


if __name__ == "__main__":
    build()
