"""How a tildelingskontor would write the same tables: headings and values in bokmål, for the folder `week/`."""

import re

HEADINGS = {  # in the order in which the columns stand
    "id": "id", "date": "dato", "horizon": "horisont", "language": "språk", "one": "den ene", "other": "den andre",
    "household": "husstand", "unit": "boenhet", "status": "status", "leaves_on": "flytter ut dato",
    "destination": "flytter til", "child": "barn", "kind": "type", "site": "bosted", "name": "navn",
    "strictness": "hvor strengt", "level": "nivå", "price": "pris", "uses": "forbruk", "capacity": "kapasitet",
    "assumed_use": "regnes med", "sites": "bosteder", "categories": "kategorier", "homes": "gjelder boliger", "scope": "omfang",
    "who": "hvem", "a": "den ene", "b": "den andre", "most": "høyst", "percent": "prosent", "until": "gjelder til",
    "category": "kategori", "district": "bydel", "municipality": "kommune", "zone": "levekårssone", "operator": "drives av",
    "landlord": "huseier", "gender_rule": "kjønnsregel", "age_min": "alder fra", "tolerance_violence": "tåler vold",
    "tolerance_damage": "tåler skade", "tolerance_noise": "tåler bråk", "tolerance_fire": "tåler brannfare",
    "substance_rule": "rusregel", "motivation": "krever motivasjon", "treatment_months": "behandling måneder",
    "specialist_agreement": "avtale med spesialisthelsetjenesten", "homeless": "bare bostedsløse",
    "severity_min": "hovedforløp fra", "children": "barn kan bo her", "consent": "forutsetter samtykke", "intended": "tiltenkt",
    "staffing": "bemanning", "contract": "kontrakt", "max_stay_months": "maks botid", "shielded": "skjermet",
    "detached": "frittliggende", "serves_districts": "for bydeler", "provides": "tilbyr", "opens": "åpner", "closes": "stenger",
    "wing": "etasje", "shared_places": "plasser", "largest_household": "største husstand", "size": "kvm",
    "accessible": "tilgjengelig", "robust": "hardbruk", "rent": "husleie", "cost_let": "kostnad utleid",
    "cost_vacant": "kostnad ledig", "free_from": "ledig fra", "out_of_service": "ute av drift", "held_back": "holdt tilbake",
    "reserved_for": "forbeholdt", "class": "prioritet", "waiting_since": "venter siden", "passed_over": "ganger forbigått",
    "situation": "situasjon", "accommodation_cost": "botilbud koster", "ready_from": "klar fra",
    "housed_by": "må ha bolig innen", "housed_by_is_hard": "absolutt frist", "gender": "kjønn", "suits": "passer på plass for",
    "age": "alder", "violence": "vold og trusler", "damage": "skade på eiendom", "noise": "bråk og besøk",
    "fire": "brannfare og samling", "vulnerable": "sårbar", "needs_shielding": "trenger skjerming", "course": "rusforløp",
    "severity": "hovedforløp", "needs_staffing": "trenger bemanning", "support_hours": "oppfølging timer",
    "needs_robust": "trenger robust bolig", "needs_accessible": "trenger tilgjengelig bolig",
    "needs_distance": "trenger avstand", "wish_categories": "ønsket boligtype", "wish_districts": "ønsket bydel",
    "wish_sites": "ønsket bosted", "prefers": "foretrekker", "refused_categories": "ikke boligtype",
    "refused_districts": "ikke bydel", "consents": "samtykker", "allowed_categories": "vedtak gjelder", "motivated": "motivert",
    "on_waiting_list": "på venteliste", "profiles": "profiler", "barred_sites": "utestengt fra", "owes": "gjeld til",
    "max_rent": "maks husleie", "say_nb": "setning", "say_en": "setning engelsk", "source": "kilde",
    "longest_wait(1)": "lengste ventetid(1)", "longest_wait(2)": "lengste ventetid(2)",
    "longest_wait(3)": "lengste ventetid(3)", "zone_ceiling(sone-01)": "sonetak(sone-01)",
    "zone_ceiling(sone-02)": "sonetak(sone-02)", "hostel_price": "hospitspris", "support_price": "timepris oppfølging",
    "longest_chain": "lengste kjede", "behaviour_scale": "atferdsskala",
}  # fmt: skip

