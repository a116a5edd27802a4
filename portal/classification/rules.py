"""The words beside the role names by which a job is known to be digital, data or IT, or to be other work.

Tables to be read and argued with. What a title phrase weighs is learnt from adverts (`learning.py`); here stands only how
much each kind of phrase speaks in relation to the others: 6 all but settles it, 3 is likely, 1 is a hint.
"""

from __future__ import annotations

from portal.classification.taxonomy import phrases

SURE, LIKELY, HINT = 6.0, 3.0, 1.2

HINTS = phrases(
    "technical, analyst, architect, technician, engineer, test, testing, project manager, programme manager, innovation, information, security, analysis, transformation, statistical"
)
"""Words of a title that speak for ICT a little; the names of roles speak by `taxonomy.ROLES`."""

PROBABLE = phrases(
    "data, web, online services, automation engineer, systems integration, data processing, electronic systems"
)
"""Words of a title that make ICT likely and name no role."""

AGAINST_SURE = phrases(
    """nurse, nursing associate, midwife, doctor, consultant in, consultant physician, consultant psychiatrist, surgeon, radiographer, sonographer,
    physiotherapist, occupational therapist, pharmacist, pharmacy, psychologist, psychotherapist, paramedic, dietitian, phlebotomist, dental, dentist,
    optometrist, podiatrist, healthcare assistant, health care assistant, healthcare support, health care support, support worker, care assistant, carer,
    care worker, social worker, therapist, medical secretary, receptionist, secretary, secretariat, porter, portering, cleaner, domestic assistant,
    housekeeper, cook, chef, catering, kitchen, driver, teacher, teaching assistant, lecturer, professor, tutor, headteacher, nursery, caretaker, gardener,
    groundsperson, solicitor, paralegal, lawyer, accountant, payroll, bookkeeper, credit controller, recruitment consultant, sales executive, clinical coder,
    clinical coding, data entry, data input, surveyor, civil engineer, structural engineer, highways engineer, mechanical engineer, electrical engineer,
    maintenance engineer, gas engineer, service engineer, design engineer, process engineer, production engineer, manufacturing engineer, building services engineer,
    plumber, electrician, joiner, painter, mechanic, landscape architect, architectural technician, architectural assistant, architectural technologist, part ii,
    property developer, land development, prison officer, police officer, firefighter, security officer, security guard, door supervisor, custody, audiologist,
    biomedical, laboratory, healthcare scientist, clinical scientist, genetic technologist, animal technologist, play specialist, play worker, warden,
    waste operative, refuse, street works, enforcement officer, planning officer, town planner, library assistant, instructor, swimming, lifeguard, fitness,
    hairdresser, barber, salon, estate agent, lettings, mortgage, insurance, underwriter, actuary, tax, audit, buyer, merchandiser, cnc, machinist, welder,
    fabricator, warehouse, fork lift, forklift, picker, hgv, courier, waiter, waitress, bar staff, hotel, health visitor, counsellor, chaplain, anaesthetic,
    theatre, clinical coding assistant, ward clerk, clinical trials, clinical support, radiology, pathology, mri, cardiac, stroke, cancer, dementia, mental health, autism, family support,
    early years, nanny, pest control, customer service, call centre, telesales, field sales, sales manager, area sales, marketing executive, hr advisor, hr manager,
    trading standards, environmental health, housing officer, homelessness, business support, clerk, clerical, administration support, team administrator,
    support administrator, attendance, practice manager, care coordinator, care co ordinator, care navigator, occupational health, medical device, screening,
    radiotherapy, endoscopy, decontamination, sterile services, talent partner, exam, exams, examinations, medicines, volunteer,
    ambulance, reprographics, dispatcher, optician, veterinary, audiology, orthotist, wheelchair, prosthetic, phlebotomy, mammographer, caseworker, case worker, childcare"""
)

