"""Imports every slice's models, so that the mapper and the migrations know them all."""

from portal.accounts import models as accounts
from portal.applying import models as applying
from portal.audit import models as audit
from portal.billing import models as billing
from portal.caseload import models as caseload
from portal.documents import models as documents
from portal.employers import models as employers
from portal.evidence import models as evidence
from portal.feeds import models as feeds
from portal.interviewing import models as interviewing
from portal.introducing import models as introducing
from portal.invoicing import models as invoicing
from portal.jobs import models as jobs
from portal.mail import models as mail
from portal.membership import models as membership
from portal.offering import models as offering
from portal.payments import models as payments
from portal.placing import models as placing
from portal.posting import models as posting
from portal.questions import models as questions
from portal.recruitment import models as recruitment
from portal.reports import models as reports
from portal.selecting import models as selecting
from portal.vacancies import models as vacancies

__all__ = [
    "accounts",
    "applying",
    "audit",
    "billing",
    "caseload",
    "documents",
    "employers",
    "evidence",
    "feeds",
    "interviewing",
    "introducing",
    "invoicing",
    "jobs",
    "mail",
    "membership",
    "offering",
    "payments",
    "placing",
    "posting",
    "questions",
    "recruitment",
    "reports",
    "selecting",
    "vacancies",
]
