"""The people of the synthetic round: 197 applicants and those who live in the homes already. Nobody here exists.

The list of April 2020 is described by four groups. A group decides from which distributions a person's substance course, needs and
behaviour are drawn; it is written nowhere, and no diagnosis is drawn at all.
"""

from datetime import date, timedelta

from draw import Draw, quantile
from homes import DISTRICTS, FREE, QUARTER_END, ROUND

UNKNOWN = object()
DIMENSIONS = ["violence", "damage", "noise", "fire"]
LADDER = ["none", "ambulant", "day", "day_evening", "round_the_clock"]

# Course: how many of each group (quotas). Everything below is an assumption; the totals 84, 36, 24 and 53 are not.
COURSES = {
    "drug": {"active_use": 54, "stable_treatment": 18, "recovery": 12},
    "rop": {"active_use": 22, "stable_treatment": 7, "recovery": 7},
    "mental": {"none": 20, "recovery": 3, "stable_treatment": 1},
    "other": {"none": 46, "recovery": 5, "stable_treatment": 2},
}
LEVELS = {  # per cent at level 0, 1, 2, 3
    "drug": {"violence": (60, 25, 11, 4), "damage": (60, 26, 10, 4), "noise": (46, 34, 16, 4), "fire": (70, 20, 8, 2)},
    "rop": {"violence": (42, 28, 19, 11), "damage": (48, 28, 16, 8), "noise": (42, 33, 18, 7), "fire": (58, 26, 12, 4)},
    "mental": {"violence": (70, 20, 8, 2), "damage": (76, 18, 5, 1), "noise": (68, 24, 7, 1), "fire": (68, 22, 8, 2)},
    "other": {"violence": (92, 7, 1, 0), "damage": (92, 7, 1, 0), "noise": (86, 12, 2, 0), "fire": (92, 6, 2, 0)},
}
STAFFING = {  # per cent needing none, ambulant, day, day and evening, round the clock
    "drug": (22, 46, 17, 10, 5),
    "rop": (6, 26, 26, 23, 19),
    "mental": (8, 38, 28, 14, 12),
    "other": (62, 33, 5, 0, 0),
}
HOURS = {"none": (0, 0), "ambulant": (3, 8), "day": (7, 14), "day_evening": (10, 20), "round_the_clock": (14, 28)}  # half hours
SEVERITY = {"drug": (30, 45, 25), "rop": (0, 38, 62), "mental": (0, 50, 50), "other": (82, 18, 0)}
VULNERABLE = {"drug": 22, "rop": 32, "mental": 40, "other": 12}
SHIELDING = {"drug": 3, "rop": 9, "mental": 14, "other": 1}
WOMEN = {"drug": 32, "rop": 30, "mental": 46, "other": 48}


def day(text: str, days: int) -> str:
    return (date.fromisoformat(text) + timedelta(days)).isoformat()


def person(draw: Draw, group: str, course: str, *, gender: str | None = None, calm: bool = False) -> dict:
    """One adult. The behaviour levels lean on a common draw, for trouble seldom comes alone."""
    common = draw.unit()
    own = {dimension: draw.unit() for dimension in DIMENSIONS}
    leaning = {dimension: draw.chance(55) for dimension in DIMENSIONS}
    levels = {}
    for dimension in DIMENSIONS:
        unit = common if leaning[dimension] else own[dimension]
        level = quantile(dict(enumerate(LEVELS[group][dimension])), unit)
        levels[dimension] = min(level, 1) if calm else level
    drawn = "woman" if draw.chance(WOMEN[group]) else "man"
    age = draw.between(19, 25) if draw.chance(14) else 25 + int(44 * (draw.unit() + draw.unit()) / 2)
    return {
        "gender": gender or drawn,
        "age": age,
        **levels,
        "vulnerable": draw.chance(VULNERABLE[group]) and levels["violence"] < 2,
        "needs_shielding": draw.chance(SHIELDING[group]),
        "course": course,
        "severity": quantile(dict(enumerate(SEVERITY[group], 1)), draw.unit()),
    }


