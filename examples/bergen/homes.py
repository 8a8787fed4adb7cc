"""The homes of the synthetic round: sites, units, who holds them on the round's date, and which become free when.

Totals come from `sources.json`; every split between sites is an assumption within such a total (see `columns.csv`).
"""

from draw import Draw

ROUND = "2020-04-30"
WEEK_END, QUARTER_END = "2020-05-07", "2020-07-29"
# The dates on which homes become free: the round's own, one more in its first week, then the first and middle of a month.
FREE = ["2020-04-30", "2020-05-04", "2020-05-15", "2020-06-01", "2020-06-15", "2020-07-01", "2020-07-15"]
# Vacancies by date: 9 in the first week (483 / 52) and 121 in the quarter (483 / 4), the rest spread evenly.
VACANCIES = [5, 4, 23, 23, 22, 22, 22]

DISTRICTS = ["Arna", "Bergenhus", "Fana", "Fyllingsdalen", "Laksevåg", "Ytrebygda", "Årstad", "Åsane"]

PLACE_YEAR = 320_000  # kroner a year for a bought place with follow-up
BOUGHT = round(PLACE_YEAR / 12)
HOSTEL = 27_000

COMMON = {"municipality": "Bergen", "landlord": "kommunen", "operator": "kommunen", "contract": "ordinary_tenancy"}
SHARED = COMMON | {"category": "bofellesskap", "substance_rule": "accepted", "age_min": 18, "children": False}


def tolerate(violence=None, damage=None, noise=None, fire=None) -> dict:
    stated = {"violence": violence, "damage": damage, "noise": noise, "fire": fire}
    return {f"tolerance_{dimension}": level for dimension, level in stated.items() if level is not None}


