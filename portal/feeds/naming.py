"""What publishers call the facts of a vacancy: one vocabulary for elements, keys, columns and labels of every dialect.

A name is folded to its letters and digits (`Closing_Date`, `closingDate` and "Closing date" are one) and looked
up in NAMES. A name that says nothing by itself (`name`, `value`, `min`) is read together with what it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

FIELDS = (
    "title",
    "address",
    "key",
    "reference",
    "description",
    "employer",
    "locations",
    "salary",
    "salary_min",
    "salary_max",
    "salary_currency",
    "salary_period",
    "posted",
    "closing",
    "employment_type",
    "contract",
    "pattern",
    "workplace",
    "category",
)
"""The facts that a source's names are read as; the four parts of pay are put together where there is no text of it."""

TOWN, REGION, POSTCODE, COUNTRY, STREET = "town", "region", "postcode", "country", "street"
CLOSING_TIME, DEPARTMENT, GUESS, MORE_TEXT = "closing_time", "department", "pay_is_guess", "more_text"
"""Facts that are part of another: of a place, of a deadline, of the employer, of the pay, of the description."""

_JOB = r"(?:job|jobs|jobopening|jobposting|jobpost|vacancy|vacancies|position|posting|post|role|opening|requisition|opportunity|advert|advertisement|ad|v|offer|listing|campaign)"
_PAY = r"(?:salary|salaries|pay|remuneration|wage|wages|compensation|stipend|payrate|salaryrange|payrange|rate)"
_WHEN = r"(?:date|dates|datetime|datetimeutc|dateutc|time|timestamp|on|at|from|local|utc|iso|epoch|ms|display|formatted|text|str)?"
_ORG = r"(?:employer|organi[sz]ation|company|recruiter|hiringorgani[sz]ation|hiringcompany|employingauthority|employingorgani[sz]ation|advertiser|publicbody|publisher|client)"
_BODY = r"(?:council|authority|localauthority|trust|nhstrust|school|academy|university|college|institution|institute|agency|hospital|ministry|startup|sponsor|practice|healthboard|association)"

