"""The decision record: a round, what came out of it, and the proof, in one file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any, Literal, final

from husrom import _native as _engine
from husrom.allocation import Allocation
from husrom.errors import HusromError, Language
from husrom.tables import Frozen

__all__ = ["Party", "Record", "Resolved", "Verified"]

_RECORD = b"husrom record 1\n"
_PARTY = b"husrom party 1\n"

Grade = Literal["certified", "two_solvers", "solver", "unproved"]
Sameness = Literal["proved", "work_limit", "only_checked"]


@dataclass(frozen=True, slots=True)
class Verified:
    """A record that stands.

    Attributes
    ----------
    digest : str or None
        The digest that its bytes have; None if it is of an older form without one, in which a changed byte may go unseen.
    made_by : tuple of str, or None
        The versions it was made with: husrom, and the solver.
    levels : tuple of (str, str)
        Each level with its grade. ``certified`` has been verified without any solver; what a solver or two have said is repeated.
    """

    digest: str | None
    made_by: tuple[str, str] | None
    levels: tuple[tuple[str, Grade], ...]

    @property
    def sealed(self) -> bool:
        """Its bytes are those that were sealed."""
        return self.digest is not None

    @property
    def certified(self) -> int:
        """How many levels are certified."""
        return sum(grade == "certified" for _, grade in self.levels)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A record solved again.

    Attributes
    ----------
    sameness : {"proved", "work_limit", "only_checked"}
        What is promised: the same allocation, because every level with the lot is proved, or because only a count of work could
        end the run; or nothing but a lawful one, because the clock or somebody ended it or no lot decides.
    same_version : bool
        The record was made with this version; on another nothing is promised.
    as_promised : bool
        What is promised has been kept.
    differences : tuple of dict
        What came out otherwise: levels and placements, recorded and again.
    allocation : Allocation
        What came out now.
    """

    sameness: Sameness
    same_version: bool
    as_promised: bool
    differences: tuple[dict[str, Any], ...]
    allocation: Allocation

    @property
    def same(self) -> bool:
        """Nothing came out otherwise."""
        return not self.differences


@final
class Record(Frozen):
    """A round, what came out of it, and the proof, as one file; immutable. Made by :meth:`Allocation.record`.

    The digest in it finds a changed byte. It is no signature: keep it apart from the file, as in the case file, and compare.

    Examples
    --------
    >>> import husrom
    >>> runde = husrom.Problem.from_tables(
    ...     sites=[{"id": "Sandviken", "category": "ordinaer"}],
    ...     units=[{"id": "Sandviken 2", "site": "Sandviken"}],
    ...     applicants=[
    ...         {"id": "S-017", "class": 2, "situation": "homeless"},
    ...         {"id": "S-088", "class": 1, "situation": "homeless"},
    ...     ],
    ...     date="2026-11-24",
    ... )
    >>> protokoll = husrom.allocate(runde).record()
    >>> protokoll.verify().sealed, protokoll.resolve().same
    (True, True)
    >>> protokoll.party("S-017").home is None
    True
    """

    __slots__ = ()
    _native: _engine.Record

    def __init__(self, native: _engine.Record) -> None:
        object.__setattr__(self, "_native", native)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Record:
        """Read a record from a file, of this form or an older one. It is read, not believed: see :meth:`verify`.

        Parameters
        ----------
        path : path
            The file.

        Returns
        -------
        Record

        Raises
        ------
        RecordError
            It is no record, or so changed that it cannot be read.
        """
        return cls.from_bytes(Path(path).read_bytes())

    @classmethod
    def from_bytes(cls, data: bytes) -> Record:
        """Read a record from the bytes of its file.

        Parameters
        ----------
        data : bytes
            The file.

        Returns
        -------
        Record

        Raises
        ------
        RecordError
            It is no record, or so changed that it cannot be read.
        """
        return cls(_engine.Record.from_bytes(data))

    def save(self, path: str | PathLike[str]) -> None:
        """Write the record to a file, byte for byte as it is.

        Parameters
        ----------
        path : path
            The file, by custom with the ending ``.husrom``.
        """
        Path(path).write_bytes(self.to_bytes())

    def to_bytes(self) -> bytes:
        """The file: JSON in UTF-8."""
        return self._native.to_bytes()

    @property
    def digest(self) -> str | None:
        """The digest that stands in it; None if it is of an older form without one."""
        return self._native.digest

    @property
    def schema(self) -> str:
        """The form it is of."""
        return self._native.schema

    @property
    def made(self) -> str | None:
        """When it was made, if that was said."""
        return self._native.made

    @property
    def versions(self) -> tuple[str, str] | None:
        """The versions it was made with: husrom, and the solver."""
        return self._native.versions

    @property
    def view(self) -> dict[str, Any] | None:
        """For a view: for whom, the digest of the record it is drawn from, and what is left out."""
        told = self._native.view
        return None if told is None else dict(json.loads(told))

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """The reasons in words, each with its household or unit and its code."""
        return list(json.loads(self._native.reasons))

    @property
    def allocation(self) -> Allocation:
        """The allocation in it."""
        return Allocation(self._native.allocation)

    def verify(self) -> Verified:
        """Check it without solving: every byte, every rule, every value, every certificate. No solver is run.

        Returns
        -------
        Verified
            Which levels are certified, and of which a solver's word is all there is.

        Raises
        ------
        RecordError
            Everything that does not stand.
        """
        told = json.loads(self._native.verify())
        made_by = told["made_by"]
        return Verified(
            digest=told["digest"],
            made_by=None if made_by is None else (made_by["husrom"], made_by["solver"]),
            levels=tuple((level["measure"], level["grade"]) for level in told["levels"]),
        )

    def resolve(self, threads: int | None = None) -> Resolved:
        """Solve the round again with the goals, seed and options of the record, and compare.

        Parameters
        ----------
        threads : int, optional
            By default as many as the machine has; the result is the same.

        Returns
        -------
        Resolved

        Raises
        ------
        AllocateError
            As for any round.
        """
        text, native = self._native.resolve(threads)
        told = json.loads(text)
        return Resolved(
            sameness=told["sameness"],
            same_version=told["same_version"],
            as_promised=told["as_promised"],
            differences=tuple(told["differences"]),
            allocation=Allocation(native),
        )

    def appeals_body(self) -> Record:
        """The view for an appeals body: pseudonyms only, no free text; verified and solved again as the record is.

        Returns
        -------
        Record
            Sealed by itself; its :attr:`view` says what is left out.

        Raises
        ------
        RecordError
            The record does not stand.
        InputError
            It holds national identity numbers, and so no pseudonyms.
        """
        return Record(self._native.appeals_body())

    def party(self, applicant: str) -> Party:
        """The view for one household: its own facts and the rules in words; of others only fixed phrases.

        Parameters
        ----------
        applicant : str
            The household.

        Returns
        -------
        Party

        Raises
        ------
        RecordError
            The household does not wait in the round, or the record does not stand.
        """
        return Party(self._native.party(applicant))

    def __eq__(self, other: object) -> bool:
        return self._native == other._native if isinstance(other, Record) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<Record {self.allocation.problem.round_id}: {self.digest or 'not sealed'}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _record, (_RECORD + self.to_bytes(),)


