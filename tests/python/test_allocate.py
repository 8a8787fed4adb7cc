"""A round is solved, and what comes out is read in any form."""

from __future__ import annotations

import datetime
import threading

import husrom
import pyarrow
import pytest
import rounds

TABLES = ["placements", "unplaced", "vacant", "levels", "composition", "resources", "standing"]


def test_the_most_urgent_get_the_homes(allocation):
    assert set(rounds.placed(allocation)) >= {"S-1", "S-2"}
    assert len(allocation.placements) == 3
    assert set(allocation.placements["applicant"]) | set(allocation.unplaced["applicant"]) == {f"S-{n}" for n in range(1, 6)}
    assert allocation.stopped == "finished"
    assert allocation.check() is True
    assert husrom.verify(allocation) == husrom.verify(allocation, allocation.problem) > 0


def test_placements_are_in_ids_and_names(allocation):
    row = next(row for row in allocation.placements.rows() if row["site"] == "Sandviken")
    assert row["unit"].startswith("Sandviken ")
    assert row["address"].startswith("Sandviksveien ")
    assert row["site_name"] == "Sandviken terrasse"
    assert row["start"] == datetime.date(2026, 11, 24)
    assert row["chain"] is None


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_the_same_in_every_form(allocation, name):
    table = getattr(allocation, name)
    assert table == allocation.table(name)
    rows = table.rows()
    assert list(table) == rows
    assert table.to_arrow().to_pylist() == rows
    assert table.to_polars().to_dicts() == rows
    assert pyarrow.schema(table) == table.to_arrow().schema
    frame = table.to_pandas()
    assert list(frame.columns) == table.columns
    assert len(frame) == len(table) == len(rows)
    assert "\n" not in repr(table)
    assert all(f"<th>{column}</th>" in table._repr_html_() for column in table.columns)


def test_texts_are_in_the_language_asked_for(allocation):
    assert "bolig, prioritet 1" in allocation.summary()
    assert "housed, priority 1" in allocation.summary("en")
    assert "housed, priority 1" in allocation.table("levels", "en")["label"]
    assert str(allocation) == allocation.summary()
    assert "\n" not in repr(allocation)
    assert "prioritet 1" in allocation._repr_html_()
    with pytest.raises(ValueError, match="nb"):
        allocation.summary("sv")
    with pytest.raises(KeyError):
        allocation.table("indices")


def test_a_pin_holds_and_the_problem_is_left_as_it_is(problem):
    before = problem.to_json()
    pinned = problem.pin("S-5", "Sandviken 2")
    assert rounds.placed(husrom.allocate(pinned))["S-5"] == "Sandviken 2"
    assert rounds.placed(husrom.allocate(problem.pin("S-5", site="Nyhavn")))["S-5"] == "Nyhavn 1"
    assert rounds.placed(husrom.allocate(problem.pin("S-5", category="småhus")))["S-5"] == "Nyhavn 1"
    assert problem.to_json() == before


def test_a_ban_holds(problem):
    banned = problem.forbid("S-1", category="ordinær bolig").forbid("S-2", site="Sandviken")
    homes = rounds.placed(husrom.allocate(banned))
    assert {homes.get("S-1"), homes.get("S-2")} <= {"Nyhavn 1", None}
    assert "S-1" not in rounds.placed(husrom.allocate(problem.forbid("S-1", site="Sandviken").forbid("S-1", "Nyhavn 1")))


def test_pins_and_bans_ask_for_one_place(problem):
    with pytest.raises(TypeError):
        problem.pin("S-1")
    with pytest.raises(TypeError):
        problem.forbid("S-1", "Nyhavn 1", site="Nyhavn")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda it: it.pin("S-99", "Nyhavn 1"), "E302"),
        (lambda it: it.pin("S-1", "Nyhamn 1"), "E302"),
        (lambda it: it.forbid("S-1", category="slott"), "E203"),
        (lambda it: it.answer({"S-1": "ja"}), "E414"),
        (lambda it: it.answer({"S-1": "kanskje"}), "E203"),
        (lambda it: it.with_goals(["housed(1)", "fitt"]), "E601"),
        (lambda it: it.with_goals(["fit", "fit"]), "E602"),
        (lambda it: it.with_goals([]), "E603"),
    ],
)
def test_a_faulty_change_is_an_input_error(problem, change, code):
    with pytest.raises(husrom.InputError) as caught:
        change(problem)
    assert [issue.code for issue in caught.value.issues] == [code]