def applicant(draw: Draw, group: str, course: str) -> dict:
    """A household that waits, before it has a situation; keys of the first person and of the application side by side."""
    one = person(draw, group, course)
    need = quantile(dict(zip(LADDER, STAFFING[group])), draw.unit())
    if need == "none" and (one["violence"] >= 2 or one["damage"] >= 3):
        need = "ambulant"
    half_hours = draw.between(*HOURS[need])
    trouble = one["violence"] >= 2 and one["noise"] >= 2
    drugs = course in ("active_use", "stable_treatment", "recovery")
    row = one | {
        "needs_staffing": need,
        "support_hours": half_hours / 2,
        "needs_robust": one["damage"] == 3 or (one["damage"] == 2 and draw.chance(25)),
        "needs_accessible": draw.chance(28 if one["age"] >= 60 else 3),
        "needs_distance": draw.chance(45 if trouble else 1),
        "municipality": "Bergen",
        "district": draw.weighted(dict(zip(DISTRICTS, (4, 22, 10, 12, 14, 5, 22, 11)))),
        "motivated": course == "recovery" or draw.chance(40 if drugs else 60),
        "treatment_months": draw.between(3, 14) if course == "recovery" else 0,
        "specialist_agreement": draw.chance(45 if group in ("rop", "mental") else 6),
        "on_waiting_list": True,
        "consents": ["bo-og-tjenesteavtale"] if draw.chance(58 if LADDER.index(need) >= 2 else 18) else [],
        "max_rent": draw.weighted({7_500: 6, 8_500: 30, 9_500: 34, 10_500: 22, 12_000: 8}),
        "_group": group,
        "_extra": [],
    }
    return row


WISHES = {
    "none": {"ordinaer": 90, "housing_first": 10},
    "ambulant": {"ordinaer": 66, "housing_first": 24, "bofellesskap": 10},
    "day": {"bofellesskap": 55, "ordinaer": 25, "housing_first": 14, "smaahus": 6},
    "day_evening": {"bofellesskap": 64, "ordinaer": 14, "omsorgsbolig": 10, "smaahus": 12},
    "round_the_clock": {"bofellesskap": 62, "omsorgsbolig": 24, "smaahus": 14},
}


def wishes(draw: Draw, row: dict) -> None:
    weights = dict(WISHES[row["needs_staffing"]])
    ranked = []
    for _ in range(draw.weighted({0: 15, 1: 45, 2: 40})):
        if weights:
            choice = draw.weighted(weights)
            ranked.append(choice)
            weights.pop(choice)
    if row["course"] == "recovery" and draw.chance(50):
        ranked = ["rehabilitering", *ranked][:3]
    row["wish_categories"] = ranked
    districts = [row["district"]] if draw.chance(70) else []
    for _ in range(draw.weighted({0: 35, 1: 45, 2: 20})):
        choice = draw.weighted(dict(zip(DISTRICTS, (4, 22, 14, 10, 10, 6, 22, 12))))
        if choice not in districts:
            districts.append(choice)
    row["wish_districts"] = districts
    if "bofellesskap" in ranked and draw.chance(20):
        row["wish_sites"] = [draw.pick(["BT-A", "BT-B", "BT-E", "PH-2", "BJ"])]
    row["prefers"] = [tag for tag in ("stille", "naer-kollektiv") if draw.chance(28)]
    if "bofellesskap" not in ranked and draw.chance(34):
        row["refused_categories"] = ["bofellesskap"]
    away = [district for district in DISTRICTS if district not in districts]
    if draw.chance(24):
        row["refused_districts"] = sorted(draw.shuffled(away)[: draw.between(1, 3)])
    if draw.chance(24):  # the decision names categories; the others have an open one
        allowed = set(ranked) | {"ordinaer" if LADDER.index(row["needs_staffing"]) < 2 else "bofellesskap"}
        row["allowed_categories"] = sorted(allowed)


