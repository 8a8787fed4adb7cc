"""Explanations: what is asked, what is told, and to whom."""

from __future__ import annotations

import husrom
import pytest

TABLES = {
    "sites": [{"id": "Sandviken", "kategori": "bofellesskap", "kjønnsregel": "ett kjønn"}],
    "units": [{"id": f"Sandviken {number}", "bosted": "Sandviken"} for number in (1, 2)],
    "applicants": [
        {"saksnummer": "S-031", "prioritet": 1, "kjønn": "kvinne", "situasjon": "bostedsløs"},
        {"saksnummer": "S-088", "prioritet": 1, "kjønn": "mann", "situasjon": "bostedsløs"},
        {"saksnummer": "S-104", "prioritet": 2, "kjønn": "mann", "situasjon": "bostedsløs"},
    ],
    "date": "2026-11-24",
}


@pytest.fixture(scope="module")
def small():
    return husrom.allocate(husrom.Problem.from_tables(**TABLES))


def test_who_has_no_home_is_told_what_one_would_cost(small):
    why = small.why("S-031")
    (cause,) = why.causes
    assert cause["code"] == "exchange"
    levels = {level["measure"]: level["loss"] for level in cause["exchange"]["levels"]}
    assert levels["housed(1)"] == 0
    assert levels["housed(2)"] == 1
    assert "bolig, prioritet 2" in str(why)
    assert "housed, priority 2" in why.text("en")


def test_a_party_is_told_of_nobody_else(small):
    why = small.why("S-031", "Sandviken 1")
    assert "S-088" in why.text("nb") or "S-104" in why.text("nb")
    for told in [why.text("nb", "party"), why.text("en", "party"), why.draft(), small.why("S-031").draft(language="en")]:
        assert "S-031" in told
        assert "S-088" not in told
        assert "S-104" not in told


def test_a_rule_is_told_with_the_facts_it_goes_by():
    tables = {**TABLES, "sites": [{"id": "Sandviken", "kategori": "bofellesskap", "alder fra": 30}]}
    tables["applicants"] = [{**TABLES["applicants"][0], "alder": 22}, TABLES["applicants"][1]]
    allocation = husrom.allocate(husrom.Problem.from_tables(**tables))
    (cause,) = allocation.why("S-031", "Sandviken 2").causes
    assert cause["code"] == "rule"
    assert cause["rule"] == "age"
    assert "22 år" in str(allocation.why("S-031", "Sandviken 2"))
    (cause,) = allocation.why("S-088", "Sandviken 2").causes
    assert (cause["code"], cause["attribute"]) == ("ask", "age")


def test_a_vacant_home_is_told_why():
    tables = {**TABLES, "applicants": TABLES["applicants"][:1]}
    allocation = husrom.allocate(husrom.Problem.from_tables(**tables))
    (vacant,) = allocation.vacant["unit"]
    why = allocation.why_vacant(vacant)
    assert why.causes[0]["code"] == "impossible"
    assert vacant in str(why)


def test_the_smallest_change_is_found_and_told(small):
    change = small.smallest_change("S-031")
    assert change.data["answer"] == "found"
    assert change.data["steps"] == [{"step": "add_home", "category": "bofellesskap"}]
    assert "bofellesskap" in str(change)
    none = small.smallest_change("S-031", menu=[])
    assert none.data == {"answer": "none_within_two"}
    assert none.text(reader="party") in small.why("S-031").draft(none)


def test_all_who_wait_and_all_vacant_homes_are_explained_at_once(small):
    told = []
    answers = small.explain(progress=told.append, threads=2)
    assert list(answers.households) == small.unplaced["applicant"] == ["S-031"]
    assert list(answers.homes) == small.vacant["unit"]
    assert answers.households["S-031"] == small.why("S-031")
    assert [event["about"] for event in told] == ["S-031"]
    assert told[0]["total"] == len(answers) == len(list(answers)) == 1
    (row,) = answers.table("en").rows()
    assert (row["applicant"], row["unit"], row["code"], row["open"]) == ("S-031", None, "exchange", 2)
    assert row["reason"] == small.why("S-031").text("en")
    assert answers.table(reader="party")["reason"] == [small.why("S-031").text(reader="party")]
    with pytest.raises(ValueError, match="reader"):
        answers.table(reader="neighbour")


