"""Imports every slice's models, so that the mapper and the migrations know them all."""

from portal.feeds import models as feeds
from portal.jobs import models as jobs
from portal.vacancies import models as vacancies

__all__ = ["feeds", "jobs", "vacancies"]
