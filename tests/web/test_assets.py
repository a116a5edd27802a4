"""The re-branded front end, and the site without it."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

from portal.web import assets
from portal.web.assets import HASHED, OWN, Assets, rebrand

built = pytest.mark.skipif(
    not (assets.BUILT / "manifest.json").exists(), reason="make setup has not built the front end"
)


@pytest.fixture(scope="module", autouse=True)
def built_of_what_is_here() -> None:
    """A style sheet edited since `make setup` is served unbuilt, which is right, and is not what these tests are about."""
    manifest = assets.BUILT / "manifest.json"
    if manifest.exists() and any(f"{name.split('.')[0]}.{_begins(name)}" not in manifest.read_text() for name in OWN):
        assets.build()


def _begins(name: str) -> str:
    return hashlib.sha256((assets.STATIC / name).read_bytes()).hexdigest()[:12]


def test_what_is_the_governments_alone_is_taken_out() -> None:
    css = (
        "@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}"
        ".a{font-family:GDS Transport,arial,sans-serif}.crest{background:url(/assets/images/govuk-crest.svg)}.b{color:red}"
    )
    branded = rebrand(css)
    assert "GDS Transport" not in branded and "url(" not in branded and ".b{color:red}" in branded
    assert "--govuk-brand-colour:#5b1e6e" in branded


@built
def test_the_built_style_sheet_loads_nothing_and_wears_our_colours() -> None:
    manifest = json.loads((assets.BUILT / "manifest.json").read_text())
    css = (assets.BUILT / manifest["govuk.css"]).read_text()
    assert "url(" not in css and "GDS Transport" not in css and "crest" not in css
    assert gzip.decompress((assets.BUILT / (manifest["govuk.css"] + ".gz")).read_bytes()).decode() == css


@built
def test_built_assets_are_named_by_content_packed_and_kept_for_ever(app) -> None:
    client = app.test_client()
    addresses = re.findall(r'(?:href|src|from )="?(/static/build/[^"]+)"', client.get("/").text)
    assert len(set(addresses)) >= 3
    for address in addresses:
        answer = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200 and HASHED.search(address)
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Encoding"] == "gzip"


def test_without_the_build_the_site_stands_on_its_own_style_sheet(tmp_path: Path) -> None:
    for name in assets.OWN:
        (tmp_path / name).write_bytes((assets.STATIC / name).read_bytes())
    bare = Assets(tmp_path)
    assert not bare.built
    assert re.fullmatch(r"/static/plain\.css\?v=[0-9a-f]{12}", bare.address("plain.css"))


def test_an_edited_style_sheet_is_seen_without_building_again(tmp_path: Path) -> None:
    for name in assets.OWN:
        (tmp_path / name).write_bytes((assets.STATIC / name).read_bytes())
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "manifest.json").write_text(json.dumps({"site.css": "site.000000000000.css"}))
    assert Assets(tmp_path).address("site.css").startswith("/static/site.css?v=")
