"""The wordings of contract, working pattern, workplace and clearance, in the fields of boards and in the texts of adverts."""

from __future__ import annotations

import re


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(phrases) + r")\b", re.IGNORECASE)


CONTRACT_FIELD: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("permanent", _any("permanent(?:ly)?", "perm", "open[- ]ended", "indefinite", "substantive")),
    ("fixed_term", _any(r"fixed[- _]?term", "ftc", r"maternity cover", r"term contract")),
    ("temporary", _any("temporary", "temp", "casual", "seasonal", "interim", "locum")),
    ("secondment", _any("secondment", "secondee")),
    ("apprenticeship", _any("apprentice(?:ship)?")),
    ("bank", _any("bank", r"as and when required")),
    ("loan", _any("loan")),
)
CONTRACT_TEXT: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "permanent",
        _any(
            r"(?:this is a|offered on a|on a|a) (?:full[- ]time,? |part[- ]time,? )?permanent",
            r"permanent (?:posts?|positions?|contracts?|roles?|basis|full|part|opportunity|vacanc(?:y|ies))",
            r"contract(?: type)?:? *permanent",
            r"permanent[,;] (?:full|part)",
            r"(?:advertised|offered) as (?:a )?permanent",
            r"(?<=[-–|] )permanent(?=[ \t]*(?:$|[-–|\n]))",
        ),
    ),
    (
        "fixed_term",
        _any(
            r"fixed[- ]term",
            r"for (?:a|the) (?:fixed )?(?:period|duration|term) of (?:up to )?(?:\w+ )?\(?(?:\d+\)?|one|two|three|six|twelve) (?:months|years?)",
            r"\d+[- ]months? (?:contract|fixed)",
            r"(?:one|two|three|1|2|3)[- ]year (?:fixed|contract|post|position|appointment)",
            r"maternity (?:leave )?cover",
            r"until \d{1,2}\w* (?:march|april|september|december) 20\d\d",
        ),
    ),
    ("temporary", _any(r"temporary (?:post|position|contract|role|basis|appointment)", r"on a temporary")),
    ("secondment", _any("secondment(?: opportunity)?")),
    (
        "apprenticeship",
        _any(
            r"apprenticeship (?:post|position|role|programme|standard)", r"as an apprentice", r"level \d apprenticeship"
        ),
    ),
    (
        "bank",
        _any(
            r"staff bank", r"bank (?:staff|worker|contract|post|role|shift|basis|position)s?", r"join (?:our|the) bank"
        ),
    ),
    ("loan", _any(r"on loan", r"loan (?:basis|opportunity|agreement)")),
)
PATTERN_FIELD: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("full_time", _any(r"full[- _]?time", "fulltime")),
    ("part_time", _any(r"part[- _]?time", "parttime")),
    ("job_share", _any(r"job[- _]?shar(?:e|ing)")),
    ("flexible", _any(r"flexible(?: working)?", "flexitime", r"flexi[- ]time")),
    ("term_time", _any(r"term[- _]?time")),
    ("compressed", _any(r"compressed(?: hours)?", "annualised hours")),
    ("shift", _any(r"shifts?", "rota", "rotational", r"unsocial hours", "nights?")),
)
PATTERN_TEXT: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "full_time",
        _any(
            r"full[- ]time",
            r"37\.5 hours (?:per|a) week",
            r"37\.5 hours",
            r"37 hours (?:per|a) week",
            r"36 hours per week",
        ),
    ),
    (
        "part_time",
        _any(
            r"part[- ]time(?! (?:salary|workers|employees|staff|pay))",
            r"part[- ]time,? \d+",
            r"(?:1\d|2\d|30) hours (?:per|a) week",
        ),
    ),
    ("job_share", _any(r"job[- ]shar(?:e|ing)")),
    (
        "flexible",
        _any(
            r"flexible working(?! (?:request|policy|policies))",
            r"flexible or full[- ]time working",
            r"flexible and [\w-]+(?: \w+)? working",
            r"work(?:ing)? flexibly",
            r"flexible hours",
        ),
    ),
    ("term_time", _any(r"term[- ]time(?: only)?")),
    ("compressed", _any(r"compressed (?:hours|working|week)")),
    (
        "shift",
        _any(
            r"shift (?:pattern|work|system|basis|rota)s?",
            r"shifts",
            r"rotational",
            r"(?:early|late|night) shifts?",
            r"night duty",
            r"unsocial hours",
            r"24/7 rota",
            r"24[- ]?h(?:ou)?rs? (?:rota|shift)",
            r"rostered shift",
            r"(?:days|evenings|weekends),? (?:and )?nights",
            r"nights,? (?:and )?weekends",
        ),
    ),
)
ALSO_OFFERED = tuple(
    (name, pattern)
    for name, pattern in PATTERN_TEXT
    if name in ("part_time", "job_share", "term_time", "compressed", "flexible")
)
"""What a text may offer beyond its field of working patterns."""
FULL_TIME = re.compile(r"\bfull[- ]?time\b", re.IGNORECASE)
PART_TIME_POST = re.compile(
    r"\b(?:a|an|this|is|be|as) (?:\w+[- ]){0,2}part[- ]?time\b|^part[- ]?time\b|\bpart[- ]?time,? \(?\d\d?(?:\.\d+)? ?h|"
    r"\bhours(?: per week| of work)?\s*[:–-]+\s*(?:[12]\d|3[0-3])(?:\.\d+)?\b",
    re.IGNORECASE | re.MULTILINE,
)
STEMS: dict[str, tuple[str, ...]] = {
    "permanent": ("perm", "open", "indefinite", "substantive"),
    "fixed_term": (
        "fixed",
        "ftc",
        "maternity",
        "month",
        "period",
        "until",
        "term contract",
        "duration",
        "term of",
        "year post",
        "year contract",
        "year position",
        "year appointment",
    ),
    "temporary": ("temp", "casual", "seasonal", "interim", "locum"),
    "secondment": ("second",),
    "apprenticeship": ("apprent",),
    "bank": ("bank", "as and when"),
    "loan": ("loan",),
    "full_time": ("full", "hours"),
    "part_time": ("part", "hours"),
    "job_share": ("shar",),
    "flexible": ("flex",),
    "term_time": ("term",),
    "compressed": ("compress", "annualised"),
    "shift": ("shift", "rota", "unsocial", "night"),
    "BPSS": ("bpss", "baseline"),
    "CTC": ("ctc", "terrorist"),
    "DV": ("dv", "developed"),
    "NPPV": ("nppv", "personnel"),
    "DBS_enhanced": ("enhanced",),
    "DBS_standard": ("standard",),
    "DBS_basic": ("basic",),
}
"""What a text must hold, in lower case, before a pattern is tried on it: most hold none, and finding that out is cheap."""
REMOTE = _any(
    r"fully remote",
    r"100% remote",
    r"remote[- ]first",
    r"home[- ]?based",
    r"work(?:ing)? from home (?:full|permanent)\w*",
    r"remote(?:ly)? (?:role|position|working|worker|based|post)",
    r"(?:role|post|position) is remote",
    "telecommute",
    "homeworking contract",
)
HYBRID = _any(
    r"hybrid(?!\s+(?:and\s+(?:multi|on)|multi|on-prem|cloud|network|infrastructure|environment|estate|identity|platform|architecture|solution|data|server|IT\b|car|vehicle))",
    r"blended working",
    r"agile working (?:arrangement|policy|environment)",
    r"(?:minimum|at least|around|up to) (?:of )?(?:\d+%|\w+) (?:attendance|of (?:your |their )?(?:working )?time|days?[^.\n]{0,25}) (?:in|at|on)[- ](?:an? |the |our )?(?:office|site)",
    r"days? (?:a|per) week (?:in|from) (?:the |our )?office",
    r"combination of (?:home|office|remote)[^.\n]{0,30}(?:office|home|remote)",
    r"(?:some|occasional|partial) (?:home|remote) working",
    r"(?:mix|mixture|balance|combination|split) (?:of|between) (?:home|office|remote)",
    r"split between [^.\n]{3,40} and (?:working (?:from home|remotely)|home|remote)",
    r"(?:home and office|office and home) (?:based )?working",
    r"60% (?:attendance|of (?:their|your) (?:working )?time)",
)
BOTH = re.compile(
    r"(?<=[a-z)]) ?(?:/|&|\band\b|\bor\b) ?(?:home|remote)(?:[- ]?(?:based|working|work))?(?=\s*(?:[,;)\n]|$))",
    re.IGNORECASE,
)
"""A location that names a place and home beside it: "Leeds / home working"."""
ONSITE = _any(
    r"(?:fully |entirely |100% )?(?:on[- ]?site|office[- ]based) (?:role|position|post|only|working|five|5)",
    r"(?:role|post|position) is (?:fully )?(?:on[- ]?site|office[- ]based)",
    r"(?:role|post|position) is (?:fully |entirely )?based on[- ]?site",
    r"(?:you will|must|required to) (?:be based|work) (?:fully |entirely )?on[- ]?site(?! (?:for|at least|\w+ days?|one|two|\d)\b)",
    r"no (?:remote|home) working",
    r"not (?:suitable for|eligible for|able to offer) (?:home|remote|hybrid)\w*",
    r"cannot be (?:done|performed|worked) (?:remotely|from home)",
)
CLEARANCE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("BPSS", re.compile(r"\bBPSS\b|[Bb]aseline\s[Pp]ersonnel\s[Ss]ecurity")),
    ("CTC", re.compile(r"\bCTC\b|[Cc]ounter[-\s][Tt]errorist\s[Cc]heck")),
    (
        "SC",
        re.compile(
            r"\bSC\s(?:[Cc]lear\w*|[Ll]evel|[Vv]etting|[Ss]ecurity|[Cc]heck|[Ee]nhanced\s[Cc]lear\w*)|\b(?:to|for|hold|have|at|require[sd]?|of) SC\b|\bSecurity Check(?:ed)? ?\(?SC|\b[Ss]ecurity [Cc]heck \(SC\)|\(SC\)|\bSC/DV\b|\b(?i:security\scheck(?:ed)?\s(?:clearance|level|vetting))|\b(?i:level of (?:security|clearance) (?:needed|required) is\ssecurity\scheck)\b|vetting[^.\n]{0,50}\bSC\b"
        ),
    ),
    (
        "DV",
        re.compile(
            r"\bDV\s(?:[Cc]lear\w*|[Ll]evel|[Vv]etting|[Ss]ecurity|[Cc]heck)|\b[Dd]eveloped\s[Vv]etting\b|\(DV\)|\beDV\b"
        ),
    ),
    ("NPPV", re.compile(r"\bNPPV ?\d?|[Nn]on[- ][Pp]olice [Pp]ersonnel [Vv]etting")),
    (
        "DBS_enhanced",
        re.compile(
            r"\b[Ee]nhanced (?:level )?(?:(?:check )?with (?:[\w'’]+ ){0,5})?(?:DBS|[Dd]isclosure|CRB|Disclosure and Barring|[Cc]riminal)|\bDBS[^.\n]{0,25}\b[Ee]nhanced"
            r"|\b[Dd]isclosure at (?:the |an )?[Ee]nhanced level"
            r"|\bDisclosure (?:and|&) Barring (?:Service )?(?:\(DBS\) )?[Cc]hecks? at (?:an |the )?[Ee]nhanced"
        ),
    ),
    (
        "DBS_standard",
        re.compile(
            r"\b[Dd]isclosure at (?:the |a )?[Ss]tandard level|\b[Ss]tandard (?:level )?(?:DBS|[Dd]isclosure and|[Dd]isclosure check)|\bDBS[^.\n]{0,12}\b[Ss]tandard\b"
        ),
    ),
    (
        "DBS_basic",
        re.compile(
            r"\b[Dd]isclosure at (?:the |a )?[Bb]asic level|\b[Bb]asic (?:level )?(?:DBS|[Dd]isclosure|Disclosure and Barring)|\bDBS[^.\n]{0,12}\b[Bb]asic\b|\bDisclosure Scotland [Bb]asic"
        ),
    ),
)
