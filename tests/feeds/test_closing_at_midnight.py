import pytest

from portal.feeds.items import FeedItem
from portal.feeds.normalising import to_advert


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("2026-12-13T00:00:00", "2026-12-13"),
        ("2026-12-13 00:00:00.000", "2026-12-13"),
        ("2026-12-13T00:00:00Z", "2026-12-13"),
        ("2026-12-13T00:01:00", "2026-12-13T00:01:00"),
        ("2026-12-13T12:00:00Z", "2026-12-13T12:00:00Z"),
    ],
)
def test_a_date_kept_as_midnight_is_a_date(printed: str, kept: str) -> None:
    advert = to_advert(FeedItem(title="T", address="https://x.example/1", closing=printed), base="")
    assert advert.closing == kept
