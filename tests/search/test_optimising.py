"""What was deleted leaves the files of the index within a day (R11)."""

from pathlib import Path

from flask import Flask

from portal import work
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.jobs import queueing

FEED = """<rss version="2.0"><channel><title>Jobs</title><item><title>Network Engineer</title><link>https://jobs.example.org/1</link>
<description>Employer: Leeds City Council&lt;br&gt;Location: Leeds</description></item>
<item><title>Data Engineer</title><link>https://jobs.example.org/2</link><description>Employer: Leeds City Council&lt;br&gt;Location: Leeds</description></item>
</channel></rss>"""


def said(app: Flask, *words: str) -> str:
    result = app.test_cli_runner().invoke(args=list(words))
    assert result.exit_code == 0, result.output
    return result.stdout


def holds(folder: Path, words: bytes) -> bool:
    return any(words in path.read_bytes().lower() for path in folder.rglob("*") if path.is_file())


def test_the_worker_takes_deleted_text_out_of_the_files(app: Flask, tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(FEED)
    said(app, "feeds", "import", str(feed))
    said(app, "search", "sync")
    reference = app.test_client().get("/vacancies.json?q=network").json["results"][0]["reference"]
    said(app, "vacancies", "decide", reference, "--ict", "no", "--because", "a test")
    said(app, "search", "sync")
    assert holds(tmp_path / "data" / "index", b"network engineer")
    before = {path.name for path in (tmp_path / "data" / "index").rglob("*.seg")}
    with app.app_context():
        with transaction():
            queueing.enqueue("search.optimise", at=clock.now(), unique_key="search.optimise:1")
        assert work.worker().run(burst=True) == 1
    assert "1 deleted vacancies left the files" in said(app, "jobs", "list")
    assert not before & {path.name for path in (tmp_path / "data" / "index").rglob("*.seg")}
    assert not holds(tmp_path / "data" / "index", b"network engineer")
    assert said(app, "search", "optimise") == "0 deleted vacancies left the files of the index.\n"
    assert said(app, "search", "check").startswith("1 indexed, 0 missing, 0 stale")


def test_it_is_in_the_schedule_once_a_day() -> None:
    assert [each.every for each in work.SCHEDULE if each.name == "search.optimise"] == [86_400]
