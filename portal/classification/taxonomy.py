"""Families and roles of the Government Digital and Data profession, and the words that name them in adverts.

Roles are those of the Government Digital and Data Profession Capability Framework (Crown copyright, Open Government
Licence, as published in September 2025), with the names that councils, the NHS, police and universities use for the
same work beside them. Cyber security and other ICT are families of our own contract: the framework spreads the first
over other families and does not know the second.

One table serves two questions. *Is it ICT?*: a phrase under `sure` all but settles that the title is an ICT job, one
under `likely` makes it probable, one under `named` or `vague` says nothing. *Which role?*: any of them names the role
once the job is known to be ICT, those under `vague` only when nothing better is found. The first row that matches wins,
so the particular stands before the general: first the nouns that settle a role whatever they are about
("… architect", "business analyst"), then the fields of work ("cyber …", "data …"), last the words that only hint.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from portal.classification.findings import Family, Level


def phrases(words: str) -> tuple[str, ...]:
    """The phrases of a comma-separated line."""
    return tuple(" ".join(phrase.split()) for phrase in words.split(",") if phrase.strip())


@dataclass(frozen=True, slots=True)
class Role:
    """A role with the phrases that name it, by what they prove of the job being ICT."""

    family: Family
    name: str
    sure: tuple[str, ...] = field(default=())
    likely: tuple[str, ...] = field(default=())
    named: tuple[str, ...] = field(default=())
    vague: tuple[str, ...] = field(default=())


def _role(family: Family, name: str, *, sure: str = "", likely: str = "", named: str = "", vague: str = "") -> Role:
    return Role(family, name, phrases(sure), phrases(likely), phrases(named), phrases(vague))


ROLES: tuple[Role, ...] = (
    # Chiefs: the person answers for the organisation's digital, data or technology as a whole.
    _role(
        "chief",
        "Chief information security officer",
        sure="chief information security officer, ciso, chief security officer cyber",
    ),
    _role(
        "chief",
        "Chief technology officer",
        sure="chief technology officer, chief technical officer, cto, director of technology, technology director, head of technology, deputy cto",
    ),
    _role(
        "chief",
        "Chief data officer",
        sure="chief data officer, chief data and analytics officer, director of data, data director",
    ),
    _role(
        "chief",
        "Chief digital and information officer",
        sure="""chief information officer, chief digital, chief digital and information officer, cdio, cio, chief clinical information,
        chief clinical information officer, clinical information officer, ccio, nursing information officer, cnio, chief nursing informatics officer,
        midwifery information officer, director of it, director of ict, director of digital, director of information technology,
        director of informatics, it director, ict director, digital director, director of it services, director of ict services,
        digital and technology director, director of information, head of it, head of ict, head of digital and it, head of it services,
        head of ict services, head of information technology, head of digital and technology, head of digital technology, head of ddat,
        head of digital data and technology, head of it and digital, assistant director of it, associate director of it, associate director of digital""",
    ),
    # Nouns that settle the role whatever the field.
    _role(
        "architecture",
        "Security architect",
        sure="security architect, cyber architect, cyber security architect, security architecture, security technical architect",
    ),
    _role(
        "architecture",
        "Data architect",
        sure="data architect, data systems architect, systems data architect, data and systems architect, information architect, data architecture, lead data modeller, data modeller",
    ),
    _role(
        "architecture", "Enterprise architect", sure="enterprise architect, enterprise architecture, chief architect"
    ),
    _role(
        "architecture",
        "Network architect",
        sure="network architect, network and security architect, networks architect, telecoms architect",
    ),
    _role(
        "architecture",
        "Solution architect",
        sure="""solution architect, solutions architect, solution designer, solutions designer, solution architecture, application architect,
        applications architect, systems architect, salesforce architect, dynamics architect, sap architect, solution design""",
    ),
    _role("architecture", "Business architect", sure="business architect, business architecture"),
    _role(
        "architecture",
        "Technical architect",
        sure="""technical architect, technical architecture, infrastructure architect, cloud architect, it architect, ict architect, software architect,
        integration architect, digital architect, azure architect, aws architect, platform architect, technology architect, technical design authority,
        domain architect, architect technical""",
    ),
    _role(
        "user_centred_design",
        "User researcher",
        sure="user researcher, user research, ux researcher, user insight, usability, design researcher, research operations specialist",
    ),
    _role(
        "user_centred_design",
        "Service designer",
        sure="service designer, service design",
        likely="transformation designer",
    ),
    _role(
        "user_centred_design",
        "Content strategist",
        sure="content strategist digital, web content strategist",
        likely="content strategist, content strategy",
    ),
    _role(
        "user_centred_design",
        "Content designer",
        sure="""content designer, content design, web content, web editor, website editor, website content, digital content designer, intranet editor,
        web author, website officer, web officer, web manager, website manager, webmaster, web producer""",
        likely="content editor, content developer, digital content, digital editor, online content",
    ),
    _role(
        "user_centred_design",
        "Interaction designer",
        sure="""interaction designer, interaction design, ux, ui designer, ui ux, ux designer, ux design, user experience, user interface, web designer,
        digital designer, web design, digital product designer""",
        likely="product designer",
    ),
    _role("user_centred_design", "Graphic designer", named="graphic designer, graphic design"),
    _role(
        "user_centred_design",
        "Accessibility specialist",
        sure="accessibility specialist, digital accessibility, accessibility lead, web accessibility",
    ),
    _role(
        "user_centred_design",
        "Technical writer",
        sure="technical author, technical writer, documentation specialist it",
    ),
    _role(
        "user_centred_design",
        "Head of user-centred design",
        sure="user centred design, user centered design, ucd",
        named="lead designer, head of design",
    ),
    _role(
        "qat_testing",
        "Test manager",
        sure="test manager, testing manager, test lead, head of test, head of testing, head of qat, qat manager, lead quality engineer, qat lead, testing lead",
    ),
    _role(
        "qat_testing",
        "Test engineer",
        sure="""test engineer, test automation, automation tester, automation test, automated test, software tester, qa engineer, engineer in test,
        developer in test, sdet, penetration test automation, software test, test developer, quality engineer software, qa automation""",
        likely="performance tester",
        named="quality engineer",
    ),
    _role(
        "qat_testing",
        "Quality assurance test analyst",
        sure="test analyst, tester, qa analyst, qat, qat analyst, user acceptance, uat, digital test, system tester, systems tester, testing analyst, qa tester",
        likely="quality assurance analyst, software quality",
        vague="testing, qa",
    ),
    _role(
        "product_delivery",
        "Business analyst",
        sure="business systems analyst, it business analyst, ict business analyst, digital business analyst, technical business analyst, data business analyst, lead business analyst digital",
        likely="business analyst, business analysis, business process analyst, process analyst, requirements analyst",
    ),
    _role(
        "product_delivery",
        "Product manager",
        sure="product owner, digital product, product manager digital, data product manager, technical product manager, ai product manager, agile product owner, platform product manager",
        likely="product manager, head of product, product lead, associate product manager",
    ),
    _role(
        "product_delivery",
        "Service owner",
        sure="digital service owner, it service owner, technical service owner",
        likely="service owner",
    ),
    _role(
        "product_delivery",
        "Delivery manager",
        sure="scrum master, agile coach, agile delivery, agile, technical delivery manager, digital delivery, digital delivery manager, it delivery manager, delivery manager digital, technology delivery",
        likely="delivery manager, technical delivery, head of delivery management",
        named="delivery lead, delivery director, head of delivery",
    ),
    _role(
        "product_delivery",
        "Digital portfolio manager",
        sure="digital portfolio, it portfolio, ict portfolio, technology portfolio, digital service portfolio, ddat portfolio, it pmo, digital pmo",
        likely="portfolio analyst",
        named="portfolio manager, portfolio lead, head of portfolio",
        vague="portfolio, pmo",
    ),
    _role(
        "product_delivery",
        "Programme delivery manager",
        sure="""it project, ict project, digital project, technical project manager, it programme, ict programme, digital programme, epr programme, epr project,
        ehr programme, systems project manager, software project, infrastructure project manager it, technology programme, technology project, it implementation,
        system implementation, systems implementation, software implementation, data migration project, epr business change, epr deployment, epr go live,
        digital business change, digital change, digital implementation, it change manager, data programme, cyber programme, cyber project""",
        likely="implementation consultant, deployment lead, implementation specialist",
        named="programme manager, programme director, programme delivery, programme lead, head of programme, project manager, project officer, project support, project coordinator, project co ordinator, project lead, project analyst, implementation manager, implementation lead, change manager, project delivery, business change, deployment manager, change lead, change analyst, change management, implementation officer, benefits manager",
        vague="programme, project",
    ),
    _role(
        "other_ict",
        "IT trainer",
        sure="""it trainer, ict trainer, it training, ict training, systems trainer, system trainer, clinical systems trainer, epr trainer, digital trainer,
        digital skills trainer, applications trainer, software trainer, informatics trainer, digital training, it skills trainer""",
        likely="learning technologist, elearning developer, e learning developer, digital learning, elearning, e learning, technology enhanced learning, digital skills, digital inclusion, digital champion, immersive learning",
        named="trainer",
        vague="training",
    ),
    # Fields of work.
    _role(
        "cyber_security",
        "Penetration tester",
        sure="penetration tester, penetration testing, pen tester, ethical hacker, red team, vulnerability researcher",
    ),
    _role(
        "cyber_security",
        "Security operations analyst",
        sure="""soc analyst, security operations centre, cyber analyst, cyber security analyst, threat detection, threat hunting, threat hunter, cyber threat,
        incident responder, siem, cyber incident, information security analyst, it security analyst, incident response analyst""",
        likely="security analyst, threat intelligence, security operations, incident response",
    ),
    _role(
        "cyber_security",
        "Vulnerability manager",
        sure="vulnerability manager, vulnerability management, vulnerability analyst, cyber vulnerability",
        vague="vulnerability",
    ),
    _role(
        "cyber_security",
        "Cyber security manager",
        sure="""cyber security manager, head of cyber, cyber manager, information security manager, it security manager, ict security manager,
        head of information security, information security officer, it security officer, information security lead, cyber security lead, cyber lead, cyber security officer""",
    ),
    _role(
        "cyber_security",
        "Information assurance specialist",
        sure="information assurance, it risk, ict risk, technology risk, cyber risk, cyber assurance, cyber governance, secure by design",
        likely="security assurance, information risk, security risk, enterprise security",
    ),
    _role(
        "cyber_security",
        "Cyber security specialist",
        sure="""cyber, cybersecurity, information security, infosec, it security, ict security, network security, identity and access, identity access,
        pki, cryptography, cryptographic, firewall, security engineer cloud, cloud security, application security, data security engineer, digital forensic, digital forensics, computer forensic""",
        likely="security engineer, security consultant, security technologist, technical security",
    ),
    _role(
        "software_development",
        "Development operations (DevOps) engineer",
        sure="devops, dev ops, devsecops, site reliability, sre, platform engineer, platform engineering, build and release, release engineer, ci cd, cloud devops, gitops",
    ),
    _role(
        "data",
        "Machine learning engineer",
        sure="machine learning engineer, ml engineer, mlops, ai engineer, artificial intelligence engineer, generative ai, prompt engineer, computer vision",
    ),
    _role(
        "data",
        "Data scientist",
        sure="""data scientist, data science, machine learning, artificial intelligence, ai specialist, natural language processing scientist, bioinformatician,
        decision scientist, ai lead, ai scientist, ai researcher""",
        likely="bioinformatics, ai, automation and ai",
    ),
    _role("data", "Analytics engineer", sure="analytics engineer"),
    _role(
        "data",
        "Data engineer",
        sure="data engineer, data engineering, etl developer, etl, elt developer, data warehouse, data platform, data developer, big data, data migration, hadoop, data integration, data pipeline, databricks, snowflake developer",
    ),
    _role(
        "data",
        "Business intelligence developer",
        sure="""bi developer, bi analyst, business intelligence, power bi, powerbi, tableau, qlik, qlikview, qliksense, ssrs, ssis, ssas, bi, reporting developer,
        information developer, report writer, report developer, sql developer bi, cognos, business objects, mi developer, bi solutions""",
        likely="reporting analyst, reporting and analytics",
    ),
    _role(
        "data",
        "Performance analyst",
        sure="performance analyst digital, web analyst, web analytics, digital analytics, digital performance",
        likely="performance analyst, digital analyst, performance analysis",
    ),
    _role("data", "Digital evaluator", sure="digital evaluator, digital evaluation"),
    _role("data", "Data ethicist", sure="data ethicist, data ethics, ai ethics, responsible ai"),
    _role(
        "data",
        "Data governance manager",
        sure="data governance, data quality analyst, data steward, master data management, data standards, metadata, data catalogue",
        likely="data quality, master data, data assurance",
    ),
    _role(
        "data",
        "Data manager",
        sure="head of data, data lead, data strategy, data and analytics, data product, data services manager, data operations, data programme",
        likely="data manager, population health data, data and intelligence, information and analytics, analytics lead, data management, data officer, data and information, data and systems, data intelligence, data insight, information management, data coordinator, data co ordinator",
    ),
    _role(
        "data",
        "Data analyst",
        sure="""data analyst, data analysis, data analytics, information analyst, analyst data, management information analyst, mi analyst, analyst programmer data,
        health intelligence analyst, public health intelligence, business information analyst, informatics analyst, bi manager, bi lead, sql analyst, data specialist, data technician,
        data modelling, data apprentice, health informatics analyst, workforce information analyst, clinical information analyst, data visualisation, head of analytics""",
        likely="""intelligence analyst, insight analyst, insights analyst, analytics, health intelligence, information officer, information manager, head of information,
        management information, information specialist, performance and information, data and performance, statistical programmer, data and insight, data insights, quantitative analyst""",
        vague="insight, statistical, analysis, analyst, data, statistician, operational researcher, operational research, performance, intelligence, evaluation",
    ),
    _role(
        "software_development",
        "Frontend developer",
        sure="frontend, front end developer, front end engineer, front end web, javascript developer, ui developer, ux developer, react developer, angular developer, html developer, front end",
    ),
    _role(
        "software_development",
        "Software developer",
        sure="""software, software developer, software engineer, software engineering, scientific software, research software, web developer, web development, full stack, fullstack, back end developer,
        backend, programmer, analyst programmer, c#, c++, .net, dotnet, asp net, java, php, python, ruby, golang, javascript, typescript, node js, react, angular,
        web applications, application developer, applications developer, application development, app developer, mobile developer, android developer, ios developer,
        ios, android, rpa, robotic process automation, robotics process automation, automation developer, sharepoint developer, power platform, power apps, low code, salesforce developer,
        servicenow developer, dynamics developer, crm developer, mainframe, cobol, abap, integration developer, integration programmer, api developer, umbraco,
        drupal, wordpress, sitecore, magento, embedded software, firmware, games developer, game developer, systems developer, system developer, it developer,
        ict developer, technical lead, tech lead, lead engineer software, digital developer, database developer, sql developer, oracle developer, perl, vb net, j2ee, scala, delphi, vba developer, developer integration, gis developer""",
        likely="developer, integration engineer, middleware, programming, solutions developer, technical consultant, back end, embedded",
        named="head of development, development manager, development engineer, forward deployed engineer",
    ),
    _role(
        "it_operations",
        "Database administrator",
        sure="database administrator, dba, sql server, sql database, database engineer, database specialist, database manager sql, database analyst, sql",
        likely="database",
    ),
    _role(
        "other_ict",
        "GIS analyst",
        sure="gis, geographic information, geographical information, geospatial, arcgis, qgis",
        likely="spatial, mapping analyst, geo information, gazetteer, llpg",
        named="cartographer",
        vague="mapping",
    ),
    _role(
        "it_operations",
        "End user computing engineer",
        sure="""end user computing, desktop support, desktop engineer, desktop analyst, desktop technician, desktop services, end user device, end user devices, euc,
        workplace technology, endpoint, mobile device, intune, sccm, deskside, client platform, field engineer it, pc engineer, pc support, windows desktop, audio visual and it""",
        likely="desktop, device engineer, end user, field support engineer",
        named="av technician, audio visual, audiovisual",
    ),
    _role(
        "it_operations",
        "Service desk manager",
        sure="service desk manager, helpdesk manager, help desk manager, it support manager, ict support manager, service desk lead, service desk team leader, it helpdesk manager, head of service desk, service desk supervisor",
    ),
    _role(
        "it_operations",
        "Service desk analyst",
        sure="""service desk, servicedesk, helpdesk, help desk, it support, ict support, it service desk, 1st line, 2nd line, 3rd line, first line support,
        second line support, third line support, 1st 2nd line, 2nd 3rd line, it technician, ict technician, it officer, ict officer, it assistant, ict assistant,
        it engineer, it analyst, it specialist, it administrator, it apprentice, ict apprentice, it technical, ict technical, computer technician, technical support engineer,
        technical support analyst, digital support, computing technician, it customer support, application support analyst desk, it customer service""",
        likely="technical support, technical support officer, support engineer, support analyst, user support, support technician, customer support engineer, digital technician",
    ),
    _role(
        "it_operations",
        "Network engineer",
        sure="""network engineer, networks engineer, network administrator, network analyst, network technician, network support, network specialist, network infrastructure,
        network operations, network and telecoms, network and telecommunications, network systems, wan engineer, lan, wan, cisco, ccna, ccnp, telecoms engineer, telecoms, telecommunications,
        telephony, voip, unified communications, wireless engineer, communications engineer, networking, wi fi, telecoms manager, radio systems engineer, mobile network, voice engineer""",
        likely="radio technician, network manager, network, telecom, networks, wireless, radio engineer",
    ),
    _role(
        "it_operations",
        "Change and release manager",
        sure="change and release, release manager, change and configuration, it asset, software asset, it change, configuration analyst it, itil change",
        likely="configuration manager, configuration analyst, release management, configuration administrator",
    ),
    _role(
        "it_operations",
        "Problem manager",
        sure="it problem manager, problem analyst",
        likely="problem manager, problem management",
    ),
    _role(
        "it_operations",
        "Incident manager",
        sure="major incident manager, it incident manager",
        likely="incident manager, major incident",
    ),
    _role(
        "it_operations",
        "Service transition manager",
        sure="service transition, service readiness, service introduction",
        named="transition manager",
    ),
    _role(
        "it_operations",
        "Command and control centre manager",
        likely="command and control centre",
        named="command and control",
    ),
    _role(
        "it_operations",
        "Business relationship manager",
        sure="it business partner, ict business partner, digital business partner, technology business partner, it relationship manager, digital relationship manager",
        likely="business relationship manager, business relationship",
    ),
    _role(
        "it_operations",
        "IT service manager",
        sure="""it service manager, ict service manager, it manager, ict manager, it services manager, ict services manager, it operations manager, it service delivery,
        it service, itsm, itil, service level manager, it service continuity, it operations, ict operations, it services, ict services, it team leader, it lead, ict lead,
        ict services lead, technical services manager it, it contract manager, software licence, computer services""",
        likely="service delivery manager, service level, service management, technical services lead, service operations",
        named="service manager, service delivery, operations manager, asset manager, service lead",
    ),
    _role(
        "it_operations",
        "Application operations engineer",
        sure="""application support, applications support, applications manager, application manager, applications analyst, application analyst, application specialist,
        applications specialist, applications engineer it, clinical systems, patient systems, patient administration system, clinical application, clinical applications, clinical information systems, pharmacy systems, radiology systems, theatre systems, maternity systems, payroll systems, pathology systems, records systems, epr, ehr, electronic patient record, electronic health record,
        epma, systmone, system one, emis web, emis, systems manager it, business systems, hr systems, finance systems, library systems, housing systems, student systems, workforce systems, education systems,
        care systems, social care systems, corporate systems, information systems, systems support, system support, systems administrator applications, servicenow, salesforce,
        salesforce administrator, dynamics 365, dynamics crm, sharepoint, sap, oracle ebs, oracle fusion, unit4, erp, crm administrator, mis manager, mis officer, mis director, sims manager,
        electronic prescribing, pacs manager, pacs system, ris pacs, lims, liquidlogic, mosaic systems, esr systems, office 365, microsoft 365, m365, systems analyst, system analyst, peoplesoft, workday consultant, siebel, maximo""",
        likely="""applications, application, system lead, management system lead, system manager, systems manager, systems officer, systems lead, system specialist, systems specialist, systems development, system development,
        systems administrator, system administrator, crm, oracle, financial systems, pacs, systems and data, systems configuration, rostering systems, systems team, data and systems officer, configuration""",
        vague="systems, system",
    ),
    _role(
        "it_operations",
        "Infrastructure engineer",
        sure="""infrastructure engineer, infrastructure manager, infrastructure analyst, infrastructure technician, infrastructure specialist, infrastructure support, infrastructure lead, it infrastructure, ict infrastructure,
        cloud engineer, cloud, server engineer, servers, server infrastructure, systems engineer it, storage engineer, vmware, citrix, azure, aws, linux, unix, windows server,
        windows engineer, data centre, datacentre, hosting engineer, wintel, sysadmin, it systems, ict systems, server and storage, server support, virtualisation, finops, cloud financial, exchange engineer, active directory, digital infrastructure, technology infrastructure, storage and backup""",
        likely="infrastructure, server, systems engineer, windows, platform manager, hosting, messaging engineer, technical engineer, platform lead",
    ),
    _role(
        "it_operations",
        "Infrastructure operations engineer",
        sure="infrastructure operations, high performance computing, technical operations engineer, it systems administrator",
        likely="platform operations",
    ),
    _role(
        "other_ict",
        "Information governance officer",
        likely="information governance, head of information governance, head of information rights, head of information compliance, data protection officer, data protection, information rights, information compliance, knowledge and information, digitisation, digital archivist, digital preservation, records and information, information asset, electronic records",
        named="records management, freedom of information",
        vague="records, foi, privacy",
    ),
    _role(
        "other_ict",
        "ICT commercial manager",
        sure="it contract, it procurement, ict procurement, it category manager, it commercial, digital commercial, technology procurement, it vendor, technology category, technology commercial, it buyer",
        named="contract manager, category manager, supplier manager, vendor manager",
        vague="commercial, procurement",
    ),
    _role(
        "other_ict",
        "Informatics specialist",
        sure="digital nurse, digital midwife, digital matron, nurse for digital, digital health nurse, health informatics, clinical informatics, nursing informatics, informatics manager, informatics",
        likely="informatician",
        named="clinical coding, clinical coder, clinical safety",
    ),
    _role(
        "other_ict",
        "Digital communications officer",
        likely="digital communications, digital marketing, social media, seo, ppc, digital media, digital engagement, online marketing",
    ),
    _role(
        "product_delivery",
        "Service owner",
        sure="""digital transformation, head of digital, digital lead, digital strategy, digital services manager, digital services, digital innovation, digital manager, digital,
        ddat, digital first, digital delivery lead, technology transformation, digital citizen, technology strategy""",
        likely="systems transformation, service transformation, technology innovation, it strategy, online services, channel shift",
        vague="transformation, innovation, strategy, policy",
    ),
    _role(
        "it_operations",
        "Infrastructure engineer",
        likely="systems, technologist, technical specialist, technical analyst, server room, technical officer it",
    ),
    _role(
        "it_operations",
        "IT service manager",
        sure="it, ict, i t, im t, im and t, information technology, information communication technology, information and communications technology, computer, computing officer, technology services, information services it",
        likely="technology, technologies, web, technical manager, technical services, tech",
        vague="technical, engineer, technician, online, application, manager",
    ),
)

LEVELS: tuple[tuple[Level, str, tuple[str, ...]], ...] = (
    ("apprentice", "title", phrases("apprentice, apprenticeship, degree apprentice")),
    (
        "head_director",
        "title",
        phrases(
            "chief, director, head of, deputy director, cio, cto, ciso, cdio, ccio, cnio, associate director, assistant director, scs, head"
        ),
    ),
    ("lead_manager", "title", phrases("lead, principal, team leader, team manager, team lead, supervisor")),
    ("senior", "title", phrases("senior, snr, sr, expert, advanced, band 8a, band 7")),
    (
        "junior",
        "title",
        phrases(
            "junior, jnr, associate, assistant, trainee, graduate, entry level, intern, internship, placement, support officer, band 2, band 3, band 4, 1st line, first line, year in industry"
        ),
    ),
    ("lead_manager", "title", phrases("manager")),
    ("mid", "title", phrases("band 5, band 6")),
    ("lead_manager", "grade", phrases("band 8b, band 8c, band 8d, grade 6")),
    ("head_director", "grade", phrases("scs, scs pay band 1, scs pay band 2, senior civil service, band 9")),
    ("senior", "grade", phrases("grade 7, g7, band 8a, band 7")),
    ("mid", "grade", phrases("senior executive officer, seo, higher executive officer, heo, band 6, band 5")),
    (
        "junior",
        "grade",
        phrases(
            "executive officer, eo, administrative officer, ao, administrative assistant, aa, band 2, band 3, band 4"
        ),
    ),
)
"""Level by words, in this order: those that are read in the title, then the grades that are read from the grade line
when the title is silent. "Manager" is last of the title words: an associate delivery manager manages delivery, not people."""

MANAGE_NO_PEOPLE = phrases(
    """product manager, delivery manager, project manager, programme manager, service manager, content manager, test manager, change manager, release manager,
    data manager, account manager, incident manager, problem manager, relationship manager, configuration manager, implementation manager, systems manager, system manager, information manager"""
)
"""Roles with "manager" in their name at the working level."""