SITUATIONS = {"homeless": 30, "temporary": 6, "hospital": 11, "prison": 7, "at_risk": 20, "unsuitable": 34, "unknown": 3}


def applicants(places: list[tuple[str, str, str]]) -> list[dict]:
    """The 197, each with a situation; `places` are (kind, unit, status) of the homes that some of them hold now."""
    rows = []
    for group, counts in COURSES.items():
        draw = Draw("applicant", group)
        rows += [applicant(draw, group, course) for course in draw.dealt(counts)]
    families(rows)
    rows = Draw("order").shuffled(rows)
    settle(rows, places)
    draw = Draw("wishes")
    for row in rows:
        wishes(draw, row)
    history(rows)
    unknown(rows)
    for number, row in enumerate(rows, 1):
        row["id"] = f"S-{number:03d}"
        if row["_extra"]:
            row["profiles"] = ["barnefamilie"] if any(extra.get("child") for extra in row["_extra"]) else []
        for position, extra in enumerate(row["_extra"], 2):
            extra |= {"id": f"{row['id']}-{position}", "household": row["id"]}
    return rows


def families(rows: list[dict]) -> None:
    """Nine families with children and six couples; the documents mention families with children only (gaps.md 1.31)."""
    draw = Draw("families")
    others = [row for row in rows if row["_group"] == "other" and row["age"] < 50]
    chosen = draw.shuffled(others)[:12]
    for row in chosen[:9]:
        if draw.chance(45):
            row["_extra"].append(person(draw, "other", "none", calm=True))
        for _ in range(draw.weighted({1: 50, 2: 35, 3: 15})):
            row["_extra"].append({"child": True, "gender": draw.pick(["woman", "man"]), "age": draw.between(1, 15)})
        row["max_rent"] = 13_000  # with housing allowance for several persons
    drugs = [row for row in rows if row["course"] == "active_use" and row["violence"] < 2]
    for row in chosen[9:12] + draw.shuffled(drugs)[:3]:
        row["_extra"].append(person(draw, row["_group"], row["course"], calm=True))


def fits(row: dict, kind: str) -> bool:
    """Whether someone could have come to live in a home of this kind."""
    alone, need = not row["_extra"], LADDER.index(row["needs_staffing"])
    drugs = row["course"] in ("active_use", "stable_treatment")
    match kind:
        case "rehab":
            return alone and row["course"] == "recovery" and row["violence"] < 2
        case "rehab-women":
            return alone and row["course"] == "recovery" and row["gender"] == "woman"
        case "training":
            return alone and row["course"] in ("recovery", "stable_treatment") and row["violence"] < 2
        case "shared-men":
            return alone and drugs and need >= 1 and row["gender"] == "man" and row["violence"] < 2
        case "shared":
            return alone and drugs and need >= 2
        case "shared-25":
            return alone and row["age"] >= 25 and row["violence"] < 2 and need >= 1
        case "mental":
            return alone and row["_group"] == "mental" and need >= 1
        case "small":
            return alone and row["violence"] >= 2
        case "ordinary":
            return len(row["_extra"]) < 2 and row["violence"] < 2 and need == 1
        case "temporary-women":
            return alone and row["gender"] == "woman" and row["violence"] < 2
        case "temporary-family":
            return (
                row["violence"] == 0
                and row["course"] in ("none", "recovery")
                and (row["_group"] == "other" or bool(row["_extra"]))
            )
        case _:
            return alone and (drugs or row["_group"] in ("rop", "mental")) and row["violence"] < 3


