"""Ways of saying one thing, each for all the others; looked up when searching, never indexed.

A word with two meanings in this field ("BA", "PM", "SOC") stands beside the one that its adverts use it for.
"""

from __future__ import annotations

from functools import lru_cache

from search_index.analysis import typed_terms

Phrase = tuple[str, ...]

GROUPS: tuple[tuple[str, ...], ...] = (
    # The field and its professions
    ("it", "ict", "information technology", "information and communications technology"),
    ("ddat", "digital data and technology"),
    ("gds", "government digital service"),
    ("dba", "database administrator"),
    ("sre", "site reliability engineer", "site reliability engineering"),
    ("ba", "business analyst"),
    ("pm", "project manager"),
    ("pmo", "project management office", "programme management office"),
    ("cto", "chief technology officer"),
    ("cio", "chief information officer"),
    ("cdo", "chief digital officer", "chief data officer"),
    ("cdio", "chief digital and information officer"),
    ("ciso", "chief information security officer"),
    ("siro", "senior information risk owner"),
    ("dpo", "data protection officer"),
    ("sysadmin", "systems administrator", "system administrator"),
    ("programmer", "software developer", "software engineer"),
    ("qa", "quality assurance"),
    ("qat", "quality assurance tester", "quality assurance testing"),
    ("test analyst", "tester", "test engineer"),
    ("sdet", "software developer in test", "software engineer in test", "developer in test"),
    ("pen tester", "penetration tester", "ethical hacker"),
    ("pen testing", "penetration testing", "ethical hacking"),
    ("service desk", "servicedesk", "helpdesk", "help desk"),
    ("desktop support", "end user computing", "euc", "deskside support"),
    ("first line", "1st line", "tier 1"),
    ("second line", "2nd line", "tier 2"),
    ("third line", "3rd line", "tier 3"),
    # User-centred design
    ("ux", "user experience"),
    ("ui", "user interface"),
    ("ucd", "user centred design", "user centered design", "human centred design"),
    ("cx", "customer experience"),
    ("seo", "search engine optimisation"),
    ("cms", "content management system"),
    ("wcag", "web content accessibility guidelines"),
    # Software
    ("front end", "frontend"),
    ("back end", "backend"),
    ("full stack", "fullstack"),
    ("devops", "dev ops"),
    ("devsecops", "dev sec ops"),
    ("javascript", "java script", "js"),
    ("typescript", "type script"),
    ("node.js", "nodejs", "node js"),
    (".net", "dotnet", "dot net", "asp.net", "vb.net", "ado.net"),
    ("c#", "csharp", "c sharp"),
    ("c++", "cpp"),
    ("f#", "fsharp"),
    ("postgresql", "postgres"),
    ("sql server", "mssql", "ms sql"),
    ("ci cd", "cicd", "continuous integration and continuous delivery", "continuous integration and deployment"),
    ("api", "application programming interface"),
    ("rpa", "robotic process automation"),
    ("low code", "lowcode"),
    ("open source", "opensource"),
    # Infrastructure
    ("aws", "amazon web services"),
    ("gcp", "google cloud platform", "google cloud"),
    ("m365", "microsoft 365", "ms 365", "office 365", "o365"),
    ("entra id", "azure active directory", "azure ad"),
    ("ad", "active directory"),
    ("sccm", "configuration manager", "mecm"),
    ("k8s", "kubernetes"),
    ("vdi", "virtual desktop infrastructure"),
    ("iac", "infrastructure as code"),
    ("lan", "local area network"),
    ("wan", "wide area network"),
    ("voip", "voice over ip"),
    ("vpn", "virtual private network"),
    ("wifi", "wi fi", "wireless"),
    ("itil", "information technology infrastructure library"),
    ("itsm", "it service management", "information technology service management"),
    ("sla", "service level agreement"),
    ("email", "e mail"),
    # Security
    ("cyber security", "cybersecurity", "infosec", "information security", "cyber"),
    ("soc analyst", "security operations centre analyst", "security operations analyst"),
    ("soc", "security operations centre"),
    ("siem", "security information and event management"),
    ("iam", "identity and access management"),
    ("grc", "governance risk and compliance"),
    ("iso 27001", "iso27001", "iso iec 27001"),
    ("ig", "information governance"),
    ("ia", "information assurance"),
    ("gdpr", "general data protection regulation"),
    ("foi", "freedom of information"),
    # Data
    ("bi", "business intelligence"),
    ("mi", "management information"),
    ("ai", "artificial intelligence"),
    ("ml", "machine learning"),
    ("mlops", "ml ops"),
    ("llm", "large language model"),
    ("genai", "generative ai", "generative artificial intelligence"),
    ("nlp", "natural language processing"),
    ("etl", "extract transform load", "extract transform and load"),
    ("power bi", "powerbi"),
    ("gis", "geographic information system", "geographical information system", "geospatial"),
    ("data warehouse", "datawarehouse"),
    ("data lake", "datalake"),
    # Sector systems
    ("epr", "electronic patient record"),
    ("ehr", "electronic health record"),
    ("pas", "patient administration system"),
    ("pacs", "picture archiving and communication system"),
    ("crm", "customer relationship management"),
    ("erp", "enterprise resource planning"),
    ("hris", "hr system", "hr information system"),
    ("mis", "management information system"),
    ("nhs", "national health service"),
    ("hmrc", "hm revenue and customs"),
    ("dwp", "department for work and pensions"),
    ("moj", "ministry of justice"),
    ("mod", "ministry of defence"),
    # Work
    ("wfh", "home working", "homeworking", "work from home", "working from home"),
    ("ftc", "fixed term contract"),
)


@lru_cache(maxsize=1)
def synonyms() -> dict[Phrase, tuple[Phrase, ...]]:
    """A phrase's terms to the terms of the other ways of saying it; a phrase of two groups has both."""
    table: dict[Phrase, tuple[Phrase, ...]] = {}
    for group in GROUPS:
        spelt = [typed_terms(phrase) for phrase in group]
        for phrase in spelt:
            others = (other for other in spelt if other != phrase)
            table[phrase] = tuple(dict.fromkeys((*table.get(phrase, ()), *others)))
    return table


@lru_cache(maxsize=1)
def longest() -> int:
    """How many words the longest way of saying something has."""
    return max(len(phrase) for phrase in synonyms())