CATEGORIES = {
    "smaahus": "småhus", "bofellesskap": "bofellesskap", "rehabilitering": "rehabilitering", "housing_first": "Housing First",
    "midlertidig": "midlertidig", "ordinaer": "ordinær bolig", "omsorgsbolig": "omsorgsbolig",
}  # fmt: skip
STAFFING = {"none": "ingen", "ambulant": "ambulant", "day": "dag", "day_evening": "dag og kveld", "round_the_clock": "døgn"}
PLACES = {"women": "kvinner", "men": "menn"}
COURSES = {"none": "ingen", "recovery": "i rehabilitering", "stable_treatment": "stabil i behandling", "active_use": "aktiv rus"}
VALUES = {
    "category": CATEGORIES, "categories": CATEGORIES, "wish_categories": CATEGORIES, "refused_categories": CATEGORIES,
    "allowed_categories": CATEGORIES, "staffing": STAFFING, "needs_staffing": STAFFING, "suits": PLACES, "course": COURSES,
    "gender_rule": PLACES | {"single": "ett kjønn", "any": "alle"},
    "gender": {"woman": "kvinne", "man": "mann", "other": "annet", "undisclosed": "vil ikke oppgi"},
    "substance_rule": {"accepted": "aktiv rus godtas", "not_accepted": "aktiv rus godtas ikke", "abstinence_required": "krav om rusfrihet"},
    "contract": {
        "ordinary_tenancy": "husleiekontrakt", "housing_and_service_agreement": "bo- og tjenesteavtale",
        "referral_agreement": "tilvisningsavtale", "stay": "opphold uten leiekontrakt",
    },
    "situation": {
        "homeless": "bostedsløs", "temporary": "hospits", "hospital": "innlagt", "prison": "fengsel",
        "at_risk": "fare for å miste boligen", "unsuitable": "uegnet bolig", "tenant": "beboer her",
    },
    "status": {"stays": "blir", "leaves": "flytter ut", "wants_to_move": "ønsker å flytte", "must_move": "må flytte"},
    "kind": {
        "apart": "hver for seg", "together": "sammen", "exclude": "utelukk", "limit": "høyst", "share": "andel", "preset": "ferdig regel",
        "move_limit": "flyttegrense",
    },
    "strictness": {"hard": "absolutt", "soft": "helst"},
    "scope": {"unit": "boenhet", "wing": "etasje", "site": "bosted", "zone": "levekårssone"},
    "uses": {"households": "husstander", "support_hours": "oppfølging, timer i uka", "monthly_cost": "kroner i måneden"},
    "language": {"nb": "bokmål"},
    "level": {"misplacement": "feilplassering"},
}  # fmt: skip
# What a home demands is not what an applicant has.
DEMANDS = {"treatment_months": "krever behandling måneder", "specialist_agreement": "krever avtale med spesialisthelsetjenesten"}
CONDITIONS = {"homes", "who", "a", "b", "intended"}
KEYS = {
    "site": "bosted", "contract": "kontrakt", "course": "rusforløp", "violence": "vold", "vulnerable": "sårbar", "severity": "hovedforløp",
    "substance_rule": "rusregel", "age": "alder", "child": "barn",
}  # fmt: skip
DECIMAL = {"support_hours"}


def condition(text: str) -> str:
    """One condition, such as `course=active_use`, with its words in bokmål."""
    key, sign, values = re.split(r"(>=|<=|=)", text.strip(), maxsplit=1)
    words = VALUES.get(key, {"yes": "ja", "no": "nei"})
    return KEYS[key] + sign + "|".join(words.get(value, value) for value in values.split("|"))


def heading(table: str, name: str) -> str:
    return DEMANDS.get(name, HEADINGS[name]) if table == "sites" else HEADINGS[name]


def norwegian(name: str, cell: str) -> str:
    """One cell as a Norwegian office writes it."""
    if cell in ("yes", "no", "unknown"):
        return {"yes": "ja", "no": "nei", "unknown": "ukjent"}[cell]
    if name in DECIMAL:
        return cell.replace(".", ",")
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell):
        year, month, day = cell.split("-")
        return f"{day}.{month}.{year}"
    if name in CONDITIONS:
        return "; ".join(map(condition, cell.split(";"))) if cell else ""
    words = VALUES.get(name, {})
    return " | ".join(words.get(part, part) for part in cell.split(";"))