def _record(data: bytes) -> Record:
    """Read back a pickled record."""
    if not data.startswith(_RECORD):
        raise HusromError("a record pickled by another version of husrom")
    return Record.from_bytes(data[len(_RECORD) :])


@final
class Party(Frozen):
    """What one household is told of its round; immutable. Made by :meth:`Record.party`.

    It cannot be verified alone. It bears the digest of its record: whoever holds that compares with :meth:`is_drawn_from`.

    Examples
    --------
    >>> import husrom
    >>> runde = husrom.Problem.from_tables(
    ...     sites=[{"id": "Sandviken", "category": "ordinaer"}],
    ...     units=[{"id": "Sandviken 2", "site": "Sandviken"}],
    ...     applicants=[{"id": "S-088", "class": 1, "situation": "homeless"}],
    ...     date="2026-11-24",
    ... )
    >>> protokoll = husrom.allocate(runde).record()
    >>> til_parten = protokoll.party("S-088")
    >>> print(til_parten.text().splitlines()[0])
    Til søker S-088 om tildelingsrunde 24. november 2026
    >>> til_parten.is_drawn_from(protokoll)
    True
    """

    __slots__ = ()
    _native: _engine.Party

    def __init__(self, native: _engine.Party) -> None:
        object.__setattr__(self, "_native", native)

    @classmethod
    def from_json(cls, text: str) -> Party:
        """Read a view that :meth:`to_json` wrote.

        Parameters
        ----------
        text : str
            The JSON text.

        Returns
        -------
        Party

        Raises
        ------
        RecordError
            It is no such thing.
        """
        return cls(_engine.Party.from_json(text))

    def to_json(self) -> str:
        """The view as JSON."""
        return self._native.to_json()

    @property
    def data(self) -> dict[str, Any]:
        """The view as plain data."""
        return dict(json.loads(self.to_json()))

    @property
    def applicant(self) -> str:
        """The household."""
        return self._native.household

    @property
    def home(self) -> str | None:
        """The unit it gets, if any."""
        return self._native.home

    @property
    def drawn_from(self) -> str | None:
        """The digest of the record it is drawn from."""
        return self._native.drawn_from

    def text(self, language: Language | None = None) -> str:
        """The view as a person reads it.

        Parameters
        ----------
        language : {"nb", "en"}, optional
            By default the round's; bokmål for a view that was read.
        """
        return self._native.text(language)

    def is_drawn_from(self, record: Record) -> bool:
        """Whether this is just what a record says to this household.

        Parameters
        ----------
        record : Record
            The record.
        """
        return self._native.is_drawn_from(record._native)

    def __eq__(self, other: object) -> bool:
        return self._native == other._native if isinstance(other, Party) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<Party {self.applicant} in {self._native.round_id}: {self.home or 'waits'}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _party, (_PARTY + self.to_json().encode(),)


def _party(data: bytes) -> Party:
    """Read back a pickled view."""
    if not data.startswith(_PARTY):
        raise HusromError("a view pickled by another version of husrom")
    return Party.from_json(data[len(_PARTY) :].decode())
