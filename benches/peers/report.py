"""The results as text: one table a family, and how to read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path
from statistics import median

from machine import Facts, machine
from runs import Run

Outcomes = dict[Run, dict]
# A row of a table: tool, model, way, threads.
Key = tuple[str, str, str, int]

HOW_TO_READ = """
## What is compared

Each family is a set of generated problems ([instances](instances/mod.rs)); nothing in them is fitted to a solver. A problem
is a list of goals in order, and solving it means proving the optimum of each goal while those before it are held.

- **husrom** is this engine by its own API: from a problem in memory to an allocation with its proofs.
- **analyst** is the model that a good analyst would write for a tool ([analyst](peers/analyst)): its own reading of the
  problem, a binary for each household, home and start that nothing rules out, each rule in its own rows. No home classes,
  nothing lifted.
- **ours** is husrom's own integer program, with its home classes and tight rows, handed to the tool
  ([program.py](peers/program.py)). Its file is written beforehand: the time to find classes and rows is in husrom's seconds,
  not in these.
- **levels** solves goal after goal, each from the solution before it (as a start or hint), each held at its optimum. **sum**
  weighs goals so that no goal outweighs those before it. One sum over all of a round would span about 10³¹; no tool can tell
  1 from 0 in that, so goals go into as few sums as fit, 10⁹ for tools in floating point and 2⁶⁰ for CP-SAT, the sums solved
  in order. How many is in brackets. A single goal that is wider than that is a sum by itself.
- Chains of moves longer than the office allows are ruled out when a solution has one, in every model alike.

Tools run at their defaults but for: no relative gap, an absolute one below 1 (goals are whole numbers); HiGHS without the
presolve rule that husrom has off too; CP-SAT with `linearization_level = 2`, which does better here; CBC always minimising,
because where it maximises it takes a start for the optimum. SCIP runs in one thread: its concurrent solve breaks when a model
is solved again. Every solution is rounded and held against the rows in whole numbers; a proof counts only then.

## How to read the tables

Every run is a process of its own, one after the other. *Seconds* are wall-clock, from the data (peers: from their files, after
imports; husrom: from the problem in memory) to the end. A run without a proof of every goal within the limit is *not proved* and
**counts as the limit**, so where such runs reach a median or a percentile it is a lower bound, shown as "≥".

- *ratio* is the median divided by husrom's with as many threads, over the same instances; *each* is the median of the ratios by
  instance. "≤" where husrom itself ran out of time, "–" where both did. Above 1, husrom is faster.
- *p95* is the 95th percentile by nearest rank. *levels* is the median number of goals proved, those
  included that a tool proved after the limit because it stopped late.
- *build* is what comes before the first solve (husrom: everything but its levels), *solve* the rest; medians, in seconds.
- *MiB* is the median of the peak memory of the process, Python and the libraries included; for CBC that of its program added.
- *unlawful* counts answers that our checker refuses. *wrong* counts runs with a goal said to be proved whose value is not the
  checker's, or not the one that husrom proved. *broke* counts runs that ended otherwise than by a proof or the clock: a
  crash, or a solution that breaks a row once rounded.
