"""Writes docs/coverage.md from tests/coverage/rules.csv; with --check, says whether the committed page is that rendering."""

import csv
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent.parent / "docs" / "coverage.md"

HOW = {
    "field": "fields of the data",
    "test": "a built-in test of one household in one home",
    "preset": "a composition preset",
    "kind": "a kind of rule the office states",
    "measure": "a level of the goals",
    "outcome": "what comes out",
    "process": "planning",
    "reason": "not data: the reason is given",
}

HEAD = """\
# Rules R1–R78: where each one is

<!-- Written by tests/coverage/render.py from tests/coverage/rules.csv; do not edit by hand. -->

Every rule of the documents on who may live where (R1–R50) and who may live together (R51–R78), and the field, rule or level that
carries it, or why data cannot. Names in `code` are those of the library; the test `coverage` holds that each of them exists,
that every built-in test and preset is claimed by the rules it cites, and that this page is the table. *Stated as* is what the
rule is in the documents; three of them (R72–R74) are objectives and are priced or counted rather than forbidden.

"""


def label(part: str) -> str:
    what, _, name = part.partition(":")
    shown = f"`{name}`"
    return {"field": shown, "variant": shown, "kind": shown}.get(what, f"{what} {shown}")


def page(rows: list[dict[str, str]]) -> str:
    text = HEAD
    counts = Counter(row["how"] for row in rows)
    text += "| carried by | rules |\n|---|---:|\n"
    text += "".join(f"| {words} (`{how}`) | {counts[how]} |\n" for how, words in HOW.items())
    text += f"| **all** | **{len(rows)}** |\n"
    text += "\n| rule | in the documents | stated as | how | where | note |\n|---|---|---|---|---|---|\n"
    for row in rows:
        where = ", ".join(label(part.strip()) for part in row["where"].split(";") if part.strip()) or "–"
        cells = [row["rule"], row["norwegian"], row["stated_as"], row["how"], where, row["note"]]
        text += "| " + " | ".join(cells) + " |\n"
    return text


def main() -> int:
    with (HERE / "rules.csv").open(encoding="utf-8", newline="") as file:
        written = page(list(csv.DictReader(file)))
    if "--check" in sys.argv[1:]:
        same = PAGE.exists() and PAGE.read_text(encoding="utf-8") == written
        print("docs/coverage.md is up to date" if same else "docs/coverage.md differs: run python tests/coverage/render.py")
        return 0 if same else 1
    PAGE.write_text(written, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