def test_what_rules_cost_is_a_table_in_the_offices_words(small):
    prices = small.prices()
    costs = {row["rule"]: row for row in prices.rows() if row["measure"]}
    assert list(costs) == ["single"]
    assert costs["single"]["says"] == "Kvinner og menn bor ikke sammen på et bosted for ett kjønn"
    assert (costs["single"]["label"], costs["single"]["with"], costs["single"]["without"]) == ("bolig, prioritet 1", 1, 2)
    assert all(prices["solved"])
    tables = {**TABLES, "relations": [{"one": "S-088", "other": "S-104", "kind": "apart", "scope": "site"}]}
    allocation = husrom.allocate(husrom.Problem.from_tables(**tables))
    (pair,) = [row for row in allocation.prices(language="en").rows() if row["rule"] is None]
    assert (pair["person"], pair["other_person"]) == ("S-088", "S-104")
    assert (pair["label"], pair["with"], pair["without"]) == ("housed, priority 2", 0, 1)
    assert pair["levels"].startswith("housed, priority 2: 0 → 1")


def test_each_home_has_a_reserve_if_anybody_can_have_it(small):
    reserves = small.reserves()
    assert reserves["unit"] == ["Sandviken 1", "Sandviken 2"]
    # A woman cannot live with the man who stays.
    assert reserves["reserve"] == [None, None]
    assert all(reserves["solved"])


def test_a_record_has_the_reasons_if_they_are_wanted(small):
    told = []
    record = small.record(made="2026-11-24T09:00", reasons=True, progress=told.append)
    assert len(told) == 1
    codes = [reason["code"] for reason in record.reasons if reason["household"] == "S-031"]
    assert codes == ["taken", "exchange"]
    assert [reason["code"] for reason in small.record().reasons] == ["taken"]
    record.verify()
    assert "bolig, prioritet 2" in str(record.party("S-031"))


def test_pins_that_clash_are_told_in_the_rules_own_words():
    pinned = husrom.Problem.from_tables(**TABLES).pin("S-031", "Sandviken 1").pin("S-088", "Sandviken 2")
    with pytest.raises(husrom.ImpossibleError) as caught:
        husrom.allocate(pinned)
    clash = pinned.why_impossible()
    assert caught.value.clash == clash
    assert (clash.applicants, clash.rules, clash.resources) == (("S-031", "S-088"), ("single",), ())
    assert str(caught.value) == str(clash) == clash.text("nb")
    assert "Kvinner og menn bor ikke sammen" in str(clash)
    assert clash.text("en").startswith("S-031 and S-088 cannot both have the homes that are fixed")
    assert husrom.Problem.from_tables(**TABLES).why_impossible() is None


def test_a_menu_that_is_none_is_refused(small):
    with pytest.raises(ValueError, match="menu"):
        small.smallest_change("S-031", menu=[({"step": "dance"}, 1)])


def test_who_is_unknown_is_told_so(small):
    with pytest.raises(husrom.AllocateError, match="S-999"):
        small.why("S-999")
    with pytest.raises(husrom.AllocateError, match="Myrveien"):
        small.why("S-031", "Myrveien 4B")


def test_the_backbone_and_other_rounds_as_good(small):
    backbone = small.backbone()
    assert backbone["complete"]
    assert set(backbone["placed"]) == {"S-088", "S-104"}
    assert backbone["unplaced"] == ["S-031"]
    assert small.alternatives(2) == []
    (other,) = small.alternatives(1, {"housed(2)": 1, "fit": 9, "roof": 9, "temporary": 99, "cost": 99, "misplacement": 9})
    assert other["differs"]
    with pytest.raises(ValueError, match="measure"):
        small.alternatives(1, {"happiness": 1})


def test_an_explanation_is_frozen_and_shown(small):
    why = small.why("S-088")
    assert why == small.why("S-088")
    assert why._repr_html_().startswith("<pre>")
    with pytest.raises(AttributeError):
        why.text = "x"
