"""Invented vacancies in any number, the same every time: words in Zipf-like frequency, places by population, realistic facets.

Nothing comes from a real advert but the towns. About two in three sentences are of the trade, filled from ranked lists of skills; project,
system and reference names are made from syllables, so that the vocabulary goes on growing as it does in life.
"""

from __future__ import annotations

import pickle
import random
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from portal.vacancies.gazetteer import Spot, load_gazetteer
from search_index.documents import VacancyDocument

NOW = 1_763_974_800
DAY = 86_400
OPEN_SHARE = {10_000: 8_000, 50_000: 15_000, 200_000: 20_000}
"""How many are open: the rest is the archive, which a portal keeps."""

FAMILIES: dict[str, tuple[str, str]] = {
    "software_development": (
        "Software Developer;Senior Software Developer;Web Developer;Full Stack Developer;Front End Developer;Application Developer;DevOps Engineer;Lead Developer",
        "Python;JavaScript;C#;.NET;SQL;React;Java;Docker;Kubernetes;Git;REST APIs;microservices;HTML;CSS;TypeScript;PHP;Drupal;Django;Azure;AWS;Node.js;Terraform;Jenkins;Ruby;Go;Umbraco;GraphQL;Angular;Vue.js;C++;R;F#",
    ),
    "it_operations": (
        "Service Desk Analyst;IT Support Officer;Network Engineer;Infrastructure Engineer;Systems Administrator;Cloud Engineer;Desktop Support Technician;IT Technician;Database Administrator;Applications Support Analyst;Network Manager;IT Operations Manager",
        "Windows Server;Active Directory;Office 365;VMware;Azure;networking;firewalls;switches;Cisco;Linux;backup;Intune;SCCM;Exchange;telephony;storage;virtualisation;patching;routers;wireless;VPN;DNS;DHCP;ServiceNow;ITIL;printers;laptops;Citrix;PowerShell;Oracle;SQL Server;monitoring",
    ),
    "data": (
        "Data Analyst;Senior Data Analyst;Data Engineer;Business Intelligence Developer;Data Scientist;Performance Analyst;Data Architect;Information Analyst",
        "SQL;Power BI;Excel;Python;R;reporting;dashboards;ETL;data warehouse;Tableau;statistics;Databricks;Snowflake;Azure Synapse;modelling;machine learning;SSRS;SSIS;GIS;data quality;metadata;Qlik",
    ),
    "cyber_security": (
        "Cyber Security Analyst;Information Security Officer;Security Engineer;Cyber Security Manager;Security Architect;SOC Analyst;Penetration Tester",
        "SIEM;vulnerability management;incident response;ISO 27001;penetration testing;threat intelligence;firewalls;NIST;CISSP;risk assessment;phishing;identity and access management;encryption;Sentinel;Splunk;forensics",
    ),
    "product_delivery": (
        "Business Analyst;Senior Business Analyst;Project Manager;Delivery Manager;Product Manager;Product Owner;Programme Manager;Scrum Master",
        "agile;requirements;stakeholder management;PRINCE2;user stories;process mapping;scrum;risk;benefits;planning;procurement;roadmaps;kanban;change management;workshops;governance;business cases;Jira",
    ),
    "user_centred_design": (
        "User Researcher;Service Designer;Interaction Designer;Content Designer;UX Designer;Web Content Officer",
        "user research;prototyping;accessibility;usability testing;Figma;content design;service standard;WCAG;journey mapping;discovery;design systems;analytics",
    ),
    "architecture": (
        "Enterprise Architect;Solutions Architect;Technical Architect;Business Architect;Cloud Architect",
        "TOGAF;integration;APIs;cloud;roadmaps;patterns;governance;interoperability;FHIR;HL7;strategy;standards;security architecture",
    ),
    "qat_testing": (
        "Test Analyst;Senior Test Analyst;Test Manager;Automation Tester;QA Engineer",
        "Selenium;test automation;regression testing;UAT;test plans;defects;performance testing;Cypress;accessibility testing;JMeter;Postman",
    ),
    "chief": (
        "Head of ICT;Chief Digital Officer;Head of Digital Services;Chief Information Officer;Assistant Director of Digital",
        "strategy;leadership;budget management;transformation;suppliers;contracts;governance;innovation;change;partnerships",
    ),
}
FAMILY_WEIGHTS = (18, 34, 14, 8, 12, 5, 3, 4, 2)
SECTORS: dict[str, tuple[int, tuple[str, ...]]] = {
    "local_government": (
        27,
        ("{town} Council", "{town} City Council", "{town} Borough Council", "{town} District Council"),
    ),
    "nhs": (
        29,
        ("{town} NHS Foundation Trust", "{town} University Hospitals NHS Trust", "{town} Community Health NHS Trust"),
    ),
    "civil_service": (12, ("Department for {thing}", "{thing} Executive Agency")),
    "education": (15, ("University of {town}", "{town} College", "{town} Academy Trust")),
    "police": (5, ("{town} Police",)),
    "alb": (4, ("{thing} Authority", "{thing} Commission")),
    "housing": (4, ("{town} Homes & Communities", "{town} Housing Association")),
    "fire": (2, ("{town} Fire and Rescue Service",)),
    "devolved": (2, ("{thing} Directorate",)),
}
THINGS = (
    "Transport Planning",
    "Public Buildings",
    "Rural Payments",
    "Skills and Learning",
    "Marine Safety",
    "Land Records",
    "Civic Standards",
    "Food and Farming",
)
GRADES = ("njc_scp", "afc_band", "civil_service_grade", "local_grade", "he_spine", "police_staff", "")
CONTRACTS = (
    ("permanent",),
    ("fixed_term",),
    ("temporary",),
    ("secondment",),
    ("apprenticeship",),
    ("permanent", "fixed_term"),
)
PATTERNS = (
    ("full_time",),
    ("part_time",),
    ("full_time", "flexible"),
    ("job_share", "part_time"),
    ("full_time", "part_time"),
)
WORKPLACES = ("hybrid", "onsite", "remote", "")
LEVELS = ("junior", "mid", "senior", "lead_manager", "head_director", "")

