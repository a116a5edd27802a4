"""The words by which a job is known to be digital, data or IT: tables that can be read and argued with.

Weights are in the same unit as the learned title words (log-odds): 6 is as good as certain, 3 is likely, 1 is a hint.
A phrase is matched on word boundaries in folded text, `…` in a phrase standing for up to three words.
"""

from __future__ import annotations

SURE = 6.0
LIKELY = 3.0
HINT = 1.2

TITLE_YES: dict[float, tuple[str, ...]] = {
    SURE: (
        "software", "devops", "dev ops", "devsecops", "site reliability", "sre", "full stack", "fullstack", "front end developer",
        "frontend", "back end developer", "backend", "web developer", "mobile developer", "app developer", "application developer",
        "applications developer", "java", "javascript", "python", "php", "ruby", "golang", "c#", "c++", ".net", "dotnet", "asp net",
        "typescript", "node js", "react", "angular", "android developer", "ios developer", "sharepoint", "power platform", "power apps",
        "power bi", "dynamics 365", "dynamics crm", "salesforce developer", "salesforce administrator", "servicenow", "oracle dba",
        "sql", "dba", "database administrator", "database developer", "data engineer", "data scientist", "data science",
        "data architect", "data analyst", "data analytics", "data modeller", "data modelling", "data warehouse", "etl developer",
        "bi developer", "bi analyst", "business intelligence", "analytics engineer", "machine learning", "ai engineer",
        "artificial intelligence", "mlops", "technical architect", "solution architect", "solutions architect", "enterprise architect",
        "security architect", "network architect", "cloud", "infrastructure engineer", "infrastructure manager", "infrastructure analyst",
        "systems engineer", "systems administrator", "system administrator", "sysadmin", "linux", "unix", "windows engineer", "vmware",
        "citrix", "azure", "aws", "network engineer", "network administrator", "network analyst", "network technician", "network manager",
        "network security", "networks engineer", "wan engineer", "cisco", "cyber", "cybersecurity", "infosec", "information security",
        "it security", "penetration tester", "ethical hacker", "soc analyst", "security operations centre", "vulnerability manager",
        "it", "ict", "i t", "it support", "service desk", "servicedesk", "helpdesk", "help desk", "desktop support", "desktop engineer",
        "1st line", "2nd line", "3rd line", "first line support", "second line support", "third line support", "technical support engineer",
        "application support", "applications support", "application manager", "applications manager", "applications analyst",
        "product owner", "product manager", "delivery manager", "scrum master", "agile coach", "agile delivery", "user researcher",
        "user research", "service designer", "interaction designer", "content designer", "ux", "ui designer", "ux designer", "user experience",
        "user centred design", "ucd", "usability", "web designer", "web editor", "web manager", "webmaster", "website manager",
        "web content", "accessibility specialist", "test engineer", "test analyst", "test manager", "tester", "qa engineer", "qa analyst",
        "qat", "test automation", "automation tester", "software tester", "digital", "digital transformation", "ddat", "gis", "geographic information",
        "geospatial", "health informatics", "informatics", "clinical systems", "epr", "ehr", "electronic patient record", "systmone", "emis",
        "chief technology officer", "cto", "chief information officer", "cio", "chief digital", "chief data officer", "chief clinical information",
        "clinical information officer", "nursing information officer", "public health intelligence", "ccio", "cnio", "ciso", "technology officer", "head of technology",
        "telecoms engineer", "telecommunications", "telephony", "voip", "unified communications", "computer", "computing officer", "programmer",
        "analyst programmer", "sap consultant", "sap analyst", "sap", "erp", "crm developer", "integration developer", "integration engineer",
        "middleware", "api developer", "blockchain", "robotic process automation", "rpa developer", "technical author", "release manager",
        "configuration manager", "problem manager", "incident manager it", "change and release", "service transition manager",
        "service level manager", "it service", "itil", "data protection technology", "solution designer", "solutions engineer", "systems developer",
        "platform engineer", "platform manager", "technologist cyber", "firewall", "sitecore", "drupal", "wordpress", "umbraco", "magento",
        "mainframe", "cobol", "abap", "hadoop", "big data", "tableau", "qlik", "qlikview", "ssrs", "ssis", "vba", "embedded", "firmware",
        "games developer", "game developer", "unity developer", "seo developer", "penetration testing", "pki", "identity and access", "siem",
        "web applications", "web services officer", "technical lead", "tech lead", "technical delivery", "information systems", "information technology",
        "business systems analyst", "business systems", "systems analyst", "system analyst", "systems manager", "data platform", "data developer",
        "reporting analyst", "mi analyst", "management information analyst", "information analyst",
        "systems support", "system support", "edi", "computer vision", "prompt engineer", "computer technician", "audio visual and it",
    ),
    LIKELY: (
        "developer", "architect technical", "business analyst", "systems", "technical consultant", "technical analyst", "technical specialist",
        "support engineer", "support technician", "technology", "technologies", "tech", "data manager", "data quality", "data governance",
        "data lead", "data officer", "information manager", "information management", "information officer", "performance analyst",
        "insight analyst", "analytics", "programme manager digital", "service manager it",
        "infrastructure", "applications", "application", "database", "web", "online", "network", "networks", "server", "storage engineer",
        "telecom", "technical project manager", "technical manager", "technical director", "implementation consultant", "automation engineer",
        "integration", "product designer", "front end", "back end", "user support", "crm", "messaging engineer", "e learning developer",
        "elearning", "learning technologist", "information governance", "records and information", "data protection", "configuration", "systems librarian",
        "spatial", "mapping analyst", "intelligence analyst", "data", "data and systems", "systems and data",
        "service delivery manager", "security analyst", "security engineer", "security consultant", "architecture",
        "hr systems", "finance systems", "digital lead",
    ),
    HINT: ("technical", "analyst", "architect", "technician", "engineer", "test", "testing", "project manager", "programme manager", "security", "systems officer", "online services", "innovation", "information", "scientific"),
}
"""What speaks for ICT in a title. The strongest counts whole, the others together half of it at most."""

