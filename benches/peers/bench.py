"""Runs husrom and its peers on the benchmark's families, and writes one table a family to benches/RESULTS.md.

python bench.py [--families BINARY] [--seeds 1..31] [--only week round=1..7] [--limit SECONDS] [--tools highs] [--quick]

Needs what requirements.txt names. Every run is a process of its own, one after the other; what is done is kept in a file, so
that the same command goes on where it was stopped.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from machine import HERE, ROOT, Facts, build, digest, facts_of, husrom_version
from program import lot_of
from report import Scope, write_results
from runs import Run, Store, run_husrom, run_peer
from solve import MODELS, write
from tool import TOOLS
from ways import WAYS

LIMITS = {"week": 20.0, "round": 60.0, "city": 120.0}
OTHER_LIMIT = 60.0
STRESS = ("dense-conflicts", "one-site", "uncoupled", "all-alike", "all-different", "tight-budget")
# `region` and `sparse` only by name: no peer gets through building them in a minute, and their files are large.
USUAL = ("week", "round", "city", *STRESS)
QUICK = ("week", "round")
# What a peer's answer is made from, the instance aside.
PEER_SOURCES = sorted(
    it for it in HERE.glob("**/*.py") if it.name not in ("bench.py", "runs.py", "report.py", "machine.py", "launch.py")
)


class Bench:
    """The whole benchmark."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments = arguments
        self.families: Path = arguments.families or build()
        self.version = husrom_version(arguments.families is None)
        self.binary = digest(self.families)
        self.sources = digest(*PEER_SOURCES)
        self.tools: dict[str, Facts | None] = {tool: facts_of(tool) for tool in arguments.tools}
        self.store = Store(arguments.store)
        self.folder = arguments.store.parent / "instances"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.runs: list[Run] = []
        self.left_out: list[str] = [f"{tool}: not installed" for tool, facts in self.tools.items() if facts is None]

    def run(self) -> None:
        """Runs what is not yet done, and writes the results, of what there is where it is interrupted."""
        instances = [(family, seed) for family, seeds in self.arguments.only for seed in seeds]
        try:
            for family, seed in instances:
                self.instance(family, seed)
        except KeyboardInterrupt:
            self.left_out.append("the run was interrupted: what is not in the tables was not run")
            for family, seed in instances:
                prints = self.store.instances.get((f"{family}-{seed}", self.binary))
                self.runs += [] if prints is None else self.plan(family, seed, prints)
        done = {run: self.store.outcomes[run] for run in self.runs if run in self.store.outcomes}
        scope = Scope(self.version, self.tools, self.arguments.limits, self.left_out)
        write_results(self.arguments.results, scope, done)
        print(f"written: {self.arguments.results.name}")

    def instance(self, family: str, seed: int) -> None:
        """All runs of one instance."""
        name = f"{family}-{seed}"
        prints = self.store.instances.get((name, self.binary))
        if prints is None:
            prints = self.write_instance(family, seed)
            if prints is None:
                self.left_out.append(f"{name}: the instance could not be written")
                return
            self.store.keep_instance(name, self.binary, prints)
        runs = list(self.plan(family, seed, prints))
        self.runs += runs
        for run in runs:
            if run in self.store.outcomes:
                continue
            if run.tool == "husrom":
                outcome = run_husrom(run, self.families)
            else:
                if not (self.folder / f"{name}.lot.json").exists():
                    self.write_instance(family, seed)
                outcome = run_peer(run, self.families, self.folder)
            self.store.keep(run, outcome)
            proved = sum(level["proved"] for level in outcome["levels"])
            print(f"{run}: {outcome['seconds']:.2f} s, {outcome['status']}, {proved} levels proved", flush=True)
        for file in self.folder.glob(f"{name}.*"):
            file.unlink()

    def write_instance(self, family: str, seed: int) -> list[str] | None:
        """Writes the problem, our program of it and the lot's numbers. Prints of the first two."""
        for what in ("write", "state"):
            command = [str(self.families), what, str(self.folder), family, str(seed)]
            if subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode:
                return None
        problem, program, lot = (self.folder / f"{family}-{seed}{end}.json" for end in ("", ".program", ".lot"))
        write(lot, lot_of(program))
        return [digest(problem, lot), digest(problem, program)]

    def plan(self, family: str, seed: int, prints: list[str]) -> Iterator[Run]:
        """The runs of an instance."""
        limit = self.arguments.limits[family]
        for threads in self.arguments.threads:
            yield Run(family, seed, "husrom", "", "", threads, limit, self.version, self.binary)
        for tool, facts in self.tools.items():
            for model, made_from in zip(MODELS, prints, strict=True):
                for way in WAYS:
                    for threads in self.arguments.threads:
                        if facts is not None and threads <= facts.most_threads:
                            by = f"{self.sources}-{made_from}"
                            yield Run(family, seed, tool, model, way, threads, limit, facts.version, by)


def span(text: str) -> range:
    """Seeds: one, or the first and the one after the last."""
    first, _, end = text.partition("..")
    return range(int(first), int(end) if end else int(first) + 1)


def parse() -> argparse.Namespace:
    """The arguments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", type=Path, metavar="BINARY", help="the instance program; built where it is not given")
    parser.add_argument("--seeds", type=span, default=None, help="seeds of families that --only gives none (1..31)")
    parser.add_argument("--only", nargs="+", metavar="FAMILY[=SEEDS]", help="families, each with its own seeds if it likes")
    parser.add_argument("--limit", type=float, help="seconds for each run (week 20, city 120, others 60)")
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=TOOLS)
    parser.add_argument("--threads", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--quick", action="store_true", help="a first look: week and round, seeds 1..3, 10 seconds")
    parser.add_argument("--store", type=Path, default=ROOT / "target" / "peers" / "runs.jsonl", help="what is done")
    parser.add_argument("--results", type=Path, default=HERE.parent / "RESULTS.md")
    arguments = parser.parse_args()
    seeds = arguments.seeds or (range(1, 3) if arguments.quick else range(1, 31))
    named = [name.partition("=") for name in arguments.only or (QUICK if arguments.quick else USUAL)]
    arguments.only = [(family, span(its) if its else seeds) for family, _, its in named]
    limit = arguments.limit or (10.0 if arguments.quick else None)
    arguments.limits = {family: limit or LIMITS.get(family, OTHER_LIMIT) for family, _ in arguments.only}
    return arguments


if __name__ == "__main__":
    sys.exit(Bench(parse()).run())
