"""Rounds come in from whatever a caller has, and every fault is told at once."""

from __future__ import annotations

import datetime
import json

import husrom
import pandas
import polars
import pyarrow
import pytest
import rounds


def as_list(rows):
    return rows


def as_columns(rows):
    return {heading: [row.get(heading) for row in rows] for heading in {key: None for row in rows for key in row}}


FORMS = {
    "list of dicts": as_list,
    "generator of dicts": lambda rows: (dict(row) for row in rows),
    "dict of lists": as_columns,
    "pandas": pandas.DataFrame,
    "pandas, filtered": lambda rows: pandas.DataFrame([*rows[:1], *rows]).iloc[1:],
    "pandas, id as index": lambda rows: pandas.DataFrame(rows).set_index("id"),
    "polars": polars.DataFrame,
    "pyarrow": lambda rows: pyarrow.table(as_columns(rows)),
    "husrom": lambda rows: husrom.tables.Table(
        husrom._native.Table.from_columns(
            "any",
            [
                (key, "text", [None if value is None else str(value) for value in values])
                for key, values in as_columns(rows).items()
            ],
        )
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_table_gives_the_same_problem(form, problem):
    make = FORMS[form]
    sites = [{key: ("yes" if value is True else value) for key, value in row.items()} for row in rounds.sites()]
    applicants = [{key: ("no" if value is False else value) for key, value in row.items()} for row in rounds.applicants()]
    assert rounds.small(sites=make(sites), units=make(rounds.units()), applicants=make(applicants)) == problem


def test_headings_and_words_may_be_norwegian(problem):
    norwegian = husrom.Problem.from_tables(
        sites=[
            {"bosted": "Sandviken", "navn": "Sandviken terrasse", "kategori": "Ordinær bolig", "bydel": "Bergenhus"},
            {"bosted": "Nyhavn", "kategori": "Småhus", "frittliggende": "ja"},
        ],
        units=[{"boenhet": row["id"], "bosted": row["site"], "adresse": row.get("name")} for row in rounds.units()],
        applicants=[
            {
                "saksnummer": row["id"],
                "prioritet": row["class"],
                "situasjon": "bostedsløs",
                "trenger skjerming": "nei",
                "alder": row["age"],
            }
            for row in rounds.applicants()
        ],
        date="24.11.2026",
        round_id=rounds.DATE,
    )
    assert norwegian == problem


@pytest.mark.parametrize(
    "frame",
    [
        lambda dates: pandas.DataFrame(dates),
        lambda dates: pandas.DataFrame(
            {key: pandas.to_datetime(values) for key, values in dates.items() if key != "id"} | {"id": dates["id"]}
        ),
        lambda dates: polars.DataFrame(dates),
        lambda dates: polars.DataFrame(dates).with_columns(polars.col("waiting_since").cast(polars.Datetime("ns"))),
        lambda dates: pyarrow.table(dates),
        lambda dates: dates,
    ],
    ids=["pandas objects", "pandas datetimes", "polars", "polars datetimes", "pyarrow", "dict"],
)
def test_dates_are_read_in_every_kind(frame):
    dates = {"id": ["S-1", "S-2"], "waiting_since": [datetime.date(2026, 1, 2), datetime.date(1969, 12, 31)]}
    table = frame(dates)
    table = table.assign(**{"class": 1}) if isinstance(table, pandas.DataFrame) else table
    if isinstance(table, polars.DataFrame):
        table = table.with_columns(polars.lit(1).alias("class"))
    if isinstance(table, pyarrow.Table):
        table = table.append_column("class", [[1, 1]])
    if isinstance(table, dict):
        table = {**table, "class": [1, 1]}
    rows = json.loads(rounds.small(applicants=table).to_json())["applicants"]
    assert [row["waiting_since"] for row in rows] == ["2026-01-02", "1969-12-31"]


def test_a_moment_within_a_day_is_no_date():
    with pytest.raises(husrom.InputError) as caught:
        rounds.small(applicants=[{"id": "S-1", "class": 1, "waiting_since": datetime.datetime(2026, 1, 2, 3, 4)}])
    assert [issue.code for issue in caught.value.issues] == ["E202"]


def test_lists_categories_gaps_and_numpy_values_are_cells():
    frame = pandas.DataFrame(
        {
            "id": ["S-1", "S-2"],
            "class": [1, 2],
            "age": [31, None],
            "course": pandas.Categorical(["none", "recovery"]),
            "wish_districts": [["Bergenhus"], []],
            "rent": [None, pandas.NA],
        }
    ).rename(columns={"rent": "max_rent"})
    arrow = rounds.small(applicants=frame)
    rows = rounds.small(applicants=frame.to_dict(orient="records"))
    mixed = rounds.small(applicants=frame.astype({"class": object}).assign(**{"class": [1, "2"]}))
    assert arrow == rows == mixed


def test_goals_and_settings_are_given_plainly():
    problem = rounds.small(
        goals=["housed(1)", ("fit", 2), {"measure": "lot"}], settings={"longest_wait": {1: 90}, "hostel_price": 30000}
    )
    assert problem.levels == ["housed(1)", "fit", "lot"]
    settings = json.loads(problem.to_json())["settings"]
    assert settings == {"longest_wait(1)": 90, "hostel_price": 30000}


def test_all_faults_come_at_once_with_their_place_and_advice():
    with pytest.raises(husrom.InputError) as caught:
        rounds.small(
            sites=[{"id": "Sandviken", "category": "smahuz"}],
            units=[{"id": "Sandviken 1", "site": "Sandviken"}],
            applicants=[{"id": "S-1", "class": 1, "kjønn": "kv"}],
            relations=[{"one": "S-1", "other": "S-219", "kind": "apart", "scope": "site"}],
        )
    error = caught.value
    assert isinstance(error, husrom.HusromError)
    assert [(issue.code, issue.table, issue.row) for issue in error.issues] == [
        ("E203", "sites", 1),
        ("E203", "applicants", 1),
        ("E302", "relations", 1),
    ]
    sought = error.issues[1]
    assert (sought.column, sought.value) == ("kjønn", "kv")
    assert "kvinne" in sought.action
    assert str(error).startswith("3 feil i 3 tabeller")
    assert error.text("en").startswith("3 faults in 3 tables")
    assert error._render_traceback_() == [f"InputError: {error}"]


def test_faults_are_told_in_the_language_of_the_round():
    with pytest.raises(husrom.InputError, match="1 fault in 1 table"):
        rounds.small(sites=[], units=[{"id": "A", "site": "B"}], language="en")


def test_national_identity_numbers_are_refused_and_never_shown():
    number = "01018012347"
    weights = ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2))
    for serial in range(100, 1000):
        digits = [int(digit) for digit in f"010180{serial}"]
        for row in weights:
            digits.append((11 - sum(weight * digit for weight, digit in zip(row, digits, strict=True)) % 11) % 11)
        if max(digits) < 10:
            number = "".join(map(str, digits))
            break
    applicants = [{"id": number, "class": 1, "needs_shielding": False}]
    with pytest.raises(husrom.InputError) as caught:
        rounds.small(applicants=applicants)
    assert "E108" in [issue.code for issue in caught.value.issues]
    assert number not in str(caught.value) + caught.value.text("en") + repr(caught.value)
    allowed = rounds.small(applicants=applicants, allow_national_ids=True)
    assert husrom.Problem.from_json(allowed.to_json(), allow_national_ids=True) == allowed