TITLE_NO: dict[float, tuple[str, ...]] = {
    SURE: (
        "nurse", "nursing associate", "midwife", "doctor", "consultant in", "consultant physician", "consultant psychiatrist", "surgeon", "radiographer",
        "sonographer", "physiotherapist", "occupational therapist", "pharmacist", "pharmacy", "psychologist", "psychotherapist", "paramedic",
        "dietitian", "phlebotomist", "dental", "dentist", "optometrist", "podiatrist", "healthcare assistant", "health care assistant",
        "healthcare support", "health care support", "support worker", "care assistant", "carer", "care worker", "social worker", "therapist",
        "medical secretary", "receptionist", "secretary", "porter", "portering", "cleaner", "domestic assistant", "housekeeper", "cook", "chef", "catering",
        "kitchen", "driver", "teacher", "teaching assistant", "lecturer", "tutor", "headteacher", "nursery", "caretaker", "gardener", "groundsperson",
        "solicitor", "paralegal", "lawyer", "accountant", "payroll", "bookkeeper", "credit controller", "recruitment consultant", "sales executive",
        "clinical coder", "clinical coding", "data entry", "data input", "building surveyor", "quantity surveyor", "surveyor",
        "civil engineer", "structural engineer", "highways engineer", "mechanical engineer", "electrical engineer", "maintenance engineer",
        "gas engineer", "service engineer", "design engineer", "process engineer", "production engineer", "manufacturing engineer", "plumber",
        "electrician", "joiner", "painter", "mechanic", "landscape architect", "architectural technician", "architectural assistant", "part ii",
        "property developer", "business development", "land development", "prison officer", "operational support grade", "police officer",
        "firefighter", "security officer", "security guard", "door supervisor", "custody", "audiologist", "biomedical", "laboratory",
        "medical laboratory", "healthcare scientist", "clinical scientist", "genetic technologist", "animal technologist", "play specialist", "play worker", "warden",
        "waste operative", "refuse", "street works", "enforcement officer", "planning officer", "town planner", "librarian assistant", "library assistant",
        "library", "events coordinator", "instructor", "swimming", "lifeguard", "fitness", "hairdresser", "barber", "salon", "estate agent", "lettings",
        "mortgage", "insurance", "underwriter", "actuary", "tax", "audit", "buyer", "merchandiser", "cnc", "machinist", "welder", "fabricator",
        "warehouse", "fork lift", "forklift", "picker", "hgv", "courier", "chambermaid", "waiter", "waitress", "bar staff", "hotel", "health visitor",
        "counsellor", "chaplain", "anaesthetic", "theatre", "ward clerk", "clinical trials", "clinical support", "radiology", "pathology",
        "mri", "cardiac", "stroke", "cancer", "dementia", "mental health", "autism", "family support", "early years", "nanny", "pest control",
        "customer service", "call centre", "telesales", "field sales", "sales manager", "account manager", "area sales", "marketing executive",
        "hr advisor", "hr manager", "human resources", "trading standards", "environmental health", "housing officer", "homelessness",
        "workforce administrator", "business support", "administration assistant", "administrative assistant", "admin assistant", "clerk",
        "clerical", "administration support", "administrator level", "team administrator", "support administrator", "attendance",
    ),
    LIKELY: (
        "administrator", "administration", "administrative", "estates", "facilities", "building", "construction", "highway", "rail", "water", "gas", "electrical",
        "mechanical", "automotive", "vehicle", "fleet", "transport", "finance", "financial", "commercial", "legal", "hr", "recruitment",
        "sales", "marketing", "communications officer", "press officer", "policy", "procurement", "purchasing", "buying", "stores", "inventory",
        "clinical", "medical", "patient", "ward", "care", "health", "school", "curriculum", "education", "learning", "training", "apprentice business",
        "corporate affairs", "events", "fundraising", "grants", "community", "youth", "children", "adult", "housing", "planning", "environmental", "energy",
        "quality", "food", "retail", "store", "customer", "production", "manufacturing", "engineering manager", "cad", "design technician",
        "hvac", "plant", "workshop", "chemist", "research fellow", "research associate", "statistician", "economist", "pmo", "project support",
        "emergency", "resilience", "safeguarding", "prisons", "group security", "physical security", "estate", "vetting",
    ),
    HINT: ("assistant", "coordinator", "co ordinator", "officer", "supervisor", "team leader", "advisor", "adviser", "executive", "liaison"),
}
"""What speaks against. Each phrase counts; the strongest whole, the others together half of it at most."""

