"""The same round home by home, beside the joint one."""

from __future__ import annotations

import pickle

import husrom
import pytest
import rounds


@pytest.fixture(scope="module")
def house() -> husrom.Problem:
    """A house for one gender with three homes; the man has waited longest."""
    return rounds.small(
        sites=[{"id": "Sandviken", "category": "bofellesskap", "gender_rule": "single"}],
        units=[{"id": f"Sandviken {number}", "site": "Sandviken"} for number in (1, 2, 3)],
        applicants=[
            {"id": f"S-{n}", "class": 1, "situation": "homeless", "needs_shielding": False}
            | {"gender": "man" if n == 1 else "woman", "waiting_since": f"2026-0{n}-01"}
            for n in (1, 2, 3, 4)
        ],
    )


def test_the_joint_round_houses_three_where_the_first_in_the_queue_takes_the_house(house):
    example = husrom.one_by_one(house)
    assert example.placements["applicant"] == ["S-1"]
    assert (example.placements["turn"], example.placements["candidates"]) == ([1], [4])
    table = example.compare(husrom.allocate(house))
    assert table.columns == ["measure", "label", "one_by_one", "joint", "gain"]
    first = table.rows()[0]
    assert (first["measure"], first["one_by_one"], first["joint"], first["gain"]) == ("placed", 1, 3, 2)
    assert table["measure"][1:] == example.levels["measure"]
    assert table["one_by_one"][1:] == example.levels["value"]


@pytest.mark.parametrize("scheme", ["waiting_time", "priority", "lot"])
def test_every_scheme_is_understood_and_repeats(house, scheme):
    example = husrom.one_by_one(house, scheme)
    assert example.scheme == scheme
    assert example == husrom.one_by_one(house, scheme)
    assert pickle.loads(pickle.dumps(example)) == example
    assert example.problem == house


def test_what_is_no_scheme_is_a_value_error(house):
    with pytest.raises(ValueError, match="waiting_time"):
        husrom.one_by_one(house, "first come")  # type: ignore[arg-type]


def test_it_is_told_in_a_line_and_frozen(house):
    example = husrom.one_by_one(house)
    assert str(example) == "Regneeksempel, bolig for bolig (ventetid): 1 får bolig"
    assert repr(example) == f"<{example}>"
    assert "S-1" in example._repr_html_()
    assert example.compare(husrom.allocate(house), "en")["label"][0] == "get a home"
    with pytest.raises(AttributeError):
        example.scheme = "lot"  # type: ignore[misc]
    with pytest.raises(KeyError):
        example.table("indices")


def test_pins_that_clash_are_named_as_for_a_round(house):
    with pytest.raises(husrom.ImpossibleError) as caught:
        husrom.one_by_one(house.pin("S-1", "Sandviken 1").pin("S-2", "Sandviken 2"))
    assert sorted(caught.value.applicants) == ["S-1", "S-2"]


def test_an_allocation_of_another_problem_is_no_comparison(house):
    other = husrom.allocate(house.forbid("S-1", site="Sandviken"))
    with pytest.raises(husrom.CheckError):
        husrom.one_by_one(house).compare(other)
