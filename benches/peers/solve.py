"""Solves one problem with one tool, model and way; prints one line of JSON.

python solve.py TOOL MODEL WAY PROBLEM.json [--threads 1] [--limit 60] [--placements FILE] [--record FILE]

Beside the problem lie PROBLEM.program.json (`families state`), which is the model `ours`, and PROBLEM.lot.json (the runner
makes it from the former), which gives the model `analyst` the lot's numbers. The clock runs from before the files are read,
and after the tool is imported.
"""

import argparse
import json
import os
import resource
import time
from pathlib import Path

from analyst import TimeUpError, build_analyst
from program import Program, read_ours
from tool import TOOLS, tool
from ways import WAYS, Account, Solver

MODELS = ("analyst", "ours")


class Run:
    """One run and what there is to say of it so far."""

    def __init__(self, arguments: argparse.Namespace, peer: type) -> None:
        self.arguments = arguments
        self.peer = peer
        self.began = time.perf_counter()
        self.built: float | None = None
        self.account: Account | None = None
        self.record: dict[str, object] = {"status": "building", "levels_proved": 0, "levels": []}

    def solve(self) -> None:
        """Reads, builds and solves."""
        deadline = self.began + self.arguments.limit
        self.report()
        try:
            program = read(self.arguments.model, self.arguments.problem, deadline)
            self.record["read_seconds"] = round(time.perf_counter() - self.began, 4)
            self.record["size"] = {
                "columns": len(program.uppers),
                "choices": len(program.choices),
                "rows": len(program.rows),
                "entries": sum(len(terms) for terms, _ in program.rows),
            }
            solver = Solver(self.peer(program, self.arguments.threads), Account.of(program), deadline)
            self.account, self.built = solver.account, time.perf_counter()
            self.report()
            WAYS[self.arguments.way](solver, self.report)
        except TimeUpError:
            self.record["status"] = "time limit while building"
        self.report()

    def report(self) -> None:
        """Brings the record up to date, and writes it in case the run has to be stopped from outside."""
        now = time.perf_counter()
        built = now if self.built is None else self.built
        self.record["seconds"] = round(now - self.began, 4)
        self.record["build_seconds"] = round(built - self.began, 4)
        self.record["solve_seconds"] = round(now - built, 4)
        if self.account is not None:
            self.record["status"] = self.account.status
            self.record["levels"] = self.account.levels()
            self.record["levels_proved"] = sum(self.account.proved)
            self.record.update(self.account.notes)
        self.record["peak_memory_mib"] = peak_memory_mib()
        if self.arguments.placements and self.account is not None:
            write(self.arguments.placements, self.account.program.placements(self.account.columns))
        if self.arguments.record:
            write(self.arguments.record, self.record)


def main() -> None:
    """Solves what the arguments say."""
    arguments = parse()
    run = Run(arguments, tool(arguments.tool))
    run.solve()
    print(json.dumps(run.record, ensure_ascii=False))


def parse() -> argparse.Namespace:
    """The arguments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tool", choices=TOOLS)
    parser.add_argument("model", choices=MODELS)
    parser.add_argument("way", choices=list(WAYS))
    parser.add_argument("problem", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for the whole run, building included")
    parser.add_argument("--placements", type=Path, help="where the placements are written")
    parser.add_argument("--record", type=Path, help="where the record so far is kept")
    return parser.parse_args()


def read(model: str, file: Path, deadline: float) -> Program:
    """The program of a problem in a model."""
    problem = json.loads(file.read_bytes())
    if model == "ours":
        return read_ours(problem, file.with_suffix(".program.json"))
    return build_analyst(problem, json.loads(file.with_suffix(".lot.json").read_bytes()), deadline)


def peak_memory_mib() -> float:
    """The most memory held, with that of a solver that runs as a program of its own; ru_maxrss is in kibibytes."""
    peaks = [resource.getrusage(whose).ru_maxrss for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return round(sum(peaks) / 1024, 1)


def write(file: Path, content: object) -> None:
    """Writes a file in one step."""
    partly = file.with_name(file.name + ".part")
    partly.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    os.replace(partly, file)


if __name__ == "__main__":
    main()
