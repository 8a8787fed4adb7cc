"""Bergen: a synthetic round calibrated to Bergen's published totals, from Python.

Reads the week's and the quarter's tables, proposes an allocation of each, prints what came out, and sweeps a few capacities. Give
``--placements FILE`` to write who gets which home, as the Rust example does: the answers are the same.
"""

from __future__ import annotations

import sys
from pathlib import Path

import husrom

HERE = Path(__file__).parent


def main(arguments: list[str]) -> None:
    """Run the example."""
    placements: list[str] = []
    for name in ("week", "quarter"):
        runde = husrom.read(HERE / name)
        forslag = husrom.allocate(runde)
        forslag.check()
        placements += [f"{name};{row['applicant']};{row['unit']};{row['start']}" for row in forslag.placements.rows()]
        print(forslag.summary(language="nb"))
        print("Noen som venter videre, og hvorfor:")
        for row in forslag.table("unplaced", language="nb").rows()[:5]:
            print(f"  {row['applicant']}  {row['reason']}")
        print()
    uke = husrom.read(HERE / "week")
    scenarioer = husrom.grid(add={"smaahus": [0, 6, 12], "housing_first": [0, 10]})
    print("Et lite kapasitetsrutenett over uka:")
    for row in husrom.sweep(uke, scenarioer).rows():
        said = row["error"] or f"{row['placed']} får bolig, {row['unplaced']} venter, {row['roofs']} tak må kjøpes"
        print(f"  {row['scenario']:<44} {said}")
    if arguments[:1] == ["--placements"]:
        Path(arguments[1]).write_text("\n".join(placements) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
