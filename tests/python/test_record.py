"""The decision record: saved, read, verified, solved again, and its views."""

from __future__ import annotations

import datetime
import json
import random

import husrom
import pytest
import rounds


@pytest.fixture(scope="module")
def record(allocation):
    return allocation.record(made=datetime.datetime(2026, 11, 24, 9, 30))


def test_what_is_saved_is_read_verified_and_solved_again(record, allocation, tmp_path):
    path = tmp_path / "uke-48.husrom"
    record.save(path)
    kept = husrom.Record.load(path)
    assert kept == record
    assert kept.allocation == allocation
    assert (kept.schema, kept.made, kept.versions[0]) == ("husrom-record/1", "2026-11-24T09:30:00", husrom.__version__)
    verified = kept.verify()
    assert verified.sealed
    assert verified.digest == kept.digest
    assert verified.made_by == kept.versions
    assert [measure for measure, _ in verified.levels] == allocation.levels["measure"]
    assert verified.certified == husrom.verify(allocation)
    for threads in (1, 2):
        again = kept.resolve(threads=threads)
        assert again.same
        assert again.as_promised
        assert again.same_version
        assert again.sameness == "proved"
        assert rounds.placed(again.allocation) == rounds.placed(allocation)
    waits = {reason["household"] for reason in kept.reasons if reason["household"]}
    assert waits == set(allocation.unplaced["applicant"])
    assert kept.view is None


def test_a_changed_byte_is_found(record):
    data = record.to_bytes()
    dice = random.Random(48)
    for _ in range(200):
        changed = bytearray(data)
        changed[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        with pytest.raises(husrom.HusromError):
            husrom.Record.from_bytes(bytes(changed)).verify()
    with pytest.raises(husrom.RecordError, match="form") as caught:
        husrom.Record.from_bytes(b"{}")
    assert caught.value.faults == []


def test_what_is_changed_is_told_all_at_once(record):
    one, other = (rounds.placed(record.allocation)[household] for household in ("S-1", "S-2"))
    placed = '"household":"S-1","start":"2026-11-24","unit":"{}"'
    forged = husrom.Record.from_bytes(record.to_bytes().replace(placed.format(one).encode(), placed.format(other).encode()))
    with pytest.raises(husrom.RecordError) as caught:
        forged.verify()
    assert {fault.code for fault in caught.value.faults} == {"digest", "unlawful"}
    assert "protokollen" in str(caught.value)
    assert "record" in caught.value.text("en")


def test_an_appeals_body_gets_no_free_text_and_can_do_all_the_same(record):
    view = record.appeals_body()
    assert view.verify().sealed
    assert view.resolve().same
    assert b"Sandviksveien" in record.to_bytes()
    assert b"Sandviksveien" not in view.to_bytes()
    assert view.view["drawn_from"] == record.digest
    assert {left["place"] for left in view.view["left_out"]} == {"sites.name", "units.name"}


def test_an_appeals_body_gets_no_national_identity_numbers():
    number = {"id": "01010750160", "class": 1, "situation": "homeless"}
    problem = husrom.Problem.from_tables(
        sites=rounds.sites(), units=rounds.units(), applicants=[number], date=rounds.DATE, allow_national_ids=True
    )
    record = husrom.allocate(problem).record()
    assert husrom.Record.from_bytes(record.to_bytes()).verify().sealed
    with pytest.raises(husrom.InputError) as caught:
        record.appeals_body()
    assert "01010750160" not in str(caught.value)


def test_a_party_is_told_its_own_and_nobody_elses(record, allocation):
    waits = allocation.unplaced["applicant"][0]
    for applicant in ("S-1", waits):
        party = record.party(applicant)
        told = party.to_json() + party.text() + party.text("en")
        assert applicant in told
        assert not any(f"S-{number}" in told for number in range(1, 6) if f"S-{number}" != applicant)
        assert husrom.Party.from_json(party.to_json()) == party
        assert party.is_drawn_from(record)
        assert not party.is_drawn_from(record.appeals_body())
        assert party.drawn_from == record.digest
        assert json.loads(party.to_json()) == party.data
        assert party.data["facts"]["application"]["id"] == party.applicant == applicant
    assert record.party(waits).home is None
    assert record.party("S-1").home == rounds.placed(allocation)["S-1"]
    with pytest.raises(husrom.RecordError, match="S-77"):
        record.party("S-77")


def test_the_form_before_records_is_read(allocation):
    kept = (rounds.ROOT / "tests" / "golden" / "allocation-1.json").read_bytes()
    record = husrom.Record.from_bytes(kept)
    assert (record.schema, record.digest, record.versions) == ("husrom-allocation/1", None, None)
    assert not record.verify().sealed
    assert "not sealed" in repr(record)
    assert husrom.Allocation.from_json(kept.decode()) == record.allocation


def test_a_moment_is_a_moment(allocation):
    with pytest.raises(ValueError, match="made"):
        allocation.record(made="last week")
    assert allocation.record(made="2026-11-24T09:30").made == "2026-11-24T09:30:00"
    assert allocation.record().made is None
