"""Invented adverts for trying the portal out: who, where and what in adverts.csv, and the words that fill them here.

The employers exist, the jobs do not. A row's `terms` are short marks that TERMS spells out.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("adverts.csv")


@dataclass(frozen=True, slots=True)
class Example:
    """One invented advert. `feed` lists it, and `also` where another source lists the same job; `closes` is days from now."""

    number: int
    feed: str
    also: str
    employer: str
    place: str
    title: str
    pay: str
    grade: str
    work: str
    terms: tuple[str, ...]
    closes: int

    @property
    def paragraphs(self) -> list[str]:
        """The advert's text: who asks, the work, what to bring, the terms."""
        duties, needs = WORK[self.work]
        name = self.title.split(" (")[0].split(",")[0].replace("&amp;", "&")
        opening = OPENINGS[self.number % len(OPENINGS)].format(
            employer=self.employer,
            title=name,
            article="an" if name[0] in "AEIOU" else "a",
            place=self.place.split(",")[0],
        )
        return [opening, duties, needs, " ".join(TERMS[mark] for mark in self.terms)]


def examples() -> list[Example]:
    """Every row of the table, numbered as it stands there."""
    with TABLE.open(newline="", encoding="utf-8") as lines:
        return [
            Example(
                number,
                row["feed"],
                row["also"],
                row["employer"],
                row["place"],
                row["title"],
                row["pay"],
                row["grade"],
                row["work"],
                tuple(row["terms"].split()),
                int(row["closes"]),
            )
            for number, row in enumerate(csv.DictReader(lines), start=1000)
        ]


OPENINGS = (
    "{employer} is looking for {article} {title} to join a friendly team in {place}.",
    "Would you like your work to matter to the people around you? We need {article} {title} in {place}.",
    "We are changing how {employer} uses technology, and {article} {title} will help us to do it well.",
    "Join {employer} as {article} {title}: a varied job with room to grow.",
)

TERMS = {
    "perm": "This is a permanent post.",
    "ft12": "This is a fixed-term contract for 12 months.",
    "ft18": "This is a fixed-term contract for 18 months.",
    "ft24": "This is a fixed-term contract for two years.",
    "temp": "This is a temporary post while a colleague is away.",
    "second": "The post is offered as a secondment.",
    "appr": "This is an apprenticeship with a qualification at the end.",
    "ft": "Full time, 37 hours a week.",
    "pt": "Part time, 22.2 hours a week.",
    "js": "We welcome applications for job share.",
    "comp": "Compressed hours are possible.",
    "term": "Term time only.",
    "shift": "You will work shifts, some of them at night.",
    "hyb": "You will work in a hybrid way, with two days a week in the office.",
    "rem": "The post is fully remote: you may work from home anywhere in the UK.",
    "on": "The post is based on site.",
    "SC": "You need SC clearance, or to be able to gain it.",
    "DV": "You need DV clearance, or to be able to gain it.",
    "BPSS": "A BPSS check is made before you start.",
    "NPPV3": "You will be vetted to NPPV level 3.",
    "DBS": "An enhanced DBS check is made before you start.",
}