NAMES: tuple[tuple[str, float, str], ...] = (
    ("title", 10, rf"{_JOB}(?:title|name|heading|titletext)|programm?e?title|postingtitle|roletitle|advertisedtitle"),
    ("title", 9, r"title|externaltitle|displaytitle"),
    ("title", 6, _JOB),
    ("title", 4, r"name|heading|headline|subject|label|displayname|displaytext|text|summary"),
    (
        "address",
        10,
        rf"{_JOB}(?:s?(?:details?|advert|page|view|external|canonical|public|web)?)(?:url|uri|link|href|webaddress|hyperlink)|(?:details?|view|canonical|canonicalposition|hosted|advert|web|page|external|full|careers?|original|deep|absolute|public|source|direct|info|moreinfo|click|site)(?:page)?(?:url|uri|link|href)|permalink",
    ),
    ("address", 7, r"uri"),
    (
        "address",
        9,
        rf"view{_JOB}|viewlink|viewurl|webpage|url|link|href|weburl|webaddress|hyperlink|website|links|links?html|links?web",
    ),
    (
        "address",
        5,
        r"(?:apply|applyonline|applynow|application|applicationform|redirect|short|tracking|ats)(?:url|uri|link|href)|externalpath|detailpath|path|shortlink|howtoapplyurl|applyat|apply",
    ),
    ("key", 10, r"guid|uuid|globalid"),
    (
        "key",
        9,
        rf"{_JOB}(?:id|uuid|guid|key|identifier)|id|externalid|internalid|matchedobjectid|itemid|recordid|nodeid|identifier|objectid|sysid",
    ),
    ("key", 7, rf"{_JOB}?(?:ref|reference|code|number|no|num)(?:id|no|num|number|code)?|key"),
    ("key", 4, r"slug|shortcode"),
    (
        "reference",
        10,
        rf"{_JOB}?(?:ref|reference)(?:id|no|num|number|code)?|{_JOB}(?:number|no|num|code|identifier)|referencenumber|requisitionid|requisitionnumber|reqid|reqno|displayid",
    ),
    ("reference", 6, r"positionid|vacancyid|number|displaynumber"),
    (
        "description",
        10,
        rf"(?:full|long|html|external|public|complete)*{_JOB}?(?:full|long|html)?(?:description|advert|adverttext|advertbody|advertcontent)(?:html|text|str|plain|body|content|external|rendered)?|jobadvert|(?:content|body)html|htmldescription|externaldescriptionstr",
    ),
    (
        "description",
        8,
        r"body|content|fulltext|details|jobdetails|html|text|overview|about|abouttherole|aboutthejob|specification|jobspec|bodytext|commenttext",
    ),
    (
        "description",
        5,
        rf"{_JOB}?(?:short|brief)?(?:summary|description|descriptionstr|snippet|teaser|excerpt|intro|introduction|abstract|blurb|synopsis|qualificationsummary|purpose|responsibilities|duties)(?:text|html|str)?",
    ),
    (
        MORE_TEXT,
        5,
        rf"{_JOB}?(?:responsibilities|duties|maindduties|mainduties|examplesofduties|requirements|qualifications|qualificationsummary|essentialcriteria|desirablecriteria|criteria|skills|skillsrequired|personspecification|personspec|experience|benefits|howtoapply|supplementalinformation|additionalinformation|additional|whatwelookingfor|aboutus|aboutthecompany|companydescription|whatyoullneed|keyresponsibilities)(?:text|html|str)?",
    ),
    ("employer", 10, rf"(?:legal|hiring|recruiting)?{_ORG}(?:s)?(?:name|title|displayname|legalname|desc)?"),
    ("employer", 8, rf"{_BODY}(?:s)?(?:name|title)?|org|orgname|employedby|hiringbody|parentorgani[sz]ation(?:name)?"),
    (
        DEPARTMENT,
        5,
        r"(?:department|departments|businessunit|subsidiary|brand|legalentity|team|division|directorate|organisationunit|facility|subcompany)(?:name|label|title|text)?",
    ),
    (
        "locations",
        10,
        rf"(?:{_JOB}|work|working|primary|office|full|display|candidate|candidaterequired|main|based|workplace|site|duty|geo)?s?(?:location|locations|locationslist|base|basedat|places?|dutystation|dutylocation|whereabouts|sites?|offices?)(?:name|names|display|text|str|string|description|label|title|s|full|address|info|details?|desc)?|joblocations|{_JOB}address|workaddress",
    ),
    (
        "locations",
        6,
        r"address|addressline|fulladdress|workplace|workplacename|workplaceaddress|locationrestrictions|formattedaddress|venue|venuename",
    ),
    (
        TOWN,
        8,
        r"(?:job|location|work|address|post|geo)?(?:city|town|locality|addresslocality|posttown|cityname|townname|citytown|towncity|municipality)s?|cities",
    ),
    (
        REGION,
        7,
        r"(?:job|location|work|address)?(?:region|county|state|province|addressregion|regionname|area|countyname|regions|localauthorityarea|district|borough|geographicarea)",
    ),
    (
        POSTCODE,
        8,
        r"(?:job|location|work|address|office|workplace|site|geo)?(?:postcode|postalcode|zip|zipcode|postcodeoutward|outcode)",
    ),
    (COUNTRY, 6, r"(?:job|location|work|address)?(?:country|countryname|addresscountry|nation)"),
    (STREET, 5, r"(?:street|streetaddress|addressline1|address1|building|buildingname)"),
    (
        "salary",
        10,
        rf"{_JOB}?(?:basic|base|annual|advertised|printed|display|full|gross|ote)?{_PAY}(?:description|desc|text|range|ranges|details?|display|displaytext|info|information|summary|string|statement|scale|package|label|offered|advertised|formatted|printed|raw|value|amount|stated|perannum|fte|band|grade)?|{_PAY}?(?:and|or)?benefits?package|earnings|whatwepay|tiersummary|compensationtiersummary|advertisedpay|grade(?:and)?{_PAY}|{_PAY}(?:and)?grade",
    ),
    ("salary", 2, r"package|rewards?|whatweoffer"),
    (
        "salary_min",
        10,
        rf"(?:min|minimum|from|low|lower|lowest|start|starting|bottom|base){_PAY}(?:value|amount|range)?|{_PAY}(?:min|minimum|minvalue|from|low|lower|lowest|start|starting|bottom|lowerbound|rangefrom|rangemin|rangestart|minimumrange|fromvalue|minamount|scalefrom|bandmin)|minimumrange",
    ),
    (
        "salary_max",
        10,
        rf"(?:max|maximum|to|high|upper|highest|end|top){_PAY}(?:value|amount|range)?|{_PAY}(?:max|maximum|maxvalue|to|high|upper|highest|end|top|upperbound|rangeto|rangemax|rangeend|maximumrange|tovalue|maxamount|scaleto|bandmax)|maximumrange",
    ),
    ("salary_currency", 10, rf"{_PAY}?(?:currency|currencycode|currencyiso|currencysymbol|ccy)"),
    (
        "salary_period",
        10,
        rf"{_PAY}(?:period|interval|intervalcode|unit|unittext|frequency|per|type|basis|timeunit|schedule|units|paidper|code)|rateintervalcode|payper|per(?:iod)?",
    ),
    (GUESS, 10, rf"{_PAY}(?:is)?(?:predicted|estimated|guess(?:ed)?|inferred)|is{_PAY}(?:predicted|estimated)"),
    (
        "posted",
        10,
        rf"{_JOB}?(?:posted|published|listed|advertised|firstpublished|firstadvertised){_WHEN}|date(?:posted|published|listed|advertised|opened)|(?:posting|publication|publish|publishing|pub|post|listing|live|advert|advertise|advertising|advertisement|open|opening|opens|golive|release|released|online|display|visible){_WHEN}(?:start|from|begin)?(?:date|on|at|from)?|(?:publication|posting|advert|publish|display)start{_WHEN}|advertisefromdate(?:utc|time)*|livefrom|openfrom|opens|released",
    ),
    (
        "posted",
        6,
        r"created(?:at|on|date|time|datetime)?|datecreated|date|tcreate|creationdate|createdtimestamp|added(?:on|at|date)?|dateadded",
    ),
    ("posted", 4, r"startdate|startson|starts|begin(?:s|date)?|epoch"),
    (
        "closing",
        10,
        rf"(?:{_JOB}|application|applications|posting|advert|advertise|recruitment)*(?:closing|close|closes|closed|closure|expiry|expiration|expires|expire|expired|deadline|submissiondeadline|applicationdeadline|applyby|applybefore|lastapplication|dueby|due){_WHEN}(?:and|for)?(?:time|date|applications|at)?|validthrough|validuntil|validto|lastdate(?:toapply|forapplications)?|date(?:closing|closes|expires|closed)|(?:publication|posting|advert|publish|display|advertise|live|open|listing)(?:end|to|until|till|ends){_WHEN}|advertisetodate(?:time|utc|timeutc)*|unpublish(?:date|at|on)?|finaldate|{_JOB}deadline|jobexpirydate",
    ),
    ("closing", 6, r"enddate|endson|ends|end|positionenddate|until|offlinedate"),
    (CLOSING_TIME, 8, r"(?:closing|close|closes|deadline|expiry|applicationdeadline|applicationclose)time"),
    (
        "contract",
        10,
        rf"{_JOB}?(?:contract|appointment|tenure|permanency|employmentterm|offering|positionoffering|engagement)(?:type|types|term|terms|length|basis|status|name|duration|s)?|vacancytype|term|terms|permanent|durationtype|employmentbasis|temporaryorpermanent|permanentortemporary|vcontracttype",
    ),
    (
        "employment_type",
        10,
        rf"(?:employment|staff)(?:type|types|status|statuslabel|typecode|s)?|{_JOB}(?:type|types|s?kind|employmenttype)|typeofemployment|typeof{_JOB}|commitment|employmenttypecode",
    ),
    ("employment_type", 4, r"type|types|engagementtype|workinghourstype"),
    (
        "pattern",
        10,
        r"(?:working|work|job|position|shift)?(?:pattern|patterns|schedule|hours|hoursofwork|hourstype|hoursperweek|weeklyhours|shifts?|shiftpattern|workinghours|time)|contracttime|timetype|fulltimeparttime|parttimefulltime|parttimeorfulltime|fulltimeorparttime|fullorparttime|fulltime|parttime|workinghours|hoursperweek|weeklyhours|fte",
    ),
    (
        "workplace",
        10,
        r"(?:is|allow|allows|work|working)?(?:remote|hybrid|telecommut(?:e|ing)|homeworking|homebased|workfromhome|wfh)(?:type|working|work|status|allowed|option|options|ok|policy|job|eligible|friendly|position|worktype)?|workplacetype|workingarrangements?|workarrangements?|worklocationtype|locationtype|joblocationtype|workmode|workmodel|workstyle|workplacemodel|officepolicy",
    ),
    (
        "category",
        10,
        rf"{_JOB}?(?:category|categories|sector|sectors|function|functions|industry|profession|professions|family|families|discipline|occupation|occupationalcategory|categorylabel|categoryname|fieldofwork|field|areaofwork|workarea|specialism|specialty|subject|classification|group|stream|jobrole|jobroles)(?:name|label|text|names)?|roletype|jobfamilyname|mainfield",
    ),
    ("category", 5, r"tags?|keywords?|labels|topics?"),
)
"""Field, how surely the name means it (of 10), and the folded names as a pattern."""