def settle(rows: list[dict], places: list[tuple[str, str, str]]) -> None:
    """Who of the list holds which home, and the situation of the others."""
    draw = Draw("settle")
    waiting = draw.shuffled(rows)
    for kind, unit, status in places:
        row = next(row for row in waiting if fits(row, kind))
        waiting.remove(row)
        row |= {"situation": "tenant", "_unit": unit, "_status": status}
    order = draw.shuffled(waiting)
    troubled = [row for row in order if row["_group"] in ("rop", "mental") and not row["_extra"]]
    drugs = [row for row in order if row["course"] == "active_use" and not row["_extra"]]

    def give(pool: list[dict], situation: str, count: int) -> None:
        chosen = [row for row in pool if "situation" not in row][:count]
        assert len(chosen) == count, situation
        for row in chosen:
            row["situation"] = situation

    give(troubled, "hospital", SITUATIONS["hospital"])
    give(drugs, "prison", SITUATIONS["prison"])
    give(drugs, "homeless", 20)
    give(order, "homeless", SITUATIONS["homeless"] - 20)
    give(order, "temporary", SITUATIONS["temporary"])
    give(order, "at_risk", SITUATIONS["at_risk"])
    give(order, "unknown", SITUATIONS["unknown"])
    give(order, "unsuitable", SITUATIONS["unsuitable"])


CLASSES = {  # weights of priority 1, 2, 3
    "homeless": (45, 45, 10), "temporary": (35, 50, 15), "hospital": (55, 40, 5), "prison": (40, 50, 10), "at_risk": (14, 50, 36),
    "unsuitable": (4, 28, 68), "unknown": (10, 45, 45), "roof": (24, 44, 32), "tenant": (3, 30, 67),
}  # fmt: skip


def history(rows: list[dict]) -> None:
    """Class, waiting, dates, debts, refusals by sites."""
    draw = Draw("history")
    for row in rows:
        unit = row.get("_unit", "")
        stands = "roof" if unit.startswith(("MT", "AK")) else row["situation"]
        row["class"] = quantile(dict(enumerate(CLASSES[stands], 1)), draw.unit())
        if row["_extra"] and any(extra.get("child") for extra in row["_extra"]):
            row["class"] = min(row["class"], 2)
        waited = 5 + int({1: 150, 2: 330, 3: 520}[row["class"]] * draw.unit() ** 1.3)
        row["waiting_since"] = day(ROUND, -waited)
        row["passed_over"] = min(int(waited * draw.unit() / 60), 9)
        if row["situation"] in ("hospital", "prison"):
            row["ready_from"] = day(ROUND, draw.weighted({3: 25, 12: 20, 25: 15, 46: 20, 74: 10, 120: 10}))
            if row["situation"] == "hospital":
                row["housed_by"] = day(row["ready_from"], 14)
        if row["situation"] == "at_risk":
            row["housed_by"] = day(ROUND, draw.between(20, 110))
            row["housed_by_is_hard"] = False
        if row["situation"] == "temporary":
            row["accommodation_cost"] = 27_000
        if row.get("_status") == "must_move":
            row["housed_by"] = "2020-07-28"
            row["class"] = 2
        heavy = max(row["violence"], row["damage"])
        if draw.chance(3 + 5 * heavy):
            row["owes"] = [draw.weighted({"kommunen": 55, "privat-hf": 25, "utleier-2": 10, "utleier-4": 10})]
        if heavy >= 2 and draw.chance(38):
            row["barred_sites"] = sorted(
                draw.shuffled(["MT-1", "MT-2", "MT-3", "AK", "BT-A", "BJ", "KB-S2"])[: draw.between(1, 2)]
            )


UNKNOWNS = {"violence": 4, "fire": 2, "course": 3, "gender": 2, "age": 1, "vulnerable": 3, "needs_staffing": 2, "support_hours": 4,
            "needs_robust": 3, "motivated": 8, "specialist_agreement": 6, "waiting_since": 1, "max_rent": 18}  # fmt: skip


