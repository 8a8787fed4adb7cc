"""Everything pickles, for a cluster as for a notebook."""

from __future__ import annotations

import pickle

import husrom
import pytest
import rounds
from husrom.errors import HusromError


def again(thing):
    return pickle.loads(pickle.dumps(thing))


def test_problems_allocations_and_tables_come_back_the_same(problem, allocation):
    record = allocation.record()
    results = [record, record.party("S-1"), record.verify(), record.resolve()]
    results += [allocation.why("S-1"), allocation.smallest_change("S-5", []), allocation.explain(), allocation.prices()]
    for thing in [problem, allocation, allocation.placements, allocation.levels, *results, husrom.presets()]:
        assert again(thing) == thing
        assert repr(again(thing)) == repr(thing)


def test_scenarios_and_changes_come_back_the_same():
    for scenario in husrom.grid(add={"smaahus": [1]}, prices={"hostel": [1.2]}, rules={"R56": ["soft"]}):
        assert again(scenario) == scenario
        assert hash(again(scenario)) == hash(scenario)


def test_exceptions_come_back_with_their_parts(problem):
    with pytest.raises(husrom.InputError) as faulty:
        problem.pin("S-99", "Nyhavn 1")
    back = again(faulty.value)
    assert type(back) is husrom.InputError
    assert (back.issues, str(back), back.text("en")) == (faulty.value.issues, str(faulty.value), faulty.value.text("en"))
    with pytest.raises(husrom.ImpossibleError) as impossible:
        husrom.allocate(problem.pin("S-1", "Nyhavn 1").pin("S-2", "Nyhavn 1"))
    back = again(impossible.value)
    assert type(back) is husrom.ImpossibleError
    assert back.clash == impossible.value.clash is not None
    assert (back.applicants, back.kind, str(back)) == (impossible.value.applicants, "impossible", str(impossible.value))
    fault = husrom.Fault("start", None, "S-1", "starts too early")
    for error in [
        husrom.CheckError([fault]),
        husrom.CertificateError("level fit", [fault]),
        husrom.AllocateError("no", "refused", [], [fault]),
    ]:
        back = again(error)
        assert (type(back), str(back), back.faults) == (type(error), str(error), [fault])
    assert str(again(HusromError("no"))) == "no"
    fault = husrom.RecordFault("digest", "digest", "a", "b", "c", "d")
    back = again(husrom.RecordError("nei", "no", "en", [fault]))
    assert (type(back), str(back), back.text("nb"), back.faults) == (husrom.RecordError, "no", "nei", [fault])


def test_another_version_is_refused(problem, allocation):
    record = allocation.record()
    for thing in [problem, allocation, record, record.party("S-1")]:
        make, (data,) = thing.__reduce__()
        with pytest.raises(husrom.HusromError, match="version"):
            make(data.replace(b" 1\n", b" 9\n", 1))
    make, (_, name, columns) = allocation.levels.__reduce__()
    with pytest.raises(ValueError, match="version"):
        make(9, name, columns)


def test_a_problem_with_gaps_and_text_of_every_kind_comes_back():
    problem = rounds.small(applicants=[{"id": "Å «ø» \u00a0'\"", "class": 1, "situation": None, "needs_shielding": "?"}])
    assert again(problem) == problem
