"""Bergen: a synthetic round calibrated to Bergen's published totals, from Python.

Reads the week's and the quarter's tables, proposes an allocation of each, prints what came out, and sweeps a few capacities. Give
``--json`` to print only who gets which home, as the Rust example does: the answers are the same.
"""

from __future__ import annotations

import sys
from pathlib import Path

import husrom

HERE = Path(__file__).parent


def main(only_placements: bool) -> None:
    """Run the example."""
    for name in ("week", "quarter"):
        runde = husrom.read(HERE / name)
        forslag = husrom.allocate(runde)
        forslag.check()
        if only_placements:
            for row in forslag.placements.rows():
                print(f"{name};{row['applicant']};{row['unit']};{row['start']}")
            continue
        print(forslag.summary())
        print("Noen som venter videre, og hvorfor:")
        for row in forslag.unplaced.rows()[:5]:
            print(f"  {row['applicant']}  {row['reason']}")
        print()
    if only_placements:
        return
    uke = husrom.read(HERE / "week")
    scenarioer = husrom.grid(add={"smaahus": [0, 6, 12], "housing_first": [0, 10]})
    print("Et lite kapasitetsrutenett over uka:")
    for row in husrom.sweep(uke, scenarioer).rows():
        said = row["error"] or f"{row['placed']} får bolig, {row['unplaced']} venter, {row['roofs']} tak må kjøpes"
        print(f"  {row['scenario']:<44} {said}")


if __name__ == "__main__":
    main("--json" in sys.argv[1:])
