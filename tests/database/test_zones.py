"""Where the server stands, and what its clock is set to, changes nothing that is read or shown (T-04)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal.config import ROOT

FEED = """<rss version="2.0"><channel><title>Jobs</title><item><title>Network Engineer</title><link>https://jobs.example.org/1</link>
<pubDate>Mon, 23 Nov 2026 23:30:00 GMT</pubDate><description>Employer: Leeds City Council&lt;br&gt;Location: Leeds&lt;br&gt;Closing date: 26 November 2026 at 11:30pm</description></item></channel></rss>"""
TELL = """
import json, re, sys
from portal.app import create_app
app = create_app()
run = app.test_cli_runner()
for words in (["setup"], ["feeds", "import", sys.argv[1]], ["search", "sync"]):
    assert run.invoke(args=words).exit_code == 0
client = app.test_client()
listed = client.get("/vacancies.json").json
print([(each["closes"], each["posted"], each["first_seen"]) for each in listed["results"]])
reference = listed["results"][0]["reference"]
page = client.get("/vacancies/" + reference).text.replace(reference, "REFERENCE")
print(re.sub(r'nonce="[^"]*"', "", page))
advert = {"title": "Data Engineer", "employer": "Leeds City Council", "description": "Closing date: 26 November 2026 at 11:30pm"}
read = run.invoke(args=["vacancies", "read"], input=json.dumps(advert))
assert read.exit_code == 0 and "2026-11-26T23:30" in read.stdout, read.output
print(read.stdout)
"""


def told(folder: Path, zone: str) -> str:
    folder.mkdir()
    (folder / "feed.xml").write_text(FEED)
    (folder / "clock").write_text("2026-11-24T02:30:00+00:00")
    chosen = {"PORTAL_ENV": "test", "PORTAL_DATA_DIR": str(folder / "data"), "PORTAL_CLOCK_FILE": str(folder / "clock")}
    done = subprocess.run(
        [sys.executable, "-c", TELL, str(folder / "feed.xml")],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "TZ": zone, **chosen},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_server_in_new_york_reads_and_shows_what_one_in_london_does(tmp_path: Path) -> None:
    london = told(tmp_path / "london", "Europe/London")
    assert "2026-11-26T23:30:00+00:00" in london
    assert told(tmp_path / "york", "America/New_York") == london
