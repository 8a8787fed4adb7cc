"""What is measured, and on what: the machine, the tools, husrom."""

import hashlib
import json
import os
import platform
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


@dataclass
class Facts:
    """What there is to say of a tool."""

    title: str
    version: str
    most_threads: int


def machine() -> list[tuple[str, str]]:
    """The machine, without its name."""
    try:
        found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
        system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    except OSError:
        found, system = None, platform.system()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return [
        ("processor", f"{found[1] if found else platform.machine()}, {os.cpu_count()} cores"),
        ("memory", f"{memory:.0f} GiB"),
        ("system", f"{system}, {platform.system()} {platform.release().split('-')[0]}"),
        ("Python", platform.python_version()),
    ]


def facts_of(tool: str) -> Facts | None:
    """A tool's facts, asked in a process of its own; `None` where it is not installed."""
    ask = f"from tool import tool; it = tool({tool!r}); print(it.name, it.version, it.most_threads, sep='\\t')"
    said = subprocess.run([sys.executable, "-c", ask], cwd=HERE, capture_output=True, text=True, check=False)
    if said.returncode:
        return None
    title, version, threads = said.stdout.strip().splitlines()[-1].split("\t")
    return Facts(title, version, int(threads))


def build() -> Path:
    """The instance program, built as `cargo bench` builds it."""
    command = ["cargo", "bench", "--bench", "families", "--no-run", "--message-format=json"]
    lines = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    for message in map(json.loads, lines):
        if message.get("reason") == "compiler-artifact" and message["target"]["name"] == "families" and message["executable"]:
            return Path(message["executable"])
    raise SystemExit("cargo did not say where the benchmark `families` is")


def husrom_version(built_here: bool) -> str:
    """The version of the workspace, and the commit where the program was built from this checkout."""
    version = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]["package"]["version"]
    if not built_here:
        return version
    try:
        said = subprocess.run(
            ["git", "describe", "--always", "--dirty=, changed", "--exclude=*"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return version
    return f"{version} ({said.stdout.strip()})"


def digest(*files: Path) -> str:
    """A short print of what files hold."""
    total = hashlib.sha256()
    for file in files:
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:12]