WORK: dict[str, tuple[str, str]] = {
    "network": (
        "You will look after our switches, firewalls and wireless networks, plan upgrades with suppliers, and be the last line of support when a site loses its connection.",
        "You know routing, VLANs and VPNs well, have run a busy network before, and can explain a fault to somebody who only wants to print.",
    ),
    "product": (
        "You will set the direction of three digital services, keep a clear backlog, and test each change with the people who use it before it goes live.",
        "You have owned a digital product, worked with agile teams, and can say no kindly.",
    ),
    "content": (
        "You will write and tidy pages of our website, pair with interaction designers and user researchers, and keep to the accessibility standards.",
        "You write plain English, know how people read on screens, and care about evidence more than about taste.",
    ),
    "desk": (
        "You will answer calls at the IT service desk, mend laptops and accounts, log incidents by ITIL practice, and visit sites for hardware faults.",
        "You have supported Windows and Microsoft 365, stay calm with people in a hurry, and write down what you did.",
    ),
    "apps": (
        "You will support our business applications, test and apply upgrades, work with vendors on faults, and help teams to get more out of the systems they have.",
        "You have administered line-of-business software, can read SQL, and like to find the cause rather than the workaround.",
    ),
    "gis": (
        "You will keep our ArcGIS and QGIS services running, build spatial data sets, and help planners to make maps that people understand.",
        "You know spatial databases and Python, and can tell a good projection from a bad one.",
    ),
    "cyber": (
        "You will watch our SIEM, look into alerts, run vulnerability scans, and help teams to build security into their systems.",
        "You know how attacks happen, have handled incidents, and can weigh a risk with people who own it.",
    ),
    "data": (
        "You will build data pipelines in Python and SQL, model data sets for analysts, and publish dashboards that managers use every day.",
        "You have worked with a data warehouse, test your transformations, and ask what a number is for.",
    ),
    "datalead": (
        "You will lead teams of data engineers, analysts and data scientists, set the data strategy, and make our data platforms something people trust.",
        "You have led data teams, know modern data platforms, and can speak to a board and to a database.",
    ),
    "ml": (
        "You will design and evaluate machine learning models in Python, take them into production with engineers, and watch how they behave there.",
        "You know statistics and software practice well, and say clearly what a model cannot do.",
    ),
    "software": (
        "You will write software in small steps with tests, review code, look after APIs and databases in the cloud, and work in an agile team.",
        "You know at least one of Python, Java, C# or JavaScript well, and leave code better than you found it.",
    ),
    "analyst": (
        "You will gather requirements for our IT systems, map processes, write user stories, and see system changes through testing to release.",
        "You have worked as a business analyst on digital or IT projects and can draw a process that everybody recognises.",
    ),
    "clinical": (
        "You will configure our electronic patient record, manage upgrades and interfaces, and sit with clinicians to see what gets in their way.",
        "You know clinical systems such as EPR, PACS or laboratory software, and how HL7 messages travel.",
    ),
    "delivery": (
        "You will lead agile teams that deliver digital services and IT systems, clear what blocks them, and report on plans, risks and spending.",
        "You have delivered technology projects with several suppliers, and know when a plan has stopped being true.",
    ),
    "infra": (
        "You will run Windows and Linux servers, virtualisation, Azure and backups, and move services to the cloud without anybody noticing.",
        "You script what you do twice, have restored from a backup in earnest, and write down how.",
    ),
    "architect": (
        "You will set technical architecture for several services, choose technologies, review solution designs, and write decisions down.",
        "You have designed systems that lasted, know cloud and integration patterns, and change your mind when the facts do.",
    ),
    "training": (
        "You will teach colleagues to use our IT systems, make e-learning, and find out which help is missing by asking people.",
        "You have trained adults in software and can make a hesitant person feel clever.",
    ),
    "research": (
        "You will plan user research for digital services, run usability tests with people who have access needs, and make findings that teams act on.",
        "You know many research methods, and which of them a question deserves.",
    ),
    "design": (
        "You will design interactions and services, prototype in code, check accessibility, and test ideas with users before software is built.",
        "You have designed digital services in the open, with the GOV.UK Design System or another.",
    ),
    "devops": (
        "You will build continuous integration with Terraform, Docker and Kubernetes, watch over production, and make releases dull.",
        "You have kept cloud services reliable, and hold reviews of incidents in which nobody is blamed.",
    ),
    "test": (
        "You will write automated tests, explore new software by hand, and help developers to find faults before users do.",
        "You know Selenium or Playwright, think in risks, and describe a fault so that it can be found again.",
    ),
    "dba": (
        "You will look after SQL Server and Oracle databases, plan migrations, tune slow queries, and rehearse recovery.",
        "You have run databases that people depend on, and read an execution plan with pleasure.",
    ),
    "service": (
        "You will run IT service management, lead the service desk, agree service levels, and hold suppliers to them.",
        "You know ITIL and when not to quote it, and have led a support team.",
    ),
    "chief": (
        "You will lead technology for the whole organisation: architecture, infrastructure, cyber security, data and software.",
        "You have led technology in a large organisation and can win people over to a plan.",
    ),
    "cook": (
        "You will cook fresh lunches for two hundred children and keep the kitchen clean.",
        "You like to feed people.",
    ),
    "social": (
        "You will assess and support families, and speak for children in court.",
        "You are registered as a social worker.",
    ),
    "nurse": ("You will care for patients on a busy ward with a friendly team.", "You are a registered nurse."),
    "secretary": ("You will type clinic letters and keep the diary of two consultants.", "You spell well."),
    "policy": (
        "You will write briefings for ministers and answer letters from the public.",
        "You write fast and well.",
    ),
    "lecturer": ("You will teach modern history to undergraduates and publish research.", "You hold a doctorate."),
    "garden": ("You will look after the roses, the kitchen garden and the wood.", "You know plants and their seasons."),
}
