"""What holds of the package as a whole: wrapped, frozen, typed, documented."""

from __future__ import annotations

import dataclasses
import datetime
import doctest
import importlib
import inspect
import os
import pkgutil
import re
import shutil
import subprocess
import sys

import husrom
import pytest
import rounds
from husrom import _native

MODULES = sorted(name for _, name, _ in pkgutil.iter_modules(husrom.__path__) if name != "_native")
README = rounds.ROOT / "README.md"


def native_exports():
    """Every function and class of the binding, and every method and property of its classes."""
    for name, thing in vars(_native).items():
        if name.startswith("__"):
            continue
        yield name
        if inspect.isclass(thing):
            yield from (f"{name}.{member}" for member in vars(thing) if not member.startswith("__"))


@pytest.mark.parametrize("export", sorted(native_exports()))
def test_everything_that_the_binding_exports_is_wrapped(export):
    source = "".join((rounds.ROOT / "python" / "husrom" / f"{module}.py").read_text() for module in MODULES)
    *_, member = export.split(".")
    assert re.search(rf"(_engine\.{export}|native\.{member})\b", source)


def test_every_public_name_exists_and_is_documented():
    for name in husrom.__all__:
        thing = getattr(husrom, name)
        if name != "__version__":
            assert inspect.getdoc(thing), name
    assert husrom.__version__


def public_members():
    for name in husrom.__all__:
        thing = getattr(husrom, name)
        if inspect.isclass(thing):
            bases = [base for base in reversed(thing.__mro__) if base.__module__.startswith("husrom")]
            members = {name: value for base in bases for name, value in vars(base).items()}
            for member, value in members.items():
                if not member.startswith("_") and (callable(value) or isinstance(value, property | classmethod)):
                    yield f"{name}.{member}", value
        elif inspect.isfunction(thing):
            yield name, thing


@pytest.mark.parametrize(("name", "member"), list(public_members()), ids=lambda it: it if isinstance(it, str) else "")
def test_every_public_member_is_documented_and_names_its_parameters(name, member):
    documentation = inspect.getdoc(member.__func__ if isinstance(member, classmethod) else member)
    assert documentation, name
    if isinstance(member, property):
        return
    parameters = inspect.signature(member.__func__ if isinstance(member, classmethod) else member).parameters
    wanted = [parameter for parameter in parameters if parameter not in {"self", "cls"}]
    if len(wanted) >= 1 and not name.startswith(("InputError", "HusromError")):
        section = documentation.split("Parameters\n----------")
        assert len(section) == 2, f"{name} has no section on its parameters"
        assert all(re.search(rf"\b{parameter}\b", section[1]) for parameter in wanted), name


def test_every_class_is_frozen(problem, allocation):
    scenario = husrom.Scenario("x", [husrom.AddHomes("smaahus", 1)])
    issue = husrom.Issue("E", "t", None, None, None, "", "", "", "")
    record = allocation.record()
    faces = [problem, allocation, allocation.levels, record, record.party("S-1"), allocation.why("S-1"), allocation.explain()]
    for thing in [*faces, *(face._native for face in faces)]:
        with pytest.raises(AttributeError):
            thing.language = "en"
        with pytest.raises(AttributeError):
            thing.anything = 1
    fault = husrom.RecordFault("digest", "digest", "", "", "", "")
    told = [husrom.Fault("a", None, None, "b"), fault, record.verify(), record.resolve()]
    for thing in [scenario, scenario.changes[0], issue, *told]:
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(thing, dataclasses.fields(thing)[0].name, "other")
    with pytest.raises(AttributeError):
        del problem._native


def test_every_repr_is_one_line(problem, allocation):
    record = allocation.record()
    results = [record, record.party("S-1"), record.verify(), record.resolve(), allocation.why("S-1"), allocation.explain()]
    for thing in [problem, allocation, allocation.placements, *results, husrom.Scenario("x"), husrom.AddHomes("smaahus", 1)]:
        assert len(repr(thing).splitlines()) == 1


