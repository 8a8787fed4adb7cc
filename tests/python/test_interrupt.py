"""Ctrl-C gives the best so far."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import textwrap
import time

import pytest
import rounds

# A round of the size of a city, which takes many seconds to prove.
PROGRAM = f"""
import json, sys, time, warnings
import husrom

problem = husrom.read({str(rounds.QUARTER)!r})

def solved(event):
    print("solved", event["measure"], flush=True)
"""


def run(program: str, *, after: str, signals: int = 1) -> tuple[list[str], str, float, int]:
    """Runs a program, sends SIGINT once it says `after`, and tells what came then, how soon, and with what code."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM + textwrap.dedent(program)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(after):
            break
    else:
        pytest.fail(f"the program ended before it said {after}: {process.communicate()[1]}")
    started = time.monotonic()
    for number in range(signals):
        time.sleep(0.1 * number)
        process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    return out.splitlines(), err, time.monotonic() - started, process.returncode


def test_ctrl_c_returns_the_best_checked_allocation():
    out, err, seconds, code = run(
        """
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            allocation = husrom.allocate(problem, progress=solved)
        print(json.dumps({
            "stopped": allocation.stopped,
            "told": [str(it.category.__name__) for it in told],
            "lawful": allocation.check(),
            "placed": len(allocation.placements),
            "levels": len(allocation.levels),
            "certified": husrom.verify(allocation),
        }))
        """,
        after="solved housed(1)",
    )
    assert code == 0, err
    result = json.loads(out[-1])
    assert result["stopped"] == "interrupted"
    assert result["told"] == ["InterruptedWarning"]
    assert result["lawful"] is True
    assert result["placed"] > 0
    assert result["levels"] == 14
    assert result["certified"] >= 2
    # Generous, for a machine with much else to do: alone it takes some tenths of a second.
    assert seconds < 10


def test_a_second_ctrl_c_raises():
    out, err, _, code = run(
        """
        import husrom.allocation
        try:
            husrom.allocate(problem, progress=lambda event: (solved(event), time.sleep(1)))
        except KeyboardInterrupt:
            print("raised")
        """,
        after="solved housed(1)",
        signals=4,
    )
    assert out[-1] == "raised", err
    assert code == 0


def test_another_exception_of_a_signal_handler_comes_through():
    out, err, seconds, code = run(
        """
        import signal
        class Enough(Exception): pass
        def handler(*_): raise Enough
        signal.signal(signal.SIGINT, handler)
        try:
            husrom.allocate(problem, progress=solved)
        except Enough:
            print("came through")
        """,
        after="solved housed(1)",
    )
    assert out[-1] == "came through", err
    assert code == 0
    assert seconds < 10


def test_ctrl_c_ends_a_sweep_with_what_is_done():
    out, err, seconds, code = run(
        """
        scenarios = husrom.grid(demand=[0.05, *(1 + n / 100 for n in range(50))])
        warnings.simplefilter("ignore")
        table = husrom.sweep(problem, scenarios, threads=1, progress=lambda event: print("solved", event["number"], flush=True))
        print(json.dumps([len(table), sum(error is None for error in table["error"]), table["error"][-1]]))
        """,
        after="solved 1",
    )
    assert code == 0, err
    rows, done, last = json.loads(out[-1])
    assert rows == 51
    assert 1 <= done < 51
    assert last
    assert seconds < 10


def test_ctrl_c_ends_explanations_with_what_is_found():
    out, err, seconds, code = run(
        f"""
        allocation = husrom.allocate(husrom.read({str(rounds.WEEK)!r}))
        print("solved", flush=True)
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            answers = allocation.explain(progress=lambda event: print("answered", event["number"], flush=True), threads=1)
        codes = answers.table()["code"]
        print(json.dumps([len(codes), codes.count("not_solved"), [str(it.category.__name__) for it in told]]))
        """,
        after="answered 3",
    )
    assert code == 0, err
    every, unsolved, told = json.loads(out[-1])
    assert 0 < unsolved < every
    assert told == ["InterruptedWarning"]
    assert seconds < 10