"""


@dataclass
class Scope:
    """What was run, apart from the runs."""

    husrom: str
    tools: dict[str, Facts | None]
    limits: dict[str, float]
    left_out: list[str]


def write_results(file: Path, scope: Scope, outcomes: Outcomes) -> None:
    """Writes the results."""
    versions = [("husrom", scope.husrom)]
    versions += [(facts.title, facts.version) for facts in scope.tools.values() if facts is not None]
    lines = ["# husrom and its peers", "", f"{date.today().isoformat()}. Written by [peers/bench.py](peers/bench.py).", ""]
    lines += table(["", ""], [*machine(), *versions])
    lines += HOW_TO_READ.splitlines()
    families = list(dict.fromkeys(run.family for run in outcomes))
    for family in families:
        of_family = {run: outcome for run, outcome in outcomes.items() if run.family == family}
        seeds = {run.seed for run in of_family}
        lines += ["", f"## {family}", "", f"{len(seeds)} instances, {scope.limits[family]:g} seconds for each run.", ""]
        lines += family_table(of_family, scope)
    lines += ["", "## Disagreements", "", *(disagreements(outcomes) or ["None."])]
    if scope.left_out:
        lines += ["", "## Left out", "", *(f"- {what}" for what in scope.left_out)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def table(head: list[str], rows: Iterable[Iterable[str]], numbers_from: int = 99) -> list[str]:
    """A table; columns from a number on are set to the right."""
    marks = ["---:" if index >= numbers_from else "---" for index in range(len(head))]
    return [f"| {' | '.join(cells)} |" for cells in (head, marks, *rows)]


def family_table(outcomes: Outcomes, scope: Scope) -> list[str]:
    """A row for each tool, model, way and number of threads."""
    head = ["tool", "model", "way", "threads", "runs", "proved", "median s", "p95 s", "ratio", "each", "levels", "build", "solve"]
    rows: dict[Key, dict[int, tuple[Run, dict]]] = {}
    for run, outcome in outcomes.items():
        rows.setdefault((run.tool, run.model, run.way, run.threads), {})[run.seed] = (run, outcome)
    cells = []
    for key, by_seed in rows.items():
        tool, model, way, threads = key
        facts = scope.tools.get(tool)
        husrom = rows.get(("husrom", "", "", threads), {})
        sums = [outcome["sums"] for _, outcome in by_seed.values() if outcome.get("sums")]
        label = f"{way} ({median(sums):g})" if sums else way
        cells.append([facts.title if facts else tool, model, label, str(threads), *numbers(by_seed, husrom)])
    return table([*head, "MiB", "unlawful", "wrong", "broke"], cells, 3)


def numbers(by_seed: dict[int, tuple[Run, dict]], husrom: dict[int, tuple[Run, dict]]) -> list[str]:
    """The numbers of a row."""
    runs = list(by_seed.values())
    times = sorted(counted(*it) for it in runs)
    both = [(by_seed[seed], husrom[seed]) for seed in by_seed if seed in husrom]
    peers, owns = (sorted(counted(*pair[side]) for pair in both) for side in (0, 1))

    def median_of(get: str) -> str:
        return number(median(outcome[get] for _, outcome in runs))

    return [
        str(len(runs)),
        f"{sum(is_proved(*it) for it in runs) / len(runs):.0%}",
        str(middle(times)),
        str(times[ceil(0.95 * len(times)) - 1]),
        ratio(middle(peers), middle(owns)) if both else "–",
        median_ratio(both),
        f"{median(sum(level['proved'] for level in outcome['levels']) for _, outcome in runs):g}",
        median_of("build_seconds"),
        median_of("solve_seconds"),
        f"{median(outcome['peak_memory_mib'] for _, outcome in runs):.0f}",
        str(sum(outcome.get("lawful") is False for _, outcome in runs)),
        str(sum(bool(wrong(outcome, own)) for (_, outcome), (_, own) in both)),
        str(sum(is_broken(outcome) for _, outcome in runs)),
    ]


@dataclass(frozen=True, order=True)
class Time:
    """Seconds, or at least so many."""

    seconds: float
    is_limit: bool

    def __str__(self) -> str:
        return f"≥ {self.seconds:.3g}" if self.is_limit else number(self.seconds)


def is_proved(run: Run, outcome: dict) -> bool:
    """Whether every goal was proved within the limit."""
    return outcome["status"] == "proved" and outcome["seconds"] <= run.limit


def counted(run: Run, outcome: dict) -> Time:
    """The time; the limit where the run did not prove everything."""
    return Time(outcome["seconds"], False) if is_proved(run, outcome) else Time(run.limit, True)


def middle(times: list[Time]) -> Time:
    """The median of sorted times."""
    pair = times[(len(times) - 1) // 2], times[len(times) // 2]
    return Time((pair[0].seconds + pair[1].seconds) / 2, pair[1].is_limit)


def is_broken(outcome: dict) -> bool:
    """Whether a run ended otherwise than by a proof or the clock."""
    return outcome["status"] not in ("proved", "no solution", "stopped from outside") and "time limit" not in outcome["status"]


def ratio(peer: Time, own: Time) -> str:
    """A peer's time in husrom's."""
    if peer.is_limit and own.is_limit:
        return "–"
    sign = "≥ " if peer.is_limit else "≤ " if own.is_limit else ""
    return sign + number(peer.seconds / own.seconds)


def median_ratio(both: list[tuple[tuple[Run, dict], tuple[Run, dict]]]) -> str:
    """The median of the ratios by instance: the lower of the middle two, so that it is one instance's."""
    pairs = sorted(((counted(*peer), counted(*own)) for peer, own in both), key=lambda pair: pair[0].seconds / pair[1].seconds)
    return ratio(*pairs[(len(pairs) - 1) // 2]) if pairs else "–"


def wrong(outcome: dict, own: dict) -> list[tuple[str, int, int | None, int | None]]:
    """Goals said to be proved with another value than the checker's or husrom's: measure, value, the checker's, husrom's."""
    checked = dict(zip((level["measure"] for level in outcome["levels"]), outcome.get("checked") or [], strict=False))
    proved = {level["measure"]: level["value"] for level in own["levels"] if level["proved"]}
    found = []
    for level in outcome["levels"]:
        measure, value = level["measure"], level["value"]
        if level["proved"] and any(measure in known and known[measure] != value for known in (checked, proved)):
            found.append((measure, value, checked.get(measure), proved.get(measure)))
    return found


def disagreements(outcomes: Outcomes) -> list[str]:
    """Every wrong value and unlawful answer, named."""
    husrom = {(run.instance, run.threads): outcome for run, outcome in outcomes.items() if run.tool == "husrom"}
    lines = []
    for run, outcome in outcomes.items():
        own = husrom.get((run.instance, run.threads), {"levels": []})
        if outcome.get("lawful") is False:
            lines.append(f"- {run}: unlawful, {'; '.join(outcome['faults'])}")
        for measure, value, checked, proved in wrong(outcome, own)[:1]:
            lines.append(f"- {run}: {measure} said to be {value}; the checker {checked}, husrom {proved}")
    return lines


def number(value: float) -> str:
    """A number with as many decimals as it deserves."""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"
