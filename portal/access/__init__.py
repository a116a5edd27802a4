"""Every address of the site: who may ask for it, how, and how it is decided whose the thing behind it is.

`flask access` prints this table. tests/architecture holds it equal to the addresses and methods that there are, and
tests/access walks every address as every kind of person and finds exactly what stands here.
"""

from __future__ import annotations

from collections.abc import Mapping

from portal.access.account import ACCOUNT_ACCESS
from portal.access.assessor import ASSESSOR_ACCESS
from portal.access.consultant import CONSULTANT_ACCESS
from portal.access.desks import DESKS_ACCESS
from portal.access.employer import EMPLOYER_ACCESS
from portal.access.meaning import Access
from portal.access.public import PUBLIC_ACCESS
from portal.access.staff import STAFF_ACCESS

ACCESS: Mapping[str, Access] = {
    **PUBLIC_ACCESS,
    **ACCOUNT_ACCESS,
    **EMPLOYER_ACCESS,
    **CONSULTANT_ACCESS,
    **ASSESSOR_ACCESS,
    **STAFF_ACCESS,
    **DESKS_ACCESS,
}
