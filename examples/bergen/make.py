"""Writes the synthetic round calibrated to Bergen's published totals: `quarter/` and `week/`, as CSV.

    python make.py            writes the files
    python make.py --check    says whether the committed files are what this writes, keep within the published figures, and have
                              every column accounted for in columns.csv

The standard library only; the seed is fixed; nothing outside this folder is read.
"""

import csv
import io
import sys
from collections import Counter
from pathlib import Path

from account import columns_unaccounted, misfits, totals
from couplings import relations, resources, rules, settings
from homes import QUARTER_END, ROUND, WEEK_END, world
from norwegian import HEADINGS, heading, norwegian
from people import UNKNOWN, applicants, residents

HERE = Path(__file__).resolve().parent

# Who of the 197 holds which home now: (what the person must be like, site, how many, what they do).
HELD = [
    ("rehab", "MY", 3, "must_move"),
    ("rehab", "MY", 3, "wants_to_move"),
    ("rehab", "RR-1", 2, "wants_to_move"),
    ("rehab", "RR-2", 2, "wants_to_move"),
    ("rehab-women", "RR-3", 1, "wants_to_move"),
    ("training", "BTS", 3, "wants_to_move"),
    ("small", "SH-1", 1, "wants_to_move"),
    ("shared", "BT-A", 1, "wants_to_move"),
    ("shared", "BT-B", 1, "wants_to_move"),
    ("shared", "BT-C", 1, "wants_to_move"),
    ("shared-men", "BT-D", 1, "wants_to_move"),
    ("shared-25", "BT-E", 1, "wants_to_move"),
    ("shared", "BJ", 1, "wants_to_move"),
    ("mental", "PH-1", 1, "wants_to_move"),
    ("mental", "PH-2", 1, "wants_to_move"),
    ("ordinary", "KB-X", 2, "must_move"),
    ("ordinary", "KB-FA", 1, "wants_to_move"),
    ("ordinary", "KB-LA", 1, "wants_to_move"),
    ("ordinary", "KB-S1", 1, "wants_to_move"),
    ("temporary-women", "MT-4", 11, "wants_to_move"),
    ("temporary-family", "MT-5", 13, "wants_to_move"),
    ("temporary", "MT-1", 10, "wants_to_move"),
    ("temporary", "MT-2", 10, "wants_to_move"),
    ("temporary", "MT-3", 8, "wants_to_move"),
    ("temporary", "AK", 6, "wants_to_move"),
]  # fmt: skip


def places(sites: list[dict]) -> list[tuple[str, str, str]]:
    """One entry for each home that an applicant holds; shared units are filled in turn."""
    by_id = {entry["site"]["id"]: entry["units"] for entry in sites}
    taken: dict[str, int] = {}
    found = []
    for kind, site, count, status in HELD:
        homes = [home for home in by_id[site] if not {"_free", "_leaves", "out_of_service"} & home.keys()]
        shared = "shared_places" in homes[0]
        for _ in range(count):
            at = taken.get(site, 0)
            found.append((kind, homes[at % len(homes) if shared else at]["id"], status))
            taken[site] = at + 1
    return found


def build() -> dict[str, list[dict]]:
    """The quarter's tables, rows with canonical column names; `None` and a missing key are an empty cell."""
    sites = world()
    for home in next(entry["units"] for entry in sites if entry["site"]["id"] == "MT-5")[14:]:
        home["_empty"] = True
    held_places = places(sites)
    waiting = applicants(held_places)
    held: dict[str, list[dict]] = {}
    for row in waiting:
        if "_unit" in row:
            held.setdefault(row["_unit"], []).append(row)
    living = residents(sites, held)
    movers = [
        {"id": row["id"], "unit": row["_unit"], "status": row["_status"], "support_hours": row["support_hours"]}
        for row in waiting
        if "_unit" in row
    ]
    units = []
    for entry in sites:
        for home in entry["units"]:
            if home.get("_free", ROUND) > ROUND:
                home["free_from"] = home["_free"]
            units.append(home)
    return {
        "round": [{"id": "bergen-2020-04-30-quarter", "date": ROUND, "horizon": QUARTER_END, "language": "en"}],
        "settings": [settings()],
        "sites": [entry["site"] for entry in sites],
        "units": units,
        "applicants": waiting,
        "persons": [extra for row in waiting for extra in row["_extra"]],
        "residents": movers + living,
        "relations": relations(waiting, living),
        "resources": resources(sites),
        "rules": rules(),
    }


def first_week(tables: dict[str, list[dict]]) -> dict[str, list[dict]]:
    """The same office a week ahead: homes that become free later are not known yet, and later departures not announced."""
    week = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    week["round"] = [{"id": "bergen-2020-04-30-uke", "date": ROUND, "horizon": WEEK_END, "language": "nb"}]
    week["units"] = [row for row in week["units"] if row.get("free_from", ROUND) <= WEEK_END]
    for row in week["residents"]:
        if row["status"] == "leaves" and row["leaves_on"] > WEEK_END:
            row |= {"status": "stays", "leaves_on": None, "destination": None}
    with_homes = {row["site"] for row in week["units"]}
    week["sites"] = [row for row in week["sites"] if row["id"] in with_homes]
    return week


def columns(rows: list[dict]) -> list[str]:
    """The columns that any row fills, in the order of `HEADINGS`."""
    filled = {key for row in rows for key, value in row.items() if not key.startswith("_") and value not in (None, [])}
    return sorted(filled, key=list(HEADINGS).index)


def text(value: object) -> str:
    if value is None:
        return ""
    if value is UNKNOWN:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(map(str, value))
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


def written(table: str, rows: list[dict], translate: bool) -> str:
    file = io.StringIO()
    names = columns(rows)
    out = csv.writer(file, lineterminator="\n", delimiter=";" if translate else ",")
    out.writerow([heading(table, name) for name in names] if translate else names)
    for row in rows:
        cells = {name: text(row.get(name)) for name in names}
        out.writerow([norwegian(name, cells[name]) for name in names] if translate else list(cells.values()))
    return file.getvalue()


def files() -> dict[Path, str]:
    quarter = build()
    week = first_week(quarter)
    found = {}
    for folder, tables, translate in (("quarter", quarter, False), ("week", week, True)):
        for name, rows in tables.items():
            found[HERE / folder / f"{name}.csv"] = written(name, rows, translate)
    return found


def faults() -> list[str]:
    """What is not as it should be in the committed folder."""
    made = files()
    found = [
        f"{path.relative_to(HERE)} differs"
        for path, content in made.items()
        if not path.exists() or path.read_text("utf-8") != content
    ]
    there = {path for folder in ("quarter", "week") for path in (HERE / folder).glob("*.csv")}
    found += [f"{path.relative_to(HERE)} is not written here" for path in sorted(there - made.keys())]
    quarter = build()
    week = first_week(quarter)
    found += columns_unaccounted({f"{name}.{column}" for name, rows in quarter.items() for column in columns(rows)})
    found += misfits(quarter, week, Counter(row["_group"] for row in quarter["applicants"]))
    readme = (HERE / "README.md").read_text("utf-8")
    found += [
        f"README.md: the totals of {name} differ"
        for name, tables in (("quarter", quarter), ("week", week))
        if totals(tables) not in readme
    ]
    return found


def main() -> int:
    if "--check" not in sys.argv[1:]:
        for path, content in files().items():
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="\n")
        return 0
    found = faults()
    print(
        "\n".join(found)
        or "the committed files are what make.py writes, within the published figures, and every column is accounted for"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