@pytest.mark.parametrize("module", ["husrom", *(f"husrom.{name}" for name in MODULES)])
def test_the_examples_in_docstrings_run(module):
    result = doctest.testmod(importlib.import_module(module), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0


def test_no_data_frame_library_is_needed():
    program = """
import sys
for name in ("pandas", "polars", "pyarrow", "numpy"):
    sys.modules[name] = None
import husrom
problem = husrom.Problem.from_tables(sites=[], units=[], applicants=[], date="2026-11-24")
print(husrom.allocate(problem).levels.rows()[0]["measure"])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "changes\n"


def test_the_public_face_is_typed_strictly():
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(rounds.ROOT / ".mypy_cache")]
    done = subprocess.run(command, cwd=rounds.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_stubs_of_the_binding_are_true():
    command = [sys.executable, "-m", "mypy.stubtest", "husrom._native"]
    paths = {**os.environ, "MYPYPATH": str(rounds.ROOT / "python")}
    done = subprocess.run(command, cwd=rounds.ROOT, env=paths, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_python_of_the_readme_runs(tmp_path, monkeypatch):
    blocks = re.findall(r"^```python\n(.*?)^```", README.read_text(), flags=re.DOTALL | re.MULTILINE)
    shutil.copytree(rounds.ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, object] = {"__name__": "readme"}
    for number, block in enumerate(blocks, start=1):
        exec(compile(block, f"README.md, block {number}", "exec"), namespace)
    assert os.getcwd() == str(tmp_path)


def test_a_slip_in_a_call_is_told_at_once():
    tables = {
        "sites": [{"id": "H", "category": "ordinaer"}],
        "units": [{"id": "H 1", "site": "H"}],
        "applicants": [{"id": "S-1", "class": 1, "situation": "homeless"}],
        "date": "2026-11-24",
    }
    problem = husrom.Problem.from_tables(**tables)
    with pytest.raises(TypeError, match="takes a Problem"):
        husrom.allocate(tables)
    for wrong in (float("nan"), -1, 1.5):
        with pytest.raises(ValueError, match="gap"):
            husrom.allocate(problem, gap=wrong)
    with pytest.raises(ValueError, match="threads"):
        husrom.allocate(problem, threads=0)
    with pytest.raises(TypeError, match="list of measures"):
        husrom.allocate(problem, goals="housed(1)")
    with pytest.raises(ValueError, match="whole number"):
        husrom.allocate(problem, goals=[("fit", 1.9)])
    allocation = husrom.allocate(problem)
    with pytest.raises(ValueError, match="tolerance"):
        allocation.alternatives(tolerances={"fit": -1})
    with pytest.raises(TypeError, match="steps with prices"):
        allocation.smallest_change("S-1", menu=[{"step": "accept_category", "category": "smaahus"}])
    with pytest.raises(husrom.AllocateError, match="step 1: Nowhere is no site"):
        allocation.smallest_change("S-1", menu=[({"step": "accept_site", "site": "Nowhere"}, 1)])
    with pytest.raises(husrom.HusromError) as caught:
        allocation.why("01010750160")
    assert "01010750160" not in str(caught.value)


def test_the_lot_does_not_depend_on_how_the_date_is_written():
    def drawn(date):
        problem = husrom.Problem.from_tables(
            sites=[{"id": "H", "category": "ordinaer"}],
            units=[{"id": f"H {number}", "site": "H"} for number in range(3)],
            applicants=[{"id": f"S-{number}", "class": 1, "situation": "homeless"} for number in range(8)],
            date=date,
        )
        return problem.round_id, husrom.allocate(problem).placements["applicant"]

    dates = ["2026-11-24", "24.11.2026", datetime.date(2026, 11, 24), datetime.datetime(2026, 11, 24)]
    first = drawn(dates[0])
    assert first[0] == "2026-11-24"
    assert all(drawn(date) == first for date in dates[1:])
