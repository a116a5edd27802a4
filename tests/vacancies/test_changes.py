"""What the index has still to hear of."""

from datetime import UTC, datetime

from portal.database.base import db
from portal.database.transaction import transaction
from portal.vacancies import changes
from portal.vacancies.models import VacancyChange

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_change_that_commits_late_under_a_lower_number_is_not_forgotten(app) -> None:
    with app.app_context():
        with transaction():
            db.session.add(VacancyChange(id=7, reference="SEEN0001", at=NOW))
        heard, references = changes.waiting_changes(10)
        with transaction():
            db.session.add(VacancyChange(id=5, reference="LATE0001", at=NOW))
            changes.forget_changes(heard)
        assert references == ["SEEN0001"]
        assert changes.waiting_changes(10) == ([5], ["LATE0001"])