_COMPILED = tuple((field, score, re.compile(pattern)) for field, score, pattern in NAMES)
_PLAIN = {"name", "names", "text", "value", "label", "title", "displayname", "rendered", "html", "description", "code", "type"} | {
    "content", "string", "formatted", "display", "displaytext", "min", "max", "minvalue", "maxvalue", "minimum", "maximum", "from", "to",
    "low", "high", "lower", "upper", "currency", "currencycode", "unit", "unittext", "period", "interval", "frequency", "date", "time",
    "id", "url", "link", "href", "amount", "node", "item", "full", "long", "short", "start", "end", "datetime", "iso", "summary", "per", "basis", "currencyisocode",
}  # fmt: skip
"""Names that mean little without what they stand in: `salary.min`, `employer.name`."""
_OTHER = re.compile(
    r"logo|image|img|icon|avatar|photo|picture|thumbnail|banner|video|facebook|twitter|linkedin|email|phone|telephone|"
    r"latitude|longitude|colou?r|cookie|privacy"
)
_OF_THE_EMPLOYER = re.compile(
    rf"(?:{_ORG}|{_BODY}|contact|author|about|brand|source)(?:name)?(?:url|uri|link|website|slug|id|code|size|type|homepage|description|count|urn|uid|desc|profile)"
)
_CONTAINERS = {"edges", "node", "attributes", "fields", "data", "item", "items", "range", "values", "properties", "props", "custom", "meta", "results", "record", "edge", "nodes"}  # fmt: skip


