"""What couples the households of the synthetic round: settings, rules turned on, resources, and pairs kept apart. All assumed."""

from draw import Draw
from homes import BOUGHT

BOTJENESTER = ["BT-A", "BT-B", "BT-C", "BT-D", "BT-E"]
PSYK = ["PH-1", "PH-2", "PH-3"]
BOUGHT_PLACES = ["OM-1", "OM-2", "RR-1", "RR-2", "RR-3"]


def settings() -> dict:
    return {
        "longest_wait(1)": 90,
        "longest_wait(2)": 180,
        "longest_wait(3)": 365,
        "zone_ceiling(sone-01)": 60,
        "zone_ceiling(sone-02)": 60,
        "hostel_price": 27_000,
        "support_price": 450,
        "longest_chain": 4,
        "behaviour_scale": 3,
    }


def at(*sites: str) -> str:
    return "site=" + "|".join(sites)


def rules() -> list[dict]:
    hard, soft = {"strictness": "hard"}, {"strictness": "soft", "level": "misplacement"}
    return [
        {"id": "R16", "kind": "preset", **soft, "price": 3, "homes": at("OM-1", "OM-2"), "who": "age<=25; child=no"},
        {
            "id": "R42", "kind": "exclude", **hard, "homes": "contract=referral_agreement", "who": "course=active_use",
            "say_nb": "Tilvisningsboliger er ikke for den som er i aktiv rus",
            "say_en": "Referral dwellings are not for those in active use", "source": "R42",
        },
        {"id": "R51", "kind": "preset", **hard, "homes": at("BT-E", "BTS", "MY", "RR-1", "RR-2", "RR-3")},
        {"id": "R54", "kind": "preset", **soft, "price": 2, "homes": at(*PSYK)},
        {"id": "R56", "kind": "preset", **hard, "homes": at(*BOTJENESTER[:4], "BJ"), "scope": "wing", "who": "violence>=2", "most": 2},
        {"id": "R60", "kind": "preset", **hard, "homes": at(*BOTJENESTER), "who": "age<=25", "most": 3},
        {"id": "R64", "kind": "preset", **hard, "homes": at(*BOTJENESTER, "BJ", *PSYK), "scope": "wing", "b": "violence>=2"},
        {
            "id": "tyngste-andel", "kind": "share", **hard, "homes": at("BT-E"), "scope": "site", "who": "severity>=3", "percent": 40,
            "say_nb": "Høyst 40 prosent av plassene til hovedforløp 3",
            "say_en": "At most 40 per cent of the places for severity course 3", "source": "R57",
        },
        {
            "id": "flyttinger", "kind": "move_limit", **hard, "most": 6,
            "say_nb": "Høyst seks faste leietakere flytter i runden",
            "say_en": "At most six permanent tenants move in the round", "source": "R67",
        },
    ]  # fmt: skip


def resources(sites: list[dict]) -> list[dict]:
    followed = [entry["site"]["id"] for entry in sites if entry["site"]["id"].startswith("KB-")]
    return [
        {"id": "hf-team", "name": "HF-teamet", "uses": "households", "capacity": 40, "categories": ["housing_first"]},
        {
            "id": "ambulant",
            "name": "Ambulant oppfølging",
            "uses": "support_hours",
            "capacity": 124,
            "assumed_use": 3,
            "sites": followed,
        },
        {"id": "kjop", "name": "Kjøpte plasser", "uses": "monthly_cost", "capacity": 40 * BOUGHT, "sites": BOUGHT_PLACES},
    ]


def relations(waiting: list[dict], living: list[dict]) -> list[dict]:
    """Twenty-three pairs kept apart and two together; the documents name no pair (gaps.md 1.6)."""
    draw = Draw("relations")
    free = draw.shuffled([row for row in waiting if not row["_extra"]])
    drugs = [row["id"] for row in free if row["course"] in ("active_use", "stable_treatment")]
    others = [row["id"] for row in free if row["course"] not in ("active_use", "stable_treatment")]
    shared = [row["id"] for row in living if row["unit"].startswith(("BT-A", "BT-B", "BT-C", "BT-D", "BJ", "SH", "OM"))]
    calm = [row["id"] for row in living if row["unit"].startswith(("BT-E", "PH", "BTS", "MY"))]
    neighbours = [row["id"] for row in living if row["unit"] in ("BT-A-06", "BT-A-08")]
    shared, calm = draw.shuffled(row for row in shared if row not in neighbours), draw.shuffled(calm)
    rows = []

    def apart(one: str, other: str, **more) -> None:
        rows.append({"one": one, "other": other, "kind": "apart", "strictness": "hard", "scope": "site"} | more)

    for at_row, (one, other) in enumerate(zip(drugs[:11], shared)):
        apart(one, other, **({"until": "2020-12-31"} if at_row % 4 == 0 else {}))
    for one, other in zip(others[:3], calm):
        apart(one, other, scope="wing")
    apart(drugs[11], shared[11], strictness="soft", level="misplacement", price=3)
    apart(others[3], calm[3], strictness="soft", level="misplacement", price=2)
    for pair in range(5):
        apart(drugs[12 + 2 * pair], drugs[13 + 2 * pair], scope="zone" if pair == 0 else "site")
    apart(neighbours[0], neighbours[1], scope="wing")  # they share a floor already: a standing violation
    apart(shared[12], shared[13])
    rows.append(
        {
            "one": others[4],
            "other": others[5],
            "kind": "together",
            "strictness": "soft",
            "level": "misplacement",
            "price": 2,
            "scope": "site",
        }
    )
    rows.append({"one": others[6], "other": others[7], "kind": "together", "strictness": "hard", "scope": "site"})
    return rows