def site(
    key,
    name,
    category=None,
    district=None,
    zone=None,
    *,
    count,
    let,
    vacant,
    free=(),
    leaves=(),
    unit=None,
    common=COMMON,
    wings=(),
    **facts,
):
    """One site with `count` units; `free` and `leaves` index `FREE` for vacant units and for residents who leave."""
    row = {"id": key, "name": name, **common, "district": district, "zone": zone, **facts}
    if category:
        row["category"] = category
    units = []
    for number in range(1, count + 1):
        home = {
            "id": f"{key}-{number:02d}",
            "site": key,
            "largest_household": 1,
            "cost_let": let,
            "cost_vacant": vacant,
            **(unit or {}),
        }
        if wings:
            home["wing"] = wings[(number - 1) * len(wings) // count]
        units.append(home)
    return {"site": row, "units": units, "free": list(free), "leaves": list(leaves)}


def special() -> list[dict]:
    """Every site of the operating entries but the ordinary dwellings; the numbers are in README.md."""
    floors = ("1. etasje", "2. etasje")
    stay = COMMON | {"contract": "stay"}
    bought = stay | {"operator": "ideell", "landlord": "ideell"}
    hostel = stay | {"category": "midlertidig", "homeless": True}
    rent = {"rent": 7_400}
    # fmt: off
    sites = [
        # Avdeling for botjenester: 91 flats in five measures.
        site("BT-A", "Botjeneste A", None, "Årstad", "sone-01", count=20, let=52_000, vacant=48_000, free=[0], leaves=[3], unit=rent,
             common=SHARED, wings=floors, staffing="round_the_clock", provides=["naer-kollektiv"], **tolerate(2, 2, 2, 2)),
        site("BT-B", "Botjeneste B", None, "Bergenhus", "sone-02", count=18, let=52_000, vacant=48_000, leaves=[2, 5], unit=rent,
             common=SHARED, wings=floors, staffing="round_the_clock", provides=["naer-kollektiv"], **tolerate(2, 2, 2, 2)),
        site("BT-C", "Botjeneste C", None, "Fyllingsdalen", "sone-03", count=17, let=36_000, vacant=33_000, free=[4], unit=rent,
             common=SHARED, wings=floors, staffing="day_evening", **tolerate(1, 2, 2, 2)),
        site("BT-D", "Botjeneste D", None, "Laksevåg", "sone-04", count=16, let=36_000, vacant=33_000, leaves=[3], unit=rent,
             common=SHARED, wings=floors, staffing="day_evening", gender_rule="single", **tolerate(1, 2, 2, 1)),
        site("BT-E", "Botjeneste E", None, "Åsane", "sone-05", count=20, let=27_000, vacant=25_000, leaves=[4], unit=rent,
             common=SHARED | {"age_min": 25, "substance_rule": None}, wings=floors, staffing="day", provides=["stille"], **tolerate(1, 1, 1, 1)),
        site("BJ", "Bjørnsonsgate", None, "Årstad", "sone-01", count=12, let=36_000, vacant=33_000, free=[3], leaves=[5], unit={"rent": 7_900},
             common=SHARED | {"contract": "housing_and_service_agreement"}, staffing="day_evening", consent="bo-og-tjenesteavtale",
             **tolerate(2, 2, 2, 1)),
        # Avdeling psykisk helse.
        site("PH-1", "Botiltak psykisk helse 1", "bofellesskap", "Fana", "sone-06", count=10, let=52_000, vacant=48_000, free=[1], leaves=[4],
             unit=rent, staffing="round_the_clock", specialist_agreement=True, shielded=True, children=False,
             provides=["stille"], **tolerate(1, 1, 1, 1), intended="substance_rule=not_accepted"),
        site("PH-2", "Botiltak psykisk helse 2", "bofellesskap", "Årstad", "sone-07", count=10, let=36_000, vacant=33_000, leaves=[2], unit=rent,
             staffing="day_evening", children=False, provides=["naer-kollektiv"], **tolerate(1, 1, 1, 1),
             intended="substance_rule=not_accepted"),
        site("PH-3", "Botiltak psykisk helse 3", "bofellesskap", "Åsane", "sone-05", count=8, let=27_000, vacant=25_000, free=[5], unit=rent,
             wings=floors, staffing="day", children=False, **tolerate(2, 1, 1, 1), intended="substance_rule=not_accepted"),
        # Small houses, and the small detached houses bought for a few: one assumed total of 18.
        site("SH-1", "Småhus 1", "smaahus", "Laksevåg", "sone-08", count=7, let=14_000, vacant=8_000, free=[2], unit={"rent": 8_000, "size": 45},
             staffing="day", substance_rule="accepted", detached=True, children=False, **tolerate(fire=2)),
        site("SH-2", "Småhus 2", "smaahus", "Årstad", "sone-09", count=7, let=14_000, vacant=8_000, leaves=[4], unit={"rent": 8_000, "size": 45},
             staffing="day", substance_rule="accepted", detached=True, children=False, provides=["naer-kollektiv"], **tolerate(fire=2)),
        site("SH-E", "Små eneboliger", "smaahus", "Fana", "sone-10", count=4, let=58_000, vacant=10_000, free=[6],
             unit={"rent": 8_600, "size": 50, "robust": True}, staffing="day_evening", substance_rule="accepted", detached=True, shielded=True,
             children=False),
        # Rehabilitation.
        site("MY", "Myrsæter", "rehabilitering", "Åsane", "sone-11", count=20, let=46_000, vacant=43_000, free=[0], leaves=[5], common=stay,
             wings=("hovedhus", "hovedhus", "hovedhus", "underavdeling", "underavdeling"), staffing="day_evening",
             substance_rule="abstinence_required", motivation=True, severity_min=2, max_stay_months=24, children=False, **tolerate(1, 1, 1, 2)),
        site("BTS", "Botreningssenteret", "rehabilitering", "Bergenhus", "sone-02", count=10, let=33_000, vacant=30_000, free=[2], leaves=[6],
             common=stay, staffing="day_evening", substance_rule="not_accepted", motivation=True, max_stay_months=18, children=False,
             **tolerate(1, 1, 2, 2)),
        site("RR-1", "Rusfri rehabilitering 1", "rehabilitering", "Årstad", "sone-07", count=6, let=BOUGHT, vacant=0, free=[0], leaves=[3],
             common=bought, staffing="round_the_clock", substance_rule="abstinence_required", shielded=True, children=False, **tolerate(1, 1, 1, 1)),
        site("RR-2", "Rusfri rehabilitering 2", "rehabilitering", "Fana", "sone-06", count=6, let=BOUGHT, vacant=0, free=[5],
             common=bought, staffing="round_the_clock", substance_rule="abstinence_required", treatment_months=6, children=False, **tolerate(1, 1, 1, 1)),
        site("RR-3", "Rusfri rehabilitering 3", "rehabilitering", "Bergenhus", "sone-12", count=6, let=BOUGHT, vacant=0, leaves=[2],
             common=bought, staffing="round_the_clock", substance_rule="abstinence_required", gender_rule="women", children=False, **tolerate(1, 1, 1, 1)),
        # Care institutions for persons in active use.
        site("OM-1", "Omsorgsinstitusjon 1", "omsorgsbolig", "Bergenhus", "sone-12", count=12, let=BOUGHT, vacant=0, free=[3], leaves=[6],
             common=bought, unit={"accessible": True}, staffing="round_the_clock", substance_rule="accepted", children=False, **tolerate(2, 2, 3, 2)),
        site("OM-2", "Omsorgsinstitusjon 2", "omsorgsbolig", "Årstad", "sone-09", count=12, let=BOUGHT, vacant=0, leaves=[2],
             common=bought, unit={"accessible": True}, staffing="round_the_clock", substance_rule="accepted", children=False, **tolerate(1, 2, 3, 2)),
        # Housing First: 37 households followed (35 to 40), half in private dwellings.
        site("HF-K", "Housing First, kommunale boliger", "housing_first", "Årstad", None, count=21, let=9_000, vacant=9_000, free=[1, 3, 3],
             leaves=[4], unit={"rent": 8_400, "largest_household": 2}, staffing="ambulant", substance_rule="accepted", homeless=True,
             serves_districts=["Bergenhus", "Årstad"], **tolerate(2, 2)),
        site("HF-P", "Housing First, private boliger", "housing_first", "Bergenhus", None, count=21, let=11_000, vacant=3_000, free=[2, 2],
             leaves=[5], unit={"rent": 9_900, "largest_household": 2}, common=COMMON | {"landlord": "privat-hf"}, staffing="ambulant",
             substance_rule="accepted", homeless=True, serves_districts=["Bergenhus", "Årstad"], **tolerate(2, 1, 2)),
        # Temporary places with five external suppliers: 100.
        site("MT-1", "Midlertidig, leverandør 1", None, "Bergenhus", "sone-02", count=2, let=HOSTEL, vacant=0, common=hostel,
             unit={"shared_places": 13}, operator="leverandør 1", landlord="leverandor-1", staffing="round_the_clock", substance_rule="accepted",
             children=False, **tolerate(2, 2, 2, 2)),
        site("MT-2", "Midlertidig, leverandør 2", None, "Årstad", "sone-01", count=2, let=HOSTEL, vacant=0, common=hostel,
             unit={"shared_places": 12}, operator="leverandør 2", landlord="leverandor-2", staffing="round_the_clock", substance_rule="accepted",
             children=False, **tolerate(2, 2, 3, 2)),
        site("MT-3", "Midlertidig, leverandør 3", None, "Laksevåg", "sone-04", count=2, let=HOSTEL, vacant=0, common=hostel,
             unit={"shared_places": 10}, operator="leverandør 3", landlord="leverandor-3", staffing="day_evening", children=False,
             **tolerate(1, 2, 2, 2)),
        site("MT-4", "Midlertidig, leverandør 4", None, "Bergenhus", "sone-12", count=1, let=HOSTEL, vacant=0, common=hostel,
             unit={"shared_places": 14}, operator="leverandør 4", landlord="leverandor-4", staffing="round_the_clock", gender_rule="women",
             substance_rule="accepted", children=False, **tolerate(1, 1, 2, 2)),
        site("MT-5", "Midlertidig, leverandør 5", None, "Fana", "sone-10", count=16, let=HOSTEL, vacant=0, common=hostel,
             unit={"largest_household": 5}, operator="leverandør 5", landlord="leverandor-5", staffing="none", substance_rule="not_accepted",
             **tolerate(0, 1, 1, 1)),
        site("AK", "Akuttovernatting", None, "Årstad", "sone-01", count=1, let=20_000, vacant=20_000, common=hostel,
             unit={"shared_places": 10}, staffing="round_the_clock", substance_rule="accepted", children=False, **tolerate(2, 3, 3, 3)),
        # Stated with its date: it opened after the round, so that nothing is given there.
        site("NH", "Natthuset", None, "Bergenhus", "sone-02", count=1, let=12_000, vacant=12_000, common=hostel, unit={"shared_places": 10},
             operator="Huset Bergen", landlord="huset-bergen", staffing="day_evening", substance_rule="accepted", children=False, opens="2024-01-01"),
    ]
    # fmt: on
    for number, (district, free) in enumerate(
        zip(["Fana", "Ytrebygda", "Åsane", "Fyllingsdalen", "Laksevåg"], [0, 3, 4, 5, 6]), 1
    ):
        sites.append(
            site(
                f"TV-{number}",
                f"Tilvisningsavtale {number}",
                "ordinaer",
                district,
                f"sone-{12 + number}",
                count=1,
                let=500,
                vacant=0,
                free=[free],
                unit={"rent": 9_400, "largest_household": 3},
                staffing="none",
                common=COMMON | {"contract": "referral_agreement", "landlord": f"utleier-{number}", "operator": "privat"},
                **tolerate(0, 1, 1, 1),
            )
        )
    by_id = {entry["site"]["id"]: entry for entry in sites}
    for home in by_id["BT-B"]["units"]:
        if home["wing"] == "2. etasje":
            home["gender_rule"] = "women"
    for home in by_id["PH-3"]["units"]:
        home["gender_rule"] = "single"
    for home in by_id["BT-A"]["units"][:5]:
        home["robust"] = True
    for home in by_id["MY"]["units"]:
        if home["wing"] == "hovedhus" and home["id"] > "MY-03":
            home["out_of_service"] = "smittevern"
    return sites


ORDINARY = [
    ("KB-AR", "Arna", "sone-18", 1), ("KB-B1", "Bergenhus", "sone-12", 2), ("KB-B2", "Bergenhus", "sone-02", 1),
    ("KB-FA", "Fana", "sone-06", 1), ("KB-F1", "Fyllingsdalen", "sone-03", 1), ("KB-F2", "Fyllingsdalen", "sone-16", 2),
    ("KB-LA", "Laksevåg", "sone-08", 2), ("KB-YT", "Ytrebygda", "sone-14", 1), ("KB-S1", "Årstad", "sone-07", 1),
    ("KB-S2", "Årstad", "sone-09", 2), ("KB-AA", "Åsane", "sone-11", 1),
]  # fmt: skip
WITH_FAMILY_FLATS = {"KB-AR", "KB-FA", "KB-F1", "KB-YT", "KB-AA"}
WITH_ACCESSIBLE = {"KB-FA", "KB-S1", "KB-AA"}
QUIET = {"KB-AR", "KB-FA", "KB-YT", "KB-AA"}
CLOSING = "KB-X"


def ordinary(special_sites: list[dict]) -> list[dict]:
    """Municipal dwellings: the vacancies that the special sites leave of the quarter's, and those followed by the ambulant team."""
    draw = Draw("ordinary")
    left = list(VACANCIES)
    for entry in special_sites:
        for date in entry["free"] + entry["leaves"]:
            left[date] -= 1
    dates = [date for date, count in enumerate(left) for _ in range(count)]
    half = len(dates) // 2
    halves = [dates[:half], dates[half:]]
    order = [draw.shuffled(range(len(ORDINARY))), draw.shuffled(range(len(ORDINARY)))]
    given: list[list[int]] = [[] for _ in ORDINARY]
    for part, turn in zip(halves, order):
        size = -(-len(part) // len(ORDINARY))
        chunks = [part[at * len(part) // len(ORDINARY) : (at + 1) * len(part) // len(ORDINARY)] for at in range(len(ORDINARY))]
        assert max(map(len, chunks)) <= size
        for at, building in enumerate(turn):
            given[building] += chunks[at]
    sites = []
    for (key, district, zone, noise), free in zip(ORDINARY, given):
        tags = ["stille"] if key in QUIET else ["naer-kollektiv"]
        residents = 3 if noise == 2 else 2
        entry = site(
            key,
            f"Kommunale boliger {key[3:]}",
            "ordinaer",
            district,
            zone,
            count=len(free) + residents,
            let=1_500,
            vacant=9_000,
            free=sorted(free),
            unit={"rent": 8_200, "largest_household": 2},
            staffing="ambulant",
            provides=tags,
            **tolerate(1, 1, noise, 2),
        )
        late = [home for home, date in zip(entry["units"], sorted(free)) if date >= 2]
        if key in WITH_FAMILY_FLATS:
            for home in late[:2]:
                home |= {"largest_household": 5, "rent": 11_500, "reserved_for": "barnefamilie"}
        if key in WITH_ACCESSIBLE:
            for home in late[-3:-1]:
                home["accessible"] = True
        for home in late[2:4]:
            home["held_back"] = "andre grupper"
        sites.append(entry)
    sites.append(
        site(
            CLOSING,
            "Kommunale boliger X",
            "ordinaer",
            "Laksevåg",
            "sone-08",
            count=2,
            let=1_500,
            vacant=9_000,
            unit={"rent": 7_900, "largest_household": 2, "held_back": "bygget avvikles"},
            staffing="ambulant",
            closes="2020-07-29",
            **tolerate(1, 1, 1, 2),
        )
    )
    return sites


def world() -> list[dict]:
    """All sites; each unit gets `_free` (a date, if vacant), `_leaves` (a date, if its resident leaves) or neither."""
    sites = special()
    sites += ordinary(sites)
    for entry in sites:
        usable = [home for home in entry["units"] if "shared_places" not in home and "out_of_service" not in home]
        for home, date in zip(usable, entry["free"]):
            home["_free"] = FREE[date]
        rest = [home for home in usable if "_free" not in home]
        for home, date in zip(reversed(rest), entry["leaves"]):
            home["_leaves"] = FREE[date]
    assert sum(len(entry["free"]) + len(entry["leaves"]) for entry in sites) == sum(VACANCIES)
    return sites