def folded(name: str) -> str:
    """A name by its letters and digits alone, in lower case."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


@lru_cache(maxsize=20_000)
def meanings(path: str) -> Mapping[str, float]:
    """Field to how surely this path means it, from 0 to 10. The last step counts, or the last two together."""
    steps = [folded(step.lstrip("@^#")) for step in path.split(".")]
    steps = [step for step in steps if step and step not in _CONTAINERS] or steps
    last, joined = steps[-1], "".join(steps[-2:])
    if _OTHER.search(joined) or _OF_THE_EMPLOYER.fullmatch(joined) or _OF_THE_EMPLOYER.fullmatch(last):
        return {}
    found: dict[str, float] = {}
    for whole, weight in ((last, 1.0), (joined, 0.95)):
        if whole == last and len(steps) > 1 and last in _PLAIN:
            weight = 0.45
        for field, score, pattern in _COMPILED:
            if pattern.fullmatch(whole):
                found[field] = max(found.get(field, 0.0), score * weight)
    if len(steps) > 1 and last in _PLAIN:
        for field, score in meanings(steps[-2]).items():
            if last in {"name", "names", "text", "value", "label", "title", "displayname", "rendered", "html", "string", "formatted", "display", "displaytext", "description", "content", "full", "summary"}:  # fmt: skip
                found[field] = max(found.get(field, 0.0), score * 0.9)
    if POSTCODE in found:
        found.pop("key", None)
        found.pop("reference", None)
    return found