def test_pins_that_clash_are_named(problem):
    with pytest.raises(husrom.ImpossibleError) as caught:
        husrom.allocate(problem.pin("S-1", "Nyhavn 1").pin("S-2", "Nyhavn 1").pin("S-3", site="Sandviken"))
    assert sorted(caught.value.applicants) == ["S-1", "S-2"]
    assert isinstance(caught.value, husrom.AllocateError)


def test_answers_change_as_few_offers_as_they_can(allocation):
    offered = allocation.offered()
    homes = rounds.placed(allocation)
    refuses, *keep = sorted(homes)
    answered = husrom.allocate(offered.answer({refuses: "nei", keep[0]: True}))
    after = rounds.placed(answered)
    assert all(after[household] == homes[household] for household in keep)
    assert after.get(refuses) != homes[refuses]


def test_somebody_who_comes_at_noon_touches_nothing(problem):
    waits = problem.forbid("S-3", "Nyhavn 1").forbid("S-4", "Nyhavn 1").forbid("S-5", site="Sandviken")
    first = husrom.allocate(waits.forbid("S-5", "Nyhavn 1").forbid("S-1", "Nyhavn 1").forbid("S-2", "Nyhavn 1"))
    assert "Nyhavn 1" in first.vacant["unit"]
    newcomer = {"id": "S-6", "class": 3, "situation": "homeless", "needs_shielding": False, "age": 40}
    later = rounds.small(applicants=[*rounds.applicants(), newcomer])
    today = first.place_now("S-6", later)
    assert rounds.placed(today) == rounds.placed(first) | {"S-6": "Nyhavn 1"}


def test_a_home_today_is_only_for_somebody_who_waits(allocation):
    with pytest.raises(husrom.HusromError):
        allocation.place_now("S-77")


def test_goals_seed_threads_and_limits_are_taken(problem):
    only = husrom.allocate(problem, goals=["housed(2)", "lot"], seed=7, threads=1, work_limit=1000, time_limit=60, gap=0.0)
    assert only.levels["measure"] == ["housed(2)", "lot"]
    assert set(rounds.placed(only)) == {"S-3", "S-4", "S-5"}
    again = husrom.allocate(problem, goals=["housed(2)", "lot"], seed=7, threads=2)
    assert rounds.placed(only) == rounds.placed(again)
    with pytest.raises(ValueError, match="time_limit"):
        husrom.allocate(problem, time_limit=-1)


def test_progress_is_told_to_stderr_or_a_callable(problem, capfd):
    told = []
    allocation = husrom.allocate(problem, progress=told.append)
    assert [event["measure"] for event in told] == allocation.levels["measure"]
    assert capfd.readouterr() == ("", "")
    husrom.allocate(problem, progress=True)
    out, err = capfd.readouterr()
    assert (out, len(err.splitlines())) == ("", len(told))


def test_an_exception_of_progress_comes_through(problem):
    def fails(event):
        raise LookupError(event["measure"])

    with pytest.raises(LookupError):
        husrom.allocate(problem, progress=fails)


def test_other_threads_run_while_a_round_is_solved():
    problem = husrom.read(rounds.WEEK)
    counted = 0
    done = threading.Event()

    def count():
        nonlocal counted
        while not done.wait(0.001):
            counted += 1

    thread = threading.Thread(target=count)
    thread.start()
    allocation = husrom.allocate(problem)
    done.set()
    thread.join()
    seconds = sum(allocation.levels["seconds"])
    assert counted > 50 * seconds


def test_an_allocation_that_was_tampered_with_is_refused(allocation):
    text = allocation.to_json()
    homes = rounds.placed(allocation)
    one = homes["S-1"]
    other = homes["S-2"]
    placed = '"household":"S-1","start":"2026-11-24","unit":"{}"'
    forged = husrom.Allocation.from_json(text.replace(placed.format(one), placed.format(other)))
    with pytest.raises(husrom.CheckError) as caught:
        forged.check()
    assert caught.value.faults
    assert {fault.code for fault in caught.value.faults} == {"occupied"}
    with pytest.raises(husrom.CertificateError) as refused:
        husrom.verify(forged)
    assert refused.value.faults == caught.value.faults
    with pytest.raises(husrom.HusromError):
        husrom.Allocation.from_json("{}")
    assert husrom.Allocation.from_json(text) == allocation


def test_the_goals_of_another_problem_are_not_proved(allocation, problem):
    with pytest.raises(husrom.CertificateError):
        husrom.verify(allocation, problem.with_goals(["lot"]))
