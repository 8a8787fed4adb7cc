"""Holds the written tables against the published figures, and counts what the README says of them."""

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def figures() -> dict[str, dict[str, Any]]:
    sources = json.loads((HERE / "sources.json").read_text(encoding="utf-8"))
    return {entry["id"]: entry for entry in sources["figures"] + sources["facilities"]}


def places(tables: dict, prefix: str) -> int:
    return sum(row.get("shared_places", 1) for row in tables["units"] if row["id"].startswith(prefix))


def vacancies(tables: dict) -> list[dict]:
    """Unshared homes that nobody holds, or that their residents leave within the horizon; temporary places are roofs, not homes."""
    held = {row["unit"]: row["leaves_on"] if row["status"] == "leaves" else None for row in tables["residents"]}
    temporary = {row["id"] for row in tables["sites"] if row["category"] == "midlertidig"}
    closing = {row["id"] for row in tables["sites"] if row.get("closes")}
    homes = [row for row in tables["units"] if row["site"] not in temporary | closing and "out_of_service" not in row]
    return [row for row in homes if held.get(row["id"], "free") is not None]


def misfits(quarter: dict, week: dict, groups: Counter) -> list[str]:
    """Where the tables leave the published figures."""
    fact = figures()
    value: dict[str, Any] = {key: entry.get("value", entry.get("places")) for key, entry in fact.items()}
    residents = Counter(row["unit"].split("-")[0] for row in quarter["residents"])
    settings, without_home = quarter["settings"][0], situations(quarter)
    off_own = sum(without_home[key] for key in ("in temporary places here", "temporary", "homeless", "hospital", "prison"))
    checks = {
        "197 applicants": len(quarter["applicants"]) == value["list-2020-04"],
        "84, 36, 24 and the rest": [groups["drug"], groups["rop"], groups["mental"]]
        == [value["list-drug"], value["list-rop"], value["list-mental"]],
        "112 without a dwelling of their own": value["homeless-on-list"] <= off_own <= value["homeless-rop"],
        "homeless with friends or family": without_home["homeless"] >= value["homeless-friends"],
        "121 vacancies": len(vacancies(quarter)) == round(value["allocated-2019"] / 4),
        "nine vacancies": len(vacancies(week)) == round(value["allocated-2019"] / 52),
        "91 flats": places(quarter, "BT-") == value["bergen-botjenester-5"],
        "100 temporary places": places(quarter, "MT-") == value["bergen-temporary-100"],
        "Natthuset": places(quarter, "NH-") == value["bergen-natthuset"],
        "Myrsæter": places(quarter, "MY-") == value["bergen-myrsaeter"],
        "referral agreements": places(quarter, "TV-") <= value["referral-107"],
        "Housing First": fact["bergen-housing-first"]["places_min"]
        <= residents["HF"]
        <= fact["bergen-housing-first"]["places_max"],
        "ambulant": fact["bergen-ambulant"]["places_min"]
        <= residents["HF"] + residents["KB"]
        <= fact["bergen-ambulant"]["places_max"],
        "hostel price": settings["hostel_price"] == value["hospits-rent"] + value["hospits-followup"],
    }
    return [f"the tables leave the sources on: {what}" for what, holds in checks.items() if not holds]


def situations(tables: dict) -> Counter:
    roofs = ("MT", "AK")
    counted: Counter = Counter()
    for row in tables["applicants"]:
        if "_unit" in row:
            counted["in temporary places here" if row["_unit"].startswith(roofs) else "tenants here"] += 1
        else:
            counted[row["situation"] if isinstance(row["situation"], str) else "unknown"] += 1
    return counted


def totals(tables: dict) -> str:
    """The table of totals in the README."""
    classes, tenure = Counter(row["class"] for row in tables["applicants"]), Counter(row["status"] for row in tables["residents"])
    free = vacancies(tables)
    shared = [row for row in tables["units"] if "shared_places" in row]
    rows = [
        ("sites", len(tables["sites"])),
        ("units", len(tables["units"])),
        ("of them shared, and places in those", f"{len(shared)}, {sum(row['shared_places'] for row in shared)}"),
        ("residents' households", len(tables["residents"])),
        *(
            (f"of them: {status.replace('_', ' ')}", tenure[status])
            for status in ("stays", "leaves", "wants_to_move", "must_move")
            if tenure[status]
        ),
        ("applicants' households", len(tables["applicants"])),
        *((f"of them priority {number}", classes[number]) for number in sorted(classes)),
        ("further persons in them", len(tables["persons"])),
        ("homes that become free", len(free)),
        ("of them held back for other groups", sum("held_back" in row for row in free)),
        ("relations, rules, resources", ", ".join(str(len(tables[name])) for name in ("relations", "rules", "resources"))),
    ]
    return "\n".join(f"| {what} | {count} |" for what, count in rows)


def columns_unaccounted(made: set[str]) -> list[str]:
    """Columns that are written and not in columns.csv, the other way round, and facts that sources.json lacks."""
    known = figures()
    with (HERE / "columns.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    faults = [
        f"columns.csv and the tables disagree on {name}"
        for name in sorted(made ^ {f"{row['table']}.{row['column']}" for row in rows})
    ]
    for row in rows:
        facts = [fact for fact in row["fact"].split("; ") if fact]
        missing = [fact for fact in facts if fact not in known]
        sound = (
            row["basis"] == "assumed"
            if not facts
            else row["basis"] in ("sourced", "partly") and row["document"] and row["section"]
        )
        if missing or not sound or not row["how"]:
            faults.append(f"columns.csv: {row['table']}.{row['column']} is not accounted for")
    return faults
