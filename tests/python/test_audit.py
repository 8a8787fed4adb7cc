"""The equality audit: what is counted, what is hidden, and what a rule moves."""

from __future__ import annotations

import pickle

import husrom
import pytest
import rounds


@pytest.fixture(scope="module")
def audit() -> husrom.Audit:
    """Twelve homes; sixteen women and fourteen men wait, six of each in class 1."""
    problem = rounds.small(
        sites=[{"id": "Sandviken", "category": "ordinaer", "age_min": 18}],
        units=[{"id": f"Sandviken {n}", "site": "Sandviken"} for n in range(12)],
        applicants=[
            {"id": f"S-{n}", "class": 1 if n < 6 or 24 <= n < 30 else 2, "situation": "homeless", "needs_shielding": False}
            | {"gender": "woman" if n < 16 else "man", "age": 30, "waiting_since": "2026-01-01"}
            for n in range(30)
        ],
    )
    return husrom.allocate(problem).audit()


def test_shares_are_counted_against_the_eligible(audit):
    women, men, everybody = audit.table("gender").rows()
    assert (women["group"], women["waiting"], women["eligible"], women["offered"]) == ("woman", 16, 16, 6)
    assert (men["label"], men["offered"], everybody["offered"]) == ("mann", 6, 12)
    assert women["share"] == 6 / 16
    assert women["share_low"] < women["share"] < women["share_high"]
    assert women["difference"] == pytest.approx(6 / 16 - 6 / 14)
    assert women["waited_offered"] == women["waited_not_offered"] == 327


def test_no_number_under_five_is_told(audit):
    assert audit.table("district")["waiting"] == [30, 30]
    tables = {name: audit.table(name) for name in audit.groupings}
    for table in tables.values():
        for column in ("waiting", "eligible", "offered"):
            assert all(value is None or value >= 5 for value in table[column])


def test_a_rule_that_excludes_nobody_moves_nothing(audit):
    told: list[dict[str, object]] = []
    table = audit.rules(["age", "no such rule"], progress=told.append)
    assert len(told) == 2
    rows = [row for row in table.rows() if row["rule"] == "age"]
    assert {row["grouping"] for row in rows} == set(audit.groupings)
    assert {row["moved"] for row in rows if row["moved"] is not None} == {0.0}
    assert "no such rule" in table.rows()[-1]["error"]


def test_it_is_frozen_pickles_and_is_told_in_words(audit):
    assert pickle.loads(pickle.dumps(audit)) == audit
    assert "\n" not in repr(audit)
    assert str(audit) == audit.text("nb") != audit.text("en")
    assert "kvinne" in audit._repr_html_()
    with pytest.raises(AttributeError):
        audit.groupings = []
    with pytest.raises(KeyError):
        audit.table("shoe size")