def unknown(rows: list[dict]) -> None:
    """Some things the office has not asked yet; and four whose gender is another or not disclosed."""
    draw = Draw("unknown")
    for key, count in UNKNOWNS.items():
        free = [row for row in rows if "_unit" not in row]
        for row in draw.shuffled(free)[:count]:
            row[key] = UNKNOWN
    alone = draw.shuffled([row for row in rows if "_unit" not in row and row["gender"] in ("woman", "man") and not row["_extra"]])
    for row, (gender, suits) in zip(
        alone, [("other", ["women"]), ("other", []), ("undisclosed", ["women", "men"]), ("undisclosed", ["men"])]
    ):
        row |= {"gender": gender, "suits": suits}
    for row in rows:
        if row["situation"] == "unknown":
            row["situation"] = UNKNOWN


RESIDENT_GROUPS = {  # site prefix: group weights, course weights (None: the group's own), tolerance of levels
    "BT-E": ({"drug": 50, "rop": 20, "other": 30}, {"stable_treatment": 45, "recovery": 35, "none": 20}),
    "BT": ({"drug": 60, "rop": 40}, {"active_use": 82, "stable_treatment": 18}),
    "BJ": ({"rop": 70, "mental": 30}, {"active_use": 60, "stable_treatment": 40}),
    "PH": ({"mental": 85, "rop": 15}, {"none": 82, "stable_treatment": 9, "active_use": 9}),
    "SH": ({"rop": 100}, {"active_use": 85, "stable_treatment": 15}),
    "MY": ({"rop": 100}, {"recovery": 100}),
    "RR": ({"drug": 70, "rop": 30}, {"recovery": 100}),
    "BTS": ({"drug": 60, "rop": 40}, {"recovery": 50, "stable_treatment": 50}),
    "OM": ({"drug": 45, "rop": 55}, {"active_use": 100}),
    "HF": ({"drug": 65, "rop": 35}, {"active_use": 68, "stable_treatment": 22, "recovery": 10}),
    "KB": ({"drug": 40, "mental": 40, "other": 20}, {"stable_treatment": 35, "recovery": 25, "none": 40}),
    "MT-4": ({"drug": 60, "rop": 30, "mental": 10}, {"active_use": 70, "stable_treatment": 20, "none": 10}),
    "MT-5": ({"other": 100}, {"none": 100}),
    "MT": ({"drug": 55, "rop": 25, "mental": 20}, {"active_use": 62, "stable_treatment": 18, "none": 20}),
    "AK": ({"drug": 60, "rop": 40}, {"active_use": 100}),
}
SITE_NEED = {"BT-A": 4, "BT-B": 4, "BT-C": 3, "BT-D": 3, "BT-E": 2, "BJ": 3, "PH-1": 4, "PH-2": 3, "PH-3": 2, "SH": 2, "MY": 3, "RR": 4,
             "BTS": 3, "OM": 4, "HF": 1, "KB": 1, "MT": 1, "AK": 1}  # fmt: skip


def by_site(table: dict, site: str):
    return table.get(site) or table.get(site.rsplit("-", 1)[0]) or table[site[:2]]


def residents(sites: list[dict], held: dict[str, list[dict]]) -> list[dict]:
    """Those who live in the homes and are not on the list; `held` are the applicants already in each unit."""
    rows = []
    for entry in sites:
        key = entry["site"]["id"]
        if key == "NH":
            continue
        draw = Draw("residents", key)
        for home in entry["units"]:
            gender = {"women": "woman"}.get(home.get("gender_rule") or entry["site"].get("gender_rule"))
            if key == "BT-D":
                gender = "man"
            if key == "PH-3":
                gender = "woman" if home["wing"] == "1. etasje" else "man"
            for _ in range(room(home, len(held.get(home["id"], [])))):
                rows.append(resident(draw, entry["site"], home, gender))
    for number, row in enumerate(rows, 1):
        row["id"] = f"B-{number:03d}"
    mix(Draw("mixed"), rows, sites)
    gaps(rows)
    return rows