AGAINST_LIKELY = phrases(
    """administrator, administration, administrative, estates, facilities, building, construction, highway, rail, water, gas, electrical, mechanical, automotive,
    vehicle, fleet, transport, finance, financial, financial operations, commercial, legal, hr, recruitment, sales, marketing, communications officer, press officer, policy, procurement,
    purchasing, buying, stores, inventory, clinical, medical, patient, ward, care, health, school, curriculum, education, learning, training, corporate affairs,
    events, fundraising, grants, community, youth, children, adult, housing, planning, environmental, energy, quality, food, retail, store, customer, production,
    manufacturing, engineering manager, cad, design technician, hvac, plant, workshop, chemist, research fellow, research associate, statistician, economist,
    emergency, resilience, safeguarding, prisons, physical security, estate, vetting, human resources, business development, account manager, library, research,
    scientist, scientific, conveyancing, engineering, materials, laser, optical, aerospace, defence systems, mechatronics, instrumentation, calibration, nuclear,
    benchmarking network, pathology network, imaging network, maternity network, neonatal network, trauma network, research network, health network, community network, staff network, support network, school network, practice network, delivery network, innovation network, learning network,
    capital project, capital projects, capital development, capital programme, organisational development, charity, property, credit, payments, investment, banking, fraud, clinic, surgical, diabetes, pensions, benefits, industrial, diagnostic, workforce"""
)

AGAINST_HINT = phrases(
    "assistant, coordinator, co ordinator, officer, supervisor, team leader, advisor, adviser, executive, liaison"
)

OTHER_WORK = phrases(
    """teacher of computing, teacher of ict, computing teacher, ict teacher, computer science teacher, it teacher, teacher of it, teacher of computer science,
    lecturer in computing, lecturer in computer science, lecturer in cyber security, lecturer in cyber, lecturer in it, lecturer in data science, computing lecturer, it lecturer, ict tutor, it tutor,
    head of computing, curriculum leader computing, curriculum leader ict, head of computer science, digital printing, digital print, digital sales, it recruitment, it sales, software sales, technology sales, it recruiter, sales engineer, it account manager,
    software account manager, network rail, radio presenter, cloud kitchen, data entry, data input, computer aided, learning support, property developer, business developer,
    land developer, people network, alumni network, primary care network, care network, clinical network, cancer network, heating systems, management systems auditor,
    learning disability network, community developer, curriculum developer, network coordinator, parts systems, it solicitor, it lawyer, technology lawyer, security systems engineer, fire systems, security systems, access control, photocopier, printer engineer"""
)
"""Titles that use our words for other work; only a title that is sure in other words outweighs one."""

UNSURE = phrases(
    """information governance, records manager, records management, statistician, research analyst, digital marketing, social media, data protection officer,
    data protection, freedom of information, foi manager, av technician, audio visual technician, audiovisual technician, systems accountant, digital communications, digital media,
    clinical coding manager, clinical coding lead, clinical coding service manager, knowledge manager, knowledge and information, information rights, digital content officer, digital learning,
    clinical coding team leader, clinical coding team lead, clinical coding supervisor, head of clinical coding, lead clinical coder, principal clinical coder,
    clinical safety officer, digital clinical safety, access to information, service delivery manager, data manager, data officer, operational researcher, operational research, library systems, digitisation, performance and insight, financial systems, technology enhanced learning, records and information,
    web and marketing, research data, digital engagement, analytical officer, evaluation analyst, digital inclusion, digital archivist, information compliance, security and risk"""
)
"""Jobs that are often a third or more digital but mainly something else: borderline unless the text says more."""

