"""Where a job is: invented location wordings, one class a table."""

import csv
from pathlib import Path

import pytest

from portal.vacancies import gazetteer
from portal.vacancies.gazetteer import NATIONS, REGIONS, load_gazetteer, miles_between
from portal.vacancies.locating import locate, suggest_places
from portal.vacancies.places import read_places

REGION_OF_NATION = {"scotland": "Scotland", "wales": "Wales", "northern_ireland": "Northern Ireland"}


def names(location: str, **known: str) -> list[tuple[str, str | None]]:
    return [(place.name, place.postcode) for place in read_places(locations=(location,), **known)]


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("Leeds", [("Leeds", None)]),
        ("Leeds, LS1 4DY", [("Leeds", "LS1 4DY")]),
        ("LEEDS LS14DY", [("Leeds", "LS1 4DY")]),
        ("London (SE1)", [("London", "SE1")]),
        ("SE1 9GF", [("SE1", "SE1 9GF")]),
        ("Bristol, London, Manchester", [("Bristol", None), ("London", None), ("Manchester", None)]),
        ("Penzance or Truro", [("Penzance", None), ("Truro", None)]),
        ("Chorley, PR6 9NW, Preston, PR5 5RZ", [("Chorley", "PR6 9NW"), ("Preston", "PR5 5RZ")]),
        ("Hybrid - Leeds", [("Leeds", None)]),
        ("12 High Street, Perth", [("Perth", None)]),
        ("Harbour House, Wellington Place, Leeds", [("Leeds", None)]),
        ("Derby Royal Infirmary", [("Derby", None)]),
        ("Bury St Edmunds, Suffolk", [("Bury St Edmunds", None)]),
        ("Newcastleupon-Tyne", [("Newcastle upon Tyne", None)]),
        ("Gorleston", [("Gorleston-on-Sea", None)]),
        ("Kingston upon Hull, HU3 2JZ", [("Hull", "HU3 2JZ")]),
        ("Burton", [("Burton-on-Trent", None)]),
        ("Saint Asaph", [("St Asaph", None)]),
        ("Caerdydd", [("Cardiff", None)]),
        ("Kirkwall, Orkney", [("Kirkwall", None)]),
        ("Belfast, Northern Ireland", [("Belfast", None)]),
        ("Tarporley Cheshire North West", [("Tarporley", None)]),
    ],
)
def test_each_known_name_is_a_place_and_its_postcode_belongs_to_it(location: str, expected) -> None:
    assert names(location) == expected


@pytest.mark.parametrize(
    ("location", "name"),
    [
        ("Lower Invented, M20 4BX", "Lower Invented"),
        ("Invented House, NE6 4QD", "Invented House"),
        ("Invented Village, Kent, ME7 5NY", "Invented Village"),
        ("Taplow, Nr Slough & Maidenhead, SL6 0PQ", "Taplow"),
        ("Wisbech, Cambridgeshire, PE13 1LL", "Wisbech"),
        ("Street, BA16 0ET", "Street"),
        ("Croydon, London, CR0 6NA", "Croydon"),
        ("East Midlands, NG8 6PY", "East Midlands"),
        ("To be agreed, BN11 1HS", "BN11"),
    ],
)
def test_the_words_beside_a_postcode_name_it_and_the_postcode_places_it(location: str, name: str) -> None:
    first = read_places(locations=(location,))[0]
    outward = location.rpartition(", ")[2].split()[0]
    spot = load_gazetteer().outcodes[outward]
    assert (first.name, first.postcode, first.lat, first.lon) == (
        name,
        location.rpartition(", ")[2],
        spot.lat,
        spot.lon,
    )


@pytest.mark.parametrize(
    ("location", "employer", "region"),
    [
        ("Newport, Shropshire", "", "West Midlands"),
        ("Newport (Isle of Wight)", "", "South East"),
        ("Newport, Wales", "", "Wales"),
        ("Newport", "Telford and Wrekin Council", "West Midlands"),
        ("Richmond, North Yorkshire", "", "Yorkshire and The Humber"),
        ("Richmond", "North Yorkshire Council", "Yorkshire and The Humber"),
        ("Newcastle, Staffordshire", "", "West Midlands"),
        ("Newcastle, County Down", "", "Northern Ireland"),
        ("Newcastle", "", "North East"),
        ("Wellington, Somerset", "", "South West"),
        ("Washington, Tyne and Wear", "", "North East"),
        ("Boston, Lincolnshire", "", "East Midlands"),
        ("Perth, Scotland", "", "Scotland"),
        ("Ashford, Kent", "", "South East"),
    ],
)
def test_a_shared_name_is_settled_by_what_stands_beside_it(location: str, employer: str, region: str) -> None:
    assert read_places(locations=(location,), employer=employer)[0].region == region


def test_a_shared_name_that_nothing_settles_keeps_its_name_without_coordinates() -> None:
    (place,) = read_places(locations=("Richmond",))
    assert (place.name, place.lat, place.region) == ("Richmond", None, None)
    assert place.nation == "england"


