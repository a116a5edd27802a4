"""What the words of an employer's name say of its kind, where the register does not know it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from portal.employers.findings import PublicSector, Sector
from portal.employers.names import word_set


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of employer read from a name: `words` says which kind, `because` which part of the name said so."""

    public: PublicSector
    sector: Sector
    words: str
    because: str = ""


def _rules(*rows: tuple[PublicSector, Sector, str, str]) -> tuple[tuple[re.Pattern[str], Kind], ...]:
    return tuple(
        (re.compile(pattern, re.IGNORECASE), Kind(public, sector, words)) for public, sector, words, pattern in rows
    )


# The first rule that fits wins, so that a narrower kind stands before the wider one whose word it contains.
_SURE = _rules(
    ("no", "third_sector", "a hospice", r"\bhospices?\b|\bhospiscare\b"),
    (
        "no",
        "third_sector",
        "a charity or social enterprise",
        r"\bcharit(?:y|able|ies)\b|\bc\.?i\.?c\b|\bcommunity interest co(?:mpany)?\b|\bsocial enterprises?\b|\bage (?:uk|concern|cymru|scotland)\b"
        r"|\by[mw]ca\b|\bcitizens advice\b|\bmencap\b|\bmind$|\bst john ambulance\b|\bair ambulance\b|\bwom[ae]n'?s aid\b|\bcarers (?:trust|centre|hub)\b"
        r"|\bvoluntary (?:action|services?|sector|organisations)\b|\bstudents'? union\b|\b(?:guild|union) of students\b|\bleague of friends\b|\bfriends of\b"
        r"|\b(?:football|rugby|cricket|fc|afc|united|city|county) (?:club )?(?:community )?(?:foundation|trust)$|\bcommunity foundation\b|\bcredit union\b|\bbenevolent\b|\bcooperative society\b",
    ),
    (
        "no",
        "third_sector",
        "a professional body",
        r"\broyal college of (?:nursing|midwives|physicians|surgeons|psychiatrists|general practitioners|anaesthetists|radiologists|paediatrics|pathologists|obstetricians|emergency)"
        r"|\bchartered (?:institute|society)\b|\btrade union\b|\bpolice federation\b|^unison$",
    ),
    (
        "yes",
        "housing",
        "a housing association",
        r"\bhousing (?:association|trust|society|partnership|co-?operative)\b|\bcommunity housing\b|\bhousing group\b",
    ),
    (
        "yes",
        "education",
        "an academy trust",
        r"\bmulti[- ]?academy\b|\bmat$|\butc\b|\blearning partnership\b|\b(?:primary|secondary|infants?|junior)\b.*\b(?:school|academy|nursery)\b|\b(?:primary|secondary)$|\b(?:academy|academies|learning|schools?|schools partnership|leaders|education(?:al)?) trust\b|\bacademies\b|\bfederation of .*schools?\b"
        r"|\bcatholic (?:education|academy|multi|schools)|\b(?:bishop|saint|st\.?|our lady|blessed|cardinal)\b.*\bcatholic$|\bdiocesan? .*(?:academ|schools)",
    ),
    (
        "no",
        "private",
        "a company",
        r"\b(?:ltd|limited|plc|llp|lp|inc|gmbh|pty|corp|corporation ltd)\b\.?|\(uk\)$|\bholdings\b",
    ),
    (
        "no",
        "private",
        "a recruiter",
        r"\brecruit(?:ment|ers?|ing|s)?\b|\bresourcing\b|\bstaffing\b|\bpersonnel\b|\bheadhunt\w*|\bexecutive search\b|\b(?:search|selection)$|\btalent\b|\bemployment (?:agency|services|solutions)\b"
        r"|\bappointments$|\b(?:nursing|nurse|care|teaching|teachers?|supply) agency\b|\bsupply teach\w*|\blocums?\b",
    ),
    (
        "yes",
        "nhs",
        "an NHS practice",
        r"^(?!.*\b(?:dental|dentists?|dentistry|veterinary|vets?|animal|pet|cosmetic|laser|private|school of)\b).*"
        r"(?:\bsurger(?:y|ies)\b|^drs?\.? |\bprimary care group\b|\bmedical (?:centre|center|practice|group|partnership)s?\b|\bhealth (?:centre|center)\b|\bgp (?:practices?|surger(?:y|ies)|partnership)\b"
        r"|\b(?:family|group|health|medical) practice\b|\bprimary care (?:network|centre)\b|\bpcn\b|\bfamily doctors\b|\bgeneral practitioners\b|\bmeddygfa\b)",
    ),
    (
        "unclear",
        "nhs",
        "a federation or recruiting hub of NHS practices",
        r"\bgp (?:federation|alliance|network|care)\b|\bfederated gp\b|\bprimary care (?:careers|hub|federation|alliance)\b|\b(?:health|practices?) federation\b",
    ),
    (
        "yes",
        "nhs",
        "an NHS body",
        r"\bnhs\b|\bNHSFT\b|\bhealth board\b|\bintegrated care (?:board|system)\b|\bicb$|\bhealth (?:and|&) social care trust\b|\bhsc trust\b|\bclinical commis+ioning groups?\b|\bccg\b|\bcommissioning support unit\b"
        r"|\bambulance (?:service|trust)\b|\b(?:health|healthcare|hospitals?|partnership|care) foundation trust\b|\b(?:mental health|healthcare|hospitals?|ambulance service|community health|health and social care) trust$|\buniversity hospitals?\b|\bteaching hospitals?\b|\bbwrdd iechyd\b|\bymddiriedolaeth gig\b|\bcommissioning group$",
    ),
    (
        "yes",
        "police",
        "a police body",
        r"\bconstabulary\b|\bpolice(?:,? fire)? (?:and|&) crime commissioner|^office of the police|\bpolice (?:service|force|authority|scotland)\b|^(?:[\w'-]+ ){1,4}police$|^heddlu\b|\bregional organised crime unit\b",
    ),
    (
        "yes",
        "fire",
        "a fire service",
        r"\bfire (?:and|&) rescue\b|^(?:[\w'-]+ ){1,3}fire (?:service|brigade|authority)$|\bt[aâ]n ac achub\b",
    ),
    (
        "yes",
        "local_government",
        "a council or another local authority",
        r"\b(?:county|city|borough|district|town|parish|community|metropolitan|unitary) council\b|^(?:royal |london )+borough of\b|\bcombined (?:county )?authority\b|\bnational park authority\b"
        r"|\bpassenger transport executive\b|\bwaste (?:disposal )?authority\b|\binshore fisheries\b|\b(?:internal )?drainage board\b|\bport health authority\b|\bvaluation joint board\b|\bregional transport partnership\b"
        r"|\bcyngor (?:sir|dinas|bwrdeistref|tref|cymuned|gwynedd|caerdydd|abertawe)\b|\bcomhairle nan\b"
        r"|^(?!.*\b(?:british|world|national|international|general|global|safety|stewardship|research|design|medical|nursing|midwifery|dental|professions?|jewish|muslim|refugee|voluntary|film|fashion|arts|sports?|health|care|energy|building|youth|trades|american)\b)"
        r"(?:[\w'&.-]+ ){1,5}councils?$",
    ),
    (
        "yes",
        "civil_service",
        "a government department",
        r"^ministry of (?!sound|fun|test)|^department (?:for|of)\b|^(?:hm|his majesty's|her majesty's) (?:revenue|treasury|prison|courts|land|passport|inspectorate|government)|^hmp (?:and yoi )?\w+|^government \w+ (?:service|department|office|function|agency)$",
    ),
    ("yes", "devolved", "a devolved body", r"^(?:the )?(?:scottish|welsh) government\b|\bllywodraeth cymru\b"),
    (
        "no",
        "private",
        "a private school, nursery or trainer",
        r"\b(?:independent|international|prep|preparatory|language|driving|stage|riding|flying|business) schools?\b|\bmontessori\b|\bnurser(?:y|ies)\b(?! (?:school|academy|and (?:infant|primary)))|\bkindergarten\b|\btut(?:ors?|oring)\b|\btuition\b"
        r"|\bschool of (?:motoring|english|dance|beauty|coding)\b|\b(?:training|football|dance|beauty|hair|coding|driving|music|tech|sales|barista) academy\b|\bacademy of (?:beauty|hair)",
    ),
    (
        "yes",
        "education",
        "a school, college or university",
        r"\buniversity\b(?! (?:press|enterprises|innovation|ventures))|\bprifysgol\b|\b(?:further education|sixth[- ]form|community|technical|city|agricultural|tertiary|specialist) college\b|\bcollege\b(?!s? of (?:optometrists|paramedics|occupational))"
        r"|\bacademy\b|\b(?:primary|secondary|high|grammar|infants?|junior|middle|special|nursery|comprehensive|community|church|catholic|c of e|ce|rc|all|first|upper|lower|foundation|free|boys'?|girls'?) schools?\b|\bcommunity high\b"
        r"|\bschools?\b(?! (?:photograph|uniform|food|dinners|wear|meals|transport|trips))|\bsixth form\b|\bysgol\b|\bcoleg\b|\bpupil referral unit\b",
    ),
    (
        "no",
        "private",
        "a company",
        r"\b(?:consult(?:ancy|ing|ants?)|solutions|technolog(?:y|ies)|software|associates|insurance|capital|home ?care|care homes?|nursing homes?|private|clinics?|pharmac(?:y|ies)|opticians?|dental|dentists?|veterinary|vets|solicitors"
        r"|accountants|logistics|hotels?|restaurants?|stores|supermarkets?|motors|builders|estate agents?|lettings|bank plc|industries|healthcare group|care group|ventures|enterprises)\b|\bpartners$|\bdomiciliary\b|\bsupported living\b",
    ),
)
_LIKELY = _rules(
    ("yes", "housing", "a housing association", r"\bhousing$|\bhomes group$|\bhousing (?:solutions|services)$"),
    (
        "no",
        "private",
        "a private provider",
        r"\b(?:health ?care|care|care services|care uk|group|education|systems|services|uk|international|global|digital|media|engineering)$|\bthe \w+ group\b",
    ),
    (
        "no",
        "third_sector",
        "a charity or association",
        r"\btrust\b|\bfoundation\b|\bassociation\b|\bsociety\b|\bfellowship\b|\bfederation\b|\balliance\b|\bproject$",
    ),
)
_CUT_WORDS = word_set(
    "academies academy association authority borough catholic centre charity city college community constabulary council county "
    "district education federation foundation group health high hospital housing learning limited multi partnership police primary "
    "recruitment school schools secondary service services society solutions surgery trust university"
)


def sure_kind(name: str) -> Kind | None:
    """The kind that the words of a name leave little doubt of: "Ashmere Town Council", "Vale Recruitment"."""
    return _first(_SURE, name)


def likely_kind(name: str) -> Kind | None:
    """The kind that a name's last word suggests; the address or the text of the advert knows better."""
    return _first(_LIKELY, name)


@lru_cache(maxsize=20_000)
def _first(rules: tuple[tuple[re.Pattern[str], Kind], ...], name: str) -> Kind | None:
    plain = " ".join(name.replace("’", "'").split())
    for pattern, kind in rules:
        found = pattern.search(plain)
        if found:
            words = found.group().strip()
            return Kind(kind.public, kind.sector, kind.words, because=words if len(words) < 60 else plain)
    return None


def completed(cut: str) -> str:
    """A name that a board cut short, its last word completed if it can only begin one word of institutions."""
    head, _, stub = cut.rpartition(" ")
    if len(stub) < 2:
        return head
    endings = [word for word in sorted(_CUT_WORDS) if word.startswith(stub.lower())]
    return f"{head} {endings[0].title()}" if len({word.rstrip("s") for word in endings}) == 1 else cut