TEXT_TERMS = phrases(
    """software, developer, coding, programming, source code, git, agile, scrum, kanban, devops, ci cd, continuous integration, cloud, azure, aws, kubernetes, docker,
    terraform, linux, windows server, active directory, office 365, microsoft 365, intune, sccm, vmware, virtualisation, server, network infrastructure, firewall,
    lan, wan, switches, routers, tcp ip, vpn, cisco, cyber, cyber security, information security, iso 27001, vulnerability, penetration, siem, sql, python, java,
    javascript, c#, .net, php, html, css, react, angular, api, rest, microservices, database, data warehouse, etl, power bi, tableau, qlik, data pipeline, data model,
    data modelling, data science, machine learning, data architecture, data engineering, analytics, dashboard, business intelligence, architecture,
    technical architecture, enterprise architecture, solution design, technical design, user research, user centred, user stories, backlog, product owner,
    product roadmap, service design, interaction design, content design, prototyping, accessibility standards, digital service, digital transformation,
    digital delivery, service desk, helpdesk, help desk, itil, incident management, problem management, change management process, it system, ict, it support,
    it service, desktop support, hardware, troubleshooting, technical support, information systems, information technology, system administration,
    systems administration, system configuration, configuration of, upgrade, integration, interfaces, epr, electronic patient record, clinical systems, informatics,
    gis, arcgis, qgis, automation, test automation, automated testing, test scripts, regression testing, software testing, ddat, digital data and technology,
    technology, technologies, technical, web application, website, crm, erp, servicenow, sharepoint, dynamics, telephony, voip, infrastructure, cto, legacy systems,
    systems analysis, requirements gathering, sfia, togaf, prince2, platform, ai, data quality, data standards, data migration, data sets, dataset, digital,
    data analysis, datasets, digital and data, user needs, end user, devices, it security, threat, wireless, telecoms"""
)
"""Words of the craft. How many different ones a text uses, for its length, is the evidence."""

CATEGORIES = phrases(
    """it jobs, it, ict, digital, information technology, software, technology, data, computing, cyber, architecture and data, informatics,
    digital and technology, it digital, engineering and it, web, it and digital, digital data and technology, information and communications technology, ddat, it internet, analytics"""
)
"""Names of categories and of the Civil Service's types of role under which digital, data and IT jobs are filed."""

UNITS = phrases(
    """digital, technology, ddat, ict, it services, information technology, it, cdio, cio, cto, data and technology, data and analysis, chief digital office, cyber, digital services, informatics, data science, information management and technology, im t"""
)
"""Words by which a business area shows itself to be a digital, data or IT unit."""

DIGITAL_EMPLOYERS = phrases("informatics, digital, ict, it services, digital services, digital health, im t")
"""Words by which an employer, or the unit that an advert names as such, shows that digital work is all it does."""

DIGITAL_IN_PUBLIC = phrases(
    """digital, product manager, product owner, data scientist, associate delivery manager, senior delivery manager, lead delivery manager,
    bi manager, bi lead, configuration analyst"""
)
"""Words that commercial boards, from which the rest is learnt, use of marketing, print, retail or trials too, and that a public body seldom does."""

PUBLIC = phrases(
    """nhs, council, borough, university, college, school, academy, academies, trust, police, constabulary, fire and rescue, fire service, ministry, department,
    agency, authority, health board, icb, integrated care, hospital, government, parliament, assembly, hm, office for, medical practice, surgery, health centre,
    commissioning support, ambulance, housing association, commission, public health"""
)
"""Words by which the name of an employer shows a public body; the register of bodies decides elsewhere, this only says who writes."""

TECHNOLOGIES = phrases(
    """kubernetes, docker, terraform, kafka, gcp, google cloud, splunk, snowflake, databricks, rust, golang, spark, ansible, selenium, openshift, okta,
    kotlin, elasticsearch, mulesoft, dynamics, identity, observability, blockchain, api, llm, red hat, middleware, back end, front end, data lake, scala,
    tableau, intune, sccm"""
)
"""Names that prove nothing alone, and a job of ours before one of TECHNICAL_JOBS."""
TECHNICAL_JOBS = phrases("engineer, developer, specialist, administrator, architect, consultant, tester")
TECHNOLOGY_JOBS = tuple(f"{technology} {job}" for technology in TECHNOLOGIES for job in TECHNICAL_JOBS)