def test_json_goes_round(problem):
    assert husrom.Problem.from_json(problem.to_json()) == problem
    with pytest.raises(husrom.InputError):
        husrom.Problem.from_json("{")


def test_a_folder_is_read(tmp_path):
    problem = husrom.read(rounds.WEEK)
    assert problem.language == "nb"
    assert husrom.read(str(rounds.WEEK)) == problem
    with pytest.raises(husrom.InputError):
        husrom.read(tmp_path / "nothing")


@pytest.mark.parametrize("table", [[1, 2], ["text"], [["S-1", 1]]])
def test_what_is_no_table_is_a_type_error(table):
    with pytest.raises(TypeError, match="applicants"):
        rounds.small(applicants=table)


def test_what_is_no_cell_is_a_type_error():
    with pytest.raises(TypeError, match="object"):
        rounds.small(applicants=[{"id": "S-1", "class": object()}])
    with pytest.raises(TypeError, match="dict"):
        rounds.small(applicants=[{"id": "S-1", "class": {"a": 1}}])
    with pytest.raises(TypeError, match="applicants, class"):
        rounds.small(applicants=pyarrow.table({"id": ["S-1"], "class": [{"a": 1}]}))


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="lengths"):
        rounds.small(applicants={"id": ["S-1"], "class": []})
