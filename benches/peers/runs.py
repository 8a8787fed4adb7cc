"""One run: a tool or husrom on one instance, in a process of its own, and what came of it."""

import fcntl
import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from machine import HERE

# Seconds that a process has beyond its limit to start, import, and end by itself.
GRACE = 10.0


@dataclass(frozen=True)
class Run:
    """What is run, and all that its outcome depends on."""

    family: str
    seed: int
    tool: str
    model: str
    way: str
    threads: int
    limit: float
    version: str
    # A print of the code and data that the run is made from.
    made_from: str

    @property
    def instance(self) -> str:
        """Family and seed."""
        return f"{self.family}-{self.seed}"

    def __str__(self) -> str:
        words = (self.instance, self.tool, self.model, self.way, f"{self.threads} threads" if self.threads > 1 else "1 thread")
        return " ".join(word for word in words if word)


class Store:
    """Outcomes in a file of JSON lines, so that a run that is stopped goes on where it was."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.outcomes: dict[Run, dict] = {}
        # Prints of an instance's problem and program, by the print of the program that wrote them.
        self.instances: dict[tuple[str, str], list[str]] = {}
        file.parent.mkdir(parents=True, exist_ok=True)
        self.lock = file.with_suffix(".lock").open("w")
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SystemExit(f"{file.name}: another run is at it") from None
        for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else []:
            try:
                entry = json.loads(line)
            except json.JSONDecodeError:
                continue  # The line that was being written when a run was stopped.
            if "run" in entry:
                self.outcomes[Run(**entry["run"])] = entry["outcome"]
            else:
                self.instances[entry["instance"], entry["by"]] = entry["prints"]

    def keep(self, run: Run, outcome: dict) -> None:
        """Adds an outcome."""
        self.outcomes[run] = outcome
        self.add({"run": asdict(run), "outcome": outcome})

    def keep_instance(self, name: str, by: str, prints: list[str]) -> None:
        """Adds an instance's prints."""
        self.instances[name, by] = prints
        self.add({"instance": name, "by": by, "prints": prints})

    def add(self, entry: dict) -> None:
        """Adds a line."""
        with self.file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(entry, ensure_ascii=False) + "\n")


def launch(command: list[str], seconds: float) -> tuple[str, bool, float]:
    """Runs a command with a hard cut. Its last line, whether it was cut, and its peak memory in MiB."""
    launcher = [sys.executable, "-I", "-S", str(HERE / "launch.py"), str(seconds), *command]
    with subprocess.Popen(launcher, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            out, errors = process.communicate()
        except BaseException:
            process.terminate()
            raise
    *_, ended = errors.strip().splitlines() or ["1 0 0"]
    code, cut, peak = ended.split()
    lines = out.strip().splitlines()
    return lines[-1] if lines and code == "0" else "", cut == "1", int(peak) / 1024


def run_husrom(run: Run, families: Path) -> dict:
    """Husrom on an instance."""
    command = [str(families), "solve", run.family, str(run.seed), str(run.limit), str(run.threads)]
    line, cut, peak = launch(command, run.limit + GRACE)
    outcome = {"peak_memory_mib": peak}
    if not line:
        status = "stopped from outside" if cut else "crashed"
        return outcome | {"status": status, "seconds": run.limit, "levels": [], "build_seconds": 0.0, "solve_seconds": run.limit}
    said = json.loads(line)
    in_levels = sum(level["seconds"] for level in said["levels"])
    levels = [
        {"measure": level["measure"], "value": level["value"], "proved": level["bound"] == level["value"]}
        for level in said["levels"]
    ]
    return outcome | {
        "status": "proved" if said["proved"] else "time limit",
        "seconds": said["seconds"],
        "build_seconds": said["seconds"] - in_levels,
        "solve_seconds": in_levels,
        "levels": levels,
    }


def run_peer(run: Run, families: Path, folder: Path) -> dict:
    """A peer on an instance, its placements held against our checker."""
    problem, record, placements = (folder / f"{run.instance}{end}" for end in (".json", ".record", ".placements"))
    for file in (record, placements):
        file.unlink(missing_ok=True)
    command = [sys.executable, str(HERE / "solve.py"), run.tool, run.model, run.way, str(problem)]
    options = {"--threads": run.threads, "--limit": run.limit, "--placements": placements, "--record": record}
    command += [str(word) for option in options.items() for word in option]
    line, cut, peak = launch(command, run.limit + GRACE)
    said = json.loads(record.read_bytes()) if record.exists() else {"seconds": 0.0, "build_seconds": 0.0, "levels": []}
    if line:
        said = json.loads(line)
    else:
        said["status"] = "stopped from outside" if cut else "crashed"
        said["solve_seconds"] = max(0.0, run.limit - said["build_seconds"])
    outcome = {key: said[key] for key in ("status", "seconds", "build_seconds", "solve_seconds")}
    outcome["levels"] = [{key: level[key] for key in ("measure", "value", "proved")} for level in said["levels"]]
    outcome["peak_memory_mib"] = max(peak, said.get("peak_memory_mib", 0.0))
    outcome["sums"] = len(said.get("sums", []))
    outcome["columns"] = said.get("size", {}).get("columns")
    if placements.exists():
        outcome |= check(families, problem, placements)
    return outcome


def check(families: Path, problem: Path, placements: Path) -> dict:
    """What our checker says of placements."""
    said = subprocess.run([str(families), "check", str(problem), str(placements)], capture_output=True, text=True, check=True)
    verdict = json.loads(said.stdout)
    return {"lawful": verdict["lawful"], "checked": verdict.get("values"), "faults": verdict.get("faults", [])[:3]}
