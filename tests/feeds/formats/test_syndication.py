"""RSS in every version and Atom, well formed and not, with the extra elements that publishers add."""

import pytest

from portal.feeds.detecting import detect
from portal.feeds.formats import table
from portal.feeds.items import FeedDocument, FormatError

HERE = "https://www.anyborough.example/jobs/feed"


def read(text: str | bytes, kind: str = "rss", content_type: str = "") -> FeedDocument:
    body = text.encode() if isinstance(text, str) else text
    assert detect(body, address=HERE, content_type=content_type).kind == kind
    return table.read(kind, body, address=HERE, content_type=content_type)


def rss(inner: str, *, version: str = "2.0", title: str = "Jobs", spaces: str = "") -> str:
    return (
        f'<?xml version="1.0"?><rss version="{version}" {spaces}><channel><title>{title}</title>{inner}</channel></rss>'
    )


@pytest.mark.parametrize("version", ["0.91", "0.92", "2.0"])
def test_rss_of_every_version(version: str) -> None:
    (item,) = read(
        rss("<item><title>IT Officer</title><link>/1</link><description>Help.</description></item>", version=version)
    ).items
    assert (item.title, item.address, item.description) == ("IT Officer", "https://www.anyborough.example/1", "Help.")


def test_rss_1_0_with_dublin_core() -> None:
    text = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="https://x.example/"><title>Jobs</title><dc:publisher>Anyborough Council</dc:publisher></channel>
      <item rdf:about="https://x.example/9"><title>Data Manager</title><link>https://x.example/9</link><dc:date>2026-11-20</dc:date></item></rdf:RDF>"""
    whole = read(text)
    (item,) = whole.items
    assert (whole.publisher, item.key, item.posted) == ("Anyborough Council", "https://x.example/9", "2026-11-20")