SENTENCES = (
    "You will have proven experience of {a}, {b} and {c} in a large and complex organisation.",
    "We are looking for a {t} to join our {n} {g} team in {p}.",
    "The successful candidate will support and develop our {a} and {b} estate across {p}.",
    "Knowledge of {a} and {b} is essential, and {c} is desirable.",
    "You will be responsible for the day to day running of {a}, including {b} upgrades and {c} configuration.",
    "Working with colleagues across {e}, you will lead on {a} and contribute to our {b} {g}.",
    "A strong understanding of {a} is needed, with a recognised qualification in {b} or {c}.",
    "This is a chance to shape {n} services for the people of {p}.",
    "You will design, build and maintain {a} solutions using {b}, {c} and {d}.",
    "The post holder gives expert technical advice on {a} and {b} to managers, {g} leads and suppliers.",
    "Our technology includes {a}, {b}, {c} and {d}, and the {x} {g} is next.",
    "As {t} you will manage incidents and problems with {a} and {b} within agreed service levels.",
    "You will work in an agile team that delivers {a} for our {n} customers.",
    "Project {x} moves our {g} {g} to {a}, and you will be at the heart of it.",
)
GENERAL = (
    "We offer a generous pension, flexible working and {i} days of annual leave.",
    "Hybrid working is available, and you will come to our {p} office {i} days a week.",
    "{e} is committed to equality and welcomes applications from every part of the community.",
    "You will need good {n} communication skills and the confidence to explain {g} matters to {n} people.",
    "The role involves {g}, {g} and {g} with {n} partners and stakeholders.",
    "For an informal talk about the {g}, please contact the {x} team on extension {i}.",
    "Interviews will be held in {p} and the reference of this post is {y}.",
    "You will take part in {n} {g} reviews and keep {g} records up to date.",
    "A {n} background check is needed before you start, and the post may need travel between sites.",
)
GENERAL_WORDS = [
    "service",
    "team",
    "project",
    "support",
    "management",
    "system",
    "development",
    "information",
    "digital",
    "customer",
    "delivery",
    "technical",
    "process",
    "change",
    "business",
    "quality",
    "improvement",
    "training",
    "performance",
    "planning",
    "design",
    "security",
    "analysis",
    "strategy",
    "operational",
    "programme",
    "network",
    "communication",
    "risk",
    "policy",
    "documentation",
    "monitoring",
    "maintenance",
    "leadership",
    "governance",
    "implementation",
    "configuration",
    "integration",
    "infrastructure",
    "reporting",
    "compliance",
    "procurement",
    "supplier",
    "contract",
    "budget",
    "stakeholder",
    "transformation",
    "innovation",
    "assurance",
    "resilience",
    "architecture",
    "migration",
    "automation",
    "testing",
    "deployment",
    "release",
    "incident",
    "problem",
    "request",
    "asset",
    "licence",
    "hardware",
    "software",
    "platform",
    "application",
    "database",
    "website",
    "portal",
    "mobile",
    "cloud",
    "collaboration",
    "engagement",
    "consultation",
    "workshop",
    "review",
    "audit",
    "evidence",
    "standard",
    "framework",
    "guidance",
    "method",
    "tool",
    "technique",
    "practice",
    "research",
    "insight",
    "dashboard",
    "indicator",
    "target",
    "outcome",
    "benefit",
    "priority",
    "roadmap",
    "backlog",
    "milestone",
    "resource",
    "capacity",
    "capability",
    "workforce",
    "recruitment",
    "induction",
    "mentoring",
    "coaching",
    "appraisal",
    "wellbeing",
    "diversity",
    "inclusion",
    "safeguarding",
    "community",
    "resident",
    "patient",
    "student",
    "tenant",
    "citizen",
]
NATURES = [
    "growing",
    "busy",
    "friendly",
    "small",
    "national",
    "regional",
    "modern",
    "secure",
    "complex",
    "ambitious",
    "strategic",
    "corporate",
    "clinical",
    "public",
    "internal",
    "external",
    "senior",
    "technical",
    "digital",
    "shared",
    "critical",
    "reliable",
    "flexible",
    "inclusive",
    "successful",
    "excellent",
    "effective",
    "positive",
    "proactive",
    "creative",
    "practical",
    "analytical",
]
SYLLABLES = [
    "al",
    "an",
    "ar",
    "bel",
    "bor",
    "cal",
    "cor",
    "dan",
    "del",
    "dor",
    "el",
    "fen",
    "gar",
    "gla",
    "hal",
    "har",
    "hel",
    "ith",
    "kel",
    "lan",
    "lor",
    "mar",
    "mel",
    "mer",
    "mor",
    "nar",
    "nev",
    "or",
    "pel",
    "ral",
    "ren",
    "ros",
    "sel",
    "sil",
    "tam",
    "tar",
    "tor",
    "ul",
    "val",
    "ver",
    "vin",
    "wen",
    "wil",
    "yar",
    "zen",
]