def room(home: dict, held: int) -> int:
    """How many residents beside those on the list: an occupied home has one household, a shared unit nine of ten places taken."""
    if "shared_places" in home:
        return max(0, home["shared_places"] * 9 // 10 - held)
    if "_free" in home or "_empty" in home or "out_of_service" in home or held:
        return 0
    return 1


def resident(draw: Draw, site: dict, home: dict, gender: str | None) -> dict:
    key = site["id"]
    groups, courses = by_site(RESIDENT_GROUPS, key)
    group = draw.weighted(groups)
    one = person(draw, group, draw.weighted(courses), gender=gender)
    for dimension in DIMENSIONS:
        limit = site.get(f"tolerance_{dimension}", 3)
        one[dimension] = min(one[dimension], limit)
    if key.startswith("SH"):
        one["violence"] = draw.weighted({2: 55, 3: 45})
        one["vulnerable"] = False
    if key in MIXED:
        one["violence"], one["vulnerable"], one["age"] = min(one["violence"], 1), False, max(one["age"], 26)
    need = LADDER[by_site(SITE_NEED, key)]
    low, high = HOURS[need]
    row = one | {"unit": home["id"], "status": "stays", "support_hours": draw.between(low, high) / 2}
    if "_leaves" in home:
        destination = draw.pick(["egen leid bolig", "annen kommune", "sykehjem"])
        row |= {"status": "leaves", "leaves_on": home["_leaves"], "destination": destination}
    return row


# Floors of shared sites: how many residents who threaten or hit, who are vulnerable, who are 25 or younger. In most sites the vulnerable
# live upstairs. Bjørnsonsgate and the lower floor of BT-B break R64 by themselves: what already is.
MIXED: dict[str, dict[str | None, tuple[int, int, int]]] = {
    "BT-A": {"1. etasje": (2, 0, 1), "2. etasje": (0, 3, 1)},
    "BT-B": {"1. etasje": (2, 1, 0), "2. etasje": (0, 2, 2)},
    "BT-C": {"1. etasje": (0, 0, 2), "2. etasje": (0, 2, 1)},
    "BT-D": {"1. etasje": (0, 1, 1), "2. etasje": (0, 2, 0)},
    "BT-E": {"1. etasje": (0, 2, 0), "2. etasje": (0, 3, 0)},
    "BJ": {None: (1, 2, 1)},
    "PH-1": {None: (0, 4, 0)},
    "PH-2": {None: (0, 4, 0)},
    "PH-3": {"1. etasje": (0, 1, 0), "2. etasje": (1, 0, 0)},
}


def mix(draw: Draw, rows: list[dict], sites: list[dict]) -> None:
    """Gives the floors of `MIXED` their numbers: who, is drawn."""
    wings = {home["id"]: (entry["site"]["id"], home.get("wing")) for entry in sites for home in entry["units"]}
    for site, floors in MIXED.items():
        for floor, (violent, vulnerable, young) in floors.items():
            stay = draw.shuffled(row for row in rows if wings[row["unit"]] == (site, floor) and row["status"] == "stays")
            for row in stay[:violent]:
                row["violence"] = 2
            for row in stay[violent : violent + vulnerable]:
                row["vulnerable"] = True
            for row in stay[violent + vulnerable : violent + vulnerable + young]:
                row["age"] = draw.between(19, 25)


def gaps(rows: list[dict]) -> None:
    """A few residents of whom something is unknown; composition rules then count the worst."""
    draw = Draw("resident gaps")
    stays = [row for row in rows if row["unit"].startswith(("HF", "KB", "MT", "OM"))]
    for key, count in {"violence": 2, "vulnerable": 2, "course": 2, "support_hours": 2}.items():
        for row in draw.shuffled(stays)[:count]:
            row[key] = UNKNOWN


assert FREE[0] == ROUND < QUARTER_END