TITLE_UNSURE: tuple[str, ...] = (
    "information governance", "records manager", "records management", "statistician", "research analyst", "digital marketing", "social media",
    "data protection officer", "freedom of information", "av technician", "audio visual technician", "systems accountant", "digital communications",
    "clinical coding manager", "clinical coding lead", "knowledge manager",
    "data manager", "information rights", "digital content officer", "digital learning", "operational researcher",
    "library systems", "digitisation", "performance and insight",
)
"""Jobs that are often a third or more digital but mainly something else: borderline unless the text says more."""

TITLE_NEVER: tuple[str, ...] = (
    "teacher of computing", "teacher of ict", "computing teacher", "ict teacher", "computer science teacher", "lecturer in computing",
    "lecturer in computer science", "lecturer in cyber security", "teacher of computer science", "it teacher", "ict tutor", "it tutor",
    "digital printing", "digital print", "digital sales", "it recruitment", "it sales", "software sales", "technology sales", "it recruiter",
    "learning support", "applied psychologist", "data entry", "data input", "digital marketing executive", "computer operator data entry",
    "pharmacy technician", "theatre practitioner", "cloud kitchen", "it account manager", "software account manager", "network rail",
    "business development", "radiographer", "sonographer", "nurse",
)
"""Titles that use our words for other work; only a title that is sure in other words outweighs one."""

NEVER_EXCEPT: tuple[str, ...] = ("clinical systems", "informatics", "information officer", "digital nurse", "nursing informatics", "epr", "ehr", "systems")

TEXT_TERMS: tuple[str, ...] = (
    "software", "developer", "developers", "coding", "programming", "source code", "git", "agile", "scrum", "kanban", "devops", "ci cd",
    "continuous integration", "cloud", "azure", "aws", "kubernetes", "docker", "terraform", "linux", "windows server", "active directory",
    "office 365", "microsoft 365", "intune", "sccm", "vmware", "virtualisation", "server", "servers", "network infrastructure", "firewall",
    "firewalls", "lan", "wan", "switches", "routers", "tcp ip", "vpn", "cisco", "cyber", "cyber security", "information security", "iso 27001",
    "vulnerability", "penetration", "siem", "sql", "python", "java", "javascript", "c#", ".net", "php", "html", "css", "react", "angular",
    "api", "apis", "rest", "microservices", "database", "databases", "data warehouse", "etl", "power bi", "tableau", "qlik", "data pipelines",
    "data model", "data models", "data modelling", "data science", "machine learning", "data architecture", "data engineering", "analytics",
    "dashboards", "business intelligence", "architecture", "technical architecture", "enterprise architecture", "solution design", "technical design",
    "user research", "user centred", "user stories", "backlog", "product owner", "product roadmap", "service design", "interaction design",
    "content design", "prototyping", "accessibility standards", "digital services", "digital service", "digital transformation", "digital delivery",
    "service desk", "helpdesk", "help desk", "itil", "incident management", "problem management", "change management process", "it systems",
    "ict", "it support", "it service", "it services", "desktop support", "hardware", "troubleshooting", "technical support", "information systems",
    "information technology", "system administration", "systems administration", "system configuration", "configuration of", "upgrades", "integration",
    "integrations", "interfaces", "epr", "electronic patient record", "clinical systems", "informatics", "gis", "arcgis", "qgis", "automation",
    "test automation", "automated testing", "test scripts", "regression testing", "software testing", "ddat", "digital data and technology",
    "technology", "technologies", "technical", "web application", "web applications", "website", "websites", "crm", "erp", "servicenow", "sharepoint",
    "dynamics", "telephony", "voip", "infrastructure", "cto", "stakeholder systems", "legacy systems", "systems analysis", "requirements gathering",
    "sfia", "togaf", "prince2", "platform", "platforms", "ai", "data quality", "data standards", "data migration", "data sets", "datasets",
)
"""Words of the craft. How many different ones a text uses, for its length, is the evidence."""

CATEGORY_YES: tuple[str, ...] = (
    "it jobs", "it", "ict", "digital", "information technology", "software", "technology", "data", "computing", "cyber", "architecture and data",
    "informatics", "digital and technology", "it digital", "engineering and it", "web",
)