class Ranked:
    """Picks from a list as if its members were ranked by how often they are used (Zipf)."""

    def __init__(self, members: Sequence[str], *, steepness: float = 0.9) -> None:
        self._members = members
        self._sums = list(accumulate(1 / (rank + 1.5) ** steepness for rank in range(len(members))))

    def pick(self, chance: random.Random) -> str:
        return self._members[bisect(self._sums, chance.random() * self._sums[-1])]


class Inventor:
    """Makes the vacancies of one corpus, in order; a bigger corpus begins with a smaller one's titles and texts."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.open = OPEN_SHARE.get(size, min(size, 20_000))
        self.chance = random.Random(20_261_124)
        self.towns = _towns()
        self._town_sums = list(accumulate(town.population**0.8 for town in self.towns))
        self._words = Ranked(GENERAL_WORDS)
        self._natures = Ranked(NATURES, steepness=0.6)
        self._titles = {name: Ranked(titles.split(";"), steepness=0.7) for name, (titles, _) in FAMILIES.items()}
        self._skills = {name: Ranked(skills.split(";")) for name, (_, skills) in FAMILIES.items()}

    def town(self) -> Spot:
        """A town, the big ones more often."""
        return self.towns[bisect(self._town_sums, self.chance.random() * self._town_sums[-1])]

    def documents(self) -> Iterator[VacancyDocument]:
        """Every vacancy."""
        stride = self.size / self.open
        for number in range(self.size):
            yield self._vacancy(number, is_open=int(number / stride) != int((number - 1) / stride))

    def _vacancy(self, number: int, *, is_open: bool) -> VacancyDocument:
        chance = self.chance
        family = chance.choices(list(FAMILIES), FAMILY_WEIGHTS)[0]
        title = self._titles[family].pick(chance)
        if chance.random() < 0.2:
            title = f"{chance.choice(('Senior', 'Principal', 'Junior', 'Trainee', 'Interim'))} {title}"
        town = self.town()
        sector = chance.choices(list(SECTORS), [weight for weight, _ in SECTORS.values()])[0]
        employer = chance.choice(SECTORS[sector][1]).format(town=town.name, thing=chance.choice(THINGS))
        lowest = round(chance.lognormvariate(10.55, 0.28) / 100) * 100
        stated = chance.random() < 0.85
        posted = NOW - chance.randrange(28 * DAY) if is_open else NOW - chance.randrange(60, 1_500) * DAY
        return VacancyDocument(
            reference=f"B{number:07}",
            title=title,
            employer=employer,
            description=self._text(title, family, employer, town.name),
            keywords=town.name,
            sector=sector,
            family=family,
            level=chance.choice(LEVELS) or None,
            grade_scheme=chance.choices(GRADES, (24, 26, 10, 14, 10, 4, 12))[0] or None,
            workplace=chance.choices(WORKPLACES, (48, 28, 8, 16))[0] or None,
            employer_key=employer.lower().replace(" ", "-"),
            nations=(town.nation,) if town.nation else (),
            regions=(town.region,) if town.region else (),
            contract=chance.choices(CONTRACTS, (62, 20, 6, 3, 4, 5))[0],
            pattern=chance.choices(PATTERNS, (60, 10, 15, 5, 10))[0],
            status="live" if is_open else "closed",
            pay_minimum=lowest if stated else None,
            pay_maximum=lowest + chance.randrange(0, 9_000, 250) if stated else None,
            posted=posted,
            first_seen=posted,
            closing=NOW + chance.randrange(3_600, 35 * DAY) if is_open else posted + 28 * DAY,
            coordinates=((town.lat, town.lon),),
        )

    def _text(self, title: str, family: str, employer: str, town: str) -> str:
        chance, skills = self.chance, self._skills[family]
        parts = []
        for _ in range(chance.randint(10, 14)):
            pattern = chance.choice(SENTENCES if chance.random() < 0.66 else GENERAL)
            while "{g}" in pattern:
                pattern = pattern.replace("{g}", self._words.pick(chance), 1)
            parts.append(
                pattern.format(
                    a=skills.pick(chance), b=skills.pick(chance), c=skills.pick(chance), d=skills.pick(chance),
                    t=title, e=employer, p=town, n=self._natures.pick(chance), i=chance.randint(2, 40),
                    x=self._name(), y=f"{chance.choice(SYLLABLES).upper()}{chance.randrange(100_000)}",
                )
            )  # fmt: skip
        return " ".join(parts)

    def _name(self) -> str:
        return "".join(self.chance.choices(SYLLABLES, k=self.chance.choice((2, 3, 3)))).capitalize()


def _towns() -> list[Spot]:
    spots = [spot for several in load_gazetteer().names.values() for spot in several if spot.population > 8_000]
    found = {(spot.name, spot.lat): spot for spot in spots}
    return sorted(found.values(), key=lambda spot: (-spot.population, spot.name))


def write(size: int, path: Path) -> list[tuple[str, int]]:
    """Store a corpus as a run of pickles; gives its words with how many vacancies have each, for every engine's spelling."""
    counts: Counter[str] = Counter()
    with path.open("wb") as file:
        for document in Inventor(size).documents():
            pickle.dump(document, file, protocol=5)
            words = f"{document.title} {document.description}".lower().replace(".", " ").replace(",", " ").split()
            counts.update({word for word in words if word.isalpha() and 3 < len(word) < 25})
    return [(word, count) for word, count in counts.items() if count >= max(3, size // 20_000)]


def read(path: Path) -> Iterator[VacancyDocument]:
    """The vacancies of a stored corpus."""
    with path.open("rb") as file:
        while True:
            try:
                yield pickle.load(file)
            except EOFError:
                return
