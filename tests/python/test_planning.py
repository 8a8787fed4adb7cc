"""Scenarios, grids and sweeps."""

from __future__ import annotations

import json

import husrom
import pytest
import rounds

EVERY_CHANGE = [
    husrom.AddHomes("smaahus", 2),
    husrom.AddHomes("smaahus", 1, like="Nyhavn 1", new_site=False),
    husrom.CloseHomes("ordinaer", 1),
    husrom.ConvertHomes("ordinaer", "smaahus", 1),
    husrom.SetRule("R57", "hard"),
    husrom.SetRule("R57", "soft", level="misplacement", price=2),
    husrom.SetRule("age", "off"),
    husrom.Loosen("høyst", by=1),
    husrom.ScaleResource("team", 150),
    husrom.ScalePrice("hostel", 120),
    husrom.ScalePrice("let", 90, category="smaahus"),
    husrom.ScaleDemand(200),
]


@pytest.fixture(scope="module")
def planned() -> husrom.Problem:
    return rounds.small(
        resources=[{"id": "team", "uses": "households", "capacity": 2}],
        rules=[{"id": "høyst", "kind": "limit", "who": "everyone", "most": 1, "scope": "site"}],
    )


def values(table: husrom.Table) -> list[dict[str, object]]:
    """The rows but for what the clock says."""
    return [{key: value for key, value in row.items() if key != "seconds"} for row in table.rows()]


@pytest.mark.parametrize("change", EVERY_CHANGE, ids=lambda change: type(change).__name__)
def test_every_change_is_understood(planned, change):
    (row,) = husrom.sweep(planned, [husrom.Scenario("one", [change])]).rows()
    assert row["error"] is None
    assert row["scenario"] == "one"


def test_the_changes_do_what_they_say(planned):
    placed = dict(
        zip(
            range(9),
            husrom.sweep(
                planned,
                [
                    husrom.Scenario("as it is"),
                    husrom.Scenario("a bigger team", [husrom.ScaleResource("team", 150)]),
                    husrom.Scenario("a looser rule", [husrom.Loosen("høyst"), husrom.ScaleResource("team", 150)]),
                    husrom.Scenario("no homes", [husrom.CloseHomes("ordinaer", 2), husrom.CloseHomes("smaahus", 1)]),
                ],
            )["placed"],
            strict=False,
        )
    )
    assert placed == {0: 2, 1: 2, 2: 3, 3: 0}


def test_a_sweep_is_in_order_and_the_same_on_any_number_of_threads(planned):
    scenarios = husrom.grid(
        add={"smaahus": range(3)}, close={"ordinaer": [0, 1]}, team_hours={"team": [1.0, 2.0]}, demand=[1.0, 1.6]
    )
    one = husrom.sweep(planned, scenarios, threads=1)
    two = husrom.sweep(planned, scenarios, threads=2)
    assert values(one) == values(two)
    assert one["scenario"] == [scenario.name for scenario in scenarios]
    assert one["number"] == list(range(1, 25))
    assert len(set(one["scenario"])) == 24


def test_a_scenario_that_fails_says_so_in_its_row(planned):
    table = husrom.sweep(
        planned,
        [
            husrom.Scenario("as it is"),
            husrom.Scenario("no such rule", [husrom.SetRule("R999", "hard")]),
            husrom.Scenario("too many", [husrom.CloseHomes("smaahus", 9)]),
            husrom.Scenario("one more", [husrom.AddHomes("smaahus", 1)]),
        ],
    )
    errors = table["error"]
    assert errors[0] is None
    assert errors[3] is None
    assert "R999" in errors[1]
    assert errors[2]
    assert table["placed"][1] is None


def test_what_is_no_scenario_is_a_value_error(planned):
    with pytest.raises(ValueError, match="scenario"):
        husrom.sweep(planned, [husrom.Scenario("what", [husrom.SetRule("age", "sometimes")])])  # type: ignore[list-item]


def test_progress_tells_of_every_scenario(planned, capfd):
    told: list[dict[str, object]] = []
    husrom.sweep(planned, husrom.grid(add={"smaahus": range(4)}), progress=told.append)
    assert sorted(event["number"] for event in told) == [1, 2, 3, 4]
    husrom.sweep(planned, husrom.grid(add={"smaahus": range(4)}), progress=True)
    assert len(capfd.readouterr().err.splitlines()) == 4


def test_a_grid_is_the_product_with_readable_names():
    scenarios = husrom.grid(
        add={"smaahus": range(0, 7, 3)},
        convert={("ordinaer", "housing_first"): [0, 5]},
        rules={"R56": ["hard", "off"]},
        prices={"hostel": [1.0, 1.2]},
    )
    assert len(scenarios) == 3 * 2 * 2 * 2
    assert scenarios[0].name == "R56 hard"
    assert scenarios[-1].name == "smaahus +6 · ordinaer → housing_first 5 · R56 off · hostel ×1.2"
    assert scenarios[-1].changes == (
        husrom.AddHomes("smaahus", 6),
        husrom.ConvertHomes("ordinaer", "housing_first", 5),
        husrom.SetRule("R56", "off"),
        husrom.ScalePrice("hostel", 120),
    )
    assert husrom.grid() == [husrom.Scenario("no change")]
    with pytest.raises(ValueError, match="per cent"):
        husrom.grid(demand=[1.2345])


def test_scenarios_are_plain_json():
    scenario = husrom.Scenario("x", EVERY_CHANGE)
    assert json.loads(json.dumps(scenario.to_dict()))["changes"][3] == {
        "change": "convert_homes",
        "from": "ordinaer",
        "to": "smaahus",
        "count": 1,
        "like": None,
    }


@pytest.mark.parametrize("capacity", [1, 2, 3])
def test_near_an_allocation_the_result_is_the_same(planned, capacity):
    base = husrom.allocate(planned)
    changed = rounds.small(resources=[{"id": "team", "uses": "households", "capacity": capacity}])
    cold, near = husrom.allocate(changed), husrom.allocate(changed, near=base)
    assert near.placements == cold.placements
    assert near.levels["value"] == cold.levels["value"]
    assert husrom.verify(near) == husrom.verify(cold)
