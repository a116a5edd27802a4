"""What a command takes in is found at once, also where no worker runs."""

from pathlib import Path

from portal.search import indexing

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Jobs</title><item><title>Network Engineer</title>
<link>https://jobs.leeds.gov.uk/1</link><author>Leeds City Council</author>
<description>You look after the switches and firewalls in Leeds. Salary: £40,000 a year.</description></item></channel></rss>"""


def test_an_imported_vacancy_is_found_by_the_next_command(app, tmp_path: Path) -> None:
    feed = tmp_path / "leeds.xml"
    feed.write_text(FEED)
    runner = app.test_cli_runner()
    assert runner.invoke(args=["feeds", "import", str(feed)]).exit_code == 0
    found = runner.invoke(args=["search", "find", "firewalls"])
    assert "Network Engineer" in found.output
    with app.app_context():
        assert indexing.compare(app.config["SETTINGS"].index_dir) == indexing.Parity(1, 0, 0, 0)