def test_atom_with_a_base_and_several_links() -> None:
    text = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://jobs.x.example/list/"><title>Careers at Otherham University</title>
      <entry xml:base="it/"><id>tag:x,2026:4</id><title type="html">R&amp;amp;D Engineer</title><link rel="edit" href="edit/4"/>
      <link href="4"/><published>2026-11-20T09:00:00Z</published><updated>2026-11-21T09:00:00Z</updated><category term="IT"/>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Find out.</p></div></content></entry></feed>"""
    whole = read(text, "atom")
    (item,) = whole.items
    assert (whole.publisher, item.key, item.address) == (
        "Otherham University",
        "tag:x,2026:4",
        "https://jobs.x.example/list/it/4",
    )
    assert (item.posted, item.category) == ("2026-11-20T09:00:00Z", "IT")
    assert "<p>Find out.</p>" in item.description


def test_a_publishers_own_elements_go_where_their_names_say() -> None:
    extra = """<v:salary>£31,000 - £34,000</v:salary><v:closingDate>13/12/2026 12:00</v:closingDate><v:contractType>Permanent</v:contractType>
      <v:employerName>Anyborough Council</v:employerName><v:workLocation>Civic Centre</v:workLocation><v:jobRef>AB9</v:jobRef><v:grade>Grade 8</v:grade>"""
    text = rss(
        f"<item><title>GIS Officer</title><link>https://x.example/1</link>{extra}</item>", spaces='xmlns:v="urn:vendor"'
    )
    (item,) = read(text).items
    assert (item.salary, item.closing, item.contract) == ("£31,000 - £34,000", "13/12/2026 12:00", "Permanent")
    assert (item.employer, item.locations, item.reference) == ("Anyborough Council", ("Civic Centre",), "AB9")
    assert item.extra == {"grade": "Grade 8"}


def test_pay_in_parts_is_put_together() -> None:
    extra = "<minimumSalary>31000</minimumSalary><maximumSalary>34000</maximumSalary><salaryCurrency>GBP</salaryCurrency><salaryInterval>Year</salaryInterval>"
    (item,) = read(rss(f"<item><title>GIS Officer</title><link>/1</link>{extra}</item>")).items
    assert (item.salary, item.extra) == ("£31,000 to £34,000 a year", {})


def test_a_vendors_record_inside_the_content_is_read() -> None:
    record = """<Vacancy><VacancyID>9</VacancyID><Vacancy_title>ICT Technician</Vacancy_title><Salary>£24,000</Salary>
      <Advert_text><![CDATA[<p>Fix tablets for pupils and teachers alike.</p>]]></Advert_text><Expiry_date>13/12/2026 12:00:00</Expiry_date>
      <Job_Location>Marport</Job_Location><Contract_Type>permanent</Contract_Type></Vacancy>"""
    text = rss(
        f"<item><title>ICT Technician</title><link>https://x.example/9</link><a:content type='text/xml'>{record}</a:content></item>",
        spaces='xmlns:a="http://www.w3.org/2005/Atom"',
    )
    (item,) = read(text).items
    assert (item.salary, item.closing, item.locations, item.contract) == (
        "£24,000",
        "13/12/2026 12:00:00",
        ("Marport",),
        "permanent",
    )
    assert item.description == "<p>Fix tablets for pupils and teachers alike.</p>"


@pytest.mark.parametrize(
    ("broken", "title"),
    [
        ("<title>R&D Engineer</title>", "R&D Engineer"),
        ("<title>Caf&eacute; &pound;30k&nbsp;Tester</title>", "Café £30k\xa0Tester"),
        ("<Title>Web Developer</title>", ""),
        ("<title>A &lt; B &#163;5</title>", "A < B £5"),
    ],
)
def test_small_faults_are_mended_with_every_entry_kept(broken: str, title: str) -> None:
    good = "<item><title>Good</title><link>https://x.example/2</link></item>"
    whole = read(rss(f"<item>{broken}<link>https://x.example/1?a=1&b=2</link></item>{good}"))
    assert len(whole.items) == 2
    assert whole.items[-1].title == "Good"
    assert whole.items[0].address == "https://x.example/1?a=1&b=2"
    assert "not well-formed" in whole.warnings[0]
    if title:
        assert whole.items[0].title == title


def test_a_feed_cut_off_is_read_so_far_and_is_not_complete() -> None:
    items = "".join(f"<item><title>Post {n}</title><link>https://x.example/{n}</link></item>" for n in range(10))
    text = rss(items)
    whole = read(text[: int(len(text) * 0.6)])
    assert 4 <= len(whole.items) <= 7
    assert not whole.complete


@pytest.mark.parametrize(
    ("encoding", "declared", "header"),
    [
        ("utf-8", "", ""),
        ("cp1252", "", ""),
        ("cp1252", "iso-8859-1", ""),
        ("cp1252", "utf-8", ""),
        ("utf-16", "utf-8", ""),
        ("utf-16-le", "utf-16", ""),
        ("utf-32-be", "utf-32", ""),
        ("utf-8-sig", "iso-8859-1", ""),
        ("gb18030", "gb18030", ""),
        ("cp1252", "", "text/xml; charset=windows-1252"),
    ],
)
def test_pounds_and_dashes_survive_every_encoding(encoding: str, declared: str, header: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    text = f"{head}<rss version='2.0'><channel><item><title>Tester – £30k</title><link>https://x.example/1</link></item></channel></rss>"
    (item,) = read(text.encode(encoding), content_type=header).items
    assert item.title == "Tester – £30k"


def test_declared_entities_are_refused_and_the_netscape_one_is_not() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY x "y">]>' + rss("<item><title>&x;</title></item>")
    with pytest.raises(FormatError) as refused:
        table.read("rss", bomb.encode(), address=HERE)
    assert refused.value.code == "forbidden_dtd"
    netscape = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
    old = netscape + "<rss version='0.91'><channel><item><title>Old</title><link>/1</link></item></channel></rss>"
    assert [item.title for item in read(old).items] == ["Old"]


def test_more_entries_than_the_limit_are_counted_as_cut() -> None:
    whole = read(rss("<item><title>T</title></item>" * 2_100))
    assert (whole.entries, len(whole.items), whole.cut, whole.complete) == (2_100, 2_000, 100, False)


def test_a_tag_closed_wrongly_loses_no_entity() -> None:
    inner = (
        "<item><title>R&amp;D</title><odd>x</Odd><link>https://x.example/1?a=1&amp;b=2</link>"
        "<description>&lt;p&gt;Fish &amp;amp; chips &#163;5&lt;/p&gt;</description><note><![CDATA[a &amp; b]]></note></item>"
    )
    (item,) = read(rss(inner)).items
    assert (item.title, item.address) == ("R&D", "https://x.example/1?a=1&b=2")
    assert item.description == "<p>Fish &amp; chips £5</p>"