def test_a_shared_name_within_one_region_says_the_region() -> None:
    (place,) = read_places(locations=("Hayes",))
    assert (place.lat, place.region, place.nation) == (None, "London", "england")
    (place,) = read_places(locations=("Bangor",))
    assert (place.lat, place.region, place.nation) == (None, None, None)


@pytest.mark.parametrize(
    "location",
    ["Perth, Australia", "Boston, MA", "Paris", "Dublin, Ireland", "Melbourne, VIC", "Newcastle, New South Wales"],
)
def test_a_foreign_town_does_not_become_a_british_one(location: str) -> None:
    assert read_places(locations=(location,), description="The team is based in Leeds.") == ()


@pytest.mark.parametrize("location", ["Nationwide", "Remote", "Home based", "Various, UK", "M25", "England"])
def test_everywhere_is_no_place(location: str) -> None:
    assert read_places(locations=(location,)) == ()


def test_a_region_is_a_place_without_coordinates_and_most_regions_together_are_none() -> None:
    (place,) = read_places(locations=("South West England",))
    assert (place.name, place.region, place.nation, place.lat) == ("South West", "South West", "england", None)
    assert read_places(locations=("North East, North West, South East, South West, Scotland, Wales",)) == ()


def test_the_listed_location_is_read_and_the_sentence_after_it_is_not() -> None:
    text = "Location\nBristol, Cambridge, Newcastleupon-Tyne,\nYork\nWhile the March office is built, staff sit in Reading.\nAbout the job\n"
    assert [place.name for place in read_places(description=text)] == [
        "Bristol",
        "Cambridge",
        "Newcastle upon Tyne",
        "York",
    ]


def test_a_sentence_may_list_the_locations() -> None:
    text = "Location\nThe post can be held in one of the following locations; Truro,\nLeeds or Perth.\nAbout the job\n"
    assert [place.name for place in read_places(description=text)][:2] == ["Truro", "Leeds"]


def test_a_sentence_may_list_its_offices_in_brackets_or_give_an_address() -> None:
    text = (
        "Location\nYou work at one of the agency's main offices (Truro, Leeds, and Perth) or nearby.\nAbout the job\n"
    )
    assert [place.name for place in read_places(description=text)] == ["Truro", "Leeds", "Perth"]
    text = "Location\nThis post is based at 7 Lantern Row, LS1 4DY\nAbout the job\n"
    assert [place.postcode for place in read_places(description=text)] == ["LS1 4DY"]


def test_a_postcode_printed_twice_is_one_place() -> None:
    assert names("Elmet Hospital, Leeds, LS9 7TF, LS9 7TF") == [("Leeds", "LS9 7TF")]


def test_a_location_cut_off_by_its_publisher_leaves_the_employers_town() -> None:
    assert names("The Lantern Building, Fl…", employer="Hartlepool Borough Council") == [("Hartlepool", None)]
    assert names("Newcastle City Council (deriv…") == [("Newcastle upon Tyne", None)]
    assert names("The Lantern Building", employer="Hartlepool Borough Council") == []


def test_a_text_says_where_the_post_is_based() -> None:
    assert [place.name for place in read_places(description="You will be based in Swansea with travel.")] == ["Swansea"]


def test_the_employers_town_counts_only_when_no_location_is_given() -> None:
    assert [place.name for place in read_places(employer="Gateshead Council")] == ["Gateshead"]
    assert read_places(locations=("Invented Building",), employer="Gateshead Council") == ()


def test_every_outward_code_lies_in_the_nation_of_its_region() -> None:
    wrong = [
        spot.name
        for spot in load_gazetteer().outcodes.values()
        if spot.region in REGIONS
        and spot.nation != {v: k for k, v in REGION_OF_NATION.items()}.get(spot.region, "england")
    ]
    assert wrong == []
    assert load_gazetteer().outcodes["PE21"].region == "East Midlands"
    assert load_gazetteer().outcodes["CH7"].nation == "wales"


def test_every_place_of_the_table_has_a_nation_a_region_and_lies_in_the_kingdom() -> None:
    with (Path(gazetteer.__file__).parent / "places.csv").open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    odd = [
        row["name"]
        for row in rows
        if row["nation"] not in NATIONS
        or row["region"] not in REGIONS
        or not (49 < float(row["lat"]) < 61 and -9 < float(row["lon"]) < 2)
    ]
    assert odd == []


def test_counties_lie_among_their_own_towns() -> None:
    for county, town in (
        ("Kent", "Maidstone"),
        ("Lancashire", "Preston"),
        ("Gloucestershire", "Gloucester"),
        ("Devon", "Exeter"),
    ):
        area, place = locate(county), locate(f"{town}, {county}")
        assert area and place and area.lat and area.lon and place.lat and place.lon
        assert miles_between(area.lat, area.lon, place.lat, place.lon) < 30


def test_a_mistyped_place_suggests_the_likely_one() -> None:
    assert suggest_places("Birmigham")[0] == "Birmingham"
