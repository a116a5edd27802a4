"""Families and roles of the Government Digital and Data profession, and the words that name them in adverts.

Roles are those of the Government Digital and Data Profession Capability Framework (Crown copyright, Open Government
Licence, as published in September 2025), with the usual names outside the civil service beside them.
Cyber security and other ICT are families of our own contract: the framework spreads them over other families.
"""

from __future__ import annotations

from portal.classification.findings import Family

ROLES: tuple[tuple[Family, str, tuple[str, ...]], ...] = (
    ("chief", "Chief information officer", ("chief information officer", "cio", "chief clinical information officer", "ccio", "chief nursing information officer", "clinical information officer", "nursing information officer", "cnio", "director of it", "director of ict", "it director", "director of information technology", "director of digital", "chief digital", "digital director", "head of it", "head of ict", "head of technology")),
    ("chief", "Chief technology officer", ("chief technology officer", "cto", "technology officer", "technical director")),
    ("chief", "Chief data officer", ("chief data officer", "director of data", "cdo")),
    ("cyber_security", "Chief information security officer", ("ciso", "chief information security officer", "head of cyber", "head of information security")),
    ("architecture", "Security architect", ("security architect",)),
    ("cyber_security", "Penetration tester", ("penetration tester", "penetration testing", "ethical hacker", "red team", "pen tester")),
    ("cyber_security", "Security operations analyst", ("soc analyst", "security operations", "security analyst", "threat", "incident responder", "siem")),
    ("cyber_security", "Vulnerability manager", ("vulnerability",)),
    ("cyber_security", "Information assurance specialist", ("information assurance", "security assurance", "information risk", "secure by design", "it security officer")),
    ("cyber_security", "Cyber security specialist", ("cyber", "cybersecurity", "information security", "infosec", "it security", "security engineer", "identity and access", "pki", "security consultant", "network security", "ict security")),
    ("architecture", "Data architect", ("data architect", "information architect", "systems architect")),
    ("architecture", "Enterprise architect", ("enterprise architect", "enterprise architecture", "chief architect")),
    ("architecture", "Network architect", ("network architect",)),
    ("architecture", "Solution architect", ("solution architect", "solutions architect", "solution designer", "solution architecture", "application architect")),
    ("architecture", "Technical architect", ("technical architect", "technical architecture", "infrastructure architect", "cloud architect", "it architect", "software architect", "integration architect")),
    ("architecture", "Business architect", ("business architect", "business architecture")),
    ("software_development", "DevOps engineer", ("devops", "dev ops", "devsecops", "site reliability", "sre", "platform engineer", "build and release")),
    ("data", "Data engineer", ("data engineer", "data engineering", "etl", "data developer", "data warehouse", "data platform", "big data", "data migration")),
    ("data", "Data scientist", ("data scientist", "data science", "machine learning", "ai engineer", "mlops", "artificial intelligence")),
    ("data", "Business intelligence developer", ("bi developer", "bi analyst", "business intelligence", "power bi", "tableau", "qlik", "bi", "ssrs", "reporting developer", "information developer")),
    ("data", "Analytics engineer", ("analytics engineer",)),
    ("data", "Performance analyst", ("performance analyst", "performance analytics", "web analyst", "digital analyst")),
    ("data", "Data governance manager", ("data governance", "data quality", "data steward", "master data", "data standards", "data protection technology")),
    ("data", "Data manager", ("data manager", "data lead", "head of data", "data officer", "information management", "data management", "data and information", "data programme")),
    ("data", "Data analyst", ("data analyst", "data analysis", "information analyst", "intelligence analyst", "health intelligence", "insight analyst", "insight", "reporting analyst", "analyst data", "mi analyst", "management information", "analytics", "data modeller", "statistical", "data", "information officer", "information manager")),
    ("it_operations", "Database administrator", ("database administrator", "dba", "database")),
    ("user_centred_design", "User researcher", ("user researcher", "user research", "user insight", "ux researcher", "usability")),
    ("user_centred_design", "Content designer", ("content designer", "content design", "content strategist", "content strategy", "web content", "content editor", "web editor", "digital content")),
    ("user_centred_design", "Service designer", ("service designer", "service design")),
    ("user_centred_design", "Interaction designer", ("interaction designer", "interaction design", "ux designer", "ui designer", "ux", "user experience", "product designer", "graphic designer digital", "digital designer", "web designer")),
    ("user_centred_design", "Accessibility specialist", ("accessibility",)),
    ("user_centred_design", "Head of user-centred design", ("user centred design", "ucd", "head of design", "head of user")),
    ("qat_testing", "Test manager", ("test manager", "testing manager", "test lead", "head of test", "qat manager")),
    ("qat_testing", "Test engineer", ("test engineer", "test automation", "automation tester", "automation test", "qat", "software tester", "qa engineer", "software development engineer in test", "sdet")),
    ("qat_testing", "Test analyst", ("test analyst", "tester", "qa analyst", "quality assurance analyst", "qa", "user acceptance", "uat", "testing")),
    ("software_development", "Frontend developer", ("frontend", "front end", "javascript developer", "ui developer", "react developer", "angular developer")),
    ("software_development", "Software developer", ("software", "developer", "full stack", "fullstack", "programmer", "analyst programmer", "back end", "backend", "c#", "c++", ".net", "java", "php", "python", "ruby", "web applications", "application development", "app developer", "rpa", "robotic process", "sharepoint developer", "power platform", "low code", "technical lead", "tech lead", "salesforce", "mainframe", "integration developer", "engineer software")),
    ("product_delivery", "Product manager", ("product manager", "product owner", "head of product", "product lead", "digital product")),
    ("product_delivery", "Delivery manager", ("delivery manager", "scrum master", "agile coach", "agile delivery", "delivery lead", "head of delivery", "agile", "technical delivery", "delivery director", "digital delivery")),
    ("product_delivery", "Business analyst", ("business analyst", "business analysis", "systems analyst", "business systems analyst", "process analyst")),
    ("product_delivery", "Digital portfolio manager", ("portfolio manager", "portfolio", "pmo")),
    ("product_delivery", "Programme delivery manager", ("programme manager", "programme director", "programme delivery", "programme lead", "project manager", "project officer", "project support", "project coordinator", "project lead", "it project", "ict project", "implementation manager", "implementation lead", "change manager", "digital change", "project delivery", "business change", "deployment manager")),
    ("product_delivery", "Service owner", ("service owner", "digital transformation", "service transformation", "transformation", "digital lead", "head of digital", "digital strategy", "digital programme", "digital services manager", "digital services", "digital innovation")),
    ("it_operations", "End user computing engineer", ("end user computing", "desktop", "end user", "device", "workplace technology", "endpoint", "mobile device", "audio visual", "av ")),
    ("it_operations", "Service desk analyst", ("service desk", "servicedesk", "helpdesk", "help desk", "it support", "ict support", "1st line", "2nd line", "first line", "second line", "it technician", "ict technician", "it officer", "ict officer", "it assistant", "it engineer", "user support", "technical support", "support technician", "support analyst", "it apprentice", "digital support", "3rd line", "third line", "it helpdesk", "computer technician", "it analyst", "it specialist")),
    ("it_operations", "Network engineer", ("network", "networks", "telecoms", "telecommunications", "telephony", "voip", "unified communications", "wireless", "cisco", "communications engineer")),
    ("it_operations", "Infrastructure engineer", ("infrastructure", "cloud engineer", "cloud", "server", "systems engineer", "storage", "vmware", "citrix", "azure", "aws", "linux", "unix", "windows", "infrastructure operations", "platform", "data centre", "hosting", "systems administrator", "system administrator", "sysadmin", "wintel")),
    ("it_operations", "IT service manager", ("service manager", "service delivery", "it manager", "ict manager", "service transition", "service level", "problem manager", "incident manager", "change and release", "change and configuration", "release manager", "configuration manager", "service management", "it operations", "itil", "major incident", "operations manager", "it service", "asset manager", "software asset", "licence manager", "command and control")),
    ("it_operations", "Applications manager", ("application support", "applications support", "application", "applications", "applications manager", "applications analyst", "systems manager", "system manager", "systems support", "system support", "clinical systems", "systems officer", "systems lead", "epr", "ehr", "electronic patient record", "systmone", "emis", "business systems", "hr systems", "finance systems", "systems", "servicenow", "crm", "erp", "sap", "dynamics", "sharepoint")),
    ("other_ict", "GIS analyst", ("gis", "geographic information", "geospatial", "spatial", "mapping")),
    ("other_ict", "IT trainer", ("trainer", "training", "elearning", "e learning", "learning technologist", "digital skills", "digital inclusion")),
    ("other_ict", "Technical author", ("technical author", "technical writer", "documentation")),
    ("other_ict", "Information governance officer", ("information governance", "records", "data protection", "freedom of information", "information rights")),
    ("other_ict", "ICT commercial manager", ("contract manager", "commercial", "procurement", "category manager", "supplier", "vendor manager")),
    ("other_ict", "Informatics specialist", ("informatics", "health informatics", "clinical informatics")),
    ("product_delivery", "Digital manager", ("digital", "ddat", "innovation", "strategy")),
    ("architecture", "Technical architect", ("architect", "architecture")),
    ("it_operations", "IT manager", ("it", "ict", "information technology", "technology", "technical", "engineer", "technician")),
)
"""Family, role, and phrases of titles; the first row whose phrase is found wins, so the particular stands before the general."""

LEVELS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("apprentice", ("apprentice", "apprenticeship", "degree apprentice")),
    ("head_director", ("chief", "director", "head of", "deputy director", "cio", "cto", "ciso", "associate director", "assistant director", "scs", "ccio", "cnio")),
    ("lead_manager", ("lead", "principal", "team leader", "team manager", "g6", "grade 6", "band 8b", "band 8c", "band 8d")),
    ("senior", ("senior", "snr", "sr", "specialist advisor", "expert", "band 8a", "grade 7", "g7", "seo", "advanced practitioner", "band 7")),
    ("junior", ("junior", "associate", "assistant", "trainee", "graduate", "entry level", "intern", "placement", "support officer", "administrator", "eo", "ao", "band 3", "band 4", "1st line", "first line")),
    ("lead_manager", ("manager",)),
)
"""Level by words of the title, in this order. "Manager" last: a senior or associate delivery manager manages delivery, not people."""
